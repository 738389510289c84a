"""When typing a line is doubted: what the values typed are compared with, and which a person has said yes to."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Protocol

from fiscal.discounts import read_discount
from fiscal.rounding import ZERO
from models.sales.doubts import Doubt, Price, doubt_discount, doubt_price, doubt_quantity
from models.sales.draft import DraftLine


class History(Protocol):
    """What was sold before. The one of a company reads its documents; asked only when a value looks odd at first."""

    def last_price(self, code: str, *, with_tax: bool) -> Price | None:
        """The price in the last document that sold the article."""

    def most_sold(self, code: str) -> Decimal:
        """The largest quantity of the article in one line, 0 for none."""


class Doubts:
    """Raises Doubt for values of a line that may be slips; never twice for the same value of the same article."""

    def __init__(self, history: History | None) -> None:
        """history: without one, nothing is doubted."""
        self._history = history
        self.confirmed: set[str] = set()
        """Keys of the doubts that the operator has said yes to."""

    def check(self, line: DraftLine, typed: Collection[str], card: Decimal | None, *, with_tax: bool) -> None:
        """typed: which of quantity, price and discount somebody typed. card: the article's price in the line's basis."""
        if self._history is None:
            return
        name = line.description or line.code
        if "quantity" in typed and doubt_quantity(line.code, name, line.quantity, ZERO):
            self.raise_for(doubt_quantity(line.code, name, line.quantity, self._history.most_sold(line.code)))
        if "price" in typed and line.price is not None:
            usual = [Price(card, "ficha do artigo")] if card else []
            if not usual or doubt_price(line.code, name, line.price, usual):
                last = self._history.last_price(line.code, with_tax=with_tax)
                usual += [last] if last is not None else []
            self.raise_for(doubt_price(line.code, name, line.price, usual))
        if "discount" in typed and line.discount:
            value = line.quantity * (line.price or ZERO)
            self.raise_for(doubt_discount(line.code, name, value, read_discount(line.discount)))

    def raise_for(self, doubt: Doubt | None) -> None:
        """Raises what has not been said yes to."""
        if self._history is not None and doubt is not None and doubt.key not in self.confirmed:
            raise doubt
