"""The customers, suppliers and articles of a SAF-T: those we have are found and left as they are, the others get a card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER
from fiscal.rounding import ZERO, micro
from fiscal.saft.check.reading import amount, day
from fiscal.tables import Tables
from fiscal.text import clean, fold
from fiscal.xmltree import Node
from models import db
from models.catalogue.articles import save_article
from models.catalogue.families import save_family
from models.catalogue.tables import Article, Family, Unit
from models.company.setup import check_postal_code
from models.declared import Values
from models.history.outcome import Outcome
from models.history.source import Product, article_code, note_lines, party_of, product_of
from models.parties.customers import save_customer, tax_number
from models.parties.suppliers import save_supplier
from models.parties.tables import Customer, Supplier
from models.session import Session

__all__ = ["Cards", "Party", "note_lines"]
_SAME_UNIT = {"": "UN", "UNI": "UN", "UND": "UN", "UNID": "UN", "UNIDADE": "UN", "UNIDADES": "UN", "PC": "UN", "KGS": "KG",
              "HORA": "H", "HR": "H", "HORAS": "H", "LT": "L", "LTS": "L", "MT": "M", "MTS": "M"}  # fmt: skip
_TAXES = ("NOR", "INT", "RED", "ISE", "NS")


@dataclass(frozen=True, slots=True)
class Party:
    """Who a CustomerID or SupplierID of the file is. card: the id of the customer's card, if there is one."""

    nif: str
    name: str
    card: int | None = None


NOBODY = Party(FINAL_CONSUMER, "")


