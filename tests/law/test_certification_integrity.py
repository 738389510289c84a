"""C16 to C18, C24, C35: passwords, copies, restores, changes from outside, a full disk, and when issuing stops."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from company import PASSWORD, Lojinha, line, refusal

from models import db
from models.audit.tables import Audit
from models.backup import backup, restore
from models.clock import FixedClock
from models.home import Home
from models.integrity.block import blocked, check_whole, unblock
from models.integrity.copies import copies, due, note_copy, working_days
from models.integrity.seal import close_sealed
from models.integrity.watch import at_close, at_start, notices
from models.opening import open_company
from models.people.operators import change_password, create_operator, reset_password, sign_in
from models.people.tables import Operator
from models.sales.tables import Document
from models.session import Session
from models.verify import verify

on_sqlite = pytest.mark.parametrize("company", ["sqlite"], indirect=True)
REPORT = "Disco avariado, linha reposta a partir da cópia de 23-11."


def behind_the_programs_back(company: Lojinha, *statements: str) -> None:
    """What somebody does with the database's own tools."""
    if company.postgres:
        with db.writing():
            for statement in statements:
                db.database.execute_sql(statement)
        return
    with sqlite3.connect(company.folder / "balcao.db") as stranger:
        for statement in statements:
            stranger.execute(statement)
    stranger.close()


def thaw(company: Lojinha, table: str) -> list[str]:
    """The statements that take a table's protection away."""
    if company.postgres:
        return [f"DROP TRIGGER frozen_{table}_{act} ON {table}" for act in ("update", "delete")]
    acts = ("update", "delete", "change") if table == "document" else ("update", "delete")
    return [f"DROP TRIGGER frozen_{table}_{act}" for act in acts]


def entry(action: str) -> tuple[Audit, dict[str, object]]:
    row = Audit.select().where(Audit.action == action).order_by(Audit.id.desc()).get()
    return row, json.loads(row.detail)


def test_C16_a_password_is_its_owners_alone(company: Lojinha) -> None:
    """3.1.1: changed at the first sign-in and after a reset, never empty, never seen by an administrator."""
    create_operator("rui", "Rui", "provisória", company.session)
    assert sign_in("rui", "provisória", company.session).must_change
    for empty in ("", " " * 9):
        assert refusal(lambda p=empty: change_password("rui", "provisória", p, p, company.session)).rule == "C16"
    change_password("rui", "provisória", "só do Rui", "só do Rui", company.session)
    assert not sign_in("rui", "só do Rui", company.session).must_change
    stored = Operator.get(Operator.code == "rui").password
    assert stored.startswith("$argon2id$")
    everything = "".join(f"{row.subject}{row.detail}" for row in Audit.select()) + stored
    assert "só do Rui" not in everything
    reset_password("rui", "outra provisória", company.session)
    assert sign_in("rui", "outra provisória", company.session).must_change
    assert refusal(lambda: sign_in("rui", "só do Rui", company.session)).rule == "login"


def test_C17_a_working_day_without_a_copy_is_told_until_there_is_one(company: Lojinha) -> None:
    """3.1.2; DL 28/2019, 11.º n.6: nothing to lose, nothing said; Tuesday's sales are missed from Thursday on."""
    assert due(date(2026, 12, 24), {}) == []
    company.issue("FT", line("CAFE"))  # Tuesday, 24 November 2026
    assert due(date(2026, 11, 25), {}) == []
    assert due(date(2026, 11, 26), {}) == ["Ainda sem cópia de segurança: faça uma em Entidade > Cópias de segurança."]
    assert due(date(2026, 11, 27), {"copias": {"dias": 3}}) == []
    assert due(date(2026, 11, 30), {"copias": {"dias": 3}}) != []
    company.at(2026, 11, 27, 18, 0, 0)  # Friday
    (company.folder / "cópia.dump").write_bytes(b"dump")
    note_copy(company.folder / "cópia.dump", company.session)
    assert due(date(2026, 11, 30), {}) == [], "a weekend is no working day"
    assert due(date(2026, 12, 1), {})[0] == ("Última cópia a 27-11-2026: faça uma em Entidade > Cópias de segurança.")
    row, detail = entry("backup")
    assert (row.subject, row.operator, detail) == (
        "cópia.dump", "ana", {"elsewhere": False, "made": "outro programa", "size": 4},
    )  # fmt: skip
    for wrong in (company.folder, company.folder / "não há"):
        assert refusal(lambda f=wrong: note_copy(f, company.session)).rule == "C17"


