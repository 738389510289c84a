"""The rows around a screen's work: title, notice of test mode, message, keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from fiscal.text import clean
from tui.terminal.app import TerminalApp
from tui.terminal.cells import cut, width, wrap
from tui.terminal.spoken import Heard, Spoken

TEST_MODE = "Modo de ensaio: programa ainda não certificado pela AT"


class TitleBar(Spoken, Widget):
    """Screen's name on the left, company in the middle, operator on the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--name", "title--soft"}
    HEARD = Heard.ASKED

    def __init__(self, name: str, company: str = "", operator: str = "") -> None:
        super().__init__()
        self._parts = (name, company, operator)

    def show(self, name: str | None = None, company: str | None = None, operator: str | None = None) -> None:
        """Change the parts that are given."""
        parts = zip((name, company, operator), self._parts, strict=True)
        self._parts = tuple(old if new is None else new for new, old in parts)  # type: ignore[assignment]
        self.refresh()

    @property
    def name_shown(self) -> str:
        """The screen's name, as on the left."""
        return clean(self._parts[0])

    def spoken(self) -> str:
        name, company, operator = (clean(part) for part in self._parts)
        return ". ".join(part for part in (name, company, f"Operador {operator}" if operator else "") if part)

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        strong, soft = self.get_component_rich_style("title--name"), self.get_component_rich_style("title--soft")
        name, company, operator = (clean(part) for part in self._parts)
        name = cut(name, max(0, cells - 2))
        operator = cut(operator, max(0, cells - width(name) - 5))
        room = cells - width(name) - width(operator) - 6
        company = cut(company, room) if room > 3 else ""
        middle = max(width(name) + 3, (cells - width(company)) // 2)
        middle = min(middle, cells - width(operator) - width(company) - 3)
        left = Segment(f" {name}", strong)
        between = Segment(" " * max(0, middle - width(name) - 1) + company, soft)
        right = Segment(" " * max(0, cells - left.cell_length - between.cell_length - width(operator) - 1), soft)
        return Strip([left, between, right, Segment(f"{operator} ", soft)]).adjust_cell_length(cells, soft)


class NoticeBar(Spoken, Widget):
    """A thin rule with a notice in it: that this is test mode, on every screen, always."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"notice--rule", "notice--text"}

    def __init__(self, text: str = TEST_MODE, *, aloud: bool = False) -> None:
        """text: empty for a rule alone (a certified program). aloud: a screen reader says it on coming to the screen;
        otherwise in the reading of the whole."""
        super().__init__()
        self.text = text
        self.HEARD = Heard.ARRIVING if aloud else Heard.ASKED

    def spoken(self) -> str:
        return self.text

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        rule, said = self.get_component_rich_style("notice--rule"), self.get_component_rich_style("notice--text")
        text = cut(clean(self.text), max(0, cells - 6))
        if not text:
            return Strip([Segment("─" * cells, rule)], cells)
        left = (cells - width(text) - 2) // 2
        right = cells - left - width(text) - 2
        return Strip([Segment("─" * left, rule), Segment(f" {text} ", said), Segment("─" * right, rule)], cells)


class MessageLine(Spoken, Widget):
    """What the program says, in one row (more only when a refusal does not fit, since it must be read whole)."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"message--mark", "message--refusal"}
    MOST = 3
    HEARD = Heard.AT_ONCE
    FIRST: ClassVar[bool] = True
    HINT_AFTER: ClassVar[float] = 0.4
    """Seconds without a key after which a hint comes up: who types on by heart is not kept up by it."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text
        self.refused = False
        self._refusals = 0
        self._coming: Timer | None = None

    def hint(self, text: str) -> None:
        """What the field is for, once the operator pauses."""
        if not self.HINT_AFTER or self.text == text:
            self.say(text)
            return
        self.say("")
        self._coming = self.set_timer(self.HINT_AFTER, lambda: self._show_hint(text))

    def _show_hint(self, text: str) -> None:
        typing = isinstance(self.app, TerminalApp) and self.HINT_AFTER - self.app.since_typed()
        if typing > 0:
            self._coming = self.set_timer(typing, lambda: self._show_hint(text))
        else:
            self.say(text)

    def say(self, text: str) -> None:
        """Show a notice or a hint; an empty one clears the line."""
        self._show(text, refused=False)

    def refuse(self, text: str) -> None:
        """Show a refusal, marked with ``!``."""
        self._refusals += 1
        self._show(text, refused=True)

    def spoken(self) -> str:
        return f"Erro: {self.text}" if self.refused else self.text

    def spoken_edition(self) -> int:
        return self._refusals

    def _show(self, text: str, *, refused: bool) -> None:
        if self._coming is not None:
            self._coming.stop()
            self._coming = None
        shown = clean(text)
        if (shown, refused) == (self.text, self.refused):
            return
        self.text, self.refused = shown, refused
        rows = min(self.MOST, len(self._lines())) if refused else 1
        if self.styles.height is None or self.size.height != rows:
            self.styles.height = rows
        self.refresh()

    def _lines(self) -> list[str]:
        return wrap(self.text, max(1, (self.size.width or 80) - 4))

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        base = self.rich_style
        mark = self.get_component_rich_style("message--mark")
        style = self.get_component_rich_style("message--refusal") if self.refused else base
        lines = self._lines() if self.refused else [cut(self.text, max(0, cells - 4))]
        if len(lines) > self.size.height:
            lines = [*lines[: self.size.height - 1], cut(" ".join(lines[self.size.height - 1 :]), cells - 4)]
        sign = Segment(" ! " if self.refused and y == 0 else "   ", mark)
        return Strip([sign, Segment(lines[y] if y < len(lines) else "", style)]).adjust_cell_length(cells, base)


class Shown(NamedTuple):
    """One key of the key bar."""

    key: str
    label: str
    press: str = ""
    """The key's name, pressed when its label is clicked; empty for none."""


class KeyBar(Spoken, Widget):
    """What the keys do here, most important first; those that do not fit are left out from the end."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--label"}
    HEARD = Heard.ASKED

    class Clicked(Message):
        """A label was clicked: ``press`` is the name of its key."""

        def __init__(self, press: str) -> None:
            super().__init__()
            self.press = press

    def __init__(self, keys: Sequence[tuple[str, str] | Shown]) -> None:
        """keys: (what is on the key, what it does), most important first."""
        super().__init__()
        self._keys = [Shown(*k) for k in keys]

    def show(self, keys: Sequence[tuple[str, str] | Shown]) -> None:
        """Other keys, for another part of the screen."""
        wanted = [Shown(*k) for k in keys]
        if wanted != self._keys:
            self._keys = wanted
            self.refresh()

    def spoken(self) -> str:
        return "Teclas: " + ", ".join(f"{k.key} {k.label}" for k in self._keys) if self._keys else ""

    def fitting(self, cells: int) -> list[Shown]:
        """The keys for which there is room."""
        found, used = [], 1
        for k in self._keys:
            used += width(k.key) + width(k.label) + 3
            if used > cells + 1:
                break
            found.append(k)
        return found

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        strong, soft = self.get_component_rich_style("keys--key"), self.get_component_rich_style("keys--label")
        segments = [Segment(" ", soft)]
        for k in self.fitting(cells):
            segments += [Segment(clean(k.key), strong), Segment(f" {clean(k.label)}  ", soft)]
        return Strip(segments).adjust_cell_length(cells, soft)

    def on_click(self, event: events.Click) -> None:
        at = 1
        for k in self.fitting(self.size.width):
            end = at + width(k.key) + width(k.label) + 3
            if at <= event.x < end and k.press:
                self.post_message(self.Clicked(k.press))
            at = end
