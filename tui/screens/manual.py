"""Entidade > Ajuda: the keys and the line grammar on one page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import ClassVar

from textual.widget import Widget

from tui.screens.base import Keys, WorkScreen
from tui.terminal.cells import fit, width
from tui.terminal.keymap import KeyMap, rows
from tui.widgets.textview import Line, TextView

FIXED = (("Enter, Tab", "aceitar e seguir"), ("Shift+Tab, ↑", "campo anterior"), ("Esc", "voltar, sem perder nada"))
COLUMN = 38
"""Cells of each of the two columns of keys."""

REST: tuple[str | Line, ...] = (
    "",
    Line("  O que se escreve na linha «Artigo»", "strong"),
    "    5601234567890     um artigo, pelo código de barras ou pelo código",
    "    3*17              três unidades             1,250*203      um quilo e duzentos e cinquenta",
    "    17@2,50           com este preço            17-10%         com desconto de 10 %",
    "    17-1,00           um euro a menos na linha  17-10%+5%      dois descontos seguidos",
    "    -17               retirar uma unidade       + ou -         a última linha mais ou menos um",
    "    *4                a última linha passa a 4  .              o mesmo artigo outra vez",
    "    leite meio        procurar por palavras     c123 ou NIF    escolher o cliente",
    "    %5                desconto do documento     =12,5+3*2      fazer contas",
    "    (nada) e Enter    passar aos totais",
    "",
    Line("  Datas", "strong"),
    "    h hoje   o ontem   +1 amanhã   +1s daqui a uma semana   24   2411   24-11-2026",
)


class ManualScreen(WorkScreen):
    title_text = "Ajuda"
    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        title = Line("  Teclas que valem em todo o lado", "strong")
        yield TextView(["", title, *_keys(self.balcao.key_map), *REST])

    def on_mount(self) -> None:
        self.query_one(TextView).focus()


def _keys(users: KeyMap) -> list[str]:
    """The keys that the user has, in two columns read downwards."""
    told = [*FIXED, *((keys, about) for _, keys, about in rows(users))]
    cells = [fit(f"{fit(keys, max(14, width(keys) + 1))}{about}", COLUMN) for keys, about in told]
    half = (len(cells) + 1) // 2
    return [f"  {left}{right}" for left, right in zip_longest(cells[:half], cells[half:], fillvalue="")]