def test_C17_working_days_are_counted_from_monday_to_friday() -> None:
    """3.1.2: by hand, on a calendar of November and December 2026."""
    for since, until, days in (
        ((2026, 11, 24), (2026, 11, 24), 0),
        ((2026, 11, 24), (2026, 11, 23), 0),
        ((2026, 11, 27), (2026, 11, 29), 0),  # Friday to Sunday
        ((2026, 11, 27), (2026, 11, 30), 1),
        ((2026, 11, 28), (2026, 11, 30), 1),
        ((2026, 11, 24), (2026, 12, 8), 10),
        ((2026, 11, 1), (2026, 11, 30), 21),
    ):
        assert working_days(date(*since), date(*until)) == days, (since, until)


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own at ``folder``."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a file system here")
    try:
        yield folder
    finally:
        db.close()
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """Another disk of four megabytes."""
    with mounted(tmp_path / "outro disco", "4m") as folder:
        yield folder


@on_sqlite
def test_C17_a_copy_on_the_same_disk_is_not_one_in_another_place(company: Lojinha, other_disk: Path) -> None:
    """3.1.2; DL 28/2019, 27.º: copies are kept in a different place; the program sees on which disk each one is."""
    company.issue("FT", line("CAFE"))
    backup(company.folder / "aqui.db", company.session)
    assert copies().elsewhere is None
    company.at(2026, 12, 2, 9, 0, 0)
    backup(company.folder / "aqui2.db", company.session)
    assert due(date(2026, 12, 2), {}) == ["Sem cópia noutro disco (nenhuma vez): a lei manda tê-la noutro sítio."]
    assert due(date(2026, 12, 2), {"copias": {"fora": 30}}) == []
    backup(other_disk / "fora.db", company.session)
    assert entry("backup")[1] == {"elsewhere": True}
    found = copies()
    assert found.last == found.elsewhere == datetime(2026, 12, 2, 9, 0, 0)
    assert due(date(2026, 12, 2), {}) == []
    assert any("desde 02-12-2026" in text for text in due(date(2026, 12, 11), {}))


@on_sqlite
def test_C18_restores_are_counted_also_when_the_copy_is_older_than_the_last_one(company: Lojinha) -> None:
    """3.1.3: each restore is registered with its number; going back to an old copy does not start again at one."""
    company.issue("FT", line("CAFE"))
    copy = company.folder / "cópia.db"
    backup(copy, company.session)
    for n in (1, 2, 3):
        company.tick(minutes=1)
        restore(copy, company.url, company.session)
        row, detail = entry("restore")
        assert (row.subject, row.operator, detail["count"]) == ("cópia.db", "ana", n)
    found = copies()
    assert (found.restores, found.restored) == (3, datetime(2026, 11, 24, 10, 3, 0))
    assert verify().findings == ()


@on_sqlite
def test_C18_a_file_changed_while_the_program_was_closed_is_noticed_at_start(company: Lojinha) -> None:
    """3.1.3: not even a price changes from outside unseen; it is told, recorded, and told until the whole was verified."""
    home = Home(company.folder)
    company.issue("FT", line("CAFE"))
    close_sealed()
    assert open_company(home, company.clock) == [], "as it was closed"
    close_sealed()
    behind_the_programs_back(company, "UPDATE article SET price = price + 1 WHERE code = 'CAFE'")
    told = ["Base de dados alterada fora do Balcão: corra Fiscal > Verificar cadeia."]
    assert open_company(home, company.clock) == told
    row, _ = entry("integrity.outside")
    assert (row.operator, row.at) == ("sistema", company.clock.at)
    close_sealed()
    assert open_company(home, company.clock) == [], "told once when found"
    assert notices(company.clock.at.date(), {}) == told, "and on the first screen until it was looked into"
    assert check_whole(company.session).findings == ()
    assert notices(company.clock.at.date(), {}) == []
    company.issue("FT", line("CAFE"))


