"""Customers, suppliers, articles and taxes: what the documents of a file name, or in a partial file all there is (2.2-2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fiscal.doctypes import GUIDES, RECEIPTS
from fiscal.nif import FINAL_CONSUMER, FINAL_CONSUMER_NAME
from fiscal.tables import REGION_NAMES, TAX_NAMES
from models.company.tables import Company
from models.parties.customers import FINAL_CODE, OWN_CODE
from reports.saft.chosen import Chosen, query
from reports.saft.lines import product_description
from reports.saft.texts import UNKNOWN, address, code, element, micro, plain, words
from reports.saft.wanted import Wanted

_AT_ONCE = 500
_CARD = "code, nif, name, address, postal_code, city, country, phone, email"
_KINDS = frozenset("PSOEI")


def masters(chosen: Chosen, wanted: Wanted, company: Company) -> Iterator[str]:
    """``MasterFiles``, some kilobytes at a time."""
    yield "<MasterFiles>\n"
    if wanted.basis == "S":
        yield _customer(OWN_CODE, *_own(company), self_billing=1)
    else:
        yield from _customers(chosen, wanted, company)
    if wanted.basis not in ("R", "S"):
        yield from _suppliers(chosen, wanted)
    if wanted.basis != "R":
        yield from _products(chosen, wanted)
    yield "".join(_taxes(chosen, wanted))
    yield "</MasterFiles>\n"


def _own(company: Company) -> tuple[str, ...]:
    return (
        company.nif, company.name, company.address, company.postal_code, company.city, company.country, company.phone,
        company.email,
    )  # fmt: skip


def _customers(chosen: Chosen, wanted: Wanted, company: Company) -> Iterator[str]:
    """By code. Cards as they are now, and those who have none as their first document names them."""
    ids: set[int] = set()
    others: dict[str, int] = {}
    for table in wanted.tables:
        source, values = chosen.of(table)
        no_supplier = "AND d.supplier_id IS NULL" if table == GUIDES else ""
        found = query(
            f"SELECT d.customer_id, d.customer_code, d.customer_nif, min(d.id) {source} {no_supplier} "
            "GROUP BY d.customer_id, d.customer_code, d.customer_nif",
            values,
        ).fetchall()
        for card, its_code, nif, first in found:
            if card is not None:
                ids.add(card)
            else:
                key = code(its_code or nif, 30)
                others[key] = min(first, others.get(key, first))
    written: set[str] = set()
    for key in sorted(others):
        written.add(key)
        if key == FINAL_CODE:
            yield _customer(FINAL_CODE, FINAL_CONSUMER, FINAL_CONSUMER_NAME, "", "", "", "PT", "", "")
        elif key == OWN_CODE:
            yield _customer(OWN_CODE, *_own(company))
        else:
            names = (
                "customer_nif, customer_name, customer_address, customer_postal_code, customer_city, customer_country"
            )
            found = query(f"SELECT {names} FROM document WHERE id = ?", (others[key],)).fetchone()  # noqa: S608
            nif, name, street, postal_code, city, land = found
            yield _customer(key, nif, name, street, postal_code, city, land, "", "")
    for card in _cards("customer", None if wanted.basis == "P" else ids):
        key = code(card[0], 30)
        if key not in written:
            written.add(key)
            yield _customer(key, *card[1:])


def _customer(
    key: str, nif: str, name: str, street: str, postal_code: str, city: str, land: str, phone: str, email: str,
    *, self_billing: int = 0,
) -> str:  # fmt: skip
    return (
        f"<Customer><CustomerID>{key}</CustomerID><AccountID>{UNKNOWN}</AccountID>"
        f"<CustomerTaxID>{words(nif, 30) or FINAL_CONSUMER}</CustomerTaxID>"
        f"<CompanyName>{words(name, 100) or FINAL_CONSUMER_NAME}</CompanyName>"
        f"<BillingAddress>{address(street, postal_code, city, land)}</BillingAddress>"
        f"{element('Telephone', phone, 20)}{element('Email', email, 254)}"
        f"<SelfBillingIndicator>{self_billing}</SelfBillingIndicator></Customer>\n"
    )


def _suppliers(chosen: Chosen, wanted: Wanted) -> Iterator[str]:
    ids: set[int] = set()
    for table in wanted.tables:
        source, values = chosen.of(table)
        ids |= {
            row[0] for row in query(f"SELECT DISTINCT d.supplier_id {source} AND d.supplier_id IS NOT NULL", values)
        }
    for its_code, nif, name, street, postal_code, city, land, phone, email, agreed in _cards(
        "supplier", None if wanted.basis == "P" else ids, ", self_billing"
    ):
        yield (
            f"<Supplier><SupplierID>{code(its_code, 30)}</SupplierID><AccountID>{UNKNOWN}</AccountID>"
            f"<SupplierTaxID>{words(nif, 30) or FINAL_CONSUMER}</SupplierTaxID><CompanyName>{words(name, 100) or UNKNOWN}"
            f"</CompanyName><BillingAddress>{address(street, postal_code, city, land, 'PT')}</BillingAddress>"
            f"{element('Telephone', phone, 20)}{element('Email', email, 254)}"
            f"<SelfBillingIndicator>{agreed}</SelfBillingIndicator></Supplier>\n"
        )


def _cards(table: str, ids: set[int] | None, more: str = "") -> Iterator[tuple[Any, ...]]:
    """Cards in the order in which they were made; None: all of them."""
    if ids is None:
        ids = {row[0] for row in query(f"SELECT id FROM {table}")}  # noqa: S608
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        yield from query(f"SELECT {_CARD}{more} FROM {table} WHERE id IN ({marks}) ORDER BY id", some).fetchall()  # noqa: S608


def _products(chosen: Chosen, wanted: Wanted) -> Iterator[str]:
    """By code, as documents name them; a line without article gives a product of its own."""
    used: dict[str, int | None] = {}
    loose: dict[str, int] = {}
    for table in wanted.tables:
        if table == RECEIPTS:
            continue
        source, values = chosen.of(table)
        joined = source.replace(" WHERE ", " JOIN document_line l ON l.document_id = d.id WHERE ", 1)
        for its_code, article in query(f"SELECT DISTINCT l.code, l.article_id {joined}", values):
            if article is not None or its_code not in used:
                used[its_code] = article
        first = f"SELECT l.code, min(l.id) {joined} AND l.article_id IS NULL GROUP BY l.code"
        for its_code, line in query(first, values):
            loose[its_code] = min(line, loose.get(its_code, line))
    if wanted.basis == "P":
        used |= {row[0]: row[1] for row in query("SELECT code, id FROM article")}
    codes = sorted(used)
    for start in range(0, len(codes), _AT_ONCE):
        some = codes[start : start + _AT_ONCE]
        cards = _article_cards([article for c in some if (article := used[c]) is not None])
        for its_code in some:
            article = used[its_code]
            if article is not None:
                yield _product(its_code, *cards[article])
            else:
                description, kind = query(
                    "SELECT description, kind FROM document_line WHERE id = ?", (loose[its_code],)
                ).fetchone()
                yield _product(its_code, kind or "O", "", description, "", "")


def _article_cards(ids: list[int]) -> dict[int, tuple[str, str, str, str, str]]:
    """Kind, family, description, bar code of one unit, and CN code, by article."""
    marks = ", ".join("?" * len(ids))
    if not ids:
        return {}
    bars: dict[int, str] = {}
    one = "quantity = 1000000"
    found = query(f"SELECT article_id, code FROM barcode WHERE {one} AND article_id IN ({marks}) ORDER BY id", ids)  # noqa: S608
    for article, bar in found.fetchall():
        bars.setdefault(article, bar)
    found = query(
        "SELECT a.id, a.kind, coalesce(f.name, ''), a.description, a.cn_code FROM article a "  # noqa: S608
        f"LEFT JOIN family f ON f.code = a.family WHERE a.id IN ({marks})",
        ids,
    )
    return {
        number: (kind, family, description, bars.get(number, ""), cn)
        for number, kind, family, description, cn in found.fetchall()
    }


def _product(its_code: str, kind: str, family: str, description: str, bar: str, cn: str) -> str:
    key = code(its_code, 60)
    customs = f"<CustomsDetails><CNCode>{cn}</CNCode></CustomsDetails>" if len(cn) == 8 and cn.isdigit() else ""
    return (
        f"<Product><ProductType>{kind if kind in _KINDS else 'O'}</ProductType><ProductCode>{key}</ProductCode>"
        f"{element('ProductGroup', family, 50)}"
        f"<ProductDescription>{product_description(its_code, description)}</ProductDescription>"
        f"<ProductNumberCode>{words(bar, 60) or key}</ProductNumberCode>{customs}</Product>\n"
    )


def _taxes(chosen: Chosen, wanted: Wanted) -> Iterator[str]:
    """The taxes of all lines, by kind, region and rate."""
    used: set[tuple[str, str, str, int, int]] = set()
    for table in wanted.tables:
        source, values = chosen.of(table)
        lines, fixed = ("document_settled", "0") if table == RECEIPTS else ("document_line", "l.fixed_tax")
        joined = source.replace(" WHERE ", f" JOIN {lines} l ON l.document_id = d.id WHERE ", 1)
        columns = f"l.tax_type, l.region, l.tax_code, l.rate, {fixed}"
        used |= set(
            query(f"SELECT DISTINCT {columns} {joined} AND l.tax_type <> '' AND d.valued = 1", values).fetchall()
        )
    if not used:
        return
    yield "<TaxTable>\n"
    for tax_type, region, tax_code, rate, fixed_tax in sorted(used):
        value = (
            f"<TaxAmount>{micro(fixed_tax)}</TaxAmount>"
            if fixed_tax
            else f"<TaxPercentage>{plain(rate)}</TaxPercentage>"
        )
        yield (
            f"<TaxTableEntry><TaxType>{tax_type}</TaxType><TaxCountryRegion>{region}</TaxCountryRegion>"
            f"<TaxCode>{tax_code}</TaxCode><Description>{words(_named(tax_type, region, tax_code), 255)}</Description>"
            f"{value}</TaxTableEntry>\n"
        )
    yield "</TaxTable>\n"


def _named(tax_type: str, region: str, tax_code: str) -> str:
    where = REGION_NAMES.get(region, region)
    if tax_type == "IS":
        return f"Imposto do selo, verba {tax_code}, {where}"
    name = TAX_NAMES.get(tax_code, tax_code)
    return f"{name}, {where}" if tax_code in ("ISE", "NS") else f"IVA, taxa {name.lower()}, {where}"
