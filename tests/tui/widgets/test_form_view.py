"""The form: typed through at the speed of a burst, refused where it must be, never losing what was typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from typing_keys import screen_text, type_text
from widget_demo import ARTICLE, HOSTILE, TODAY, Table, form_demo

from models.declared import Field, Text
from tui.widgets.form import FormView
from tui.widgets.form_layout import lay_out
from tui.widgets.form_state import FormState

SIZE = (80, 24)


def form_of(app: Any) -> FormView:
    return app.bench.widget


async def test_a_whole_article_is_typed_in_one_burst() -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "a1<enter>Leite meio gordo 1 L<tab>LAT<down>5601234567897<enter>0,4+0,42<enter>")
        await type_text(pilot, " <enter>2411<enter>n<enter>12,5<enter>segredo<f10>")
        kind, values = app.bench.heard[-1]
        assert kind == "submitted"
        assert values == {
            "code": "A1",
            "name": "Leite meio gordo 1 L",
            "family": "LAT",
            "barcode": "5601234567897",
            "price": Decimal("0.82"),
            "tax": "INT",
            "since": date(2026, 11, 24),
            "stocked": False,
            "least": Decimal("12.5"),
            "password": "segredo",
        }
        assert "segredo" not in screen_text(app)
        assert "*******" in screen_text(app)


async def test_a_refused_field_keeps_the_typing_and_the_cursor_but_lets_one_go_back() -> None:
    app = form_demo({"code": "A1", "name": "Leite"})
    async with app.run_test(size=SIZE) as pilot:
        form = form_of(app)
        form.focus_field("price")
        await type_text(pilot, "12x<enter>")
        assert form.active.name == "tax"
        form.focus_field("price")
        await type_text(pilot, "0<enter>")
        assert form.active.name == "price"
        assert form.texts["price"] == "0"
        assert app.bench.heard[-1] == ("refused", "price", "O preço tem de ser maior do que zero.")
        assert " ! O preço tem de ser maior" in screen_text(app)
        await type_text(pilot, "<shift+tab>")
        assert form.active.name == "barcode"
        await type_text(pilot, "<f10>")
        assert form.active.name == "price"
        assert not [h for h in app.bench.heard if h[0] == "submitted"]


async def test_every_change_is_told_so_that_drafts_can_be_kept() -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "a1<enter>Pão<backspace>")
        changed = [h[1:] for h in app.bench.heard if h[0] == "changed"]
        assert changed == [
            ("code", "a"), ("code", "a1"), ("code", "A1"), ("name", "P"), ("name", "Pã"), ("name", "Pão"), ("name", "Pã"),
        ]  # fmt: skip


async def test_the_date_under_the_cursor_steps_by_days_and_months() -> None:
    """From 24-11-2026: two days on, a month on, and from 31 January the month has only 28 days."""
    app = form_demo({"code": "A1"})
    async with app.run_test(size=SIZE) as pilot:
        form = form_of(app)
        form.put("since", date(2026, 11, 24))
        form.focus_field("since")
        for keys, text in (
            ("<ctrl+up><ctrl+up>", "26-11-2026"),
            ("<pageup>", "26-12-2026"),
            ("<ctrl+down>", "25-12-2026"),
            ("<pagedown>", "25-11-2026"),
            ("<alt+u>", "25-12-2026"),
            ("31-01-2026<pageup>", "28-02-2026"),
            ("abc<ctrl+up>", "abc"),
        ):
            await type_text(pilot, keys)
            assert form.texts["since"] == text or keys.startswith("abc")
            assert form.active.name == "since"
        form.focus_field("code")
        await type_text(pilot, "<pagedown>")
        assert form.active.name == "password", "elsewhere the key goes to the last field"


async def test_a_password_is_never_copied() -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        form = form_of(app)
        form.focus_field("name")
        await type_text(pilot, "Leite<ctrl+a><ctrl+c>")
        form.focus_field("password")
        await type_text(pilot, "segredo<ctrl+a><ctrl+c><ctrl+x>")
        form.focus_field("family")
        await type_text(pilot, "<ctrl+v>")
        assert (form.texts["family"], form.texts["password"]) == ("Leite", "segredo")


async def test_a_locked_field_says_why() -> None:
    app = form_demo({"code": "A1", "used": True})
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "x<f4><delete>")
        assert form_of(app).texts["code"] == "A1"
        assert [h[2] for h in app.bench.heard] == ["O código não muda depois do primeiro documento."] * 3
        assert "Código            = A1" in screen_text(app)
        await type_text(pilot, "<enter>")
        assert form_of(app).active.name == "name"


async def test_less_than_and_enter_goes_back_from_an_empty_field() -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        form = form_of(app)
        form.focus_field("least")
        await type_text(pilot, "<")
        await type_text(pilot, "<enter>")
        assert form.active.name == "stocked"
        assert form.texts["least"] == ""


async def test_help_look_up_and_choices_answer_to_keys_typed_ahead() -> None:
    """F4 opens a list; the letters after it filter that list and Enter takes its row: none goes to the form."""
    table = Table(300)
    table.delay = 0.02
    app = form_demo({"code": "A1"}, table)
    async with app.run_test(size=SIZE) as pilot:
        form = form_of(app)
        form.focus_field("family")
        await type_text(pilot, "<f4>moído 25<enter>123<tab>")
        assert app.bench.answers == ["A000025"]
        assert form.texts["family"] == "A000025"
        assert form.texts["barcode"] == "123"
        assert form.active.name == "price"
        form.focus_field("tax")
        await type_text(pilot, "<f4>red<enter>")
        assert form.texts["tax"] == "RED Taxa reduzida"
        await type_text(pilot, "?")
        assert "Como se escreve" in screen_text(app)
        await type_text(pilot, "<escape>")
        assert app.screen is app.bench


async def test_three_hundred_keys_in_one_go_arrive_in_order() -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        form = form_of(app)
        form.focus_field("name")
        letters = "".join(chr(ord("a") + i % 26) for i in range(50))
        turns = "".join(f"{letters}<tab>{i}<shift+tab><ctrl+u>" for i in range(5))
        await type_text(pilot, f"{turns}{letters}")
        assert len(turns.replace("<tab>", "t").replace("<shift+tab>", "t").replace("<ctrl+u>", "u")) + 50 > 300
        assert form.texts["name"] == letters
        assert form.texts["family"] == "4"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_only_text(text: str) -> None:
    app = form_demo({"code": "A1", "name": text})
    async with app.run_test(size=SIZE) as pilot:
        shown = screen_text(app)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        if text.isprintable() and text.isascii():
            assert text in shown
        form_of(app).focus_field("family", message=text)
        app.bench.line.refuse(text)
        await type_text(pilot, text)
        assert form_of(app).texts["family"] == "".join(c for c in text if c.isprintable())[:20]
        assert all(width == 80 for width in map(_cells, screen_text(app).split("\n")))


async def test_a_paste_of_several_lines_becomes_one() -> None:
    from textual import events

    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        form = form_of(app)
        form.focus_field("name")
        app.post_message(events.Paste("Leite\r\nmeio\tgordo\x1b[0m"))
        await type_text(pilot, "!")
        assert form.texts["name"] == "Leite meio gordo[0m!"


async def test_the_cursor_of_the_terminal_stands_where_typing_goes() -> None:
    app = form_demo({"code": "A1"})
    async with app.run_test(size=SIZE) as pilot:
        form_of(app).focus_field("name")
        await type_text(pilot, "Pão")
        row = screen_text(app).split("\n")[app.cursor_position.y]
        assert row[: app.cursor_position.x].endswith("* Pão")


async def test_a_small_screen_scrolls_to_the_field() -> None:
    app = form_demo()
    async with app.run_test(size=(60, 12)) as pilot:
        form_of(app).focus_field("password")
        await pilot.pause()
        assert "Senha" in screen_text(app)
        assert "↑" in screen_text(app)
        await type_text(pilot, "<pageup>")
        assert "Identificação" in screen_text(app)
        assert "↓" in screen_text(app)


async def test_a_draft_comes_back_as_typed_even_what_was_wrong() -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        form_of(app).load_texts({"code": "A7", "price": "12,,5"})
        await pilot.pause()
        assert form_of(app).texts["price"] == "12,,5"
        assert "Preço sem IVA     ! " in screen_text(app)


def test_wide_screens_have_two_columns_and_keep_groups_whole() -> None:
    layout = lay_out(ARTICLE, 120)
    assert {s.x for s in layout.slots} == {2, 62}
    assert layout.height < lay_out(ARTICLE, 80).height
    price, since = layout.slots[4], layout.slots[6]
    assert price.x == since.x


def test_values_and_texts_of_a_state() -> None:
    state = FormState([Field("a", "A", Text(5)), Field("b", "B", Text(5), required=True)], lambda: TODAY)
    state.load({"a": "x"})
    assert state.values == {"a": "x", "b": None}
    refusal = state.read_all()
    assert refusal is not None
    assert (refusal.field, state.field.name) == ("b", "b")


def _cells(line: str) -> int:
    from tui.terminal.cells import width

    return width(line)
