"""The letter of an overdue notice: what is past its due date, and how to pay."""

from __future__ import annotations

from fiscal.notation import show_day, show_euro, show_number
from fiscal.text import clean
from models.accounts.notices import lines_of, notice_of
from models.parties.tables import Customer
from printing.letter import Letter, LetterColumn, letter_pdf
from printing.paper import Labelled, PaperParty
from printing.remittance import FOOT, company_party


def notice_letter(notice_id: int) -> Letter:
    """A notice as it was made."""
    own = notice_of(notice_id)
    card = Customer.get_by_id(own.customer_id)
    rows = tuple(
        (
            clean(line.number), show_day(line.date), show_day(line.due), str(max((own.day - line.due).days, 0)),
            show_number(line.left),
        )
        for line in lines_of(own)
    )  # fmt: skip
    place = f"{clean(card.postal_code)} {clean(card.city)}".strip()
    return Letter(
        title="Aviso de vencimento",
        issuer=company_party(),
        party=PaperParty(clean(own.customer_name), tuple(text for text in (clean(card.address), place) if text)),
        dates=(Labelled("Data", show_day(own.day)),),
        before=("À data desta carta, os documentos seguintes já passaram do vencimento e ainda não os recebemos.",),
        columns=(
            LetterColumn("Documento", 60), LetterColumn("Data", 30), LetterColumn("Vencimento", 30),
            LetterColumn("Dias", 15, right=True), LetterColumn("Falta pagar", 35, right=True),
        ),
        rows=rows,
        sums=(Labelled("TOTAL VENCIDO", show_euro(own.total)),),
        after=(
            "Pedimos que regularize estes valores. Se entretanto já pagou, não considere este aviso.",
            "Com os melhores cumprimentos,",
        ),
        foot=FOOT,
        entered=own.at.isoformat(timespec="seconds"),
    )  # fmt: skip


def notice_pdf(notice_id: int) -> bytes:
    """The letter as a file."""
    return letter_pdf(notice_letter(notice_id))
