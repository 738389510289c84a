"""Integrated receipts: what another program's RC and RG settle, as its SAF-T says it (Portaria 302/2016, 4.4.4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.amounts import RateAmounts
from fiscal.discounts import HUNDRED
from fiscal.errors import Refusal
from fiscal.rounding import ZERO, cents
from fiscal.text import clean
from fiscal.xmltree import Node
from models.catalogue.tables import PaymentMethod
from models.sales.integrate_values import number_in
from models.sales.store import Parts, tax_rows
from models.sales.tables import Document, DocumentPayment, DocumentSettled, DocumentTax


def receipt_parts(node: Node, net: Decimal, tax: Decimal, cash_vat: bool) -> tuple[Parts, list[RateAmounts]]:
    """What a receipt settles and how it was paid, and of one in cash VAT the tax by rate.

    net, tax: its totals in euro; what rounding leaves of them goes to the largest line. Documents that are here are found
    by number, so that less is owed of them. Raises Refusal where the lines do not add up to the totals.
    """
    lines = [_settled(n, line) for n, line in enumerate(node.all("Line"), 1)]
    _add_up(node, lines, net, tax)
    rates = _rates(lines) if cash_vat else []
    payments = [_paid(own) for own in node.all("PaymentMethod")]
    return {DocumentTax: tax_rows(rates), DocumentPayment: payments, DocumentSettled: lines}, rates


def _settled(n: int, node: Node) -> dict[str, Any]:
    sources = node.all("SourceDocumentID")
    source = sources[0] if sources else node
    number = clean(source.get("OriginatingON"), 60)
    day = source.get("InvoiceDate")
    debit = node.first("DebitAmount") is not None
    amount = number_in(node, "DebitAmount" if debit else "CreditAmount")
    tax = node.first("Tax")
    rate = number_in(tax, "TaxPercentage") if tax else ZERO
    here = Document.get_or_none(Document.number == number)
    return {
        "number": n,
        "source": number,
        "source_date": date.fromisoformat(day or "2000-01-01"),
        "source_id": None if here is None else here.id,
        "debit": debit,
        "amount": amount,
        "settlement": number_in(node, "SettlementAmount"),
        "tax": cents(amount * rate / HUNDRED),
        "tax_type": clean(tax.get("TaxType"), 3) if tax else "",
        "region": clean(tax.get("TaxCountryRegion"), 5) if tax else "",
        "tax_code": clean(tax.get("TaxCode"), 10) if tax else "",
        "rate": rate,
        "exemption_code": clean(node.get("TaxExemptionCode"), 3),
        "exemption_reason": clean(node.get("TaxExemptionReason"), 60),
    }


def _add_up(node: Node, lines: list[dict[str, Any]], net: Decimal, tax: Decimal) -> None:
    """The lines give the totals, but for a cent each, which goes to the largest."""
    slack = Decimal(len(lines) + 1) / HUNDRED
    for name, total in (("amount", net), ("tax", tax)):
        off = total - sum((-own[name] if own["debit"] else own[name] for own in lines), ZERO)
        if abs(off) > slack:
            raise Refusal(
                f"Linha {node.line}: as linhas de {clean(node.get('PaymentRefNo'), 60)} não somam o total do recibo.",
                field="file",
                rule="C32",
            )
        if off:
            largest = max(lines, key=lambda own: (not own["debit"], own[name]))
            largest[name] += off


def _rates(lines: list[dict[str, Any]]) -> list[RateAmounts]:
    sums: dict[tuple[str, str, str, Decimal, str], tuple[Decimal, Decimal]] = {}
    for own in lines:
        key = (own["tax_type"], own["region"], own["tax_code"], own["rate"], own["exemption_code"])
        base, tax = sums.get(key, (ZERO, ZERO))
        sign = -1 if own["debit"] else 1
        sums[key] = base + sign * own["amount"], tax + sign * own["tax"]
    return [RateAmounts(*key[:4], cents(base), cents(tax), key[4]) for key, (base, tax) in sums.items() if key[0]]


def _paid(node: Node) -> dict[str, Any]:
    mechanism, amount = clean(node.get("PaymentMechanism"), 2) or "OU", cents(number_in(node, "PaymentAmount"))
    known = PaymentMethod.select().where(PaymentMethod.mechanism == mechanism).order_by(PaymentMethod.position).first()
    name = mechanism if known is None else str(known.name)
    return {"method": mechanism, "name": name, "mechanism": mechanism, "amount": amount, "tendered": amount}
