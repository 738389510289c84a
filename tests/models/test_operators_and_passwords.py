"""Operators: passwords that only they know, patience with wrong ones, codes that never come back (C16, F9)."""

from __future__ import annotations

import re

import pytest
from company import PASSWORD, Lojinha, refusal

from fiscal.errors import Refusal
from models import db
from models.audit.tables import Audit
from models.people.operators import change_password, create_operator, reset_password, sign_in, unlock
from models.people.tables import Operator


def ana() -> Operator:
    return Operator.get(Operator.code == "ana")


def test_the_first_password_must_be_changed(company: Lojinha) -> None:
    assert sign_in("ANA ", PASSWORD, company.session).must_change
    change_password("ana", PASSWORD, "outra palavra", "outra palavra", company.session)
    assert not sign_in("ana", "outra palavra", company.session).must_change
    with pytest.raises(Refusal):
        sign_in("ana", PASSWORD, company.session)


def test_after_a_reset_it_must_be_changed_again(company: Lojinha) -> None:
    change_password("ana", PASSWORD, "outra palavra", "outra palavra", company.session)
    reset_password("ana", "provisória", company.session)
    assert sign_in("ana", "provisória", company.session).must_change
    with pytest.raises(Refusal, match="Não há operador"):
        reset_password("rui", "provisória", company.session)


def test_empty_short_and_endless_passwords_are_refused(company: Lojinha) -> None:
    for password in ("", "12345", " " * 8, "x" * 201):
        assert refusal(lambda p=password: create_operator("rui", "Rui", p, company.session)).rule == "C16"
        assert refusal(lambda p=password: reset_password("ana", p, company.session)).rule == "C16"
        assert refusal(lambda p=password: change_password("ana", PASSWORD, p, p, company.session)).rule == "C16"


def test_a_change_needs_the_old_one_and_the_new_one_twice(company: Lojinha) -> None:
    for old, new, again, field in (
        ("errada", "outra palavra", "outra palavra", "old"),
        (PASSWORD, "outra palavra", "outra", "again"),
        (PASSWORD, PASSWORD, PASSWORD, "new"),
    ):
        assert refusal(lambda words=(old, new, again): change_password("ana", *words, company.session)).field == field
    assert ana().must_change


def test_only_an_argon2_hash_is_kept_each_with_its_own_salt(company: Lojinha) -> None:
    create_operator("rui", "Rui", PASSWORD, company.session)
    stored = [operator.password for operator in Operator.select()]
    assert all(re.match(r"\$argon2id\$v=19\$m=\d{5,},t=\d+,p=\d+\$", text) for text in stored)
    assert len(set(stored)) == 2
    everything = "".join(row.detail + row.subject for row in Audit.select())
    assert PASSWORD not in everything
    assert "$argon2" not in everything


def test_five_failures_and_one_has_to_wait(company: Lojinha) -> None:
    """The clock is the session's: half a minute passes without sleeping."""
    for _ in range(5):
        with pytest.raises(Refusal, match="Operador ou palavra-passe errados"):
            sign_in("ana", "errada", company.session)
    with pytest.raises(Refusal, match="espere 31 segundos") as refused:
        sign_in("ana", PASSWORD, company.session)
    assert refused.value.rule == "login"
    company.tick(seconds=29)
    with pytest.raises(Refusal, match="espere 2 segundos"):
        sign_in("ana", PASSWORD, company.session)
    company.tick(seconds=1)
    assert sign_in("ana", PASSWORD, company.session).code == "ana"
    assert ana().failures == 0, "a right one forgives"


def test_every_try_is_audited(company: Lojinha) -> None:
    with pytest.raises(Refusal):
        sign_in("ana", "errada", company.session)
    sign_in("ana", PASSWORD, company.session)
    last = Audit.select().order_by(Audit.id.desc()).limit(2)
    assert [(row.action, row.subject) for row in last] == [("login", "ana"), ("login.refused", "ana")]


def test_an_unknown_operator_hears_the_same_as_a_wrong_password(company: Lojinha) -> None:
    known = refusal(lambda: sign_in("ana", "errada", company.session))
    for code in ("", "rui", "'; DROP TABLE operator;--", "ANA\u200b."):
        assert refusal(lambda c=code: sign_in(c, PASSWORD, company.session)).message == known.message


def test_who_left_does_not_come_in(company: Lojinha) -> None:
    create_operator("rui", "Rui", PASSWORD, company.session)
    with db.writing():
        Operator.update(active=False).where(Operator.code == "rui").execute()
    with pytest.raises(Refusal, match="errados"):
        sign_in("rui", PASSWORD, company.session)


def test_a_code_is_never_used_again(company: Lojinha) -> None:
    for code in ("ana", "Ana", " ANA"):
        assert refusal(lambda c=code: create_operator(c, "Ana Nova", PASSWORD, company.session)).rule == "F9"


def test_codes_that_saft_could_not_carry_are_refused(company: Lojinha) -> None:
    for code in ("", "ana maria", "joão", "-a", "a" * 31, "a/b"):
        assert refusal(lambda c=code: create_operator(c, "X", PASSWORD, company.session)).field == "code"


def test_a_locked_terminal_is_given_back_to_its_own_password_only(company: Lojinha) -> None:
    """The owner's password does not open Ana's screen; five failures wait here as at sign-in, and count together."""
    create_operator("rui", "Rui", "palavra de rui", company.session)
    assert unlock(PASSWORD, company.session) == "ana"
    for _ in range(5):
        assert refusal(lambda: unlock("palavra de rui", company.session)).message == "Palavra-passe errada."
    assert "Demasiadas tentativas: espere" in refusal(lambda: unlock(PASSWORD, company.session)).message
    assert "Demasiadas tentativas: espere" in refusal(lambda: sign_in("ana", PASSWORD, company.session)).message
    company.tick(seconds=30)
    assert unlock(PASSWORD, company.session) == "ana"
    assert [row.action for row in Audit.select().order_by(Audit.id)][-7:] == [
        "unlock",
        *["unlock.refused"] * 5,
        "unlock",
    ]


def test_who_left_does_not_unlock_either(company: Lojinha) -> None:
    with db.writing():
        Operator.update(active=False).execute()
    assert refusal(lambda: unlock(PASSWORD, company.session)).field == "password"
