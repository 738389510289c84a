"""The paper of a payment to a supplier: what it settles of each document, and how it was paid."""

from __future__ import annotations

from pathlib import Path

from fiscal.notation import show_day, show_euro, show_number
from fiscal.text import clean
from models.accounts.listing import payment_of
from models.accounts.pay import CANCELLED
from models.accounts.tables import SupplierPaymentLine, SupplierPaymentMeans
from models.company.setup import current
from models.parties.tables import Supplier
from printing.letter import Letter, LetterColumn, letter_pdf
from printing.paper import Labelled, PaperParty

FOOT = "Este documento não serve de fatura."


def company_party() -> PaperParty:
    """The company as it heads its letters."""
    own = current()
    lines = (clean(own.address), f"{clean(own.postal_code)} {clean(own.city)}", f"NIF {clean(own.nif)}")
    contact = tuple(clean(text) for text in (own.phone, own.email) if text)
    return PaperParty(clean(own.name), (*lines, *contact))


def remittance(number: str) -> Letter:
    """A payment as a letter. Raises Refusal for an unknown number."""
    own = payment_of(number)
    card = Supplier.get_by_id(own.supplier_id)
    lines = SupplierPaymentLine.select().where(SupplierPaymentLine.payment_id == own.id)
    rows = tuple(
        (
            clean(line.source), show_day(line.source_date), show_number(line.discount) if line.discount else "",
            show_number(line.amount),
        )
        for line in lines.order_by(SupplierPaymentLine.number)
    )  # fmt: skip
    means = SupplierPaymentMeans.select().where(SupplierPaymentMeans.payment_id == own.id)
    sums = [Labelled("Liquidado", show_euro(own.settled))]
    if own.discount:
        sums.append(Labelled("Desconto", show_euro(own.discount)))
    if own.withheld:
        sums.append(Labelled(f"Retenção {own.withholding_type}", show_euro(own.withheld)))
    place = f"{clean(card.postal_code)} {clean(card.city)}".strip()
    return Letter(
        title=f"Pagamento {own.number}",
        issuer=company_party(),
        party=PaperParty(
            clean(own.supplier_name), tuple(t for t in (clean(card.address), place, f"NIF {own.supplier_nif}") if t)
        ),
        dates=(Labelled("Data", show_day(own.date)),),
        before=("Pagámos os documentos seguintes:",),
        columns=(
            LetterColumn("Documento", 85), LetterColumn("Data", 25), LetterColumn("Desconto", 30, right=True),
            LetterColumn("Liquidado", 30, right=True),
        ),
        rows=rows,
        sums=(*sums, Labelled("PAGO", show_euro(own.paid))),
        after=tuple(
            [f"{clean(one.name)}: {show_euro(one.amount)}" for one in means] + ([clean(own.notes)] if own.notes else [])
        ),
        foot=FOOT,
        entered=own.at.isoformat(timespec="seconds"),
        stamp="ANULADO" if own.state == CANCELLED else "",
    )  # fmt: skip


def remittance_to(number: str, folder: Path) -> Path:
    """Writes the PDF into ``folder`` and gives its path."""
    return saved(letter_pdf(remittance(number)), number, folder)


def saved(data: bytes, name: str, folder: Path) -> Path:
    """Writes a file whole, under a temporary name first; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name.replace(' ', '_').replace('/', '_')}.pdf"
    temporary = path.with_suffix(".novo")
    temporary.write_bytes(data)
    temporary.replace(path)
    return path
