"""Entidade > Ajuda: the keys and the line grammar on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual.widget import Widget

from tui.screens.base import Keys, WorkScreen
from tui.terminal.cells import fit, width
from tui.terminal.keymap import KeyMap, rows
from tui.widgets.textview import Line, TextView

FIXED = (
    ("Enter, Tab", "aceitar e seguir"),
    ("Shift+Tab, ↑", "campo anterior"),
    ("Esc", "voltar; nada se perde"),
    ("Ctrl+R 1 a =", "F1 a F12, se faltarem"),
)
COLUMN = 39
"""Cells of each of the two columns of keys."""

LINES = (
    ("5601234567890", "por código ou barras"),
    ("3*17", "três unidades"),
    ("1,250*203", "1,250 kg do artigo 203"),
    ("17@2,50", "com este preço"),
    ("17-10%", "com desconto de 10 %"),
    ("17-1,00", "menos 1,00 € na linha"),
    ("17-10%+5%", "dois descontos seguidos"),
    ("leite meio", "procurar por palavras"),
    ("-17", "retirar uma unidade"),
    ("+ ou -", "a última, mais/menos um"),
    ("*4", "a última passa a quatro"),
    (".", "o mesmo outra vez"),
    ("%5", "desconto do documento"),
    ("c123 ou NIF", "escolher o cliente"),
    ("=12,5+3*2", "fazer contas"),
    ("'Transporte", "linha de texto livre"),
    ("pizza*ca", "com letras no meio"),
    ("17@12,30iva-", "preço sem o seu IVA"),
    ("(12+3)*17", "conta na quantidade"),
    ("(nada) e Enter", "passar aos totais"),
)
DATES = (
    "  h hoje   o ontem   +1 amanhã   +1s daqui a uma semana   24   2411   24-11-2026",
    "  i f I F princípio e fim do mês e do ano   30d daqui a 30 dias   Ctrl+↑↓ um dia",
)


def page(users: KeyMap) -> list[str | Line]:
    """The whole page, with the user's keys; at most 80 cells wide."""
    keys = [*FIXED, *((keys, about) for _, keys, about in rows(users))]
    return [
        "",
        Line("  Teclas que valem em todo o lado", "strong"),
        *_columns(keys),
        "",
        Line("  O que se escreve na linha «Artigo»", "strong"),
        *_columns(LINES),
        "",
        Line("  Datas", "strong"),
        *DATES,
    ]


def _columns(told: Sequence[tuple[str, str]]) -> list[str]:
    """What is told in two columns, read downwards."""
    cells = [fit(f"{fit(keys, max(15, width(keys) + 1))}{about}", COLUMN) for keys, about in told]
    half = (len(cells) + 1) // 2
    return [f"  {left}{right}" for left, right in zip_longest(cells[:half], cells[half:], fillvalue="")]


class ManualScreen(WorkScreen):
    title_text = "Ajuda"
    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        yield TextView(page(self.balcao.key_map))

    def on_mount(self) -> None:
        self.query_one(TextView).focus()
