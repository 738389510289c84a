"""One sale of the demonstration shop: who buys, what, at which discount, on which document, paid how."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar

from cli.demo.catalogue import DemoArticle
from cli.demo.people import OFFICE, TILL, DemoCustomer
from fiscal.amounts import LineInput, compute
from fiscal.rounding import cents
from fiscal.tables import tables
from models.sales.lines import converted

ZIPF = 1.1
MEAN_LINES = 3.5
REGION = "PT"
FEW, MANY = Decimal(100), Decimal(1000)
"""Limits of a simplified invoice by a retailer: to taxable persons and to consumers (CIVA art. 40)."""
CASH_MOST = Decimal(500)
"""Above this nobody of the demonstration pays in cash, far below what the law forbids."""

_ADHOC = (
    ("DIV-CABAZ", "Cabaz de oferta feito à medida", "UN", "NOR", "", (1500, 7500)),
    ("DIV-ARRANJO", "Arranjo de flores por encomenda", "UN", "INT", "", (1200, 4500)),
    ("DIV-BOLO", "Bolo por encomenda", "UN", "NOR", "", (1800, 5500)),
    ("DIV-TABULEIRO", "Tabuleiro de pãezinhos recheados", "UN", "INT", "", (1250, 3995)),
    ("DIV-LIVRO", "Livro encomendado ao editor", "UN", "RED", "", (795, 2490)),
    ("DIV-AULA", "Aula particular de culinária", "H", "ISE", "M07", (1500, 3000)),
)
_LINE_DISCOUNTS = ("5%", "10%", "10%", "12.5%", "15%", "20%", "33.33%", "50%", "10%+5%", "7.5%+2.5%", "0.35", "1.00")
_GLOBAL_DISCOUNTS = ("2.5%", "5%", "5%", "10%", "5%+3%", "1.00", "2.50")
_TIES = tuple(Decimal(q) for q in ("0.125", "0.250", "0.375", "0.500", "0.500", "0.750", "1.500", "2.500"))
"""Weights that bring odd prices to half a cent."""

T = TypeVar("T")


class Ranked(Generic[T]):
    """Draws from a sequence by Zipf's law: the n-th comes with a frequency of 1 / n ** 1.1."""

    def __init__(self, items: Sequence[T]) -> None:
        self.items = items
        self._until = list(accumulate(1 / rank**ZIPF for rank in range(1, len(items) + 1)))

    def draw(self, rng: Random) -> T:
        return self.items[bisect(self._until, rng.random() * self._until[-1], hi=len(self.items) - 1)]


@dataclass(frozen=True, slots=True)
class Basket:
    """A sale ready to be issued."""

    draft: dict[str, Any]
    """In the form that ``models.sales.draft_file.read`` reads."""
    gross: Decimal
    """Total in euro."""
    quantities: tuple[Decimal, ...]
    """Of each line, in order."""
    operator: str


@dataclass(slots=True)
class _Line:
    article: DemoArticle | None
    """None for a line that brings its own description, unit, price and tax."""
    given: dict[str, str]
    """As it goes into the draft."""
    quantity: Decimal
    price: Decimal
    tax_code: str


