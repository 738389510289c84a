"""Questions: yes or no, one of a few. And the way to ask them from a screen.

    @work
    async def leave(self) -> None:
        if await ask(self.app, "Sair", "Sair do Balcão?") == "s": ...

These wait for an answer, so they are called from a worker (``@work``), never from a handler: a handler that waits
would keep the keys from arriving. Textual raises NoActiveWorker if one tries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App
from textual.geometry import Offset, Size
from textual.message import Message
from textual.strip import Strip

from fiscal.text import clean, fold
from tui.terminal.app import TerminalApp
from tui.terminal.cells import fit, width, wrap
from tui.terminal.scans import Scanned
from tui.terminal.spoken import FocusLine, Heard
from tui.widgets.cursor import CursorWidget
from tui.widgets.frame import Dialog, Frame

TEXT_CELLS = 56
MOST_OPTIONS = 14
MOST_TOLD = 4
"""Answers that a screen reader hears at once; of more, how many there are."""


class Option(NamedTuple):
    """An answer: its value, the letter that gives it at once (may be empty), what it says."""

    value: str
    letter: str
    label: str


YES_NO = (("s", "Sim"), ("n", "Não"))


class Options(CursorWidget, can_focus=True):
    """A text and the answers to choose from; draws itself, answers every key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"options--text", "options--option", "options--letter", "options--chosen"}
    HEARD = Heard.AT_ONCE

    class Chosen(Message):
        """An answer was given."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, text: str, options: Sequence[Option], chosen: int, cells: int, *, beside: bool = False) -> None:
        """cells: the width there is. beside: the answers stand side by side where they fit."""
        super().__init__()
        self.said = [line for part in text.split("\n") for line in wrap(part, cells)] if text else []
        self.options = [o._replace(label=clean(o.label)) for o in options]
        self.at = chosen
        self.top = 0
        self._typed = ""
        self._row = sum(self._cells(o) + 2 for o in self.options) <= cells and beside
        """Whether the answers stand side by side."""
        self._shown = 1 if self._row else min(MOST_OPTIONS, len(self.options))

    @staticmethod
    def _cells(option: Option) -> int:
        return width(option.label) + (width(option.letter) + 1 if option.letter else 0) + 2

    @property
    def _first(self) -> int:
        """The line on which the answers begin."""
        return len(self.said) + 1 if self.said else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._first + self._shown

    def on_mount(self) -> None:
        self._go(self.at)

    def on_key(self, event: events.Key) -> None:
        key = event.key
        step = {"down": 1, "right": 1, "tab": 1, "up": -1, "left": -1, "shift+tab": -1}.get(key)
        if step is not None:
            self._go((self.at + step) % len(self.options))
        elif key in ("home", "end", "pageup", "pagedown"):
            self._go(0 if key in ("home", "pageup") else len(self.options) - 1)
        elif key in ("enter", "ctrl+j", "f10"):
            self._choose(self.at)
        elif event.is_printable and event.character is not None:
            self._answer(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_scanned(self, event: Scanned) -> None:
        """A scan answers nothing."""
        event.stop()
        self.app.bell()
        if isinstance(self.parent, Frame):
            self.parent.hint = "Responda primeiro"
            self.parent.refresh()

    def _answer(self, character: str) -> None:
        """A letter gives its answer at once; other text goes to the first answer that begins so."""
        for at, option in enumerate(self.options):
            if option.letter and fold(option.letter) == fold(character):
                self._choose(at)
                return
        for typed in (self._typed + character, character):
            for at, option in enumerate(self.options):
                if fold(option.label).startswith(fold(typed)):
                    self._typed = typed
                    self._go(at)
                    return
        self.app.bell()

    def _choose(self, at: int) -> None:
        self.post_message(self.Chosen(self.options[at].value))

    def _go(self, at: int) -> None:
        self.at = at
        self.top = max(min(self.top, at), at - self._shown + 1, 0) if not self._row else 0
        self.refresh()
        self.place_cursor()

    def place_cursor(self) -> None:
        if self.has_focus and self.size:
            at = self.at
            before = sum(self._cells(o) + 1 for o in self.options[:at]) if self._row else 0
            y = self._first + (0 if self._row else at - self.top)
            self.app.cursor_position = self.content_region.offset + Offset(before + 1, y)

    def spoken(self) -> str:
        named = ", ".join(f"{o.letter.upper()} {o.label}".strip() for o in self.options)
        answers = named if len(self.options) <= MOST_TOLD else f"{len(self.options)} opções"
        return f"{' '.join(self.said)}\n{answers}" if self.said else answers

    def spoken_in_full(self) -> str:
        return "\n".join([" ".join(self.said), *(f"{o.letter.upper()} {o.label}" for o in self.options)])

    def spoken_focus(self) -> FocusLine:
        option, count = self.options[self.at], len(self.options)
        place = f", {self.at + 1} de {count}" if count > MOST_TOLD else ""
        return FocusLine((id(self), self.at), "", f"{option.letter.upper()} {option.label}{place}".strip())

    def on_click(self, event: events.Click) -> None:
        at = event.y - self._first
        if self._row and at == 0:
            end = 0
            for place, option in enumerate(self.options):
                end += self._cells(option) + 1
                if event.x < end:
                    self._choose(place)
                    return
        elif not self._row and 0 <= at < self._shown:
            self._choose(self.top + at)

    def render_line(self, y: int) -> Strip:
        cells, style = self.size.width, self.get_component_rich_style
        if y < self._first:
            said = self.said[y] if y < len(self.said) else ""
            return Strip([Segment(fit(said, cells), style("options--text"))], cells)
        segments: list[Segment] = []
        if self._row:
            for at in range(len(self.options)):
                segments += [*self._option(at), Segment(" ", style("options--text"))]
        elif (at := self.top + y - self._first) < len(self.options):
            mark = "↓" if y - self._first == self._shown - 1 and at < len(self.options) - 1 else " "
            mark = "↑" if at == self.top and self.top else mark
            segments = list(Strip(self._option(at)).adjust_cell_length(cells - 1, self._style(at)))
            segments.append(Segment(mark, style("options--text")))
        return Strip(segments).adjust_cell_length(cells, style("options--text"))

    def _style(self, at: int) -> Style:
        return self.get_component_rich_style("options--chosen" if at == self.at else "options--option")

    def _option(self, at: int) -> list[Segment]:
        option, style = self.options[at], self._style(at)
        letter = [
            Segment(option.letter.upper(), style + self.get_component_rich_style("options--letter", partial=True))
        ]
        named = (
            [*letter, Segment(f" {option.label} ", style)] if option.letter else [Segment(f"{option.label} ", style)]
        )
        return [Segment(" ", style), *named]


class Question(Dialog):
    """A question with a few answers, each a (letter, label). Gives the letter, or None for Esc.

    default: the letter that Enter gives (the first, if empty).
    """

    def __init__(self, title: str, text: str, options: Sequence[tuple[str, str]] = YES_NO, default: str = "") -> None:
        at = next((i for i, (letter, _) in enumerate(options) if letter == default), 0)
        named = [Option(letter, letter, label) for letter, label in options]
        answers = (width(label) + 4 for _, label in options)
        widest = max([width(title) + 4, *answers, *(width(line) for line in text.split("\n"))])
        cells = max(24, min(TEXT_CELLS, widest))
        super().__init__(title, Options(text, named, at, cells, beside=True), cells=cells + 6)
        self.add_class("spacious")

    def on_options_chosen(self, message: Options.Chosen) -> None:
        self.dismiss(message.value)


class ChoiceList(Dialog):
    """One of a list of (code, name). Gives the code, or None for Esc. Typing goes to the entry that begins so.

    codes: whether the codes are shown before the names.
    """

    def __init__(
        self, title: str, options: Sequence[tuple[str, str]], current: str = "", *, codes: bool = True
    ) -> None:
        at = next((i for i, (code, _) in enumerate(options) if code == current), 0)
        named = [Option(code, "", f"{code} {name}" if codes and code != name else name) for code, name in options]
        cells = min(70, max([24, width(title), *(width(o.label) + 4 for o in named)]))
        super().__init__(title, Options("", named, at, cells), cells=cells + 4)

    def on_options_chosen(self, message: Options.Chosen) -> None:
        self.dismiss(message.value)


async def ask(
    app: App[Any],
    title: str,
    text: str,
    options: Sequence[tuple[str, str]] = YES_NO,
    *,
    default: str = "",
    irreversible: bool = False,
) -> str | None:
    """Ask, and give the letter of the answer; None for Esc. To be called from a worker.

    irreversible: what was typed before the question appeared is dropped (``TerminalApp.flush_input``), so that only
    a key pressed after reading it can answer.
    """
    if irreversible and isinstance(app, TerminalApp):
        app.flush_input()
    answer: str | None = await app.push_screen_wait(Question(title, text, options, default))
    return answer


async def choose(
    app: App[Any], title: str, options: Sequence[tuple[str, str]], current: str = "", *, codes: bool = True
) -> str | None:
    """Let one of (code, name) be chosen; None for Esc. To be called from a worker."""
    code: str | None = await app.push_screen_wait(ChoiceList(title, options, current, codes=codes))
    return code
