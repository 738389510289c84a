"""From the command to the first screen, against the smallest Textual program, turn by turn in pseudo-terminals."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.shop import heading, median, shop, told

ROUNDS = 15
BAR = 1.5
MINIMAL = (
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Least(App):\n"
    "    def compose(self): yield Static('PRIMEIRO ECRA')\n"
    "Least().run()\n"
)


def run() -> None:
    heading("Start: until the first screen stands")
    with shop(1000) as (home, _):
        balcao = str(Path(sys.executable).with_name("balcao"))
        ours, bare = [], []
        for _ in range(ROUNDS):
            bare.append(first_paint([sys.executable, "-c", MINIMAL], b"PRIMEIRO"))
            ours.append(first_paint([balcao, "--home", str(home.path)], b"Operador"))
    figure, floor = median(ours) * 1000, median(bare) * 1000
    told("sign-in screen", f"{figure:.0f} ms", f"{floor:.0f} ms", f"{figure / floor:.2f}x", f"at most {BAR}x")


def first_paint(command: list[str], marker: bytes) -> float:
    """Seconds until ``marker`` has been written to an 80x24 terminal."""
    master, slave = pty.openpty()
    began = time.perf_counter()
    program = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
    )
    os.close(slave)
    seen = b""
    try:
        while marker not in seen:
            if not select.select([master], [], [], 20)[0]:
                raise RuntimeError(f"{command[0]} showed nothing")
            seen += os.read(master, 65536)
        return time.perf_counter() - began
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        os.close(master)
