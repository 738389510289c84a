"""The lines that charges add to a draft while it is typed: as at issue, so that what is shown is what is issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from models.sales.charges import Charges, due, takes_charges
from models.sales.draft import Draft, DraftLine
from tui.entry.articles import ArticleData, Articles


class ChargeLines:
    """Works out the charges of a draft's lines. Each article is asked for them once."""

    def __init__(self, articles: Articles, line: Callable[[ArticleData, Decimal], DraftLine]) -> None:
        """line: makes the line of so many units of an article, in the draft's currency and basis."""
        self._articles = articles
        self._line = line
        self._known: dict[str, Charges] = {}

    def added(self, draft: Draft, lines: Sequence[DraftLine], waived: Sequence[str]) -> list[DraftLine]:
        """The lines without their charges, then the charges that they bring."""
        own = [line for line in lines if not line.charge]
        if not takes_charges(draft):
            return own
        before = {line.code: line for line in lines if line.charge}
        for code, pieces in due(own, self._of, waived).items():
            same = before.get(code)
            if same is not None:
                own.append(same if same.quantity == pieces else replace(same, quantity=pieces))
            elif (article := self._articles.find(code)) is not None:
                own.append(replace(self._line(article, pieces), charge=True))
        return own

    def _of(self, code: str) -> Charges:
        if code not in self._known:
            self._known[code] = self._articles.charges(code)
        return self._known[code]


def own_lines(lines: Sequence[DraftLine]) -> int:
    """How many of the lines, the first ones, were typed: the charges stand after them."""
    return sum(not line.charge for line in lines)
