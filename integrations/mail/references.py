"""Sends the notice of a payment reference to its customer by e-mail, with the notice as PDF."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from fiscal.errors import Refusal
from fiscal.text import clean
from integrations.mail.config import Mailbox, read
from integrations.mail.smtp import MailError, send
from models.company.setup import current
from models.parties.tables import Customer
from models.references.events import told_to
from models.references.tables import PaymentReference
from models.session import Session


def address_of(row: PaymentReference) -> str:
    """The customer's e-mail; empty where the card has none, or there is no card."""
    card = Customer.get_or_none(Customer.id == row.customer_id) if row.customer_id else None
    return clean(str(card.email)) if card is not None else ""


def send_notice(home: Path, row: PaymentReference, rows: list[tuple[str, str]], letter: bytes, session: Session) -> str:
    """Sends it and gives the address it went to; it is noted with the server's words. Raises Refusal.

    rows: what the customer pays by, also in the message; letter: the notice as PDF.
    """
    box, address = read(home), address_of(row)
    if not address:
        raise Refusal(
            f"A ficha de {row.customer or 'cliente'} não tem e-mail: escreva-o lá, ou faça o PDF.", rule="mail"
        )
    try:
        answer = send(box, message(row, rows, box, address, letter, session), address)
    except MailError as error:
        raise Refusal(f"O correio não seguiu: {error}", rule="mail") from error
    told_to(row.code, address, answer, session)
    return address


def message(
    row: PaymentReference, rows: list[tuple[str, str]], box: Mailbox, address: str, letter: bytes, session: Session
) -> EmailMessage:
    """The e-mail: the reference in the text as well, since many read no attachment."""
    company = current()
    mail = EmailMessage()
    mail["Subject"] = f"Pagamento de {row.number}, {company.name}"
    mail["From"] = box.sender
    mail["To"] = address
    moment = session.clock.now()
    mail["Message-ID"] = f"<ref-{row.code}-{moment:%Y%m%d%H%M%S}@{box.sender.rpartition('@')[2] or 'balcao'}>"
    mail["Date"] = moment.astimezone()
    told = "\n".join(f"{label}: {value}" for label, value in rows)
    mail.set_content(f"{row.customer}\n\nPode pagar {row.number} assim:\n\n{told}\n\n{company.name}\n")
    mail.add_attachment(letter, maintype="application", subtype="pdf", filename="aviso-de-pagamento.pdf")
    return mail
