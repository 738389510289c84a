"""The database: SQLite in a file or PostgreSQL by URL, and the one way to write to it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

import peewee
from peewee import DatabaseProxy, Model, PostgresqlDatabase, SqliteDatabase

from models.failures import explained

if TYPE_CHECKING:
    import sqlite3

database = DatabaseProxy()
"""The open database; ``connect`` sets it."""

BUSY_MS = 30_000
"""How long a writer waits for another one's turn."""

_WRITES = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:WITH\b.*?\b)?"
    r"(?:INSERT|UPDATE|DELETE|REPLACE\s+INTO|CREATE|DROP|ALTER|TRUNCATE)\b",
    re.IGNORECASE | re.DOTALL,
)
Row = TypeVar("Row", bound=Model)
_turn = threading.local()


class UnguardedWrite(RuntimeError):
    """A writing statement outside ``writing()``: a deferred transaction fails at once when two write (measured)."""


class _Guarded:
    """Refuses to write outside ``writing()``, so that no path can forget BEGIN IMMEDIATE or the row lock."""

    def execute_sql(self, sql: str, params: Any = None, **options: Any) -> Any:
        if not getattr(_turn, "writing", False) and _WRITES.match(sql):
            raise UnguardedWrite(sql[:80])
        return super().execute_sql(sql, params, **options)  # type: ignore[misc]


class GuardedSqlite(_Guarded, SqliteDatabase):
    """SQLite, WAL, every commit on disk before it is acknowledged."""


class GuardedPostgres(_Guarded, PostgresqlDatabase):
    """PostgreSQL through psycopg 3."""


def connect(url: str) -> peewee.Database:
    """Opens ``sqlite:///path`` or ``postgresql://user:password@host/name`` and makes it the current database.

    The file must exist already unless its folder is new: creating one is for ``models.migrate.create``.
    Raises StorageFailure with what is wrong and what to do.
    """
    close()
    opened = _sqlite(sqlite_path(url)) if is_sqlite(url) else _postgres(url)
    database.initialize(opened)
    with explained():
        opened.connect(reuse_if_open=True)
    return opened


def close() -> None:
    """Closes this thread's connection, if any."""
    if database.obj is not None and not database.is_closed():
        database.close()


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite:")


def sqlite_path(url: str) -> Path:
    """The file of a ``sqlite:///`` URL."""
    return Path(url.removeprefix("sqlite:///"))


def _sqlite(path: Path) -> GuardedSqlite:
    return GuardedSqlite(
        str(path),
        pragmas={
            "journal_mode": "wal",
            "synchronous": "full",
            "foreign_keys": 1,
            "recursive_triggers": 1,  # or REPLACE would delete a frozen row without asking its trigger
            "busy_timeout": BUSY_MS,
            "cache_size": -16_000,
            "journal_size_limit": 16_000_000,
        },
        timeout=BUSY_MS / 1000,
    )


def _postgres(url: str) -> GuardedPostgres:
    parts = urlsplit(url)
    options: dict[str, Any] = {
        key: value
        for key, value in {
            "host": unquote(parts.hostname) if parts.hostname else None,
            "port": parts.port,
            "user": unquote(parts.username) if parts.username else None,
            "password": unquote(parts.password) if parts.password else None,
        }.items()
        if value is not None
    }
    options |= dict(pair.split("=", 1) for pair in unquote(parts.query).split("&") if "=" in pair)
    return GuardedPostgres(
        parts.path.lstrip("/"),
        prefer_psycopg3=True,
        connect_timeout=5,
        options=f"-c lock_timeout={BUSY_MS} -c idle_in_transaction_session_timeout=5000",
        **options,
    )


def on_postgres() -> bool:
    return isinstance(database.obj, PostgresqlDatabase)


@contextmanager
def one_view(connection: sqlite3.Connection) -> Iterator[None]:
    """One reading transaction on a connection of SQLite: what others commit meanwhile is not seen. Writes nothing."""
    own = not connection.in_transaction
    if own:
        connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        if own:
            connection.execute("ROLLBACK")