@on_sqlite
def test_C18_another_file_in_its_place_is_noticed(company: Lojinha) -> None:
    """3.1.3: an older copy put there with cp is no restore of the program's."""
    close_sealed()
    base = company.folder / "balcao.db"
    shutil.copy(base, company.folder / "antiga.db")
    assert open_company(Home(company.folder), company.clock) == []
    company.issue("FT", line("CAFE"))
    close_sealed()
    shutil.copy(company.folder / "antiga.db", base)
    assert open_company(Home(company.folder), company.clock) != []
    assert entry("integrity.outside")[0].operator == "sistema"


@pytest.mark.parametrize("moment", [at_close, lambda clock: at_start(clock, file_changed=False)])
def test_C18_signs_of_a_direct_change_are_seen_at_start_and_at_close(
    company: Lojinha, moment: Callable[[FixedClock], list[str]]
) -> None:
    """3.1.3: a trigger gone, the end of a series or of the log that does not fit: seen, told, and issuing stops."""
    company.issue("FT", line("CAFE"))
    assert moment(company.clock) == []
    behind_the_programs_back(company, *thaw(company, "document"), "UPDATE document SET hash = 'mentira'")
    told = moment(company.clock)
    assert len(told) == 1
    assert "Emissão bloqueada" in told[0]
    assert refusal(lambda: company.issue("FT", line("CAFE"))).rule == "C35"
    assert moment(company.clock) == [], "said and recorded once"
    assert Audit.select().where(Audit.action == "integrity.block").count() == 1


def test_C18_a_change_at_the_end_of_the_log_is_seen(company: Lojinha) -> None:
    """3.1.3: the audit log's last rows are looked at in every start."""
    company.issue("FT", line("CAFE"))
    last = Audit.select().order_by(Audit.id.desc()).get().id
    behind_the_programs_back(
        company,
        *thaw(company, "audit"),
        f"UPDATE audit SET operator = 'rui' WHERE id = {last - 1}",
    )
    assert "emissão bloqueada" in " ".join(at_close(company.clock)).lower()
    assert blocked().first == "audit: falta ou foi alterado o gatilho de proteção frozen_audit_delete"


@pytest.fixture
def small_shop(company: Lojinha, tmp_path: Path) -> Iterator[Lojinha]:
    """The shop on a disk of 40 megabytes: below the floor."""
    with mounted(tmp_path / "disco", "40m") as folder:
        close_sealed()
        shutil.copy(company.folder / "balcao.db", folder)
        db.connect(f"sqlite:///{folder / 'balcao.db'}")
        company.folder = folder
        yield company


@on_sqlite
def test_C24_a_disk_nearly_full_forces_an_archive_elsewhere_first(small_shop: Lojinha, tmp_path: Path) -> None:
    """3.2.10: a warning, then no document without a copy of everything on another disk; with it the shop goes on."""
    assert notices(small_shop.clock.at.date(), {})[0].startswith("Disco quase cheio (")
    refused = refusal(lambda: small_shop.issue("FT", line("CAFE")))
    assert refused.rule == "C24"
    assert "guarde primeiro uma cópia noutro disco" in refused.message
    backup(small_shop.folder / "aqui.db", small_shop.session)
    assert refusal(lambda: small_shop.issue("FT", line("CAFE"))).rule == "C24", "on the same disk it is no archive"
    archive = tmp_path / "arquivo.db"
    backup(archive, small_shop.session)
    small_shop.issue("FT", line("CAFE"))
    small_shop.tick(hours=24, seconds=1)
    assert refusal(lambda: small_shop.issue("FT", line("CAFE"))).rule == "C24", "the next day needs its own"
    later = tmp_path / "arquivo2.db"
    backup(later, small_shop.session)
    sold = small_shop.issue("FT", line("CAFE"))
    assert Document.select().count() == 2, "nothing was thrown away to make room"
    db.connect(f"sqlite:///{later}")
    assert [row.number for row in Document.select()] == ["FT 2026A/1"], "the archive is a whole company"
    assert verify().findings == ()
    assert sold.number == "FT 2026A/2"


