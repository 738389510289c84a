"""A plain model of stock, for the machine that plays business: a list of movements, summed and valued from scratch.

Written from decision 35 alone, in fractions and without rounding; it shares no code with what it checks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

Place = tuple[str, str, str]
"""Article, warehouse, lot."""


@dataclass
class Event:
    """One movement. cost: of the whole entry. undone: the event that it takes back. made_of: what left to put it together."""

    at: Place
    quantity: Fraction
    day: date
    cost: Fraction | None = None
    undone: Event | None = None
    transfer: bool = False
    made_of: tuple[Event, ...] = ()
    average: Fraction = Fraction(0)
    fifo: Fraction = Fraction(0)


@dataclass
class Model:
    events: list[Event] = field(default_factory=list)

    def add(self, event: Event) -> Event:
        self.events.append(event)
        return event

    def has(self, event: Event) -> bool:
        """Whether an event moved anything."""
        return any(own is event for own in self.events)

    def places(self) -> dict[Place, Fraction]:
        found: dict[Place, Fraction] = defaultdict(Fraction)
        for event in self.events:
            found[event.at] += event.quantity
        return {place: quantity for place, quantity in found.items() if quantity}

    def at(self, place: Place) -> Fraction:
        return self.places().get(place, Fraction(0))

    def value(self, article: str) -> tuple[Fraction, Fraction, Fraction]:
        """Quantity, average and FIFO value of an article, each event valued on the way; of a kit, its parts before it."""
        for part in {part.at[0] for e in self.events if e.at[0] == article for part in e.made_of}:
            self.value(part)
        counted = [e for e in self.events if e.at[0] == article and not e.transfer]
        order = sorted(range(len(counted)), key=lambda n: (counted[n].day, counted[n].cost is None, n))
        state = _State()
        for n in order:
            state.apply(counted[n])
        return state.quantity, state.average, state.fifo


@dataclass
class _State:
    quantity: Fraction = Fraction(0)
    average: Fraction = Fraction(0)
    last: Fraction = Fraction(0)
    negative_fifo: Fraction = Fraction(0)
    queue: list[list[object]] = field(default_factory=list)
    """What is left of each entry: the event, how much, and the cost of one unit."""

    @property
    def fifo(self) -> Fraction:
        return sum((q * c for _, q, c in self.queue), Fraction(0)) + self.negative_fifo  # type: ignore[operator]

    def apply(self, event: Event) -> None:
        average, fifo = self.average, self.fifo
        if event.quantity > 0:
            self._in(event)
        else:
            self._out(event)
        event.average, event.fifo = self.average - average, self.fifo - fifo

    def _in(self, event: Event) -> None:
        q = event.quantity
        if event.cost is not None:
            average_unit = fifo_unit = self.last = event.cost / q
        elif event.made_of:
            average_unit = fifo_unit = self.last = -sum((part.average for part in event.made_of), Fraction(0)) / q
        elif event.undone is not None:
            average_unit = event.undone.average / event.undone.quantity
            fifo_unit = event.undone.fifo / event.undone.quantity
        elif self.quantity > 0:
            average_unit, fifo_unit = self.average / self.quantity, self.queue[-1][2]  # type: ignore[assignment]
        else:
            average_unit = fifo_unit = self.last
        owed = max(-self.quantity, Fraction(0))
        pays = min(owed, q)
        if owed:
            left = (owed - pays) / owed
            self.average *= left
            self.negative_fifo *= left
        if q > pays:
            self.average += (q - pays) * average_unit
            self.queue.append([event, q - pays, fifo_unit])
        self.quantity += q

    def _out(self, event: Event) -> None:
        wanted = -event.quantity
        had = max(self.quantity, Fraction(0))
        self.quantity -= wanted
        if wanted < had:
            unit = self.average / had
            value = wanted * unit
            if event.undone is not None:
                value = min(wanted * event.undone.average / event.undone.quantity, self.average)
            self.average -= value
            self._from_queue(event.undone, wanted)
            return
        if had:
            self.average, self.queue = Fraction(0), []
        missing = (wanted - had) * self.last
        self.average -= missing
        self.negative_fifo -= missing

    def _from_queue(self, own: Event | None, wanted: Fraction) -> None:
        for layer in sorted(self.queue, key=lambda one: one[0] is not own):
            taken = min(wanted, layer[1])  # type: ignore[type-var]
            layer[1] -= taken  # type: ignore[operator]
            wanted -= taken  # type: ignore[operator]
        self.queue = [layer for layer in self.queue if layer[1]]
