"""One line of progress on the error output, where a person looks at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from models.work import Told, how_far, to_nobody

APPEARS, EVERY = 0.5, 0.2
"""Seconds before the line appears, and between two of its changes."""


@contextmanager
def shown(unit: str = "") -> Iterator[Told]:
    """What to hand a verb as ``told``. The line is taken away at the end, so that only the result stays.

    unit: what is counted, in the plural. Where the error output is no terminal, nothing is written.
    """
    if not sys.stderr.isatty():
        yield to_nobody
        return
    began, next_at, longest = monotonic(), APPEARS, 0

    def told(done: int, total: int) -> None:
        nonlocal next_at, longest
        elapsed = monotonic() - began
        if elapsed >= next_at:
            next_at = elapsed + EVERY
            text = how_far(done, total, elapsed, unit)
            longest = max(longest, len(text))
            print(f"\r{text:<{longest}}", end="", file=sys.stderr, flush=True)

    try:
        yield told
    finally:
        if longest:
            print("\r" + " " * longest + "\r", end="", file=sys.stderr, flush=True)
