"""From quote to order to guide to invoice: what is left, what state each is in, and stock that moves once (1.3; F8)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from company import Lojinha, article, line, refusal

from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.draft import DraftCustomer, DraftPlace, DraftTransport
from models.sales.find import document
from models.sales.issue import issue
from models.stock.tables import StockBalance
from models.verify import verify

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")


def passed(company: Lojinha, number: str, into: str, **lines: str) -> str:
    """Converts what is left of a document, or some of it (``l1="2"``), and gives the new number."""
    wanted = {(number, int(name[1:])): D(text) for name, text in lines.items()} or None
    company.tick(minutes=1)
    return issue(convert_draft([number], into, wanted), company.session)


def state(number: str) -> str:
    return document(number).status


def stock(code: str) -> Decimal:
    found = StockBalance.get_or_none(StockBalance.article_id == article(code).id)
    return D(0) if found is None else found.quantity


def test_a_quote_becomes_order_guide_and_invoice(company: Lojinha) -> None:
    quote = company.issue(
        "OR", line("CAFE", "10"), line("LEITE", "12"), customer=PADARIA, prices_include_tax=True
    ).number
    order = passed(company, quote, "NE")
    guide = passed(company, order, "GR", l1="4", l2="12")
    assert (state(quote), state(order), state(guide)) == ("N", "N", "N"), "nothing was invoiced yet"
    assert (stock("CAFE"), stock("LEITE")) == (D(-4), D(-12)), "the guide took the goods"
    invoice = document(passed(company, guide, "FT"))
    assert (stock("CAFE"), stock("LEITE")) == (D(-4), D(-12)), "the invoice of a guide takes nothing"
    assert (state(quote), state(order), state(guide)) == ("F", "F", "F"), "invoiced, even partly"
    # 4 x 12,30 + 12 x 1,06, tax included
    assert (invoice.gross, invoice.customer.code) == (D("61.92"), "PADARIA")
    assert [(o.number, o.line) for x in invoice.lines for o in x.origins] == [(guide, 1), (guide, 2)]
    rest = document(passed(company, order, "FT"))
    assert [(x.code, x.quantity) for x in rest.lines] == [("CAFE", D(6))]
    assert stock("CAFE") == D(-10), "sold without a guide, the invoice takes the goods"
    assert refusal(lambda: convert_draft([order], "FT")).rule == "conversion"
    assert verify().findings == ()


def test_no_more_is_taken_than_is_left(company: Lojinha) -> None:
    order = company.issue("NE", line("CAFE", "10"), customer=PADARIA).number
    passed(company, order, "GR", l1="7")
    assert refusal(lambda: convert_draft([order], "FT", {(order, 1): D(4)})).field == "lines.1"
    wrong = convert_draft([order], "FT")
    wrong.lines[0].quantity = D(4)
    no = refusal(lambda: issue(wrong, company.session))
    assert (no.field, no.message) == ("lines.1.quantity", f"De CAFE em {order} só falta passar 3: pediu 4.")


def test_a_cancelled_invoice_gives_the_guide_back(company: Lojinha) -> None:
    guide = company.issue("GR", line("CAFE", "2"), customer=PADARIA).number
    invoice = passed(company, guide, "FT")
    assert state(guide) == "F"
    assert refusal(lambda: cancel(guide, "Engano", company.session)).rule == "F11"
    cancel(invoice, "Engano no cliente", company.session)
    assert state(guide) == "N"
    assert stock("CAFE") == D(-2), "the goods are still with the customer"
    assert state(passed(company, guide, "FT")) == "N"
    assert verify().findings == ()


def test_a_guide_that_left_cannot_be_cancelled(company: Lojinha) -> None:
    """DL 147/2003; AT's answer -13: only before the start of the transport."""
    later = DraftTransport(starts_at=dt.datetime(2026, 11, 24, 15, 0))
    guide = company.issue("GT", line("CAFE", "2"), customer=PADARIA, transport=later).number
    company.at(2026, 11, 24, 15, 1)
    assert "já começou (24-11-2026 15:00)" in refusal(lambda: cancel(guide, "Engano", company.session)).message
    company.at(2026, 11, 24, 14, 59)
    cancel(guide, "Engano", company.session)
    assert stock("CAFE") == 0


def test_a_van_sells_from_its_global_guide(company: Lojinha) -> None:
    """7.7: a global guide, then a document for each delivery; what comes back is what is left."""
    van = company.issue("GT", line("CAFE", "20"), valued=False, transport=DraftTransport(global_guide=True))
    assert (van.gross, van.taxes, van.customer.nif, stock("CAFE")) == (D(0), (), "999999990", D(0))
    assert "*I1:0*" in van.qr
    draft = convert_draft([van.number], "FT", {(van.number, 1): D(3)})
    draft.customer, draft.prices_include_tax = PADARIA, True
    company.tick(minutes=5)
    sold = document(issue(draft, company.session))
    assert (sold.gross, stock("CAFE")) == (D("36.90"), D(-3))
    left = convert_draft([van.number], "FT").lines
    assert [x.quantity for x in left] == [D(17)]


def test_a_guide_needs_somebody_and_a_place(company: Lojinha) -> None:
    assert refusal(lambda: company.issue("GR", line("CAFE"))).field == "customer"
    maria = DraftCustomer(code="MARIA")
    assert refusal(lambda: company.issue("GR", line("CAFE"), customer=maria)).field == "transport.unload.address"
    assert refusal(lambda: company.issue("FS", line("CAFE"), transport=DraftTransport())).field == "transport"


def test_goods_already_on_the_road_ask_for_a_yes(company: Lojinha) -> None:
    past = DraftTransport(starts_at=dt.datetime(2026, 11, 24, 9, 0))
    no = refusal(lambda: company.issue("GR", line("CAFE"), customer=PADARIA, transport=past))
    assert (no.rule, no.field) == ("DL147", "transport.starts_at")
    assert (
        company.issue(
            "GR", line("CAFE"), customer=PADARIA, transport=past, confirmed=("transporte-iniciado",)
        ).transport
        == document("GR 2026A/1").transport
    )


def test_goods_between_own_places_stay_in_stock(company: Lojinha) -> None:
    """8.4: the company's own NIF stands on a guide between its own places; nothing leaves the house."""
    there = DraftTransport(unload=DraftPlace("Rua do Armazém, 2", "4450-100", "Matosinhos"))
    guide = company.issue("GT", line("CAFE", "5"), customer=DraftCustomer(nif="509964435"), transport=there)
    assert (guide.customer.nif, guide.customer.code, stock("CAFE")) == ("509964435", "PROPRIA", D(0))
    assert verify().findings == ()
