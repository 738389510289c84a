"""Random business against a plain model: enter, sell, credit, cancel, transfer, break, count, back-date, on both databases."""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from company import Lojinha, refusal
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stock_model import Event, Model, Place

from models import db
from models.catalogue.articles import save_article
from models.catalogue.tables import Article
from models.sales.cancel import cancel
from models.sales.draft import DraftLine
from models.stock.counting import count_line, finish_count, open_count
from models.stock.proof import stock_findings
from models.stock.sheets import SheetDraft, SheetLine, receive, record_sheet, undo_sheet
from models.stock.tables import StockBalance, StockPlace, Warehouse
from models.stock.valuation import bring_up_to_date
from models.stock.variances import approve_count

QUANTITIES = st.integers(1, 80).map(lambda n: Decimal(n) / 2)
"""No crumbs: what is left of a lot is rounded to a millionth of a euro, and a crumb of it would make that a unit's cost."""
COSTS = st.decimals("0", "30", places=4)
PLACES = ("A1", "LOJA2")
AGO = st.integers(0, 20)
NEAR = Fraction(1, 1000)
"""Euro: what roundings of a millionth may add up to in one example."""


class Business(RuleBasedStateMachine):
    """Each example has two articles of its own, in the one shop."""

    sales = Bundle("sales")
    sheets = Bundle("sheets")
    roads = Bundle("roads")

    def __init__(self, shop: Lojinha) -> None:
        super().__init__()
        self.shop, self.model, self.slept = shop, Model(), False
        self.articles = [self._article() for _ in range(2)]

    def _article(self) -> str:
        code = f"M{Article.select().count()}"
        save_article(None, {"code": code, "description": f"Artigo {code}", "price": Decimal(2)}, self.shop.session)
        return code

    @property
    def today(self) -> date:
        return self.shop.clock.at.date()

    def _sheet(
        self, kind: str, which: int, quantity: Decimal, place: str, ago: int, cost: Decimal | None = None
    ) -> Any:
        self.shop.tick(seconds=1)
        day = self.today - timedelta(days=ago)
        draft = SheetDraft(
            kind, place, [SheetLine(self.articles[which], quantity, cost=cost)], day=day, reason="acerto"
        )
        number = record_sheet(draft, self.shop.session)
        whole = None if cost is None else Fraction((cost * quantity).quantize(Decimal("0.000001")))
        sign = 1 if kind == "E" else -1
        at = (self.articles[which], place, "")
        return number, [self.model.add(Event(at, sign * Fraction(quantity), day, whole))]

    @rule(
        target=sheets, which=st.integers(0, 1), quantity=QUANTITIES, cost=COSTS, place=st.sampled_from(PLACES), ago=AGO
    )
    def enter(self, which: int, quantity: Decimal, cost: Decimal, place: str, ago: int) -> Any:
        return self._sheet("E", which, quantity, place, ago, cost)

    @rule(target=sheets, which=st.integers(0, 1), quantity=QUANTITIES, place=st.sampled_from(PLACES), ago=AGO)
    def found(self, which: int, quantity: Decimal, place: str, ago: int) -> Any:
        """Goods come in and nobody knows what they cost."""
        return self._sheet("E", which, quantity, place, ago)

    @rule(target=sheets, which=st.integers(0, 1), quantity=QUANTITIES, place=st.sampled_from(PLACES), ago=AGO)
    def breaks(self, which: int, quantity: Decimal, place: str, ago: int) -> Any:
        return self._sheet("Q", which, quantity, place, ago)

    @rule(
        target=sales,
        lines=st.lists(st.tuples(st.integers(0, 1), QUANTITIES), min_size=1, max_size=3),
        place=st.sampled_from(PLACES),
    )
    def sell(self, lines: list[tuple[int, Decimal]], place: str) -> Any:
        self.shop.tick(seconds=1)
        typed = [DraftLine(self.articles[which], quantity=quantity) for which, quantity in lines]
        number = self.shop.issue("FT", *typed, warehouse=place).number
        events = [
            self.model.add(Event((self.articles[which], place, ""), -Fraction(quantity), self.today))
            for which, quantity in lines
        ]
        return number, events

    @rule(sold=consumes(sales))
    def cancels(self, sold: Any) -> None:
        self.shop.tick(seconds=1)
        cancel(sold[0], "Engano", self.shop.session)
        self._back(sold[1])

    @rule(made=consumes(sheets))
    def undoes(self, made: Any) -> None:
        self.shop.tick(seconds=1)
        undo_sheet(made[0], self.shop.session)
        self._back(made[1])

    def _back(self, events: list[Event]) -> None:
        for one in events:
            self.model.add(Event(one.at, -one.quantity, self.today, undone=one, transfer=one.transfer))

    @rule(target=roads, which=st.integers(0, 1), quantity=QUANTITIES)
    def sends(self, which: int, quantity: Decimal) -> Any:
        self.shop.tick(seconds=1)
        draft = SheetDraft("T", "A1", [SheetLine(self.articles[which], quantity)], to_warehouse="LOJA2")
        number = record_sheet(draft, self.shop.session)
        self._moved(self.articles[which], "A1", "TRANSITO", Fraction(quantity))
        return number, self.articles[which], quantity

    @rule(road=consumes(roads), part=st.decimals("0.1", "1", places=1))
    def arrives(self, road: Any, part: Decimal) -> None:
        self.shop.tick(seconds=1)
        number, article, quantity = road
        some = max(Decimal(int(quantity * part * 2)) / 2, Decimal("0.5"))
        receive(number, [some], self.shop.session)
        self._moved(article, "TRANSITO", "LOJA2", Fraction(some))
        if some < quantity:
            assert "não pode chegar mais" in refusal(lambda: receive(number, [quantity], self.shop.session)).message

    def _moved(self, article: str, here: str, there: str, quantity: Fraction) -> None:
        self.model.add(Event((article, here, ""), -quantity, self.today, transfer=True))
        self.model.add(Event((article, there, ""), quantity, self.today, transfer=True))

    @rule(which=st.integers(0, 1), counted=QUANTITIES, place=st.sampled_from(PLACES))
    def counts(self, which: int, counted: Decimal, place: str) -> None:
        self.shop.tick(seconds=1)
        session, article = self.shop.session, self.articles[which]
        number = open_count(place, session, articles=[article])
        count_line(number, article, counted, session)
        finish_count(number, session)
        approve_count(number, session)
        at: Place = (article, place, "")
        difference = Fraction(counted) - self.model.at(at)
        if difference:
            self.model.add(Event(at, difference, self.today))

    @precondition(lambda self: not self.slept)
    @rule()
    def sleeps(self) -> None:
        """Once in each example: the clock of the shop only goes forward."""
        self.slept = True
        self.shop.tick(days=1)

    @invariant()
    def all_is_where_the_model_says(self) -> None:
        ids = {Article.get(Article.code == code).id: code for code in self.articles}
        names = {w.id: w.code for w in Warehouse.select()}
        query = StockPlace.select().where(StockPlace.article_id.in_(list(ids)), StockPlace.quantity != 0)
        stored = {(ids[p.article_id], names[p.warehouse_id], ""): Fraction(p.quantity) for p in query}
        assert stored == self.model.places()

    @invariant()
    def all_is_worth_what_the_model_says(self) -> None:
        bring_up_to_date()
        for code in self.articles:
            found = StockBalance.get_or_none(StockBalance.article_id == Article.get(Article.code == code).id)
            quantity, average, fifo = self.model.value(code)
            if found is not None:
                assert Fraction(found.quantity) == quantity
                assert abs(Fraction(found.average_value) - average) < NEAR
                assert abs(Fraction(found.fifo_value) - fifo) < NEAR

    def teardown(self) -> None:
        assert stock_findings() == []


def test_random_business_is_what_a_plain_model_says(company: Lojinha) -> None:
    with db.writing():
        Warehouse.create(
            code="LOJA2", name="Loja 2", address="", postal_code="", city="", establishment="", negative="P",
            transit=False, active=True,
        )  # fmt: skip
    few = int(os.environ.get("BALCAO_EXAMPLES", "10"))
    run_state_machine_as_test(
        lambda: Business(company),
        settings=settings(
            max_examples=few, stateful_step_count=25, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
