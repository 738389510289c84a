"""The lists of a small shop, asked by text, filter and order; expected rows written out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, article, line

from models.catalogue.articles import save_article
from models.catalogue.form import ARTICLES
from models.declared import Count, Listing, Question
from models.listings import plain
from models.parties.customers import save_customer
from models.parties.form import CUSTOMERS
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer
from models.sales.listing import DOCUMENTS


def shown(listing: Listing, text: str = "", sort: str = "", descending: bool = False, **filters: object) -> list[str]:
    """The first cell of each row."""
    question = Question(text, sort, descending, tuple(filters.items()))
    rows = [row.cells[0] for row in listing.page(question, None, 100, False)]
    assert listing.count(question) == Count(len(rows))
    return rows


@pytest.fixture
def sold(company: Lojinha) -> Lojinha:
    """Three days: a receipt on the 22nd, an invoice to the bakery on the 23rd, and on the 24th one that was cancelled."""
    company.at(2026, 11, 22, 10)
    company.issue("FS", line("CAFE"))
    company.at(2026, 11, 23, 10)
    company.issue("FT", line("VINHO", "12"), customer=DraftCustomer(code="PADARIA"))
    company.at(2026, 11, 24, 10)
    company.issue("FS", line("LEITE", "2"), customer=DraftCustomer(code="MARIA"))
    cancel("FS 2026A/2", "Engano no cliente", company.session)
    return company


def test_documents_by_type_state_day_customer_and_total(sold: Lojinha) -> None:
    everything = ["FS 2026A/2", "FT 2026A/1", "FS 2026A/1"]
    assert shown(DOCUMENTS) == everything
    assert shown(DOCUMENTS, type="FS") == ["FS 2026A/2", "FS 2026A/1"]
    assert shown(DOCUMENTS, state="A") == ["FS 2026A/2"]
    assert shown(DOCUMENTS, since=date(2026, 11, 23)) == ["FS 2026A/2", "FT 2026A/1"]
    assert shown(DOCUMENTS, until=date(2026, 11, 23)) == ["FT 2026A/1", "FS 2026A/1"]
    assert shown(DOCUMENTS, since=date(2026, 11, 23), until=date(2026, 11, 23)) == ["FT 2026A/1"]
    assert shown(DOCUMENTS, customer="padaria") == ["FT 2026A/1"]
    assert shown(DOCUMENTS, customer="conceicao") == ["FS 2026A/2"]
    assert shown(DOCUMENTS, least=Decimal(13)) == ["FT 2026A/1"]
    assert shown(DOCUMENTS, most=Decimal("2.12"), type="FS", state="A") == ["FS 2026A/2"]
    assert shown(DOCUMENTS, type="FT", state="A") == []
    assert shown(DOCUMENTS, "FS", since=date(2026, 11, 24)) == ["FS 2026A/2"]


def test_a_customer_is_found_by_the_words_of_the_name(sold: Lojinha) -> None:
    """Ids of documents and of customers are different numbers."""
    for n in range(5):
        save_customer(None, {"code": f"X{n}", "name": f"Outro {n}"}, sold.session)
    save_customer(None, {"code": "ZULMIRA", "name": "Zulmira Ávila"}, sold.session)
    sold.issue("FS", line("CAFE"), customer=DraftCustomer(code="ZULMIRA"))
    assert shown(DOCUMENTS, "avila") == ["FS 2026A/3"]
    assert shown(DOCUMENTS, "outro") == []
    assert shown(DOCUMENTS, "central pada") == ["FT 2026A/1"]


def test_whoever_is_named_on_a_document_is_found(company: Lojinha) -> None:
    company.issue("FS", line("CAFE"), customer=DraftCustomer(name="Érico Matos"))
    assert shown(DOCUMENTS, "erico m") == shown(DOCUMENTS, "matos") == ["FS 2026A/1"]


def test_orders_of_documents(sold: Lojinha) -> None:
    assert shown(DOCUMENTS, sort="number") == ["FT 2026A/1", "FS 2026A/1", "FS 2026A/2"]
    assert shown(DOCUMENTS, sort="gross", descending=True)[0] == "FT 2026A/1"
    assert shown(DOCUMENTS, sort="customer") == ["FS 2026A/1", "FS 2026A/2", "FT 2026A/1"], "Consumidor, Maria, Padaria"
    assert shown(DOCUMENTS, sort="state") == ["FS 2026A/2", "FS 2026A/1", "FT 2026A/1"], "A before N"


def test_numbers_are_in_the_order_they_were_given(company: Lojinha) -> None:
    for _ in range(11):
        company.issue("FS", line("CAFE"))
    assert shown(DOCUMENTS, sort="number")[-2:] == ["FS 2026A/10", "FS 2026A/11"]


def test_articles_by_family_state_stock_and_price(company: Lojinha) -> None:
    everything = ["A1", "CAFE", "FORM", "LEITE", "MAO", "SACO", "VINHO"]
    assert shown(ARTICLES) == everything
    card = article("SACO")
    names = ("code", "description", "price", "price_includes_tax", "tax_code", "unit")
    save_article(card.id, {**{n: getattr(card, n) for n in names}, "active": False}, company.session)
    assert shown(ARTICLES, active="N") == ["SACO"]
    assert shown(ARTICLES, active="S") == [code for code in everything if code != "SACO"]
    assert shown(ARTICLES, kind="S") == ["FORM", "MAO"]
    assert shown(ARTICLES, tax="RED") == ["LEITE"]
    assert shown(ARTICLES, least=Decimal(5), most=Decimal(16)) == ["CAFE", "FORM", "VINHO"]
    assert shown(ARTICLES, stock="S") == ["A1", "CAFE", "LEITE", "SACO", "VINHO"]
    assert shown(ARTICLES, stock="C") == []
    assert shown(ARTICLES, "leite", tax="NOR") == []
    assert shown(ARTICLES, sort="price", descending=True)[:2] == ["MAO", "FORM"]


def test_the_alphabet_knows_no_accents_and_no_capitals(company: Lojinha) -> None:
    for code, name in (("N1", "ébano"), ("N2", "Eco"), ("N3", "ÀGUA"), ("N4", "agenda"), ("N5", "Évora")):
        save_customer(None, {"code": code, "name": name}, company.session)
    assert shown(CUSTOMERS, sort="name")[:5] == ["N4", "N3", "N1", "N2", "N5"]
    assert plain("ÁÉÍÓÚ Ãõç Ñ") == "aeiou aoc Ñ"
    assert shown(CUSTOMERS, city="PÓR") == ["PADARIA"]


def test_more_rows_than_are_counted_are_not_counted(company: Lojinha, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.listings.COUNTED", 2)
    assert ARTICLES.count(Question(filters=(("kind", "P"),))) == Count(2, more=True)
    assert ARTICLES.count(Question()) == Count(7)
    assert ARTICLES.source.count_all(Question(filters=(("kind", "P"),))) == 5  # type: ignore[union-attr]
