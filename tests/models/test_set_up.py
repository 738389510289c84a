"""The first set-up of a shop: all of it or nothing; later changes are new versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from company import DATA, OPENING, Lojinha, refusal, session_in

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from models import db, migrate
from models.audit.tables import Audit
from models.clock import FixedClock
from models.company.setup import current, is_set_up, save_company, set_setting, set_up, setting
from models.company.tables import Company
from models.people.tables import Operator
from models.series.tables import Series
from models.session import Session


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Any:
    """A session over a database that has its tables and nothing else."""
    clock = FixedClock(OPENING)
    db.connect(database_url)
    migrate.migrate(clock)
    yield session_in(tmp_path, clock)
    db.close()


def test_ten_answers_make_a_shop(empty: Session) -> None:
    assert not is_set_up()
    assert set_up({**DATA, "operator": "Ana", "password": "segredo1"}, empty) == "2026A"
    assert is_set_up()
    assert current().name == "Lojinha da Esquina, Lda"
    assert {(s.type, s.name, s.validation_code) for s in Series.select()} == {(kind, "2026A", "") for kind in TYPES}
    ana = Operator.get()
    assert (ana.code, ana.admin, ana.must_change) == ("ana", True, True)
    assert [row.action for row in Audit.select().order_by(Audit.id)] == [
        "company.save", "operator.create", *["series.create"] * 20,
    ]  # fmt: skip


def test_one_wrong_answer_leaves_nothing_behind(empty: Session) -> None:
    for wrong, field in (
        ({"nif": "509964430"}, "nif"),
        ({"postal_code": "4000"}, "postal_code"),
        ({"address": ""}, "company"),
        ({"region": "ES"}, "region"),
        ({"regime": "X"}, "regime"),
        ({"operator": "ana maria"}, "code"),
        ({"password": "12345"}, "password"),
        ({"password": ""}, "password"),
        ({"series": "AT2026"}, "name"),
        ({"series": "2026/A"}, "name"),
    ):
        answers = {**DATA, "operator": "ana", "password": "segredo1", **wrong}
        assert refusal(lambda answers=answers: set_up(answers, empty)).field == field, wrong
        assert not is_set_up()
        assert [table.select().count() for table in (Operator, Series, Audit)] == [0, 0, 0]


def test_it_is_done_once(company: Lojinha) -> None:
    with pytest.raises(Refusal, match="já está configurada"):
        set_up({**DATA, "operator": "rui", "password": "segredo1"}, company.session)
    assert Operator.select().count() == 1


def test_a_change_is_a_new_version_and_the_nif_never_changes(company: Lojinha) -> None:
    save_company({**DATA, "address": "Rua Nova, 1"}, company.session)
    assert current().address == "Rua Nova, 1"
    assert Company.select().count() == 2
    with pytest.raises(Refusal, match="não se muda"):
        save_company({**DATA, "nif": "501964843"}, company.session)
    assert Company.select().count() == 2


def test_text_comes_in_clean(company: Lojinha) -> None:
    save_company({**DATA, "name": "Loja\x1b[31m do \u202eZe\u0301 [red]", "city": "\u200bPorto"}, company.session)
    assert (current().name, current().city) == ("Loja[31m do Zé [red]", "Porto")


def test_settings_of_the_company(company: Lojinha) -> None:
    assert setting("tema", "claro") == "claro"
    set_setting("tema", "escuro", company.session)
    set_setting("tema", "contraste", company.session)
    assert setting("tema") == "contraste"
