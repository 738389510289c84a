"""Sends one message by SMTP and gives what the server answered, word for word."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from integrations.mail.config import STARTTLS, TLS, Mailbox

SECONDS = 20.0
"""Patience with the server, for each answer."""


class MailError(Exception):
    """What the server or the network said. final: the same message will never be taken."""

    def __init__(self, message: str, *, final: bool) -> None:
        super().__init__(message)
        self.final = final


def send(box: Mailbox, message: EmailMessage, to: str) -> str:
    """Sends a message to one address and gives the server's answer once it has taken it. Raises MailError."""
    with _connected(box) as server:
        _accepted(*server.mail(box.sender))
        _accepted(*server.rcpt(to))
        return _accepted(*server.data(message.as_bytes()))


def _accepted(code: int, text: bytes) -> str:
    """The answer, where the server goes on. Raises MailError where it does not."""
    if code >= 400:
        raise MailError(_said(code, text), final=code >= 500)
    return _said(code, text)


def greeted(box: Mailbox) -> str:
    """Connects and signs in without sending anything; gives what to say of it. Raises MailError."""
    with _connected(box) as server:
        _said(*server.noop())
    return f"{box.host} responde e aceita entrar."


@contextmanager
def _connected(box: Mailbox) -> Iterator[smtplib.SMTP]:
    try:
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if box.security == TLS:
            server = smtplib.SMTP_SSL(box.host, box.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(box.host, box.port, timeout=SECONDS)
        with server:
            server.ehlo()
            if box.security == STARTTLS:
                server.starttls(context=context)
                server.ehlo()
            if box.user:
                server.login(box.user, box.password)
            yield server
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(f"O servidor não aceita o utilizador ou a senha ({error.smtp_code}).", final=False) from error
    except smtplib.SMTPResponseException as error:
        raise MailError(_said(error.smtp_code, error.smtp_error), final=error.smtp_code >= 500) from error
    except smtplib.SMTPException as error:
        raise MailError(f"O servidor não fez o que se pediu: {error}.", final=False) from error
    except OSError as error:
        raise MailError(f"Não se chega a {box.host}:{box.port} ({error}).", final=False) from error


def _said(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:200]
