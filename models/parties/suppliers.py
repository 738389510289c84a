"""Suppliers: the card, its rules once documents use it, and finding it. What is bought from them comes with purchases."""

from __future__ import annotations

from peewee import fn

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER
from fiscal.rules.cards import check_customer_change
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.company.setup import check_postal_code, current
from models.declared import Values
from models.parties.customers import tax_number
from models.parties.tables import Supplier
from models.sales.tables import Document
from models.search import searchable
from models.session import Session

_LIMITS = {"code": 30, "name": 100, "address": 210, "postal_code": 20, "city": 50, "phone": 20, "email": 100}


def save_supplier(supplier_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes a card; gives its id. An empty code takes the next number.

    Raises Refusal with the field; with documents (returns, self-billing), the NIF and the name are protected as a
    customer's are (F6, F7).
    """
    row = {name: clean(str(values.get(name) or ""), limit) for name, limit in _LIMITS.items()}
    row["country"] = clean(str(values.get("country") or "PT")).upper()
    row["nif"] = tax_number(str(values.get("nif") or ""), row["country"])
    if row["nif"] == FINAL_CONSUMER:
        raise Refusal(
            f"O NIF {FINAL_CONSUMER} é o do consumidor final: escreva o do fornecedor.", field="nif", rule="nif"
        )
    if len(row["name"]) < 2:
        raise Refusal("Falta o nome do fornecedor.", field="name", rule="C27")
    if row["country"] == "PT" and row["postal_code"]:
        row["postal_code"] = check_postal_code(row["postal_code"])
    flags = {"self_billing": bool(values.get("self_billing", False)), "active": bool(values.get("active", True))}
    if flags["self_billing"] and not row["nif"]:
        raise Refusal("Para a autofaturação é preciso o NIF do fornecedor.", field="nif", rule="C27")
    with db.writing():
        before = Supplier.get_or_none(Supplier.id == supplier_id) if supplier_id else None
        if before is not None:
            used = Document.select().where(Document.supplier_id == before.id).exists()
            check_customer_change(before.nif, row["nif"], before.name, row["name"], has_documents=used)
            row["code"] = row["code"] or before.code
        row["code"] = row["code"] or next_code()
        _check_unique(row, before.id if before else None)
        row["search"] = searchable(row["code"], row["name"], row["nif"], row["city"])
        if before is None:
            number = int(Supplier.create(**row, **flags).id)
        else:
            number = int(before.id)
            Supplier.update(**row, **flags).where(Supplier.id == number).execute()
        told = {k: v for k, v in row.items() if k != "search"}
        record(session, "supplier.save", row["code"], **told, **flags)
    return number


def _check_unique(row: dict[str, str], own: int | None) -> None:
    others = Supplier.select().where(Supplier.id != (own or 0))
    if others.where(Supplier.code == row["code"]).exists():
        raise Refusal(f"Já há um fornecedor com o código {row['code']}.", field="code", rule="unique")
    if row["nif"]:
        if row["nif"] == current().nif:
            raise Refusal("Esse NIF é o da própria empresa.", field="nif", rule="nif")
        same = others.where(Supplier.nif == row["nif"], Supplier.country == row["country"]).first()
        if same is not None:
            raise Refusal(
                f"Já há um fornecedor com o NIF {row['nif']}: {same.code} {same.name}.", field="nif", rule="unique"
            )


def next_code() -> str:
    """The next free automatic code: F1, F2, ..."""
    number = int(Supplier.select(fn.COALESCE(fn.MAX(Supplier.id), 0)).scalar()) + 1
    while Supplier.select().where(Supplier.code == f"F{number}").exists():
        number += 1
    return f"F{number}"


def find_supplier(text: str) -> Supplier | None:
    """The supplier of a code or a NIF, exactly."""
    typed = clean(text)
    return Supplier.get_or_none(Supplier.code == typed) or (
        Supplier.get_or_none(Supplier.nif == typed, Supplier.active == True) if typed else None  # noqa: E712
    )
