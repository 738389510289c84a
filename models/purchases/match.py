"""What differs between a purchase and what it takes from, line by line: more, another price, something nobody asked for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fiscal.notation import show_number
from models.purchases.draft import INVOICE, ORDER, RECEIPT
from models.purchases.origins import taken_of
from models.purchases.prepare import Ready
from models.purchases.tables import PurchaseLine

_SAID = {ORDER: "encomendado", RECEIPT: "recebido", INVOICE: "faturado", "PC": "pedido"}


def differences(ready: Sequence[Ready]) -> list[str]:
    """A sentence for each difference, in the order of the lines; empty where everything is as it was asked for.

    What is less than what is left is no difference: the rest may come later.
    """
    found = []
    taken: dict[int, dict[int, Decimal]] = {}
    matched = any(one.origin is not None for one in ready)
    for n, one in enumerate(ready, 1):
        what = f"Linha {n}, {one.line.code or one.line.description[:30]}"
        if one.origin is None:
            if matched and one.article is not None:
                found.append(f"{what}: não estava no que se pediu ou recebeu.")
            continue
        own = one.origin.line
        if own is None:
            continue
        purchase_id = int(one.origin.purchase.id)
        before = taken.setdefault(purchase_id, taken_of(purchase_id))
        gone = before.get(int(own.number), Decimal(0))
        left = own.quantity * own.factor - gone
        before[int(own.number)] = gone + one.units
        said = _SAID.get(one.origin.purchase.kind, "pedido")
        if one.line.code != own.code:
            found.append(f"{what}: em vez de {own.code}, que foi {said}.")
        if one.units > left:
            found.append(f"{what}: {_shown(one.units)} quando falta {_shown(max(left, Decimal(0)))} do {said}.")
        if (now := _unit(one)) != (then := _unit_of(own)):
            found.append(f"{what}: a {_shown(now)} € cada, e foi {said} a {_shown(then)} €.")
    return found


def _unit(one: Ready) -> Decimal:
    """Euro of one unit of stock, to the hundredth of a cent: below that nobody quarrels."""
    return (one.amount / one.units).quantize(Decimal("0.0001"))


def _unit_of(line: PurchaseLine) -> Decimal:
    each: Decimal = line.amount / (line.quantity * line.factor)
    return each.quantize(Decimal("0.0001"))


def _shown(value: Decimal) -> str:
    return show_number(value, 6, least=0)
