"""Every screen without colour: where one is, what is selected, what was refused is told by a sign or by the letters' style."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from test_screens_look import SCREENS, SIZE, _shown, home, made  # noqa: F401 - fixtures
from textual._compositor import visible_screen_stack
from typing_keys import type_text

from models import db


def drawn(app: Any) -> list[list[tuple[str, Style]]]:
    """The screen as rows of pieces of text with their style."""
    visible_screen_stack.set(app._background_screens)
    return [
        [(segment.text, segment.style or Style()) for segment in strip]
        for strip in app.screen._compositor.render_strips(app.size)
    ]


def attributes(style: Style) -> tuple[bool, bool, bool]:
    return bool(style.bold), bool(style.underline), bool(style.reverse)


def reversed_text(rows: list[list[tuple[str, Style]]]) -> list[str]:
    """What is reversed on each row between the bars."""
    return ["".join(text for text, style in row if style.reverse) for row in rows[1:-1]]


def marked(rows: list[list[tuple[str, Style]]]) -> bool:
    """Whether the place of work differs from the rest: reversed, or bold and underlined beside what is not."""
    if any(reversed_text(rows)):
        return True
    return any(
        any(style.bold and style.underline for _, style in row)
        and any(text.strip() and not style.underline for text, style in row)
        for row in rows[1:-1]
    )


READ_ONLY = ("document", "manual", "verified", "establishments")
"""Pages that are only read, and empty lists: there is no place to be in."""


@pytest.mark.parametrize("name", SCREENS)
async def test_where_one_is_shows_on_every_screen(name: str, home: Path) -> None:  # noqa: F811
    (home / "balcao.toml").write_text('tema = "mono"\n', encoding="utf-8")
    app, run = _shown(name, home)
    async with app.run_test(size=SIZE) as pilot:
        await run(pilot)
        rows = drawn(app)
        colours = [
            colour
            for row in rows
            for _, style in row
            for colour in (style.color, style.bgcolor)
            if colour is not None and not colour.is_default
        ]
        assert not colours
        assert all(style.reverse for text, style in rows[0] if text.strip()), "the title bar"
        if name not in READ_ONLY:
            assert marked(rows), name
    db.close()


async def open_in_mono(name: str, home: Path) -> Any:  # noqa: F811
    (home / "balcao.toml").write_text('tema = "mono"\n', encoding="utf-8")
    return _shown(name, home)


async def test_the_row_of_the_cursor_and_a_cancelled_document(home: Path) -> None:  # noqa: F811
    app, run = await open_in_mono("documents", home)
    async with app.run_test(size=SIZE) as pilot:
        await run(pilot)
        rows = drawn(app)
        under = [text for text in reversed_text(rows) if text.strip()]
        assert len(under) == 1
        assert "FR 2026A/1" in under[0]
        text = ["".join(piece for piece, _ in row) for row in rows]
        (gone,) = [row for row in text if "FS 2026A/2" in row]
        assert gone.startswith("×")
        assert "ANULADO" in gone
    db.close()


async def test_the_text_selected_in_a_field_and_a_field_refused(home: Path) -> None:  # noqa: F811
    app, run = await open_in_mono("article", home)
    async with app.run_test(size=SIZE) as pilot:
        await run(pilot)
        assert "VINHO" in reversed_text(drawn(app))
        await type_text(pilot, "<down><down>5")  # the bar codes, nothing selected any more
        fields = {text.strip(): attributes(style) for row in drawn(app) for text, style in row if text.strip()}
        assert fields["5"] == (True, True, False)
        assert fields["UN Unidade"] == (False, True, False)
        await type_text(pilot, "<up><up>")
        await type_text(pilot, "<down><down><down><down><down>zz<enter>")
        await pilot.pause(0.2)
        rows = drawn(app)
        text = ["".join(piece for piece, _ in row) for row in rows]
        (unit,) = [row for row in text if row.strip().startswith("Unidade")]
        assert " ! " in unit
        (said,) = [row for row in rows if row[0][0] == " ! " and row[0][1].bold]
        assert said[1][1].bold
    db.close()


async def test_the_cell_that_is_edited_in_the_row_of_the_cursor(home: Path) -> None:  # noqa: F811
    app, run = await open_in_mono("invoice_cell", home)
    async with app.run_test(size=SIZE) as pilot:
        await run(pilot)
        (line,) = [row for row in drawn(app) if any("VINHO" in text for text, _ in row)]
        cell = next(style for text, style in line if text.strip() == "UN")
        rest = next(style for text, style in line if "VINHO" in text)
        assert attributes(cell) != attributes(rest)
        assert rest.reverse
    db.close()
