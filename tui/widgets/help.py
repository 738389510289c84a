"""F1: what a field means, how it may be typed, what the law says of it, and what the keys do."""

from __future__ import annotations

from collections.abc import Sequence

from models.declared import Choice, Field
from tui.terminal.cells import fit, width, wrap
from tui.terminal.keymap import STANDARD, KeyMap
from tui.widgets.bars import key_map
from tui.widgets.frame import Dialog
from tui.widgets.textview import Line, TextView

CELLS = 66
MOST_ROWS = 20

FIELD_KEYS = (
    ("Enter", "aceita e passa ao campo seguinte"),
    ("Shift+Tab", "volta ao campo anterior (também < e Enter num campo vazio)"),
    ("F4", "mostra o que se pode escolher"),
    ("F10", "grava ou avança (também Ctrl+S)"),
    ("Esc", "sai sem perder o que está escrito"),
    ("Alt+U", "desfaz a última alteração do campo"),
)


def help_lines(
    field: Field, cells: int, keys: Sequence[tuple[str, str]] = FIELD_KEYS, users: KeyMap = STANDARD
) -> list[Line]:
    """The help of a field in lines of at most ``cells``. users: the keys to name where it names the standard ones."""
    lines: list[Line] = []
    keys = [(users.shown(key), users.words(meaning)) for key, meaning in keys]

    def part(title: str, *paragraphs: str) -> None:
        lines.append(Line(title, "strong"))
        lines.extend(Line(f"  {line}") for text in paragraphs if text for line in wrap(users.words(text), cells - 2))
        lines.append(Line(""))

    if field.help:
        part("O que é", field.help)
    notes = [field.kind.hint, "Preenchimento obrigatório." if field.required else ""]
    part("Como se escreve", *notes)
    if isinstance(field.kind, Choice):
        options = [code if code == name else f"{code}  {name}" for code, name in field.kind.all()]
        part("Opções", *options)
    if field.law:
        part("O que diz a lei", field.law)
    lines.append(Line("Teclas", "strong"))
    longest = max((width(key) for key, _ in keys), default=0)
    for key, meaning in keys:
        first, *rest = wrap(meaning, cells - longest - 4)
        lines.append(Line(f"  {fit(key, longest)}  {first}"))
        lines.extend(Line(" " * (longest + 4) + line) for line in rest)
    return lines


class HelpDialog(Dialog):
    """The help of a field in a frame; Esc, Enter or F1 closes it."""

    CLOSING = ("escape", "f12", "enter", "ctrl+j", "f1")

    def __init__(self, field: Field, keys: Sequence[tuple[str, str]] = FIELD_KEYS) -> None:
        lines = help_lines(field, CELLS - 4, keys)
        self._about = (field, keys)
        rows = min(MOST_ROWS, len(lines) + 4)
        super().__init__(field.label, TextView(lines), hint="Esc fecha", cells=CELLS, rows=rows)

    def on_mount(self) -> None:
        """The user's keys, where the help names keys."""
        users = key_map(self.frame)
        if users is not STANDARD:
            field, keys = self._about
            self.query_one(TextView).show(help_lines(field, CELLS - 4, keys, users))
