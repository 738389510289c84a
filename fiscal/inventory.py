"""The inventory file for AT (Portarias 2/2015 and 126/2019): rows of stock become XML of either version, or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Literal
from xml.sax.saxutils import escape

from fiscal.errors import Refusal
from fiscal.nif import check_nif
from fiscal.rounding import cents, micro
from fiscal.saft.encoding import ENCODING, text
from fiscal.text import clean

Version = Literal["2_01", "1_02"]
"""2_01: with the value of each item and biological assets, in force. 1_02: without, for years before 2020."""

CATEGORIES = {
    "M": "Mercadorias",
    "P": "Matérias-primas, subsidiárias e de consumo",
    "A": "Produtos acabados e intermédios",
    "S": "Subprodutos, desperdícios e refugos",
    "T": "Produtos e trabalhos em curso",
    "B": "Ativos biológicos",
}
_LENGTHS = {"code": 60, "description": 200, "number_code": 60, "unit": 20}
_NAMES = {
    "code": "o código",
    "description": "a descrição",
    "number_code": "o código de barras",
    "unit": "a unidade",
}
_TOO_MUCH = Decimal(10) ** 15
_COLUMNS = "ProductCategory;ProductCode;ProductDescription;ProductNumberCode;ClosingStockQuantity;UnitOfMeasure"


@dataclass(frozen=True, slots=True)
class InventoryItem:
    """What there is of one article at the end of the year.

    category: of ``CATEGORIES``. number_code: its EAN; empty writes the code instead. quantity: in ``unit``, up to six
    decimals. value: of the whole quantity, in euro, written in cents; None where it is not known (version 1_02).
    """

    category: str
    code: str
    description: str
    number_code: str
    quantity: Decimal
    unit: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InventoryHeader:
    """Whose inventory it is. year: the tax year; end: its last day, on which the stock was counted."""

    nif: str
    year: int
    end: date


def xml_file(header: InventoryHeader, items: Iterable[InventoryItem], version: Version = "2_01") -> Iterator[bytes]:
    """The XML file, piece by piece. Items without stock are left out; if none is left, the file says ``NoStock``.

    Raises Refusal, possibly after some pieces: write to a file that is given its name at the end.
    """
    nif = check_nif(header.nif)
    if not (2000 <= header.year <= 9999 and header.year <= header.end.year <= header.year + 1):
        raise Refusal(
            f"O exercício {header.year} não acaba em {header.end:%d-%m-%Y}: corrija o ano ou a data do inventário.",
            field="end",
            rule="inventory",
        )
    rows = _in_stock(items, with_value=version == "2_01")
    first = next(rows, None)
    yield (
        f'<?xml version="1.0" encoding="Windows-1252"?>\n<StockFile xmlns="urn:StockFile:PT_{version}">\n'
        f"  <StockHeader>\n    <FileVersion>{version}</FileVersion>\n"
        f"    <TaxRegistrationNumber>{nif}</TaxRegistrationNumber>\n    <FiscalYear>{header.year}</FiscalYear>\n"
        f"    <EndDate>{header.end.isoformat()}</EndDate>\n    <NoStock>{'true' if first is None else 'false'}</NoStock>\n"
        f"  </StockHeader>\n"
    ).encode(ENCODING)
    for row in chain([] if first is None else [first], rows):
        value = "" if row.value is None else f"    <ClosingStockValue>{row.value}</ClosingStockValue>\n"
        yield (
            f"  <Stock>\n    <ProductCategory>{row.category}</ProductCategory>\n"
            f"    <ProductCode>{escape(row.code)}</ProductCode>\n"
            f"    <ProductDescription>{escape(row.description)}</ProductDescription>\n"
            f"    <ProductNumberCode>{escape(row.number_code)}</ProductNumberCode>\n"
            f"    <ClosingStockQuantity>{_plain(row.quantity)}</ClosingStockQuantity>\n"
            f"    <UnitOfMeasure>{escape(row.unit)}</UnitOfMeasure>\n{value}  </Stock>\n"
        ).encode(ENCODING)
    yield b"</StockFile>\n"


def csv_file(items: Iterable[InventoryItem], *, with_value: bool) -> Iterator[bytes]:
    """The CSV or TXT file, line by line: ``;`` between, decimal comma, CRLF, Windows-1252, a line of names first.

    The format has no quoting: in descriptions ``;`` becomes ``,`` and ``"`` two apostrophes; in codes both are refused.
    Raises Refusal as ``xml_file`` does, and where there is no stock at all, which only XML can say.
    """
    empty = True
    for row in _in_stock(items, with_value=with_value):
        if empty:
            yield f"{_COLUMNS}{';ClosingStockValue' if with_value else ''}\r\n".encode(ENCODING)
            empty = False
        for name in ("code", "number_code"):
            if ";" in getattr(row, name) or '"' in getattr(row, name):
                raise Refusal(
                    f"Artigo «{row.code}»: {_NAMES[name]} tem «;» ou aspas, que num CSV separam colunas: use o ficheiro XML.",
                    field=name,
                    rule="inventory",
                )
        fields = [
            row.category,
            row.code,
            text(_unquoted(row.description), _LENGTHS["description"]),
            row.number_code,
            _plain(row.quantity).replace(".", ","),
            text(_unquoted(row.unit), _LENGTHS["unit"]),
        ]
        if row.value is not None:
            fields.append(str(row.value).replace(".", ","))
        yield (";".join(fields) + "\r\n").encode(ENCODING)
    if empty:
        raise Refusal(
            "Não há existências: isso só se comunica no ficheiro XML (NoStock) ou no Portal das Finanças.",
            field="items",
            rule="inventory",
        )


def _in_stock(items: Iterable[InventoryItem], *, with_value: bool) -> Iterator[InventoryItem]:
    """The items that have stock, each as it will be written. Raises Refusal for the first that cannot be."""
    seen: set[str] = set()
    for item in items:
        if item.quantity == 0:
            continue
        shown = clean(item.code, 60) or clean(item.description, 60)
        category = _category(item.category, shown, with_value=with_value)
        written = {name: _text(name, getattr(item, name), shown) for name in _LENGTHS if name != "number_code"}
        number_code = _text("number_code", item.number_code or item.code, shown)
        if written["code"] in seen:
            raise _refused(shown, "aparece mais de uma vez: junte as quantidades numa só linha", "code")
        seen.add(written["code"])
        yield InventoryItem(
            category,
            written["code"],
            written["description"],
            number_code,
            _quantity(item.quantity, shown),
            written["unit"],
            _value(item.value, shown) if with_value else None,
        )


def _category(category: str, shown: str, *, with_value: bool) -> str:
    if category not in CATEGORIES:
        raise _refused(shown, f"a categoria não existe: use {', '.join(CATEGORIES)}", "category")
    if category == "B" and not with_value:
        raise _refused(
            shown, "a categoria B (ativos biológicos) só existe no ficheiro com valores, versão 2_01", "category"
        )
    return category


def _text(name: str, given: str, shown: str) -> str:
    written = text(given, len(given) * 8)
    if not written:
        raise _refused(shown, f"falta {_NAMES[name]}", name)
    if len(written) > _LENGTHS[name]:
        raise _refused(
            shown,
            f"{_NAMES[name]} tem {len(written)} caracteres e só pode ter {_LENGTHS[name]}: encurte na ficha",
            name,
        )
    return written


def _quantity(quantity: Decimal, shown: str) -> Decimal:
    if quantity < 0:
        raise _refused(shown, "a quantidade é negativa: acerte o stock antes de comunicar o inventário", "quantity")
    if quantity >= _TOO_MUCH:
        raise _refused(shown, "a quantidade é demasiado grande: confirme-a na ficha", "quantity")
    exact = micro(quantity)
    if exact != quantity:
        raise _refused(shown, "a quantidade tem mais de 6 casas decimais: arredonde-a", "quantity")
    return exact


def _value(value: Decimal | None, shown: str) -> Decimal:
    if value is None:
        raise _refused(shown, "falta o valor, que a versão 2_01 pede: indique o custo na ficha", "value")
    if not 0 <= value < _TOO_MUCH:
        raise _refused(shown, "o valor é negativo ou demasiado grande: corrija o custo na ficha", "value")
    return cents(value)


def _plain(quantity: Decimal) -> str:
    """A number without exponent and without zeros at the end."""
    plain = format(quantity, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _unquoted(given: str) -> str:
    return given.replace(";", ",").replace('"', "''")


def _refused(shown: str, what: str, field: str) -> Refusal:
    return Refusal(f"Artigo «{shown}»: {what}.", field=field, rule="inventory")
