"""What a line costs when nobody types a price: by the lists and campaigns of the customer, the quantity and the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from fiscal.rounding import cents
from models.pricing.offers import Offer
from models.sales.draft import Draft, DraftCustomer, DraftLine
from tui.entry.articles import ArticleData, Rate, card_price


class Offers(Protocol):
    """The prices of a company."""

    def offer(self, article: ArticleData, customer: DraftCustomer | None, quantity: Decimal, day: date) -> Offer | None:
        """What holds of an article; None where the company has neither lists nor campaigns for this customer."""


class Quotes:
    """Prices of the lines of one draft. Without ``offers`` they are those of the articles' cards."""

    def __init__(self, offers: Offers | None, draft: Draft, day: Callable[[], date], rate: Rate) -> None:
        self._offers, self._draft, self._day, self._rate = offers, draft, day, rate

    def line(
        self, article: ArticleData, quantity: Decimal, price: Decimal | None, discount: str
    ) -> tuple[DraftLine, str]:
        """A line of an article, and why its price is what it is; empty: typed, or of its card."""
        line = DraftLine(
            article.code, article.description, quantity, article.unit, price, discount, article.tax_code,
            article.exemption_code,
        )  # fmt: skip
        if price is not None:
            return line, ""
        if discount:
            return replace(line, price=card_price(article, self._draft, self._day(), self._rate)), ""
        return self.quoted(line, article, self._draft.customer)

    def quoted(self, line: DraftLine, article: ArticleData, customer: DraftCustomer | None) -> tuple[DraftLine, str]:
        """A line at its own price, and why it is that; empty: the card's."""
        found = self._offer(article, line.quantity, customer)
        if found is None:
            return replace(line, price=card_price(article, self._draft, self._day(), self._rate), discount=""), ""
        price = card_price(replace(article, price=found.price), self._draft, self._day(), self._rate)
        discount = ""
        if price is not None and found.percent:
            discount = f"{found.percent.normalize():f}%"
        elif price is not None and found.free:
            discount = str(cents(found.free * price))
        return replace(line, price=price, discount=discount), found.why

    def joined(self, last: DraftLine, new: DraftLine, article: ArticleData, discount: str) -> DraftLine | None:
        """Two lines of an article as one where both are at their own prices, at that of what they are together; else None.

        discount: typed with the new one.
        """
        if (
            self._offers is None
            or discount
            or replace(last, quantity=new.quantity, price=new.price, discount=new.discount) != new
        ):
            return None
        return self.again(last, last.quantity + new.quantity, article, self._draft.customer)

    def again(
        self, line: DraftLine, quantity: Decimal, article: ArticleData, customer: DraftCustomer | None
    ) -> DraftLine | None:
        """The line for another quantity or customer, at the price of that; None where its price or discount was typed."""
        if self._offers is None or line.charge or line.origin or line.reference:
            return None
        before, _ = self.quoted(line, article, self._draft.customer)
        if (before.price, before.discount) != (line.price, line.discount):
            return None
        return self.quoted(replace(line, quantity=quantity), article, customer)[0]

    def for_customer(
        self, lines: Sequence[DraftLine], customer: DraftCustomer | None, find: Callable[[str], ArticleData | None]
    ) -> list[DraftLine]:
        """The lines as they are for another customer: what was typed stays."""
        made = []
        for line in lines:
            article = find(line.code) if self._offers is not None and line.price is not None else None
            other = self.again(line, line.quantity, article, customer) if article is not None else None
            made.append(other or line)
        return made

    def _offer(self, article: ArticleData, quantity: Decimal, customer: DraftCustomer | None) -> Offer | None:
        return None if self._offers is None else self._offers.offer(article, customer, quantity, self._day())
