"""Suppliers as declared: the form, the list and the look-up are all made from this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.declared import Action, Choice, Column, Exported, Field, Filter, Form, Text, Values, YesNo, defaults
from models.listings import Alphabetic, Condition, begins, equal, listed
from models.parties.form import STATES, check_nif_of_card, check_postal_of_card
from models.parties.suppliers import save_supplier
from models.parties.tables import Supplier
from models.sales.tables import Document
from models.search import literal_prefix, matching
from models.session import Session


def _locked_nif(values: Values) -> str:
    if values.get("used") and values.get("nif"):
        return "O fornecedor já tem documentos com este NIF: não se pode mudar (Despacho 8632/2014, 3.3.3)."
    return ""


def _locked_name(values: Values) -> str:
    if values.get("used") and not values.get("nif"):
        return "O fornecedor já tem documentos e não tem NIF: preencha primeiro o NIF (Despacho 8632/2014, 3.3.4)."
    return ""


_GUIDE = "A guia de devolução leva nome, morada e NIF do destinatário (DL 147/2003, art. 4.º)."

FIELDS = (
    Field("code", "Código", Text(30), 14, help="Identifica o fornecedor. Vazio, o programa dá o número seguinte."),
    Field(
        "country", "País", Text(2, upper=True), 4, default="PT", required=True,
        help="Duas letras: PT, ES, FR. Fora de Portugal o NIF não é verificado.",
    ),
    Field(
        "nif", "NIF", Text(30), 14, check=check_nif_of_card, locked=_locked_nif, help="Número de identificação fiscal.",
        law="Com documentos emitidos o NIF já não se muda, só se preenche (Despacho 8632/2014, 3.3.3).",
    ),
    Field("name", "Nome", Text(100), 44, required=True, locked=_locked_name, help="Nome ou firma, como sai no documento.",
          law=_GUIDE),
    Field("address", "Morada", Text(210), 44, help="Rua, número, andar: para onde vão as devoluções.", law=_GUIDE),
    Field("postal_code", "Código postal", Text(20), 10, help="Quatro algarismos, hífen, três: 1000-001.", law=_GUIDE,
          check=check_postal_of_card),
    Field("city", "Localidade", Text(50), 30, help="Localidade do código postal.", law=_GUIDE),
    Field("phone", "Telefone", Text(20), 16, help="Para contacto; não sai nos documentos."),
    Field("email", "E-mail", Text(100), 40, help="Para contacto; não sai nos documentos."),
    Field("self_billing", "Autofaturação", YesNo(), 4, default=False,
          help="Sim: há acordo registado para a empresa faturar em nome dele.",
          law="O acordo é prévio, escrito e registado no Portal das Finanças (CIVA, art. 36.º n.º 11)."),
    Field("active", "Ativo", YesNo(), 4, default=True, help="Um fornecedor inativo não aparece nas procuras."),
)  # fmt: skip

_NAMES = [f.name for f in FIELDS]


def load(supplier_id: Any) -> Values:
    if supplier_id is None:
        return {**defaults(FIELDS), "id": None, "used": False}
    card = Supplier.get_by_id(supplier_id)
    used = Document.select().where(Document.supplier_id == card.id).exists()
    return {"id": card.id, "used": used, **{name: getattr(card, name) for name in _NAMES}}


def form() -> Form:
    return Form("Fornecedor", FIELDS, load, lambda values, session: save_supplier(values.get("id"), values, session))


def _match(text: str) -> Any:
    """Suppliers whose code begins so, or that have words that begin so."""
    code = literal_prefix(Supplier.code, text.strip().upper())
    words = matching(Supplier, text)
    return code if words is None else words | code


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, code, nif, name, city, active = values
    return (code, nif or "—", name, city), row_id, not active


FILTERS = (
    Filter(Field("city", "Localidade", Text(50), 30, default="", help="O começo do nome da localidade."),
           lambda value: [Condition(begins(Supplier.city, value))], lambda value: f"de {value}"),
    Filter(Field("country", "País", Text(2, upper=True), 4, default="", help="Código de duas letras: PT, ES, FR."),
           lambda value: equal(Supplier.country, value), lambda value: f"país {value}"),
    Filter(Field("active", "Estado", Choice(STATES), 14, default="", help="Os inativos não aparecem nas procuras."),
           lambda value: equal(Supplier.active, value == "S"), lambda value: dict(STATES)[value].lower()),
)  # fmt: skip

_FLAGS = ("self_billing", "active")
_LABELS = {f.name: f.label for f in FIELDS}
EXPORTED = tuple(
    (Exported(name, _LABELS[name], "flag" if name in _FLAGS else "text", width=width), getattr(Supplier, name))
    for name, width in (
        ("code", 12), ("nif", 12), ("name", 40), ("address", 40), ("postal_code", 12), ("city", 20), ("country", 6),
        ("phone", 16), ("email", 28), ("self_billing", 13), ("active", 7),
    )
)  # fmt: skip


def _active(active: bool) -> Callable[[Any, Session], int]:
    """The verb that brings one supplier back into the look-ups, or takes it out."""
    return lambda supplier_id, session: save_supplier(supplier_id, {**load(supplier_id), "active": active}, session)


ACTIONS = (Action("Desativar", _active(False)), Action("Reativar", _active(True)))

SUPPLIERS = listed(
    "Fornecedores",
    (
        Column("code", "Código", 12),
        Column("nif", "NIF", 11),
        Column("name", "Nome", 32, grows=True),
        Column("city", "Localidade", 18),
    ),
    Supplier,
    (Supplier.id, Supplier.code, Supplier.nif, Supplier.name, Supplier.city, Supplier.active),
    _row,
    _match,
    {
        "code": (Supplier.code,),
        "nif": (Supplier.nif, Supplier.id),
        "name": (Alphabetic(Supplier.name), Supplier.id),
        "city": (Alphabetic(Supplier.city), Supplier.id),
    },
    ("code", False),
    filters=FILTERS,
    exported=EXPORTED,
    form=form,
    empty="Nenhum fornecedor. F2 cria um.",
    actions=ACTIONS,
)
