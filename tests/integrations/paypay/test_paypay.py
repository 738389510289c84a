"""References through a stand-in PayPay over HTTP: asked, lost and found again, paid, refunded; and hooks, true and forged."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from company import Lojinha, line

from fiscal.errors import Refusal
from integrations import kept, payments
from integrations.paypay import hooks, mapping
from integrations.paypay.client import Account, PayPay
from integrations.paypay.settings import NAME, PAYPAY, open_paypay
from integrations.trouble import CREDENTIALS, INVALID, NOT_CONFIGURED, SURPRISE, TEMPORARY, Trouble
from models.company.setup import set_setting
from models.home import Home
from models.references import question, receipt, request, states
from models.references.events import events_of
from models.references.tables import PaymentReference
from models.references.values import PAID, Asked, Wanted
from models.sales.draft import Draft, DraftCustomer
from models.sales.find import document
from models.sales.issue import issue
from models.sales.owed import open_of
from models.work import never
from tests.paypay_server.server import KEY, NIF, PLATFORM, PayPayServer, cut_after, down, slow, status

D = Decimal
TEN = D("12.30")


@pytest.fixture
def server() -> Iterator[PayPayServer]:
    with PayPayServer() as made:
        yield made


@pytest.fixture
def paypay(server: PayPayServer) -> PayPay:
    return PayPay(Account(NIF, PLATFORM, KEY, server.address, seconds=1))


def intent(company: Lojinha, method: str = "MB", phone: str = "") -> str:
    company.clock.at = dt.datetime.now().replace(microsecond=0)
    wanted = Wanted(
        f"op-{company.clock.at}-{method}", "paypay", method, TEN, "Padaria", None, dt.date(2027, 1, 31), phone
    )
    return request.reserve(wanted, company.session)


def row(code: str) -> PaymentReference:
    found: PaymentReference = PaymentReference.get(PaymentReference.code == code)
    return found


def invoice(company: Lojinha, paypay: PayPay) -> tuple[str, PaymentReference]:
    code = intent(company)
    payments.obtain(paypay, code, company.session)
    one = Draft("FT", [line("CAFE")], customer=DraftCustomer(code="PADARIA"), condition="30D", payment_reference=code)
    one.operation = row(code).operation
    return issue(one, company.session), row(code)


def trouble(act: Any) -> Trouble:
    with pytest.raises(Trouble) as caught:
        act()
    return caught.value


def test_a_reference_with_its_zeros_and_the_day_it_ends(company: Lojinha, server: PayPayServer, paypay: PayPay) -> None:
    code = intent(company)
    got = payments.obtain(paypay, code, company.session)
    assert (got.entity, got.reference[:7], got.amount) == ("12797", "2492600", TEN)
    assert got.valid_until == dt.date(2027, 1, 31)
    assert got.state == states.OPEN
    assert payments.obtain(paypay, code, company.session).remote_id == got.remote_id
    assert len(server.payments) == 1


def test_mb_way_and_a_page_to_pay_at(company: Lojinha, server: PayPayServer, paypay: PayPay) -> None:
    pushed = payments.obtain(paypay, intent(company, "MW", "351#910000000"), company.session)
    assert (pushed.state, pushed.reference[:1]) == (states.OPEN, "A")
    page = payments.obtain(paypay, intent(company, "LK"), company.session)
    assert page.link == f"https://paypay.pt/paypay/pay/{page.remote_id}"


@pytest.mark.parametrize("lost", [cut_after, slow(1.6)])
@pytest.mark.parametrize(("method", "phone"), [("MB", ""), ("MW", "351#910000000")])
def test_an_answer_that_was_lost_is_found_again_and_not_asked_for_twice(
    company: Lojinha, server: PayPayServer, paypay: PayPay, lost: Any, method: str, phone: str
) -> None:
    code = intent(company, method, phone)
    server.troubles.append(lost)
    told = trouble(lambda: payments.obtain(paypay, code, company.session))
    assert (told.kind, told.taken) == (TEMPORARY, True)
    assert row(code).state == states.ASKED
    got = payments.obtain(paypay, code, company.session)
    assert got.remote_id in server.payments
    assert len(server.payments) == 1, "one reference, however often its answer is lost"


def test_what_is_found_is_never_another_intent_s(company: Lojinha, server: PayPayServer, paypay: PayPay) -> None:
    """Two posts ask in the same second for the same amount; one answer is lost: each gets one of the two."""
    first = intent(company)
    payments.obtain(paypay, first, company.session)
    second = request.reserve(Wanted("outra", "paypay", "MB", TEN, valid_until=dt.date(2027, 1, 31)), company.session)
    server.troubles.append(cut_after)
    trouble(lambda: payments.obtain(paypay, second, company.session))
    got = payments.obtain(paypay, second, company.session)
    assert got.remote_id != row(first).remote_id
    assert len(server.payments) == 2


def test_nothing_was_taken_where_the_connection_breaks_at_once(
    company: Lojinha, server: PayPayServer, paypay: PayPay
) -> None:
    code = intent(company)
    server.troubles.append(down)
    trouble(lambda: payments.obtain(paypay, code, company.session))
    assert payments.obtain(paypay, code, company.session).state == states.OPEN
    assert len(server.payments) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (status(503), TEMPORARY), (status(429, {"message": "devagar"}), TEMPORARY), (status(302), INVALID),
        (status(401), CREDENTIALS), (status(200), SURPRISE), (status(200, {"success": True, "data": []}), SURPRISE),
        (status(200, {"success": False, "errors": [{"message": "Plafond"}]}), INVALID),
        (status(200, {"success": True, "data": {"id": "1", "amount": 12.3, "stateDetails": {"state": "pending"}}}), SURPRISE),
        (status(200, {"success": True, "data": {"id": "1", "amount": 1231, "stateDetails": {"state": "pending"},
                                                "referenceDetails": {"entity": "12797", "reference": "002492617"}}}), SURPRISE),
    ],
)  # fmt: skip
def test_every_other_answer_leaves_the_intent_and_says_why(
    company: Lojinha, server: PayPayServer, paypay: PayPay, answer: Any, kind: str
) -> None:
    code = intent(company)
    server.troubles.append(answer)
    assert trouble(lambda: payments.obtain(paypay, code, company.session)).kind == kind
    assert row(code).state == (states.REFUSED if kind == INVALID else states.ASKED)
    assert row(code).message
    assert not row(code).reference


def test_wrong_credentials_are_said_and_the_key_is_not(server: PayPayServer) -> None:
    wrong = PayPay(Account(NIF, PLATFORM, "outra-chave", server.address))
    told = trouble(wrong.check)
    assert told.kind == CREDENTIALS
    assert "outra-chave" not in told.message
    assert trouble(PayPay(Account("500000000", PLATFORM, KEY, server.address)).check).kind == CREDENTIALS


def test_nobody_there(paypay: PayPay, server: PayPayServer) -> None:
    gone = PayPay(Account(NIF, PLATFORM, KEY, "http://127.0.0.1:9/api"))
    told = trouble(gone.check)
    assert (told.kind, told.taken) == (TEMPORARY, False)


def test_the_money_comes_by_polling_and_the_transfer_too(
    company: Lojinha, server: PayPayServer, paypay: PayPay
) -> None:
    number, got = invoice(company, paypay)
    server.pay(got.remote_id)
    company.tick(minutes=2)
    told = list(payments.poll(paypay, company.session, never, lambda _: None))
    assert [(one.number, one.before, one.state) for one in told] == [(number, states.OPEN, states.PAID)]
    assert row(got.code).fee == D("0.32745")  # 0,2775 + 0,04995: 18 % of VAT, as the provider says
    assert list(payments.poll(paypay, company.session, never, lambda _: None)) == [], "not again at once"
    server.transfer(got.remote_id, "2026-12-02T09:00:00+00:00")
    company.tick(hours=7)
    list(payments.poll(paypay, company.session, never, lambda _: None))
    assert (row(got.code).state, row(got.code).transferred_on) == (states.SETTLED, dt.date(2026, 12, 2))


def test_polling_goes_on_where_the_network_came_back(company: Lojinha, server: PayPayServer, paypay: PayPay) -> None:
    _, got = invoice(company, paypay)
    server.pay(got.remote_id)
    server.troubles.append(down)
    company.tick(minutes=3)
    told = list(payments.poll(paypay, company.session, never, lambda _: None))
    assert told[0].state == states.OPEN
    assert told[0].message
    company.tick(minutes=3)
    assert next(payments.poll(paypay, company.session, never, lambda _: None)).state == states.PAID


def test_with_the_setting_the_receipt_is_issued_at_once(company: Lojinha, server: PayPayServer, paypay: PayPay) -> None:
    set_setting(receipt.SETTING, receipt.ISSUE, company.session)
    number, got = invoice(company, paypay)
    server.pay(got.remote_id)
    told = payments.refresh(paypay, got.code, company.session)
    assert document(told.receipt).type == "RG"
    assert open_of(number) == 0


def test_an_invoice_issued_without_an_answer_gets_its_reference_later(
    company: Lojinha, server: PayPayServer, paypay: PayPay
) -> None:
    code = intent(company)
    server.troubles.append(cut_after)
    trouble(lambda: payments.obtain(paypay, code, company.session))
    one = Draft("FT", [line("CAFE")], condition="30D", payment_reference=code, operation=row(code).operation)
    number = issue(one, company.session, confirmed=frozenset({"referencia-depois"}))
    told = list(payments.poll(paypay, company.session, never, lambda _: None))
    assert [(one.number, one.state) for one in told] == [(number, states.OPEN)]
    assert len(server.payments) == 1


# Hooks.


def hook(
    company: Lojinha, paypay: PayPay, raw: bytes, seconds: int | None = None, key: str = KEY
) -> tuple[list[payments.Outcome], list[int]]:
    moment = int(time.time()) if seconds is None else seconds
    headers = {"paypay-signature": hooks.signature(key, raw, moment)}
    return payments.receive_hook(paypay, headers, raw, dt.datetime.now(), company.session)


def told_of(*ids: str, action: str = "payment_confirmed", at: str = "2026-12-01T10:00:00+00:00") -> bytes:
    return json.dumps(
        {"webhook": {"id": "460", "action": action, "createdAt": at}, "payments": [{"id": one} for one in ids]}
    ).encode()


def test_a_hook_counts_once_and_its_payment_is_asked_about(
    company: Lojinha, server: PayPayServer, paypay: PayPay
) -> None:
    _, got = invoice(company, paypay)
    raw = told_of(got.remote_id)
    done, again = hook(company, paypay, raw)
    assert (done[0].state, again) == (states.OPEN, []), "the call says paid, PayPay does not: it counts for nothing"
    server.pay(got.remote_id)
    raw = told_of(got.remote_id, at="2026-12-01T10:05:00+00:00")
    assert hook(company, paypay, raw)[0][0].state == states.PAID
    asked = len(server.taken)
    assert hook(company, paypay, raw) == ([], [])
    assert len(server.taken) == asked
    assert [e.kind for e in events_of(got.id)].count("paid") == 1


def test_hooks_out_of_order_end_the_same(company: Lojinha, server: PayPayServer, paypay: PayPay) -> None:
    _, got = invoice(company, paypay)
    server.pay(got.remote_id)
    server.refund(got.remote_id, 1230)
    assert hook(company, paypay, told_of(got.remote_id, action="payment_refunded"))[0][0].state == states.REFUNDED
    assert hook(company, paypay, told_of(got.remote_id))[0][0].state == states.REFUNDED


def test_a_payment_that_cannot_be_asked_about_is_sent_again(
    company: Lojinha, server: PayPayServer, paypay: PayPay
) -> None:
    _, got = invoice(company, paypay)
    server.pay(got.remote_id)
    server.troubles.append(down)
    raw = told_of("999", got.remote_id)
    assert hook(company, paypay, raw) == ([], [1])
    assert hook(company, paypay, raw)[0][0].state == states.PAID


@pytest.mark.parametrize("age", [1801, -1801])
def test_old_calls_are_refused(company: Lojinha, paypay: PayPay, age: int) -> None:
    assert trouble(lambda: hook(company, paypay, told_of("1"), int(time.time()) - age)).kind == CREDENTIALS
    hook(company, paypay, told_of("1"), int(time.time()) - (1700 if age > 0 else -1700))


def test_forged_and_changed_calls_are_refused(company: Lojinha, paypay: PayPay) -> None:
    raw, now = told_of("50438"), dt.datetime.now()
    assert trouble(lambda: hook(company, paypay, raw, key="outra")).kind == CREDENTIALS
    signed = hooks.signature(KEY, raw, int(time.time()))
    for body, header in ((raw + b" ", signed), (raw, signed.upper()), (raw, ""), (raw, "hash=1,ts=1")):
        told = trouble(
            lambda body=body, header=header: payments.receive_hook(
                paypay, {"PayPay-Signature": header}, body, now, company.session
            )
        )
        assert told.kind == CREDENTIALS


def test_soap_s_hook_is_taken_as_json_and_as_a_form(company: Lojinha, server: PayPayServer, paypay: PayPay) -> None:
    _, got = invoice(company, paypay)
    server.pay(got.remote_id)
    now = dt.datetime.now()
    moment = f"{now:%d-%m-%Y %H:%M:%S}"
    proof = hashlib.sha256(f"{KEY}payment_confirmed{moment}".encode()).hexdigest()
    head = {"hookAction": "payment_confirmed", "hookDate": moment, "hookHash": proof}
    as_json = json.dumps({**head, "payments": [{"paymentId": got.remote_id}]}).encode()
    as_form = urlencode({**head, "payments[0][paymentId]": got.remote_id}).encode()
    for raw in (as_json, as_form):
        assert paypay.hook({}, raw, now).payments == (got.remote_id,)
    done, _ = payments.receive_hook(paypay, {}, as_form, now, company.session)
    assert done[0].state == states.PAID
    forged = json.dumps({**head, "hookHash": "0" * 64, "payments": []}).encode()
    assert trouble(lambda: paypay.hook({}, forged, now)).kind == CREDENTIALS
    assert trouble(lambda: paypay.hook({}, as_json, now + dt.timedelta(hours=2))).kind == CREDENTIALS


def test_the_hash_of_soap_is_that_of_the_pages() -> None:
    """sha256hex(privateKey + hookAction + hookDate), here worked out with sha256sum."""
    proof = "c7d056981559fa24e9ff3e7a673e4c0305d71cc13dc7b19e999ec789a699f5b1"
    assert hooks.legacy_hash("k", "payment_confirmed", "11-08-2017 09:35:27") == proof


def test_subscribing_twice_subscribes_once(server: PayPayServer, paypay: PayPay) -> None:
    url = "https://loja.example.pt/paypay"
    assert "payment_confirmed" in paypay.subscribe(url)
    paypay.subscribe(url)
    assert len(server.webhooks) == len(hooks.ACTIONS)


# The documented samples, and the settings.


def test_the_documented_answers_are_understood(reference: Path) -> None:
    folder = reference / "paypay" / "samples"

    def data(name: str) -> Any:
        return json.loads((folder / name).read_text())["data"]

    made = mapping.payment(data("rest_post_payments_references.response.json"))
    assert (made.remote_id, made.entity, made.reference) == ("50438", "12797", "002492617")
    paid = mapping.payment(data("rest_get_payment_confirmed.response.json"))
    assert (paid.state, paid.amount) == (PAID, D("1.00"))
    hooked = json.loads((folder / "webhook_rest_payment_confirmed.SHAPE_DERIVED.json").read_text())["payments"][0]
    assert mapping.payment(hooked).fee_net + mapping.payment(hooked).fee_tax == D("0.01159")
    page = mapping.page(data("rest_post_checkouts.response.json"), _asked("LK"))
    assert page.remote_id == "42696"
    assert mapping.payment(data("rest_post_payments_mbway.response.json")).reference == "A0000A585"


def test_the_documented_requests_have_our_shape(reference: Path) -> None:
    folder = reference / "paypay" / "samples"
    for ours, theirs in (
        (mapping.reference(_asked("MB")), "rest_post_payments_references.request.json"),
        (mapping.mbway(_asked("MW")), "rest_post_payments_mbway.request.json"),
        (mapping.checkout(_asked("LK")), "rest_post_checkouts.request.json"),
    ):
        assert set(ours) <= set(json.loads((folder / theirs).read_text()))


def _asked(method: str) -> Asked:
    return Asked("c0de", method, D(1), dt.datetime(2026, 12, 1, 10), None, "Fatura FT A/1", "José", "351#910000000")


def test_the_settings_are_private_and_the_trial_really_calls(company: Lojinha, server: PayPayServer) -> None:
    home = Home(company.folder)
    assert PAYPAY.state(home) == "Não configurada"
    assert trouble(lambda: open_paypay(home)).kind == NOT_CONFIGURED
    form = PAYPAY.form(home)
    values = form.load(None) | {"codigo": PLATFORM, "chave": KEY, "nif": NIF}
    form.save(values, company.session)
    path = kept.file_of(home, NAME)
    assert path.stat().st_mode & 0o777 == 0o600
    assert form.load(None)["chave"] == ""
    kept.keep(home, NAME, kept.kept(home, NAME) | {"endereco": server.address})
    form.save(form.load(None) | {"chave": ""}, company.session)
    assert kept.kept(home, NAME)["chave"] == KEY, "an empty one keeps what is there"
    assert PAYPAY.state(home) == "testes, nas faturas"
    assert list(PAYPAY.trial(home)) == [(True, "Lojinha: aprovada, pode pedir referências.")]
    server.state = "pending"
    assert not next(PAYPAY.trial(home))[0]
    path.chmod(0o644)
    assert trouble(lambda: open_paypay(home)).kind == NOT_CONFIGURED
    path.chmod(0o600)
    kept.keep(home, NAME, kept.kept(home, NAME) | {"endereco": "http://paypay.pt/api"})
    with pytest.raises(Refusal):
        open_paypay(home)


def test_which_invoices_ask(company: Lojinha) -> None:
    day = company.clock.at.date()
    one = Draft("FT", [line("CAFE")], customer=DraftCustomer(code="PADARIA"), condition="30D")
    assert question.wanted(one, TEN, day) is None, "nobody gives references yet"
    set_setting(question.PROVIDER, "paypay", company.session)
    wanted = question.wanted(one, TEN, day)
    assert wanted is not None
    assert (wanted.amount, wanted.customer, wanted.valid_until) == (TEN, "Padaria Central, S.A.", dt.date(2027, 1, 23))
    for condition in ("PP", ""):
        one.condition = condition
        assert question.wanted(one, TEN, day) is None, "Pronto Pagamento does not ask"
    one.condition = "30D"
    assert question.wanted(one, D(0), day) is None
    one.type = "FR"
    assert question.wanted(one, TEN, day) is None
