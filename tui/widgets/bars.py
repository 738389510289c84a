"""The rows around a screen's work: title, notice of test mode, message, keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from fiscal.text import clean
from tui.terminal.app import TerminalApp
from tui.terminal.cells import cut, width, wrap
from tui.terminal.keymap import STANDARD, KeyMap
from tui.terminal.spoken import Heard, Spoken


def key_map(widget: Widget) -> KeyMap:
    """The user's keys, where the app of a widget has any."""
    found: KeyMap = getattr(widget.app, "key_map", STANDARD) if widget.is_attached else STANDARD
    return found


TEST_MODE = "Modo de ensaio: programa ainda não certificado pela AT"


class TitleBar(Spoken, Widget):
    """Screen and series on the left, company in the middle; on the right what waits for AT, the operator, the clock.

    Where it is narrow the company goes first, then the series, then the operator is cut; the screen's name and the clock
    stay to the end. The clock is drawn once a minute, and then only its five cells.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--name", "title--soft"}
    HEARD = Heard.ASKED

    def __init__(
        self,
        name: str,
        company: str = "",
        operator: str = "",
        now: Callable[[], datetime] | None = None,
        queue: int | None = None,
    ) -> None:
        """now: the clock; none is shown without. queue: documents waiting for AT, None where none is ever sent."""
        super().__init__()
        self._parts = {"name": name, "company": company, "operator": operator, "series": ""}
        self._now = now
        self._queue = queue

    def show(self, **parts: str) -> None:
        """Change the parts that are given: name, company, operator, series."""
        changed = {**self._parts, **parts}
        if changed != self._parts:
            self._parts = changed
            self.refresh()

    def count(self, queue: int | None) -> None:
        """Change how many documents wait for AT."""
        if queue != self._queue:
            self._queue = queue
            self.refresh()

    def on_mount(self) -> None:
        self._next_minute()

    def _next_minute(self) -> None:
        if self._now is not None:
            self.set_timer(60.5 - self._now().second, self._tick)

    def _tick(self) -> None:
        # Not Screen.is_current: that is true of a screen covered by another, and would paint the whole one above again.
        stack = self.app.screen_stack
        if self.screen in stack and all(above.is_modal for above in stack[stack.index(self.screen) + 1 :]):
            self.refresh(Region(self.size.width - 6, 0, 5, 1))
        self._next_minute()

    def on_screen_resume(self) -> None:
        self.refresh()

    @property
    def name_shown(self) -> str:
        """The screen's name, as on the left."""
        return clean(self._parts["name"])

    def spoken(self) -> str:
        name, company, operator = (clean(self._parts[part]) for part in ("name", "company", "operator"))
        return ". ".join(part for part in (name, company, f"Operador {operator}" if operator else "") if part)

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        strong, soft = self.get_component_rich_style("title--name"), self.get_component_rich_style("title--soft")
        name, series, company, right = self._fitting(cells)
        left = Segment(f" {name}", strong)
        after = Segment(f"  {series}" if series else "", soft)
        start = left.cell_length + after.cell_length
        end = cells - width(right) - 1
        middle = min(max(start + 2, (cells - width(company)) // 2), max(start, end - width(company) - 2))
        between = Segment((" " * (middle - start) + company).ljust(1), soft)
        gap = Segment(" " * max(0, end - start - between.cell_length), soft)
        return Strip([left, after, between, gap, Segment(f"{right} ", soft)]).adjust_cell_length(cells, soft)

    def _fitting(self, cells: int) -> tuple[str, str, str, str]:
        """Name, series, company, and what stands on the right, as much of each as there is room for."""
        parts = {part: clean(text) for part, text in self._parts.items()}
        clock = f"{self._now():%H:%M}" if self._now else ""
        name = cut(parts["name"], max(0, cells - width(clock) - 3))
        room = cells - width(name) - width(clock) - 4
        operator = cut(parts["operator"], room) if room > 3 else ""
        room -= width(operator) + 2
        queue = f"AT {self._queue}" if self._queue is not None else ""
        queue = queue if width(queue) <= room else ""
        room -= width(queue) + 2 if queue else 0
        series = parts["series"] if width(parts["series"]) <= room - 2 else ""
        room -= width(series) + 2 if series else 0
        company = cut(parts["company"], room - 2) if room > 6 else ""
        return name, series, company, "  ".join(part for part in (queue, operator, clock) if part)


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
    """What the program says, in one row (more only when something to be read whole does not fit).

    A notice of something that ended by itself (``announce``) stands over a hint for a while, never over a refusal.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"message--mark", "message--refusal", "message--notice"}
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
        self._notice: tuple[str, bool] | None = None

    def on_mount(self) -> None:
        self.text = key_map(self).words(self.text)

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
        said = [f"Erro: {self.text}" if self.refused else self.text]
        if self._notice is not None:
            text, failed = self._notice
            said.insert(0, f"Erro: {text}" if failed else text)
        return "\n".join(said)

    def spoken_edition(self) -> int:
        return self._refusals

    def announce(self, text: str, *, failed: bool = False) -> None:
        """Show over the hint that something ended, or (failed) went wrong; an empty text brings the hint back."""
        self._notice = (key_map(self).words(clean(text)), failed) if text else None
        self._fit()

    def _show(self, text: str, *, refused: bool) -> None:
        if self._coming is not None:
            self._coming.stop()
            self._coming = None
        shown = key_map(self).words(clean(text))
        if (shown, refused) == (self.text, self.refused):
            return
        self.text, self.refused = shown, refused
        self._fit()

    def _fit(self) -> None:
        text, _, whole = self._now()
        rows = min(self.MOST, len(self._lines(text))) if whole else 1
        if self.styles.height is None or self.size.height != rows:
            self.styles.height = rows
        self.refresh()

    def _now(self) -> tuple[str, str, bool]:
        """The text shown, its mark, and whether it is to be read whole."""
        if self._notice is not None and not self.refused:
            text, failed = self._notice
            return text, "!" if failed else "»", True
        return self.text, "!" if self.refused else "", self.refused

    def _lines(self, text: str) -> list[str]:
        return wrap(text, max(1, (self.size.width or 80) - 4))

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        base = self.rich_style
        text, mark, whole = self._now()
        part = {"!": "message--refusal", "»": "message--notice"}.get(mark)
        style = self.get_component_rich_style(part) if part else base
        lines = self._lines(text) if whole else [cut(text, max(0, cells - 4))]
        if len(lines) > self.size.height:
            lines = [*lines[: self.size.height - 1], cut(" ".join(lines[self.size.height - 1 :]), cells - 4)]
        marked = style + self.get_component_rich_style("message--mark") if mark == "!" else style
        sign = Segment(f" {mark} ", marked) if mark and y == 0 else Segment("   ", base)
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
        keys = key_map(self)
        return "Teclas: " + ", ".join(f"{keys.shown(k.key)} {k.label}" for k in self._keys) if self._keys else ""

    def fitting(self, cells: int) -> list[Shown]:
        """The keys for which there is room."""
        found, used = [], 1
        keys = key_map(self)
        for k in (k._replace(key=keys.shown(k.key)) for k in self._keys):
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
