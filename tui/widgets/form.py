"""A form as one widget: it draws every declared field itself and answers every key in the order it was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from textual import events
from textual.geometry import Offset, Region
from textual.message import Message

from fiscal.errors import Refusal
from models.declared import Field, Values
from tui.widgets import edit_keys
from tui.widgets.form_drawn import DrawnForm
from tui.widgets.form_layout import Layout, lay_out
from tui.widgets.form_state import FormState
from tui.widgets.received import ReceivingForm


class About(Message):
    """Something a form says about one of its fields."""

    def __init__(self, form: FormView, field: Field) -> None:
        super().__init__()
        self.form, self.field = form, field


class FormView(DrawnForm, ReceivingForm, can_focus=True):
    """The declared fields, one cursor, one editor.

    today: gives the date that ``h`` and ``+1`` count from (a clock's). submit_at_end: Enter on the last field
    submits, as a question wants; otherwise it goes round to the first.
    """

    KEYS: ClassVar[dict[str, str]] = {
        "enter": "do_enter",
        "ctrl+j": "do_enter",
        "tab": "next_field",
        "down": "next_field",
        "shift+tab": "previous_field",
        "up": "previous_field",
        "f1": "do_help",
        "f4": "do_look_up",
        "f10": "do_submit",
        "ctrl+s": "do_submit",
        "pageup": "do_first",
        "pagedown": "do_last",
        "ctrl+home": "do_first",
        "ctrl+end": "do_last",
    }
    """Key to the method that answers it; keys not here (Esc, F2, F9 …) are the screen's."""

    class Changed(Message):
        """A field's text is other than before: the moment to keep the draft."""

        def __init__(self, form: FormView, name: str, text: str) -> None:
            super().__init__()
            self.form, self.name, self.text = form, name, text

    class Entered(About):
        """The cursor is in another field: the moment to show its hint."""

    class Refused(About):
        """A field's text was not accepted, or may not be changed: ``refusal`` says why."""

        def __init__(self, form: FormView, field: Field, refusal: Refusal) -> None:
            super().__init__(form, field)
            self.refusal = refusal

        @property
        def message(self) -> str:
            return self.refusal.message

    class LookUp(About):
        """F4: show what the field may hold (``field.lookup``, or the options of its choice)."""

        def __init__(self, form: FormView, field: Field, text: str) -> None:
            super().__init__(form, field)
            self.text = text

    class HelpWanted(About):
        """F1, or ``?`` in an empty field."""

    class Submitted(Message):
        """F10 or Ctrl+S, and every field was accepted."""

        def __init__(self, form: FormView, values: Values) -> None:
            super().__init__()
            self.form, self.values = form, values

    def __init__(
        self,
        fields: Sequence[Field],
        today: Callable[[], date],
        *,
        values: Values | None = None,
        submit_at_end: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.state = FormState(fields, today)
        self.submit_at_end = submit_at_end
        self._last = len(self.state.fields) - 1
        self.top = 0
        self._drawn_at = 0
        self._layout_of: tuple[int, Layout] = (0, lay_out([], 0))
        if values:
            self.state.load(values)

    # What screens call.

    @property
    def values(self) -> Values:
        """The values last accepted, by field name."""
        return dict(self.state.values)

    @property
    def texts(self) -> dict[str, str]:
        """What stands in every field: the draft to keep."""
        return dict(self.state.texts)

    @property
    def active(self) -> Field:
        """The field the cursor is in."""
        return self.state.field

    def load(self, values: Values) -> None:
        """Show a record (``values`` over the defaults)."""
        self.state.load(values)
        self._moved()

    def load_texts(self, texts: Mapping[str, str]) -> None:
        """Put back a draft kept with ``texts``."""
        self.state.load_texts(texts)
        self._moved()

    def put(self, name: str, value: Any) -> None:
        """Set one field to a value, as chosen from a list; posts Changed."""
        self.state.put(name, value)
        self.post_message(self.Changed(self, name, self.state.texts[name]))
        self._moved()

    def focus_field(self, name: str, message: str = "") -> None:
        """Put the cursor in a field, marked as refused if there is a ``message``. Unknown names go to the first."""
        try:
            index = self.state.index(name)
        except KeyError:
            index = 0
        if message:
            self.state.errors[name] = message
        self.state.enter(index)
        self._moved()
        self.focus()

    # Keys.

    def on_key(self, event: events.Key) -> None:
        if self._answered(event):
            event.stop()
            event.prevent_default()

    def _answered(self, event: events.Key) -> bool:
        key = event.key
        if step := self.state.day_step(key):
            self._change(lambda: self.state.step_day(*step))
        elif key in edit_keys.COPIES and self._secret(self.state.field):
            self.app.bell()  # a password is never copied
        elif key in self.KEYS:
            getattr(self, self.KEYS[key])()
        elif edit_keys.moves(self.state.editor, key):
            self._redraw()
        elif change := edit_keys.change(self.state.editor, key):
            self._change(lambda: self.state.changed(change()))
        elif event.is_printable and event.character is not None:
            self._typed(event.character)
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None:
            return
        for slot in self._layout.slots:
            if slot.y == place.y + self.top and slot.x <= place.x < slot.value_x + slot.value:
                self._go_to(slot.index)
                right_in = slot.value if self.state.field.kind.right else None
                self.state.editor.put_cursor(max(0, place.x - slot.value_x), right_in=right_in)
                self._redraw()

    def _typed(self, character: str) -> None:
        editor, secret = self.state.editor, self._secret(self.state.field)
        untouched = editor.selected == editor.text
        if character == "?" and not editor.text and not secret:
            self.do_help()
        elif character == "<" and not editor.text and not secret:
            self._change(lambda: self.state.changed(editor.insert("<")))
        elif character == " " and untouched and not self.state.lock_reason() and self.state.cycle():
            self._changed()
        else:
            self._change(lambda: self.state.type(character))

    def _change(self, change: Callable[[], bool]) -> None:
        """Do a change to the text, or say why it may not be."""
        if reason := self.state.lock_reason():
            self.post_message(self.Refused(self, self.state.field, self._locked(reason)))
        elif change():
            self._changed()
        else:
            self.app.bell()

    def _changed(self) -> None:
        self.post_message(self.Changed(self, self.state.field.name, self.state.text))
        self._redraw()

    def do_enter(self) -> None:
        if self.state.text == "<":
            self.state.editor.clear()
            self.state.changed(True)
            self._changed()
            self.previous_field()
        elif self.submit_at_end and self.state.at == self._last:
            self.do_submit()
        else:
            self._leave(1)

    def next_field(self) -> None:
        """Accept the field and go on: also for after a value was chosen from a list."""
        self._leave(1)

    def previous_field(self) -> None:
        """Go back, whether or not the field is right."""
        self._leave(-1)

    def do_first(self) -> None:
        self._go_to(0)

    def do_last(self) -> None:
        self._go_to(self._last)

    def _locked(self, reason: str) -> Refusal:
        return Refusal(reason, field=self.state.field.name, rule="locked")

    def do_help(self) -> None:
        self.post_message(self.HelpWanted(self, self.state.field))

    def do_look_up(self) -> None:
        if reason := self.state.lock_reason():
            self.post_message(self.Refused(self, self.state.field, self._locked(reason)))
        else:
            self.post_message(self.LookUp(self, self.state.field, self.state.text))

    def do_submit(self) -> None:
        refusal = self.state.read_all()
        self._moved()
        if refusal is not None:
            self.post_message(self.Refused(self, self.state.field, refusal))
        else:
            self.post_message(self.Submitted(self, self.values))

    def _leave(self, step: int) -> None:
        """Go to the next or previous field. Going on needs the field to be accepted; going back does not."""
        if self._refused() and step > 0:
            self._redraw()
            return
        self.state.enter((self.state.at + step) % len(self.state.fields))
        self._moved()

    def _go_to(self, index: int) -> None:
        """Jump to a field; one left behind in error keeps its mark."""
        if index != self.state.at:
            self._refused()
            self.state.enter(index)
            self._moved()

    def _refused(self) -> bool:
        before = self.state.text
        refusal = self.state.check()
        if refusal is not None:
            self.post_message(self.Refused(self, self.state.field, refusal))
        elif self.state.text != before:
            self.post_message(self.Changed(self, self.state.field.name, self.state.text))
        return refusal is not None

    # Drawing.

    @property
    def _layout(self) -> Layout:
        cells = self.size.width
        if self._layout_of[0] != cells:
            self._layout_of = (cells, lay_out(self.state.fields, cells))
        return self._layout_of[1]

    def on_resize(self) -> None:
        self._moved()

    def on_focus(self) -> None:
        self.post_message(self.Entered(self, self.state.field))

    def _moved(self) -> None:
        """The field being edited is another: bring it into sight, repaint the two lines."""
        if not self.is_mounted or not self.size:
            return
        y, top = self._layout.slots[self.state.at].y, self.top
        above = y - 1 if any(h.y == y - 1 for h in self._layout.headings) else y
        self.top = max(min(top, above), y - self.size.height + 1)
        self.top = max(0, min(self.top, self._layout.height - self.size.height))
        if self.top == top and self._drawn_at != self.state.at:
            self._refresh_line(self._layout.slots[self._drawn_at].y)
        else:
            self.refresh()
        if self._drawn_at != self.state.at:
            self.post_message(self.Entered(self, self.state.field))
        self._redraw()

    def _redraw(self) -> None:
        """Repaint the line being edited and put the terminal's cursor there."""
        if self.is_mounted and self.size:
            self._drawn_at = self.state.at
            self._refresh_line(self._layout.slots[self.state.at].y)
            self.place_cursor()

    def _refresh_line(self, y: int) -> None:
        self.refresh(Region(0, y - self.top, self.size.width, 1))

    def place_cursor(self) -> None:
        if self.has_focus and self.size:
            slot = self._layout.slots[self.state.at]
            place = self.content_region.offset + Offset(slot.value_x, slot.y - self.top)
            self.app.cursor_position = place + Offset(self._view(slot).cursor, 0)
