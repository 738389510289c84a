"""Customers as declared: the form, the list and the look-up are all made from this."""

from __future__ import annotations

from typing import Any

from fiscal.nif import FINAL_CONSUMER, check_nif
from models.catalogue.tables import PaymentCondition
from models.company.setup import check_postal_code
from models.declared import Choice, Column, Field, Form, Listing, Row, Text, Values, YesNo, defaults
from models.listings import counter, keyset
from models.parties.customers import save_customer
from models.parties.tables import Customer
from models.sales.tables import Document
from models.search import literal_prefix, matching


def conditions() -> list[tuple[str, str]]:
    return [(c.code, c.name) for c in PaymentCondition.select().order_by(PaymentCondition.days)]


def _check_nif(value: str, values: Values) -> None:
    if value != FINAL_CONSUMER and (values.get("country") or "PT") == "PT":
        check_nif(value)


def _check_postal(value: str, values: Values) -> None:
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
        help="Código de duas letras: PT, ES, FR. Fora de Portugal o número fiscal não é verificado.",
    ),
    Field(
        "nif", "NIF", Text(30), 14, check=_check_nif, locked=_locked_nif,
        help="Número de identificação fiscal. Vazio para um consumidor que não o dá.",
        law="Com documentos emitidos o NIF já não se muda, só se preenche (Despacho 8632/2014, 3.3.3).",
    ),
    Field("name", "Nome", Text(100), 44, required=True, locked=_locked_name, help="Nome ou firma, como sai no documento.",
          law="Numa fatura a uma empresa, nome e morada são obrigatórios (CIVA, art. 36.º n.º 5)."),
    Field("address", "Morada", Text(210), 44, help="Rua, número, andar.", law=_BUYER),
    Field("postal_code", "Código postal", Text(20), 10, help="Quatro algarismos, hífen, três: 1000-001.", law=_BUYER,
          check=_check_postal),
    Field("city", "Localidade", Text(50), 30, help="Localidade do código postal.", law=_BUYER),
    Field("phone", "Telefone", Text(20), 16, help="Para contacto; não sai nos documentos."),
    Field("email", "E-mail", Text(100), 40, help="Para onde vão os documentos."),
    Field("condition", "Condição de pagamento", Choice(conditions), 22, default="PP",
          help="A que as faturas a este cliente propõem: dá a data de vencimento."),
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


def _select(text: str) -> Any:
    query = Customer.select(Customer.id, Customer.code, Customer.nif, Customer.name, Customer.city, Customer.active)
    condition = matching(Customer, text)
    if condition is None:
        return query
    return query.where(condition | literal_prefix(Customer.code, text.strip().upper()))


def _row(values: tuple[Any, ...]) -> Row:
    number, code, nif, name, city, active = values
    return Row((code,), (code, nif or "—", name, city), number, dim=not active)


CUSTOMERS = Listing(
    title="Clientes",
    columns=(
        Column("code", "Código", 12),
        Column("nif", "NIF", 11),
        Column("name", "Nome", 32, grows=True),
        Column("city", "Localidade", 18),
    ),
    page=keyset(_select, Customer.code, _row),
    count=counter(_select),
    form=form,
    empty="Nenhum cliente. F2 cria um.",
)