@dataclass
class Cards:
    """The masters of one file, as they are met. made: what was created, for undoing."""

    session: Session
    outcome: Outcome
    customers: dict[str, Party] = field(default_factory=dict)
    suppliers: dict[str, Party] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    made: dict[str, list[Any]] = field(default_factory=dict)

    def customer(self, node: Node) -> None:
        card = party_of(node, "Customer")
        code = card["code"]
        shown = Party(card["nif"] or FINAL_CONSUMER, card["name"] or "Consumidor final")
        self.customers[code] = shown
        if not card["nif"] and fold(card["name"]) in ("", "consumidor final", "cliente final"):
            return  # nobody in particular: documents to him need no card
        card_id = self._party(
            node, "customers", card, Customer, lambda values: save_customer(None, values, self.session)
        )
        self.customers[code] = Party(shown.nif, shown.name, card_id)

    def supplier(self, node: Node) -> None:
        card = party_of(node, "Supplier")
        self.suppliers[card["code"]] = Party(card["nif"] or FINAL_CONSUMER, card["name"])
        self._party(node, "suppliers", card, Supplier, lambda values: save_supplier(None, values, self.session))

    def _party(
        self, node: Node, kind: str, card: dict[str, str], table: Any, save: Callable[[Values], int]
    ) -> int | None:
        """Finds or creates the card of a party; its id, or None where the rules refuse it, which is remarked."""
        what = f"{'cliente' if kind == 'customers' else 'fornecedor'} {card['code']}"
        try:
            card["nif"] = tax_number(card["nif"], card["country"])
            found = _existing(table, card)
            if found is not None:
                self.outcome.had[kind] += 1
                return found
            if card["country"] == "PT" and card["postal_code"]:
                try:
                    card["postal_code"] = check_postal_code(card["postal_code"])
                except Refusal as refusal:
                    self.outcome.remark(node.line, what, f"ficou sem código postal. {refusal.message}")
                    card["postal_code"] = ""
            taken = table.select().where(table.code == card["code"]).exists()
            if taken or len(card["code"]) > 30 or card["code"].upper() == "CF":
                self.outcome.remark(node.line, what, "o código já é de outra ficha ou não serve: recebeu outro.")
                card["code"] = ""
            with db.part():
                number = save(dict(card))
        except Refusal as refusal:
            self.outcome.remark(node.line, what, refusal.message, kind=kind)
            return None
        self.outcome.new[kind] += 1
        self.made.setdefault(kind, []).append(number)
        return number

    def product(self, node: Node) -> None:
        product = product_of(node)
        if not product.code:
            self.outcome.remark(node.line, "artigo", "não tem código.", kind="articles")
        else:
            self.products.setdefault(product.code, product)

    def tax(self, node: Node, start: date, end: date) -> None:
        """An entry of the tax table: nothing is kept of it, for rates are the law's; a rate that the law has not is told."""
        self.outcome.taxes += 1
        region, code = clean(node.get("TaxCountryRegion"), 10), clean(node.get("TaxCode"), 10)
        rate = amount(node.get("TaxPercentage"))
        if clean(node.get("TaxType")) != "IVA" or code not in ("NOR", "INT", "RED") or rate is None:
            return
        until = day(node.get("TaxExpirationDate")) or end
        if all(_rate(self.session.tables, region, code, on) != rate for on in {start, end, until}):
            self.outcome.remark(
                node.line, f"taxa {region} {code}", f"{rate:f} % não é a da lei nesse período: confira os documentos."
            )

    def articles(self) -> None:
        """Creates the articles, once the lines have told their prices."""
        given: dict[str, str] = {}
        for product in self.products.values():
            code, what = article_code(product.code), f"artigo {product.code}"
            if given.setdefault(code, product.code) != product.code:
                self.outcome.remark(product.line, what, f"já há {given[code]}, que aqui é {code}.", kind="articles")
            elif Article.select().where(Article.code == code).exists():
                self.outcome.had["articles"] += 1
            else:
                self._article(product, code, what)

    def _article(self, product: Product, code: str, what: str) -> None:
        if code != product.code.upper():
            self.outcome.remark(product.line, what, f"o código ficou {code}, para se poder escrever nas linhas.")
        values: Values = {
            "code": code, "description": product.description, "kind": product.kind, "family": self._family(product.group),
            "unit": self._unit(product.unit), "price": micro(product.price or ZERO), "price_includes_tax": False,
            "tax_code": product.tax if product.tax in _TAXES else "NOR", "exemption_code": product.exemption,
            "barcodes": product.barcode,
        }  # fmt: skip
        if values["tax_code"] not in ("ISE", "NS"):
            values["exemption_code"] = ""
        if product.tax not in ("", *_TAXES):
            self.outcome.remark(product.line, what, f"a taxa {product.tax} não se conhece: ficou NOR, confira.")
        number = self._saved(values, product, what)
        if number is not None:
            self.outcome.new["articles"] += 1
            self.made.setdefault("articles", []).append(number)

    def _saved(self, values: Values, product: Product, what: str) -> int | None:
        try:
            with db.part():
                return save_article(None, values, self.session)
        except Refusal as refusal:
            if refusal.field != "barcodes":
                self.outcome.remark(product.line, what, refusal.message, kind="articles")
                return None
            self.outcome.remark(product.line, what, f"ficou sem código de barras. {refusal.message}")
        return self._saved({**values, "barcodes": None}, product, what)

    def _family(self, group: str) -> str:
        code = "-".join(group.upper().split())[:20]
        if code and not Family.select().where(Family.code == code).exists():
            self.made.setdefault("families", []).append(save_family(None, {"code": code, "name": group}, self.session))
        return code

    def _unit(self, unit: str) -> str:
        bare = unit.rstrip(".")
        code = _SAME_UNIT.get(bare, bare)
        if not Unit.select().where(Unit.code == code).exists():
            self.made.setdefault("units", []).append(db.insert_one(Unit, {"code": code, "name": code}))
        return code


def _existing(table: Any, card: dict[str, str]) -> int | None:
    """The card of the same tax number; without one, that of the same code and name."""
    if card["nif"]:
        same = table.select(table.id).where(table.nif == card["nif"], table.country == card["country"])
    else:
        same = table.select(table.id).where(table.code == card["code"], table.nif == "", table.name == card["name"])
        if not same.exists():  # it came in before under another code
            same = table.select(table.id).where(table.nif == "", table.name == card["name"])
    found = same.order_by(table.id).tuples().first()
    return None if found is None else int(found[0])


def _rate(tables: Tables, region: str, code: str, on: date) -> Decimal | None:
    try:
        return tables.rate(region, code, on)
    except Refusal:
        return None
