"""Every answer of AT's services, as an action and a Portuguese sentence; the one place where a code gets its meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from fiscal.text import clean
from integrations.at.code_tables import (
    AUTHENTICATION,
    CHANGE,
    DELETE,
    FAULTS,
    REGISTER,
    SERIES,
    TRANSPORT,
    TRANSPORT_AUTHENTICATION,
    TRANSPORT_CANCEL,
    Meaning,
)
from integrations.at.envelope import Fault
from integrations.at.values import Action, Answer, Service

T = TypeVar("T")

PASSWORD_REFUSED = "99"
SERIES_EXISTS = "4001"
SERIES_NOT_ANNULLED, SERIES_NOT_FINISHED = "4004", "4005"

_SPEAKS_OF_PASSWORD = re.compile(r"senha|password|autentica|authenticat|credencia|credential", re.IGNORECASE)


def meaning(service: Service, operation: str, code: str) -> Meaning | None:
    """What a code asks for; None where nobody listed it.

    operation: the name of the request's element, as in the WSDL; ``cancelar`` for a transport that is cancelled.
    """
    for table in _tables(service, operation):
        if found := table.get(code):
            return found
    return None


def _tables(service: Service, operation: str) -> tuple[Mapping[str, Meaning], ...]:
    match service:
        case Service.SERIES | Service.SELF_BILLING:
            return SERIES, FAULTS, AUTHENTICATION
        case Service.TRANSPORT:
            own = (TRANSPORT_CANCEL, TRANSPORT) if operation == "cancelar" else (TRANSPORT,)
            return *own, TRANSPORT_AUTHENTICATION, FAULTS
        case Service.INVOICES:
            if operation.startswith("Change"):
                return CHANGE, REGISTER, AUTHENTICATION, FAULTS
            if operation.startswith("Delete"):
                return DELETE, REGISTER, AUTHENTICATION, FAULTS
            return REGISTER, AUTHENTICATION, FAULTS


def answered(
    service: Service, operation: str, code: str, said: str, *, value: T | None = None, at: str = ""
) -> Answer[T]:
    """The answer for a code that AT gave. The value is kept only where the request was done."""
    said = clean(said, 500)
    found = meaning(service, operation, code)
    if found is None:
        sentence = f"A AT respondeu com um código que o Balcão não conhece ({code}): {_end(said)}"
        return Answer(Action.FIX, f"{sentence} Corrija o que a mensagem diz e reenvie.", code, said, None, at)
    sentence = f"{found.sentence} A AT disse: {_end(said)}" if found.quotes and said else found.sentence
    return Answer(found.action, sentence, code, said, value if found.action is Action.SENT else None, at)


def faulted(service: Service, operation: str, fault: Fault) -> Answer[T]:
    """The answer for a SOAP fault. What speaks of a password stops everything, known number or not."""
    found = meaning(service, operation, fault.code) if fault.code else None
    if found is not None:
        return answered(service, operation, fault.code, fault.text)
    if _SPEAKS_OF_PASSWORD.search(fault.text):
        return answered(service, operation, PASSWORD_REFUSED, fault.text)
    if fault.server:
        sentence = "O serviço da AT falhou a meio do pedido: volta a tentar-se mais tarde."
        return Answer(Action.UNKNOWN, sentence, fault.code, fault.text)
    sentence = f"A AT recusou o pedido: {_end(fault.text)} Corrija o que a mensagem diz e reenvie."
    return Answer(Action.FIX, sentence, fault.code, fault.text)


def _end(said: str) -> str:
    """AT's words as a sentence of their own."""
    return said if said.endswith((".", "!", "?")) else f"{said or 'sem mais explicação'}."
