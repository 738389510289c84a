"""What is left of requests, orders, receipts and invoices of a supplier, line by line; and how far each was taken."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from fiscal.text import clean
from models import db
from models.parties.tables import Supplier
from models.purchases.draft import (
    CANCELLED,
    FROM,
    IN_FORCE,
    KINDS,
    PARTLY,
    PRICE_ONLY,
    TAKEN,
    BoughtLine,
)
from models.purchases.tables import Purchase, PurchaseLine


@dataclass(frozen=True, slots=True)
class Origin:
    """A document that a line takes from, and which of its lines (None: none in particular)."""

    purchase: Purchase
    line: PurchaseLine | None


def purchase_of(number: str, field: str = "number") -> Purchase:
    """The purchase of our number, its row locked where the caller writes. Raises Refusal."""
    found = Purchase.get_or_none(Purchase.number == clean(number).upper())
    if found is None:
        raise Refusal(f"Não há nenhum documento de compra {clean(number)[:30]}.", field=field, rule="purchase")
    return db.lock_for_writing(Purchase.select().where(Purchase.id == found.id)).get()  # type: ignore[no-any-return]


def lines_of(purchase: Purchase) -> list[PurchaseLine]:
    """The lines of a purchase in their order."""
    return list(PurchaseLine.select().where(PurchaseLine.purchase_id == purchase.id).order_by(PurchaseLine.number))


def origin_of(line: BoughtLine, supplier: Supplier, kinds: tuple[str, ...], what: str) -> Origin:
    """The document and line that a line says it takes from. Raises Refusal, field ``origin``."""
    purchase = purchase_of(line.origin, "origin")
    if purchase.supplier_id != supplier.id:
        raise Refusal(
            f"{purchase.number} é de outro fornecedor ({purchase.supplier_name}).", field="origin", rule="purchase"
        )
    if purchase.kind not in kinds:
        raise Refusal(
            f"{purchase.number} é {KINDS[purchase.kind].lower()}: não dá uma {what.lower()}.",
            field="origin",
            rule="purchase",
        )
    if purchase.state == CANCELLED:
        raise Refusal(f"{purchase.number} está anulado.", field="origin", rule="purchase")
    if not line.origin_line:
        return Origin(purchase, None)
    own = PurchaseLine.get_or_none(PurchaseLine.purchase_id == purchase.id, PurchaseLine.number == line.origin_line)
    if own is None:
        raise Refusal(f"{purchase.number} não tem a linha {line.origin_line}.", field="origin", rule="purchase")
    return Origin(purchase, own)


def taken_of(purchase_id: int) -> dict[int, Decimal]:
    """By line number: units of stock that documents in force have taken of a purchase; a credit of price takes none."""
    query = (
        PurchaseLine.select(PurchaseLine.origin_line, PurchaseLine.quantity, PurchaseLine.factor)
        .join(Purchase, on=(Purchase.id == PurchaseLine.purchase_id))
        .where(PurchaseLine.origin_id == purchase_id, Purchase.state != CANCELLED, Purchase.goods != PRICE_ONLY)
    )
    taken: dict[int, Decimal] = {}
    for one in query:
        taken[int(one.origin_line)] = taken.get(int(one.origin_line), ZERO) + one.quantity * one.factor
    return taken


def left_of(purchase: Purchase) -> list[tuple[PurchaseLine, Decimal]]:
    """Each line with the units of stock that nothing has taken yet; below zero where more came than was ordered."""
    taken = taken_of(int(purchase.id))
    return [(line, line.quantity * line.factor - taken.get(int(line.number), ZERO)) for line in lines_of(purchase)]


def follow(purchases: set[int]) -> None:
    """Writes how far each purchase was taken. Called after a document that takes from them was recorded or cancelled."""
    for purchase in Purchase.select().where(Purchase.id.in_(sorted(purchases)), Purchase.state != CANCELLED):
        left = left_of(purchase)
        some = any(rest != line.quantity * line.factor for line, rest in left)
        state = TAKEN if all(rest <= 0 for _, rest in left) else PARTLY if some else IN_FORCE
        if state != purchase.state:
            Purchase.update(state=state).where(Purchase.id == purchase.id).execute()


def open_purchases(supplier_id: int, into: str) -> list[Purchase]:
    """Documents of a supplier that one of kind ``into`` can still take from, oldest first."""
    query = Purchase.select().where(
        Purchase.supplier_id == supplier_id,
        Purchase.kind.in_(FROM.get(into, ())),
        Purchase.state.in_((IN_FORCE, PARTLY)),
    )
    return list(query.order_by(Purchase.date, Purchase.id))


def remainder(purchase: Purchase) -> list[BoughtLine]:
    """What is left of a purchase as lines of the document that takes it, in the units in which it was bought."""
    return [
        BoughtLine(
            line.code, line.description, (rest / line.factor).quantize(Decimal("0.000001")), line.unit, line.factor,
            line.price, line.discount, line.tax_code, bool(line.deductible), origin=purchase.number,
            origin_line=int(line.number),
        )
        for line, rest in left_of(purchase)
        if rest > 0
    ]  # fmt: skip
