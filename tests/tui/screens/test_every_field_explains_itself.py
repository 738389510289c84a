"""F1 has an answer everywhere: each declared field says what it is, and cites the law where the law touches it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date

import pytest

import models
import tui
from fiscal.doctypes import TYPES
from models.declared import Field
from models.sales.header import header_fields
from tui.entry.columns import grid
from tui.widgets.help import CELL_KEYS, CELLS, ENTRY_KEYS, FIELD_KEYS, PAY_KEYS, help_lines

LAW = {
    "models.catalogue.form.FIELDS": "code description kind unit price tax_code exemption_code",
    "models.company.form.SETUP_FIELDS": "nif name address postal_code city region regime retailer password",
    "models.company.form.COMPANY_FIELDS": "nif name address postal_code city region regime retailer register",
    "models.parties.form.FIELDS": "nif name address postal_code city",
    "models.people.form.FIELDS": "code password",
    "models.sales.header.MORE_FIELDS": "region withholding_type withholding_rate",
    "models.series.form.FIELDS": "type name starts_on validation_code open",
    "tui.entry.payment.FIELD": "payments",
    "tui.screens.credit.NUMBER": "number",
    "tui.screens.credit.REASON": "reason",
    "tui.screens.documents.REASON": "reason",
    "tui.screens.password.FIELDS": "old new again",
    "tui.screens.sign_in.FIELDS": "code password",
}
"""What the law has something to say about, form by form: worked out from Despacho 8632/2014, CIVA 36, LGT 63, CIRS 101."""


def declared() -> Iterator[tuple[str, Field]]:
    """Every field of a form, a question or a column that the program declares, with where."""
    for package in (models, tui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                several = value if isinstance(value, tuple | list) else (value,)
                if several and all(isinstance(one, Field) for one in several):
                    yield from ((f"{module.name}.{name}", field) for field in several)
    for code in TYPES:
        yield from ((f"head of {code}", field) for field in header_fields(code))
    yield from (("lines", field) for field in grid(lambda: TODAY))


TODAY = date(2026, 11, 24)
ALL = list(declared())


def test_every_field_says_what_it_is_and_how_it_is_typed() -> None:
    assert len(ALL) > 90
    silent = [f"{where} {field.name}" for where, field in ALL if len(field.help) < 8 or not field.kind.hint]
    assert not silent


def test_every_field_that_the_law_touches_cites_it() -> None:
    by_place: dict[str, set[str]] = {}
    for where, field in ALL:
        if field.law:
            by_place.setdefault(where, set()).add(field.name)
    for where, names in LAW.items():
        assert set(names.split()) <= by_place[where], where
    for where in (f"head of {code}" for code in TYPES):
        assert {"customer", "date", "series", "prices_include_tax", "global_discount"} <= by_place[where]
    assert {"reference", "reference_reason"} <= by_place["head of NC"] & by_place["head of ND"]
    assert {field.name for where, field in ALL if where == "lines"} <= by_place["lines"]


def test_a_legal_note_names_its_source() -> None:
    sources = ("Despacho 8632/2014", "Portaria", "CIVA", "CIRS", "LGT", "DL ", "Código das Sociedades")
    assert not [field.name for _, field in ALL if field.law and not any(source in field.law for source in sources)]


@pytest.mark.parametrize("keys", [FIELD_KEYS, ENTRY_KEYS, CELL_KEYS, PAY_KEYS])
def test_the_help_fits_its_frame(keys: tuple[tuple[str, str], ...]) -> None:
    field = ALL[0][1]
    assert all(len(line.text) <= CELLS - 4 for line in help_lines(field, CELLS - 4, keys))
