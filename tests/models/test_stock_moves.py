"""Stock follows documents: out with a sale, in with a credit note, back with a cancellation; services never move."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from company import Lojinha, article, line, loose, refusal

from fiscal.errors import NeedsConfirmation
from models import db
from models.catalogue.tables import Article
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer, DraftTransport
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from models.stock.tables import Lot, StockBalance, StockMovement, StockPlace, Warehouse
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


def test_a_credit_note_brings_goods_back_to_where_and_for_what_they_left(company: Lojinha) -> None:
    """Four left the van at 2,00 each; after a dearer purchase one of them comes back, at 2,00, to the van."""
    with db.writing():
        Warehouse.create(
            code="VAN", name="Carrinha", address="", postal_code="", city="", establishment="", negative="N",
            transit=False, active=True,
        )  # fmt: skip
    record_sheet(SheetDraft("E", "VAN", [SheetLine("CAFE", D(10), cost=D(2))]), company.session)
    sold = company.issue("FS", line("CAFE", "4"), warehouse="VAN").number
    company.tick(days=1)
    record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", D(10), cost=D(5))]), company.session)
    company.credit(sold, {1: D(1)})
    assert places("CAFE") == {"VAN": 7, "A1": 10}
    bring_up_to_date()
    assert StockBalance.get_by_id(article("CAFE").id).average_value == 64  # 20 - 8 + 50 + 2


def test_lots_are_said_when_they_are_sold_and_an_ended_one_is_asked_about(company: Lojinha) -> None:
    with db.writing():
        Article.update(tracking="L").where(Article.code == "VINHO").execute()
    day = company.clock.at.date()
    lines = [
        SheetLine("VINHO", D(6), lot="A", expires_on=day - timedelta(days=1)),
        SheetLine("VINHO", D(6), lot="B", expires_on=day + timedelta(days=90)),
    ]
    record_sheet(SheetDraft("E", "A1", lines), company.session)
    said = refusal(lambda: company.issue("FS", line("VINHO")))
    assert (said.field, "Falta o lote de VINHO" in said.message) == ("lines.1.lot", True)
    asked = refusal(lambda: company.issue("FS", line("VINHO", lot="A")))
    assert isinstance(asked, NeedsConfirmation)
    company.issue("FS", line("VINHO", lot="a"), confirmed=("expired",))
    sold = company.issue("FS", line("VINHO", "2", lot="B")).number
    company.credit(sold, {1: D(1)})
    left = {Lot.get_by_id(p.lot_id).code: p.quantity for p in StockPlace.select()}
    assert left == {"A": 5, "B": 5}
    assert verify().findings == ()
