"""The bank's statement as credits: CAMT.053 (ISO 20022), or a CSV with a date, a text and an amount."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TypeVar

from fiscal import notation
from fiscal.errors import Refusal
from fiscal.text import clean, fold
from fiscal.xmltree import Node, records
from models.references.bank import Credit

LARGEST = 20_000_000
"""Bytes."""
_ENTRY = "Document/BkToCstmrStmt/Stmt/Ntry"
_DATES, _TEXTS, _CREDITS = (
    ("data",),
    ("descri", "movimento", "historico"),
    ("credito", "valor", "montante", "importancia"),
)
_HEADER_WITHIN = 20
"""Lines of names and balances that a bank may write before the header."""
T = TypeVar("T")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def credits_of(data: bytes) -> list[Credit]:
    """What came in, in the order of the file; what went out is left out. Raises Refusal with the line."""
    if len(data) > LARGEST:
        raise Refusal("O ficheiro é demasiado grande: o máximo são 20 MB.", rule="import")
    return list(_camt(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else _csv(data))


def _camt(data: bytes) -> Iterator[Credit]:
    found = False
    for path, node in records(BytesIO(data), (_ENTRY,)):
        if path == _ENTRY:
            found = True
            if node.get("CdtDbtInd") == "CRDT" and node.get("RvslInd") not in ("true", "1"):
                yield _entry(node)
    if not found:
        raise Refusal("O ficheiro não tem movimentos de conta: peça ao banco o CAMT.053.", rule="import")


def _entry(node: Node) -> Credit:
    amount = node.first("Amt")
    day = node.get("ValDt", "Dt") or node.get("BookgDt", "Dt") or node.get("BookgDt", "DtTm")[:10]
    try:
        if amount is None or amount.attributes.get("Ccy", "EUR") != "EUR":
            raise ValueError
        value, when = Decimal(amount.text), dt.date.fromisoformat(day)
    except (ValueError, InvalidOperation):
        raise Refusal(f"Linha {node.line}: o movimento não tem data e valor em euros.", rule="import") from None
    texts = [node.get("AddtlNtryInf"), node.get("NtryRef")]
    for details in node.all("NtryDtls"):
        for one in details.all("TxDtls"):
            texts += [one.get("RmtInf", "Ustrd"), one.get("Refs", "EndToEndId")]
    return Credit(when, value, clean(" ".join(filter(None, texts)), 200))


def _csv(data: bytes) -> Iterator[Credit]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    separator = max(";,\t", key=text.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    start, places = _header(rows)
    for n, cells in enumerate(rows[start + 1 :], start + 2):
        if len(cells) <= max(places) or not cells[places[2]].strip():
            continue  # a line of balances, or one that went out in a column of its own
        day, amount = _read(n, _day, cells[places[0]]), _read(n, _amount, cells[places[2]])
        if amount > 0:
            yield Credit(day, amount, clean(cells[places[1]], 200))


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, tuple[int, int, int]]:
    """The line of the header, and where it has the date, the text and what came in."""
    for n, cells in enumerate(rows[:_HEADER_WITHIN]):
        names = [fold(clean(cell)) for cell in cells]
        at = [
            next(
                (i for wanted in group for i, name in enumerate(names) if wanted in name and (_is_day(name) == days)),
                -1,
            )
            for group, days in ((_DATES, True), (_TEXTS, False), (_CREDITS, False))
        ]
        if min(at) >= 0:
            return n, (at[0], at[1], at[2])
    raise Refusal("O ficheiro não tem as colunas Data, Descrição e Crédito (ou Valor).", rule="import")


def _is_day(name: str) -> bool:
    """``Data valor`` is a day, and no amount."""
    return name.startswith("data")


def _read(n: int, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except (Refusal, ValueError) as wrong:
        raise Refusal(f"Linha {n}: «{clean(text, 30)}» não se percebe.", rule="import") from wrong


def _day(text: str) -> dt.date:
    typed = text.strip()[:10]
    if _ISO.fullmatch(typed):
        return dt.date.fromisoformat(typed)
    return notation.day(typed.replace("/", "-").replace(".", "-"), dt.date(2000, 1, 1))


def _amount(text: str) -> Decimal:
    """``1.234,56``, ``1 234,56``, ``1,234.56`` or ``-12.30``: the last sign before two digits is that of the cents."""
    typed = re.sub(r"[\s€+]|EUR", "", text)
    sign = -1 if typed.startswith("-") or typed.endswith("-") else 1
    whole, _, part = re.sub(r"[.,](?=[0-9]{1,2}-?$)", "|", typed).partition("|")
    digits = re.sub(r"[.,-]", "", whole)
    if not digits.isdigit() or not re.fullmatch(r"[0-9]{0,2}-?", part):
        raise ValueError(text)
    return sign * Decimal(f"{digits}.{part.strip('-') or '0'}")
