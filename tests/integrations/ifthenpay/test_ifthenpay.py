"""ifthenpay: references made here by contract, numbered once; asked for over HTTP; call-backs true and forged."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.request import urlopen

import pytest
from company import Lojinha

from fiscal.errors import Refusal
from fiscal.multibanco import fits
from integrations import kept, payments
from integrations.hooks_server import HooksServer
from integrations.ifthenpay.client import Contract, Ifthenpay
from integrations.ifthenpay.settings import IFTHENPAY, NAME
from integrations.trouble import CREDENTIALS, INVALID, Trouble
from models.company.setup import set_setting
from models.home import Home
from models.references import request, states
from models.references.tables import PaymentReference
from models.references.values import Wanted

D = Decimal
HERE = Ifthenpay(Contract("11604", "999", anti_phishing="segredo"))


def obtained(company: Lojinha, provider: Ifthenpay, amount: str = "25.86") -> PaymentReference:
    wanted = Wanted(f"op-{amount}-{company.clock.at}", NAME, "MB", D(amount), valid_until=dt.date(2026, 12, 24))
    return payments.obtain(provider, request.reserve(wanted, company.session), company.session)


def call(company: Lojinha, query: str) -> Any:
    return payments.receive_hook(HERE, {}, query.encode(), company.clock.at, company.session)


def test_by_contract_each_number_is_given_once_and_fits(company: Lojinha) -> None:
    first, second = obtained(company, HERE), obtained(company, HERE, "25.87")
    assert (first.entity, first.reference[:7], second.reference[:7]) == ("11604", "9990001", "9990002")
    assert fits("11604", first.reference, D("25.86"))
    assert first.state == states.OPEN


def test_when_all_numbers_are_used_none_comes_round(company: Lojinha) -> None:
    set_setting("references.counter.11604.999", "9999", company.session)
    with pytest.raises(Refusal, match="já deu todas"):
        obtained(company, HERE)


def test_a_call_back_pays_once_and_another_amount_is_a_mismatch(company: Lojinha) -> None:
    got = obtained(company, HERE)
    query = f"chave=segredo&entidade=11604&referencia={got.reference}&valor=25.86&datahorapag=24-11-2026 10:15:00"
    done, again = call(company, query)
    assert (done[0].state, again) == (states.PAID, [])
    assert PaymentReference.get_by_id(got.id).paid_at == dt.datetime(2026, 11, 24, 10, 15)
    assert call(company, query)[0][0].before == states.PAID
    other = obtained(company, HERE, "30")
    assert (
        call(company, f"chave=segredo&entidade=11604&referencia={other.reference}&valor=29,99")[0][0].state
        == "mismatch"
    )


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("chave=outra&entidade=11604&referencia=999000100&valor=1", CREDENTIALS),
        ("entidade=11604", CREDENTIALS), ("chave=segredo&entidade=11604", INVALID),
        ("chave=segredo&entidade=11604&referencia=1&valor=x", INVALID),
        ("chave=segredo&entidade=11604&referencia=111111111&valor=1", INVALID),
    ],
)  # fmt: skip
def test_other_call_backs_are_refused(company: Lojinha, query: str, kind: str) -> None:
    with pytest.raises(Trouble) as told:
        call(company, query)
    assert told.value.kind == kind


def test_call_backs_come_by_get_and_their_key_goes_to_no_log(company: Lojinha) -> None:
    got = obtained(company, HERE)
    said: list[str] = []
    receiver = HooksServer(("127.0.0.1", 0), HERE, company.session, said.append)
    thread = threading.Thread(target=receiver.handle_request, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{receiver.server_address[1]}/ifthenpay"
    with urlopen(f"{url}?chave=segredo&entidade=11604&referencia={got.reference}&valor=25.86", timeout=10) as answer:
        assert answer.status == 200
    thread.join()
    receiver.server_close()
    assert PaymentReference.get_by_id(got.id).state == states.PAID
    assert not any("segredo" in text for text in said)


class _Api(BaseHTTPRequestHandler):
    """The documented answer of reference/init; refuses unknown keys and amounts that are no text."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        wrong = body["mbKey"] != "AAA-000000" or not isinstance(body["amount"], str) or len(body["orderId"]) > 25
        found = {"Status": "-1", "Message": "Invalid"} if wrong or self.path != "/api/multibanco/reference/init" else {
            "Status": "0", "Message": "Success", "Entity": "11604", "Reference": "999 123 490", "Amount": body["amount"],
            "RequestId": "rid-1", "ExpiryDate": "24-12-2026",
        }  # fmt: skip
        raw = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Nothing to say."""


@pytest.fixture
def api() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Api)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api"
    server.shutdown()
    server.server_close()


def test_asked_for_over_http(company: Lojinha, api: str) -> None:
    got = obtained(company, Ifthenpay(Contract(mb_key="AAA-000000", address=api)))
    assert (got.entity, got.reference, got.remote_id) == ("11604", "999123490", "rid-1")
    with pytest.raises(Trouble, match="recusou"):
        obtained(company, Ifthenpay(Contract(mb_key="outra", address=api)), "30")


def test_its_settings(company: Lojinha) -> None:
    home = Home(company.folder)
    form = IFTHENPAY.form(home)
    assert IFTHENPAY.state(home) == "Não configurada"
    with pytest.raises(Trouble):
        form.save(form.load(None) | {"usar": True}, company.session)
    form.save(form.load(None) | {"usar": True, "entidade": "11604", "subentidade": "999"}, company.session)
    assert IFTHENPAY.state(home) == "feitas aqui, nas faturas"
    assert list(IFTHENPAY.trial(home)) == [(True, "Referências feitas aqui: entidade 11604, subentidade 999.")]
    provider = payments.chosen(home)
    assert provider is not None
    assert provider.code == NAME
    assert kept.file_of(home, NAME).stat().st_mode & 0o777 == 0o600
