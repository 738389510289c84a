"""Empties the outbox to AT: takes a message, sends it, writes down the answer, one after another, until nothing is due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from fiscal.doctypes import INVOICES, WORKING, document_type
from fiscal.errors import Refusal
from integrations.at import mapping, own_series
from integrations.at.adopt import annul_or_confirm, finish_or_confirm, register_or_adopt
from integrations.at.config import BadConfiguration, Configuration
from integrations.at.values import Action, Answer, DocumentStatus, SeriesInfo, Service
from models.outbox import kinds
from models.outbox.claim import Claim, Outcome, answered, claim
from models.parties.tables import Supplier
from models.sales.find import whole
from models.sales.tables import Document
from models.series.tables import Series
from models.work import never

if TYPE_CHECKING:
    from integrations.ports import TaxAuthority
    from models.sales.record import IssuedDocument
    from models.session import Session

STATES = {
    Action.SENT: kinds.SENT,
    Action.FIX: kinds.FIX,
    Action.CONFLICT: kinds.CONFLICT,
    Action.RETRY: kinds.WAITING,
    Action.UNKNOWN: kinds.WAITING,
    Action.CONFIGURE: kinds.STOPPED,
    Action.STOP: kinds.STOPPED,
}
"""What an answer's action makes of a message."""
REQUESTS_AT_MOST = 2
"""One message: a series is registered and, where AT has it, asked for; a status is told by two names."""
SPARE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one message, for who watches."""

    kind: str
    subject: str
    state: str
    message: str
    answer: str
    document_id: int | None


def lease(configuration: Configuration) -> timedelta:
    """For how long a terminal may hold a message: the longest that one can take to be sent and answered."""
    seconds = configuration.connect_seconds + configuration.answer_seconds
    return timedelta(seconds=REQUESTS_AT_MOST * seconds) + SPARE


def ready(configuration: Configuration) -> tuple[list[str], list[str]]:
    """The services that can be used from here, and in words what the others lack."""
    services, missing = [], []
    for service in (Service.INVOICES, Service.TRANSPORT, Service.SERIES):
        try:
            configuration.credential(service)
        except BadConfiguration as refusal:
            missing.append(refusal.message)
        else:
            services.append(service.value)
    return services, missing


def deliver(
    authority: TaxAuthority,
    session: Session,
    services: Collection[str],
    held: timedelta,
    cancelled: Callable[[], bool] = never,
) -> Iterator[Delivery]:
    """Sends what is due, one message at a time, and gives what came of each.

    A service that does not answer is left alone for the rest of the round: its other messages keep their turn.
    held: see ``lease``. cancelled: asked between two messages.
    """
    left = set(services)
    while left and not cancelled():
        claimed = claim(session, held, left)
        if claimed is None:
            return
        answer = _sent(authority, claimed, session)
        outcome = _outcome(answer)
        state = answered(claimed, outcome, session)
        if answer.action in (Action.RETRY, Action.UNKNOWN, Action.CONFIGURE, Action.STOP):
            left.discard(kinds.SERVICES[claimed.kind])
        yield Delivery(claimed.kind, claimed.subject, state, outcome.message, outcome.answer, claimed.document_id)


def _outcome(answer: Answer[Any]) -> Outcome:
    message = answer.message
    if answer.said and answer.action is not Action.SENT and answer.said not in message:
        message = f"{message} (AT: {answer.said})"
    value: Any = answer.value
    series: dict[str, Any] = {}
    if isinstance(value, SeriesInfo):
        series = {"at_state": value.state}
        if value.registered_on:
            series["registered_on"] = value.registered_on[:10]
        value = value.validation_code
    return Outcome(STATES[answer.action], message, answer.code, str(value or ""), series)


def _sent(authority: TaxAuthority, claimed: Claim, session: Session) -> Answer[Any]:
    """The answer to a message. What cannot even be asked is to be corrected: it must not hold the others back."""
    try:
        if claimed.kind == kinds.SERIES:
            return _send_series(authority, claimed, session)
        document = whole(Document.get_by_id(claimed.document_id))
        told = DocumentStatus(claimed.detail["status"], datetime.fromisoformat(claimed.detail["at"]))
        if claimed.kind == kinds.STATUS:
            return _change(authority, document, told)
        return _register(authority, claimed.kind, document, told)
    except Refusal as refusal:
        return Answer(Action.FIX, refusal.message)


def _register(authority: TaxAuthority, kind: str, document: IssuedDocument, told: DocumentStatus) -> Answer[Any]:
    if kind == kinds.CANCEL:
        return authority.cancel_transport(mapping.transport(document))
    if kind == kinds.TRANSPORT:
        return authority.send_transport(mapping.transport(document))
    if kind == kinds.WORK:
        return authority.send_work(replace(mapping.work(document), status=told))
    if kind == kinds.PAYMENT:
        return authority.send_payment(replace(mapping.payment(document), status=told))
    return authority.send_invoice(replace(mapping.invoice(document), status=told))


def _change(authority: TaxAuthority, document: IssuedDocument, told: DocumentStatus) -> Answer[Any]:
    issuer, table = document.issuer.nif, document_type(document.type).table
    if table == INVOICES:
        return authority.change_invoice(issuer, mapping.header(document), told)
    if table == WORKING:
        return authority.change_work(issuer, mapping.header(document), told)
    return authority.change_payment(issuer, mapping.header(document), told)


def _send_series(authority: TaxAuthority, claimed: Claim, session: Session) -> Answer[Any]:
    row = Series.get_by_id(claimed.series_id)
    bills_for = own_series.agreement(Supplier.get_by_id(row.supplier_id)) if row.purpose == "self_billing" else None
    if claimed.detail["do"] == kinds.REGISTER:
        return register_or_adopt(
            authority, own_series.registration(row, session.certificate, session.clock.now().date()), bills_for
        )
    if claimed.detail["do"] == kinds.FINISH:
        return finish_or_confirm(authority, own_series.end(row), bills_for)
    return annul_or_confirm(authority, own_series.annulment(row), bills_for)
