"""Goods that are not there: let them go, warn or forbid, as the article says, or else its warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_number
from models import db

if TYPE_CHECKING:
    from models.stock.move import Moved

LET, WARN, FORBID = "P", "A", "N"
POLICIES = ((LET, "Permitir"), (WARN, "Avisar"), (FORBID, "Proibir"))


def check_negative(moved: Sequence[Moved], confirmed: frozenset[str]) -> None:
    """Looks at the places that goods have just left, inside the transaction: two terminals cannot both take the last one.

    Raises Refusal where stock may not go below zero, NeedsConfirmation (key ``negative``) where somebody must say yes.
    """
    out = {(one.article_id, one.warehouse_id): one.line for one in reversed(moved) if one.quantity < 0}
    if not out:
        return
    taken: dict[tuple[int, int, int], Decimal] = {}
    for one in moved:
        place = (one.article_id, one.warehouse_id, one.lot_id)
        taken[place] = taken.get(place, Decimal(0)) + one.quantity
    mark = "%s" if db.on_postgres() else "?"
    marks = ", ".join([mark] * len(out))
    articles, warehouses = [key[0] for key in out], [key[1] for key in out]
    rows = db.database.execute_sql(
        "SELECT p.article_id, p.warehouse_id, p.quantity, a.code, a.unit, w.name, l.code, "  # noqa: S608
        f"CASE WHEN w.transit = 1 THEN '{FORBID}' WHEN a.negative <> '' THEN a.negative ELSE w.negative END, p.lot_id "
        "FROM stock_place p JOIN article a ON a.id = p.article_id JOIN warehouse w ON w.id = p.warehouse_id "
        "LEFT JOIN lot l ON l.id = p.lot_id "
        f"WHERE p.article_id IN ({marks}) AND p.warehouse_id IN ({marks}) AND p.quantity < 0 ORDER BY a.code",
        (*articles, *warehouses),
    ).fetchall()
    short = [row for row in rows if (row[0], row[1]) in out and row[7] != LET]
    for row in sorted(short, key=lambda row: row[7] != FORBID):
        article, warehouse, quantity, code, unit, name, lot, policy, lot_id = row
        now = Decimal(quantity).scaleb(-6)
        missing, there = (
            show_number(value, 6, least=0)
            for value in (-now, now - taken.get((article, warehouse, lot_id), Decimal(0)))
        )
        goods = f"{code}, lote {lot}," if lot else code
        message = f"Faltam {missing} {unit} de {goods} em {name}, onde há {there}"
        field, line = f"lines.{out[article, warehouse]}.quantity", out[article, warehouse]
        if policy == FORBID:
            raise Refusal(
                f"Linha {line}: {message}: diminua a quantidade, ou dê entrada da mercadoria.",
                field=field,
                rule="stock",
            )
        if "negative" not in confirmed:
            raise NeedsConfirmation(
                f"Linha {line}: {message}: o stock fica negativo. Continuar?", key="negative", field=field, rule="stock"
            )
