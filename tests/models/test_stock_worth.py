"""What stock is worth: hand-worked examples of average cost and first in first out, and that nothing is ever lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.stock.worth import Step, Undone, Worth, share

U = 1_000_000


def euro(value: float) -> int:
    return round(value * U)


def worth_of(*steps: tuple[int, float | None]) -> tuple[Worth, list[tuple[int, int]]]:
    """Steps as (units, euro of the whole entry or None)."""
    worth, values = Worth(), []
    for n, (units, cost) in enumerate(steps, 1):
        values.append(worth.take(Step(n, units * U, None if cost is None else euro(cost))))
    return worth, values


def test_two_entries_and_a_sale_by_hand() -> None:
    # 10 at 1,00 and 10 at 3,00: average 2,00. Twelve leave: 24,00 at average; FIFO 10 x 1,00 + 2 x 3,00 = 16,00.
    worth, values = worth_of((10, 10), (10, 30), (-12, None))
    assert values[2] == (-euro(24), -euro(16))
    assert (worth.quantity, worth.average, worth.fifo) == (8 * U, euro(16), euro(24))


def test_a_third_of_a_cent_is_not_lost() -> None:
    # Three for 10,00: 3,333333 each; the last one takes what is left.
    worth, values = worth_of((3, 10), (-1, None), (-1, None), (-1, None))
    assert [v[0] for v in values[1:]] == [-3_333_333, -3_333_334, -3_333_333]
    assert (worth.quantity, worth.average, worth.fifo) == (0, 0, 0)


def test_what_went_out_before_it_came() -> None:
    # 2 at 5,00; 3 leave: two at 5,00 and one at the last cost. Then 4 for 24,00: one pays back, three stay at 6,00.
    worth, values = worth_of((2, 10), (-3, None), (4, 24))
    assert values[1] == (-euro(15), -euro(15))
    assert (worth.quantity, worth.average, worth.fifo) == (3 * U, euro(18), euro(18))
    assert values[2] == (
        euro(23),
        euro(23),
    )  # 18 that stays, and 5 that the early exit was held at: the entry bears 1,00


def test_what_comes_back_comes_at_what_it_left_for() -> None:
    worth = Worth()
    worth.take(Step(1, 10 * U, euro(10)))
    out = worth.take(Step(2, -4 * U))
    worth.take(Step(3, 10 * U, euro(40)))
    back = worth.take(Step(4, 2 * U, undone=Undone(2, -4 * U, *out)))
    assert back == (euro(2), euro(2))
    assert (worth.quantity, worth.average) == (18 * U, euro(48))


def test_an_entry_that_goes_back_takes_its_own_cost() -> None:
    worth = Worth()
    worth.take(Step(1, 10 * U, euro(10)))
    entry = worth.take(Step(2, 10 * U, euro(30)))
    assert worth.take(Step(3, -10 * U, undone=Undone(2, 10 * U, *entry))) == (-euro(30), -euro(30))
    assert [(layer.movement, layer.value) for layer in worth.layers] == [(1, euro(10))]


steps = st.lists(
    st.tuples(st.integers(-50 * U, 50 * U).filter(bool), st.integers(0, 1000 * U)).map(
        lambda pair: (pair[0], pair[1] if pair[0] > 0 else None)
    ),
    max_size=30,
)


@given(steps)
def test_values_always_add_up_to_what_is_left(taken: list[tuple[int, int | None]]) -> None:
    worth, average, fifo, quantity = Worth(), 0, 0, 0
    for n, (units, cost) in enumerate(taken, 1):
        values = worth.take(Step(n, units, cost))
        quantity, average, fifo = quantity + units, average + values[0], fifo + values[1]
        assert (worth.quantity, worth.average, worth.fifo) == (quantity, average, fifo)
        assert sum(layer.quantity for layer in worth.layers) == max(quantity, 0)
        if quantity > 0:
            assert average >= 0
            assert fifo >= 0
            assert sum(layer.value for layer in worth.layers) == fifo
        if quantity == 0:
            assert (average, fifo) == (0, 0)


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_the_nearest_whole_number(value: int, part: int, whole: int) -> None:
    assert abs(2 * (share(value, part, whole) * whole - value * part)) <= whole
