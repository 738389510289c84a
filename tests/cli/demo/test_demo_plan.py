"""The plan of the demonstration: in order, before today, within the law, and shaped like a shop's year."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice, pairwise
from random import Random

import pytest

from cli.demo.days import open_days
from cli.demo.people import OPERATORS
from cli.demo.plan import DemoCancel, DemoCredit, DemoSale, Event, Plan, plan
from models.sales import draft_file

TODAY = date(2026, 11, 24)  # a Tuesday
RATES = {"NOR": Decimal("1.23"), "INT": Decimal("1.13"), "RED": Decimal("1.06"), "ISE": Decimal(1)}
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def shop() -> Plan:
    return plan(11, TODAY, 6000, 500, 200)


@pytest.fixture(scope="module")
def events(shop: Plan) -> list[Event]:
    return list(shop.events())


@pytest.fixture(scope="module")
def sales(events: list[Event]) -> list[DemoSale]:
    return [event for event in events if isinstance(event, DemoSale)]


def after(value: Decimal, discount: str) -> Decimal:
    """What discounts leave of a value."""
    for step in filter(None, discount.split("+")):
        value -= value * Decimal(step[:-1]) / 100 if step.endswith("%") else Decimal(step)
    return value


def by_hand(sale: DemoSale, shop: Plan) -> Decimal:
    """The total with tax, worked out line by line; good to some cents."""
    cards = {a.code: a for a in shop.articles}
    with_tax = sale.draft["prices_include_tax"]
    total = untaxed = Decimal(0)
    for line in sale.draft["lines"]:
        card = cards.get(line["code"])
        factor = RATES[line["tax"] if card is None else card.tax_code]
        price = Decimal(line["price"]) if card is None else card.price
        included = with_tax if card is None else card.price_includes_tax
        if included != with_tax:
            price = price * factor if with_tax else price / factor
        value = after(price * Decimal(line["quantity"]), line.get("discount", ""))
        total += value.quantize(CENT, ROUND_HALF_UP) if with_tax else value * factor
        untaxed += value
    overall = sale.draft.get("global_discount", "")
    if with_tax or overall.endswith("%"):
        return after(total, overall)
    return total * after(untaxed, overall) / untaxed


def test_the_same_arguments_give_the_same_plan(shop: Plan, events: list[Event]) -> None:
    again = plan(11, TODAY, 6000, 500, 200)
    assert again == shop
    assert list(again.events()) == events
    assert list(islice(plan(12, TODAY, 6000, 500, 200).events(), 50)) != events[:50]


def test_events_are_in_order_and_before_today(shop: Plan, events: list[Event]) -> None:
    assert all(one.at < other.at for one, other in pairwise(events))
    assert events[-1].at < datetime.combine(TODAY, time())
    assert events[-1].at.date() == date(2026, 11, 23)
    assert events[0].at.date() == shop.first_day
    assert all(event.at.weekday() != 6 and event.at.microsecond == 0 for event in events)


def test_documents_are_as_many_as_asked(events: list[Event], sales: list[DemoSale]) -> None:
    assert sum(isinstance(event, DemoSale | DemoCredit) for event in events) == 6000
    assert [sale.index for sale in sales] == list(range(len(sales)))
    ids = [sale.draft["id"] for sale in sales] + [event.id for event in events if isinstance(event, DemoCredit)]
    assert len(set(ids)) == 6000


def test_every_draft_reads_as_a_draft(sales: list[DemoSale], shop: Plan) -> None:
    operators = {operator.code for operator in OPERATORS}
    cards = {a.code for a in shop.articles}
    for sale in sales:
        draft = draft_file.read(sale.draft)
        assert draft.operation == sale.draft["id"]
        assert sale.operator in operators
        codes = [line.code for line in draft.lines]
        assert len(set(codes)) == len(codes)
        for line in draft.lines:
            assert line.quantity > 0
            assert (line.code in cards) == (line.price is None)
            assert line.code in cards or (line.description and line.unit and line.tax)


def test_totals_are_those_worked_out_by_hand(sales: list[DemoSale], shop: Plan) -> None:
    for sale in sales:
        assert abs(by_hand(sale, shop) - sale.gross) <= Decimal("0.03"), sale


def test_simplified_invoices_keep_their_limits(sales: list[DemoSale], shop: Plan) -> None:
    """CIVA art. 40: 1000 € for consumers, 100 € for taxable persons."""
    companies = {c.code for c in shop.customers if c.company}
    largest = {True: Decimal(0), False: Decimal(0)}
    for sale in sales:
        company = (sale.draft["customer"] or {}).get("code") in companies
        if sale.draft["type"] == "FS":
            largest[company] = max(largest[company], sale.gross, by_hand(sale, shop))
        if sale.draft["type"] == "FT":
            assert company
            assert sale.draft["condition"] == "30D"
    assert Decimal(20) < largest[True] <= 100
    assert Decimal(100) < largest[False] <= 1000
    assert any(sale.gross > 1000 and sale.draft["type"] == "FR" for sale in sales)


def test_what_is_paid_at_once_is_paid_in_full_and_little_of_it_in_cash(sales: list[DemoSale]) -> None:
    methods = Counter[str]()
    for sale in sales:
        paid = [(p["method"], Decimal(p["amount"])) for p in sale.draft.get("payments", [])]
        methods.update(method for method, _ in paid)
        if sale.draft["type"] == "FT":
            assert not paid
            continue
        change = sum(amount for _, amount in paid) - sale.gross
        cash = sum(amount for method, amount in paid if method == "NU")
        assert 0 <= change <= cash < 1000
        assert all(amount > 0 for _, amount in paid)
    assert set(methods) == {"NU", "CD", "CC", "TB", "MW"}


def test_the_shape_of_the_business(shop: Plan, sales: list[DemoSale], events: list[Event]) -> None:
    lines = [line for sale in sales for line in sale.draft["lines"]]
    count = len(sales)
    assert 0.67 < sum(sale.draft["customer"] is None for sale in sales) / count < 0.73
    assert 3.2 < len(lines) / count < 3.8
    discounted = sum("global_discount" in s.draft or any("discount" in x for x in s.draft["lines"]) for s in sales)
    assert 0.13 < discounted / count < 0.17
    assert 0.04 < sum(Decimal(line["quantity"]) % 1 != 0 for line in lines) / len(lines) < 0.07
    assert 0.015 < sum(isinstance(event, DemoCredit) for event in events) / 6000 < 0.025
    assert 0.006 < sum(isinstance(event, DemoCancel) for event in events) / 6000 < 0.014
    types = Counter(sale.draft["type"] for sale in sales)
    assert types["FS"] > 0.75 * count
    assert types["FR"] > 0.05 * count
    assert types["FT"] > 0.05 * count


def test_few_articles_make_most_of_the_sales(shop: Plan, sales: list[DemoSale]) -> None:
    """Zipf, s = 1.1: among n = 450 the first has 1 / H = 20 % of the draws, the tenth 1.6 %."""
    cards = {a.code: a for a in shop.articles}
    sold = Counter(
        line["code"]
        for sale in sales
        for line in sale.draft["lines"]
        if line["code"] in cards and cards[line["code"]].unit in ("UN", "H")
    )
    total = sum(sold.values())
    ranks = [number for _, number in sold.most_common()]
    assert 0.09 < ranks[0] / total < 0.24
    assert 0.010 < ranks[9] / total < 0.030
    assert sum(ranks[:20]) / total > 0.5


def test_amounts_that_stress_rounding_occur(shop: Plan, sales: list[DemoSale]) -> None:
    cards = {a.code: a for a in shop.articles}
    three_rates = ties = 0
    for sale in sales:
        known = [line for line in sale.draft["lines"] if line["code"] in cards]
        three_rates += len({cards[line["code"]].tax_code for line in known} - {"ISE"}) == 3
        ties += any(cards[x["code"]].price * Decimal(x["quantity"]) * 1000 % 10 == 5 for x in known)
    assert three_rates > 100
    assert ties > 100


def test_two_peaks_a_day_and_twice_as_much_on_saturdays(events: list[Event]) -> None:
    hours = Counter(event.at.hour for event in events)
    assert min(hours) >= 8
    assert max(hours) <= 19
    assert hours[11] > 2 * hours[14] < hours[17]
    days = Counter(event.at.date() for event in events)
    saturdays = [n for day, n in days.items() if day.weekday() == 5]
    others = [n for day, n in days.items() if day.weekday() < 5]
    assert 1.8 < sum(saturdays) / len(saturdays) * len(others) / sum(others) < 2.2
    assert all(50 <= n <= 140 for n in days.values())


def test_credits_and_cancellations_are_of_documents_that_may_be(events: list[Event]) -> None:
    sold: dict[int, DemoSale] = {}
    touched: set[int] = set()
    whole = 0
    for event in events:
        if isinstance(event, DemoSale):
            sold[event.index] = event
            continue
        assert event.of not in touched
        touched.add(event.of)
        original = sold[event.of]
        assert 3 <= len(event.reason) <= 50
        if isinstance(event, DemoCancel):
            assert event.at.date() - original.at.date() <= timedelta(days=1)
        elif event.quantities is None:
            whole += 1
        else:
            assert event.quantities
            for number, quantity in event.quantities.items():
                assert 0 < quantity <= Decimal(original.draft["lines"][number - 1]["quantity"])
    assert 20 < whole < 80


def test_half_a_million_documents_come_one_by_one_and_fit_into_the_year() -> None:
    big = plan(1, TODAY, 500_000, 300, 50)
    days = open_days(TODAY, 500_000, Random(1))
    assert sum(count for _, count in days) == 500_000
    assert days[0][0] == date(2026, 1, 2)
    first = list(islice(big.events(), 3000))
    assert all(one.at < other.at for one, other in pairwise(first))
    assert first[0].at.date() == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("today", "documents", "first"),
    [
        (date(2026, 11, 24), 10, date(2026, 11, 23)),
        (date(2026, 11, 23), 10, date(2026, 11, 21)),  # a Monday: the day before was a Sunday
        (date(2026, 1, 6), 4000, date(2026, 1, 2)),  # three open days: more a day, not the year before
        (date(2026, 1, 2), 10, date(2025, 12, 31)),  # no open day yet this year
        (date(2026, 1, 3), 20_000, date(2025, 12, 30)),  # one open day cannot hold so many: 8000 a day
    ],
)
def test_how_far_back_the_shop_goes(today: date, documents: int, first: date) -> None:
    days = open_days(today, documents, Random(1))
    assert days[0][0] == first
    assert sum(count for _, count in days) == documents


def test_a_company_without_documents_articles_or_customers() -> None:
    assert list(plan(1, TODAY, 0, 10, 10).events()) == []
    assert plan(1, TODAY, 0, 10, 10).first_day == TODAY
    bare = list(plan(1, TODAY, 40, 0, 0).events())
    assert all(len(event.draft["lines"]) == 1 for event in bare if isinstance(event, DemoSale))
