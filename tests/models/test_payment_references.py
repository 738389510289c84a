"""Payment references: asked for once, printed, paid, transferred and receipted; whatever is told twice or late."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, line, refusal

from fiscal.errors import NeedsConfirmation
from fiscal.multibanco import built, fits
from models import db
from models.failures import StorageFailure
from models.references import attach, follow, receipt, request, states
from models.references.events import HOOK, POLL, events_of
from models.references.tables import PaymentReference
from models.references.values import CANCELLED, EXPIRED, PAID, PENDING, REFUNDED, RemotePayment, Wanted
from models.sales.cancel import cancel
from models.sales.draft import Draft, DraftCustomer, DraftPayment
from models.sales.find import document
from models.sales.issue import issue
from models.sales.keep import discard, keep
from models.sales.owed import open_of
from models.verify import verify
from printing.receipt import lay_out

D = Decimal
ENTITY, BASE = "12797", "0024926"
TEN = D("12.30")
"""Two kinds of coffee cost 12,30 € with tax."""


def draft(**head: Any) -> Draft:
    return Draft("FT", [line("CAFE")], customer=DraftCustomer(code="PADARIA"), condition="30D", **head)


def asked(company: Lojinha, of: Draft, amount: Decimal = TEN) -> str:
    code = request.reserve(Wanted(of.operation, "paypay", "MB", amount, "Padaria", None, None), company.session)
    of.payment_reference = code
    return code


def remote(amount: Decimal = TEN, state: str = PENDING, **more: Any) -> RemotePayment:
    return RemotePayment("50438", state, amount, entity=ENTITY, reference=built(ENTITY, BASE, TEN), **more)


def given(company: Lojinha, code: str) -> None:
    request.asking(code, company.session)
    request.obtained(code, remote(valid_until=dt.date(2026, 12, 31)), company.session)


def invoice(company: Lojinha) -> tuple[str, str]:
    """An invoice of 12,30 € with its reference: number and code."""
    one = draft()
    code = asked(company, one)
    given(company, code)
    return issue(one, company.session), code


def row(code: str) -> PaymentReference:
    found: PaymentReference = PaymentReference.get(PaymentReference.code == code)
    return found


def paid(company: Lojinha, amount: Decimal = TEN, **more: Any) -> RemotePayment:
    more.setdefault("happened_at", company.clock.at)
    return remote(amount, PAID, fee_net=D("0.2775"), fee_tax=D("0.04995"), **more)


def test_the_reference_is_part_of_the_document_and_of_its_qr_code_and_the_chain_still_proves(company: Lojinha) -> None:
    number, code = invoice(company)
    printed = document(number)
    # By the published weights: 3*30 + 2*9 + 1*90 + 6*49 + 2*5 + 9*50 + 4*15 + 2*53 + 7*38 + 9*89 + 7*17 + 2*73 + 51 = 2501;
    # 2501 mod 97 = 76, and 98 - 76 = 22.
    assert printed.pay_by is not None
    assert printed.pay_by.reference == "002492622"
    assert printed.qr.endswith("*S:MB;12797;002492622;12.30")
    told = {row.label: row.value for row in lay_out(printed).after_total}
    assert told == {
        "Entidade": "12797", "Referência": "002 492 622", "Montante": "12,30 €", "Pagar até": "31-12-2026"
    }  # fmt: skip
    assert row(code).number == number
    assert row(code).printed
    assert row(code).state == states.OPEN
    assert verify().findings == ()


def test_a_reference_changed_on_a_document_breaks_its_digest(company: Lojinha) -> None:
    number, _ = invoice(company)
    drop = "DROP TRIGGER frozen_document_reference_update" + (" ON document_reference" if company.postgres else "")
    with db.writing():
        db.database.execute_sql(drop)
        db.database.execute_sql("UPDATE document_reference SET entity = '11111'")
    assert number in {finding.place for finding in verify().findings}


def test_asking_again_for_the_same_gives_the_same_and_for_another_amount_voids_the_first(company: Lojinha) -> None:
    one = draft()
    first = asked(company, one)
    assert asked(company, one) == first
    assert request.asking(first, company.session) is False
    assert request.asking(first, company.session) is True, "it may have been asked: look before asking again"
    second = asked(company, one, D("24.60"))
    assert second != first
    assert row(first).state == states.VOID
    # The answer to the first comes all the same: it is kept, so that a payment of it is noticed.
    request.obtained(first, remote(), company.session)
    assert row(first).state == states.VOID
    assert row(first).remote_id == "50438"


def test_a_second_answer_never_takes_the_place_of_the_first(company: Lojinha) -> None:
    one = draft()
    code = asked(company, one)
    given(company, code)
    request.obtained(code, replace(remote(), remote_id="50439", reference="999999999"), company.session)
    assert row(code).reference == "002492622"
    assert [e.kind for e in events_of(row(code).id)] == ["reserved", "asked", "obtained", "spare"]


def test_no_document_has_two_references_that_can_be_paid(company: Lojinha) -> None:
    _number, code = invoice(company)
    kept = row(code)
    again = request.reserve(Wanted("outra", "paypay", "MB", TEN), company.session)
    with pytest.raises(StorageFailure), db.writing():
        PaymentReference.update(document_id=kept.document_id).where(PaymentReference.code == again).execute()


@pytest.mark.parametrize("amount", [D("0.99"), D("1000000")])
def test_an_amount_that_no_reference_can_have_is_refused_before_anything_is_asked(
    company: Lojinha, amount: Decimal
) -> None:
    assert refusal(lambda: asked(company, draft(), amount)).field == "payment_reference"
    assert not PaymentReference.select().exists()


def test_an_answer_of_another_amount_or_shape_is_not_used(company: Lojinha) -> None:
    code = asked(company, draft())
    for wrong in (remote(D("12.31")), replace(remote(), entity="1"), replace(remote(), reference="2492614")):
        assert refusal(lambda wrong=wrong: request.obtained(code, wrong, company.session)).rule == "reference"
    assert row(code).state == states.ASKED


def test_a_draft_whose_total_changed_is_not_issued_with_the_old_reference(company: Lojinha) -> None:
    one = draft()
    given(company, asked(company, one))
    one.lines.append(line("LEITE"))
    assert "13,36" in refusal(lambda: issue(one, company.session)).message
    one.payments = [DraftPayment("NU", D("1.06"))]  # the rest is what the reference is of
    assert document(issue(one, company.session)).pay_by is not None


def test_a_reference_of_another_document_is_refused(company: Lojinha) -> None:
    _, code = invoice(company)
    other = draft(payment_reference=code)
    assert refusal(lambda: issue(other, company.session)).field == "payment_reference"


def test_without_an_answer_the_document_is_issued_after_a_yes_and_the_reference_goes_by_a_notice(
    company: Lojinha,
) -> None:
    one = draft()
    code = asked(company, one)
    with pytest.raises(NeedsConfirmation) as told:
        issue(one, company.session)
    assert told.value.key == attach.LATER
    number = issue(one, company.session, confirmed=frozenset({attach.LATER}))
    assert document(number).pay_by is None
    assert "*S:" not in document(number).qr
    assert row(code).state == states.ASKED
    assert row(code).next_at is not None, "it goes on being asked for"
    given(company, code)
    assert row(code).state == states.OPEN
    assert not row(code).printed
    assert row(code).number == number
    assert document(number).pay_by is None, "what was issued stays as it is"


def test_the_money_comes_the_receipt_is_issued_once_and_the_transfer_ends_it(company: Lojinha) -> None:
    number, code = invoice(company)  # on Tuesday 24-11-2026
    assert follow.learn(code, paid(company), HOOK, company.session) == states.PAID
    told = row(code)
    assert (told.paid, told.fee, told.late) == (TEN, D("0.32745"), False)
    assert told.transfer_expected == dt.date(2026, 11, 25)
    assert [one.code for one in receipt.awaiting_receipt()] == [code]
    first = receipt.receive(code, company.session)
    assert receipt.receive(code, company.session) == first
    assert open_of(number) == 0
    assert not receipt.awaiting_receipt()
    assert [p.method for p in document(first).payments] == ["MB"]
    settled = paid(company, transferred_on=dt.date(2026, 11, 25), transfer="T-9", fee_invoice="FT 2026/77")
    assert follow.learn(code, settled, POLL, company.session) == states.SETTLED
    assert (row(code).transferred_on, row(code).fee_invoice) == (dt.date(2026, 11, 25), "FT 2026/77")
    assert row(code).next_at is None, "nobody asks about it any more"


def test_a_payment_on_a_friday_is_transferred_on_monday() -> None:
    assert follow.working_day(dt.date(2026, 11, 27), 1) == dt.date(2026, 11, 30)
    assert follow.working_day(dt.date(2026, 11, 26), 2) == dt.date(2026, 11, 30)


def test_the_same_news_again_or_out_of_order_changes_nothing(company: Lojinha) -> None:
    _, code = invoice(company)
    follow.learn(code, paid(company, transferred_on=dt.date(2026, 11, 25)), HOOK, company.session)
    events = len(events_of(row(code).id))
    for old in (paid(company), remote(), remote(state=EXPIRED), remote(state=CANCELLED)):
        assert follow.learn(code, old, HOOK, company.session) == states.SETTLED
    assert len(events_of(row(code).id)) == events


def test_another_amount_never_counts_by_itself(company: Lojinha) -> None:
    number, code = invoice(company)
    assert follow.learn(code, paid(company, D("12.00")), POLL, company.session) == states.MISMATCH
    assert refusal(lambda: receipt.receive(code, company.session)).rule == "reference"
    assert open_of(number) == TEN
    follow.accept(code, company.session)
    receipt.receive(code, company.session)
    assert open_of(number) == D("0.30")


def test_a_late_payment_of_an_expired_or_cancelled_one_is_taken_and_marked(company: Lojinha) -> None:
    _number, code = invoice(company)
    company.tick(days=40)
    assert follow.learn(code, remote(), POLL, company.session) == states.EXPIRED
    assert follow.learn(code, paid(company), POLL, company.session) == states.PAID
    assert row(code).late
    other, code = invoice_of(company, "50500")
    cancel(other, "Engano", company.session)
    assert row(code).state == states.VOID
    follow.learn(code, replace(paid(company), remote_id="50500"), POLL, company.session)
    assert row(code).late
    assert row(code).state == states.PAID
    assert "não deve nada" in refusal(lambda: receipt.receive(code, company.session)).message


def invoice_of(company: Lojinha, remote_id: str) -> tuple[str, str]:
    one = draft()
    code = asked(company, one)
    request.obtained(code, replace(remote(), remote_id=remote_id), company.session)
    return issue(one, company.session), code


def test_a_refund_in_parts_and_then_whole(company: Lojinha) -> None:
    _, code = invoice(company)
    follow.learn(code, paid(company), POLL, company.session)
    part = remote(TEN, REFUNDED, refunded=D("2.30"))
    assert follow.learn(code, part, HOOK, company.session) == states.PAID
    assert row(code).refunded == D("2.30")
    assert follow.learn(code, replace(part, refunded=TEN), HOOK, company.session) == states.REFUNDED


def test_a_draft_thrown_away_gives_its_reference_up(company: Lojinha) -> None:
    one = draft()
    keep(one, company.session)
    code = asked(company, one)
    given(company, code)
    discard(one.operation, company.session)
    assert row(code).state == states.VOID


def test_news_of_another_payment_is_refused(company: Lojinha) -> None:
    _, code = invoice(company)
    refusal(lambda: follow.learn(code, replace(paid(company), remote_id="1"), HOOK, company.session))
    assert row(code).state == states.OPEN
    assert fits(ENTITY, row(code).reference, TEN)
