"""The price of an article for a customer, a quantity and a day, and why it is that.

The customer's own list comes first, then that of the customer's group, then the article's card. A campaign is added to the
card's price, and to that of a list only where the campaign says so. Of several campaigns the one holds that makes the line
cheapest. A lower price elsewhere never wins by itself: who has a list pays what the list says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fiscal.notation import show_number
from fiscal.rounding import ZERO, cents, micro
from models import db
from models.catalogue.families import family_and_below
from models.catalogue.tables import Article
from models.parties.tables import Customer
from models.pricing.tables import Campaign, CustomerGroup, Price, PriceList
from models.sales.draft import DraftCustomer

HUNDRED = Decimal(100)
PERCENT, EURO, TAKE_PAY = "P", "E", "L"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a line costs when nobody types a price."""

    price: Decimal
    """Euro of one, in the basis of the article's own price."""
    percent: Decimal = ZERO
    """Off it."""
    free: Decimal = ZERO
    """How many are not paid."""
    why: str = ""

    def amount(self, quantity: Decimal) -> Decimal:
        """Of the line, cents."""
        return cents((quantity - self.free) * self.price * (1 - self.percent / HUNDRED))


@dataclass(frozen=True, slots=True)
class Step:
    """A price of a list from a quantity on."""

    from_quantity: Decimal
    price: Decimal
    since: date | None = None
    until: date | None = None

    def holds(self, quantity: Decimal, day: date) -> bool:
        begun = self.since is None or self.since <= day
        return quantity >= self.from_quantity and begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of an article."""

    name: str
    discount: Decimal
    steps: Sequence[Step] = ()


@dataclass(frozen=True, slots=True)
class Deal:
    """What a campaign does to an article that it is of."""

    name: str
    kind: str
    value: Decimal = ZERO
    take: int = 0
    pay: int = 0
    over_lists: bool = False


def offer(
    card: Decimal, quantity: Decimal, day: date, lists: Sequence[Listed] = (), deals: Sequence[Deal] = ()
) -> Offer:
    """The offer that holds. card: the article's own price. lists: the customer's, most particular first."""
    base = _of_lists(card, quantity, day, lists)
    may = [deal for deal in deals if deal.over_lists or not base.why]
    offers = [base, *(_with(base, deal, quantity) for deal in may)]
    return min(offers, key=lambda one: one.amount(quantity))


def _of_lists(card: Decimal, quantity: Decimal, day: date, lists: Sequence[Listed]) -> Offer:
    for one in lists:
        holding = [step for step in one.steps if step.holds(quantity, day)]
        if holding:
            best = max(holding, key=lambda step: (step.from_quantity, step.since or date.min))
            since = f" desde {_told(best.from_quantity)}" if best.from_quantity else ""
            return Offer(best.price, why=f"tabela {one.name}{since}")
        if one.discount:
            return Offer(micro(card * (1 - one.discount / HUNDRED)), why=f"tabela {one.name}: -{_told(one.discount)} %")
    return Offer(card)


def _with(base: Offer, deal: Deal, quantity: Decimal) -> Offer:
    why = f"{base.why}, {deal.name}" if base.why else deal.name
    if deal.kind == PERCENT:
        return Offer(base.price, percent=deal.value, why=why)
    if deal.kind == EURO:
        return Offer(min(deal.value, base.price), why=why) if deal.value < base.price else base
    free = Decimal(int(quantity) // deal.take * (deal.take - deal.pay))
    return Offer(base.price, free=free, why=why) if free else base


def _told(value: Decimal) -> str:
    return show_number(value, 6, least=0)


@dataclass(slots=True)
class Book:
    """The lists of a customer and the campaigns of a day, read once for a document; ``empty``: prices are the cards'."""

    lists: list[PriceList] = field(default_factory=list)
    campaigns: list[tuple[Campaign, frozenset[str]]] = field(default_factory=list)
    """Each with the families that it is of."""

    @property
    def empty(self) -> bool:
        return not self.lists and not self.campaigns


_ANY = (
    "SELECT EXISTS (SELECT 1 FROM price_list WHERE active = 1), "
    "EXISTS (SELECT 1 FROM campaign WHERE active = 1 AND until >= ?)"
)


def book_of(customer: DraftCustomer | None, day: date) -> Book:
    """What prices go by for a customer on a day; one question where the company has neither lists nor campaigns."""
    lists, campaigns = db.database.execute_sql(db.marked(_ANY), (day.isoformat(),)).fetchone()
    if not lists and not campaigns:
        return Book()
    card = _card(customer)
    group = (
        CustomerGroup.get_or_none(CustomerGroup.code == card.group_code)
        if card is not None and card.group_code
        else None
    )
    codes = [card.price_list if card is not None else "", group.price_list if group is not None else ""]
    wanted = list(dict.fromkeys(code for code in codes if code))
    by_code = {one.code: one for one in PriceList.select().where(PriceList.code.in_(wanted), PriceList.active == True)}  # noqa: E712
    found = Book([by_code[code] for code in wanted if code in by_code])
    whose = ("", group.code) if group is not None else ("",)
    running = Campaign.select().where(
        Campaign.active == True,  # noqa: E712
        Campaign.since <= day,
        Campaign.until >= day,
        Campaign.group_code.in_(whose),
    )
    for one in running.order_by(Campaign.code):
        found.campaigns.append((one, frozenset(family_and_below(one.family)) if one.family else frozenset()))
    return found


def _card(customer: DraftCustomer | None) -> Customer | None:
    if customer is None:
        return None
    if customer.code:
        return Customer.get_or_none(Customer.code == customer.code)
    if customer.nif:
        return Customer.select().where(Customer.nif == customer.nif).order_by(Customer.id).first()  # type: ignore[no-any-return]
    return None


def offer_of(article: Article, quantity: Decimal, day: date, book: Book) -> Offer:
    """The offer of an article, by the lists and campaigns of ``book``."""
    if book.empty:
        return Offer(article.price)
    lists = [Listed(one.name, one.discount, _steps(int(one.id), int(article.id))) for one in book.lists]
    deals = [_deal(one) for one, families in book.campaigns if _is_of(one, families, article)]
    return offer(article.price, quantity, day, lists, deals)


def _steps(list_id: int, article_id: int) -> list[Step]:
    rows = Price.select().where(Price.article_id == article_id, Price.list_id == list_id)
    return [Step(row.from_quantity, row.price, row.since, row.until) for row in rows]


def _is_of(campaign: Campaign, families: frozenset[str], article: Article) -> bool:
    named = campaign.articles.split()
    return (
        (not campaign.family or article.family in families)
        and (not campaign.brand or article.brand == campaign.brand)
        and (not named or article.code in named)
    )


def _deal(one: Campaign) -> Deal:
    return Deal(one.name, one.kind, one.value, int(one.take), int(one.pay), bool(one.over_lists))
