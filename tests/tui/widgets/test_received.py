"""Where a bar code may be typed, and what is told of pastes."""

from __future__ import annotations

from datetime import date

import pytest
from textual import events

from models.declared import Choice, Day, Field, Number, Text, YesNo
from tui.terminal.scans import Scanned
from tui.widgets.edit import Editor
from tui.widgets.received import LONGEST, several_lines, take_back, takes_scan, too_long

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("kind", "code", "taken"),
    [
        (Text(20), "5601234567892", True),
        (Number(2), "5601234567892", False),
        (Number(2), "96385074", False),
        (Day(), "5601234567892", False),
        (Day(), "96385074", False),
        # 24 November 2026, typed in one go through a slow line; its last digit happens to be right.
        (Day(), "24112026", True),
        (YesNo(), "96385074", False),
        (Choice((("a", "A"),)), "96385074", False),
    ],
)
def test_a_bar_code_is_typed_into_text_only(kind: object, code: str, taken: bool) -> None:
    assert takes_scan(Field("x", "X", kind), code, TODAY) is taken  # type: ignore[arg-type]


def test_the_digit_that_came_first_is_taken_back_with_what_it_replaced() -> None:
    editor = Editor("1,25")
    editor.insert("9")
    assert take_back(editor, Scanned("96385074", typed=1))
    assert (editor.text, editor.selected) == ("1,25", "1,25")
    assert not take_back(editor, Scanned("96385074"))
    assert not take_back(editor, Scanned("96385074", typed=1))


def test_what_is_told_of_a_paste() -> None:
    assert several_lines("uma\n") == ""
    assert "3 linhas" in several_lines("uma\nduas\r\ntrês\n")
    assert too_long("x" * LONGEST) == ""
    assert "nada mudou" in too_long(events.Paste("x" * (LONGEST + 1)).text)
