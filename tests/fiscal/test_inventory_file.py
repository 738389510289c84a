"""The inventory file of a shop on 31 December: exact bytes, valid for AT's schemas, and no to what cannot be sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fiscal.errors import Refusal
from fiscal.inventory import CATEGORIES, InventoryHeader, InventoryItem, Version, csv_file, xml_file

D = Decimal
SHOP = InventoryHeader("500000000", 2026, date(2026, 12, 31))
POTATOES = InventoryItem("M", "1234", "Batatas", "11111115", D("500.4567"), "Kg", D("250.2284"))
FLOUR = InventoryItem("P", "FAR/T65", "Farinha «T65» & fermento", "", D("12.000000"), "SC", D("96"))
NOTHING = InventoryItem("M", "FIM", "Artigo esgotado", "", D(0), "UN", D(0))
PIGS = InventoryItem("B", "SUINO", "Porco de engorda", "", D(40), "CB", D("6000.005"))


def xml(items: Iterable[InventoryItem], version: Version = "2_01") -> bytes:
    return b"".join(xml_file(SHOP, items, version))


def table(items: Iterable[InventoryItem], *, with_value: bool) -> bytes:
    return b"".join(csv_file(items, with_value=with_value))


@pytest.fixture(scope="module")
def schemas(reference: Path) -> dict[str, etree.XMLSchema]:
    return {
        version: etree.XMLSchema(etree.parse(reference / "saft" / f"StockFile_PT_{version}.xsd"))
        for version in ("2_01", "1_02")
    }


def test_the_file_with_values_byte_for_byte() -> None:
    """250.2284 is 250.23 in cents; the article that is sold out is not in it; « and » are AB and BB."""
    assert xml([POTATOES, NOTHING, FLOUR]) == (
        b'<?xml version="1.0" encoding="Windows-1252"?>\n'
        b'<StockFile xmlns="urn:StockFile:PT_2_01">\n'
        b"  <StockHeader>\n"
        b"    <FileVersion>2_01</FileVersion>\n"
        b"    <TaxRegistrationNumber>500000000</TaxRegistrationNumber>\n"
        b"    <FiscalYear>2026</FiscalYear>\n"
        b"    <EndDate>2026-12-31</EndDate>\n"
        b"    <NoStock>false</NoStock>\n"
        b"  </StockHeader>\n"
        b"  <Stock>\n"
        b"    <ProductCategory>M</ProductCategory>\n"
        b"    <ProductCode>1234</ProductCode>\n"
        b"    <ProductDescription>Batatas</ProductDescription>\n"
        b"    <ProductNumberCode>11111115</ProductNumberCode>\n"
        b"    <ClosingStockQuantity>500.4567</ClosingStockQuantity>\n"
        b"    <UnitOfMeasure>Kg</UnitOfMeasure>\n"
        b"    <ClosingStockValue>250.23</ClosingStockValue>\n"
        b"  </Stock>\n"
        b"  <Stock>\n"
        b"    <ProductCategory>P</ProductCategory>\n"
        b"    <ProductCode>FAR/T65</ProductCode>\n"
        b"    <ProductDescription>Farinha \xabT65\xbb &amp; fermento</ProductDescription>\n"
        b"    <ProductNumberCode>FAR/T65</ProductNumberCode>\n"
        b"    <ClosingStockQuantity>12</ClosingStockQuantity>\n"
        b"    <UnitOfMeasure>SC</UnitOfMeasure>\n"
        b"    <ClosingStockValue>96.00</ClosingStockValue>\n"
        b"  </Stock>\n"
        b"</StockFile>\n"
    )


def test_the_old_file_has_no_values() -> None:
    old = xml([POTATOES], "1_02")
    assert b"urn:StockFile:PT_1_02" in old
    assert b"<FileVersion>1_02</FileVersion>" in old
    assert b"ClosingStockValue" not in old


def test_csv_byte_for_byte_in_both_forms() -> None:
    assert table([POTATOES, NOTHING], with_value=False) == (
        b"ProductCategory;ProductCode;ProductDescription;ProductNumberCode;ClosingStockQuantity;UnitOfMeasure\r\n"
        b"M;1234;Batatas;11111115;500,4567;Kg\r\n"
    )
    assert table([POTATOES, PIGS], with_value=True) == (
        b"ProductCategory;ProductCode;ProductDescription;ProductNumberCode;ClosingStockQuantity;UnitOfMeasure"
        b";ClosingStockValue\r\n"
        b"M;1234;Batatas;11111115;500,4567;Kg;250,23\r\n"
        b"B;SUINO;Porco de engorda;SUINO;40;CB;6000,01\r\n"
    )


def test_no_stock_is_said_in_xml_and_cannot_be_said_in_csv(schemas: dict[str, etree.XMLSchema]) -> None:
    empty = xml([NOTHING])
    assert b"<NoStock>true</NoStock>" in empty
    assert b"<Stock>" not in empty
    assert schemas["2_01"].validate(etree.fromstring(empty))
    with pytest.raises(Refusal, match="NoStock"):
        table([NOTHING], with_value=True)


def test_separators_and_foreign_letters_in_texts() -> None:
    pipe = InventoryItem("M", "T1", 'Tubo 1/2"; cobre', "", D(3), "m", D(9))
    beer = InventoryItem("M", "C1", "Пиво Żywiec", "", D(24), "UN", D(20))
    assert table([pipe, beer], with_value=True).split(b"\r\n")[1:3] == [
        b"M;T1;Tubo 1/2'', cobre;T1;3;m;9,00",
        b"M;C1;Pivo Zywiec;C1;24;UN;20,00",
    ]
    assert b'Tubo 1/2"; cobre' in xml([pipe])


@pytest.mark.parametrize(
    ("item", "field", "says"),
    [
        (InventoryItem("M", "X", "Xisto", "", D("-1"), "UN", D(1)), "quantity", "Artigo «X»: a quantidade é negativa"),
        (InventoryItem("M", "X", "Xisto", "", D("0.0000001"), "UN", D(1)), "quantity", "mais de 6 casas"),
        (InventoryItem("M", "X", "Xisto", "", D("1e15"), "UN", D(1)), "quantity", "demasiado grande"),
        (InventoryItem("M", "X", "Xisto", "", D(1), "UN", None), "value", "falta o valor"),
        (InventoryItem("M", "X", "Xisto", "", D(1), "UN", D("-0.01")), "value", "o valor é negativo"),
        (InventoryItem("Z", "X", "Xisto", "", D(1), "UN", D(1)), "category", "use M, P, A, S, T, B"),
        (InventoryItem("M", "X" * 61, "Xisto", "", D(1), "UN", D(1)), "code", "tem 61 caracteres e só pode ter 60"),
        (InventoryItem("M", "X", "x" * 201, "", D(1), "UN", D(1)), "description", "201 caracteres"),
        (InventoryItem("M", "X", "Xisto", "9" * 61, D(1), "UN", D(1)), "number_code", "o código de barras tem 61"),
        (InventoryItem("M", "X", "Xisto", "", D(1), "U" * 21, D(1)), "unit", "a unidade tem 21"),
        (InventoryItem("M", "", "Xisto", "", D(1), "UN", D(1)), "code", "Artigo «Xisto»: falta o código"),
        (InventoryItem("M", "X", " \t", "", D(1), "UN", D(1)), "description", "falta a descrição"),
        (InventoryItem("M", "1234", "Outras batatas", "", D(1), "UN", D(1)), "code", "mais de uma vez"),
    ],
)
def test_what_cannot_be_communicated_is_refused_with_the_article(item: InventoryItem, field: str, says: str) -> None:
    for write in (lambda: xml([POTATOES, item]), lambda: table([POTATOES, item], with_value=True)):
        with pytest.raises(Refusal) as refused:
            write()
        assert refused.value.field == field
        assert says in refused.value.message


def test_biological_assets_are_only_in_the_new_file() -> None:
    assert b"<ProductCategory>B<" in xml([PIGS])
    for write in (lambda: xml([PIGS], "1_02"), lambda: table([PIGS], with_value=False)):
        with pytest.raises(Refusal, match="2_01"):
            write()


def test_a_code_that_would_cut_a_csv_line_is_refused_there_only() -> None:
    odd = InventoryItem("M", "A;B", "Artigo", "", D(1), "UN", D(1))
    assert b"<ProductCode>A;B</ProductCode>" in xml([odd])
    with pytest.raises(Refusal, match="use o ficheiro XML"):
        table([odd], with_value=True)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (InventoryHeader("500000001", 2026, date(2026, 12, 31)), "NIF 500000001"),
        (InventoryHeader("500000000", 2026, date(2025, 12, 31)), "não acaba em 31-12-2025"),
        (InventoryHeader("500000000", 1999, date(1999, 12, 31)), "1999"),
    ],
)
def test_a_head_that_cannot_be(header: InventoryHeader, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        list(xml_file(header, [POTATOES]))


def test_a_tax_year_that_is_not_the_calendar_s(schemas: dict[str, etree.XMLSchema]) -> None:
    file = b"".join(xml_file(InventoryHeader("500000000", 2026, date(2027, 6, 30)), [POTATOES]))
    assert schemas["2_01"].validate(etree.fromstring(file))


texts = st.text(min_size=1, max_size=25).filter(lambda t: any(c.isalnum() for c in t))
items = st.builds(
    InventoryItem,
    st.sampled_from([c for c in CATEGORIES if c != "B"]),
    st.from_regex(r"[A-Z0-9./_-]{1,60}", fullmatch=True),
    texts,
    st.just("") | st.from_regex(r"[0-9]{8,14}", fullmatch=True),
    st.decimals(0, 10**9, places=6),
    st.from_regex(r"[A-Za-z]{1,20}", fullmatch=True),
    st.decimals(0, 10**9, places=4),
)


@given(rows=st.lists(items, max_size=6, unique_by=lambda item: item.code))
def test_whatever_is_in_stock_is_valid_and_read_back(
    schemas: dict[str, etree.XMLSchema], rows: list[InventoryItem]
) -> None:
    stocked = [row for row in rows if row.quantity]
    for version in ("2_01", "1_02"):
        root = etree.fromstring(xml(rows, version))  # type: ignore[arg-type]
        schemas[version].assertValid(root)
        assert [D(e.text) for e in root.iter("{*}ClosingStockQuantity")] == [row.quantity for row in stocked]
        assert [e.text for e in root.iter("{*}ProductCode")] == [row.code for row in stocked]
    if stocked:
        text = table(rows, with_value=True).decode("cp1252")
        head, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=";")
        assert len(head) == 7
        assert [line[1] for line in lines] == [row.code for row in stocked]
        assert [D(line[4].replace(",", ".")) for line in lines] == [row.quantity for row in stocked]
        for line, row in zip(lines, stocked, strict=True):
            assert row.value is not None
            assert abs(D(line[6].replace(",", ".")) - row.value) <= D("0.005")
