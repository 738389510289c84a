"""Look-ups by the beginnings of words, in any order, without accents, on the word index of either database."""

from __future__ import annotations

import operator
import re
from functools import reduce
from typing import Any

from peewee import OP, SQL, Expression, Model, fn

from fiscal.text import fold
from models import db

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Folded words: letters and digits only."""
    return _WORD.findall(fold(text))[:8]


def searchable(*texts: str) -> str:
    """What goes into a ``search`` column: the folded words of all texts."""
    return " ".join(words_of for text in texts for words_of in _WORD.findall(fold(text)))


def matching(table: type[Model], text: str) -> Expression | None:
    """A condition: every word of ``text`` begins a word of the row. None when there is no word to look for.

    A ``*`` inside a word stands for any characters: ``pizza*ca`` is a word that begins with pizza, with ca after it.
    """
    patterns = [p for chunk in text.split() if "*" in chunk and (p := _pattern(chunk))]
    found = words(" ".join(chunk.partition("*")[0] for chunk in text.split()))
    conditions: list[Expression] = [Expression(table.search, OP.ILIKE, pattern) for pattern in patterns]  # type: ignore[attr-defined]
    if found:
        conditions.append(_begun(table, found))
    return reduce(operator.and_, conditions) if conditions else None


def _pattern(chunk: str) -> str:
    """A chunk with wildcards as a pattern over the folded words; empty when nothing but signs stands in it."""
    pieces = [piece for part in chunk.split("*") for piece in _WORD.findall(fold(part))]
    return f"%{'%'.join(pieces)}%" if pieces else ""


def _begun(table: type[Model], found: list[str]) -> Expression:
    # The columns are the table's own, so that the condition stands in a sub-query too, where the table has another alias.
    if db.on_postgres():
        query = " & ".join(f"{word}:*" for word in found)
        return Expression(
            fn.to_tsvector(SQL("'simple'"), table.search),  # type: ignore[attr-defined]
            "@@",
            fn.to_tsquery(SQL("'simple'"), query),
        )
    name = table._meta.table_name
    query = " ".join(f'"{word}"*' for word in found)
    rows = SQL(f"(SELECT rowid FROM {name}_words WHERE {name}_words MATCH ?)", (query,))  # noqa: S608
    return Expression(table._meta.primary_key, OP.IN, rows)


def of_matching(column: Any, table: type[Model], text: str, limit: int) -> Expression | None:
    """``column`` is the id of one of at most ``limit`` rows of another table that match; None when there is no word."""
    found, name = words(text), table._meta.table_name
    if not found:
        return None
    if db.on_postgres():
        query = " & ".join(f"{word}:*" for word in found)
        ids = f"SELECT id FROM {name} WHERE to_tsvector('simple', search) @@ to_tsquery('simple', %s) LIMIT {limit:d}"  # noqa: S608
        # An array, since PostgreSQL uses no index for a subquery that stands beside others in an OR.
        return Expression(column, "=", SQL(f"ANY(ARRAY({ids}))", (query,)))
    query = " ".join(f'"{word}"*' for word in found)
    ids = f"(SELECT rowid FROM {name}_words WHERE {name}_words MATCH ? LIMIT {limit:d})"  # noqa: S608
    return Expression(column, OP.IN, SQL(ids, (query,)))


def literal_prefix(column: Any, text: str) -> Expression:
    """``column`` begins with ``text``, taken literally (``%`` and ``_`` mean themselves); served by the column's index."""
    if db.on_postgres():
        # By the bytes, and not LIKE: a prepared statement's general plan uses no index for an unknown pattern.
        return Expression(column, "~>=~", text) & Expression(column, "~<~", text + "\U0010ffff")
    within: Expression = (column >= text) & (column <= text + "\U0010ffff")
    return within