@contextmanager
def one_moment() -> Iterator[None]:
    """One reading transaction on the open database: what others commit meanwhile is not seen. Writes nothing."""
    database.connect(reuse_if_open=True)
    if database.in_transaction():
        yield
        return
    with explained(), database.atomic():
        if on_postgres():
            database.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes: all of it or nothing. A verb inside another joins the outer one.

    SQLite takes the write lock at once (BEGIN IMMEDIATE); PostgreSQL's verbs lock the rows they count on.
    Raises StorageFailure when the storage fails: then nothing was saved.
    """
    if getattr(_turn, "writing", False):
        yield
        return
    with explained():
        arguments = () if on_postgres() else ("IMMEDIATE",)
        database.connect(reuse_if_open=True)
        _turn.writing = True
        try:
            with database.atomic(*arguments):
                yield
        except (peewee.OperationalError, peewee.InterfaceError):
            _forget_lost_connection()
            raise
        finally:
            _turn.writing = False


@contextmanager
def part() -> Iterator[None]:
    """A part of the transaction under way that may be refused by itself: what it began is taken back, the rest goes on."""
    if not getattr(_turn, "writing", False):
        raise UnguardedWrite("part() outside writing()")
    with database.savepoint():
        yield


def _forget_lost_connection() -> None:
    """A connection that the server cut is closed here too, so that the next verb opens another."""
    if on_postgres() and getattr(database.connection(), "closed", False):
        database.close()


def marked(sql: str) -> str:
    """A statement written with ``?`` for each value, in the words of the open database."""
    return sql.replace("?", "%s") if on_postgres() else sql


def take_turn(place: int) -> None:
    """Waits until no other transaction has the same place, and keeps it until the commit; SQLite has one writer anyway.

    place: a number that stands for what is done by one at a time, the same in every program.
    """
    if on_postgres():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (place,))


def lock_for_writing(query: Any) -> Any:
    """``query`` with its rows locked until the commit, where the database locks by row (PostgreSQL)."""
    return query.for_update() if on_postgres() else query


class Table(Model):
    """Base of all tables."""

    class Meta:
        database = database
        legacy_table_names = False


@cache
def _selection(table: type[Model]) -> tuple[str, tuple[tuple[str, Callable[[Any], Any]], ...]]:
    fields = table._meta.sorted_fields
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    return (
        f'SELECT {columns} FROM "{table._meta.table_name}" ',  # noqa: S608
        tuple((field.name, field.python_value) for field in fields),
    )


def rows(table: type[Row], rest: str, values: Sequence[Any] = (), *, locked: bool = False) -> list[Row]:
    """Rows for what runs at every issue: peewee's own statement is built anew each time, which costs more than running it.

    rest: the statement after ``FROM table``, with ``?`` for each value; locked: until the commit (see lock_for_writing).
    """
    start, fields = _selection(table)
    statement = start + rest
    if on_postgres():
        statement = statement.replace("?", "%s") + (" FOR UPDATE" if locked else "")
    found = []
    for record in database.execute_sql(statement, values).fetchall():
        row = table(__no_default__=True)
        row.__data__ = {name: read(value) for (name, read), value in zip(fields, record, strict=True)}
        found.append(row)
    return found


@cache
def _statement(
    table: type[Model], names: tuple[str, ...], postgres: bool
) -> tuple[str, tuple[Callable[[Any], Any], ...]]:
    fields = [table._meta.combined[name] for name in names]
    mark = "%s" if postgres else "?"
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    sql = f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({", ".join([mark] * len(fields))})'  # noqa: S608
    return sql, tuple(field.db_value for field in fields)


def insert(table: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that have the same keys, with the statement built once."""
    if not rows:
        return
    names = tuple(rows[0])
    sql, converters = _statement(table, names, on_postgres())
    values = [tuple(convert(row[name]) for name, convert in zip(names, converters, strict=True)) for row in rows]
    execute_many(sql, values)


def execute_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Runs a writing statement once for each row of values."""
    if not getattr(_turn, "writing", False):
        raise UnguardedWrite(sql[:80])
    cursor = database.cursor()
    try:
        # Without it a driver's own error would come through, which nobody explains.
        with peewee.__exception_wrapper__:  # type: ignore[attr-defined]
            cursor.executemany(sql, rows)
    finally:
        cursor.close()


def insert_one(table: type[Model], row: Mapping[str, Any]) -> int:
    """Inserts a row and gives its id."""
    names = tuple(row)
    sql, converters = _statement(table, names, on_postgres())
    values = tuple(convert(row[name]) for name, convert in zip(names, converters, strict=True))
    return int(database.execute_sql(sql + " RETURNING id", values).fetchone()[0])
