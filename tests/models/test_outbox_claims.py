"""Who sends what next: one terminal at a time, in order, again after a failure, never past a stop."""

from __future__ import annotations

import datetime as dt
import threading
from datetime import timedelta

import pytest
from company import Lojinha, line

from models import db
from models.outbox.act import retry, retry_all
from models.outbox.choose import choose
from models.outbox.claim import Claim, Outcome, answered, claim
from models.outbox.pending import code_awaited
from models.outbox.tables import Outbox
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer, DraftTransport
from models.sales.find import document
from models.series.series import close_series, create_series, set_validation_code
from models.series.tables import Series

PADARIA = DraftCustomer(code="PADARIA")
AFTERNOON = DraftTransport(starts_at=dt.datetime(2026, 11, 24, 15, 0))
SERVICES = ("faturas", "transporte", "series")
HELD = timedelta(minutes=3)
TAKEN = Outcome("sent", "Comunicado à AT.", "0")


@pytest.fixture(autouse=True)
def by_web_service(company: Lojinha) -> None:
    choose(dict.fromkeys(SERVICES, "servico"), company.session)


def taken(company: Lojinha) -> Claim:
    found = claim(company.session, HELD, SERVICES)
    assert found is not None
    return found


def nothing(company: Lojinha) -> bool:
    return claim(company.session, HELD, SERVICES) is None


def invoice(company: Lojinha) -> str:
    return company.issue("FT", line("CAFE"), customer=PADARIA).number


def row(subject: str, kind: str = "at.invoice") -> Outbox:
    return Outbox.get(Outbox.subject == subject, Outbox.kind == kind)


def test_what_is_due_first_goes_first(company: Lojinha) -> None:
    invoice(company)
    guide = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON).number
    assert (taken(company).subject, taken(company).subject) == (guide, "FT 2026A/1")
    assert nothing(company)


def test_a_message_in_flight_is_nobody_else_s_until_it_counts_as_cut_off(company: Lojinha) -> None:
    invoice(company)
    first = taken(company)
    retry_all(company.session)
    assert nothing(company), "nor does asking for it again send it twice at once"
    company.tick(minutes=2, seconds=59)
    assert nothing(company)
    company.tick(seconds=1)
    second = taken(company)
    assert (first.number, second.number) == (1, 2)
    assert first.detail == second.detail, "the same request, so that AT says that it has it"


def test_a_late_answer_of_a_terminal_given_up_for_lost_is_kept_only_if_at_took_it(company: Lojinha) -> None:
    number = invoice(company)
    lost = taken(company)
    company.tick(minutes=3)
    again = taken(company)
    answered(lost, Outcome("fix", "Corrija.", "-1"), company.session)
    assert row(number).state == "waiting", "the attempt under way decides"
    answered(lost, TAKEN, company.session)
    assert row(number).state == "sent"
    answered(again, Outcome("waiting", "Não respondeu."), company.session)
    assert (row(number).state, row(number).code) == ("sent", "0")


def test_what_was_given_is_never_lost_to_a_second_answer(company: Lojinha) -> None:
    """The second attempt hears «already have it», without the code that the first one brings late."""
    guide = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON).number
    lost = taken(company)
    company.tick(minutes=3)
    again = taken(company)
    answered(again, Outcome("sent", "A AT já tinha esta guia.", "-3"), company.session)
    answered(lost, Outcome("sent", "Guia comunicada à AT.", "0", "000000001"), company.session)
    assert document(guide).at_code == "000000001"


def test_paper_waits_for_the_first_answer_about_a_guide_and_no_longer(company: Lojinha) -> None:
    guide = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON).number
    assert code_awaited(guide)
    sending = taken(company)
    assert code_awaited(guide)
    answered(sending, Outcome("waiting", "A AT não respondeu a tempo."), company.session)
    assert not code_awaited(guide)
    assert not code_awaited(invoice(company)), "an invoice has no code to wait for"


def test_a_failure_is_tried_again_later_and_later(company: Lojinha) -> None:
    number = invoice(company)
    waits = []
    for _ in range(8):
        answered(taken(company), Outcome("waiting", "A AT está em baixo."), company.session)
        next_at = row(number).next_at
        assert next_at is not None
        waits.append((next_at - company.clock.at) // timedelta(minutes=1))
        company.clock.at = next_at
    assert waits == [1, 2, 5, 15, 30, 60, 60, 60]
    guide = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON, confirmed=("transport",)).number
    assert taken(company).subject == guide
    assert row(number).attempts == 8


def test_a_stop_holds_its_service_and_no_other_until_somebody_acts(company: Lojinha) -> None:
    first, second = invoice(company), invoice(company)
    answered(taken(company), Outcome("stopped", "A AT recusou a senha.", "99"), company.session)
    assert nothing(company)
    guide = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON).number
    assert taken(company).subject == guide, "the transport service has a password of its own"
    company.tick(days=3)
    assert nothing(company) is False, "the guide was cut off and goes again"
    retry(int(row(first).id), company.session)
    assert {taken(company).subject, taken(company).subject} == {first, second}


