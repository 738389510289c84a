"""The list of purchases as declared, and one of them as text."""

from __future__ import annotations

from typing import Any

from fiscal.discounts import show_discount
from fiscal.notation import show_day, show_euro, show_number
from models.declared import Choice, Column, Day, Exported, Field, Filter, Text
from models.listings import at_least, at_most, equal, listed
from models.purchases.draft import CANCELLED, KINDS, STATES
from models.purchases.origins import left_of, purchase_of
from models.purchases.tables import Purchase
from models.search import literal_prefix

_ALL = ("", "(todos)")


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, number, theirs, day, supplier, gross, state = values
    shown = (number, show_day(day), supplier, theirs, show_number(gross, 2), STATES[state])
    return shown, row_id, state == CANCELLED


def _match(text: str) -> Any:
    """Our number or the supplier's, from its beginning, or a part of the supplier's name."""
    typed = text.strip()
    found = literal_prefix(Purchase.number, typed.upper()) | literal_prefix(Purchase.supplier_number, typed)
    return found | Purchase.supplier_name.contains(typed)


PURCHASES = listed(
    "Documentos de compra",
    (
        Column("number", "Número", 11),
        Column("date", "Data", 10),
        Column("supplier", "Fornecedor", 13, grows=True),
        Column("theirs", "N.º dele", 11),
        Column("gross", "Total €", 10, right=True),
        Column("state", "Estado", 10),
    ),
    Purchase,
    (
        Purchase.id, Purchase.number, Purchase.supplier_number, Purchase.date, Purchase.supplier_name, Purchase.gross,
        Purchase.state,
    ),
    _row,
    _match,
    {"date": (Purchase.date, Purchase.id), "number": (Purchase.number,)},
    ("date", True),
    filters=(
        Filter(Field("kind", "Tipo", Choice((_ALL, *KINDS.items())), 30, default="", help="Só documentos deste tipo."),
               lambda value: equal(Purchase.kind, value), lambda value: KINDS[value].lower()),
        Filter(Field("state", "Estado", Choice((_ALL, *STATES.items())), 16, default="", help="Só neste estado."),
               lambda value: equal(Purchase.state, value), lambda value: STATES[value].lower()),
        Filter(Field("since", "Desde", Day(), 12, help="Documentos deste dia em diante."),
               lambda value: at_least(Purchase.date, value), lambda value: f"de {show_day(value)}"),
        Filter(Field("until", "Até", Day(), 12, help="Documentos até este dia."),
               lambda value: at_most(Purchase.date, value), lambda value: f"a {show_day(value)}"),
    ),
    exported=(
        (Exported("number", "Número"), Purchase.number),
        (Exported("kind", "Tipo", width=6), Purchase.kind),
        (Exported("date", "Data", "day"), Purchase.date),
        (Exported("supplier", "Fornecedor", width=30), Purchase.supplier_name),
        (Exported("nif", "NIF"), Purchase.supplier_nif),
        (Exported("supplier_number", "N.º do fornecedor", width=18), Purchase.supplier_number),
        (Exported("due_on", "Vencimento", "day"), Purchase.due_on),
        (Exported("net", "Sem IVA", "number"), Purchase.net),
        (Exported("tax", "IVA", "number"), Purchase.tax),
        (Exported("gross", "Total", "number"), Purchase.gross),
        (Exported("state", "Estado", width=6), Purchase.state),
    ),
    empty="Nenhuma compra. Encomenda, Receção e Fatura de fornecedor fazem-nas.",
)  # fmt: skip

REASON = Field("reason", "Motivo", Text(100), 44, required=True, help="Porque se anula: fica registado.")


def told(number: str) -> list[str]:
    """A purchase as text: whose, when, its lines with what is left of each, its totals."""
    purchase = purchase_of(number)
    theirs = f", {purchase.supplier_number}" if purchase.supplier_number else ""
    dates = [
        f"{name} {show_day(day)}"
        for name, day in (("vence", purchase.due_on), ("prevista", purchase.expected_on))
        if day
    ]
    head = [
        "",
        f"  {KINDS[purchase.kind]} de {show_day(purchase.date)}{theirs}",
        f"  {purchase.supplier_code} {purchase.supplier_name}"
        + (f"  NIF {purchase.supplier_nif}" if purchase.supplier_nif else ""),
        f"  {STATES[purchase.state]}" + (f"; {', '.join(dates)}" if dates else "") + f"; por {purchase.operator}",
        *([f"  {purchase.notes}"] if purchase.notes else []),
        "",
    ]
    for line, left in left_of(purchase):
        quantity, price = show_number(line.quantity, 6, least=0), show_number(line.price, 6, least=2)
        off = f" -{show_discount(line.discount)}" if line.discount else ""
        rest = show_number(max(left / line.factor, left * 0), 6, least=0)
        head.append(
            f"  {line.number:>3} {line.code:<12} {line.description[:28]:<28} {quantity:>8} {line.unit:<3} {price:>9}{off}"
        )
        if purchase.kind != "NF" and left != line.quantity * line.factor:
            head.append(f"{'':>18}por satisfazer: {rest} {line.unit}")
    return [
        *head,
        "",
        f"  Sem IVA {show_euro(purchase.net)}   IVA {show_euro(purchase.tax)}   TOTAL {show_euro(purchase.gross)}",
    ]
