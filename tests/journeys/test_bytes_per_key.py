"""Bytes per key on the real screens, in a real pseudo-terminal: the bars of the terminal (times are only in balcao bench)."""

from __future__ import annotations

from pathlib import Path

import pyte
import pytest

from cli.bench import keys
from cli.bench.figures import median
from tests.journeys.terminal import NOT_FOR_PYTE


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration company that balcao bench types in."""
    home = tmp_path_factory.mktemp("bytes") / "loja"
    keys.made(home)
    return home


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_a_key_costs_no_more_bytes_than_its_bar(company: Path, columns: int, rows: int) -> None:
    """Typing 20, next field 80, list cursor 200, list scroll 400, dialog 1 000, screen 2 500: medians over the screens.

    The screen is read back after every key, so that what is counted is what was meant.
    """
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    lost = []

    def read(move: keys.Move, data: bytes) -> None:
        stream.feed(NOT_FOR_PYTE.sub(b"", data))
        if move.seen not in "\n".join(screen.display):
            lost.append(move)

    (samples,) = keys.measured(company, columns, rows, rounds=1, outputs=(keys.OURS,), watched=read)
    assert not lost
    costs: dict[keys.Kind, list[int]] = {}
    for sample in samples:
        costs.setdefault(sample.move.kind, []).append(sample.size)
    over = {
        kind.name: median(found) for kind, found in costs.items() if kind.bar is not None and median(found) > kind.bar
    }
    assert not over
    assert {kind.bar for kind in costs} == {20, 80, 200, 400, 1000, 2500, None}
