"""LineSummary: what AT wants instead of lines, one and only one for each combination (EFT; fiscal.md 6.3)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from decimal import Decimal

from fiscal.rounding import cents
from integrations.at.values import SummaryLine


def summarised(lines: Iterable[SummaryLine]) -> tuple[SummaryLine, ...]:
    """The lines added up by tax, exemption, tax point, references, orders and side, in the order they first appear.

    Amounts go in with all their decimals and come out in cents. Those of one tax and side add up to its rounded total,
    as the document has it: each is the rounded running total less the one before, so that none is a cent or more off.
    """
    groups: dict[Hashable, SummaryLine] = {}
    for line in lines:
        key = _combination(line)
        known = groups.get(key)
        groups[key] = line if known is None else _joined(known, line)
    exact: dict[Hashable, Decimal] = {}
    summary = []
    for group in groups.values():
        kind = _kind(group)
        before = exact.get(kind, Decimal(0))
        exact[kind] = before + group.amount
        summary.append(replace(group, amount=cents(exact[kind]) - cents(before)))
    return tuple(summary)


def _kind(line: SummaryLine) -> Hashable:
    """What a document's own totals tell apart."""
    tax = line.tax and (line.tax.type, line.tax.region, line.tax.code, line.tax.percentage)
    return tax, line.exemption_code, line.side, line.only_tax_base


def _combination(line: SummaryLine) -> Hashable:
    """What AT tells apart. The order in which documents are named, and the dates of orders, make no difference."""
    return (
        _kind(line),
        line.tax_point,
        frozenset(line.references),
        frozenset(order.number for order in line.orders),
    )


def _joined(known: SummaryLine, line: SummaryLine) -> SummaryLine:
    dated = {order.number: order for order in line.orders if order.date}
    orders = tuple(order if order.date else dated.get(order.number, order) for order in known.orders)
    tax = known.tax
    if tax is not None and tax.amount is not None and line.tax is not None and line.tax.amount is not None:
        tax = replace(tax, amount=tax.amount + line.tax.amount)
    return replace(known, amount=known.amount + line.amount, orders=orders, tax=tax)
