"""Puts an issued document into the words of its paper (Despacho 8632/2014, 1.2 to 2.2.15; CIVA art. 36 n.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from fiscal.currency import from_euro
from fiscal.discounts import show_discount
from fiscal.doctypes import WORKING, document_type
from fiscal.multibanco import spelled
from fiscal.notation import show_day, show_euro, show_number, show_price, show_quantity, show_rate
from fiscal.producer import PROGRAM, TEST_CERTIFICATE, TEST_MODE_NOTICE, TRAINING_STATEMENT, certificate_phrase
from fiscal.rounding import ZERO, cents
from fiscal.rules.schemes import CASH_MENTION
from fiscal.stamp import STAMP_DUTY
from fiscal.tables import SPACE_NAMES, tables
from fiscal.text import clean
from models.references.states import METHODS
from models.sales.record import IssuedDocument, IssuedLine, Party, TaxTotal
from printing import travel
from printing.paper import ORIGINAL, Copy, Labelled, Paper, PaperLine, PaperParty, PaperTax
from printing.settled import settled_lines, settled_sums

CONSUMER_NIF = "999999990"
CONSUMER = "Consumidor final"
NOT_AN_INVOICE = "Este documento não serve de fatura"
"""On everything that is neither an invoice nor a document that rectifies one (Despacho 8632/2014, 1.2; C5)."""
REFERENCES_IN_HEAD = 4
"""More rectified or source documents than this are named at their lines, not in the head."""


def lay_out(document: IssuedDocument, copy: Copy = ORIGINAL) -> Paper:
    """The paper of ``document``. Only issued documents have one: a draft cannot be printed (F1)."""
    kind = document_type(document.type)
    regions = {t.region for t in document.taxes}
    many_regions = len(regions) > 1
    marks = _marks(document.lines)
    references = _references(document)
    on_lines = len(references) > (1 if kind.rectifies else REFERENCES_IN_HEAD)
    return Paper(
        title=f"{kind.name} global" if _is_global(document) else kind.name,
        number=clean(document.number),
        copy=_marking(document, copy),
        not_an_invoice="" if kind.is_invoice else NOT_AN_INVOICE,
        test_mode=TEST_MODE_NOTICE if document.certificate == TEST_CERTIFICATE else "",
        cancelled=_cancelled(document),
        dates=_dates(document),
        issuer=_issuer_of(document),
        issuer_seat=_seat(document),
        customer_label="Fornecedor" if document.to_supplier else "Destinatário" if kind.is_guide else "Cliente",
        customer=travel.UNKNOWN_RECIPIENTS if _is_global(document) else _customer(document.customer),
        references_label="Retifica" if kind.rectifies else "Documento de origem",
        references=_references_in_head(references),
        transport=travel.transport(document),
        lines=settled_lines(document)
        if kind.is_receipt
        else tuple(
            _line(line, document, marks, many_regions, len(references) if on_lines else 0) for line in document.lines
        ),
        valued=document.valued,
        prices_include_tax=document.prices_include_tax or kind.is_receipt,
        taxes=tuple(_tax(total, document.lines, marks) for total in document.taxes),
        show_region=many_regions or regions not in ({"PT"}, set()),
        mentions=tuple(Labelled(mark, reason) for (_, reason), mark in marks.items()),
        sums=settled_sums(document) if kind.is_receipt else _sums(document) if document.valued else (),
        total=Labelled(
            "RECEBIDO" if kind.is_receipt and document.withholding is None else "TOTAL",
            show_euro(document.gross) if document.valued else "",
        ),
        after_total=_after_total(document),
        payments_label="Reembolso" if kind.debit else "Recebido em" if kind.is_receipt else "Pagamento",
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
    kind = document_type(document.type)
    if kind.table == WORKING:  # date and hour (DL 28/2019, 7.º n.2; C34)
        dates.append(Labelled("Hora", f"{document.system_entry_date:%H:%M}"))
    if document.due is not None:
        dates.append(Labelled("Válido até" if kind.offers else "Vencimento", show_day(document.due)))
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


def _is_global(document: IssuedDocument) -> bool:
    return document.transport is not None and document.transport.global_guide


def _references(document: IssuedDocument) -> list[tuple[str, str]]:
    """Rectified documents with the reason, or source documents, each once, in the order of the lines (C6)."""
    if not document_type(document.type).rectifies:
        return [(text, "") for text in travel.origins(document)]
    return list(dict.fromkeys((clean(x.reference), clean(x.reference_reason)) for x in document.lines if x.reference))


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
        details.append(f"IVA: {SPACE_NAMES.get(line.region, line.region)}")
    for name, codes in (
        ("Lote", [x.code for x in line.traced if not x.serial]),
        ("N.º de série", [x.code for x in line.traced if x.serial]),
    ):
        if codes:
            details.append(f"{name}: {', '.join(clean(code) for code in codes)}")
    if line.tax_point and len(_tax_points(document)) > 1:
        details.append(f"Colocado à disposição em {show_day(line.tax_point)}")
    if line.origins and references:
        details.append(f"De {', '.join(travel.of_line(line))}")
    if line.reference and references:
        inline = references > REFERENCES_IN_HEAD
        reference = (clean(line.reference), clean(line.reference_reason) if inline else "")
        details.append(f"Retifica {_reference(*reference)}")
    if not document.valued:
        quantity = show_quantity(line.quantity)
        about = (clean(line.code), clean(line.description), quantity, clean(line.unit))
        return PaperLine(*about, price="", discount="", tax="", value=ZERO, details=tuple(details))
    if document.currency is not None:
        price = from_euro(line.price, document.currency.rate)
        details.append(f"{show_price(price)} {clean(document.currency.code)} cada")
    rate = "" if line.tax_type == "NS" or _silent(line.exemption_code) else show_rate(line.rate)
    if line.tax_type == STAMP_DUTY and not line.exemption_code:
        each = show_rate(line.rate) if line.rate else f"{show_price(line.fixed_tax)} €"
        rate = f"IS {each}"
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
    name = "Não sujeito" if total.tax_type == "NS" else show_rate(total.rate) if total.rate else _untaxed(its)
    if total.tax_type == STAMP_DUTY:
        item = "isento" if total.tax_code == "ISE" else clean(total.tax_code)
        name = " ".join(["Selo", item, show_rate(total.rate) if total.rate else ""]).strip()
    return PaperTax(
        name=" ".join([name, ", ".join(mark for mark in names if mark)]).strip(),
        region=SPACE_NAMES.get(total.region, clean(total.region)),
        base=show_number(total.base),
        tax="" if its and all(_silent(line.exemption_code) for line in its) else show_number(total.tax),
    )


_NAMES = {"margin": "Regime da margem", "reverse": "Autoliquidação", "abroad": "Autoliquidação"}


def _scheme(code: str) -> str:
    reason = tables().exemptions.get(code)
    return reason.scheme if reason is not None else ""


def _silent(code: str) -> bool:
    """A margin scheme: the price is gross and no rate or tax is shown beside it (fiscal.md 8.2)."""
    return _scheme(code) == "margin"


def _untaxed(lines: Sequence[IssuedLine]) -> str:
    """What the base without tax is called: exempt, unless all its lines are of one scheme that has another word."""
    names = {_NAMES.get(_scheme(line.exemption_code), "Isento") for line in lines}
    return names.pop() if len(names) == 1 else "Sem IVA"


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
    stamp = sum((t.tax for t in document.taxes if t.tax_type == STAMP_DUTY), ZERO)
    if not all(_silent(x.exemption_code) for x in document.lines) or not document.lines:
        rows += [("Total s/ IVA", document.net), ("IVA", document.tax - stamp)]
    if any(t.tax_type == STAMP_DUTY for t in document.taxes):
        rows.append(("Imposto do selo", stamp))
    return tuple(Labelled(label, show_number(value)) for label, value in rows)


def _after_total(document: IssuedDocument) -> tuple[Labelled, ...]:
    """What stands apart from the total and does not change it: tax kept back, the total in another currency (C14, 7.8)."""
    rows = []
    held = document.withholding
    if held is not None:
        rows.append(Labelled(f"Retenção na fonte {clean(held.type)} {show_rate(held.rate)}", show_number(held.amount)))
        name = "RECEBIDO" if document_type(document.type).is_receipt else "A pagar"
        rows.append(Labelled(name, show_euro(document.payable)))
    money = document.currency
    if money is not None:
        code = clean(money.code)
        rows.append(Labelled(f"Total em {code}", f"{show_number(money.gross)} {code}"))
        rows.append(Labelled(f"Câmbio: 1 {code}", f"{show_number(money.rate, 6, least=2)} €"))
    return (*rows, *_pay_by(document))


def _pay_by(document: IssuedDocument) -> tuple[Labelled, ...]:
    """The reference that the document is paid by: entity, reference, until when, and the amount last, which stands out."""
    by = document.pay_by
    if by is None:
        return ()
    how: tuple[Labelled, ...] = (Labelled("Pagamento por", METHODS.get(by.method, "")),)
    if by.entity:
        how = (Labelled("Entidade", clean(by.entity)), Labelled("Referência", spelled(clean(by.reference))))
    until = (Labelled("Pagar até", show_day(by.valid_until)),) if by.valid_until else ()
    return (*how, *until, Labelled("Montante", show_euro(by.amount)))


def _payments(document: IssuedDocument) -> tuple[Labelled, ...]:
    rows = [Labelled(clean(p.name) or clean(p.method), show_number(p.tendered)) for p in document.payments]
    if document.change > 0:
        rows.append(Labelled("Troco", show_number(document.change)))
    return tuple(rows)


def _tax_points(document: IssuedDocument) -> set[dt.date]:
    return {line.tax_point or document.date for line in document.lines}


def _statements(document: IssuedDocument) -> tuple[str, ...]:
    kind = document_type(document.type)
    statements = [CASH_MENTION] if document.cash_vat else []
    if kind.is_invoice and not kind.rectifies:  # a quote or an order makes nothing available
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
