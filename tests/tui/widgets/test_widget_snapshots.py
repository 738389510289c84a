"""Each widget as it looks, at the size of an old terminal. Look at the pictures before accepting new ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest
from typing_keys import type_text
from widget_demo import TODAY, Table, form_demo, list_demo, text_demo

VALUES = {
    "code": "A001",
    "name": "Leite [red]meio[/] gordo 1 L",
    "price": Decimal("0.82"),
    "since": TODAY,
    "used": True,
}
SIZE = (80, 24)


def typing(typed: str, wait: float = 0.0) -> Callable[[Any], Awaitable[None]]:
    async def run(pilot: Any) -> None:
        for part in typed.split("|"):
            await pilot.pause(wait)
            await type_text(pilot, part)
        await pilot.pause(0.05)

    return run


@pytest.mark.parametrize("theme", ["ansi", "contraste", "mono"])
def test_form(snap_compare: Any, theme: str) -> None:
    app = form_demo(VALUES, theme=theme)
    assert snap_compare(app, terminal_size=SIZE, run_before=typing("<tab><tab><tab><tab>0<tab>"))


def test_form_on_a_wide_terminal(snap_compare: Any) -> None:
    assert snap_compare(form_demo(VALUES), terminal_size=(120, 40), run_before=typing("<tab>"))


def test_question(snap_compare: Any) -> None:
    assert snap_compare(form_demo(VALUES), terminal_size=SIZE, run_before=typing("<f6>"))


def test_asked_field(snap_compare: Any) -> None:
    assert snap_compare(form_demo(VALUES), terminal_size=SIZE, run_before=typing("<f7>Valor<enter>|<f7><enter>"))


def test_choice(snap_compare: Any) -> None:
    run = typing("<tab><tab><tab><tab><tab><f4>")
    assert snap_compare(form_demo(VALUES), terminal_size=SIZE, run_before=run)


def test_help(snap_compare: Any) -> None:
    assert snap_compare(form_demo(VALUES), terminal_size=SIZE, run_before=typing("<tab><f1>"))


def test_look_up(snap_compare: Any) -> None:
    app = form_demo(VALUES, Table(5000))
    assert snap_compare(app, terminal_size=SIZE, run_before=typing("<tab><tab><f4>moído", 0.05))


@pytest.mark.parametrize("theme", ["ansi", "contraste", "mono"])
def test_list(snap_compare: Any, theme: str) -> None:
    app = list_demo(Table(12_430, ("Leite meio gordo", "Café [bold]moído[/bold]", "漢字 massa")), theme)
    assert snap_compare(app, terminal_size=SIZE, run_before=typing("<down><down><down>", 0.05))


def test_list_filtered(snap_compare: Any) -> None:
    assert snap_compare(list_demo(Table(5000)), terminal_size=(120, 30), run_before=typing("caf<end><up>", 0.05))


def test_text(snap_compare: Any) -> None:
    paper = ["            Mercearia do Largo, Lda", "            NIF 509964435", "-" * 44]
    paper += [f"{i:>4}  {'Leite [b]meio[/b] gordo':<26}{'0,82':>10}" for i in range(40)]
    assert snap_compare(text_demo(paper), terminal_size=SIZE, run_before=typing("<down><down>"))