def test_a_change_waits_for_its_document(company: Lojinha) -> None:
    number = invoice(company)
    sending = taken(company)
    company.tick(minutes=1)
    cancel(number, "Engano no cliente", company.session)
    assert nothing(company)
    answered(sending, TAKEN, company.session)
    change = taken(company)
    assert (change.kind, change.detail) == ("at.status", {"status": "A", "at": "2026-11-24T10:01:00"})


def test_cancelled_before_it_went_it_goes_once_as_cancelled(company: Lojinha) -> None:
    number = invoice(company)
    cancel(number, "Engano no cliente", company.session)
    only = taken(company)
    assert (only.kind, only.detail["status"]) == ("at.invoice", "A")
    answered(only, TAKEN, company.session)
    assert nothing(company)
    assert row(number, "at.status").state == "sent"


def test_cancelled_while_nobody_knows_whether_at_has_it_the_same_is_asked_again(company: Lojinha) -> None:
    """Sent as N and cut off: asked again as A, AT would call it a document of other values (-3)."""
    number = invoice(company)
    answered(taken(company), Outcome("waiting", "A ligação caiu a meio do pedido."), company.session)
    cancel(number, "Engano no cliente", company.session)
    company.tick(minutes=1)
    again = taken(company)
    assert (again.kind, again.detail["status"]) == ("at.invoice", "N")
    answered(again, Outcome("sent", "A AT já tinha este documento.", "-10"), company.session)
    assert taken(company).detail["status"] == "A"


def test_what_at_refused_goes_again_with_the_status_it_has_by_then(company: Lojinha) -> None:
    number = invoice(company)
    answered(taken(company), Outcome("fix", "A AT acha os valores anómalos.", "-7"), company.session)
    cancel(number, "Engano no cliente", company.session)
    assert nothing(company), "its change has nothing to change yet"
    retry(int(row(number).id), company.session)
    assert taken(company).detail["status"] == "A"


def test_a_series_is_usable_from_the_answer_on(company: Lojinha) -> None:
    created = create_series({"type": "FT", "name": "2026B", "starts_on": company.clock.at.date()}, company.session)
    asked = taken(company)
    assert (asked.subject, asked.detail) == ("FT 2026B", {"do": "register"})
    told = {"at_state": "A", "registered_on": "2026-11-24"}
    assert answered(asked, Outcome("sent", "Série comunicada.", "2001", "CCCCCCC1", told), company.session) == "sent"
    series = Series.get_by_id(created)
    assert (series.validation_code, series.at_state, f"{series.registered_on}") == ("CCCCCCC1", "A", "2026-11-24")
    assert company.issue("FT", line("CAFE"), customer=PADARIA, series="2026B").atcud == "CCCCCCC1-1"


def test_a_code_other_than_the_one_typed_and_used_is_for_a_person_to_solve(company: Lojinha) -> None:
    created = create_series({"type": "FT", "name": "2026B", "starts_on": company.clock.at.date()}, company.session)
    asked = taken(company)
    set_validation_code(created, "TYPED123", company.session)
    company.issue("FT", line("CAFE"), customer=PADARIA, series="2026B")
    told = Outcome("sent", "A AT já tinha esta série.", "4001", "CCCCCCC1")
    assert answered(asked, told, company.session) == "conflict"
    assert "código CCCCCCC1" in row("FT 2026B", "at.series").message
    assert Series.get_by_id(created).validation_code == "TYPED123"


def test_a_series_closed_while_it_was_being_told_is_ended_at_at_too(company: Lojinha) -> None:
    created = create_series({"type": "FT", "name": "2026B", "starts_on": company.clock.at.date()}, company.session)
    asked = taken(company)
    close_series(created, company.session)
    told = {"at_state": "A", "registered_on": "2026-11-24"}
    answered(asked, Outcome("sent", "Série comunicada.", "2001", "CCCCCCC1", told), company.session)
    assert taken(company).detail == {"do": "annul"}


def test_two_terminals_never_hold_the_same_message(company: Lojinha) -> None:
    for _ in range(12):
        invoice(company)
    held: list[int] = []
    start = threading.Barrier(2)

    def terminal(name: str) -> None:
        session = company.terminal(name)
        start.wait()
        while (found := claim(session, HELD, SERVICES)) is not None:
            held.append(found.id)
        db.close()

    terminals = [threading.Thread(target=terminal, args=(name,)) for name in ("caixa2", "caixa3")]
    for thread in terminals:
        thread.start()
    for thread in terminals:
        thread.join(60)
    assert sorted(held) == sorted(int(found.id) for found in Outbox.select())
