"""Lines of a draft as plain lists: how one is named, what must hold of it, when two are one, what is taken off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count

from fiscal.discounts import discounted, read_discount
from fiscal.errors import Refusal
from fiscal.notation import show_quantity
from fiscal.stamp import STAMP_DUTY
from fiscal.tables import UNTAXED
from fiscal.text import clean
from models.sales.draft import LINES_AT_MOST, DraftLine
from tui.entry.columns import check_price, check_quantity
from tui.entry.discount import has_value


def described(line: DraftLine, quantity: Decimal | None = None) -> str:
    """``3 × Café torrado 250 g``."""
    count = show_quantity(line.quantity if quantity is None else quantity)
    return f"{count} × {clean(line.description or line.code, 60)}"


def free_codes() -> Iterator[str]:
    """The code of lines without article: DIV, or what follows where the catalogue has that code."""
    yield "DIV"
    yield from (f"DIV{n}" for n in count(1))


def missing(line: DraftLine) -> str:
    """The cell that the operator still has to fill in, or an empty text (Despacho 8632/2014, 3.2.6)."""
    if line.price is None:
        return "price"
    if not line.tax:
        return "tax"
    if line.tax == STAMP_DUTY:
        return "" if line.stamp or line.exemption else "exemption"
    return "exemption" if line.tax in UNTAXED and not line.exemption else ""


def check(line: DraftLine) -> None:
    """What must hold of a line that was touched. Raises Refusal; its field is the column."""
    check_quantity(line.quantity, {})
    if line.price is not None:
        check_price(line.price, {})
        discounted(line.quantity * line.price, read_discount(line.discount))


def check_changed(lines: Sequence[DraftLine], before: Sequence[DraftLine]) -> None:
    """What must hold of the lines that an edit put in, and of how many there are. Raises Refusal, field ``lines.N.name``."""
    old = set(map(id, before))
    for place, new in enumerate(lines, 1):
        if id(new) not in old:
            try:
                check(new)
            except Refusal as refusal:
                raise refusal.within(f"lines.{place}") from None
    if len(lines) > LINES_AT_MOST and len(lines) > len(before):
        raise Refusal(
            f"O documento já tem {LINES_AT_MOST} linhas, o máximo: emita este e continue noutro.",
            field="code",
            rule="lines",
        )


def merges(last: DraftLine, new: DraftLine) -> bool:
    """Whether ``new`` only adds to the quantity of ``last``. A discount in euro is given once, so it keeps its line."""
    return replace(last, quantity=new.quantity) == new and not has_value(new.discount)


def taken_off(lines: Sequence[DraftLine], places: Sequence[int], quantity: Decimal) -> tuple[list[DraftLine], int]:
    """The lines after ``quantity`` was taken off those at ``places``, in their order, and the last place touched.

    The places hold at least that quantity, highest index first; a line with nothing left goes.
    """
    after, at = list(lines), places[0]
    for at in places:
        less = min(quantity, after[at].quantity)
        if less == after[at].quantity:
            del after[at]
        else:
            after[at] = replace(after[at], quantity=after[at].quantity - less)
        quantity -= less
        if not quantity:
            break
    return after, at
