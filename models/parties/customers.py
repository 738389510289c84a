"""Customers: the card, its rules once documents use it (F6, F7), and finding it."""

from __future__ import annotations

import re

from peewee import fn

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER, FINAL_CONSUMER_NAME, check_nif
from fiscal.rules.cards import check_customer_change
from fiscal.text import clean
from models import db
from models.accounts.credit import check_may_trust
from models.audit.log import record
from models.catalogue.tables import PaymentCondition
from models.company.setup import check_postal_code, current
from models.declared import Values
from models.parties.tables import Customer
from models.pricing.save import known_group, known_list
from models.sales.tables import Document
from models.search import searchable
from models.session import Session

OWN_CODE = "PROPRIA"
"""The code of the company itself on documents: goods moved between its own places, and what it bills to itself."""
FINAL_CODE = "CF"
"""The code of Consumidor final on documents; no card may have it (SAF-T CustomerID is unique)."""
_COUNTRY = re.compile(r"[A-Z]{2}")
_FOREIGN = re.compile(r"[\w./+&-]{1,30}")
_LIMITS = {"code": 30, "name": 100, "address": 210, "postal_code": 20, "city": 50, "phone": 20, "email": 100}


def save_customer(customer_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes a card; gives its id. An empty code takes the next number.

    Raises Refusal with the field; with documents, the NIF and the name are protected (F6, F7).
    """
    row = {name: clean(str(values.get(name) or ""), limit) for name, limit in _LIMITS.items()}
    row["country"] = clean(str(values.get("country") or "PT")).upper()
    row["condition"] = clean(str(values.get("condition") or "PP")).upper()
    row["nif"] = tax_number(str(values.get("nif") or ""), row["country"])
    if row["nif"] == FINAL_CONSUMER and row["name"] != FINAL_CONSUMER_NAME:
        raise Refusal(f"O NIF {FINAL_CONSUMER} é só do consumidor final: deixe o NIF vazio.", field="nif", rule="nif")
    if row["code"].upper() in (FINAL_CODE, OWN_CODE):
        whose = "do consumidor final" if row["code"].upper() == FINAL_CODE else "da própria empresa"
        raise Refusal(f"O código {row['code'].upper()} é o {whose}: escolha outro.", field="code", rule="unique")
    if len(row["name"]) < 2:
        raise Refusal("Falta o nome do cliente.", field="name", rule="C27")
    if row["country"] == "PT" and row["postal_code"]:
        row["postal_code"] = check_postal_code(row["postal_code"])
    active = bool(values.get("active", True))
    with db.writing():
        if not PaymentCondition.select().where(PaymentCondition.code == row["condition"]).exists():
            raise Refusal(
                f"Condição de pagamento «{row['condition']}» desconhecida.", field="condition", rule="condition"
            )
        before = Customer.get_or_none(Customer.id == customer_id) if customer_id else None
        for name, known in (("price_list", known_list), ("group_code", known_group)):
            if values.get(name) is not None:  # an import that does not say leaves it
                row[name] = known(values)
        if before is not None:
            used = Document.select().where(Document.customer_id == before.id).exists()
            check_customer_change(before.nif, row["nif"], before.name, row["name"], has_documents=used)
            row["code"] = row["code"] or before.code
        row["code"] = row["code"] or next_code()
        _check_unique(row, before.id if before else None)
        held = before or Customer(credit_limit=None, blocked=False)
        limit = values.get("credit_limit", held.credit_limit)
        blocked = bool(values.get("blocked", held.blocked))
        check_may_trust(before, limit, blocked, session)
        trust = {"credit_limit": limit, "blocked": blocked}
        row["search"] = searchable(row["code"], row["name"], row["nif"], row["city"])
        if before is None:
            number = int(Customer.create(**row, **trust, active=active).id)
        else:
            number = int(before.id)
            Customer.update(**row, **trust, active=active).where(Customer.id == number).execute()
        said = {name: value for name, value in row.items() if name != "search"}
        if limit is not None:
            said["credit_limit"] = str(limit)
        if blocked:
            said["blocked"] = "1"
        record(session, "customer.save", row["code"], **said, active=active)
    return number


def tax_number(text: str, country: str) -> str:
    """A customer's number as kept: a Portuguese NIF checked, a foreign one without its country's prefix. Raises Refusal."""
    if not _COUNTRY.fullmatch(country):
        raise Refusal(
            "País inválido: use o código de duas letras, por exemplo PT ou ES.", field="country", rule="country"
        )
    number = clean(text).replace(" ", "").upper()
    if country == "PT":
        return check_nif(number) if number else ""
    number = number.removeprefix(country)
    if number and not _FOREIGN.fullmatch(number):
        raise Refusal(
            "Número fiscal estrangeiro inválido: até 30 letras, algarismos e os sinais . / + & -.",
            field="nif",
            rule="nif",
        )
    return number


def _check_unique(row: dict[str, str], own: int | None) -> None:
    others = Customer.select().where(Customer.id != (own or 0))
    if others.where(Customer.code == row["code"]).exists():
        raise Refusal(f"Já há um cliente com o código {row['code']}.", field="code", rule="unique")
    if row["nif"]:
        if row["nif"] == current().nif:
            raise Refusal("Esse NIF é o da própria empresa.", field="nif", rule="nif")
        same = others.where(Customer.nif == row["nif"], Customer.country == row["country"]).first()
        if same is not None:
            raise Refusal(
                f"Já há um cliente com o NIF {row['nif']}: {same.code} {same.name}.", field="nif", rule="unique"
            )


def next_code() -> str:
    """The next free automatic code: C1, C2, ..."""
    number = int(Customer.select(fn.COALESCE(fn.MAX(Customer.id), 0)).scalar()) + 1
    while Customer.select().where(Customer.code == f"C{number}").exists():
        number += 1
    return f"C{number}"


def find_customer(text: str) -> Customer | None:
    """The customer of a code, its letters as they are or as capitals, or of a NIF."""
    typed = clean(text)
    exactly = Customer.get_or_none(Customer.code == typed) or Customer.get_or_none(Customer.code == typed.upper())
    return exactly or (
        Customer.get_or_none(Customer.nif == typed, Customer.active == True) if typed else None  # noqa: E712
    )
