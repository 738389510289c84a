"""From the command to the first screen, against the smallest Textual program, turn by turn in pseudo-terminals."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from cli.bench.figures import Figure, Section, Told, absent, median, part
from cli.bench.shop import shop
from cli.bench.terminal import Program, Silent, balcao

ROUNDS = 15
BAR = 1.5
MINIMAL = (
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Least(App):\n"
    "    def compose(self): yield Static('PRIMEIRO ECRA')\n"
    "Least().run()\n"
)


def run(told: Told) -> Iterator[Section]:
    title, beside, what = "Arranque até ao primeiro ecrã", "Textual mínimo", "ecrã de entrada"
    told("arranque…")
    ours, bare = [], []
    with shop(1000) as (home, _):
        try:
            first_paint(balcao(home.path), b"Operador")  # compiles what has changed, once, as installing does
            for _ in range(ROUNDS):
                bare.append(first_paint([sys.executable, "-c", MINIMAL], b"PRIMEIRO"))
                ours.append(first_paint(balcao(home.path), b"Operador"))
        except Silent as silent:
            yield from absent(title, beside, what, str(silent))
            return
    yield Section(
        f"{title}: mediana/95 %",
        beside,
        [Figure(what, "ms", median(ours), part(ours, 0.95), median(bare), BAR, of_ratio=True)],
    )


def first_paint(command: Sequence[str], marker: bytes) -> float:
    """Milliseconds until ``marker`` has been written to an 80x24 terminal."""
    program = Program(command)
    try:
        return program.until(marker) * 1000
    finally:
        program.kill()
