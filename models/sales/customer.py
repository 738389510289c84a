"""Who a document is for: from what was typed to the snapshot that the document keeps."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER, FINAL_CONSUMER_NAME
from fiscal.text import clean
from models.company.tables import Company
from models.parties.customers import FINAL_CODE, OWN_CODE, next_code, save_customer, tax_number
from models.parties.tables import Customer, Supplier
from models.sales.draft import Draft, DraftCustomer
from models.sales.rectified import Original
from models.session import Session

_TEXTS = {"code": 30, "nif": 40, "name": 100, "address": 210, "postal_code": 20, "city": 50, "country": 12}
UNKNOWN = "Desconhecido"
"""SAF-T's word for what is not known of a customer."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """The customer as the document keeps it."""

    id: int | None
    code: str
    nif: str
    name: str
    address: str
    postal_code: str
    city: str
    country: str
    condition: str = ""
    supplier_id: int | None = None


FINAL = Buyer(None, FINAL_CODE, FINAL_CONSUMER, FINAL_CONSUMER_NAME, "", "", "", "PT")
"""Consumidor final: the zero-key default. Domestic consumers are PT in the QR and in SAF-T alike."""


OWN_TYPES = ("GT", "GA")
"""Guides between the company's own places (only there may the issuer's own NIF stand)."""


def buyer(draft: Draft, company: Company, originals: dict[str, Original], session: Session) -> Buyer:
    """The buyer of a draft. A new NIF or name gets a card, so that it is found again. Raises Refusal, field ``customer.*``."""
    given = draft.customer
    if originals:
        return _rectified_buyer(given, originals)
    known = _without_card(draft, company)
    if known is not None:
        return known
    assert given is not None  # or it would be Consumidor final
    given = DraftCustomer(**{name: clean(getattr(given, name), limit) for name, limit in _TEXTS.items()})
    if given.code:
        card = Customer.get_or_none(Customer.code == given.code)
        if card is None:
            raise Refusal(
                f"Cliente «{given.code}» desconhecido: escolha um com F4.", field="customer.code", rule="customer"
            )
        return _from_card(card)
    if given.nif in ("", FINAL_CONSUMER) and given.name in ("", FINAL_CONSUMER_NAME):
        return FINAL
    try:
        nif = tax_number(given.nif, given.country)
    except Refusal as refusal:
        raise refusal.within("customer") from None
    if nif == company.nif:
        raise Refusal("O cliente não pode ser a própria empresa.", field="customer.nif", rule="nif")
    if nif == FINAL_CONSUMER:
        raise Refusal(
            f"O NIF {FINAL_CONSUMER} é só do consumidor final: deixe o NIF vazio.", field="customer.nif", rule="nif"
        )
    card = _known_card(nif, given)
    if card is None:
        card = _new_card(nif, given, draft.type, session)
    return _from_card(card, given)


def _without_card(draft: Draft, company: Company) -> Buyer | None:
    """The buyer where it is no customer with a card: the company itself, a supplier, Consumidor final."""
    given = draft.customer
    if draft.billing == "self":  # the company is the buyer
        return _own(company)
    if draft.supplier and not draft.billing:
        return _supplier(draft.supplier)
    unnamed = given is None or not (given.code or given.name) or given.code == OWN_CODE
    if draft.type == "GA" and unnamed:
        return _own(company)
    if draft.type in OWN_TYPES and unnamed and given is not None and given.nif == company.nif:
        return _own(company)
    return FINAL if given is None or not (given.code or given.nif or given.name) else None


def _own(company: Company) -> Buyer:
    return Buyer(
        None, OWN_CODE, company.nif, company.name, company.address, company.postal_code, company.city, company.country
    )


def _supplier(code: str) -> Buyer:
    card = Supplier.get_or_none(Supplier.code == clean(code, 30))
    if card is None:
        raise Refusal(
            f"Fornecedor «{clean(code, 30)}» desconhecido: escolha um com F4.", field="supplier", rule="supplier"
        )
    return Buyer(
        None, card.code, card.nif, card.name, card.address, card.postal_code, card.city, card.country,
        supplier_id=int(card.id),
    )  # fmt: skip


def _known_card(nif: str, given: DraftCustomer) -> Customer | None:
    if nif:
        return Customer.get_or_none(Customer.nif == nif, Customer.country == given.country)
    return Customer.get_or_none(Customer.nif == "", Customer.name == given.name)


def _new_card(nif: str, given: DraftCustomer, type_code: str, session: Session) -> Customer:
    if not given.name and nif[:1] in ("5", "6") and type_code != "FS":
        raise Refusal(f"Falta o nome do cliente com o NIF {nif}.", field="customer.name", rule="C27")
    code = nif if nif and not Customer.select().where(Customer.code == nif).exists() else next_code()
    values = {
        "code": code, "nif": nif, "name": given.name or UNKNOWN, "address": given.address,
        "postal_code": given.postal_code, "city": given.city, "country": given.country,
    }  # fmt: skip
    try:
        number = save_customer(None, values, session)
    except Refusal as refusal:
        raise refusal.within("customer") from None
    return Customer.get_by_id(number)


def _from_card(card: Customer, given: DraftCustomer | None = None) -> Buyer:
    """The card's data, with what the draft says instead on address and name where it says something."""
    nif = card.nif or FINAL_CONSUMER
    if given is None:
        given = DraftCustomer()
    return Buyer(
        id=int(card.id),
        code=card.code,
        nif=nif,
        name=given.name or card.name,
        address=given.address or card.address,
        postal_code=given.postal_code or card.postal_code,
        city=given.city or card.city,
        country=card.country,
        condition=card.condition,
    )


def _rectified_buyer(given: DraftCustomer | None, originals: dict[str, Original]) -> Buyer:
    """A rectifying document is for whom the original was for."""
    first, *others = (original.document for original in originals.values())
    for other in others:
        if other.customer_nif != first.customer_nif or other.customer_name != first.customer_name:
            raise Refusal(
                f"{first.number} e {other.number} são de clientes diferentes: faça uma nota para cada.",
                field="customer",
                rule="C6",
            )
    if given is not None and given.nif and given.nif != first.customer_nif:
        raise Refusal(
            f"{first.number} é do NIF {first.customer_nif}: a nota tem de ser do mesmo cliente.",
            field="customer.nif",
            rule="C6",
        )
    return Buyer(
        first.customer_id, first.customer_code, first.customer_nif, first.customer_name, first.customer_address,
        first.customer_postal_code, first.customer_city, first.customer_country,
    )  # fmt: skip
