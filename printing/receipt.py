"""Puts an issued document into the words of its paper (Despacho 8632/2014, 1.2 to 2.2.15; CIVA art. 36 n.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from fiscal.discounts import show_discount
from fiscal.doctypes import document_type
from fiscal.notation import show_day, show_euro, show_number, show_price, show_quantity, show_rate
from fiscal.producer import PROGRAM, TEST_CERTIFICATE, TEST_MODE_NOTICE, TRAINING_STATEMENT, certificate_phrase
from fiscal.rounding import ZERO, cents
from fiscal.tables import REGION_NAMES
from fiscal.text import clean
from models.sales.record import IssuedDocument, IssuedLine, Party, TaxTotal
from printing.paper import ORIGINAL, Copy, Labelled, Paper, PaperLine, PaperParty, PaperTax

CONSUMER_NIF = "999999990"
CONSUMER = "Consumidor final"
NOT_AN_INVOICE = "Este documento não serve de fatura"
"""On everything that is neither an invoice nor a document that rectifies one (Despacho 8632/2014, 1.2; C5)."""
REFERENCES_IN_HEAD = 4
"""More rectified documents than this are named at their lines, not in the head."""


def lay_out(document: IssuedDocument, copy: Copy = ORIGINAL) -> Paper:
    """The paper of ``document``. Only issued documents have one: a draft cannot be printed (F1)."""
    kind = document_type(document.type)
    regions = {t.region for t in document.taxes}
    many_regions = len(regions) > 1
    marks = _marks(document.lines)
    references = _references(document.lines)
    return Paper(
        title=kind.name,
        number=clean(document.number),
        copy=_marking(document, copy),
        test_mode=TEST_MODE_NOTICE if document.certificate == TEST_CERTIFICATE else "",
        cancelled=_cancelled(document),
        dates=_dates(document),
        issuer=_issuer_of(document),
        issuer_seat=_seat(document),
        customer=_customer(document.customer),
        references_label="Retifica" if kind.rectifies else "Documento de origem",
        references=_references_in_head(references),
        lines=tuple(_line(line, document, marks, many_regions, len(references)) for line in document.lines),
        prices_include_tax=document.prices_include_tax,
        taxes=tuple(_tax(total, document.lines, marks) for total in document.taxes),
        show_region=many_regions or regions not in ({"PT"}, set()),
        mentions=tuple(Labelled(mark, reason) for (_, reason), mark in marks.items()),
        sums=_sums(document),
        total=Labelled("TOTAL", show_euro(document.gross)),
        after_total=_after_total(document),
        payments_label="Reembolso" if kind.debit else "Pagamento",
        payments=_payments(document),
        notes=tuple(clean(line) for line in clean(document.notes, lines=True).split("\n")) if document.notes else (),
        statements=_statements(document),
        certification=_certification(document),
        atcud=f"ATCUD:{clean(document.atcud)}",
        qr=document.qr,
        registered=f"Registado em {_moment(document.system_entry_date)} por {clean(document.operator)}",
        entered=document.system_entry_date.isoformat(timespec="seconds"),
    )


def _marking(document: IssuedDocument, copy: Copy) -> str:
    """Original or 2.ª via; of a recovered or integrated document that it is a copy, and of what (2.2.8 to 2.2.10)."""
    if document.source_billing == "M":
        return f"Cópia do documento original - {clean(document.origin)}"
    return "Cópia do documento original" if document.source_billing == "I" else copy.marking


def _certification(document: IssuedDocument) -> str:
    """The phrase of a signed document; that of receipts, which are not signed (2.2.2, 2.2.3; C7)."""
    certificate = clean(document.certificate)
    if not document.hash:
        return f"Emitido por programa certificado n.º {certificate}/AT"
    return certificate_phrase(clean(document.printed_hash), certificate)


def _moment(at: dt.datetime) -> str:
    return f"{show_day(at)} às {at:%H:%M}"


def _cancelled(document: IssuedDocument) -> str:
    if not document.cancelled:
        return ""
    when = f" em {_moment(document.status_at)}" if document.status_at else ""
    reason = clean(document.status_reason)
    return f"Documento anulado{when}" + (f". Motivo: {reason}" if reason else "")


def _dates(document: IssuedDocument) -> tuple[Labelled, ...]:
    dates = [Labelled("Data", show_day(document.date))]
    if document.due is not None:
        dates.append(Labelled("Vencimento", show_day(document.due)))
    if document.condition:
        dates.append(Labelled("Condição", clean(document.condition)))
    return tuple(dates)


def _place(party: Party) -> list[str]:
    city = " ".join(part for part in (clean(party.postal_code), clean(party.city)) if part)
    return [part for part in (clean(party.address), city) if part]


def _seat(document: IssuedDocument) -> str:
    if document.training:
        return TRAINING_STATEMENT
    party = document.seller or document.issuer
    return " · ".join((*_place(party), f"NIF {clean(party.nif)}"))


def _issuer(party: Party) -> PaperParty:
    phone = clean(party.phone)
    others = (f"Tel. {phone}" if phone else "", clean(party.email), clean(party.register))
    return PaperParty(clean(party.name), (*_place(party), f"NIF {clean(party.nif)}", *filter(None, others)))


def _issuer_of(document: IssuedDocument) -> PaperParty:
    """Who issues: in training the program's producer in place of the company (1.5), else the seller or the company."""
    if document.training:
        return PaperParty(PROGRAM, ("Programa de faturação em modo de formação",))
    return _issuer(document.seller or document.issuer)


