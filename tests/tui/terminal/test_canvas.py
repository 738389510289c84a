"""The output layer: whatever screens follow one another, the terminal shows what Textual's own output would show."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from unicodedata import combining

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tests.tui.terminal.pyte_screen import Watched
from tui.terminal.canvas import Canvas
from tui.terminal.kind import TRUECOLOR, Kind, kind_of
from tui.terminal.letters import Letters

COLUMNS, ROWS = 24, 10
KINDS = {
    "xterm": kind_of({"TERM": "xterm", "LANG": "C.UTF-8"}),
    "xterm-256color": kind_of({"TERM": "xterm-256color", "LANG": "C.UTF-8"}),
    "truecolor": kind_of({"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}),
    "linux": kind_of({"TERM": "linux", "LANG": "C.UTF-8"}),
    "screen": kind_of({"TERM": "screen", "LANG": "C.UTF-8"}),
    "tmux": kind_of({"TERM": "tmux-256color", "LANG": "C.UTF-8"}),
    "vt100": kind_of({"TERM": "vt100", "LANG": "C.UTF-8"}),
    "vt220": kind_of({"TERM": "vt220", "LANG": "C.UTF-8"}),
}
SYSTEMS = {0: "standard", 16: "standard", 256: "256", TRUECOLOR: "truecolor"}
STYLES = (
    None,
    Style(bold=True),
    Style(underline=True),
    Style(reverse=True),
    Style.parse("black on cyan"),
    Style.parse("bold bright_white on blue"),
    Style.parse("#80ff80 on #102030"),
    Style.parse("underline red"),
)
TEXTS = some.one_of(
    some.text(" ab7", min_size=1, max_size=14),
    some.just(" " * 12),
    some.text("─│┌é€ç…", min_size=1, max_size=6),
    some.text("本語ａ", min_size=1, max_size=3),
    some.sampled_from(["e\u0301", "a\u0303o", "n\u0303"]),
)
PARTS = some.lists(some.tuples(TEXTS, some.sampled_from(STYLES)), max_size=5)


def _strip(parts: Sequence[tuple[str, Style | None]]) -> Strip:
    segments = [Segment(text, style) for text, style in parts]
    return Strip(segments).adjust_cell_length(COLUMNS)


SCREENS = some.lists(PARTS.map(_strip), min_size=ROWS, max_size=ROWS)


@some.composite
def _steps(draw: some.DrawFn) -> list[list[Strip]]:
    """Screens that follow one another as those of a program do: other ones, a row changed, rows moved, the same."""
    screens = [draw(SCREENS)]
    for _ in range(draw(some.integers(1, 5))):
        now = list(screens[-1])
        match draw(some.sampled_from(["other", "row", "moved", "same"])):
            case "other":
                now = draw(SCREENS)
            case "row":
                now[draw(some.integers(0, ROWS - 1))] = draw(PARTS.map(_strip))
            case "moved":
                top, bottom = sorted(draw(some.tuples(some.integers(0, ROWS - 1), some.integers(0, ROWS - 1))))
                by = draw(some.integers(-3, 3))
                within = now[top : bottom + 1]
                now[top : bottom + 1] = within[by:] + within[:by]
        screens.append(now)
    return screens


def _stock(kind: Kind, strips: list[Strip]) -> str:
    """What Textual writes for a whole screen."""
    for style in filter(None, STYLES):
        style._ansi = None  # Rich keeps the codes of the first terminal it wrote a style to
    console = Console(file=StringIO(), color_system=SYSTEMS[kind.colours], force_terminal=True, _environ={})  # type: ignore[arg-type]
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, COLUMNS, ROWS)).render_segments(console)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=60)
@given(steps=_steps(), lost=some.sets(some.integers(1, 5)), data=some.data())
def test_the_terminal_shows_what_stock_output_would_show(
    name: str, steps: list[list[Strip]], lost: set[int], data: some.DataObject
) -> None:
    kind = KINDS[name]
    canvas, ours = Canvas(kind, Letters(), COLUMNS, ROWS), Watched(COLUMNS, ROWS)
    ours.feed("\x1b[Hwhat the shell left\r\nthere")
    for number, strips in enumerate(steps):
        stock = Watched(COLUMNS, ROWS)
        stock.feed(_stock(kind, strips).replace("\n", "\r\n"))
        if number in lost:
            canvas.lost()
            ours.feed("\x1b[1;1H\x1b[31mhello")
            ours.feed("\x1b[m")
        for y, strip in enumerate(strips):
            canvas.put(0, y, strip)
        cursor = data.draw(some.tuples(some.integers(0, COLUMNS - 1), some.integers(0, ROWS - 1)))
        ours.feed(canvas.paint(*cursor))
        assert ours.seen() == stock.seen(colours=kind.colours > 0)
        assert ours.cursor == cursor


@given(steps=_steps())
def test_a_part_of_a_row_changes_only_that_part(steps: list[list[Strip]]) -> None:
    """Textual also gives parts of rows: a piece put in place is the same as the row with it."""
    canvas, ours = Canvas(KINDS["xterm"], Letters(), COLUMNS, ROWS), Watched(COLUMNS, ROWS)
    for y, strip in enumerate(steps[0]):
        canvas.put(0, y, strip)
    ours.feed(canvas.paint(0, 0))
    together = []
    for y, strip in enumerate(steps[-1]):
        left, right = strip.divide([9, COLUMNS])  # a wide letter that is cut becomes two spaces
        assume(not combining(right.text[0]))  # Textual cuts between a letter and its mark: no terminal mends that
        together.append(Strip.join([left, right]))
        assert canvas.put(0, y, left) == 9
        canvas.put(9, y, right)
    ours.feed(canvas.paint(0, 0))
    stock = Watched(COLUMNS, ROWS)
    stock.feed(_stock(KINDS["xterm"], together).replace("\n", "\r\n"))
    assert ours.seen() == stock.seen()


def _canvas(kind: Kind = KINDS["xterm"], *lines: str) -> Canvas:
    canvas = Canvas(kind, Letters(), COLUMNS, ROWS)
    for y in range(ROWS):
        canvas.put(0, y, _strip([(lines[y] if y < len(lines) else "", None)]))
    canvas.paint(0, 0)
    return canvas


def test_the_same_screen_again_writes_nothing() -> None:
    canvas = _canvas(KINDS["xterm"], "Cliente", "Data")
    canvas.put(0, 0, _strip([("Cliente", None)]))
    assert canvas.paint(0, 0) == ""


def test_a_letter_typed_is_one_byte() -> None:
    canvas = _canvas(KINDS["xterm"], "12")
    canvas.paint(2, 0)
    canvas.put(0, 0, _strip([("123", None)]))
    assert canvas.paint(3, 0) == "3"


def test_a_cursor_that_only_moves_writes_the_move() -> None:
    canvas = _canvas()
    canvas.paint(4, 3)
    assert canvas.paint(5, 3) == "\x1b[C"
    assert canvas.paint(4, 3) == "\b"
    assert canvas.paint(0, 3) == "\r"
    assert canvas.paint(0, 2) == "\x1b[A"


def test_a_list_that_scrolls_by_a_row_is_scrolled_by_the_terminal() -> None:
    canvas = _canvas(KINDS["xterm"], *[f"linha {n:02} do stock" for n in range(8)])
    for y in range(8):
        canvas.put(0, y, _strip([(f"linha {y + 1:02} do stock", None)]))
    written = canvas.paint(0, 0)
    assert "\x1b[1;8r" in written
    assert written.count("linha") == 1


def test_the_end_of_a_row_is_erased_and_not_written() -> None:
    canvas = _canvas(KINDS["xterm"], "uma linha comprida")
    canvas.put(0, 0, _strip([("uma", None)]))
    assert canvas.paint(4, 0) == "\x1b[5G\x1b[K"


def test_a_coloured_blank_is_erased_only_where_the_terminal_colours_what_it_erases() -> None:
    bar = _strip([(" " * COLUMNS, Style.parse("white on blue"))])
    for kind, erased in ((KINDS["xterm"], True), (KINDS["screen"], False)):
        canvas = _canvas(kind, "x")
        canvas.put(0, 0, bar)
        assert ("\x1b[K" in canvas.paint(0, 0)) is erased


def test_no_colour_is_written_to_a_terminal_without() -> None:
    canvas = Canvas(kind_of({"TERM": "xterm-256color", "NO_COLOR": "1"}), Letters(), COLUMNS, ROWS)
    canvas.put(0, 0, _strip([("Total", Style.parse("bold white on blue"))]))
    assert canvas.paint(0, 0) == "\x1b[H\x1b[2J\x1b[1mTotal\r"


def test_a_wide_letter_of_which_half_is_covered_goes_away() -> None:
    canvas, ours = Canvas(KINDS["xterm"], Letters(), COLUMNS, ROWS), Watched(COLUMNS, ROWS)
    canvas.put(0, 0, _strip([("本語", None)]))
    ours.feed(canvas.paint(0, 0))
    canvas.put(1, 0, [Segment("x")])
    ours.feed(canvas.paint(0, 0))
    assert ours.screen.display[0].startswith(" x語")


def test_what_does_not_fit_is_left_out() -> None:
    canvas, ours = Canvas(KINDS["xterm"], Letters(), COLUMNS, ROWS), Watched(COLUMNS, ROWS)
    canvas.put(COLUMNS - 1, 0, [Segment("本")])
    canvas.put(0, ROWS, [Segment("abaixo")])
    canvas.put(COLUMNS - 2, 1, [Segment("abc")])
    ours.feed(canvas.paint(0, 0))
    assert ours.screen.display[0].strip() == ""
    assert ours.screen.display[1].endswith("ab")
    assert cell_len("本") == 2
