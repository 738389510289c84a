"""Stock follows documents: out with a sale, in with a credit note, back with a cancellation; services never move."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from company import Lojinha, article, line, loose

from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer, DraftTransport
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from models.stock.tables import StockBalance, StockMovement, StockPlace, Warehouse
from models.stock.valuation import bring_up_to_date
from models.verify import verify

D = Decimal


def balance(code: str) -> Decimal | None:
    found = StockBalance.get_or_none(StockBalance.article_id == article(code).id)
    return None if found is None else found.quantity


def moves() -> list[tuple[str, Decimal]]:
    return [(m.reason, m.quantity) for m in StockMovement.select().order_by(StockMovement.id)]


def test_the_life_of_a_sale(company: Lojinha) -> None:
    sold = company.issue("FS", line("CAFE", "3"), line("LEITE", "0.5"), line("CAFE", "2"), line("MAO"))
    assert (balance("CAFE"), balance("LEITE"), balance("MAO")) == (-5, D("-0.5"), None)
    note = company.credit(sold.number, {1: D(1)})
    assert balance("CAFE") == -4
    cancel(note.number, "Engano", company.session)
    assert balance("CAFE") == -5
    cancel(sold.number, "Engano", company.session)
    assert (balance("CAFE"), balance("LEITE")) == (0, 0)
    assert moves() == [
        ("FS", D(-3)), ("FS", D("-0.5")), ("FS", D(-2)), ("NC", D(1)), ("A", D(-1)), ("A", D(3)), ("A", D("0.5")), ("A", D(2)),
    ]  # fmt: skip
    assert verify().findings == ()


def test_what_is_no_article_and_what_is_refused_moves_nothing(company: Lojinha) -> None:
    company.issue("FT", loose("Diversos", "3", "10"), line("FORM"))
    assert moves() == []


def test_two_terminals_add_up(company: Lojinha) -> None:
    for quantity in ("1", "2", "3"):
        company.issue("FS", line("CAFE", quantity), line("LEITE", quantity))
    assert (balance("CAFE"), balance("LEITE")) == (-6, -6)


def places(code: str) -> dict[str, Decimal]:
    query = StockPlace.select().where(StockPlace.article_id == article(code).id, StockPlace.quantity != 0)
    return {Warehouse.get_by_id(one.warehouse_id).code: one.quantity for one in query}


def test_goods_on_consignment_are_the_company_s_until_they_are_sold(company: Lojinha) -> None:
    """Ten go to a customer; three are invoiced there, two through a consignment invoice, one comes back; one sale is undone."""
    record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", D(20), cost=D(2))]), company.session)
    buyer = DraftCustomer(code="PADARIA")
    guide = company.issue("GC", line("CAFE", "10"), customer=buyer).number
    assert places("CAFE") == {"A1": 10, "CONSIGNA": 10}
    assert balance("CAFE") == 20  # the inventory of the year counts them
    sold = company.issue("FT", line("CAFE", "3", origin=guide, origin_line=1), customer=buyer).number
    assert places("CAFE") == {"A1": 10, "CONSIGNA": 7}
    told = company.issue("FC", line("CAFE", "2", origin=guide, origin_line=1), customer=buyer).number
    assert places("CAFE") == {"A1": 10, "CONSIGNA": 7}
    company.issue("FT", line("CAFE", "2", origin=told, origin_line=1), customer=buyer)
    assert places("CAFE") == {"A1": 10, "CONSIGNA": 5}
    company.issue("GD", line("CAFE", "1", origin=guide, origin_line=1), customer=buyer)
    assert places("CAFE") == {"A1": 11, "CONSIGNA": 4}
    cancel(sold, "Engano", company.session)
    assert places("CAFE") == {"A1": 11, "CONSIGNA": 7}
    bring_up_to_date()
    assert StockBalance.get_by_id(article("CAFE").id).average_value == 36  # 18 at 2,00
    assert verify().findings == ()


def test_a_guide_of_consignment_that_is_cancelled_brings_all_back(company: Lojinha) -> None:
    record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", D(20), cost=D(2))]), company.session)
    starts = company.clock.at + timedelta(hours=2)
    guide = company.issue(
        "GC", line("CAFE", "10"), customer=DraftCustomer(code="PADARIA"), transport=DraftTransport(starts_at=starts)
    ).number
    cancel(guide, "Engano", company.session)
    assert places("CAFE") == {"A1": 20}
    assert moves()[-2:] == [("T", D(10)), ("T", D(-10))]
