"""What stock is worth, by weighted average cost and first in first out: pure arithmetic over one article's movements.

Integers only: quantities in millionths of a unit, values in millionths of a euro. Every exit takes a share of what is there
and leaves the rest, so that the values of all movements always add up to the worth of what is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

UNIT = 1_000_000
"""One unit, in millionths."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The movement that another takes back, wholly or in part: what it moved and what it was worth."""

    movement: int
    quantity: int
    average: int
    fifo: int


@dataclass(frozen=True, slots=True)
class Step:
    """One movement. cost: what the whole of an entry cost; None: its worth follows from what was there."""

    movement: int
    quantity: int
    cost: int | None = None
    undone: Undone | None = None


@dataclass(slots=True)
class Layer:
    """What is left of one entry."""

    movement: int
    quantity: int
    value: int


@dataclass(slots=True)
class Worth:
    """What there is of an article, and what it is worth in both ways.

    Below zero, what went out before it came is held at the last known cost; the entry that pays it back takes the
    difference (decision 35).
    """

    quantity: int = 0
    average: int = 0
    fifo: int = 0
    last_cost: int = 0
    """Of one unit, of the last entry whose cost was known."""
    layers: list[Layer] = field(default_factory=list)
    """Oldest first; their values add up to ``fifo`` while anything is left."""

    def take(self, step: Step) -> tuple[int, int]:
        """Applies a movement; gives its average and its FIFO value (positive in, negative out)."""
        average, fifo = self.average, self.fifo
        if step.quantity > 0:
            self._enter(step)
        elif step.quantity < 0:
            self._leave(step)
        return self.average - average, self.fifo - fifo

    def _enter(self, step: Step) -> None:
        quantity, had = step.quantity, self.quantity
        average, fifo = self._cost_of(step)
        if step.cost is not None:
            self.last_cost = share(step.cost, UNIT, quantity)
        self.quantity += quantity
        if had < 0:
            # The part that pays back what went out too early is gone again.
            stays = max(self.quantity, 0)
            average, fifo = share(average, stays, quantity), share(fifo, stays, quantity)
            self.average = share(self.average, self.quantity - stays, had)
            self.fifo = share(self.fifo, self.quantity - stays, had)
            quantity = stays
        if quantity:
            self.average += average
            self.fifo += fifo
            self.layers.append(Layer(step.movement, quantity, fifo))

    def _cost_of(self, step: Step) -> tuple[int, int]:
        """An entry's own cost; else that of what it takes back; else as what is there; else the last known."""
        if step.cost is not None:
            return step.cost, step.cost
        if (undone := step.undone) is not None:
            return share(undone.average, step.quantity, undone.quantity), share(
                undone.fifo, step.quantity, undone.quantity
            )
        usual = share(self.last_cost, step.quantity, UNIT)
        if self.quantity <= 0:
            return usual, usual
        newest = self.layers[-1]
        return share(self.average, step.quantity, self.quantity), share(newest.value, step.quantity, newest.quantity)

    def _leave(self, step: Step) -> None:
        wanted, had = -step.quantity, max(self.quantity, 0)
        self.quantity -= wanted
        if wanted < had:
            self.average -= self._average_part(step, wanted, had)
            self.fifo -= self._from_layers(step, wanted)
            return
        if had:
            self.average = self.fifo = 0
            self.layers.clear()
        missing = share(self.last_cost, wanted - had, UNIT)
        self.average -= missing
        self.fifo -= missing

    def _average_part(self, step: Step, wanted: int, had: int) -> int:
        if (undone := step.undone) is None:
            return share(self.average, wanted, had)
        # An entry goes back at what it came in for, if what is here is worth that much.
        return min(share(undone.average, wanted, undone.quantity), self.average)

    def _from_layers(self, step: Step, wanted: int) -> int:
        """Takes from the layer of the entry that goes back, then from the oldest; gives the value taken."""
        own = step.undone.movement if step.undone is not None else None
        value = 0
        for layer in sorted(self.layers, key=lambda one: one.movement != own):
            taken = min(wanted, layer.quantity)
            part = share(layer.value, taken, layer.quantity)
            layer.quantity -= taken
            layer.value -= part
            value += part
            wanted -= taken
            if not wanted:
                break
        self.layers = [layer for layer in self.layers if layer.quantity]
        return value


def share(value: int, part: int, whole: int) -> int:
    """``value`` times ``part`` over ``whole``, to the nearest whole number, halves away from zero."""
    top, bottom = value * part, whole
    if bottom < 0:
        top, bottom = -top, -bottom
    if not bottom:
        return 0
    return (2 * top + bottom) // (2 * bottom) if top >= 0 else -((-2 * top + bottom) // (2 * bottom))
