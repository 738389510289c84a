"""`balcao hooks serve`: calls over HTTP, true, forged, old, doubled and too long; and the commands around it."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from company import Lojinha

from cli.main import main
from integrations import kept
from integrations.hooks_server import LONGEST, HooksServer
from integrations.paypay.client import Account, PayPay
from integrations.paypay.settings import NAME
from models.company.setup import set_setting
from models.references import question, states
from models.references.events import events_of
from models.references.tables import PaymentReference
from tests.integrations.paypay.test_paypay import invoice
from tests.paypay_server.server import KEY, NIF, PLATFORM, PayPayServer, down, posted


@pytest.fixture
def server() -> Iterator[PayPayServer]:
    with PayPayServer() as made:
        yield made


@pytest.fixture
def paypay(server: PayPayServer) -> PayPay:
    return PayPay(Account(NIF, PLATFORM, KEY, server.address, seconds=2))


@pytest.fixture
def listening(company: Lojinha, paypay: PayPay) -> Iterator[tuple[str, list[str]]]:
    """The address of the receiver, and what it said."""
    said: list[str] = []
    receiver = HooksServer(("127.0.0.1", 0), paypay, company.session, said.append)
    thread = threading.Thread(target=receiver.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{receiver.server_address[1]}/paypay", said
    receiver.shutdown()
    receiver.server_close()
    thread.join()


def row() -> PaymentReference:
    found: PaymentReference = PaymentReference.get()
    return found


def test_a_call_marks_the_reference_paid_and_a_second_one_changes_nothing(
    company: Lojinha, server: PayPayServer, paypay: PayPay, listening: Any
) -> None:
    url, said = listening
    number, got = invoice(company, paypay)
    server.pay(got.remote_id)
    assert server.call(url, "payment_confirmed", got.remote_id) == 200
    assert server.call(url, "payment_confirmed", got.remote_id) == 200
    assert row().state == states.PAID
    assert [event.kind for event in events_of(row().id)].count("paid") == 1
    assert any(number in text for text in said)


def test_forged_old_and_changed_calls_change_nothing(
    company: Lojinha, server: PayPayServer, paypay: PayPay, listening: Any
) -> None:
    url, said = listening
    _, got = invoice(company, paypay)
    server.pay(got.remote_id)
    assert server.call(url, "payment_confirmed", got.remote_id, key="outra") == 401
    assert server.call(url, "payment_confirmed", got.remote_id, seconds=int(time.time()) - 3600) == 401
    assert server.call(url, "payment_confirmed", got.remote_id, change=b" ") == 401
    assert posted(url, b"{}", {}) == 401
    assert row().state == states.OPEN
    assert not any(KEY in text for text in said)


def test_what_cannot_be_asked_about_now_is_called_for_again(
    company: Lojinha, server: PayPayServer, paypay: PayPay, listening: Any
) -> None:
    url, _ = listening
    _, got = invoice(company, paypay)
    server.pay(got.remote_id)
    server.troubles.append(down)
    assert server.call(url, "payment_confirmed", got.remote_id) == 422
    assert server.call(url, "payment_confirmed", got.remote_id) == 200
    assert row().state == states.PAID


def test_other_places_and_other_sizes_are_refused(listening: Any) -> None:
    url, _ = listening
    host = url.split("/")[2]
    assert posted(f"http://{host}/outro", b"{}", {}) == 404
    for length, status in ((str(LONGEST + 1), 413), ("muitos", 411)):
        asked = http.client.HTTPConnection(host, timeout=5)
        asked.putrequest("POST", "/paypay")
        asked.putheader("Content-Length", length)
        asked.endheaders()
        assert asked.getresponse().status == status
        asked.close()


def test_the_commands_poll_and_subscribe(
    company: Lojinha, server: PayPayServer, paypay: PayPay, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setenv("BALCAO_DATABASE", company.url)
    set_setting(question.PROVIDER, NAME, company.session)
    number, got = invoice(company, paypay)
    kept_home(company.folder, server)
    server.pay(got.remote_id)
    _make_due()
    assert main(["references", "poll", "--home", str(company.folder)]) == 0
    assert f"{number}  paga" in capsys.readouterr().out
    url = "https://loja.example.pt/paypay"
    assert main(["hooks", "subscribe", url, "--home", str(company.folder)]) == 0
    assert {one["url"] for one in server.webhooks} == {url}
    assert main(["hooks", "subscribe", "http://loja.example.pt/paypay", "--home", str(company.folder)]) == 1


def kept_home(folder: Path, server: PayPayServer) -> None:
    from models.home import Home

    values = {"nif": NIF, "codigo": PLATFORM, "chave": KEY, "endereco": server.address}
    kept.keep(Home(folder), NAME, values)


def _make_due() -> None:
    from models import db

    with db.writing():
        PaymentReference.update(next_at=PaymentReference.created_at).execute()
