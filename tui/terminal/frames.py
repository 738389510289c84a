"""What Textual wants changed on the screen, as strips with their places.

Textual 8.2.8 hands its app updates of two private kinds; only this file knows what is in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

Place = tuple[int, int, Strip]


def places(update: Any) -> Iterator[Place] | None:
    """Column, row and strip of each changed part; None for what is not a change of the screen."""
    if isinstance(update, LayoutUpdate):
        return _rows(update)
    if isinstance(update, ChopsUpdate):
        return _spans(update)
    return None


def _rows(update: LayoutUpdate) -> Iterator[Place]:
    """Whole rows of a region."""
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _spans(update: ChopsUpdate) -> Iterator[Place]:
    """The parts of the spans that changed: strips cut at their end; what is in front is drawn too, it is the same."""
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > right or end <= left:
                continue
            whole = left <= x < right and end <= right
            yield x, y, strip if whole else strip.crop(0, min(end, right) - x)
