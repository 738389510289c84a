"""What is written of an issued document: its row, its signature, what belongs to it, the end of its series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from fiscal.amounts import Amounts, RateAmounts
from fiscal.discounts import read_discount, write_discount
from fiscal.doctypes import DocumentType, document_type
from fiscal.numbering import atcud, document_number
from fiscal.qr import qr_message
from fiscal.rounding import ZERO, cents
from fiscal.rules.dates import check_valid_until
from fiscal.rules.withholding import withheld
from fiscal.signature import printed_characters, signed_text
from fiscal.text import clean
from models import db
from models.accounts.keep import keep, keep_settled
from models.accounts.truth import DOCUMENT
from models.audit.log import record
from models.company.tables import Company
from models.outbox.enqueue import queue_document
from models.sales import digest as frozen
from models.sales.customer import Buyer
from models.sales.draft import Draft
from models.sales.lines import Prepared
from models.sales.payments import terms
from models.sales.states import usual_status
from models.sales.tables import Document, DocumentSettled, DocumentTransport
from models.series.series import CASH_VAT, key_version
from models.series.tables import Series
from models.session import Session

UNSIGNED = "0"
"""QR field Q of a document without signature: no official example, common practice."""
Parts = dict[type[db.Table], list[dict[str, Any]]]
"""Rows that belong to a document, by table (``digest.PARTS``), without its id."""


def document_row(
    draft: Draft,
    kind: DocumentType,
    series: Series,
    company: Company,
    customer: Buyer,
    amounts: Amounts,
    day: date,
    entry: datetime,
    session: Session,
) -> dict[str, Any]:
    """The document's row, still without signature."""
    sequence = max(series.last_number + 1, series.first_number)
    now = kind.settled or kind.debit or not (kind.is_invoice or kind.offers)
    condition, due = ("", None) if now and not draft.condition else terms(draft.condition or customer.condition, day)
    if draft.valid_until is not None:
        check_valid_until(kind, draft.valid_until, day)
    if kind.offers:  # nothing is due by it, but what it offers may end (decision 26)
        due = draft.valid_until
    held = draft.withholding
    row = {
        "number": document_number(kind.code, series.name, sequence),
        "type": kind.code,
        "series_id": series.id,
        "sequence": sequence,
        "atcud": atcud(series.validation_code, sequence),
        "date": day,
        "system_entry_date": entry,
        "operation": draft.operation,
        "company_id": company.id,
        "customer_id": customer.id,
        "customer_code": customer.code,
        "customer_nif": customer.nif,
        "customer_name": customer.name,
        "customer_address": customer.address,
        "customer_postal_code": customer.postal_code,
        "customer_city": customer.city,
        "customer_country": customer.country,
        "prices_include_tax": draft.prices_include_tax,
        "global_discount": write_discount(read_discount(draft.global_discount, "global_discount")),
        "condition": "" if now else condition,
        "due": None if now else due,
        "notes": clean(draft.notes, 1000, lines=True),
        "withholding_type": held.type if held else "",
        "withholding_description": (clean(held.description, 60) or f"Retenção na fonte {held.type}") if held else "",
        "withholding_rate": (held.rate or ZERO) if held else ZERO,
        "withheld": withheld(held.type, held.rate or ZERO, amounts.net) if held else cents(ZERO),
        "net": amounts.net,
        "tax": amounts.tax,
        "gross": amounts.gross,
        "certificate": session.certificate,
        "operator": session.operator,
        "terminal": session.terminal,
        "supplier_id": customer.supplier_id,
        "valued": draft.valued,
        "status_at": entry,
        "status_reason": "",
        "status_operator": session.operator,
        "self_billing": draft.billing == "self",
        "third_party": draft.billing == "third",
        "cash_vat": series.purpose == CASH_VAT,
    }
    return {**row, "status": usual_status(row)}


