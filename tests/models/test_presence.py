"""Two lines, one operator; two operators, one terminal; a line that dropped: who finds which place and which draft."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from company import Lojinha, line, refusal

from models import db
from models.presence import process
from models.presence.sessions import arrive, depart, note, step_out
from models.presence.tables import Presence
from models.sales.draft import Draft
from models.sales.issue import issue
from models.sales.keep import discard, held_elsewhere, keep, kept, recall, take_up
from models.session import Session


@pytest.fixture
def killed() -> str:
    """A process that has run and was killed, as ``Presence.process`` names it."""
    running = subprocess.Popen(["sleep", "600"])
    named = f"{running.pid} {process._started(running.pid)}"
    running.kill()
    running.wait()
    return named


def line_of(company: Lojinha, token: str, operator: str = "ana") -> Session:
    return replace(company.session, token=token, operator=operator)


def drop(session: Session, killed: str) -> None:
    """The line of a session drops: nothing is signed out, its process is gone."""
    with db.writing():
        Presence.update(process=killed).where(Presence.token == session.token).execute()


def test_after_a_dropped_line_the_operator_is_back_where_they_were(company: Lojinha, killed: str) -> None:
    first = line_of(company, "first")
    assert arrive(first).place == ""
    note(first, '["VF"]')
    drop(first, killed)
    found = arrive(line_of(company, "second"))
    assert found.place == '["VF"]'
    assert found.elsewhere == []
    assert Presence.select().count() == 1


def test_a_place_that_brings_the_program_down_is_not_gone_back_to_again(company: Lojinha, killed: str) -> None:
    """Or nobody could sign in any more. A program that came back well notes the place anew."""
    first, second = line_of(company, "first"), line_of(company, "second")
    arrive(first)
    note(first, '["VF"]')
    drop(first, killed)
    arrive(second)
    drop(second, killed)
    assert arrive(line_of(company, "third")).place == ""


def test_two_lines_that_drop_are_taken_up_one_after_the_other_the_last_seen_first(
    company: Lojinha, killed: str
) -> None:
    first, second = line_of(company, "first"), line_of(company, "second")
    arrive(first)
    note(first, '["VF"]')
    company.tick(minutes=1)
    arrive(second)
    note(second, '["EC"]')
    drop(first, killed)
    drop(second, killed)
    assert arrive(line_of(company, "third")).place == '["EC"]'
    assert arrive(line_of(company, "fourth")).place == '["VF"]'


def test_signing_out_forgets_the_place_and_leaving_a_locked_terminal_does_not(company: Lojinha) -> None:
    first, second = line_of(company, "first"), line_of(company, "second")
    arrive(first)
    note(first, '["VF"]')
    depart(first)
    assert arrive(second).place == ""
    note(second, '["EC"]')
    step_out(second)
    assert arrive(line_of(company, "third")).place == '["EC"]'


def test_a_place_belongs_to_its_operator_and_its_terminal(company: Lojinha, killed: str) -> None:
    first = line_of(company, "first")
    arrive(first)
    note(first, '["VF"]')
    drop(first, killed)
    assert arrive(line_of(company, "second", "rui")).place == ""
    assert arrive(replace(line_of(company, "third"), terminal="caixa2")).place == ""
    assert arrive(line_of(company, "fourth")).place == '["VF"]'


def test_a_place_nobody_came_back_to_for_a_month_is_forgotten(company: Lojinha, killed: str) -> None:
    first = replace(line_of(company, "first"), terminal="caixa2")
    arrive(first)
    drop(first, killed)
    company.tick(days=31)
    arrive(line_of(company, "second"))
    assert [row.token for row in Presence.select()] == ["second"]


def test_signed_in_twice_the_second_is_told_and_gets_neither_place_nor_draft(company: Lojinha) -> None:
    first, second = line_of(company, "first"), line_of(company, "second")
    arrive(first)
    draft = Draft("FT", [line("CAFE")])
    keep(draft, first)
    note(first, '["VF"]')
    company.tick(minutes=5)
    found = arrive(second)
    assert found.place == ""
    assert found.elsewhere == [("caixa1", company.clock.at - timedelta(minutes=5))]
    assert take_up(second, "FT") == (None, "caixa1")
    assert held_elsewhere(second) == {draft.operation: "caixa1"}
    for act in (lambda: recall(draft.operation, second), lambda: discard(draft.operation, second)):
        assert "noutra sessão sua (posto caixa1)" in refusal(act).message
    assert "noutra sessão sua" in refusal(lambda: keep(draft, second)).message
    assert recall(draft.operation, first) == draft


def test_when_the_first_leaves_the_document_or_dies_the_second_may_go_on(company: Lojinha, killed: str) -> None:
    first, second = line_of(company, "first"), line_of(company, "second")
    arrive(first)
    arrive(second)
    draft = Draft("FT", [line("CAFE")])
    keep(draft, first, leaving=True)
    assert take_up(second, "FT") == (draft, "")
    assert "noutra sessão sua" in refusal(lambda: recall(draft.operation, first)).message
    drop(second, killed)
    assert recall(draft.operation, first) == draft


def test_a_second_line_gets_the_draft_that_the_first_is_not_typing(company: Lojinha) -> None:
    first, second = line_of(company, "first"), line_of(company, "second")
    arrive(first)
    arrive(second)
    older, newer = Draft("FT", [line("LEITE")]), Draft("FT", [line("CAFE")])
    keep(older, first, leaving=True)
    company.tick(seconds=1)
    keep(newer, first)
    assert take_up(second, "FT") == (older, "caixa1")
    assert take_up(second, "FT", but={older.operation}) == (None, "caixa1")


def test_what_is_put_aside_is_nobodys_to_hold(company: Lojinha) -> None:
    first, second = line_of(company, "first"), line_of(company, "second")
    arrive(first)
    arrive(second)
    draft = Draft("FT", [line("CAFE")])
    keep(draft, first, parked=True)
    assert recall(draft.operation, second) == draft


def test_another_operator_never_sees_recalls_or_deletes_a_draft_also_at_the_same_terminal(company: Lojinha) -> None:
    ana, rui = line_of(company, "first"), line_of(company, "second", "rui")
    draft = Draft("FT", [line("CAFE")])
    keep(draft, ana, parked=True)
    assert kept(rui) == []
    assert take_up(rui, "FT") == (None, "")
    assert "já não existe" in refusal(lambda: recall(draft.operation, rui)).message
    discard(draft.operation, rui)
    assert recall(draft.operation, ana) == draft


def test_a_session_on_another_machine_is_dead_after_two_minutes_of_silence(company: Lojinha) -> None:
    first, second = line_of(company, "first"), line_of(company, "second")
    arrive(first)
    draft = Draft("FT", [line("CAFE")])
    keep(draft, first)
    with db.writing():
        Presence.update(host="outra-máquina").execute()
    company.tick(seconds=110)
    assert held_elsewhere(second) == {draft.operation: "caixa1"}
    note(first, "")
    company.tick(seconds=119)
    assert held_elsewhere(second) == {draft.operation: "caixa1"}
    company.tick(seconds=1)
    assert held_elsewhere(second) == {}


def test_a_process_number_given_again_to_somebody_else_is_not_the_session(company: Lojinha) -> None:
    """The kernel counts round: the number lives, the start is another."""
    first = line_of(company, "first")
    arrive(first)
    number = process.this_process().split()[0]
    drop(first, f"{number} 1")
    assert arrive(line_of(company, "second")).elsewhere == []


def test_a_draft_issued_meanwhile_cannot_be_taken_up(company: Lojinha, killed: str) -> None:
    first = line_of(company, "first")
    arrive(first)
    draft = Draft("FT", [line("CAFE")])
    keep(draft, first)
    drop(first, killed)
    issue(draft, company.session)
    assert "já não existe" in refusal(lambda: recall(draft.operation, line_of(company, "second"))).message
