"""Opening balances as declared: the list, and the form that writes one."""

from __future__ import annotations

from typing import Any

from fiscal.notation import show_day, show_number
from models.accounts.opening import CANCELLED, OpeningDraft, cancel_opening, record_opening
from models.accounts.tables import OpeningBalance
from models.accounts.truth import CUSTOMERS, SUPPLIERS
from models.declared import Action, Choice, Column, Day, Exported, Field, Filter, Form, Number, Text, Values, defaults
from models.listings import equal, listed
from models.search import literal_prefix
from models.session import Session

SIDES = ((CUSTOMERS, "Cliente"), (SUPPLIERS, "Fornecedor"))


def _kept(values: Values) -> str:
    return "Um saldo registado não se muda: F9 anula-o, e escreve-se outro." if values.get("id") else ""


FIELDS = (
    Field("side", "De", Choice(SIDES), 14, default=CUSTOMERS, required=True, locked=_kept, help="Cliente ou fornecedor."),
    Field("party", "Código ou NIF", Text(30), 20, required=True, locked=_kept, help="Da ficha, que tem de existir."),
    Field("number", "Documento", Text(60), 24, required=True, locked=_kept,
          help="O número do documento antigo, como os recibos o vão dizer."),
    Field("date", "Data", Day(), 12, required=True, locked=_kept, help="Do documento antigo."),
    Field("due", "Vencimento", Day(), 12, locked=_kept, help="Vazio: o da data."),
    Field("amount", "Falta pagar", Number(2), 14, required=True, locked=_kept,
          help="Com IVA. Negativo: a favor do cliente, ou nosso num fornecedor."),
    Field("notes", "Notas", Text(200), 40, default="", locked=_kept, help="Só para quem consulta."),
)  # fmt: skip


def load(opening_id: Any) -> Values:
    if opening_id is None:
        return {**defaults(FIELDS), "id": None}
    row = OpeningBalance.get_by_id(opening_id)
    return {
        "id": row.id, "side": row.side, "party": row.party_code, "number": row.number, "date": row.date, "due": row.due,
        "amount": row.total, "notes": row.notes,
    }  # fmt: skip


def save(values: Values, session: Session) -> int:
    """Records a new one; one that is there stays as it is."""
    if values.get("id"):
        return int(values["id"])
    return record_opening(
        OpeningDraft(
            str(values["side"]), str(values["party"] or ""), str(values["number"] or ""), values["date"], values["amount"],
            values["due"], str(values["notes"] or ""),
        ),
        session,
    )  # fmt: skip


def form() -> Form:
    return Form("Saldo inicial", FIELDS, load, save)


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, side, name, number, day, total, state = values
    return (dict(SIDES)[side], name, number, show_day(day), show_number(total, 2)), row_id, state == CANCELLED


def _match(text: str) -> Any:
    """The document's number from its beginning, or a part of the name."""
    typed = text.strip()
    return literal_prefix(OpeningBalance.number, typed) | OpeningBalance.party_name.contains(typed)


OPENINGS = listed(
    "Saldos iniciais",
    (
        Column("side", "De", 10),
        Column("name", "Nome", 20, grows=True),
        Column("number", "Documento", 16),
        Column("date", "Data", 10),
        Column("total", "Falta €", 12, right=True),
    ),
    OpeningBalance,
    (
        OpeningBalance.id, OpeningBalance.side, OpeningBalance.party_name, OpeningBalance.number, OpeningBalance.date,
        OpeningBalance.total, OpeningBalance.state,
    ),
    _row,
    _match,
    {"date": (OpeningBalance.date, OpeningBalance.id)},
    ("date", False),
    filters=(
        Filter(Field("side", "De", Choice((("", "(todos)"), *SIDES)), 14, default="", help="Só de clientes ou fornecedores."),
               lambda value: equal(OpeningBalance.side, value), lambda value: dict(SIDES)[value].lower()),
    ),
    exported=(
        (Exported("side", "De", width=4), OpeningBalance.side),
        (Exported("code", "Código"), OpeningBalance.party_code),
        (Exported("name", "Nome", width=30), OpeningBalance.party_name),
        (Exported("number", "Documento", width=18), OpeningBalance.number),
        (Exported("date", "Data", "day"), OpeningBalance.date),
        (Exported("due", "Vencimento", "day"), OpeningBalance.due),
        (Exported("total", "Falta", "number"), OpeningBalance.total),
        (Exported("state", "Estado", width=6), OpeningBalance.state),
    ),
    form=form,
    empty="Nenhum saldo inicial. F2 escreve um.",
    actions=(Action("Anular", cancel_opening),),
)  # fmt: skip
