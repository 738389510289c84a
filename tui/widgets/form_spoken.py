"""What a form says to a screen reader: the field being edited, every field with its value, where one is."""

from __future__ import annotations

from models.declared import Choice, Field, Text
from tui.terminal.spoken import EMPTY, FocusLine
from tui.widgets.cursor import CursorWidget
from tui.widgets.form_state import FormState

MOST_OPTIONS = 8
"""Options of a choice that are read one by one; of more, the first ones."""


class SpokenForm(CursorWidget):
    """The spoken side of FormView."""

    state: FormState

    def spoken(self) -> str:
        return "\n".join(f"{self._label(f)}{self._value(f) or EMPTY}" for f in self.state.fields)

    def spoken_in_full(self) -> str:
        lines = []
        for f in self.state.fields:
            error = self.state.errors.get(f.name)
            lines += [f.group] if f.group else []
            lines.append(f"{self._label(f)}{self._value(f) or EMPTY}" + (f". Erro: {error}" if error else ""))
        return "\n".join(lines)

    def spoken_focus(self) -> FocusLine:
        f, editor = self.state.field, self.state.editor
        text = self._value(f)
        return FocusLine((id(self), f.name), self._label(f), text, editor.cursor)

    def spoken_help(self) -> str:
        f, n = self.state.field, self.state.at + 1
        lines = [f"Campo {n} de {len(self.state.fields)}. {f.help}", f.kind.hint]
        if isinstance(f.kind, Choice):
            options = f.kind.all()
            names = [code if code == name else f"{code} {name}" for code, name in options[:MOST_OPTIONS]]
            lines.append(f"{len(options)} opções: {', '.join(names)}" + ("…" if len(options) > MOST_OPTIONS else "."))
        lines += [self.state.lock_reason(), self.state.errors.get(f.name, "")]
        return "\n".join(line for line in lines if line)

    def spoken_already(self) -> set[str]:
        return {self.state.field.help}

    def _label(self, f: Field) -> str:
        locked = f.locked is not None and bool(f.locked(self.state.values))
        return f"{f.label}{', fixo' if locked else ', obrigatório' if f.required else ''}: "

    def _value(self, f: Field) -> str:
        text = self.state.texts[f.name]
        return "*" * len(text) if isinstance(f.kind, Text) and f.kind.secret else text