def _customer(party: Party) -> PaperParty:
    """Name, address and NIF as at issue; without a NIF the words «Consumidor final» stand in its place (C9)."""
    consumer = party.nif == CONSUMER_NIF
    name = clean(party.name) or CONSUMER
    lines = _place(party)
    if party.country not in ("PT", "Desconhecido", ""):
        lines.append(f"País: {clean(party.country)}")
    if not consumer:
        lines.append(f"NIF {clean(party.nif)}")
    elif name.casefold() != CONSUMER.casefold():
        lines.append(CONSUMER)
    return PaperParty(CONSUMER if consumer and name.casefold() == CONSUMER.casefold() else name, tuple(lines))


def _references(lines: Sequence[IssuedLine]) -> list[tuple[str, str]]:
    """Rectified documents with the reason, each once, in the order of the lines (C6)."""
    return list(dict.fromkeys((clean(x.reference), clean(x.reference_reason)) for x in lines if x.reference))


def _reference(number: str, reason: str) -> str:
    return f"{number}, motivo: {reason}" if reason else number


def _references_in_head(references: list[tuple[str, str]]) -> tuple[str, ...]:
    if len(references) > REFERENCES_IN_HEAD:
        return (f"{len(references)} documentos, indicados em cada linha",)
    return tuple(_reference(*reference) for reference in references)


Marks = dict[tuple[str, str], str]


def _marks(lines: Sequence[IssuedLine]) -> Marks:
    """For each reason why no tax is charged, the mark that links it to its lines: AT's code (C12)."""
    marks: Marks = {}
    for line in lines:
        key = (line.exemption_code, clean(line.exemption_reason))
        if any(key) and key not in marks:
            same = sum(code == line.exemption_code for code, _ in marks)
            marks[key] = clean(line.exemption_code) + "*" * same
    return marks


def _mark(line: IssuedLine, marks: Marks) -> str:
    return marks.get((line.exemption_code, clean(line.exemption_reason)), "")


def _line(line: IssuedLine, document: IssuedDocument, marks: Marks, regions: bool, references: int) -> PaperLine:
    details = []
    if regions:
        details.append(f"IVA: {REGION_NAMES.get(line.region, line.region)}")
    if line.tax_point and len(_tax_points(document)) > 1:
        details.append(f"Colocado à disposição em {show_day(line.tax_point)}")
    if line.reference and references > 1:
        inline = references > REFERENCES_IN_HEAD
        reference = (clean(line.reference), clean(line.reference_reason) if inline else "")
        details.append(f"Retifica {_reference(*reference)}")
    rate = "" if line.tax_type == "NS" else show_rate(line.rate)
    return PaperLine(
        code=clean(line.code),
        description=clean(line.description),
        quantity=show_quantity(line.quantity),
        unit=clean(line.unit),
        price=show_price(line.price),
        discount=clean(show_discount(line.discount)),
        tax=" ".join(part for part in (rate, _mark(line, marks)) if part),
        value=line.shown,
        details=tuple(details),
    )


