"""What is told to AT: the kinds of message, the service that each goes to, how it may stand, and until when the law waits."""

from __future__ import annotations

from datetime import date, datetime, time

INVOICE, WORK, PAYMENT, TRANSPORT = "at.invoice", "at.work", "at.payment", "at.transport"
STATUS, CANCEL = "at.status", "at.cancel"
"""A new status of an invoice, working document or receipt; a transport document that is cancelled before it starts."""
SERIES = "at.series"

FATURAS, TRANSPORTE, SERIES_SERVICE = "faturas", "transporte", "series"
SERVICES = {
    INVOICE: FATURAS, WORK: FATURAS, PAYMENT: FATURAS, STATUS: FATURAS,
    TRANSPORT: TRANSPORTE, CANCEL: TRANSPORTE,
    SERIES: SERIES_SERVICE,
}  # fmt: skip
"""Kind to AT's service, by the name that ``integrations.at.values.Service`` gives it."""
REGISTRATIONS = (INVOICE, WORK, PAYMENT, TRANSPORT)
CHANGES = (STATUS, CANCEL)
"""What can only be told once AT has the document."""
NAMES = {
    INVOICE: "Fatura", WORK: "Conferência", PAYMENT: "Recibo", TRANSPORT: "Transporte",
    STATUS: "Estado", CANCEL: "Anulação", SERIES: "Série",
}  # fmt: skip

REGISTER, FINISH, ANNUL = "register", "finish", "annul"
"""What is done to a series, in ``detail``."""

WAITING, SENT, FIX, CONFLICT, STOPPED, WITHDRAWN = "waiting", "sent", "fix", "conflict", "stopped", "withdrawn"
OPEN = (WAITING, FIX, CONFLICT, STOPPED)
"""Still to be told; the others are over."""
STATES = {
    WAITING: "por enviar",
    SENT: "enviado",
    FIX: "a corrigir",
    CONFLICT: "em conflito",
    STOPPED: "parado",
    WITHDRAWN: "retirado",
}


def kinds_of(service: str) -> list[str]:
    return [kind for kind, its in SERVICES.items() if its == service]


def fifth_of_next_month(day: date) -> datetime:
    """The last second in which what was issued on ``day`` may be told (DL 198/2012, art. 3 n.2)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return datetime(year, month, 5, 23, 59, 59)


def deadline_of_change(issued_on: date, at: datetime) -> datetime:
    """Of a change of status: with the month of its document while that is open, else with the month of the change."""
    first = fifth_of_next_month(issued_on)
    return first if at <= first else fifth_of_next_month(at.date())


def start_of(day: date) -> datetime:
    """A series is told before its first day of use."""
    return datetime.combine(day, time())
