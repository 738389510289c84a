"""Looking up while typing: code, bar code, beginnings of words without accents; nothing typed is SQL (T16)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from company import Lojinha, article, line

from fiscal.errors import Refusal
from models import db
from models.catalogue.articles import find_article, save_article, search_articles
from models.parties.customers import find_customer, save_customer
from models.sales.draft import DraftCustomer
from models.sales.find import document
from models.sales.tables import Document

BOBBY = "'; DROP TABLE document;--"


def codes(text: str, limit: int = 20) -> list[str]:
    return [found.code for found in search_articles(text, limit)]


def add(company: Lojinha, code: str, description: str, **more: object) -> None:
    save_article(None, {"code": code, "description": description, "price": Decimal(1), **more}, company.session)


def test_by_code_bar_code_and_words(company: Lojinha) -> None:
    for typed, found in (
        ("cafe", ["CAFE"]),
        ("CA", ["CAFE"]),
        ("5601234567892", ["CAFE"]),
        ("5601000000028", ["LEITE"]),
        ("5601000", ["LEITE"]),
        ("café", ["CAFE"]),
        ("CAFÉ GRÃO", ["CAFE"]),
        ("grao cafe", ["CAFE"]),
        ("gra caf", ["CAFE"]),
        ("meio gordo", ["LEITE"]),
        ("meio-gordo", ["LEITE"]),
        ("mao obra", ["MAO"]),
        ("Mão", ["MAO"]),
        ("tinto*douro", ["VINHO"]),
        ("vin*ouro", ["VINHO"]),
        ("*into", ["VINHO"]),
        ("caf* gr*o", ["CAFE"]),
        ("douro*tinto", []),  # what the asterisk stands for comes in between, in this order
        ("*", []),
        ("afé", []),
        ("cafe leite", []),
        ("", []),
        ("   ", []),
    ):
        assert codes(typed) == found, typed


def test_the_exact_code_comes_first(company: Lojinha) -> None:
    add(company, "LE", "Leme")
    add(company, "LEI", "Lei do inquilinato, livro")
    assert codes("lei")[:2] == ["LEI", "LEITE"]
    assert codes("le", limit=2) == ["LE", "LEI"]


def test_what_is_inactive_is_not_found(company: Lojinha) -> None:
    card = article("CAFE")
    names = ("code", "description", "price", "price_includes_tax", "tax_code", "unit")
    save_article(card.id, {**{n: getattr(card, n) for n in names}, "active": False}, company.session)
    assert codes("cafe") == codes("5601234567892") == []
    assert find_article("CAFE") is None
    with pytest.raises(Refusal, match="inativo"):
        company.issue("FT", line("CAFE"))


def test_a_changed_description_is_found_by_its_new_words_only(company: Lojinha) -> None:
    card = article("VINHO")
    save_article(card.id, {"code": "VINHO", "description": "Branco do Dão", "price": Decimal(5)}, company.session)
    assert codes("branco") == ["VINHO"]
    assert codes("tinto") == []


def test_signs_mean_themselves(company: Lojinha) -> None:
    add(company, "P_1", "Sumo 100% laranja")
    add(company, "PX1", "Sumo de maçã")
    assert codes("P_1") == ["P_1"], "_ is not any character"
    assert codes("100%") == ["P_1"]
    for sign in (
        "%",
        "_",
        "_____",
        "%%",
        "'",
        '"',
        "\\",
        ";",
        "--",
        "(",
        "*",
        "^",
        ":*",
        "&",
        "|",
        "!",
        "NEAR(",
        "a OR b",
        "\x00",
    ):
        assert codes(sign) == [], sign


def test_t16_a_statement_typed_anywhere_is_only_text(company: Lojinha) -> None:
    add(company, "BOBBY", BOBBY)
    save_customer(None, {"code": BOBBY, "name": BOBBY}, company.session)
    sold = company.issue(
        "FT", line("BOBBY", description=BOBBY), customer=DraftCustomer(code=BOBBY), notes=BOBBY, operation=BOBBY
    )
    assert (sold.customer.name, sold.lines[0].description, sold.notes) == (BOBBY, BOBBY, BOBBY)
    assert codes(BOBBY) == ["BOBBY"]
    assert find_customer(BOBBY).name == BOBBY  # type: ignore[union-attr]
    for typed in (BOBBY, "FT 2026A/1' OR '1'='1", 'x"; DELETE FROM document; --'):
        with pytest.raises(Refusal, match="Não há nenhum documento"):
            document(typed)
    assert Document.select().count() == 1
    assert "document" in db.database.get_tables()


def test_words_with_digits_and_signs_are_the_same_in_both_databases(company: Lojinha) -> None:
    add(company, "W1", "Parafuso M8x40 DIN-933 A2/70 (caixa 1.000)")
    add(company, "W2", "Cabo 3x2,5mm² H07RN-F 1e3 km")
    add(company, "W3", "Ñandú ½ ﬁo straße Ωmega")
    for typed, found in (
        ("m8x", ["W1"]), ("din 933", ["W1"]), ("a2/70", ["W1"]), ("a2 7", ["W1"]), ("1.000", ["W1"]), ("(caixa", ["W1"]),
        ("3x2,5", ["W2"]), ("5mm2", ["W2"]), ("h07rn-f", ["W2"]), ("1e3", ["W2"]), ("1e", ["W2"]),
        ("nandu", ["W3"]), ("fio", ["W3"]), ("strasse", ["W3"]), ("ωme", ["W3"]),
    ):  # fmt: skip
        assert codes(typed) == found, typed
