"""The documents of a SAF-T as rows of history: what was issued, by whom signed, and every line of it."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from fiscal.doctypes import INSURANCE_TYPES, OLD_TYPES, TYPES, DocumentType
from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER
from fiscal.rounding import ZERO, cents, micro
from fiscal.saft.check.reading import Document, Line, amount
from fiscal.text import clean
from fiscal.xmltree import Node
from models.history.cards import NOBODY, Cards, Party
from models.history.source import BIGGEST

KNOWN: dict[str, DocumentType] = {**TYPES, **OLD_TYPES, **INSURANCE_TYPES}
SEVERAL = "; "
"""Between the numbers of a line that settles more than one document; no number has a space at its end."""


def row_of(doc: Document, cards: Cards) -> dict[str, Any]:
    """The row of a document, not yet of any batch; ``open`` is worked out later. Raises Refusal, saying why it cannot be."""
    if doc.type not in KNOWN:
        raise Refusal(f"o tipo «{clean(doc.type, 10)}» não se conhece.")
    if not doc.number or len(doc.number) > 60 or clean(doc.number) != doc.number:
        raise Refusal("não tem um número de documento que se possa guardar.")
    if doc.day is None:
        raise Refusal(f"não tem uma data que exista ({doc.table.day}).")
    party = _party(doc, cards)
    totals = {name: _sum(doc.totals.get(name), name) for name in ("NetTotal", "TaxPayable", "GrossTotal")}
    return {
        "number": doc.number,
        "type": doc.type,
        "date": doc.day,
        "customer_id": party.card,
        "customer_nif": party.nif,
        "customer_name": party.name,
        # 1.01 has the status outside DocumentStatus.
        "status": clean(doc.status or doc.text(doc.table.status) or "N", 1),
        "net": totals["NetTotal"],
        "tax": totals["TaxPayable"],
        "gross": totals["GrossTotal"],
        "open": ZERO,
        "atcud": clean(doc.text("ATCUD"), 100),
        "hash": clean(doc.text("Hash"), 172),
        "hash_control": clean(doc.text("HashControl"), 70),
        "system_entry_date": doc.entry or datetime.combine(doc.day, time()),
    }


def lines_of(doc: Document) -> list[dict[str, Any]]:
    """The rows of its lines, not yet of any document. Raises Refusal for a value that cannot be.

    A line of a receipt has what it settles in ``reference``, its amount without tax where tax is told, and the discount
    given with the payment in ``unit_price``.
    """
    return [_line(line, number, doc) for number, line in enumerate(doc.lines, 1)]


def _line(line: Line, number: int, doc: Document) -> dict[str, Any]:
    receipt = doc.table.name == "Payments"
    tax = line.tax
    if receipt:
        numbers = [clean(n.get("OriginatingON"), 60) for n in line.node.children if n.name == "SourceDocumentID"]
        reference, price = SEVERAL.join(n for n in numbers if n), line.parts.get("SettlementAmount")
    else:
        reference, price = _reference(line.node), line.parts.get("UnitPrice")
    side = line.parts.get("CreditAmount") or line.parts.get("DebitAmount")
    return {
        "number": number,
        "code": clean(line.product, 60),
        "description": clean(line.text("Description") or line.text("ProductDescription"), 200),
        "quantity": _value(line.parts.get("Quantity"), "Quantity"),
        "unit": clean(line.text("UnitOfMeasure"), 20),
        "unit_price": _value(price, "UnitPrice"),
        "amount": _value(side, "DebitAmount/CreditAmount"),
        "debit": not line.credit,
        "tax_type": clean(tax.type, 10) if tax else "",
        "region": clean(tax.region, 10) if tax else "",
        "tax_code": clean(tax.code, 10) if tax else "",
        "rate": _checked(tax.rate or ZERO, "Tax", line.line) if tax and not tax.fixed else ZERO,
        "exemption_code": clean(line.text("TaxExemptionCode"), 10),
        "exemption_reason": clean(line.text("TaxExemptionReason"), 200),
        "reference": reference,
    }


def _reference(line: Node) -> str:
    """The document that a line rectifies; before 1.03 within CreditNote."""
    for references in line.all("References"):
        found = clean(references.get("Reference") or references.get("CreditNote", "Reference"), 60)
        if found:
            return found
    return ""


def _party(doc: Document, cards: Cards) -> Party:
    customer, supplier = clean(doc.text("CustomerID"), 60), clean(doc.text("SupplierID"), 60)
    if customer in cards.customers:
        return cards.customers[customer]
    if supplier in cards.suppliers:
        return cards.suppliers[supplier]
    named = customer or supplier
    if not named:
        return NOBODY
    cards.outcome.remark(doc.node.line, doc.number, f"{named} não está nas tabelas do ficheiro: ficou só o código.")
    return Party(FINAL_CONSUMER, named)


def _sum(node: Node | None, name: str) -> Decimal:
    if node is None:
        raise Refusal(f"falta-lhe {name}.")
    return cents(_value(node, name))


def _value(node: Node | None, name: str) -> Decimal:
    """A number of the file, to the millionth; zero where there is none."""
    if node is None or not node.text.strip():
        return ZERO
    found = amount(node.text.strip())
    if found is None:
        raise Refusal(f"{name} não é um número que se possa guardar («{clean(node.text, 24)}», linha {node.line}).")
    return _checked(found, name, node.line)


def _checked(value: Decimal, name: str, line: int) -> Decimal:
    if value < 0:
        raise Refusal(f"{name} é negativo (linha {line}): no SAF-T nenhum valor o é.")
    if value >= BIGGEST:
        raise Refusal(f"{name} é absurdo: {value:f} (linha {line}).")
    return micro(value)
