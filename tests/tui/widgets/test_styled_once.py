"""Styled once: true only while no style sheet has rules for states; classes and themes still restyle what is shown."""

from __future__ import annotations

import re

from textual.app import ComposeResult
from textual.color import Color

import themes
from themes.loading import load
from tui.terminal.app import TerminalApp
from tui.widgets.bars import TitleBar
from tui.widgets.styled import StyledOnce


def test_no_style_sheet_has_a_rule_for_a_state() -> None:
    """Such a rule would not be followed: StyledOnce and CursorWidget do not style again when the state changes."""
    for sheet in (themes.STYLESHEET, themes.DOCUMENT):
        assert not re.findall(r":(?:focus|blur|hover|disabled|enabled|can-focus)", sheet.read_text(encoding="utf-8"))


class _Page(StyledOnce[None]):
    CSS = "_Page.loud { background: red; }"

    def compose(self) -> ComposeResult:
        yield TitleBar("Menu", "Empresa", "ana")


async def test_a_class_and_a_theme_restyle_what_is_shown() -> None:
    app: TerminalApp[None] = TerminalApp()
    async with app.run_test(size=(80, 24)) as pilot:
        page = _Page()
        await app.push_screen(page)
        await pilot.pause()
        bar = page.query_one(TitleBar)
        before = bar.get_component_rich_style("title--name")
        page.add_class("loud")
        await pilot.pause()
        assert page.styles.background == Color.parse("red")
        app.wear(load("claro"))
        await pilot.pause()
        assert bar.get_component_rich_style("title--name") != before
