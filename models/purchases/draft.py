"""A purchase being written: a request for quotation, an order, a receipt of goods, a supplier's invoice or credit note."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from models.sales.draft import new_operation

REQUEST, ORDER, RECEIPT, INVOICE, CREDIT = "PC", "EF", "RM", "FF", "NF"
KINDS = {
    REQUEST: "Pedido de cotação",
    ORDER: "Encomenda a fornecedor",
    RECEIPT: "Receção de mercadoria",
    INVOICE: "Fatura de fornecedor",
    CREDIT: "Nota de crédito de fornecedor",
}
FROM = {ORDER: (REQUEST,), RECEIPT: (ORDER,), INVOICE: (RECEIPT, ORDER), CREDIT: (INVOICE,)}
"""What each kind may take lines from."""
IN_FORCE, PARTLY, TAKEN, CANCELLED = "N", "P", "S", "A"
STATES = {IN_FORCE: "Em aberto", PARTLY: "Em parte", TAKEN: "Satisfeita", CANCELLED: "Anulada"}
GOODS_BACK, BY_GUIDE, PRICE_ONLY = "S", "G", "N"
GOODS = (
    (GOODS_BACK, "A mercadoria volta com esta nota"),
    (BY_GUIDE, "Já foi com guia de devolução"),
    (PRICE_ONLY, "Só preço"),
)


@dataclass(slots=True)
class BoughtLine:
    """One line as typed. price: euro without tax (with, if the draft's prices include it) of one ``unit``."""

    code: str = ""
    """Of the article, ours, a bar code, or the supplier's; empty for an expense that is no article."""
    description: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    """Empty takes the supplier's for the article, or the article's."""
    factor: Decimal | None = None
    """Units of stock in one of ``unit``; None takes the supplier's for the article, or 1."""
    price: Decimal | None = None
    """None takes the origin's, else the last one of this supplier."""
    discount: str = ""
    tax: str = ""
    """NOR, INT, RED or ISE; empty takes the article's."""
    deductible: bool = True
    lot: str = ""
    expires_on: dt.date | None = None
    origin: str = ""
    """Our number of the document that it takes from."""
    origin_line: int = 0


@dataclass(slots=True)
class PurchaseDraft:
    """A purchase being written."""

    kind: str
    supplier: str
    """Code or NIF."""
    lines: list[BoughtLine] = field(default_factory=list)
    supplier_number: str = ""
    date: dt.date | None = None
    """Of the supplier's document; empty is today."""
    due_on: dt.date | None = None
    expected_on: dt.date | None = None
    """Of an order: when the goods should come."""
    warehouse: str = ""
    """Where the goods enter; empty is the first."""
    prices_include_tax: bool = False
    global_discount: str = ""
    total: Decimal | None = None
    """With tax, as the supplier printed it: a few cents of difference are the supplier's rounding; None does not compare."""
    goods: str = PRICE_ONLY
    """Of a credit note (``GOODS``)."""
    notes: str = ""
    operation: str = field(default_factory=new_operation)
