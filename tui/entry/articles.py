"""What typing a document needs of the articles: find one by its code or bar code, search by words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from fiscal.currency import from_euro
from fiscal.errors import Refusal
from fiscal.notation import show_quantity
from fiscal.rounding import micro
from fiscal.text import clean
from models.sales.draft import Draft

HUNDRED = Decimal(100)
LONGEST_CODE = 60

Rate = Callable[[str, str, date], Decimal]
"""(region, tax code, day) -> per cent in force; 0 for ISE and NS. ``fiscal.tables.Tables.rate`` is one."""


@dataclass(frozen=True, slots=True)
class ArticleData:
    """An article as a line needs it."""

    code: str
    description: str
    unit: str
    price: Decimal
    """Euro per unit; 0 for an article whose price is asked at each sale."""
    price_includes_tax: bool
    tax_code: str
    """``NOR``, ``INT``, ``RED``, ``ISE`` or ``NS``."""
    exemption_code: str = ""
    barcode_quantity: Decimal = Decimal(1)
    """Units that the code found stands for: 6 for the bar code of a pack of six, 1.250 for a weighed label."""
    label_total: Decimal | None = None
    """Euro with tax that a label of weighed goods says, where it says the price and not the weight."""
    pack: str = ""
    """The unit that the code found is on, or that was asked for (CX); the price is still for one of ``unit``."""


class Articles(Protocol):
    """The catalogue. The one of a company is made from its database."""

    def find(self, code: str) -> ArticleData | None:
        """The article of exactly this code or bar code, whatever the case of its letters."""

    def in_unit(self, code: str, unit: str) -> ArticleData | None:
        """The same article in one of its other units: how many of its own are in one, at the price of that one."""

    def search(self, words: str, limit: int) -> list[ArticleData]:
        """At most ``limit`` articles that hold all ``words``; a ``*`` stands for any characters. Best first."""

    def charges(self, code: str) -> Sequence[tuple[str, Decimal]]:
        """Codes of the charges that selling the article adds, with the units of each for one unit of it."""


def found(articles: Articles, code: str, unit: str = "") -> ArticleData:
    """The article of a code or bar code, in one of its other units where one is asked for. Raises Refusal, field ``code``."""
    article = articles.find(code) if len(code) <= LONGEST_CODE else None
    if article is None:
        raise Refusal(
            f"Não há artigo com o código «{clean(code, 30)}»: F2 cria-o, F4 procura na lista.",
            field="code",
            rule="article",
        )
    packed = articles.in_unit(article.code, unit) if unit else article
    if packed is None:
        raise Refusal(
            f"{article.code} não se vende em {clean(unit, 10)}: as outras unidades escrevem-se na ficha do artigo.",
            field="code",
            rule="unit",
        )
    return packed


def in_packs(article: ArticleData, quantity: Decimal) -> str:
    """``2 CX: ``, to stand before what that comes to in the article's own unit; empty where it was asked for in that."""
    return f"{show_quantity(quantity)} {article.pack}: " if article.pack not in ("", article.unit) else ""


def line_price(article: ArticleData, region: str, day: date, *, with_tax: bool, rate: Rate) -> Decimal | None:
    """The article's price in a document's basis, six decimals (Despacho 8632/2014, 3.2.3); ``None`` if it has none."""
    if not article.price:
        return None
    if article.price_includes_tax == with_tax:
        return article.price
    factor = 1 + rate(region, article.tax_code, day) / HUNDRED
    return micro(article.price * factor if with_tax else article.price / factor)


def card_price(article: ArticleData, draft: Draft, day: date, rate: Rate) -> Decimal | None:
    """What the article costs by its card, in the draft's currency and basis; ``None`` if it has no price."""
    price = line_price(article, draft.region, day, with_tax=draft.prices_include_tax, rate=rate)
    exchange = draft.exchange_rate if draft.currency else None
    return from_euro(price, exchange) if price is not None and exchange else price


def units_of(article: ArticleData, region: str, day: date, rate: Rate) -> Decimal:
    """Units that one scan stands for; of a label with a price, as many as cost that. Raises Refusal without a price."""
    if article.label_total is None:
        return article.barcode_quantity
    price = line_price(article, region, day, with_tax=True, rate=rate)
    if price is None:
        raise Refusal(
            f"A etiqueta traz o preço e a ficha de {article.code} não: escreva o preço por {article.unit} na ficha.",
            field="price",
            rule="article",
        )
    return micro(article.label_total / price)