class Baskets:
    """Makes sales of ``articles`` to ``customers`` (and to Consumidor final), by chance drawn from ``rng``."""

    def __init__(self, articles: Sequence[DemoArticle], customers: Sequence[DemoCustomer], rng: Random) -> None:
        # What sells all day comes first, the rest behind it, with enough chance for every seed to be another shop.
        ranked = sorted(articles, key=lambda article: article.pace * (0.5 + rng.random()))
        self._counted = Ranked([a for a in ranked if a.unit in ("UN", "H")])
        self._measured = Ranked([a for a in ranked if a.unit not in ("UN", "H")])
        self._persons = Ranked([c for c in customers if not c.company])
        self._companies = Ranked([c for c in customers if c.company])
        self._rng = rng

    def sale(self, day: date, operation: str) -> Basket:
        """The next sale. operation: the draft's id."""
        rng = self._rng
        customer = self._customer()
        company = customer is not None and customer.company
        invoice = company and rng.random() < 0.6
        with_tax = not invoice or rng.random() < 0.1
        lines = self._lines(wholesale=10 if invoice else 60 if rng.random() < 0.004 else 1)
        if not lines or rng.random() < 0.03:
            lines.append(self._adhoc())
        listed = [_listed(line, with_tax, day) for line in lines]
        overall = self._discount(lines, listed) if rng.random() < 0.15 else ""
        inputs = [_input(line, price, day) for line, price in zip(lines, listed, strict=True)]
        gross = compute(inputs, prices_include_tax=with_tax, global_discount=overall).gross
        draft: dict[str, Any] = {
            "type": "FT" if invoice else self._till_type(customer, gross),
            "customer": self._named(customer),
            "prices_include_tax": with_tax,
            "lines": [line.given for line in lines],
            "id": operation,
        }
        if overall:
            draft["global_discount"] = overall
        if invoice:
            draft["condition"] = "30D"
            if rng.random() < 0.2:
                draft["notes"] = f"Vossa encomenda n.º {rng.randint(100, 9999)}"
        else:
            draft["payments"] = self._payments(gross, draft["type"])
        quantities = tuple(line.quantity for line in lines)
        return Basket(draft, gross, quantities, OFFICE if invoice else rng.choice(TILL))

    def _customer(self) -> DemoCustomer | None:
        """Seven in ten are Consumidor final; of the others three in five are persons."""
        if self._rng.random() < 0.7:
            return None
        kind = self._persons if self._rng.random() < 0.6 else self._companies
        return kind.draw(self._rng) if kind.items else None

    def _named(self, customer: DemoCustomer | None) -> dict[str, str] | None:
        """By the card's code, or by the NIF that a person gives at the till."""
        if customer is None:
            return None
        if not customer.company and self._rng.random() < 0.5:
            return {"nif": customer.nif}
        return {"code": customer.code}

    def _lines(self, wholesale: int) -> list[_Line]:
        """Different articles, as many lines as the geometric distribution says. wholesale: times the usual quantity."""
        rng = self._rng
        wanted = 1 + int(math.log(1 - rng.random()) / math.log(1 - 1 / MEAN_LINES))
        lines: dict[str, _Line] = {}
        for _ in range(4 * wanted):
            if len(lines) == min(wanted, 60):
                break
            shelf = self._measured if rng.random() < 0.05 or not self._counted.items else self._counted
            if not shelf.items:
                continue
            article = shelf.draw(rng)
            if article.code not in lines:
                quantity = self._quantity(article.unit, wholesale)
                given = {"code": article.code, "quantity": format(quantity, "f")}
                lines[article.code] = _Line(article, given, quantity, article.price, article.tax_code)
        return list(lines.values())

    def _quantity(self, unit: str, wholesale: int) -> Decimal:
        rng = self._rng
        if unit == "KG":
            return rng.choice(_TIES) if rng.random() < 0.4 else Decimal(rng.randint(85, 2400)) / 1000
        if unit == "L":
            return Decimal(rng.choice(("0.5", "0.75", "1.5", "2.5", "4.5")))
        if unit == "M":
            return Decimal(rng.randint(3, 59)) / 10
        if unit == "H":
            return Decimal(rng.choice((1, 1, 1, 2, 3)))
        few = rng.choices((1, 2, 3, 4, 6, 10, 12), (66, 18, 6, 4, 3, 1, 2))[0]
        return Decimal(few if wholesale == 1 else rng.randint(1, wholesale) * few)

    def _adhoc(self) -> _Line:
        """Something that no article card has."""
        rng = self._rng
        code, description, unit, tax, exemption, (least, most) = rng.choice(_ADHOC)
        price = cents(Decimal(rng.randint(least, most)) / 100)
        given = {"code": code, "description": description, "quantity": "1", "unit": unit, "price": format(price, "f")}
        given["tax"] = tax
        if exemption:
            given["exemption"] = exemption
        return _Line(None, given, Decimal(1), price, tax)

    def _discount(self, lines: list[_Line], listed: list[Decimal]) -> str:
        """Puts a discount on some lines, or gives one for the whole document, and now and then both."""
        rng = self._rng
        worth = [line.quantity * price for line, price in zip(lines, listed, strict=True)]
        overall = ""
        if rng.random() < 0.35:
            overall = rng.choice(_GLOBAL_DISCOUNTS)
            if not overall.endswith("%") and sum(worth) < 20:
                overall = "5%"
            if rng.random() < 0.8:
                return overall
        for n in rng.sample(range(len(lines)), rng.randint(1, len(lines))):
            off = rng.choice(_LINE_DISCOUNTS)
            lines[n].given["discount"] = off if off.endswith("%") or worth[n] >= 3 else "5%"
        return overall

    def _till_type(self, customer: DemoCustomer | None, gross: Decimal) -> str:
        """A simplified invoice within its limit, except for those who want an invoice and receipt in one."""
        likely = 0.98 if customer is None else 0.65
        limit = FEW if customer is not None and customer.company else MANY
        return "FS" if gross <= limit and self._rng.random() < likely else "FR"

    def _payments(self, gross: Decimal, type_code: str) -> list[dict[str, str]]:
        rng = self._rng
        if Decimal(10) < gross < CASH_MOST and rng.random() < 0.02:
            card = Decimal(rng.randint(1, int(gross) - 1))
            return [_payment("CD", card), _payment("NU", gross - card)]
        method = rng.choices(("NU", "CD", "MW", "CC", "TB"), (46, 32, 14, 5, 3))[0]
        if (method == "NU" and gross >= CASH_MOST) or (method == "TB" and type_code != "FR"):
            method = "CD"
        if method != "NU" or rng.random() < 0.4:
            return [_payment(method, gross)]
        note = Decimal(rng.choice((5, 10, 20, 20, 50)))
        return [_payment("NU", math.ceil(gross / note) * note)]


def _listed(line: _Line, with_tax: bool, day: date) -> Decimal:
    """The unit price as it stands on a document whose prices are with or without tax."""
    if line.article is None:
        return line.price
    rate = tables().rate(REGION, line.tax_code, day)
    return converted(line.price, line.article.price_includes_tax, with_tax, rate)


def _input(line: _Line, price: Decimal, day: date) -> LineInput:
    rate = tables().rate(REGION, line.tax_code, day)
    return LineInput(line.quantity, price, line.given.get("discount", ""), "IVA", REGION, line.tax_code, rate)


def _payment(method: str, amount: Decimal) -> dict[str, str]:
    return {"method": method, "amount": format(cents(amount), "f")}
