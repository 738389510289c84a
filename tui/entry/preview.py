"""What a draft amounts to while it is being typed: the same sums as at issue, on what is there so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fiscal.amounts import Amounts, LineInput, compute
from fiscal.errors import Refusal
from fiscal.explaining import Told, ToldLine, ToldRate, explain
from fiscal.rounding import ZERO
from fiscal.stamp import STAMP_DUTY, Stamp, read_stamp
from fiscal.tables import UNTAXED
from models.sales.currency import foreign, in_euro, step_of
from models.sales.draft import Draft, DraftLine
from tui.entry.articles import Rate

NOTHING = Amounts((), (), ZERO, ZERO, ZERO)


def preview(draft: Draft, day: date, rate: Rate) -> tuple[Amounts, list[Decimal | None]]:
    """Totals of the lines that have a price, and the value shown on each line (None where there is no price yet).

    In another currency the lines show their value in it; the totals are in euro, as at issue. A guide without prices
    amounts to nothing.
    """
    if not draft.valued:
        return NOTHING, [None] * len(draft.lines)
    amounts, shown = _preview(draft, day, rate)
    if foreign(draft):
        try:
            amounts, _ = _preview(in_euro(draft), day, rate)
        except Refusal:
            return NOTHING, shown  # no currency that is one, or no rate that can be meant: told at issue
    return amounts, shown


def _preview(draft: Draft, day: date, rate: Rate) -> tuple[Amounts, list[Decimal | None]]:
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
    inputs = [_input(line, line.region or draft.region, day, rate) for line in lines]
    return compute(inputs, prices_include_tax=draft.prices_include_tax, global_discount=discount, step=step_of(draft))


def _input(line: DraftLine, region: str, day: date, rate: Rate) -> LineInput:
    price = line.price or ZERO
    if line.tax == STAMP_DUTY:
        stamp = read_stamp(line.stamp) if line.stamp else Stamp("ISE")
        return LineInput(
            line.quantity,
            price,
            line.discount,
            STAMP_DUTY,
            region,
            stamp.item,
            stamp.percent,
            line.exemption,
            stamp.fixed,
        )
    return LineInput(
        line.quantity,
        price,
        line.discount,
        "NS" if line.tax == "NS" else "IVA",
        region,
        line.tax or "NOR",
        ZERO if line.tax in UNTAXED else _percent(region, line.tax or "NOR", day, rate),
        line.exemption,
    )


def _percent(region: str, tax: str, day: date, rate: Rate) -> Decimal:
    """Nothing while the law's tables, or the company's of other countries, have no such rate: that is told at issue."""
    try:
        return rate(region, tax, day)
    except Refusal:
        return ZERO


def explained(draft: Draft, day: date, rate: Rate) -> list[str]:
    """How each cent of the lines that have a price comes about, at this moment. Raises Refusal as at issue."""
    draft = in_euro(draft) if foreign(draft) else draft
    lines = [line for line in draft.lines if line.price is not None]
    amounts = _compute(draft, lines, day, rate, draft.global_discount)
    inputs = [_input(line, line.region or draft.region, day, rate) for line in lines]
    told = [
        ToldLine(
            f"{line.code} {line.description}".strip(), line.quantity, line.unit, given.price, line.discount, made.shown,
            made.amount, made.settlement, (given.tax_type, given.region, given.tax_code, given.rate), given.fixed,
        )
        for line, given, made in zip(lines, inputs, amounts.lines, strict=True)
    ]  # fmt: skip
    rates = [ToldRate((r.tax_type, r.region, r.tax_code, r.rate), r.base, r.tax) for r in amounts.rates]
    return explain(
        Told(told, rates, draft.prices_include_tax, draft.global_discount, amounts.net, amounts.tax, amounts.gross)
    )
