"""An issued document explained from what was stored: its cents, and the text that was signed."""

from __future__ import annotations

from fiscal.doctypes import document_type
from fiscal.explaining import Told, ToldLine, ToldRate, explain
from fiscal.notation import show_day, show_euro
from fiscal.signature import signed_text
from models.sales.find import row_of
from models.sales.record import IssuedDocument
from models.sales.tables import Document


def cents_of(issued: IssuedDocument) -> list[str]:
    """How each cent of a document came about."""
    if issued.settled:
        paid = [
            f"{line.source} de {show_day(line.source_date)}: {'−' if line.debit else ''}{show_euro(line.amount + line.tax)}"
            + (f", dos quais {show_euro(line.tax)} de imposto" if line.tax else "")
            for line in issued.settled
        ]
        return [*paid, "", f"Total: {show_euro(issued.gross)}"]
    if issued.currency is not None:
        note = [f"Os preços estão em {issued.currency.code}; os valores em euro, a {issued.currency.rate} € cada.", ""]
    else:
        note = []
    lines = [
        ToldLine(
            f"{line.code} {line.description}", line.quantity, line.unit, line.price, line.discount, line.shown, line.amount,
            line.settlement, (line.tax_type, line.region, line.tax_code, line.rate), line.fixed_tax * line.quantity,
        )
        for line in issued.lines
    ]  # fmt: skip
    rates = [ToldRate((t.tax_type, t.region, t.tax_code, t.rate), t.base, t.tax) for t in issued.taxes]
    told = Told(
        lines, rates, issued.prices_include_tax, issued.global_discount, issued.net, issued.tax, issued.gross
    )  # fmt: skip
    rest = []
    if issued.withholding is not None:
        kept = issued.withholding
        rest = [
            f"Retenção {kept.type} {kept.rate.normalize():f}%: −{show_euro(kept.amount)}",
            f"A pagar: {show_euro(issued.payable)}",
        ]
    return [*note, *explain(told), *rest]


def signed_string(issued: IssuedDocument) -> str:
    """Exactly what was signed: date, moment, number, total, and the signature before it in the series (2.1).

    Empty for receipts, which are not signed, and for documents of another program, which signed them.
    """
    if not document_type(issued.type).signed or issued.source_billing == "I":
        return ""
    row = row_of(issued.number)
    before = (
        Document.select(Document.hash)
        .where(Document.series_id == row.series_id, Document.sequence == row.sequence - 1)
        .first()
    )
    return signed_text(
        issued.date, issued.system_entry_date, issued.number, issued.gross, before.hash if before is not None else ""
    )
