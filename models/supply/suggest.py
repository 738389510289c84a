"""How much to order of an article: from its minimum and maximum, how fast it sells, and how its supplier sells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.notation import show_number
from models import db
from models.catalogue.tables import Article
from models.parties.tables import Supplier
from models.purchases.draft import ORDER, BoughtLine, PurchaseDraft
from models.purchases.record import record_purchase
from models.purchases.tables import ArticleSupplier
from models.session import Session
from models.supply.outlook import Outlook, outlook

ZERO, ONE = Decimal(0), Decimal(1)
_SOLD = (
    "SELECT article_id, -sum(quantity) FROM stock_movement WHERE day > ? AND day <= ? AND document_id IS NOT NULL "
    "GROUP BY article_id"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What an article's supply goes by. Quantities in its own unit; ``least`` in the supplier's."""

    minimum: Decimal = ZERO
    maximum: Decimal = ZERO
    """Up to where an order fills; 0: not said."""
    pace: Decimal = ZERO
    """Sold a day, on average."""
    lead_days: int = 0
    cover_days: int = 0
    """Days that an order is to last."""
    factor: Decimal = ONE
    """Of the article's own unit in one that the supplier sells."""
    least: Decimal = ZERO
    """The smallest order that the supplier takes."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of an order."""

    quantity: Decimal
    """In the supplier's unit; zero: nothing to order."""
    why: str


def suggested(available: Decimal, rules: Rules) -> Suggestion:
    """What to order, so that goods do not fall below the minimum before the order comes.

    An order is due where what is available is less than the minimum, or than what sells until the order comes on top of it;
    it fills up to the maximum, or, where none is said, to that point and what sells in the days that it is to last. It is
    rounded up to what the supplier sells, and to the least of it. available: there, on its way, promised to nobody.
    """
    until = rules.pace * rules.lead_days
    point = rules.minimum + until
    if available >= point:
        return Suggestion(ZERO, "")
    target = max(rules.maximum, point) if rules.maximum else point + rules.pace * rules.cover_days
    units = ((target - available) / rules.factor).to_integral_value(ROUND_CEILING)
    why = f"há {_told(available)}, mínimo {_told(rules.minimum)}"
    if rules.pace:
        why += f", vende {_told(rules.pace)}/dia"
        why += f" e demora {rules.lead_days} d" if rules.lead_days else ""
    why += f": até {_told(target)}"
    return Suggestion(max(units, rules.least.to_integral_value(ROUND_CEILING)), why)


def _told(value: Decimal) -> str:
    return show_number(value.quantize(Decimal("0.01")), 2, least=0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article that is to be ordered, and from whom."""

    article_id: int
    code: str
    description: str
    unit: str
    outlook: Outlook
    minimum: Decimal
    supplier: str
    """Code of the preferred supplier; empty: nobody is known to sell it."""
    supplier_name: str
    order_unit: str
    quantity: Decimal
    """In that unit."""
    price: Decimal | None
    why: str


def to_order(today: date, *, days: int = 30, cover_days: int = 14, supplier: str = "") -> list[Wanted]:
    """Every article of which too little is available, by supplier and code.

    days: over which the pace of sales is taken. cover_days: that an order is to last where no maximum is said. supplier:
    code of the only one to ask; empty: all.
    """
    sold = {int(article): Decimal(int(units)).scaleb(-6) for article, units in _sales(today, days)}
    sellers = {int(one.article_id): one for one in ArticleSupplier.select().where(ArticleSupplier.preferred == True)}  # noqa: E712
    names = {int(one.id): one for one in Supplier.select(Supplier.id, Supplier.code, Supplier.name)}
    ahead = outlook()
    query = Article.select().where(
        Article.active == True,  # noqa: E712
        Article.stocked == True,  # noqa: E712
        Article.is_model == False,  # noqa: E712
        Article.kit == "",
    )
    found = []
    for one in query:
        seller = sellers.get(int(one.id))
        pace = max(sold.get(int(one.id), ZERO), ZERO) / days
        if not one.minimum and not pace:
            continue
        rules = Rules(
            one.minimum, one.maximum, pace, int(seller.lead_days) if seller else 0, cover_days,
            seller.factor if seller else ONE, seller.minimum if seller else ZERO,
        )  # fmt: skip
        here = ahead.get(int(one.id), Outlook())
        order = suggested(here.available, rules)
        whose = names.get(int(seller.supplier_id)) if seller else None
        if not order.quantity or (supplier and (whose is None or whose.code != supplier)):
            continue
        found.append(
            Wanted(
                int(one.id), one.code, one.description, one.unit, here, one.minimum, whose.code if whose else "",
                whose.name if whose else "", seller.unit if seller else one.unit, order.quantity,
                seller.price if seller else None, order.why,
            )
        )  # fmt: skip
    return sorted(found, key=lambda w: (w.supplier_name == "", w.supplier_name, w.code))


def _sales(today: date, days: int) -> list[Any]:
    since = (today - timedelta(days=days)).isoformat()
    return db.database.execute_sql(db.marked(_SOLD), (since, today.isoformat())).fetchall()  # type: ignore[no-any-return]


def order_all(chosen: list[tuple[Wanted, Decimal]], session: Session) -> list[str]:
    """Makes one order for each supplier, all or none; gives their numbers.

    chosen: what is ordered, with the quantity in the supplier's unit. Raises Refusal where nobody is known to sell one.
    """
    nobody = [one.code for one, quantity in chosen if quantity and not one.supplier]
    if nobody:
        raise Refusal(
            f"Ninguém vende {', '.join(nobody[:5])}: diga o fornecedor em Artigos, F6, ou tire a linha.",
            field="supplier",
            rule="supplier",
        )
    by_supplier: dict[str, list[BoughtLine]] = {}
    for one, quantity in chosen:
        if quantity:
            line = BoughtLine(one.code, quantity=quantity, unit=one.order_unit)
            by_supplier.setdefault(one.supplier, []).append(line)
    if not by_supplier:
        raise Refusal("Não há nada a encomendar.", field="lines", rule="purchase")
    with db.writing():
        return [
            record_purchase(PurchaseDraft(ORDER, supplier, lines), session) for supplier, lines in by_supplier.items()
        ]
