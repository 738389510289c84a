"""The data dictionary: every table and column as declared, with unit, keys and what is frozen (DL 28/2019, 11.º n.3-4; C36)."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import peewee

import models
from models import db
from models.db import Table
from models.fields import CentsField, DayField, FlagField, MicroField, MomentField
from models.frozen import FROZEN, Freeze

UNITS: dict[type[peewee.Field], str] = {
    CentsField: "integer, euro cents",
    MicroField: "integer, millionths",
    DayField: "text, AAAA-MM-DD",
    MomentField: "text, AAAA-MM-DDThh:mm:ss",
    FlagField: "integer, 0 or 1",
    peewee.BigAutoField: "integer, automatic",
    peewee.BigIntegerField: "integer",
    peewee.TextField: "text",
}

HEAD = """# Data dictionary

Made by `balcao certify dictionary` from the declared tables and the migrations; a test keeps this page in step with them.
Amounts of money are whole cents; prices, quantities, rates and line values whole millionths. «Frozen» columns can never change
once the row is written: triggers of the database refuse it, also to other programs.
"""


def dictionary() -> str:
    """The page, in Markdown. Reads the open database for its indexes and keys."""
    return HEAD + "".join(_table(table) for table in declared())


def declared() -> list[type[Table]]:
    """Every declared table, by name."""
    for module in pkgutil.walk_packages(models.__path__, "models."):
        if module.name.endswith("tables"):
            importlib.import_module(module.name)
    found: list[type[Table]] = Table.__subclasses__()
    return sorted(found, key=_name)


def purpose(table: type[Table]) -> str:
    """What a table holds; empty where nobody said it."""
    said = inspect.cleandoc(table.__dict__.get("__doc__") or "").split("\n")[0]
    return said or _words()["tables"].get(_name(table), "")


@cache
def _words() -> dict[str, dict[str, str]]:
    """What is said of tables and columns whose declarations say nothing themselves."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _name(table: type[Table]) -> str:
    return str(table._meta.table_name)


def _table(table: type[Table]) -> str:
    name = _name(table)
    freeze = next((f for f in FROZEN if f.table == name), None)
    rows = ["| column | type | keys | frozen | meaning |", "| --- | --- | --- | --- | --- |", *_columns(table, freeze)]
    return f"\n## {name}\n\n{purpose(table)}{_indexes(name)}\n\n" + "\n".join(rows) + "\n"


def _columns(table: type[Table], freeze: Freeze | None) -> Iterator[str]:
    name = _name(table)
    said = _said(table)
    foreign = {key.column: f"→ {key.dest_table}" for key in db.database.get_foreign_keys(name)}
    unique = {i.columns[0] for i in db.database.get_indexes(name) if i.unique and len(i.columns) == 1}
    for field in table._meta.sorted_fields:
        column = field.column_name
        keys = [
            "primary" if field.primary_key else "",
            "unique" if column in unique and not field.primary_key else "",
            foreign.get(column, ""),
            "may be empty" if field.null else "",
        ]
        frozen = "yes" if freeze is not None and column not in freeze.mutable else ""
        about = (said.get(field.name) or _words()["columns"].get(column, "")).replace("\n", " ").replace("|", "\\|")
        yield f"| {column} | {_unit(field)} | {', '.join(filter(None, keys))} | {frozen} | {about} |"


def _unit(field: peewee.Field) -> str:
    return next((UNITS[kind] for kind in type(field).__mro__ if kind in UNITS), "text")


def _indexes(name: str) -> str:
    many = sorted(
        f"({', '.join(i.columns)})" for i in db.database.get_indexes(name) if i.unique and len(i.columns) > 1 and all(i.columns)
    )  # fmt: skip
    return f" Unique together: {', '.join(many)}." if many else ""


def _said(table: type[Table]) -> dict[str, str]:
    """What the declaration says of its columns: the text under each."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(table)))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    found = {}
    for before, after in pairwise(body):
        if isinstance(before, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            target = before.targets[0]
            if isinstance(target, ast.Name):
                found[target.id] = inspect.cleandoc(str(after.value.value))
    return found
