"""One document as its SAF-T record, for each of the four tables, whose elements stand in four different orders (5.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from fiscal.doctypes import GUIDES, INVOICES, RECEIPTS, WORKING
from models.parties.customers import OWN_CODE
from reports.saft.lines import lines, tax_element, why
from reports.saft.rows import Child, Row, Whole
from reports.saft.texts import address, cents, code, element, micro, plain
from reports.saft.wanted import Wanted

_CONTROL = re.compile(r"[0-9]+([.][0-9]+|-[A-Z]{2}M [^/^ ]+/[0-9]+|-[A-Z]{2}D [^ ]+ [^/^ ]+/[0-9]+)?")


def customer_code(row: Row, wanted: Wanted) -> str:
    """CustomerID. In a self-billing file the customer is who issues, the company itself (Portaria 302/2016, 1 g)."""
    if wanted.basis == "S":
        return OWN_CODE
    return code(row.card_code or row.customer_code or row.customer_nif, 30)


def _status(row: Row, name: str, source: str = "SourceBilling") -> str:
    return (
        f"<DocumentStatus><{name}>{row.status}</{name}><{name}Date>{row.status_at}</{name}Date>"
        f"{element('Reason', row.status_reason, 50)}{_by(row.status_operator)}"
        f"<{source}>{row.source_billing}</{source}></DocumentStatus>"
    )


def _signed(row: Row) -> str:
    """Signature and key version. D8632 wants «Não certificado» for what an uncertified program made; the schema refuses it."""
    control = row.hash_control if _CONTROL.fullmatch(row.hash_control) else "0"
    return f"<Hash>{row.hash or '0'}</Hash><HashControl>{control}</HashControl>"


def _by(operator: str) -> str:
    return element("SourceID", operator, 30) or "<SourceID>?</SourceID>"


def _totals(row: Row, *, before: str = "", after: str = "") -> str:
    """before, after: what stands between GrossTotal and Currency (receipts), and after Currency (invoices)."""
    currency = (
        f"<Currency><CurrencyCode>{row.currency}</CurrencyCode><CurrencyAmount>{cents(row.currency_gross)}</CurrencyAmount>"
        f"<ExchangeRate>{plain(row.exchange_rate)}</ExchangeRate></Currency>"
        if row.currency and row.currency != "EUR"
        else ""
    )
    return (
        f"<DocumentTotals><TaxPayable>{cents(row.tax)}</TaxPayable><NetTotal>{cents(row.net)}</NetTotal>"
        f"<GrossTotal>{cents(row.gross)}</GrossTotal>{before}{currency}{after}</DocumentTotals>"
    )


def _withheld(row: Row) -> str:
    if not row.withholding_type:
        return ""
    return (
        f"<WithholdingTax><WithholdingTaxType>{row.withholding_type}</WithholdingTaxType>"
        f"{element('WithholdingTaxDescription', row.withholding_description, 60)}"
        f"<WithholdingTaxAmount>{cents(row.withheld)}</WithholdingTaxAmount></WithholdingTax>"
    )


def _paid(payments: Sequence[Child], day: str, name: str) -> str:
    return "".join(
        f"<{name}><PaymentMechanism>{mechanism}</PaymentMechanism><PaymentAmount>{cents(amount)}</PaymentAmount>"
        f"<PaymentDate>{day}</PaymentDate></{name}>"
        for mechanism, amount in payments
    )


def _travel(transport: Child) -> str:
    """Where goods go, where from, and when. A global guide has no place of unloading yet."""
    if not transport:
        return ""
    load, unload, (starts, ends, _, global_guide) = transport[:4], transport[4:8], transport[8:]
    there = f"<ShipTo><Address>{address(*_place(unload))}</Address></ShipTo>"
    return (
        f"{'' if global_guide and not unload[0] else there}"
        f"<ShipFrom><Address>{address(*_place(load))}</Address></ShipFrom>"
        f"{f'<MovementEndTime>{ends}</MovementEndTime>' if ends else ''}<MovementStartTime>{starts}</MovementStartTime>"
    )


def _place(place: Child) -> tuple[str, str, str, str]:
    street, postal_code, city, country = place
    return street, postal_code, city, country


def _invoice(whole: Whole, wanted: Wanted) -> str:
    row = whole.row
    terms = ""
    if row.due and row.due > row.date:
        terms = f"<Settlement>{element('PaymentTerms', row.condition, 100)}</Settlement>" if row.condition else ""
    return (
        f"<Invoice><InvoiceNo>{row.number}</InvoiceNo><ATCUD>{row.atcud or '0'}</ATCUD>{_status(row, 'InvoiceStatus')}"
        f"{_signed(row)}<Period>{wanted.period(row.date)}</Period><InvoiceDate>{row.date}</InvoiceDate>"
        f"<InvoiceType>{row.type}</InvoiceType><SpecialRegimes><SelfBillingIndicator>{row.self_billing}</SelfBillingIndicator>"
        f"<CashVATSchemeIndicator>{row.cash_vat}</CashVATSchemeIndicator>"
        f"<ThirdPartiesBillingIndicator>{row.third_party}</ThirdPartiesBillingIndicator></SpecialRegimes>"
        f"{_by(row.operator)}<SystemEntryDate>{row.system_entry_date}</SystemEntryDate>"
        f"<CustomerID>{customer_code(row, wanted)}</CustomerID>{_travel(whole.transport)}\n"
        f"{lines(whole, INVOICES)}{_totals(row, after=terms + _paid(whole.payments, row.date, 'Payment'))}{_withheld(row)}"
        "</Invoice>\n"
    )


def _guide(whole: Whole, wanted: Wanted) -> str:
    row = whole.row
    whom = (
        f"<SupplierID>{code(row.supplier_code, 30)}</SupplierID>"
        if row.supplier_code
        else f"<CustomerID>{customer_code(row, wanted)}</CustomerID>"
    )
    comments = element("MovementComments", whole.transport[10], 60) if whole.transport else ""
    travel = _travel(whole.transport) or (
        f"<MovementStartTime>{row.system_entry_date}</MovementStartTime>"  # integrated, and says nothing of it
    )
    return (
        f"<StockMovement><DocumentNumber>{row.number}</DocumentNumber><ATCUD>{row.atcud or '0'}</ATCUD>"
        f"{_status(row, 'MovementStatus')}{_signed(row)}<Period>{wanted.period(row.date)}</Period>"
        f"<MovementDate>{row.date}</MovementDate><MovementType>{row.type}</MovementType>"
        f"<SystemEntryDate>{row.system_entry_date}</SystemEntryDate>{whom}{_by(row.operator)}{comments}{travel}"
        f"{element('ATDocCodeID', whole.at_code, 200)}\n{lines(whole, GUIDES)}{_totals(row)}</StockMovement>\n"
    )


def _working(whole: Whole, wanted: Wanted) -> str:
    row = whole.row
    return (
        f"<WorkDocument><DocumentNumber>{row.number}</DocumentNumber><ATCUD>{row.atcud or '0'}</ATCUD>"
        f"{_status(row, 'WorkStatus')}{_signed(row)}<Period>{wanted.period(row.date)}</Period>"
        f"<WorkDate>{row.date}</WorkDate><WorkType>{row.type}</WorkType>{_by(row.operator)}"
        f"<SystemEntryDate>{row.system_entry_date}</SystemEntryDate><CustomerID>{customer_code(row, wanted)}</CustomerID>\n"
        f"{lines(whole, WORKING)}{_totals(row)}</WorkDocument>\n"
    )


def _receipt(whole: Whole, wanted: Wanted) -> str:
    """A receipt is not signed. RC details the tax of each rate; RG says what it pays and no more (4.4.4.14)."""
    row = whole.row
    settled = []
    discounts = 0
    for (
        number,
        source,
        day,
        debit,
        amount,
        settlement,
        tax_type,
        region,
        tax_code,
        rate,
        exemption,
        mention,
    ) in whole.lines:
        side = "DebitAmount" if bool(debit) is (amount >= 0) else "CreditAmount"
        discounts += settlement
        tax = tax_element(tax_type, region, tax_code, rate) if tax_type else ""
        settled.append(
            f"<Line><LineNumber>{number}</LineNumber><SourceDocumentID>{element('OriginatingON', source, 60)}"
            f"<InvoiceDate>{day}</InvoiceDate></SourceDocumentID>"
            f"{f'<SettlementAmount>{micro(settlement)}</SettlementAmount>' if settlement else ''}"
            f"<{side}>{micro(abs(amount))}</{side}>{tax}{why(exemption, mention) if tax and not rate else ''}</Line>\n"
        )
    off = f"<Settlement><SettlementAmount>{micro(discounts)}</SettlementAmount></Settlement>" if discounts else ""
    return (
        f"<Payment><PaymentRefNo>{row.number}</PaymentRefNo><ATCUD>{row.atcud or '0'}</ATCUD>"
        f"<Period>{wanted.period(row.date)}</Period><TransactionDate>{row.date}</TransactionDate>"
        f"<PaymentType>{row.type}</PaymentType>{_status(row, 'PaymentStatus', 'SourcePayment')}"
        f"{_paid(whole.payments, row.date, 'PaymentMethod')}{_by(row.operator)}"
        f"<SystemEntryDate>{row.system_entry_date}</SystemEntryDate><CustomerID>{customer_code(row, wanted)}</CustomerID>\n"
        f"{''.join(settled)}{_totals(row, before=off)}{_withheld(row)}</Payment>\n"
    )


WRITERS: dict[str, Callable[[Whole, Wanted], str]] = {
    INVOICES: _invoice,
    GUIDES: _guide,
    WORKING: _working,
    RECEIPTS: _receipt,
}
"""What writes a document of each table."""
