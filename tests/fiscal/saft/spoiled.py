"""A made-up business's file as lines, to spoil one and know which; and the check of what comes out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

from cli.bench.saft_made import Business
from fiscal.saft.check.run import Report, check
from fiscal.signature import KeySigner
from fiscal.tables import tables

TODAY = date(2026, 11, 2)
MIXED = {"FT": 12, "FS": 24, "FR": 6, "NC": 4, "GT": 24, "OR": 6, "RG": 6}


def made(business: Business, signer: KeySigner) -> bytes:
    out = io.BytesIO()
    business.write(out, signer.sign)
    return out.getvalue()


def checked(data: bytes, keys: Mapping[int | None, str] | None = None) -> Report:
    return check(io.BytesIO(data), tables=tables(), today=TODAY, keys=keys)


class File:
    """One element on each line; lines are counted from 1, as a finding counts them."""

    def __init__(self, data: bytes) -> None:
        self.lines = data.decode().split("\n")

    @property
    def data(self) -> bytes:
        return "\n".join(self.lines).encode()

    def find(self, element: str, document: str = "", nth: int = 1) -> int:
        """The nth of an element; of a document, if its number or code is given: from where that stands."""
        start = 0
        if document:
            start = next(n for n, line in enumerate(self.lines) if f">{document}</" in line)
        places = [n for n in range(start, len(self.lines)) if self.lines[n].startswith(f"<{element}>")]
        return places[nth - 1] + 1

    def text(self, line: int) -> str:
        return self.lines[line - 1].partition(">")[2].partition("<")[0]

    def put(self, line: int, text: str) -> int:
        """Another text in the element of a line."""
        element = self.lines[line - 1].partition(">")[0][1:]
        self.lines[line - 1] = f"<{element}>{text}</{element}>"
        return line

    def set(self, element: str, document: str, text: str) -> int:
        return self.put(self.find(element, document), text)

    def drop(self, line: int, count: int = 1) -> None:
        del self.lines[line - 1 : line - 1 + count]

    def insert(self, line: int, *new: str) -> int:
        """New lines after ``line``; gives the first's number."""
        self.lines[line:line] = new
        return line + 1

    def rename(self, line: int, element: str) -> int:
        text = self.text(line)
        self.lines[line - 1] = f"<{element}>{text}</{element}>"
        return line
