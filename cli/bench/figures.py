"""What a benchmark gives: a figure, what it is compared with in the same run, and the bar that it must not pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

Told = Callable[[str], None]
"""Says what is being done, for whoever waits."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table.

    figure: the median of ours, in ``unit`` ("ms", "s", "B", "MB" or "MB/s"); None where it could not be measured, and
    ``note`` says why. high: a second figure beside the median (95th percentile, or most), where there is one.
    beside: the floor or the stock output, in the same unit. bar: the most that ``figure`` may be; of_ratio: the bar is
    on figure / beside instead. high_bar: the most that ``high`` may be.
    """

    what: str
    unit: str
    figure: float | None
    high: float | None = None
    beside: float | None = None
    bar: float | None = None
    of_ratio: bool = False
    high_bar: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return None if self.figure is None or not self.beside else self.figure / self.beside

    @property
    def met(self) -> bool | None:
        """Whether the bars are kept; None where there is none, or nothing was measured."""
        kept = [
            measured <= bar
            for measured, bar in ((self.ratio if self.of_ratio else self.figure, self.bar), (self.high, self.high_bar))
            if measured is not None and bar is not None
        ]
        return all(kept) if kept else None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading. beside: what stands in their column of comparison."""

    title: str
    beside: str
    rows: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One that can be asked for by name. run: measures, telling what it does, and gives sections as they are done."""

    name: str
    about: str
    run: Callable[[Told], Iterable[Section]]


def absent(title: str, beside: str, what: str, why: str) -> Iterator[Section]:
    """The section of a benchmark that cannot run here: one row that says why."""
    yield Section(title, beside, [Figure(what, "ms", None, note=why)])


def median(figures: Iterable[float]) -> float:
    """The middle one. Raises ValueError where there is none."""
    return part(figures, 0.5)


def part(figures: Iterable[float], share: float) -> float:
    """The figure below which ``share`` of them lie (0.95: the 95th percentile). Raises ValueError where there is none."""
    ordered = sorted(figures)
    if not ordered:
        raise ValueError("no figures")
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
