"""A broken file says the same thing a hundred thousand times: the first findings of each kind, and how many more there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fiscal.saft.findings import Finding

AT_MOST = 20
_KINDS_AT_MOST = 2_000
_INDEX = re.compile(r"\[[0-9]+\]")


def capped(findings: Iterable[Finding], at_most: int = AT_MOST) -> Iterator[Finding]:
    """The findings as they come, at most so many of one rule at one element; at the end one note for each that had more.

    The element is what follows ``: `` in the place, so that a file which is wrong in one element of every document
    still shows what else is wrong with it. The note has the line of the first finding that was left out.
    """
    seen: dict[tuple[str, str], int] = {}
    more: dict[tuple[str, str], tuple[int, Finding]] = {}
    for finding in findings:
        key = (finding.rule, _INDEX.sub("", finding.place.rpartition(": ")[2] if ": " in finding.place else ""))
        if key not in seen and len(seen) >= _KINDS_AT_MOST:
            key = (finding.rule, "")
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= at_most:
            yield finding
        else:
            count, first = more.get(key, (0, finding))
            more[key] = count + 1, first
    for (rule, element), (count, first) in more.items():
        where = f" em {element}" if element else ""
        again = "mais uma vez" if count == 1 else f"mais {count} vezes"
        yield replace(
            first,
            severity="note",
            place="",
            message=f"O mesmo problema ({rule}){where} aparece {again} a partir desta linha.",
            remedy="Corrija a causa no programa que fez o ficheiro e volte a verificar.",
        )
