"""What a draft amounts to while it is being typed: the same sums as at issue, on what is there so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fiscal.amounts import Amounts, LineInput, compute
from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from fiscal.tables import UNTAXED
from models.sales.draft import Draft, DraftLine
from tui.entry.articles import Rate

NOTHING = Amounts((), (), ZERO, ZERO, ZERO)


def preview(draft: Draft, day: date, rate: Rate) -> tuple[Amounts, list[Decimal | None]]:
    """Totals of the lines that have a price, and the value shown on each line (None where there is no price yet).

    A guide without prices amounts to nothing.
    """
    if not draft.valued:
        return NOTHING, [None] * len(draft.lines)
    priced = [n for n, line in enumerate(draft.lines) if line.price is not None]
    shown: list[Decimal | None] = [None] * len(draft.lines)
    try:
        amounts = _compute(draft, [draft.lines[n] for n in priced], day, rate, draft.global_discount)
    except Refusal:
        # A global discount larger than the lines so far: it is refused at issue, and shown here as not yet applied.
        amounts = _compute(draft, [draft.lines[n] for n in priced], day, rate, "")
    for n, line in zip(priced, amounts.lines, strict=True):
        shown[n] = line.shown
    return amounts, shown


def _compute(draft: Draft, lines: Sequence[DraftLine], day: date, rate: Rate, discount: str) -> Amounts:
    if not lines:
        return NOTHING
    inputs = [
        LineInput(
            line.quantity,
            line.price or ZERO,
            line.discount,
            "NS" if line.tax == "NS" else "IVA",
            draft.region,
            line.tax or "NOR",
            ZERO if line.tax in UNTAXED else rate(draft.region, line.tax or "NOR", day),
            line.exemption,
        )
        for line in lines
    ]
    return compute(inputs, prices_include_tax=draft.prices_include_tax, global_discount=discount)