def test_C35_broken_integrity_stops_issuing_until_the_producer_has_reported(company: Lojinha) -> None:
    """DL 28/2019, 11.º n.2 a and c: found, blocked, reported on with who answers for it, and only then used again."""
    sold = company.issue("FT", line("CAFE"))
    behind_the_programs_back(
        company,
        *thaw(company, "document"),
        "UPDATE document SET notes = 'outra coisa'",
    )
    company.tick(hours=1)
    verdict = check_whole(company.session)
    assert f"{sold.number}: o conteúdo foi alterado depois da emissão." in [
        f"{f.place}: {f.message}" for f in verdict.findings
    ]
    found = blocked()
    assert (found.since, found.operator, found.count) == (company.clock.at, "ana", len(verdict.findings))
    refused = refusal(lambda: company.issue("FS", line("CAFE")))
    assert refused.rule == "C35"
    assert "bloqueada desde 24-11-2026 11:00" in refused.message
    assert notices(company.clock.at.date(), {})[0].startswith("Emissão bloqueada desde 24-11 11:00")

    create_operator("rui", "Rui", PASSWORD, company.session)
    clerk = Session("rui", "caixa1", company.clock, company.session.signer)
    for who, responsible, report, field in (
        (company.session, "", REPORT, "responsible"),
        (company.session, "Eng.ª Rita Sá", "ok", "report"),
        (clerk, "Eng.ª Rita Sá", REPORT, None),
    ):
        refused = refusal(lambda w=who, r=responsible, t=report: unblock(r, t, w))
        assert (refused.rule, refused.field) == ("C35", field)
    assert blocked() is not None
    unblock("Eng.ª Rita Sá", REPORT, company.session)
    row, detail = entry("integrity.unblock")
    assert (row.operator, detail) == ("ana", {"responsible": "Eng.ª Rita Sá", "report": REPORT})
    assert refusal(lambda: unblock("Eng.ª Rita Sá", REPORT, company.session)).message == "A emissão não está bloqueada."
    assert company.issue("FS", line("CAFE")).number == "FS 2026A/1"


def test_C35_what_was_reported_on_does_not_block_again_but_something_new_does(company: Lojinha) -> None:
    """DL 28/2019, 11.º n.2 c: history that is broken stays so; the report covers it and nothing else."""
    first, second = company.issue("FT", line("CAFE")), company.issue("FT", line("LEITE"))
    behind_the_programs_back(company, *thaw(company, "document"))
    assert at_close(company.clock) != [], "the triggers block at once; the whole is looked at later"
    behind_the_programs_back(company, f"UPDATE document SET notes = 'a' WHERE number = '{first.number}'")
    check_whole(company.session)
    unblock("Eng.ª Rita Sá", REPORT, company.session)
    assert len(check_whole(company.session).findings) >= 2
    assert (blocked(), at_close(company.clock)) == (None, [])
    behind_the_programs_back(company, f"UPDATE document SET notes = 'b' WHERE number = '{second.number}'")
    check_whole(company.session)
    assert blocked().first.startswith("FT 2026A/")
    assert refusal(lambda: company.issue("FT", line("CAFE"))).rule == "C35"


def test_C35_neither_the_block_nor_the_report_can_be_taken_away(company: Lojinha) -> None:
    """DL 28/2019, 11.º n.2 a: they are rows of the chained log: deleting them is itself found."""
    company.issue("FT", line("CAFE"))
    behind_the_programs_back(company, *thaw(company, "audit"))
    at_close(company.clock)
    assert blocked() is not None
    behind_the_programs_back(company, "DELETE FROM audit WHERE action = 'integrity.block'")
    company.tick(minutes=1)
    sign_in("ana", PASSWORD, company.session)
    assert blocked() is None
    assert at_close(company.clock) != [], "and blocked again"
    assert blocked() is not None
