"""Reading issued documents back, whole, as values."""

from __future__ import annotations

from decimal import Decimal

from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from fiscal.signature import printed_characters
from fiscal.text import clean
from models.company.tables import Company
from models.outbox.tables import Outbox
from models.sales.record import (
    Currency,
    IssuedDocument,
    IssuedLine,
    Origin,
    Party,
    PayBy,
    Payment,
    Place,
    Settled,
    TaxTotal,
    Traced,
    Transport,
    Withholding,
)
from models.sales.tables import (
    Document,
    DocumentLine,
    DocumentOrigin,
    DocumentPayment,
    DocumentPrint,
    DocumentReference,
    DocumentSeller,
    DocumentSettled,
    DocumentTax,
    DocumentTransport,
)
from models.sales.traced import went_with
from models.series.tables import Series


def document(number: str) -> IssuedDocument:
    """The document with this number. Raises Refusal when there is none."""
    return whole(row_of(number))


def row_of(number: str) -> Document:
    """The table row of a number, whatever the case it was typed in."""
    typed = " ".join(clean(number, 60).split())
    found = Document.get_or_none(Document.number == typed) or Document.get_or_none(Document.number == typed.upper())
    if found is None:
        raise Refusal(f"Não há nenhum documento {typed or '(sem número)'}.", field="number", rule="number")
    return found


LOST = "não saiu"
"""Medium of the row that takes back a print which never left."""


def times_printed(document_id: int) -> int:
    """How many times the document was printed or exported as paper; prints that never left are taken off."""
    prints = DocumentPrint.select().where(DocumentPrint.document_id == document_id)
    return int(prints.count() - 2 * prints.where(DocumentPrint.medium == LOST).count())


def whole(row: Document) -> IssuedDocument:
    """A row with its lines, taxes, payments and the company as it was."""
    company = Company.get_by_id(row.company_id)
    series = Series.get_by_id(row.series_id)
    lines = DocumentLine.select().where(DocumentLine.document_id == row.id).order_by(DocumentLine.number)
    taxes = DocumentTax.select().where(DocumentTax.document_id == row.id).order_by(DocumentTax.id)
    origins = _origins(row)
    traced = went_with([row.id])
    payments = DocumentPayment.select().where(DocumentPayment.document_id == row.id).order_by(DocumentPayment.id)
    return IssuedDocument(
        number=row.number,
        type=row.type,
        series=series.name,
        sequence=row.sequence,
        atcud=row.atcud,
        date=row.date,
        system_entry_date=row.system_entry_date,
        issuer=Party(
            nif=company.nif,
            name=company.name,
            address=company.address,
            postal_code=company.postal_code,
            city=company.city,
            country=company.country,
            phone=company.phone,
            email=company.email,
            register=company.register,
        ),
        customer=Party(
            nif=row.customer_nif,
            name=row.customer_name,
            address=row.customer_address,
            postal_code=row.customer_postal_code,
            city=row.customer_city,
            country=row.customer_country,
            code=row.customer_code,
        ),
        prices_include_tax=row.prices_include_tax,
        global_discount=row.global_discount,
        lines=tuple(_line(line, origins.get(line.number, ()), traced.get((row.id, line.number), ())) for line in lines),
        taxes=tuple(
            TaxTotal(t.tax_type, t.region, t.tax_code, _short(t.rate), t.base, t.tax, t.exemption_code) for t in taxes
        ),
        payments=tuple(Payment(p.method, p.name, p.amount, p.tendered) for p in payments),
        net=row.net,
        tax=row.tax,
        gross=row.gross,
        hash=row.hash,
        hash_control=row.hash_control,
        printed_hash=printed_characters(row.hash) if row.hash else "",
        qr=row.qr,
        certificate=row.certificate,
        operator=row.operator,
        status=row.status,
        status_at=row.status_at,
        status_reason=row.status_reason,
        due=row.due,
        condition=row.condition,
        notes=row.notes,
        withholding=Withholding(
            row.withholding_type, row.withholding_description, _short(row.withholding_rate), row.withheld
        )
        if row.withholding_type
        else None,
        source_billing=row.source_billing,
        origin=row.origin,
        to_supplier=row.supplier_id is not None,
        valued=row.valued,
        self_billing=row.self_billing,
        third_party=row.third_party,
        cash_vat=row.cash_vat,
        currency=Currency(row.currency, _short(row.exchange_rate), row.currency_gross) if row.currency else None,
        seller=_seller(row),
        training=series.kind == "F",
        transport=_transport(row),
        settled=_settled(row),
        pay_by=_pay_by(row),
        at_code=_at_code(row),
    )


