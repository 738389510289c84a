"""The declared columns of the document's lines: widths, texts, help with its law."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from models.declared import Choice
from models.sales.draft import DraftLine
from tui.entry.columns import GAP, cells, fitted_number, grid, layout

D = Decimal


@pytest.mark.parametrize("width", range(55, 201, 5))
def test_the_columns_fill_the_terminal(width: int) -> None:
    widths = layout(width)
    assert sum(widths.values()) + GAP * (len(widths) - 1) == width
    assert {"code", "description", "quantity", "price", "total"} <= set(widths)


def test_eighty_columns_hold_a_bar_code_and_a_price_of_four_decimals() -> None:
    assert layout(80) == {
        "code": 13, "description": 22, "quantity": 7, "unit": 3, "price": 10, "discount": 6, "tax": 3, "total": 9,
    }  # fmt: skip
    assert "exemption" in layout(120)
    assert "unit" not in layout(70)


def test_every_column_explains_itself_and_names_its_law() -> None:
    fields = {field.name: field for field in grid(lambda: dt.date(2026, 11, 24))}
    assert all(field.help and field.law and field.label for field in fields.values())
    assert set(layout(180)) == set(fields)
    assert "3.2.8" in fields["discount"].law  # C22
    assert "3.3.5" in fields["description"].law  # F8
    assert "3.2.6" in fields["exemption"].law  # C20


def test_only_reasons_in_force_are_offered() -> None:
    def codes(day: dt.date) -> set[str]:
        kind = next(f for f in grid(lambda: day) if f.name == "exemption").kind
        assert isinstance(kind, Choice)
        return {code for code, _ in kind.all()}

    assert "M07" in codes(dt.date(2026, 11, 24))
    assert "M44" in codes(dt.date(2026, 11, 24))
    assert "M44" not in codes(dt.date(2025, 1, 2))


def test_a_line_as_cells() -> None:
    line = DraftLine("17", "Café", D("1.250"), "KG", D("4.5"), "8.8%+1.00", "NOR")
    assert cells(line, D("1234.5")) == {
        "code": "17", "description": "Café", "quantity": "1,25", "unit": "KG", "price": "4,50",
        "discount": "8,8%+1,00", "tax": "NOR", "exemption": "", "region": "", "tax_point": "", "total": "1 234,50",
    }  # fmt: skip
    assert cells(DraftLine("17"), None)["price"] == cells(DraftLine("17"), None)["total"] == ""


def test_a_number_is_never_cut() -> None:
    assert fitted_number("1 234,50", 9) == " 1 234,50"
    assert fitted_number("1 234,50", 7) == "1234,50"
    assert fitted_number("1 234,50", 6) == "######"
