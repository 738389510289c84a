"""Bar codes of an article, each with how many units one scan adds, or the unit that it is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stdnum import ean

from fiscal.errors import Refusal
from fiscal.text import clean
from models.catalogue.tables import Article, Barcode
from models.catalogue.units import Pack


@dataclass(frozen=True, slots=True)
class Code:
    """A bar code: units that one scan adds, and the unit that it is on, where it is not the article's own."""

    code: str
    quantity: Decimal = Decimal(1)
    unit: str = ""


def read_barcodes(text: str, packs: Sequence[Pack]) -> list[Code]:
    """``5601234567892 6*5601234567906 CX*15601234567899``: before the asterisk, units per scan or the unit that it is on.

    packs: the article's other units. Raises Refusal, field ``barcodes``.
    """
    factors = {pack.unit: pack.factor for pack in packs}
    found = []
    for part in clean(text).replace(",", " ").replace(";", " ").split():
        before, _, code = part.rpartition("*")
        if not code.isascii() or not code.isdigit() or not 4 <= len(code) <= 14:
            raise _bad_code(f"Código de barras «{code[:20]}» inválido: só algarismos, de 4 a 14.")
        if len(code) in (8, 12, 13, 14) and not ean.is_valid(code):
            last = ean.calc_check_digit(code[:-1])
            raise _bad_code(f"Código de barras {code} inválido: o último algarismo devia ser {last}.")
        unit = before.upper()
        if unit in factors:
            found.append(Code(code, factors[unit], unit))
            continue
        if before and not (before.isascii() and before.isdigit() and 0 < int(before) <= 9999):
            raise _bad_code(
                f"Quantidade «{before[:10]}» inválida no código {code}: um número, ou uma das outras unidades do artigo."
            )
        found.append(Code(code, Decimal(before or 1)))
    return found


def _bad_code(message: str) -> Refusal:
    return Refusal(message, field="barcodes", rule="ean")


def barcodes_of(article_id: int | None) -> list[Code]:
    """The bar codes of an article, in the order in which they were written."""
    query = Barcode.select().where(Barcode.article_id == (article_id or 0)).order_by(Barcode.id)
    return [Code(b.code, b.quantity, b.unit) for b in query]


def replace_barcodes(article_id: int, codes: Sequence[Code]) -> None:
    """Keeps the bar codes of an article. Called inside a transaction; raises Refusal for one of another article."""
    Barcode.delete().where(Barcode.article_id == article_id).execute()
    for one in codes:
        taken = Barcode.select().where(Barcode.code == one.code).exists() or (
            Article.select().where(Article.code == one.code, Article.id != article_id).exists()
        )
        if taken:
            raise Refusal(f"O código de barras {one.code} já é de outro artigo.", field="barcodes", rule="unique")
        Barcode.create(code=one.code, article_id=article_id, quantity=one.quantity, unit=one.unit)


def barcodes_text(article_id: int) -> str:
    """The bar codes of an article as ``read_barcodes`` reads them."""
    return " ".join(map(_code_text, barcodes_of(article_id)))


def barcodes_of_many(ids: Sequence[Any]) -> dict[Any, list[str]]:
    """The bar codes of several articles, for an exported file."""
    found: dict[Any, list[str]] = {article: [] for article in ids}
    for b in Barcode.select().where(Barcode.article_id.in_(list(ids))).order_by(Barcode.id):
        found[b.article_id].append(_code_text(Code(b.code, b.quantity, b.unit)))
    return found


def _code_text(one: Code) -> str:
    before = one.unit or ("" if one.quantity == 1 else f"{one.quantity.normalize():f}")
    return f"{before}*{one.code}" if before else one.code
