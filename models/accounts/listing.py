"""The list of payments to suppliers as declared, and one of them as text."""

from __future__ import annotations

from typing import Any

from fiscal.errors import Refusal
from fiscal.notation import show_day, show_euro, show_number
from fiscal.text import clean
from models.accounts.pay import CANCELLED, IN_FORCE
from models.accounts.tables import SupplierPayment, SupplierPaymentLine, SupplierPaymentMeans
from models.declared import Choice, Column, Day, Exported, Field, Filter, Text
from models.listings import at_least, at_most, equal, listed
from models.search import literal_prefix

STATES = {IN_FORCE: "Em vigor", CANCELLED: "Anulado"}
REASON = Field("reason", "Motivo", Text(100), 44, required=True, help="Porque se anula: fica registado.")


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, number, day, supplier, paid, state = values
    return (number, show_day(day), supplier, show_number(paid, 2), STATES[state]), row_id, state == CANCELLED


def _match(text: str) -> Any:
    """Our number from its beginning, or a part of the supplier's name."""
    typed = text.strip()
    return literal_prefix(SupplierPayment.number, typed.upper()) | SupplierPayment.supplier_name.contains(typed)


SUPPLIER_PAYMENTS = listed(
    "Pagamentos a fornecedores",
    (
        Column("number", "Número", 12),
        Column("date", "Data", 10),
        Column("supplier", "Fornecedor", 20, grows=True),
        Column("paid", "Pago €", 11, right=True),
        Column("state", "Estado", 9),
    ),
    SupplierPayment,
    (
        SupplierPayment.id, SupplierPayment.number, SupplierPayment.date, SupplierPayment.supplier_name,
        SupplierPayment.paid, SupplierPayment.state,
    ),
    _row,
    _match,
    {"date": (SupplierPayment.date, SupplierPayment.id), "number": (SupplierPayment.number,)},
    ("date", True),
    filters=(
        Filter(Field("state", "Estado", Choice((("", "(todos)"), *STATES.items())), 16, default="", help="Só neste estado."),
               lambda value: equal(SupplierPayment.state, value), lambda value: STATES[value].lower()),
        Filter(Field("since", "Desde", Day(), 12, help="Pagamentos deste dia em diante."),
               lambda value: at_least(SupplierPayment.date, value), lambda value: f"de {show_day(value)}"),
        Filter(Field("until", "Até", Day(), 12, help="Pagamentos até este dia."),
               lambda value: at_most(SupplierPayment.date, value), lambda value: f"a {show_day(value)}"),
    ),
    exported=(
        (Exported("number", "Número"), SupplierPayment.number),
        (Exported("date", "Data", "day"), SupplierPayment.date),
        (Exported("supplier", "Fornecedor", width=30), SupplierPayment.supplier_name),
        (Exported("nif", "NIF"), SupplierPayment.supplier_nif),
        (Exported("settled", "Liquidado", "number"), SupplierPayment.settled),
        (Exported("discount", "Desconto", "number"), SupplierPayment.discount),
        (Exported("withheld", "Retido", "number"), SupplierPayment.withheld),
        (Exported("paid", "Pago", "number"), SupplierPayment.paid),
        (Exported("state", "Estado", width=6), SupplierPayment.state),
    ),
    empty="Nenhum pagamento. F2 faz um.",
)  # fmt: skip


def payment_of(number: str) -> SupplierPayment:
    """The payment of a number. Raises Refusal."""
    found: SupplierPayment | None = SupplierPayment.get_or_none(SupplierPayment.number == number.strip().upper())
    if found is None:
        raise Refusal(f"Não há nenhum pagamento {clean(number, 20)}.", field="number", rule="supplier_payment")
    return found


def told_payment(number: str) -> list[str]:
    """A payment as text: what it settles of each document, and by which means it was paid."""
    own = payment_of(number)
    lines = [
        "",
        f"  Pagamento a fornecedor de {show_day(own.date)}",
        f"  {own.supplier_code} {own.supplier_name}  NIF {own.supplier_nif}",
        f"  {STATES[own.state]}" + (f": {own.reason}" if own.reason else "") + f"; por {own.operator}",
        *([f"  {own.notes}"] if own.notes else []),
        "",
    ]
    for line in (
        SupplierPaymentLine.select()
        .where(SupplierPaymentLine.payment_id == own.id)
        .order_by(SupplierPaymentLine.number)
    ):
        off = f"   desconto {show_number(line.discount)}" if line.discount else ""
        lines.append(f"  {line.source[:34]:<34} {show_day(line.source_date)} {show_number(line.amount):>12}{off}")
    lines += ["", f"  {'Liquidado':<20}{show_euro(own.settled):>16}"]
    if own.discount:
        lines.append(f"  {'Desconto':<20}{show_euro(own.discount):>16}")
    if own.withheld:
        lines.append(f"  {f'Retenção {own.withholding_type}':<20}{show_euro(own.withheld):>16}")
    lines.append(f"  {'PAGO':<20}{show_euro(own.paid):>16}")
    for one in SupplierPaymentMeans.select().where(SupplierPaymentMeans.payment_id == own.id):
        lines.append(f"    {one.name[:18]:<18}{show_euro(one.amount):>16}")
    return lines
