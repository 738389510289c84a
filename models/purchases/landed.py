"""Freight, customs and the like: what they cost is shared over the goods that they brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal.amounts import shares
from fiscal.discounts import HUNDRED
from fiscal.errors import Refusal
from fiscal.rounding import MICRO, micro
from models import db
from models.audit.log import record
from models.catalogue.tables import Article
from models.purchases.draft import CANCELLED, INVOICE, RECEIPT
from models.purchases.goods import shared
from models.purchases.origins import lines_of, purchase_of
from models.purchases.tables import PurchaseLine
from models.session import Session
from models.stock.move import TAKEN_BACK
from models.stock.tables import StockCost, StockMovement
from models.stock.valuation import add_cost

BY_VALUE, BY_QUANTITY = "V", "Q"
WAYS = ((BY_VALUE, "Valor"), (BY_QUANTITY, "Quantidade"))


@dataclass(frozen=True, slots=True)
class Part:
    """What one line bears."""

    entry: StockMovement
    number: str
    line: int
    code: str
    description: str
    amount: Decimal
    """Euro."""

    @property
    def each(self) -> Decimal:
        """Euro more for one unit of stock."""
        return micro(self.amount / self.entry.quantity)


def planned(number: str, over: Sequence[tuple[str, int]], way: str) -> list[Part]:
    """How what an invoice's expenses cost would be shared over lines of receipts or invoices. Changes nothing.

    number: ours, of the invoice of freight; its lines that are no stocked article are what is shared. over: our numbers
    and lines of what it brought. way: ``BY_VALUE`` or ``BY_QUANTITY`` (in units of stock). Raises Refusal.
    """
    invoice = purchase_of(number)
    if invoice.kind != INVOICE or invoice.state == CANCELLED:
        raise Refusal(f"{invoice.number} não é uma fatura em vigor.", field="number", rule="purchase")
    if StockCost.select().where(StockCost.reason == shared(str(invoice.number))).exists():
        raise Refusal(f"{invoice.number} já foi repartida.", field="number", rule="purchase")
    total = sum((_cost(line) for line in lines_of(invoice) if not _goods(line)), Decimal(0))
    if total <= 0:
        raise Refusal(f"{invoice.number} não tem despesas para repartir.", field="number", rule="purchase")
    entries = [_entry(*one) for one in over]
    if way not in dict(WAYS):
        raise Refusal("Reparte-se por valor (V) ou por quantidade (Q).", field="way", rule="choice")
    weights = [(entry.cost or Decimal(0)) if way == BY_VALUE else entry.quantity for entry in entries]
    if sum(weights) <= 0:
        raise Refusal("Essas linhas não têm valor: reparta por quantidade.", field="way", rule="purchase")
    cards = [Article.get_by_id(entry.article_id) for entry in entries]
    return [
        Part(entry, which, line, card.code, card.description, amount)
        for entry, (which, line), card, amount in zip(entries, over, cards, shares(total, weights, MICRO), strict=True)
    ]


def share_landed(number: str, over: Sequence[tuple[str, int]], way: str, session: Session) -> list[Decimal]:
    """Shares expenses as ``planned`` says; gives the part of each line, in euro.

    Everything that came after is valued anew. Cancelling the invoice takes it off again. Raises Refusal.
    """
    now = session.clock.now()
    with db.writing():
        parts = planned(number, over, way)
        for part in parts:
            add_cost(part.entry, part.amount, now, shared(str(purchase_of(number).number)))
        total = sum((part.amount for part in parts), Decimal(0))
        told = [f"{part.number} {part.line}" for part in parts]
        record(session, "purchase.landed", str(purchase_of(number).number), over=told, total=str(total))
    return [part.amount for part in parts]


def goods_of(typed: str) -> list[tuple[str, int]]:
    """The lines of goods of receipts and invoices by our numbers, typed with commas between. Raises Refusal, field ``over``."""
    found = []
    for number in filter(None, (part.strip() for part in typed.replace(";", ",").split(","))):
        purchase = purchase_of(number, "over")
        found += [(str(purchase.number), int(line.number)) for line in lines_of(purchase) if _goods(line)]
    if not found:
        raise Refusal("Diga que receções trouxeram a mercadoria: RM 2026/1, RM 2026/2.", field="over", rule="required")
    return found


def _goods(line: PurchaseLine) -> bool:
    """Whether a line is of goods that keep stock: those bear expenses, and are none."""
    return line.article_id is not None and bool(Article.get_by_id(line.article_id).stocked)


def _cost(line: PurchaseLine) -> Decimal:
    """What an expense costs the company: with the tax that it cannot deduct."""
    amount: Decimal = line.amount
    return amount if line.deductible else micro(amount * (1 + line.rate / HUNDRED))


def _entry(number: str, line: int) -> StockMovement:
    purchase = purchase_of(number, "over")
    found = StockMovement.get_or_none(
        StockMovement.purchase_id == purchase.id, StockMovement.line == line, StockMovement.reason != TAKEN_BACK
    )
    if purchase.kind not in (RECEIPT, INVOICE) or purchase.state == CANCELLED or found is None:
        raise Refusal(f"A linha {line} de {number} não deu entrada de mercadoria.", field="over", rule="purchase")
    return found