def _tax(total: TaxTotal, lines: Sequence[IssuedLine], marks: Marks) -> PaperTax:
    key = (total.tax_type, total.region, total.tax_code, total.rate)
    its = [x for x in lines if (x.tax_type, x.region, x.tax_code, x.rate) == key]
    names = dict.fromkeys(_mark(line, marks) for line in its)
    name = "Não sujeito" if total.tax_type == "NS" else show_rate(total.rate) if total.rate else "Isento"
    return PaperTax(
        name=" ".join([name, ", ".join(mark for mark in names if mark)]).strip(),
        region=REGION_NAMES.get(total.region, clean(total.region)),
        base=show_number(total.base),
        tax=show_number(total.tax),
    )


def _sums(document: IssuedDocument) -> tuple[Labelled, ...]:
    """What leads to the total. Discounts are printed as positive amounts taken off (F13).

    The gross before discounts is the net (or, when prices include tax, the total) plus what was taken off, so that
    the column adds up on paper whatever was rounded before.
    """
    listed = sum((x.quantity * x.price for x in document.lines), ZERO)
    shown = sum((x.shown for x in document.lines), ZERO)
    on_lines = max(cents(listed - shown), ZERO) if any(x.discount for x in document.lines) else ZERO
    end = document.gross if document.prices_include_tax else document.net
    overall = max(cents(shown) - end, ZERO) if document.global_discount else ZERO
    with_tax = " c/ IVA" if document.prices_include_tax else ""
    rows: list[tuple[str, Decimal]] = []
    if on_lines or overall:
        rows.append((f"Total ilíquido{with_tax}", end + on_lines + overall))
        if on_lines:
            rows.append((f"Desconto nas linhas{with_tax}", on_lines))
        if overall:
            text = clean(show_discount(document.global_discount))
            percent = f" {text}" if text.endswith("%") else ""
            rows.append((f"Desconto global{percent}{with_tax}", overall))
    rows += [("Total s/ IVA", document.net), ("IVA", document.tax)]
    return tuple(Labelled(label, show_number(value)) for label, value in rows)


def _after_total(document: IssuedDocument) -> tuple[Labelled, ...]:
    held = document.withholding
    if held is None:
        return ()
    return (
        Labelled(f"Retenção na fonte {clean(held.type)} {show_rate(held.rate)}", show_number(held.amount)),
        Labelled("A pagar", show_euro(document.payable)),
    )


def _payments(document: IssuedDocument) -> tuple[Labelled, ...]:
    rows = [Labelled(clean(p.name) or clean(p.method), show_number(p.tendered)) for p in document.payments]
    if document.change > 0:
        rows.append(Labelled("Troco", show_number(document.change)))
    return tuple(rows)


def _tax_points(document: IssuedDocument) -> set[dt.date]:
    return {line.tax_point or document.date for line in document.lines}


def _statements(document: IssuedDocument) -> tuple[str, ...]:
    kind = document_type(document.type)
    statements = [] if kind.is_invoice else [NOT_AN_INVOICE]
    if not kind.rectifies and not kind.is_receipt:
        points = _tax_points(document)
        if points == {document.date}:
            when = "na data do documento."
        elif len(points) == 1:
            when = f"em {show_day(points.pop())}."
        else:
            when = "nas datas indicadas em cada linha."
        statements.append(f"Os bens/serviços foram colocados à disposição do adquirente {when}")
    if document.training:
        statements.insert(0, TRAINING_STATEMENT)
    if document.self_billing:
        statements.append("Autofaturação")
    elif document.third_party and document.seller:
        statements.append(f"Emitido por {clean(document.issuer.name)} em nome e por conta do fornecedor")
    if document.withholding and document.withholding.description:
        statements.append(f"Retenção na fonte: {clean(document.withholding.description)}")
    return tuple(statements)
