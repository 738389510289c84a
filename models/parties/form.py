"""Customers as declared: the form, the list and the look-up are all made from this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fiscal.nif import FINAL_CONSUMER, check_nif
from fiscal.rounding import ZERO
from models.catalogue.tables import PaymentCondition
from models.company.setup import check_postal_code
from models.declared import Action, Choice, Column, Exported, Field, Filter, Form, Number, Text, Values, YesNo, defaults
from models.listings import Alphabetic, Condition, begins, equal, listed
from models.parties.customers import save_customer
from models.parties.tables import Customer
from models.pricing.tables import CustomerGroup, PriceList
from models.sales.tables import Document
from models.search import literal_prefix, matching
from models.session import Session


def conditions() -> list[tuple[str, str]]:
    return [(c.code, c.name) for c in PaymentCondition.select().order_by(PaymentCondition.days)]


def price_lists() -> list[tuple[str, str]]:
    return [("", "(nenhuma)"), *((one.code, one.name) for one in PriceList.select().order_by(PriceList.name))]


def groups() -> list[tuple[str, str]]:
    return [("", "(nenhum)"), *((one.code, one.name) for one in CustomerGroup.select().order_by(CustomerGroup.name))]


def check_nif_of_card(value: str, values: Values) -> None:
    """A Portuguese NIF has its check digit; another country's number is taken as it is. Raises Refusal."""
    if value != FINAL_CONSUMER and (values.get("country") or "PT") == "PT":
        check_nif(value)


def check_postal_of_card(value: str, values: Values) -> None:
    """A postal code of Portugal has its form. Raises Refusal."""
    if (values.get("country") or "PT") == "PT":
        check_postal_code(value)


def _locked_nif(values: Values) -> str:
    if values.get("used") and values.get("nif"):
        return "O cliente já tem documentos com este NIF: não se pode mudar (Despacho 8632/2014, 3.3.3)."
    return ""


def _locked_name(values: Values) -> str:
    if values.get("used") and not values.get("nif"):
        return "O cliente já tem documentos e não tem NIF: preencha primeiro o NIF (Despacho 8632/2014, 3.3.4)."
    return ""


_BUYER = "Numa fatura a uma empresa a morada é obrigatória (CIVA, art. 36.º n.º 5 a)."

FIELDS = (
    Field("code", "Código", Text(30), 14, help="Identifica o cliente. Vazio, o programa dá o número seguinte."),
    Field(
        "country", "País", Text(2, upper=True), 4, default="PT", required=True,
        help="Duas letras: PT, ES, FR. Fora de Portugal o NIF não é verificado.",
    ),
    Field(
        "nif", "NIF", Text(30), 14, check=check_nif_of_card, locked=_locked_nif,
        help="Número de identificação fiscal. Vazio para um consumidor que não o dá.",
        law="Com documentos emitidos o NIF já não se muda, só se preenche (Despacho 8632/2014, 3.3.3).",
    ),
    Field("name", "Nome", Text(100), 44, required=True, locked=_locked_name, help="Nome ou firma, como sai no documento.",
          law="Numa fatura a uma empresa, nome e morada são obrigatórios (CIVA, art. 36.º n.º 5)."),
    Field("address", "Morada", Text(210), 44, help="Rua, número, andar.", law=_BUYER),
    Field("postal_code", "Código postal", Text(20), 10, help="Quatro algarismos, hífen, três: 1000-001.", law=_BUYER,
          check=check_postal_of_card),
    Field("city", "Localidade", Text(50), 30, help="Localidade do código postal.", law=_BUYER),
    Field("phone", "Telefone", Text(20), 16, help="Para contacto; não sai nos documentos."),
    Field("email", "E-mail", Text(100), 40, help="Para onde vão os documentos."),
    Field("condition", "Condição de pagamento", Choice(conditions), 22, default="PP",
          help="A que as faturas a este cliente propõem: dá a data de vencimento."),
    Field("group_code", "Grupo", Choice(groups), 26, default="", help="Clientes a quem se vende da mesma maneira."),
    Field("price_list", "Tabela de preços", Choice(price_lists), 26, default="",
          help="Vazia: a do grupo, ou a ficha do artigo."),
    Field("credit_limit", "Limite de crédito", Number(2, ZERO), 14,
          help="Quanto pode dever, em euros; vazio: sem limite. Muda-o um administrador."),
    Field("blocked", "Bloqueado", YesNo(), 4, default=False, help="A um cliente bloqueado só um administrador vende."),
    Field("active", "Ativo", YesNo(), 4, default=True, help="Um cliente inativo não aparece nas procuras."),
)  # fmt: skip

