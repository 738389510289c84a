"""The plan of the demonstration: company, cards, and every sale, credit note and cancellation in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cli.demo.baskets import Basket, Baskets
from cli.demo.catalogue import DemoArticle, DemoFamily, articles, families
from cli.demo.days import moments, open_days
from cli.demo.people import COMPANY, OFFICE, OPERATORS, DemoCompany, DemoCustomer, DemoOperator, customers

CREDITED, CANCELLED = 0.02, 0.01
"""Shares of the documents that are credit notes, and that are cancelled."""
_REMEMBERED = 200
"""Latest sales that can still be credited: more need not be kept, however many documents are made."""
_CREDIT_REASONS = (
    "Devolução de mercadoria",
    "Artigo com defeito",
    "Engano na quantidade",
    "Artigo fora do prazo",
    "Preço errado na prateleira",
)
_CANCEL_REASONS = ("Engano no cliente", "Documento em duplicado", "NIF errado", "Venda não concluída")


@dataclass(frozen=True, slots=True)
class DemoSale:
    """A document to issue."""

    at: datetime
    """When the clock stands at the issue: strictly after the event before."""
    index: int
    """0 for the first sale, 1 for the second ...: what DemoCredit.of and DemoCancel.of refer to."""
    draft: dict[str, Any]
    """In the form that ``models.sales.draft_file.read`` reads; its ``id`` is ``demo-SEED-INDEX``."""
    gross: Decimal
    """The total that the document will have, in euro: its payments are made for it."""
    operator: str


@dataclass(frozen=True, slots=True)
class DemoCredit:
    """A credit note on a sale."""

    at: datetime
    id: str
    """Operation id for its draft: ``demo-SEED-nc-N``."""
    of: int
    """Index of the sale."""
    quantities: Mapping[int, Decimal] | None
    """What is given back of each line, by line number from 1; None takes back the whole document."""
    reason: str
    operator: str


@dataclass(frozen=True, slots=True)
class DemoCancel:
    """A sale that is cancelled on its own day or the next."""

    at: datetime
    of: int
    reason: str
    operator: str


Event = DemoSale | DemoCredit | DemoCancel


@dataclass(frozen=True, slots=True)
class _Sold:
    index: int
    day: date
    quantities: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the demonstration company is made of. The same arguments of ``plan`` give the same plan."""

    seed: int
    today: date
    documents: int
    """Sales and credit notes together."""
    company: DemoCompany
    operators: tuple[DemoOperator, ...]
    families: tuple[DemoFamily, ...]
    articles: tuple[DemoArticle, ...]
    customers: tuple[DemoCustomer, ...]

    @property
    def first_day(self) -> date:
        """The day of the first document, or ``today`` when there is none: series and cards begin here or before."""
        days = self._days()
        return days[0][0] if days else self.today

    def events(self) -> Iterator[Event]:
        """Every event in order of time, all before ``today``; made one by one, so their number needs no memory."""
        rng = Random(f"events/{self.seed}")  # noqa: S311
        baskets = Baskets(self.articles, self.customers, rng)
        recent: list[_Sold] = []
        sales = notes = 0
        for day, count in self._days():
            cancels = sum(rng.random() < CANCELLED for _ in range(count))
            slots = moments(day, count + cancels, rng)
            cancelling = set(rng.sample(range(len(slots)), cancels))
            for place, at in enumerate(slots):
                if place in cancelling:
                    sold = _pick(recent, day - timedelta(days=1), rng)
                    if sold is not None:
                        yield DemoCancel(at, sold.index, rng.choice(_CANCEL_REASONS), OFFICE)
                elif recent and rng.random() < CREDITED:
                    notes += 1
                    yield _credit(at, f"demo-{self.seed}-nc-{notes}", recent, rng)
                else:
                    basket = baskets.sale(day, f"demo-{self.seed}-{sales}")
                    yield DemoSale(at, sales, basket.draft, basket.gross, basket.operator)
                    _remember(recent, sales, day, basket)
                    sales += 1

    def _days(self) -> list[tuple[date, int]]:
        return open_days(self.today, self.documents, Random(f"days/{self.seed}"))  # noqa: S311


def plan(seed: int, today: date, documents: int, articles: int, customers: int) -> Plan:
    """The demonstration company with so many documents before ``today``, article cards and customer cards.

    Raises ValueError for more than 133 000 customers.
    """
    return Plan(
        seed, today, documents, COMPANY, OPERATORS, families(), _articles(seed, articles), _customers(seed, customers)
    )


def _articles(seed: int, count: int) -> tuple[DemoArticle, ...]:
    return tuple(articles(seed, count))


def _customers(seed: int, count: int) -> tuple[DemoCustomer, ...]:
    return tuple(customers(seed, count))


def _remember(recent: list[_Sold], index: int, day: date, basket: Basket) -> None:
    recent.append(_Sold(index, day, basket.quantities))
    if len(recent) > _REMEMBERED:
        del recent[0]


def _pick(recent: list[_Sold], since: date, rng: Random) -> _Sold | None:
    """Takes one of the latest sales out of ``recent``: neither credited nor cancelled, and never chosen again."""
    places = [place for place in range(max(0, len(recent) - 40), len(recent)) if recent[place].day >= since]
    return recent.pop(rng.choice(places)) if places else None


def _credit(at: datetime, operation: str, recent: list[_Sold], rng: Random) -> DemoCredit:
    sold = recent.pop(rng.randrange(len(recent)))
    quantities: dict[int, Decimal] | None = None
    if rng.random() < 0.6:
        quantities = {}
        for place in sorted(rng.sample(range(len(sold.quantities)), rng.randint(1, len(sold.quantities)))):
            quantity = sold.quantities[place]
            whole = quantity != quantity.to_integral_value() or rng.random() < 0.4
            quantities[place + 1] = quantity if whole else Decimal(rng.randint(1, int(quantity)))
    return DemoCredit(at, operation, sold.index, quantities, rng.choice(_CREDIT_REASONS), OFFICE)