def _pay_by(row: Document) -> PayBy | None:
    own = DocumentReference.get_or_none(DocumentReference.document_id == row.id)
    return None if own is None else PayBy(own.method, own.entity, own.reference, own.link, own.amount, own.valid_until)


def _origins(row: Document) -> dict[int, tuple[Origin, ...]]:
    """What each line is born from, by line number."""
    found: dict[int, tuple[Origin, ...]] = {}
    for own in DocumentOrigin.select().where(DocumentOrigin.document_id == row.id).order_by(DocumentOrigin.id):
        one = Origin(own.number, own.date, own.origin_line, _short(own.quantity))
        found[own.line] = (*found.get(own.line, ()), one)
    return found


def _seller(row: Document) -> Party | None:
    if not (row.self_billing or row.third_party):
        return None
    own = DocumentSeller.get_or_none(DocumentSeller.document_id == row.id)
    if own is None:
        return None
    return Party(own.nif, own.name, own.address, own.postal_code, own.city, own.country, own.code)


def _transport(row: Document) -> Transport | None:
    own = DocumentTransport.get_or_none(DocumentTransport.document_id == row.id)
    if own is None:
        return None
    load, unload = (
        Place(*(getattr(own, f"{side}_{name}") for name in ("address", "postal_code", "city", "country")))
        for side in ("load", "unload")
    )
    return Transport(load, unload, own.starts_at, own.ends_at, own.vehicle, own.comments, own.global_guide)


def _settled(row: Document) -> tuple[Settled, ...]:
    if not document_type(row.type).is_receipt:
        return ()
    return tuple(
        Settled(
            own.number, own.source, own.source_date, own.debit, own.amount, own.settlement, own.tax, own.tax_type,
            own.region, own.tax_code, _short(own.rate), own.exemption_code, own.exemption_reason,
        )
        for own in DocumentSettled.select().where(DocumentSettled.document_id == row.id).order_by(DocumentSettled.number)
    )  # fmt: skip


def _at_code(row: Document) -> str:
    if not document_type(row.type).transports:
        return ""
    sent = Outbox.select().where(Outbox.document_id == row.id, Outbox.kind == "at.transport", Outbox.answer != "")
    found = sent.order_by(Outbox.id.desc()).first()
    return str(found.answer) if found is not None else ""


def _line(line: DocumentLine, origins: tuple[Origin, ...], traced: tuple[Traced, ...]) -> IssuedLine:
    return IssuedLine(
        number=line.number,
        code=line.code,
        description=line.description,
        quantity=_short(line.quantity),
        unit=line.unit,
        price=line.price,
        discount=line.discount,
        shown=line.shown,
        unit_price=line.unit_price,
        amount=line.amount,
        settlement=line.settlement,
        tax_type=line.tax_type,
        region=line.region,
        tax_code=line.tax_code,
        rate=_short(line.rate),
        exemption_code=line.exemption_code,
        exemption_reason=line.exemption_reason,
        tax_point=line.tax_point,
        reference=line.reference,
        reference_reason=line.reference_reason,
        origins=origins,
        kind=line.kind,
        fixed_tax=line.fixed_tax,
        tax_base=line.tax_base,
        traced=traced,
    )


def _short(value: Decimal) -> Decimal:
    """Without trailing zeros: 23, not 23.000000."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
