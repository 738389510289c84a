"""The tables are what the code thinks they are, and no amount of money is anything but an integer."""

from __future__ import annotations

import importlib
import pkgutil

import peewee
import pytest
from company import Lojinha

import models
from models import db
from models.db import Table
from models.failures import StorageFailure
from models.fields import CentsField, MicroField, ScaledField

SQLITE_OWN = ("sqlite_sequence", "article_words", "customer_words", "supplier_words")


def tables() -> dict[str, type[Table]]:
    """Every declared table by its name in the database."""
    for module in pkgutil.walk_packages(models.__path__, "models."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    return {table._meta.table_name: table for table in Table.__subclasses__()}


def stored() -> set[str]:
    return {name for name in db.database.get_tables() if not name.startswith(SQLITE_OWN)} - {"migration_history"}


def test_every_table_is_declared_and_every_declaration_has_its_table(company: Lojinha) -> None:
    assert set(tables()) == stored()
    assert len(stored()) >= 20


def test_every_column_is_declared_with_the_same_name_and_nullability(company: Lojinha) -> None:
    for name, table in tables().items():
        columns = {column.name: column.null and not column.primary_key for column in db.database.get_columns(name)}
        declared = {field.column_name: field.null and not field.primary_key for field in table._meta.sorted_fields}
        assert columns == declared, name


def test_there_is_no_column_that_could_hold_a_float(company: Lojinha) -> None:
    allowed = {"integer", "text", "bigint", "smallint"}
    for name in stored():
        types = {column.name: column.data_type.lower() for column in db.database.get_columns(name)}
        assert set(types.values()) <= allowed, name


def test_sqlite_holds_the_types_to_their_word(company: Lojinha) -> None:
    if company.postgres:
        return
    rows = db.database.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, sql in rows:
        if name in stored():
            assert sql.rstrip().endswith("STRICT"), name
            assert "REAL" not in sql.upper()


def test_money_and_quantities_are_whole_numbers_of_a_fixed_unit(company: Lojinha) -> None:
    """Cents for totals, millionths for prices, quantities, rates and line values."""
    integer = ("bigint", "integer")
    seen = 0
    for name, table in tables().items():
        types = {column.name: column.data_type.lower() for column in db.database.get_columns(name)}
        for field in table._meta.sorted_fields:
            if isinstance(field, ScaledField):
                assert types[field.column_name] in integer, (name, field.name)
                assert field.places == (2 if isinstance(field, CentsField) else 6)
                assert isinstance(field, CentsField | MicroField)
                seen += 1
            assert not isinstance(field, peewee.FloatField | peewee.DecimalField | peewee.DoubleField)
    assert seen >= 20


def test_foreign_keys_hold(company: Lojinha) -> None:
    with pytest.raises(StorageFailure), db.writing():
        db.database.execute_sql("INSERT INTO barcode (code, article_id, quantity) VALUES ('12345', 9999, 1000000)")
