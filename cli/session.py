"""Opening a company for one command, as one operator."""

from __future__ import annotations

import argparse
import os
import sys

from fiscal.errors import Refusal
from models.clock import Clock, SystemClock
from models.home import Home
from models.opening import open_company, session_of
from models.session import Session


def opened(home: Home, given: argparse.Namespace, clock: Clock | None = None) -> Session:
    """Opens the company and gives the session of ``--operator``, BALCAO_OPERATOR, or the first administrator."""
    clock = clock or SystemClock()
    for told in open_company(home, clock):
        print(f"balcao: aviso: {told}", file=sys.stderr)
    return session_of(home, _operator(given), clock)


def _operator(given: argparse.Namespace) -> str:
    from models.people.tables import Operator

    named = getattr(given, "operator", None) or os.environ.get("BALCAO_OPERATOR")
    active = Operator.select().where(Operator.active == True)  # noqa: E712
    if named:
        if not active.where(Operator.code == named.lower()).exists():
            raise Refusal(f"Não há operador ativo com o código {named}.", field="operator", rule="operator")
        return str(named).lower()
    first = active.where(Operator.admin == True).order_by(Operator.id).first()  # noqa: E712
    if first is None:
        raise Refusal("A empresa não tem nenhum administrador ativo.", rule="operator")
    return str(first.code)
