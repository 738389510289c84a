"""What a form knows, without a screen: texts typed, values checked, errors, and which field is being edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from fiscal import notation
from fiscal.errors import Refusal
from models.declared import YES_NO, Choice, Day, Field, Text, Values, YesNo, defaults
from tui.widgets.edit import Editor

DAY_STEPS = {"ctrl+up": (1, "d"), "ctrl+down": (-1, "d"), "pageup": (1, "m"), "pagedown": (-1, "m")}
"""In a date field: keys to steps of days (d) and months (m). Elsewhere the same keys go between fields."""


class FormState:
    """The fields of a form being filled.

    today: where the date comes from (fields take ``h`` or ``+1``).
    """

    def __init__(self, fields: Sequence[Field], today: Callable[[], date]) -> None:
        self.fields = list(fields)
        self.today = today
        self.at = 0
        self.editor = Editor()
        self.load({})

    def load(self, values: Values) -> None:
        """Show a record: ``values`` over the fields' defaults. The first field is edited."""
        self.values: Values = {**defaults(self.fields), **values}
        self.texts = {f.name: f.kind.show(self.values.get(f.name)) for f in self.fields}
        self.errors: dict[str, str] = {}
        self.enter(0)

    def load_texts(self, texts: Mapping[str, str]) -> None:
        """Put back a draft: what was typed, checked or not. Values follow where the text can be read."""
        for f in self.fields:
            if f.name in texts:
                self.texts[f.name] = texts[f.name]
                try:
                    self.values[f.name] = f.kind.parse(texts[f.name], self.today())
                except Refusal as refusal:
                    self.errors[f.name] = refusal.message
        self.enter(self.at)

    @property
    def field(self) -> Field:
        """The field being edited."""
        return self.fields[self.at]

    @property
    def text(self) -> str:
        return self.texts[self.field.name]

    def index(self, name: str) -> int:
        """Place of the field called ``name``; KeyError if the form has none."""
        for i, f in enumerate(self.fields):
            if f.name == name:
                return i
        raise KeyError(name)

    def enter(self, index: int) -> None:
        """Edit a field: its text is selected, so that typing replaces it."""
        self.at = index
        kind = self.field.kind
        self.editor = Editor(self.text, kind.limit if isinstance(kind, Text) else None)

    def lock_reason(self) -> str:
        """Why the field being edited may not be changed; empty if it may."""
        return "" if self.field.locked is None else self.field.locked(self.values)

    def locked(self, index: int) -> bool:
        reason = self.fields[index].locked
        return reason is not None and bool(reason(self.values))

    def type(self, characters: str) -> bool:
        """Type into the field. False when the kind does not take the character."""
        kind = self.field.kind
        wanted = all(kind.accepts(c) for c in characters)
        return wanted and self.changed(self.editor.insert(characters))

    def paste(self, text: str) -> bool:
        return self.changed(self.editor.paste(text))

    def changed(self, done: bool) -> bool:
        """Take over the editor's text after a change; gives ``done`` back."""
        if done:
            self.texts[self.field.name] = self.editor.text
            self.errors.pop(self.field.name, None)
        return done

    def put(self, name: str, value: Any) -> None:
        """Set a field to a value, as chosen from a list."""
        f = self.fields[self.index(name)]
        self.values[name] = value
        self.texts[name] = f.kind.show(value)
        self.errors.pop(name, None)
        if f is self.field:
            self.enter(self.at)

    def cycle(self) -> bool:
        """Step a choice to its next option. False when the field is no choice."""
        kind = self.field.kind
        options = list(YES_NO) if isinstance(kind, YesNo) else list(kind.all()) if isinstance(kind, Choice) else []
        if not options:
            return False
        codes: list[Any] = [True, False] if isinstance(kind, YesNo) else [code for code, _ in options]
        try:
            here = codes.index(kind.parse(self.text, self.today()))
        except (Refusal, ValueError):
            here = -1
        self.put(self.field.name, codes[(here + 1) % len(codes)])
        return True

    def day_step(self, key: str) -> tuple[int, str] | None:
        """What a key adds to the date being edited; None for other keys and other fields."""
        return DAY_STEPS.get(key) if isinstance(self.field.kind, Day) else None

    def step_day(self, count: int, unit: str) -> bool:
        """A date some days (d) or months (m) on; an empty field counts from today. False where no date stands."""
        f = self.field
        try:
            now = f.kind.parse(self.text, self.today()) or self.today()
            then = notation.day(notation.show_day(notation.stepped(now, count, unit)), now)
        except (Refusal, ValueError, OverflowError):
            return False
        self.editor.select_all()
        done = self.changed(self.editor.paste(f.kind.show(then)))
        self.editor.select_all()
        return done

    def check(self) -> Refusal | None:
        """Read the field being edited. What was understood is written out in full; what was not stays as typed."""
        f = self.field
        if self.lock_reason():
            return None
        try:
            value = f.read(self.text, self.values, self.today())
        except Refusal as refusal:
            self.errors[f.name] = refusal.message
            return refusal
        self.put(f.name, value)
        return None

    def read_all(self) -> Refusal | None:
        """Read every field in order; the first that is refused becomes the one being edited."""
        here = self.at
        for i in range(len(self.fields)):
            self.enter(i)
            if refusal := self.check():
                return refusal
        self.enter(here)
        return None
