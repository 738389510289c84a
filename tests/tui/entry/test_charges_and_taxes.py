"""Lines that charges add while typing, the tax of one line, and prices in another currency, in the editor of a draft."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from entry_catalogue import DAY, editor

from fiscal.errors import Refusal
from fiscal.tables import tables
from tui.entry.columns import cells, layout
from tui.entry.editor import DraftEditor
from tui.entry.lines import missing
from tui.entry.preview import preview

D = Decimal


def shown(screen: DraftEditor) -> list[tuple[str, Decimal, bool]]:
    return [(line.code, line.quantity, line.charge) for line in screen.draft.lines]


def test_a_can_brings_its_deposit_and_the_totals_show_it() -> None:
    """2 x 1,23 + 2 x 0,10 = 2,66."""
    screen = editor(with_tax=True)
    screen.enter("lata")
    effect = screen.enter("lata")
    assert shown(screen) == [("LATA", 2, False), ("VOLTA", 2, True)]
    assert effect.line == 0
    assert preview(screen.draft, DAY, tables().rate)[0].gross == D("2.66")


def test_the_last_line_is_the_last_one_typed() -> None:
    screen = editor(with_tax=True)
    screen.enter("lata")
    for text, quantity in (("*6", 6), ("+", 7), ("-", 6), (".", 7), ("-2*lata", 5)):
        screen.enter(text)
        assert shown(screen) == [("LATA", quantity, False), ("VOLTA", quantity, True)], text
    screen.enter("17")
    assert [code for code, _, _ in shown(screen)] == ["LATA", "17", "VOLTA"]
    screen.delete(0)
    assert shown(screen) == [("17", 1, False)]


def test_a_charge_is_not_edited_but_may_be_taken_off_and_put_back() -> None:
    screen = editor(with_tax=True)
    screen.enter("3*lata")
    with pytest.raises(Refusal) as refused:
        screen.edit(1, "quantity", "1")
    assert refused.value.rule == "charge"
    screen.delete(1)
    assert (shown(screen), screen.draft.waived) == ([("LATA", 3, False)], ["VOLTA"])
    screen.enter("lata")
    assert shown(screen) == [("LATA", 4, False)]
    screen.undo()
    screen.undo()
    assert (shown(screen), screen.draft.waived) == ([("LATA", 3, False), ("VOLTA", 3, True)], [])


def test_a_credit_note_brings_no_charges() -> None:
    screen = editor("NC", with_tax=True)
    screen.enter("lata")
    assert shown(screen) == [("LATA", 1, False)]


def test_stamp_duty_is_typed_in_the_columns_of_tax_and_reason() -> None:
    """100 € with 4 %: 4 €."""
    screen = editor()
    screen.enter("'Comissão@100")
    assert screen.edit(0, "tax", "IS").column == "exemption"
    line = screen.draft.lines[0]
    assert missing(line) == "exemption"
    with pytest.raises(Refusal):
        screen.edit(0, "exemption", "17.3.4")
    screen.edit(0, "exemption", "17.3.4 4%")
    line = screen.draft.lines[0]
    assert (line.stamp, line.exemption, missing(line), cells(line, None)["exemption"]) == (
        "17.3.4 4%",
        "",
        "",
        "17.3.4 4%",
    )
    assert preview(screen.draft, DAY, tables().rate)[0].tax == 4
    screen.edit(0, "tax", "NOR")
    assert screen.draft.lines[0].stamp == ""


def test_the_region_of_one_line() -> None:
    """18 € of coffee: 4 x 4,50; 22 % of Madeira is 3,96."""
    screen = editor()
    screen.enter("4*17")
    screen.edit(0, "region", "Madeira")
    assert screen.draft.lines[0].region == "PT-MA"
    assert preview(screen.draft, DAY, tables().rate)[0].tax == D("3.96")
    screen.edit(0, "region", "ES")  # no rate of Spain was written: nothing is made up, and issuing says so
    assert preview(screen.draft, DAY, tables().rate)[0].tax == 0
    with pytest.raises(Refusal):
        screen.edit(0, "region", "Marte")


def test_in_another_currency_lines_are_in_it_and_totals_in_euro() -> None:
    """The card says 4,50 €: at 0,90 that is 5,00 USD. Four: 20 USD, 18 € and 4,14 of tax."""
    screen = editor()
    screen.draft.currency, screen.draft.exchange_rate = "USD", D("0.9")
    screen.enter("4*17")
    assert screen.draft.lines[0].price == 5
    amounts, totals = preview(screen.draft, DAY, tables().rate)
    assert (totals, amounts.net, amounts.tax) == ([20], 18, D("4.14"))


def test_the_day_of_the_delivery_of_one_line() -> None:
    screen = editor()
    screen.enter("17")
    screen.edit(0, "tax_point", "20-11")
    line = screen.draft.lines[0]
    assert (line.tax_point, cells(line, None)["tax_point"]) == (date(2026, 11, 20), "20-11-2026")
    screen.edit(0, "tax_point", "")
    assert screen.draft.lines[0].tax_point is None


@pytest.mark.parametrize("column", ["exemption", "region", "tax_point"])
def test_a_column_that_does_not_fit_shows_while_the_cursor_is_in_it(column: str) -> None:
    assert column not in layout(80)
    reached = layout(80, column)
    assert column in reached
    assert sum(reached.values()) + len(reached) - 1 == 80
