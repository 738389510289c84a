"""Opens a company's home: its database brought up to date, or a plain word on what is wrong; never empty in silence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db, migrate
from models.clock import Clock
from models.failures import StorageFailure, explained
from models.home import Home
from models.integrity.seal import changed_outside
from models.integrity.watch import at_start

if TYPE_CHECKING:
    from models.session import Session

CHECKED_AT_OPENING = 20_000_000
"""Bytes: an SQLite file up to this size is checked whole at each opening; a larger one by ``balcao verify``."""


class NoCompany(Refusal):
    """There is no company in this home yet."""


def open_company(home: Home, clock: Clock, *, create: bool = False) -> list[str]:
    """Connects to the home's database and brings it to this program's version; looks whether it was changed from outside.

    Gives what the operator must be told of that (C18); it is in the audit log already.

    create: a home without database gets a new one (set-up, demo). Raises NoCompany when there is none, StorageFailure
    when what is there cannot be used.
    """
    url = home.database_url
    if not db.is_sqlite(url) and not url.startswith(("postgresql://", "postgres://")):
        raise Refusal(
            f"Base de dados «{clean(url, 40)}» desconhecida: use sqlite:///… ou postgresql://….",
            field="base",
            rule="settings",
        )
    changed = False
    if db.is_sqlite(url):
        _check_file(db.sqlite_path(url), home, create=create)
        changed = changed_outside(db.sqlite_path(url))
    db.connect(url)
    if db.is_sqlite(url):
        _check_pages(db.sqlite_path(url))
    with explained():
        if not create and "company" not in db.database.get_tables():
            raise NoCompany(
                f"Ainda não há empresa em {home.path}: abra o Balcão e responda ao assistente.", rule="setup"
            )
    migrate.migrate(clock)
    return at_start(clock, file_changed=changed)


def open_home(home: Home, clock: Clock) -> str:
    """Opens the company and gives its name; an empty text where there is none yet."""
    from models.company.tables import Company

    try:
        open_company(home, clock)
    except NoCompany:
        return ""
    newest = db.rows(Company, "ORDER BY id DESC LIMIT 1")
    return str(newest[0].name) if newest else ""


def session_of(home: Home, operator: str, clock: Clock) -> Session:
    """The session of an operator at this terminal, with the home's key and tables."""
    from models.session import Session  # the law's tables are not needed until somebody signs in

    terminal = str(home.settings().get("terminal") or os.uname().nodename or "local")
    return Session(operator, clean(terminal, 30), clock, home.signer, home.tables, os.urandom(16).hex(), home.producer)


def _check_file(path: Path, home: Home, *, create: bool) -> None:
    if not path.exists():
        if not create:
            raise NoCompany(
                f"Ainda não há empresa em {home.path}: abra o Balcão e responda ao assistente.", rule="setup"
            )
        if home.key_file.exists():
            raise StorageFailure(
                f"A base de dados {path} desapareceu, mas já houve aqui uma empresa: reponha a última cópia com "
                "«balcao restore».",
                rule="storage",
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailure(
                f"Não se consegue criar a pasta {path.parent}: {error.strerror}.", rule="storage"
            ) from error
        return
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise StorageFailure(f"Não se consegue ler {path}: {error.strerror}.", rule="storage") from error
    if head != b"SQLite format 3\x00":
        state = "está vazio" if not head else "não é uma base de dados do Balcão"
        raise StorageFailure(f"O ficheiro {path} {state}: reponha a última cópia com «balcao restore».", rule="storage")


def _check_pages(path: Path) -> None:
    if path.stat().st_size > CHECKED_AT_OPENING:
        return
    with explained():
        state = db.database.execute_sql("PRAGMA quick_check(1)").fetchone()[0]
    if state != "ok":
        raise StorageFailure(
            f"A base de dados {path} está danificada ({clean(state, 120)}): não emita; reponha a última cópia com "
            "«balcao restore».",
            rule="storage",
        )
