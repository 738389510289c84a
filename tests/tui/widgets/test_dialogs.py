"""Questions in a frame: answered by a letter or the arrows, left by Esc, never answered by what was typed before."""

from __future__ import annotations

import pytest
from typing_keys import screen_text, type_text
from widget_demo import ARTICLE, HOSTILE, Bench, Demo, Table, form_demo

from models.declared import Choice
from tui.terminal.cells import width
from tui.widgets.dialog import Question
from tui.widgets.help import help_lines
from tui.widgets.lookup import LookUp, NewWanted

SIZE = (80, 24)


async def test_a_question_that_cannot_be_undone_forgets_what_was_typed_ahead() -> None:
    """The clerk leans on Enter: F6 Enter Enter S. None of it may issue the invoice."""
    app = form_demo({"code": "A1"})
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "<f6><enter><enter>s")
        assert app.bench.answers == []
        assert "Depois não pode ser alterada." in screen_text(app)
        assert "[b]Mercearia[/b]" in screen_text(app)
        await pilot.pause(0.2)
        await type_text(pilot, "s")
        assert app.bench.answers == ["s"]
        assert app.screen is app.bench


@pytest.mark.parametrize(
    ("typed", "answer"), [("n", "n"), ("S", "s"), ("<enter>", "n"), ("<left><enter>", "s"), ("<escape>", None)]
)
async def test_answers(typed: str, answer: str | None) -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "<f6>")
        await pilot.pause(0.2)
        await type_text(pilot, typed)
        assert app.bench.answers == [answer]


async def test_a_field_is_asked_for_and_refused_when_empty() -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "<f7><enter>")
        assert "! Falta preencher «Motivo»." in screen_text(app)
        await type_text(pilot, "Valor errado<enter>")
        assert app.bench.answers == [("Valor errado",)]
        await type_text(pilot, "<f7>xyz<escape>")
        assert app.bench.answers == [("Valor errado",), None]


async def test_the_cursor_comes_back_to_the_field() -> None:
    app = form_demo({"code": "A1"})
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "<enter>Pão")
        before = app.cursor_position
        await type_text(pilot, "<f7>x")
        assert app.cursor_position != before
        await type_text(pilot, "<escape>")
        assert app.cursor_position == before


async def test_keys_of_a_dialog_never_reach_the_screen_beneath() -> None:
    app = form_demo({"code": "A1", "name": "Leite"})
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "<tab><f7>novo<f9><f6><escape>")
        assert app.bench.widget.texts["name"] == "Leite"
        assert app.bench.answers == [None]


async def test_look_up_finds_creates_and_gives_up() -> None:
    table = Table(100)
    app = form_demo({}, table)
    async with app.run_test(size=SIZE) as pilot:
        app.bench.widget.focus_field("family")
        await type_text(pilot, "<f4>sabão<f2>")
        await type_text(pilot, "<f4>x<escape>")
        assert isinstance(app.screen, LookUp)
        await type_text(pilot, "<escape>")
        assert app.bench.answers == [NewWanted("sabão"), None]


async def test_a_choice_goes_to_what_is_typed() -> None:
    app = form_demo()
    async with app.run_test(size=SIZE) as pilot:
        app.bench.widget.focus_field("tax")
        await type_text(pilot, "<f4>ise<enter>")
        assert app.bench.answers == ["ISE"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_questions_are_only_text(text: str) -> None:
    app = Demo(Bench(form_demo().bench.widget, text))
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(Question(text, f"{text} {text}\n{text}", [("s", text), ("n", "Não")]))
        await pilot.pause()
        shown = screen_text(app)
        assert "\x1b" not in shown
        assert all(width(row) == 80 for row in shown.split("\n"))


def test_help_says_what_how_which_and_the_law() -> None:
    tax = ARTICLE[5]
    assert isinstance(tax.kind, Choice)
    text = "\n".join(line.text for line in help_lines(tax, 60))
    for part in (
        "Como se escreve",
        "INT  Taxa intermédia",
        "O que diz a lei",
        "CIVA, art. 18.º",
        "Teclas",
        "Shift+Tab",
    ):
        assert part in text
    assert all(width(line.text) <= 60 for line in help_lines(ARTICLE[0], 60))
