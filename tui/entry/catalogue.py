"""The company's catalogue, as typing a document needs it."""

from __future__ import annotations

from decimal import Decimal

from models.catalogue.articles import find_article, search_articles
from models.catalogue.tables import Article
from models.sales.doubts import Price, last_price, most_sold
from tui.entry.articles import ArticleData


class Catalogue:
    """Articles of the open database. Every call reads it: a price changed at another post is seen at once."""

    def find(self, code: str) -> ArticleData | None:
        found = find_article(code)
        return None if found is None else _data(*found)

    def search(self, words: str, limit: int) -> list[ArticleData]:
        return [_data(article) for article in search_articles(words, limit)]

    def last_price(self, code: str, *, with_tax: bool) -> Price | None:
        return last_price(code, with_tax=with_tax)

    def most_sold(self, code: str) -> Decimal:
        return most_sold(code)


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
