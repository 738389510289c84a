"""Whether communication with AT would work, before a document depends on it: nothing is registered by asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fiscal.errors import Refusal
from integrations.at.authority import Authority
from integrations.at.certificate import at_key, expiries
from integrations.at.values import Action, SeriesQuery, Service

CLOCK_TOLERANCE = dt.timedelta(seconds=60)
"""AT does not say how much it allows; a machine set by NTP is right to the second."""

NAMES = {
    Service.SERIES: "séries",
    Service.INVOICES: "faturas",
    Service.TRANSPORT: "transporte",
}


class State(StrEnum):
    RIGHT = "certo"
    WARNING = "aviso"
    WRONG = "falha"


@dataclass(frozen=True, slots=True)
class Finding:
    state: State
    what: str
    message: str


def checked(authority: Authority, now: dt.datetime) -> Iterator[Finding]:
    """What was found, one after another as it is tried. now: UTC.

    The credentials of series are tried by asking for series. Those of the others cannot be tried: their services only
    take documents.
    """
    usable = True
    for finding in _certificates(authority, now):
        usable = usable and finding.state is not State.WRONG
        yield finding
    if not usable:
        return
    reached = []
    for service in NAMES:
        answer = authority.client.reach(service)
        reached.append(answer.done)
        yield Finding(State.RIGHT if answer.done else State.WRONG, f"Ligação ({NAMES[service]})", answer.message)
    clock = _clock(authority)
    if clock is not None:
        yield clock
    for service in NAMES:
        yield _credential(authority, service, reached=reached[0])


def _certificates(authority: Authority, now: dt.datetime) -> Iterator[Finding]:
    configuration = authority.client.configuration
    try:
        at_key(configuration)
        for expiry in expiries(configuration):
            warning = expiry.warning(now)
            state = State.WRONG if now > expiry.ends else State.WARNING if warning else State.RIGHT
            days = expiry.days_left(now)
            good = f"{expiry.what} vale até {expiry.ends:%d-%m-%Y} (faltam {days} dias)."
            yield Finding(state, "Certificado", warning or good)
    except Refusal as refusal:
        yield Finding(State.WRONG, "Certificado", refusal.message)


def _clock(authority: Authority) -> Finding | None:
    ahead = authority.client.clock_ahead
    if ahead is None:
        return None
    if abs(ahead) <= CLOCK_TOLERANCE:
        return Finding(State.RIGHT, "Relógio", "O relógio deste computador está certo com o da AT.")
    minutes = max(1, round(abs(ahead).total_seconds() / 60))
    which = "adiantado" if ahead > dt.timedelta() else "atrasado"
    return Finding(
        State.WRONG,
        "Relógio",
        f"O relógio deste computador está {which} {minutes} min em relação ao da AT: acerte a hora e o fuso.",
    )


def _credential(authority: Authority, service: Service, *, reached: bool) -> Finding:
    what = f"Credenciais ({NAMES[service]})"
    try:
        user = authority.client.configuration.credential(service).user
    except Refusal as refusal:
        return Finding(State.WARNING, what, refusal.message)
    if service is not Service.SERIES:
        return Finding(State.RIGHT, what, f"Há as de {user}; só o primeiro documento as confirma.")
    if not reached:
        return Finding(State.WARNING, what, f"Há as de {user}; sem ligação não se confirmam.")
    answer = authority.query_series(SeriesQuery(series="BALCAO-ENSAIO"))
    if answer.done:
        return Finding(State.RIGHT, what, f"A AT aceita {user}.")
    wrong = answer.action not in (Action.RETRY, Action.UNKNOWN)
    return Finding(State.WRONG if wrong else State.WARNING, what, answer.message)
