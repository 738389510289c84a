"""From an invoice with its reference to the money in the bank, the network dying before each step; what the list shows."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from company import Lojinha

from integrations import payments
from integrations.hooks_server import HooksServer
from integrations.paypay.client import Account, PayPay
from integrations.trouble import Trouble
from models.company.setup import set_setting
from models.declared import Question
from models.references import receipt, request
from models.references.listing import REFERENCES
from models.references.tables import PaymentReference
from models.references.totals import sums
from models.references.values import Wanted
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.find import document
from models.sales.issue import issue
from models.sales.owed import open_of
from models.verify import verify
from models.work import never
from tests.integrations.paypay.test_paypay import TEN
from tests.paypay_server.server import KEY, NIF, PLATFORM, PayPayServer, cut_after, down


@contextmanager
def receiving(company: Lojinha, paypay: PayPay) -> Iterator[str]:
    receiver = HooksServer(("127.0.0.1", 0), paypay, company.session, lambda _: None)
    thread = threading.Thread(target=receiver.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{receiver.server_address[1]}/paypay"
    receiver.shutdown()
    receiver.server_close()
    thread.join()


def state() -> str:
    """What Gestão de Referências says of the only one."""
    rows = REFERENCES.page(Question(), None, 10, False)
    assert len(rows) == 1
    return rows[0].cells[4]


def test_the_whole_way_with_the_network_dead_before_each_step(company: Lojinha) -> None:
    company.clock.at = dt.datetime.now().replace(microsecond=0)
    set_setting(receipt.SETTING, receipt.ISSUE, company.session)
    draft = Draft("FT", [DraftLine("CAFE")], customer=DraftCustomer(code="PADARIA"), condition="30D")
    with PayPayServer() as server:
        paypay = PayPay(Account(NIF, PLATFORM, KEY, server.address, seconds=2))

        # Asked for: the line is cut before, and then after PayPay has taken it.
        code = request.reserve(Wanted(draft.operation, "paypay", "MB", TEN, "Padaria"), company.session)
        for trouble in (down, cut_after):
            server.troubles.append(trouble)
            with pytest.raises(Trouble):
                payments.obtain(paypay, code, company.session)
        assert state() == "a pedir"
        payments.obtain(paypay, code, company.session)
        assert len(server.payments) == 1

        # Issued: no network is needed.
        draft.payment_reference = code
        number = issue(draft, company.session)
        paid_by = document(number).pay_by
        assert paid_by is not None
        assert state() == "por pagar"

        # Paid: PayPay calls, and cannot be asked the first time.
        remote_id = next(iter(server.payments))
        server.pay(remote_id)
        with receiving(company, paypay) as url:
            server.troubles.append(down)
            assert server.call(url, "payment_confirmed", remote_id) == 422
            assert state() == "por pagar"
            assert server.call(url, "payment_confirmed", remote_id) == 200
        assert state().startswith("paga")

        # Receipted by itself, once.
        row = PaymentReference.get()
        assert open_of(number) == 0
        assert document(row.receipt).settled[0].source == number

        # Transferred: seen by polling, once the network is back.
        server.transfer(remote_id, "2026-12-02T09:00:00+00:00")
        company.clock.at += dt.timedelta(hours=7)
        server.troubles.append(down)
        assert [one.state for one in payments.poll(paypay, company.session, never, lambda _: None)] == ["paid"]
        company.clock.at += dt.timedelta(hours=7)
        assert [one.state for one in payments.poll(paypay, company.session, never, lambda _: None)] == ["settled"]
    assert state() == "transferida"
    found = sums(Question(), company.clock.at.date())
    assert (found.count, found.amount, found.unpaid, found.paid) == (1, TEN, 0, TEN)
    assert PaymentReference.get().transferred_on == dt.date(2026, 12, 2)
    assert verify().findings == ()
