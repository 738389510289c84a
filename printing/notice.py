"""The notice that tells a customer by which reference an invoice is paid: no fiscal document, and it says so."""

from __future__ import annotations

from pathlib import Path

from fiscal.errors import Refusal
from fiscal.multibanco import spelled
from fiscal.notation import show_day, show_euro
from fiscal.text import clean
from models.references import states
from models.references.tables import PaymentReference
from models.sales.find import document
from models.sales.record import IssuedDocument
from printing.pdf_blocks import LEFT, RIGHT
from printing.pen import GREY, Pen
from printing.receipt import NOT_AN_INVOICE

TITLE = "Aviso de pagamento"
_ROW = 8.0


def rows(reference: PaymentReference) -> list[tuple[str, str]]:
    """What the customer types or opens. Raises Refusal where there is nothing to pay by."""
    if reference.state != states.OPEN or not reference.number:
        raise Refusal("Só se envia o aviso de uma referência por pagar que seja de um documento.", rule="reference")
    found = [("Documento", clean(reference.number))]
    if reference.entity:
        found += [("Entidade", clean(reference.entity)), ("Referência", spelled(clean(reference.reference)))]
    elif reference.link:
        found.append(("Pagar em", clean(reference.link)))
    found.append(("Montante", show_euro(reference.amount)))
    if reference.valid_until:
        found.append(("Pagar até", show_day(reference.valid_until)))
    return found


def notice(reference: PaymentReference) -> bytes:
    """The A4, as PDF: who is owed, by whom, and the reference."""
    told, issued = rows(reference), document(reference.number)
    pen = Pen(f"{TITLE} {reference.number}", issued.issuer.name, reference.created_at.isoformat(timespec="seconds"))
    pen.page()
    y = _head(pen, issued)
    for label, value in told:
        pen.write(LEFT, y, label, 11, ink=GREY)
        pen.write(LEFT + 40, y, value, 13, bold=True, room=RIGHT - LEFT - 40)
        y += _ROW
    pen.write(LEFT, y + 6, NOT_AN_INVOICE, 9, ink=GREY)
    return pen.output()


def to_file(reference: PaymentReference, folder: Path) -> Path:
    """Writes it into ``folder``; gives its path."""
    data = notice(reference)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"aviso_{reference.number.replace(' ', '_').replace('/', '_')}.pdf"
    temporary = path.with_suffix(".novo")
    temporary.write_bytes(data)
    temporary.replace(path)
    return path


def _head(pen: Pen, issued: IssuedDocument) -> float:
    issuer, customer = issued.issuer, issued.customer
    pen.write(LEFT, 22, clean(issuer.name), 13, bold=True, room=110)
    pen.write(LEFT, 28, f"NIF {clean(issuer.nif)}", 9, ink=GREY)
    pen.write(RIGHT, 22, TITLE, 15, bold=True, align="right")
    pen.write(LEFT, 46, clean(customer.name), 11, room=RIGHT - LEFT)
    place = " ".join(filter(None, (clean(customer.address), clean(customer.postal_code), clean(customer.city))))
    pen.write(LEFT, 52, place, 9, ink=GREY, room=RIGHT - LEFT)
    pen.rule(LEFT, RIGHT, 60)
    return 74.0
