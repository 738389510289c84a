"""A transfer and the guide that travels with it: filled in, goods move once, each says the other (DL 147/2003)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from company import NIF, Lojinha, article, line, refusal

from models import db
from models.catalogue.tables import Article
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer
from models.sales.find import document, row_of
from models.sales.issue import issue
from models.sales.transfers import guide_draft
from models.stock.guides import guide_of, transfer_of
from models.stock.sheets import SheetDraft, SheetLine, receive, record_sheet, sheet_of, undo_sheet
from models.stock.tables import StockPlace, Warehouse
from models.stock.warehouses import save_warehouse
from models.verify import verify

D = Decimal


@pytest.fixture(autouse=True)
def _second_shop(company: Lojinha) -> None:
    values = {
        "code": "LOJA2", "name": "Loja 2", "address": "Rua das Flores, 8", "postal_code": "4000-200", "city": "Porto",
    }  # fmt: skip
    save_warehouse(None, values, company.session)
    with db.writing():
        Article.update(tracking="L").where(Article.code == "LEITE").execute()
    entered = [SheetLine("CAFE", D(10)), SheetLine("LEITE", D(6), "L1"), SheetLine("LEITE", D(6), "L2")]
    record_sheet(SheetDraft("E", "A1", entered), company.session)


def sent(company: Lojinha) -> str:
    lines = [SheetLine("CAFE", D(4)), SheetLine("LEITE", D(2), "L1"), SheetLine("LEITE", D(3), "L2")]
    return record_sheet(SheetDraft("T", "A1", lines, to_warehouse="LOJA2"), company.session)


def coffee() -> dict[str, Decimal]:
    names = {w.id: w.code for w in Warehouse.select()}
    found = StockPlace.select().where(StockPlace.article_id == article("CAFE").id, StockPlace.quantity != 0)
    return {names[place.warehouse_id]: place.quantity for place in found}


def test_the_guide_says_all_and_moves_nothing(company: Lojinha) -> None:
    transfer = sent(company)
    draft = guide_draft(transfer)
    assert draft.transport is not None
    draft.transport.vehicle = "AA-11-BB"
    before = coffee()
    guide = document(issue(draft, company.session))
    assert coffee() == before == {"A1": 6, "TRANSITO": 4}
    assert (guide.type, guide.customer.nif, guide.gross) == ("GT", NIF, 0)
    way = guide.transport
    assert way is not None
    assert (way.load.address, way.unload.address) == ("Rua de Cedofeita, 120", "Rua das Flores, 8")
    told = [(own.code, own.quantity, [t.code for t in own.traced]) for own in guide.lines]
    assert told == [("CAFE", 4, []), ("LEITE", 2, ["L1"]), ("LEITE", 3, ["L2"])]
    assert guide_of(int(sheet_of(transfer).id)) == guide.number
    assert transfer_of(int(row_of(guide.number).id)) == transfer
    assert guide.notes == f"Transferência {transfer}"
    receive(transfer, None, company.session)
    assert coffee() == {"A1": 6, "LOJA2": 4}
    assert verify().findings == ()
    assert guide_draft(sent(company)).transport.vehicle == "AA-11-BB", "the same van as the last time"  # type: ignore[union-attr]


def test_one_guide_at_a_time_and_before_the_goods_arrive(company: Lojinha) -> None:
    transfer = sent(company)
    draft = guide_draft(transfer)
    assert draft.transport is not None
    draft.transport.starts_at = company.clock.at + timedelta(hours=1)
    guide = issue(draft, company.session)
    assert refusal(lambda: guide_draft(transfer)).message == f"{transfer} já vai com a guia {guide}."
    assert f"vai com a guia {guide}: anule-a primeiro" in refusal(lambda: undo_sheet(transfer, company.session)).message
    cancel(guide, "Outra carrinha", company.session)
    issue(guide_draft(transfer), company.session)
    receive(transfer, None, company.session)
    assert refusal(lambda: guide_draft(transfer)).rule == "transfer"
    entry = record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE")]), company.session)
    assert refusal(lambda: guide_draft(entry)).rule == "transfer"


def test_the_guide_carries_what_the_transfer_does_and_goes_to_nobody_else(company: Lojinha) -> None:
    transfer = sent(company)
    more = guide_draft(transfer)
    more.lines[0].quantity = D(5)
    assert refusal(lambda: issue(more, company.session)).field == "lines.1.quantity"
    other = guide_draft(transfer)
    other.lines.append(line("VINHO"))
    assert refusal(lambda: issue(other, company.session)).field == "lines.4.quantity"
    sold = guide_draft(transfer)
    sold.customer = DraftCustomer(code="PADARIA")
    assert refusal(lambda: issue(sold, company.session)).field == "customer"
    assert guide_of(int(sheet_of(transfer).id)) == ""
    less = guide_draft(transfer)
    less.lines[0].quantity = D(3)
    issue(less, company.session)


def test_two_places_have_two_addresses(company: Lojinha) -> None:
    with db.writing():
        Warehouse.update(address="").where(Warehouse.code == "LOJA2").execute()
    said = refusal(lambda: guide_draft(sent(company)))
    assert "mesma morada (Rua de Cedofeita, 120)" in said.message
