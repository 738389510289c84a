"""Prices of lines that come from a document without prices: those of the articles, as when they are typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.sales.draft import Draft, DraftLine
from tui.entry.articles import Articles, Rate, line_price


def priced(draft: Draft, lines: list[DraftLine], articles: Articles, rate: Rate, day: date) -> list[DraftLine]:
    """The lines, with price and tax of their article where they have none and the draft shows prices."""
    return [_priced(draft, line, articles, rate, day) if line.price is None else line for line in lines]


def _priced(draft: Draft, line: DraftLine, articles: Articles, rate: Rate, day: date) -> DraftLine:
    article = articles.find(line.code) if draft.valued else None
    if article is None:
        return line
    price = line_price(article, draft.region, day, with_tax=draft.prices_include_tax, rate=rate)
    tax, exemption = (line.tax, line.exemption) if line.tax else (article.tax_code, article.exemption_code)
    return replace(line, price=price, tax=tax, exemption=exemption)
