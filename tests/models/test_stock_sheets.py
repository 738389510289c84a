"""The house moves its goods: entries, breakage, transfers on the road, and taking them back."""

from __future__ import annotations

from decimal import Decimal

from company import Lojinha, article, line, refusal

from fiscal.errors import NeedsConfirmation
from models import db
from models.catalogue.tables import Article
from models.stock.proof import stock_findings
from models.stock.sheets import SheetDraft, SheetLine, receive, record_sheet, sheet_of, undo_sheet
from models.stock.tables import Lot, StockBalance, StockPlace, Warehouse
from models.stock.valuation import bring_up_to_date

D = Decimal


def van(negative: str = "N") -> None:
    with db.writing():
        Warehouse.create(
            code="CARRINHA", name="Carrinha", address="", postal_code="", city="", establishment="", negative=negative,
            transit=False, active=True,
        )  # fmt: skip


def places(code: str) -> dict[str, Decimal]:
    query = StockPlace.select().where(StockPlace.article_id == article(code).id, StockPlace.quantity != 0)
    return {Warehouse.get_by_id(one.warehouse_id).code: one.quantity for one in query}


def entered(company: Lojinha, code: str = "CAFE", quantity: str = "10", **given: object) -> str:
    return record_sheet(SheetDraft("E", "A1", [SheetLine(code, D(quantity), **given)]), company.session)  # type: ignore[arg-type]


def test_a_transfer_goes_by_road_and_arrives_in_two_parts(company: Lojinha) -> None:
    van()
    assert entered(company, cost=D("2.50")) == "E 2026/1"
    sent = record_sheet(SheetDraft("T", "A1", [SheetLine("CAFE", D(6))], to_warehouse="CARRINHA"), company.session)
    assert places("CAFE") == {"A1": 4, "TRANSITO": 6}
    assert receive(sent, [D(4)], company.session) == "R 2026/1"
    assert (places("CAFE"), sheet_of(sent).state) == ({"A1": 4, "TRANSITO": 2, "CARRINHA": 4}, "T")
    assert "não pode chegar mais" in refusal(lambda: receive(sent, [D(3)], company.session)).message
    receive(sent, None, company.session)
    assert (places("CAFE"), sheet_of(sent).state) == ({"A1": 4, "CARRINHA": 6}, "R")
    bring_up_to_date()
    whole = StockBalance.get_by_id(article("CAFE").id)
    assert (whole.quantity, whole.average_value, whole.fifo_value) == (10, 25, 25)  # 10 at 2,50: a road costs nothing
    assert stock_findings() == []


def test_what_already_arrived_is_taken_back_from_its_end(company: Lojinha) -> None:
    van()
    entered(company)
    sent = record_sheet(SheetDraft("T", "A1", [SheetLine("CAFE", D(6))], to_warehouse="CARRINHA"), company.session)
    arrived = receive(sent, None, company.session)
    assert "anule primeiro" in refusal(lambda: undo_sheet(sent, company.session)).message
    undo_sheet(arrived, company.session)
    assert sheet_of(sent).state == "T"
    undo_sheet(sent, company.session)
    assert places("CAFE") == {"A1": 10}
    assert "já está anulada" in refusal(lambda: undo_sheet(sent, company.session)).message


def test_the_van_sells_nothing_that_it_does_not_carry(company: Lojinha) -> None:
    van()
    entered(company)
    sent = record_sheet(SheetDraft("T", "A1", [SheetLine("CAFE", D(2))], to_warehouse="CARRINHA"), company.session)
    receive(sent, None, company.session)
    company.issue("FS", line("CAFE", "2"), warehouse="CARRINHA")
    said = refusal(lambda: company.issue("FS", line("CAFE"), warehouse="CARRINHA"))
    assert said.field == "lines.1.quantity"
    assert said.message == (
        "Linha 1: Faltam 1 UN de CAFE em Carrinha, onde há 0: diminua a quantidade, ou dê entrada da mercadoria."
    )
    assert places("CAFE") == {"A1": 8}


def test_a_warning_is_answered_once(company: Lojinha) -> None:
    van("A")
    asked = refusal(lambda: company.issue("FS", line("CAFE"), warehouse="CARRINHA"))
    assert isinstance(asked, NeedsConfirmation)
    company.issue("FS", line("CAFE"), warehouse="CARRINHA", confirmed=(asked.key,))
    assert places("CAFE") == {"CARRINHA": -1}


def test_the_article_has_the_last_word_on_going_below_zero(company: Lojinha) -> None:
    with db.writing():
        Article.update(negative="N").where(Article.code == "CAFE").execute()
    assert "Faltam 3 UN de CAFE" in refusal(lambda: company.issue("FS", line("CAFE", "3"))).message
    company.issue("FS", line("LEITE", "3"))


def test_pieces_with_a_serial_number_are_one_each_and_come_in_once(company: Lojinha) -> None:
    with db.writing():
        Article.update(tracking="S").where(Article.code == "CAFE").execute()
    assert "Falta o número de série" in refusal(lambda: entered(company, quantity="1")).message
    entered(company, quantity="1", lot="sn-1")
    assert Lot.get().code == "SN-1"
    assert "já está em stock" in refusal(lambda: entered(company, quantity="1", lot="SN-1")).message
    assert "uma linha por peça" in refusal(lambda: entered(company, quantity="2", lot="SN-2")).message
    out = SheetDraft("Q", "A1", [SheetLine("CAFE", lot="SN-9")], reason="caiu")
    assert "não existe" in refusal(lambda: record_sheet(out, company.session)).message
    record_sheet(SheetDraft("Q", "A1", [SheetLine("CAFE", lot="SN-1")], reason="caiu"), company.session)
    assert places("CAFE") == {}


def test_the_same_sheet_twice_is_one(company: Lojinha) -> None:
    draft = SheetDraft("E", "A1", [SheetLine("CAFE", D(3))])
    assert record_sheet(draft, company.session) == record_sheet(draft, company.session) == "E 2026/1"
    assert places("CAFE") == {"A1": 3}


def test_what_is_wrong_says_where(company: Lojinha) -> None:
    def said(**given: object) -> tuple[str | None, str]:
        draft = SheetDraft(
            **{"kind": "S", "warehouse": "A1", "lines": [SheetLine("CAFE")], "reason": "acerto", **given}
        )  # type: ignore[arg-type]
        found = refusal(lambda: record_sheet(draft, company.session))
        return found.field, found.message

    assert said(warehouse="[red]")[0] == "warehouse"
    assert said(warehouse="TRANSITO")[0] == "warehouse"
    assert said(kind="T", to_warehouse="A1")[0] == "to_warehouse"
    assert said(reason="")[0] == "reason"
    assert said(lines=[])[0] == "lines"
    assert said(lines=[SheetLine("CAFE"), SheetLine("NADA")]) == (
        "lines.2.code", "Linha 2: Artigo «NADA» desconhecido: escolha um com F4."
    )  # fmt: skip
    assert said(lines=[SheetLine("MAO")])[0] == "lines.1.code"
    assert said(lines=[SheetLine("CAFE", D(-1))])[0] == "lines.1.quantity"
    assert said(day=company.clock.at.date().replace(year=2027))[0] == "day"
    assert StockPlace.select().count() == 0
