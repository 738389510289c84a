"""A post that takes one invoice from the question to the receipt, and stands still where it is told to be killed.

    python payer.py HOME URL ADDRESS STEP

Writes each step as it is reached; at STEP it waits for the end. Without STEP it writes the number of the receipt last.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from decimal import Decimal
from pathlib import Path

from integrations import payments
from integrations.paypay.client import Account, PayPay
from models import db
from models.clock import SystemClock
from models.home import Home
from models.opening import session_of
from models.references import receipt, request, states
from models.references.due import by_code
from models.references.events import POLL
from models.references.follow import learn
from models.references.values import Asked, RemotePayment, Wanted
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.issue import issue
from tests.paypay_server.server import KEY, NIF, PLATFORM

OPERATION = "uma-fatura"
AMOUNT = Decimal("12.30")
STEPS = ("reserved", "asked", "answered", "obtained", "issued", "told", "paid", "receipted")


class Watched(PayPay):
    """PayPay, with the two moments between which a request may be taken without our knowing."""

    step: str

    def create(self, asked: Asked) -> RemotePayment:
        at("asked", self.step)
        given = super().create(asked)
        at("answered", self.step)
        return given


def at(step: str, stop: str) -> None:
    print(step, flush=True)
    if step == stop:
        time.sleep(60)


def work(home: Path, url: str, address: str, stop: str) -> None:
    db.connect(url)
    session = session_of(Home(home), "ana", SystemClock())
    paypay = Watched(Account(NIF, PLATFORM, KEY, address, seconds=5))
    paypay.step = stop
    done = Draft(
        "FT", [DraftLine("CAFE")], customer=DraftCustomer(code="PADARIA"), condition="30D", operation=OPERATION
    )
    code = reserved(session)
    at("reserved", stop)
    payments.obtain(paypay, code, session)
    at("obtained", stop)
    done.payment_reference = code
    issue(done, session)
    at("issued", stop)
    row = by_code(code)
    assert row is not None
    told = paypay.get(row.remote_id)
    at("told", stop)
    if learn(code, told, POLL, session) in states.RECEIVED:
        at("paid", stop)
        number = receipt.receive(code, session)
        at("receipted", stop)
        print(number, flush=True)


def reserved(session: object) -> str:
    """The intent, or the one that stood when this post was killed after the invoice was issued."""
    from models.references.tables import PaymentReference

    row = PaymentReference.get_or_none(PaymentReference.operation == OPERATION)
    if row is not None and row.state in states.RECEIVED:
        return str(row.code)
    wanted = Wanted(OPERATION, "paypay", "MB", AMOUNT, "Padaria", valid_until=dt.date(2030, 1, 1))
    return request.reserve(wanted, session)  # type: ignore[arg-type]


if __name__ == "__main__":
    work(Path(sys.argv[1]), *sys.argv[2:5])
