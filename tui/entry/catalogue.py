"""The company's catalogue, as typing a document needs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from models.catalogue.articles import find_article, find_scanned, search_articles
from models.catalogue.labels import read_label
from models.catalogue.tables import Article
from models.catalogue.units import Pack, units_of
from models.pricing.offers import Offer, book_of, offer_of
from models.sales.charges import charges_of
from models.sales.doubts import Price, last_price, most_sold
from models.sales.draft import DraftCustomer
from tui.entry.articles import ArticleData


class Catalogue:
    """Articles of the open database. Every call reads it: a price changed at another post is seen at once."""

    def __init__(self, masks: Callable[[], Sequence[str]] = tuple) -> None:
        """masks: gives those of the shop's weighed labels (models/catalogue/labels.py)."""
        self._masks = masks

    def find(self, code: str) -> ArticleData | None:
        found = find_scanned(code)
        if found is None:
            return self._weighed(code)
        article, scanned = found
        return _packed(article, scanned.unit) if scanned.unit else _data(article, scanned.quantity)

    def in_unit(self, code: str, unit: str) -> ArticleData | None:
        found = find_article(code)
        if found is None:
            return None
        article = found[0]
        return replace(_data(article), pack=unit) if unit == article.unit else _packed(article, unit)

    def _weighed(self, code: str) -> ArticleData | None:
        label = read_label(code, self._masks())
        if label is None:
            return None
        codes = (label.prefix + label.article, label.article, label.article.lstrip("0"))
        found = next((article for code in codes if (article := find_article(code)) is not None), None)
        if found is None:
            return None
        return replace(
            _data(found[0], Decimal(1) if label.quantity is None else label.quantity), label_total=label.total
        )

    def search(self, words: str, limit: int) -> list[ArticleData]:
        return [_data(article) for article in search_articles(words, limit)]

    def charges(self, code: str) -> Sequence[tuple[str, Decimal]]:
        found = Article.get_or_none(Article.code == code)
        return () if found is None else charges_of([int(found.id)])[0].get(int(found.id), ())

    def offer(self, article: ArticleData, customer: DraftCustomer | None, quantity: Decimal, day: date) -> Offer | None:
        """What holds of an article; None where prices are the cards', or this is a unit with a price of its own."""
        book = book_of(customer, day)
        card = None if book.empty else Article.get_or_none(Article.code == article.code)
        if card is None or card.price != article.price:
            return None
        return offer_of(card, quantity, day, book)

    def last_price(self, code: str, *, with_tax: bool) -> Price | None:
        return last_price(code, with_tax=with_tax)

    def most_sold(self, code: str) -> Decimal:
        return most_sold(code)


def _packed(article: Article, unit: str) -> ArticleData | None:
    """The article as it is in one of its other units; None where it has no such unit."""
    pack: Pack | None = next((one for one in units_of(article.id) if one.unit == unit), None)
    if pack is None:
        return None
    data = replace(_data(article, pack.factor), pack=unit)
    return data if pack.price_of_one is None else replace(data, price=pack.price_of_one)


def _data(article: Article, quantity: Decimal = Decimal(1)) -> ArticleData:
    return ArticleData(
        code=article.code,
        description=article.description,
        unit=article.unit,
        price=article.price,
        price_includes_tax=article.price_includes_tax,
        tax_code=article.tax_code,
        exemption_code=article.exemption_code,
        barcode_quantity=quantity,
    )
