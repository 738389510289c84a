"""When the storage fails: what happened and what to do, in words an operator understands; nothing was saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from fiscal.errors import Refusal
from fiscal.text import clean


class StorageFailure(Refusal):
    """The database or its disk failed. What was being written was not saved."""


_REASONS = (
    ("disk is full", "O disco está cheio: nada foi gravado. Liberte espaço e repita."),
    ("no space left", "O disco está cheio: nada foi gravado. Liberte espaço e repita."),
    (
        "disk i/o error",
        "O disco deu um erro: nada foi gravado. Não emita mais; verifique o disco e corra «balcao verify».",
    ),
    ("decode", "A base de dados está danificada. Não emita; reponha a última cópia com «balcao restore»."),
    ("malformed", "A base de dados está danificada. Não emita; reponha a última cópia com «balcao restore»."),
    ("not a database", "O ficheiro não é uma base de dados do Balcão. Reponha a última cópia com «balcao restore»."),
    ("readonly", "A base de dados só se pode ler: dê permissão de escrita ao ficheiro e à pasta."),
    (
        "unable to open",
        "Não se consegue abrir a base de dados: confirme que a pasta existe e tem permissão de escrita.",
    ),
    ("locked", "A base de dados está ocupada por outro posto há muito tempo: repita dentro de momentos."),
    ("lock timeout", "A base de dados está ocupada por outro posto há muito tempo: repita dentro de momentos."),
    ("connection", "Perdeu-se a ligação à base de dados: confirme a rede e repita. O rascunho não se perde."),
)


def explain(error: BaseException) -> StorageFailure:
    """The failure in Portuguese, with the technical text at the end for whoever gives support.

    A roll-back that fails because SQLite had already rolled back hides the first error: it is looked for behind.
    """
    text = clean(str(error), 200)
    behind: BaseException | None = error
    while behind is not None:
        cause = clean(str(behind), 200)
        for mark, reason in _REASONS:
            if mark in cause.casefold():
                return StorageFailure(f"{reason} ({cause})", rule="storage")
        behind = behind.__cause__ or behind.__context__
    return StorageFailure(f"A base de dados recusou a operação: nada foi gravado. ({text})", rule="storage")


@contextmanager
def explained() -> Iterator[None]:
    """Turns the database's own errors into StorageFailure."""
    try:
        yield
    except (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error, UnicodeDecodeError) as error:
        raise explain(error) from error
