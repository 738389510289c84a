"""Between the verbs of references and their providers: asks, looks up, follows, takes calls. Never in a transaction."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fiscal.errors import Refusal
from integrations.ports import PaymentProvider
from integrations.trouble import INVALID, SURPRISE, Trouble
from models import db
from models.company.setup import setting
from models.home import Home
from models.references import follow, hooks, receipt, request, states
from models.references.due import by_code, by_payment, by_reference, due, request_of, wants_answer
from models.references.events import HOOK, POLL
from models.references.question import PROVIDER
from models.references.tables import PaymentReference
from models.references.values import RemotePayment
from models.session import Session
from models.work import never

PAUSE = 1.0
"""Seconds between two requests of a round: no provider says how many it takes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one reference, for who watches."""

    code: str
    number: str
    state: str
    before: str
    message: str = ""
    receipt: str = ""


def opened(home: Home, code: str) -> PaymentProvider:
    """The provider as the home has it configured. Raises Trouble where it is not."""
    if code == "paypay":
        from integrations.paypay.settings import open_paypay

        return open_paypay(home)
    if code == "ifthenpay":
        from integrations.ifthenpay.settings import open_ifthenpay

        return open_ifthenpay(home)
    raise Trouble("configure", "Não há prestador de referências escolhido: Configurações > Integrações.")


def chosen(home: Home) -> PaymentProvider | None:
    """Who gives this company's references; None where nobody does."""
    code = setting(PROVIDER)
    return opened(home, code) if code else None


def obtain(provider: PaymentProvider, code: str, session: Session) -> PaymentReference:
    """Asks for what an intent wants and gives its row. What may have been asked for before is looked up first.

    Raises Trouble where it could not be obtained: the intent stays, and another try begins where this one ended.
    """
    row = by_code(code)
    if row is None:
        raise Refusal("Essa referência de pagamento não existe.", rule="reference")
    if row.state != states.ASKED:
        return row
    asked_before = request.asking(code, session)
    asked = request_of(row)
    try:
        found = provider.find(asked, lambda remote: _another(provider, remote, code)) if asked_before else None
        given = found or provider.create(asked)
        request.obtained(code, given, session)
    except Trouble as trouble:
        request.failed(code, trouble.message, session, final=trouble.final)
        raise
    except Refusal as refusal:
        request.failed(code, refusal.message, session)
        raise Trouble(SURPRISE, refusal.message, taken=True) from refusal
    fresh = by_code(code)
    assert fresh is not None
    return fresh


def refresh(provider: PaymentProvider, code: str, session: Session) -> Outcome:
    """Asks how a reference stands, or for it where it was never obtained, and follows what is said. Raises Trouble."""
    row = by_code(code)
    if row is None:
        raise Refusal("Essa referência de pagamento não existe.", rule="reference")
    if wants_answer(row):
        row = obtain(provider, code, session)
        return Outcome(code, row.number, row.state, states.ASKED)
    if not row.remote_id:
        raise Trouble(INVALID, "O prestador nunca deu esta referência: não há o que perguntar.")
    try:
        told = provider.get(row.remote_id)
    except Trouble as trouble:
        follow.not_reached(code, trouble.message, session)
        raise
    return _followed(row, follow.learn(code, told, POLL, session), session)


def poll(
    provider: PaymentProvider,
    session: Session,
    cancelled: Callable[[], bool] = never,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Outcome]:
    """Asks about all that is due, one by one, and gives what came of each; stops where the provider does not answer."""
    while not cancelled():
        row = due(provider.code, session)
        if row is None:
            return
        try:
            if not row.remote_id and not wants_answer(row):
                follow.not_reached(row.code, row.message, session)
                continue
            yield refresh(provider, row.code, session)
        except Trouble as trouble:
            yield Outcome(row.code, row.number, row.state, row.state, trouble.message)
            if not trouble.final:
                return
        pause(PAUSE)


def receive_hook(
    provider: PaymentProvider, headers: Mapping[str, str], raw: bytes, now: dt.datetime, session: Session
) -> tuple[list[Outcome], list[int]]:
    """Takes a call of the provider's: each payment that is ours is asked about again and followed, once.

    Gives what came of them and the places of those that could not be taken, which the provider is to send again.
    Raises Trouble for a call that is not the provider's.
    """
    told = provider.hook(headers, raw, now)
    done = [_taken_as_told(provider, one, told.moment, session) for one in told.told]
    again: list[int] = []
    for place, remote_id in enumerate(told.payments):
        mark = f"{remote_id}:{told.action}:{told.moment}"
        if hooks.taken(provider.code, mark):
            continue
        row = by_payment(provider.code, remote_id)
        if row is None:
            continue  # of another program of the same merchant, or not kept yet: the next round finds it
        try:
            payment = provider.get(remote_id)
            with db.writing():
                state = follow.learn(row.code, payment, HOOK, session)
                hooks.take(provider.code, mark, session)
            done.append(_followed(row, state, session))
        except Refusal:
            again.append(place)
    return done, again


def _taken_as_told(provider: PaymentProvider, one: RemotePayment, moment: str, session: Session) -> Outcome:
    """A payment of a provider that cannot be asked: its proved call is all there is."""
    row = by_reference(provider.code, one.entity, one.reference)
    if row is None:
        raise Trouble(INVALID, f"Não há nenhuma referência {one.entity} {one.reference}.")
    mark = f"{one.entity}{one.reference}:{row.code}:{moment}"
    if hooks.taken(provider.code, mark):
        return Outcome(row.code, row.number, row.state, row.state)
    with db.writing():
        state = follow.learn(row.code, one, HOOK, session)
        hooks.take(provider.code, mark, session)
    return _followed(row, state, session)


def _another(provider: PaymentProvider, remote_id: str, code: str) -> bool:
    row = by_payment(provider.code, remote_id)
    return row is not None and row.code != code


def _followed(row: PaymentReference, state: str, session: Session) -> Outcome:
    """Where the company wants it so, a payment that came is receipted at once; what forbids it is said, not raised."""
    number = ""
    message = ""
    if state in states.RECEIVED and not row.receipt and row.number and receipt.issues_receipts():
        try:
            number = receipt.receive(row.code, session)
        except Refusal as refusal:
            message = refusal.message
    return Outcome(row.code, row.number, state, row.state, message, number)
