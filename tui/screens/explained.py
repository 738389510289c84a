"""What Alt+X shows: why something was refused and by which law, or how each cent came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import ClassVar

from textual.widget import Widget

from fiscal.errors import Refusal
from fiscal.rules.sources import source_of
from tui.screens.base import Keys, WorkScreen
from tui.widgets.textview import TextView


class ExplainedScreen(WorkScreen):
    """Lines to read."""

    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("PgUp PgDn", "Página"), ("Esc", "Voltar"))

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.title_text = title
        self._lines = lines

    def body(self) -> Iterable[Widget]:
        yield TextView(["", *self.wrapped()])

    def wrapped(self) -> list[str]:
        """The lines, long ones (a signature, a QR message) going on below."""
        cells = self.app.size.width - 4
        return [
            f"  {part}"
            for line in self._lines
            for part in (wrap(line, cells, subsequent_indent="   ") if len(line) > cells else [line])
        ]

    def on_mount(self) -> None:
        self.query_one(TextView).focus()


async def explain(screen: WorkScreen) -> None:
    """Opens the explanation of the screen's last refusal or, where nothing was refused, of its totals."""
    if screen.refused is not None:
        await screen.app.push_screen(ExplainedScreen("Porque foi recusado", why(screen.refused)))
        return
    try:
        lines = screen.explanation()
    except Refusal as refusal:
        lines = why(refusal)
    if not lines:
        screen.say("Não há aqui nada a explicar: nem uma recusa, nem totais.")
        return
    await screen.app.push_screen(ExplainedScreen("Como se chega aos valores", lines))


def why(refusal: Refusal) -> list[str]:
    """The message, the rule, and where it is written."""
    source = source_of(refusal.rule)
    if source is None:
        return [refusal.message]
    rule = [f"Regra: {source.why}", ""] if source.why else []
    law = (
        f"Está em: {source.law}."
        if source.law
        else "Não é lei: é o que o programa precisa para as contas baterem certo."
    )
    return [refusal.message, "", *rule, law]