def sign(
    document: dict[str, Any],
    series: Series,
    rates: Sequence[RateAmounts],
    issuer_nif: str,
    session: Session,
    *,
    extra: str = "",
) -> None:
    """Signature over the previous one of the series, and the QR message that carries four of its characters (C1, C7).

    Receipts are not signed (1.1): their QR says ``Q:0`` (decision 18). extra: field S, how the document is paid.
    """
    signed = document_type(document["type"]).signed
    message = signed_text(
        document["date"], document["system_entry_date"], document["number"], document["gross"], series.last_hash
    )
    document["hash"] = session.signer.sign(message) if signed else ""
    document["hash_control"] = _control(str(key_version(session)), document) if signed else ""
    document["qr"] = qr_message(
        issuer_nif=issuer_nif,
        customer_nif=document["customer_nif"],
        customer_country=document["customer_country"],
        type_code=document["type"],
        status=document["status"],
        day=document["date"],
        number=document["number"],
        atcud=document["atcud"],
        rates=rates,
        tax=document["tax"],
        gross=document["gross"],
        withheld=document["withheld"],
        printed_hash=printed_characters(document["hash"]) if signed else UNSIGNED,
        certificate=document["certificate"],
        extra=extra,
    )


def _control(version: str, document: dict[str, Any]) -> str:
    """SAF-T HashControl: the key's version, and of a recovered document also its original (``1-FTM abc/00001``)."""
    return f"{version}-{document['origin']}" if document.get("source_billing") == "M" else version


def store(document: dict[str, Any], parts: Parts, series: Series) -> int:
    """Writes the document with its digest and all that belongs to it, moves its series on, queues what AT is told of it;
    gives its id."""
    document["digest"] = frozen.digest(
        frozen.stored(Document, frozen.DOCUMENT, document),
        {
            table: [frozen.stored(table, frozen.PARTS[table][0], row) for row in rows]
            for table, rows in parts.items()
            if rows
        },
    )
    document_id = db.insert_one(Document, document)
    for table, rows in parts.items():
        db.insert(table, [{"document_id": document_id, **row} for row in rows])
    Series.update(
        last_number=document["sequence"],
        last_date=document["date"],
        last_entry=document["system_entry_date"],
        last_hash=document["hash"],
    ).where(Series.id == series.id).execute()
    if DocumentSettled in parts:
        keep_settled(document_id)
    else:
        keep(DOCUMENT, (document_id,))
    transport = parts.get(DocumentTransport)
    queue_document(document_id, document, transport[0]["starts_at"] if transport else None, series)
    return document_id


def record_issue(document: dict[str, Any], session: Session) -> None:
    """The document's row in the audit log; last of all, since it makes other writers wait."""
    record(
        session, "issue", document["number"], gross=f"{document['gross']:.2f}", operation=document["operation"],
        digest=document["digest"],
    )  # fmt: skip


def tax_rows(rates: Sequence[RateAmounts]) -> list[dict[str, Any]]:
    """Rows of DocumentTax."""
    return [
        {
            "tax_type": r.tax_type, "region": r.region, "tax_code": r.tax_code, "rate": r.rate, "base": r.base,
            "tax": r.tax, "exemption_code": r.exemption,
        }
        for r in rates
    ]  # fmt: skip


def line_row(number: int, prepared: Prepared, amounts: Amounts) -> dict[str, Any]:
    line, computed, priced = prepared.line, amounts.lines[number - 1], prepared.input
    return {
        "number": number,
        "article_id": prepared.article_id,
        "code": line.code,
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": priced.price,
        "discount": prepared.discount,
        "shown": computed.shown,
        "unit_price": computed.unit_price,
        "amount": computed.amount,
        "settlement": computed.settlement,
        "tax_type": priced.tax_type,
        "region": priced.region,
        "tax_code": priced.tax_code,
        "rate": priced.rate,
        "exemption_code": line.exemption,
        "exemption_reason": prepared.mention,
        "tax_point": prepared.tax_point,
        "reference": prepared.reference,
        "reference_id": prepared.reference_id,
        "reference_reason": line.reference_reason,
        "fixed_tax": priced.fixed_tax,
    }
