"""Random business against a plain model, on both databases.

Enter, buy, put the price right, send back to the supplier, sell, credit, cancel, deliver by guide or on consignment and
invoice it, transfer in two steps, break, count, put kits together, and all of it days ago where that may be.
"""

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
from models.counting.count import count_line, finish_count, open_count
from models.counting.variances import approve_count
from models.parties.suppliers import save_supplier
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.record import cancel_purchase, record_purchase
from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.credit import left_of
from models.sales.draft import DraftCustomer, DraftLine
from models.sales.issue import issue
from models.stock.assembly import Assembly, assemble
from models.stock.proof import stock_findings
from models.stock.sheets import SheetDraft, SheetLine, receive, record_sheet, undo_sheet
from models.stock.tables import StockBalance, StockPlace, Warehouse
from models.stock.valuation import bring_up_to_date

QUANTITIES = st.integers(1, 80).map(lambda n: Decimal(n) / 2)
"""No crumbs: what is left of a lot is rounded to a millionth of a euro, and a crumb of it would make that a unit's cost."""
COSTS = st.decimals("0", "30", places=4)
PLACES = ("A1", "LOJA2")
AGO = st.integers(0, 20)
NEAR = Fraction(1, 1000)
"""Euro: what roundings of a millionth may add up to in one example."""


YES = frozenset({"differences", "negative"})


