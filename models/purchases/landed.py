"""Freight, customs and the like: what they cost is shared over the goods that they brought."""

from __future__ import annotations

from collections.abc import Sequence
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


def share_landed(number: str, over: Sequence[tuple[str, int]], way: str, session: Session) -> list[Decimal]:
    """Shares what an invoice's expenses cost over lines of receipts or invoices; gives the part of each, in euro.

    number: ours, of the invoice of freight; its lines that are no stocked article are what is shared. over: our numbers
    and lines of what it brought. way: ``BY_VALUE`` or ``BY_QUANTITY`` (in units of stock). Everything that came after is
    valued anew. Cancelling the invoice takes it off again. Raises Refusal.
    """
    now = session.clock.now()
    with db.writing():
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
        parts = shares(total, weights, MICRO)
        for entry, part in zip(entries, parts, strict=True):
            add_cost(entry, part, now, shared(str(invoice.number)))
        record(
            session, "purchase.landed", str(invoice.number), over=[f"{n} {line}" for n, line in over], total=str(total)
        )
    return parts


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
