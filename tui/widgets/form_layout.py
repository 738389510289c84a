"""Where the fields of a form stand: one column, or two when the terminal is wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.declared import Field
from tui.terminal.cells import width

TWO_COLUMNS_FROM = 100
MOST_LABEL = 28
MARGIN = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """A field's place: line ``y``; its label from ``x``; its value from ``value_x``."""

    index: int
    y: int
    x: int
    label: int
    """Cells of the label; the mark stands two cells after it."""
    value_x: int
    value: int
    """Cells of the value."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a group, with a rule to ``end``."""

    text: str
    y: int
    x: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    slots: tuple[Slot, ...]
    """In the order of the fields."""
    headings: tuple[Heading, ...]
    height: int

    def line(self, y: int) -> list[Slot | Heading]:
        """What stands on line ``y``, from left to right."""
        found: list[Slot | Heading] = [s for s in self.slots if s.y == y]
        found += [h for h in self.headings if h.y == y]
        return sorted(found, key=lambda item: item.x)


def lay_out(fields: Sequence[Field], cells: int) -> Layout:
    """Places for ``fields`` in ``cells`` cells; groups are kept whole, and the left column takes the first half."""
    groups = _groups(fields)
    if cells < TWO_COLUMNS_FROM or len(fields) < 8:
        return _columns(fields, [groups], cells)
    if len(groups) == 1:
        half = (len(fields) + 1) // 2
        return _columns(fields, [[groups[0][:half]], [groups[0][half:]]], cells // 2)
    total, used, left = sum(_lines(fields, g) for g in groups), 0, 0
    while left < len(groups) - 1 and used + _lines(fields, groups[left]) / 2 < total / 2:
        used += _lines(fields, groups[left])
        left += 1
    return _columns(fields, [groups[: max(left, 1)], groups[max(left, 1) :]], cells // 2)


def _groups(fields: Sequence[Field]) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for i, f in enumerate(fields):
        if f.group and groups[-1]:
            groups.append([])
        groups[-1].append(i)
    return groups


def _lines(fields: Sequence[Field], group: list[int]) -> int:
    return len(group) + (2 if group and fields[group[0]].group else 0)


def _columns(fields: Sequence[Field], columns: list[list[list[int]]], cells: int) -> Layout:
    slots: list[Slot] = []
    headings: list[Heading] = []
    height = 0
    for number, groups in enumerate(columns):
        x = number * cells + MARGIN
        label = min(MOST_LABEL, max((width(fields[i].label) for g in groups for i in g), default=0))
        value_x = x + label + 4
        room = max(1, (number + 1) * cells - value_x - 2)
        y = 0
        for group in groups:
            if group and (title := fields[group[0]].group):
                y += 1 if y else 0
                headings.append(Heading(title, y, x, (number + 1) * cells - MARGIN))
                y += 1
            for i in group:
                slots.append(Slot(i, y, x, label, value_x, min(fields[i].width, room)))
                y += 1
        height = max(height, y)
    return Layout(tuple(sorted(slots, key=lambda s: s.index)), tuple(headings), height)