class Business(RuleBasedStateMachine):
    """Each example has two articles of its own, a hamper of both that leaves in parts, and a kit that is put together."""

    sales = Bundle("sales")
    sheets = Bundle("sheets")
    roads = Bundle("roads")
    bought = Bundle("bought")
    guides = Bundle("guides")
    notes = Bundle("notes")

    def __init__(self, shop: Lojinha) -> None:
        super().__init__()
        self.shop, self.model, self.slept = shop, Model(), False
        self.articles = [self._article() for _ in range(2)]
        one, other = self.articles
        self.hamper = self._article(kit="V", stocked=False, parts=f"{one} 2*{other}")
        self.kit = self._article(kit="M", parts=f"3*{one} {other}")

    def _article(self, **more: Any) -> str:
        code = f"M{Article.select().count()}"
        values = {"code": code, "description": f"Artigo {code}", "price": Decimal(2), **more}
        save_article(None, values, self.shop.session)
        return code

    def _leave(self, code: str, quantity: Decimal, place: str) -> list[Event]:
        """What leaves with a line of a sale: the article, or the parts of the hamper."""
        one, other = self.articles
        parts = {one: 1, other: 2} if code == self.hamper else {code: 1}
        return [
            self.model.add(Event((part, place, ""), -Fraction(quantity) * times, self.today))
            for part, times in parts.items()
        ]

    @property
    def sold(self) -> list[str]:
        """By number of a strategy: what is sold."""
        return [*self.articles, self.hamper, self.kit]

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
        lines=st.lists(st.tuples(st.integers(0, 3), QUANTITIES), min_size=1, max_size=3),
        place=st.sampled_from(PLACES),
    )
    def sell(self, lines: list[tuple[int, Decimal]], place: str) -> Any:
        self.shop.tick(seconds=1)
        typed = [DraftLine(self.sold[which], quantity=quantity) for which, quantity in lines]
        number = self.shop.issue("FT", *typed, warehouse=place).number
        return number, [self._leave(self.sold[which], quantity, place) for which, quantity in lines]

    @rule(target=notes, sold=consumes(sales), whole=st.booleans())
    def credits(self, sold: Any, whole: bool) -> Any:
        """All of it comes back, or half a unit of the first line: where and at what it left, where that is one movement."""
        self.shop.tick(seconds=1)
        number, lines = sold
        first = Fraction(next(iter(left_of(number)))[1])
        note = self.shop.credit(number, None if whole else {1: Decimal("0.5")}).number
        share = Fraction(1) if whole else Fraction(1, 2) / first
        every = [event for line in lines for event in line]
        back = []
        for event in every if whole else lines[0]:
            alone = sum(other.at[0] == event.at[0] for other in every) == 1 and self.model.has(event)
            at = event.at if alone else (event.at[0], "A1", "")
            back.append(self.model.add(Event(at, -event.quantity * share, self.today, undone=event if alone else None)))
        return note, [back]

    @rule(sold=st.one_of(consumes(sales), consumes(notes)))
    def cancels(self, sold: Any) -> None:
        self.shop.tick(seconds=1)
        cancel(sold[0], "Engano", self.shop.session)
        self._back([event for line in sold[1] for event in line])

    @rule(
        target=bought, which=st.integers(0, 1), quantity=QUANTITIES, cost=COSTS, place=st.sampled_from(PLACES), ago=AGO
    )
    def buys(self, which: int, quantity: Decimal, cost: Decimal, place: str, ago: int) -> Any:
        self.shop.tick(seconds=1)
        code, day = self.articles[which], self.today - timedelta(days=ago)
        line = BoughtLine(code, quantity=quantity, price=cost)
        number = record_purchase(
            PurchaseDraft("RM", "TORRA", [line], date=day, warehouse=place), self.shop.session, confirmed=YES
        )
        whole = Fraction(cost) * Fraction(quantity)
        return number, quantity, self.model.add(Event((code, place, ""), Fraction(quantity), day, whole))

    @rule(received=consumes(bought), price=COSTS, back=st.sampled_from(("", "S", "N")))
    def is_invoiced(self, received: Any, price: Decimal, back: str) -> None:
        """The invoice says another price; then nothing, half a unit goes back to the supplier, or is only made cheaper."""
        self.shop.tick(seconds=1)
        number, quantity, entry = received
        line = BoughtLine(quantity=quantity, price=price, origin=number, origin_line=1)
        invoice = record_purchase(
            PurchaseDraft("FF", "TORRA", [line], supplier_number=f"F{number}"), self.shop.session, confirmed=YES
        )
        entry.cost = Fraction(price) * entry.quantity
        if not back:
            return
        less = BoughtLine(quantity=Decimal("0.5"), price=price, origin=invoice, origin_line=1)
        record_purchase(
            PurchaseDraft("NF", "TORRA", [less], supplier_number=f"N{number}", goods=back),
            self.shop.session,
            confirmed=YES,
        )
        if back == "N":
            entry.cost -= Fraction(price) / 2
        else:
            self.model.add(Event(entry.at, -Fraction(1, 2), self.today, undone=entry))

    @rule(received=consumes(bought))
    def never_came(self, received: Any) -> None:
        self.shop.tick(seconds=1)
        cancel_purchase(received[0], "Engano", self.shop.session, confirmed=YES)
        self._back([received[2]])

    @rule(which=st.integers(0, 1), quantity=QUANTITIES, place=st.sampled_from(PLACES), supplier=st.booleans())
    def goes_back_by_guide(self, which: int, quantity: Decimal, place: str, supplier: bool) -> None:
        """GD: to a supplier it leaves, from a customer it comes."""
        self.shop.tick(seconds=1)
        whom = {"supplier": "TORRA"} if supplier else {"customer": DraftCustomer(code="PADARIA")}
        self.shop.issue("GD", DraftLine(self.articles[which], quantity=quantity), warehouse=place, **whom)
        sign = -1 if supplier else 1
        self.model.add(Event((self.articles[which], place, ""), sign * Fraction(quantity), self.today))

    @rule(
        target=guides, kind=st.sampled_from(("GR", "GC")), which=st.integers(0, 1), quantity=QUANTITIES,
        place=st.sampled_from(PLACES),
    )  # fmt: skip
    def delivers(self, kind: str, which: int, quantity: Decimal, place: str) -> Any:
        self.shop.tick(seconds=1)
        line, code = DraftLine(self.articles[which], quantity=quantity), self.articles[which]
        guide = self.shop.issue(kind, line, warehouse=place, customer=DraftCustomer(code="PADARIA")).number
        if kind == "GC":
            self._moved(code, place, "CONSIGNA", Fraction(quantity))
        else:
            self._leave(code, quantity, place)
        return kind, guide, code, quantity

    @rule(target=sales, guide=consumes(guides))
    def invoices(self, guide: Any) -> Any:
        """What a guide took for good is not taken again; what was on consignment is taken now."""
        self.shop.tick(seconds=1)
        kind, number, code, quantity = guide
        invoice = issue(convert_draft([number], "FT"), self.shop.session)
        if kind == "GC":
            return invoice, [self._leave(code, quantity, "CONSIGNA")]
        # It moves nothing: taken back it stays so, credited the goods come to the shop at what they are worth there.
        return invoice, [[Event((code, "A1", ""), -Fraction(quantity), self.today)]]

    @rule(target=sheets, quantity=QUANTITIES, place=st.sampled_from(PLACES), ago=AGO)
    def puts_together(self, quantity: Decimal, place: str, ago: int) -> Any:
        self.shop.tick(seconds=1)
        day, (one, other) = self.today - timedelta(days=ago), self.articles
        number = assemble(Assembly(self.kit, quantity, place, day=day), self.shop.session)
        many = Fraction(quantity)
        parts = tuple(
            self.model.add(Event((code, place, ""), -many * times, day)) for code, times in ((one, 3), (other, 1))
        )
        return number, [*parts, self.model.add(Event((self.kit, place, ""), many, day, made_of=parts))]

    @rule(made=consumes(sheets))
    def undoes(self, made: Any) -> None:
        self.shop.tick(seconds=1)
        undo_sheet(made[0], self.shop.session)
        self._back(made[1])

    def _back(self, events: list[Event]) -> None:
        for one in filter(self.model.has, events):
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
        ids = {Article.get(Article.code == code).id: code for code in self.sold}
        names = {w.id: w.code for w in Warehouse.select()}
        query = StockPlace.select().where(StockPlace.article_id.in_(list(ids)), StockPlace.quantity != 0)
        stored = {(ids[p.article_id], names[p.warehouse_id], ""): Fraction(p.quantity) for p in query}
        assert stored == self.model.places()

    @invariant()
    def all_is_worth_what_the_model_says(self) -> None:
        bring_up_to_date()
        for code in (*self.articles, self.kit):
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
    supplier = {
        "code": "TORRA", "nif": "501964843", "name": "Torrefação, Lda", "address": "Rua do Grão, 3",
        "postal_code": "4000-001", "city": "Porto",
    }  # fmt: skip
    save_supplier(None, supplier, company.session)
    few = int(os.environ.get("BALCAO_EXAMPLES", "10"))
    run_state_machine_as_test(
        lambda: Business(company),
        settings=settings(
            max_examples=few, stateful_step_count=25, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