_NAMES = [f.name for f in FIELDS]


def load(customer_id: Any) -> Values:
    if customer_id is None:
        return {**defaults(FIELDS), "id": None, "used": False}
    card = Customer.get_by_id(customer_id)
    used = Document.select().where(Document.customer_id == card.id).exists()
    return {"id": card.id, "used": used, **{name: getattr(card, name) for name in _NAMES}}


def form() -> Form:
    return Form("Cliente", FIELDS, load, lambda values, session: save_customer(values.get("id"), values, session))


def _match(text: str) -> Any:
    """Customers whose code begins so, or that have words that begin so."""
    code = literal_prefix(Customer.code, text.strip().upper())
    words = matching(Customer, text)
    return code if words is None else words | code


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, code, nif, name, city, active = values
    return (code, nif or "—", name, city), row_id, not active


STATES = (("", "(todos)"), ("S", "Só ativos"), ("N", "Só inativos"))

FILTERS = (
    Filter(Field("city", "Localidade", Text(50), 30, default="", help="O começo do nome da localidade."),
           lambda value: [Condition(begins(Customer.city, value))], lambda value: f"de {value}"),
    Filter(Field("country", "País", Text(2, upper=True), 4, default="", help="Código de duas letras: PT, ES, FR."),
           lambda value: equal(Customer.country, value), lambda value: f"país {value}"),
    Filter(Field("condition", "Condição", Choice(lambda: [("", "(todas)"), *conditions()]), 22, default="",
                 help="Só clientes com esta condição de pagamento."),
           lambda value: equal(Customer.condition, value), lambda value: f"condição {value}"),
    Filter(Field("active", "Estado", Choice(STATES), 14, default="", help="Os inativos não aparecem nas procuras."),
           lambda value: equal(Customer.active, value == "S"), lambda value: dict(STATES)[value].lower()),
)  # fmt: skip

_EXPORTED_KINDS = {"active": "flag"}
_LABELS = {f.name: f.label for f in FIELDS}
EXPORTED = tuple(
    (Exported(name, _LABELS[name], _EXPORTED_KINDS.get(name, "text"), width=width), getattr(Customer, name))
    for name, width in (
        ("code", 12), ("nif", 12), ("name", 40), ("address", 40), ("postal_code", 12), ("city", 20), ("country", 6),
        ("phone", 16), ("email", 28), ("condition", 22), ("active", 7),
    )
)  # fmt: skip


def _active(active: bool) -> Callable[[Any, Session], int]:
    """The verb that brings one customer back into the look-ups, or takes it out."""
    return lambda customer_id, session: save_customer(customer_id, {**load(customer_id), "active": active}, session)


ACTIONS = (Action("Desativar", _active(False)), Action("Reativar", _active(True)))

CUSTOMERS = listed(
    "Clientes",
    (
        Column("code", "Código", 12),
        Column("nif", "NIF", 11),
        Column("name", "Nome", 32, grows=True),
        Column("city", "Localidade", 18),
    ),
    Customer,
    (Customer.id, Customer.code, Customer.nif, Customer.name, Customer.city, Customer.active),
    _row,
    _match,
    {
        "code": (Customer.code,),
        "nif": (Customer.nif, Customer.id),
        "name": (Alphabetic(Customer.name), Customer.id),
        "city": (Alphabetic(Customer.city), Customer.id),
    },
    ("code", False),
    filters=FILTERS,
    exported=EXPORTED,
    form=form,
    empty="Nenhum cliente. F2 cria um.",
    actions=ACTIONS,
)
