"""Sends the overdue notices that wait: one message each, with the letter as PDF, and what the server said noted at once."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from fiscal.notation import show_euro
from integrations.mail.config import Mailbox, read
from integrations.mail.smtp import MailError, send
from models.accounts.notices import noted, notice_of, waiting
from models.accounts.tables import Notice
from models.company.setup import current
from models.session import Session


def send_waiting(home: Path, session: Session, letter: Callable[[int], bytes]) -> tuple[int, int]:
    """Sends all notices that wait, one after the other; gives how many were taken and how many were not.

    letter: the PDF of a notice by its id. Each is noted before the next is tried, so that a program that is stopped goes
    on where it was; the message keeps its Message-ID, by which a mailbox knows one that came twice. Raises Refusal.
    """
    box = read(home)
    taken = failed = 0
    for notice_id in waiting():
        row = notice_of(notice_id)
        try:
            answer = send(box, message(row, box, letter(notice_id)), str(row.address))
        except MailError as error:
            noted(notice_id, str(error), session, taken=False, final=error.final)
            failed += 1
        else:
            noted(notice_id, answer, session, taken=True)
            taken += 1
    return taken, failed


def message(row: Notice, box: Mailbox, letter: bytes) -> EmailMessage:
    """The e-mail of a notice: a few sentences, and the letter with the documents."""
    company = current()
    mail = EmailMessage()
    mail["Subject"] = f"Aviso de vencimento de {company.name}"
    mail["From"] = box.sender
    mail["To"] = str(row.address)
    mail["Message-ID"] = f"<aviso-{row.id}-{row.operation}@{box.sender.rpartition('@')[2] or 'balcao'}>"
    mail["Date"] = row.at.astimezone()
    mail.set_content(
        f"{row.customer_name}\n\nÀ data de hoje temos por receber {show_euro(row.total)} já vencidos; os documentos estão na "
        "carta junta.\nSe entretanto já pagou, não considere este aviso.\n\n"
        f"Com os melhores cumprimentos,\n{company.name}\n"
    )
    mail.add_attachment(letter, maintype="application", subtype="pdf", filename=f"aviso-{row.id}.pdf")
    return mail
