"""An article's stock to come: what suppliers owe, what is on the road, what customers were promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from models import db

ZERO = Decimal(0)

_THERE = (
    "SELECT p.article_id, w.code, w.name, w.transit, sum(p.quantity) FROM stock_place p "
    "JOIN warehouse w ON w.id = p.warehouse_id WHERE {} AND p.quantity <> 0 "
    "GROUP BY p.article_id, w.id, w.code, w.name, w.transit ORDER BY p.article_id, w.transit, w.id"
)
_ORDERED = (
    "SELECT l.article_id, p.id, l.number, l.quantity, l.factor, p.expected_on FROM purchase p "
    "JOIN purchase_line l ON l.purchase_id = p.id WHERE p.kind = 'EF' AND p.state IN ('N', 'P') AND {}"
)
# What receipts and invoices in force took of them.
_CAME = (
    "SELECT t.origin_id, t.origin_line, t.quantity, t.factor FROM purchase p JOIN purchase_line l ON l.purchase_id = p.id "
    "JOIN purchase_line t ON t.origin_id = p.id AND t.origin_line = l.number "
    "JOIN purchase d ON d.id = t.purchase_id WHERE p.kind = 'EF' AND p.state = 'P' AND d.state <> 'A' AND {}"
)
# What is left of customers' orders: passed on to guides and invoices in force, or invoiced as a whole.
_PROMISED = (
    "SELECT l.article_id, l.quantity, (SELECT sum(o.quantity) FROM document_origin o JOIN document t ON t.id = o.document_id "
    "WHERE o.origin_id = d.id AND o.origin_line = l.number AND t.status <> 'A') "
    "FROM document d JOIN document_line l ON l.document_id = d.id WHERE d.type = 'NE' AND d.status <> 'A' AND {} "
    "AND NOT EXISTS (SELECT 1 FROM document_origin o JOIN document t ON t.id = o.document_id WHERE o.origin_id = d.id "
    "AND o.origin_line = 0 AND t.status <> 'A')"
)


@dataclass(frozen=True, slots=True)
class There:
    """What a warehouse has, in the article's own unit."""

    code: str
    name: str
    quantity: Decimal
    own: bool
    """Not goods under way between warehouses, or at customers on consignment."""


@dataclass(slots=True)
class Outlook:
    """Quantities of one article, in its own unit."""

    places: list[There] = field(default_factory=list)
    coming: Decimal = ZERO
    """Ordered from suppliers and not received."""
    coming_on: date | None = None
    """The first day that one of these orders says."""
    promised: Decimal = ZERO
    """Ordered by customers and not delivered."""

    def expect(self, quantity: Decimal, day: date | None) -> None:
        """More is to come, on a day if one is known."""
        self.coming += quantity
        if day is not None and (self.coming_on is None or day < self.coming_on):
            self.coming_on = day

    @property
    def there(self) -> Decimal:
        """In the company's own warehouses."""
        return sum((one.quantity for one in self.places if one.own), ZERO)

    @property
    def on_the_road(self) -> Decimal:
        """Between warehouses."""
        return sum((one.quantity for one in self.places if one.code == "TRANSITO"), ZERO)

    @property
    def available(self) -> Decimal:
        """There or on the way, and promised to nobody."""
        return self.there + self.on_the_road + self.coming - self.promised


def outlook(articles: Iterable[int] | None = None) -> dict[int, Outlook]:
    """By article id; None is all that have, expect or owe something."""
    wanted = None if articles is None else sorted(set(articles))
    found: dict[int, Outlook] = defaultdict(Outlook)
    for part in _parts(wanted):
        for article, code, name, transit, quantity in _asked(_THERE, "p", part):
            found[int(article)].places.append(There(code, name, _micro(quantity), not transit))
        came: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        for order, line, quantity, factor in _asked(_CAME, "l", part):
            came[int(order), int(line)] += _micro(quantity) * _micro(factor)
        for article, order, line, quantity, factor, day in _asked(_ORDERED, "l", part):
            left = _micro(quantity) * _micro(factor) - came[int(order), int(line)]
            if left > 0:
                found[int(article)].expect(left, date.fromisoformat(day) if day else None)
        for article, quantity, taken in _asked(_PROMISED, "l", part):
            found[int(article)].promised += max(_micro(quantity) - _micro(taken or 0), ZERO)
    return dict(found)


def _parts(wanted: list[int] | None) -> list[list[int] | None]:
    if wanted is None:
        return [None]
    return [wanted[start : start + 500] for start in range(0, len(wanted), 500)]


def _asked(sql: str, table: str, part: list[int] | None) -> list[Any]:
    """part: ids of articles; None: all."""
    if part is None:
        return db.database.execute_sql(sql.format(f"{table}.article_id IS NOT NULL")).fetchall()  # type: ignore[no-any-return]
    marks = ", ".join("?" * len(part))
    asked = db.marked(sql.format(f"{table}.article_id IN ({marks})"))
    return db.database.execute_sql(asked, tuple(part)).fetchall()  # type: ignore[no-any-return]


def _micro(value: Any) -> Decimal:
    return Decimal(int(value)).scaleb(-6)
