"""What the shop really issued, of every type that is communicated, taken by the stand-in and told of what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from integrations.at import mapping
from integrations.at.authority import Authority
from integrations.at.security import Credential
from integrations.at.values import Action, Address, OrderReference, SeriesData, Service, Tax
from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.draft import DraftCustomer, DraftPlace, DraftTransport
from models.sales.find import document
from models.sales.issue import issue
from models.sales.record import IssuedDocument, Settled
from tests.at_server.server import PASSWORD, AtServer, User
from tests.company import CODES, NIF, Lojinha, line, loose
from tests.integrations.at.conftest import SharedClock

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")
SPAIN = DraftCustomer(nif="ESB12345674", name="Frutas Peña", address="Calle Mayor, 1", city="Vigo", country="ES")


@pytest.fixture
def at(opened: object, server: AtServer, clock: SharedClock) -> Authority:
    """AT with the shop's own sub-user and codes, on the shop's day."""
    user = f"{NIF}/1"
    clock.at = dt.datetime(2026, 11, 24, 10, 5, tzinfo=dt.UTC)
    server.gate.users[user] = User(PASSWORD, frozenset({"WSE", "WFA", "WDT"}))
    server.transport.codes = lambda: set(CODES.values())
    credentials = {
        service: Credential(user, PASSWORD) for service in (Service.SERIES, Service.INVOICES, Service.TRANSPORT)
    }
    made: Authority = opened(credentials=credentials)  # type: ignore[operator]
    return made


def test_invoices_and_notes(company: Lojinha, at: Authority) -> None:
    sold = company.issue("FT", line("CAFE", "3"), line("FORM", "2"), line("LEITE", "6"), customer=PADARIA)
    company.tick(minutes=1)
    documents = [
        sold,
        company.issue("FS", line("VINHO", "7"), line("SACO", "3"), prices_include_tax=True),
        company.issue("FR", line("A1", "100", discount="8.8%"), customer=DraftCustomer(code="MARIA")),
        company.credit(sold.number, {1: D(1)}),
        company.issue(
            "ND", loose("Portes", "1", "5", reference=sold.number, reference_reason="Portes"), customer=PADARIA
        ),
    ]
    for issued in documents:
        told = at.send_invoice(mapping.invoice(issued))
        assert (told.action, told.code, told.message) == (Action.SENT, "0", "Comunicado à AT."), issued.number


def test_cancelled_before_it_was_ever_sent(company: Lojinha, at: Authority, server: AtServer) -> None:
    sold = company.issue("FT", line("CAFE"), customer=PADARIA)
    company.tick(minutes=1)
    cancel(sold.number, "Cliente trocado", company.session)
    gone = document(sold.number)
    assert at.send_invoice(mapping.invoice(gone)).code == "0"
    assert at.send_invoice(mapping.invoice(gone)).code == "-10"
    assert at.change_invoice(mapping.issuer(gone).nif, mapping.header(gone), mapping.status(gone)).done
    assert server.documents.known[NIF, "Invoice", sold.number].status == "A"


@pytest.mark.parametrize("kind", [code for code, of in TYPES.items() if of.at_class == "WD" and not of.debit])
def test_working_documents(company: Lojinha, at: Authority, kind: str) -> None:
    told = at.send_work(mapping.work(company.issue(kind, line("CAFE", "2"), line("FORM"), customer=PADARIA)))
    assert (told.action, told.code) == (Action.SENT, "0")


def test_a_credit_of_consignment_goes_to_the_debit_side(company: Lojinha, at: Authority) -> None:
    credit = replace(company.issue("FC", line("CAFE", "2"), customer=PADARIA), number="CC 2026A/1", type="CC")
    made = mapping.work(credit)
    assert [one.side for one in made.lines] == ["D"]
    assert at.send_work(made).code == "0"


def test_an_order_becomes_an_invoice_that_names_it(company: Lojinha, at: Authority, server: AtServer) -> None:
    order = company.issue("NE", line("CAFE", "10"), line("LEITE", "4"), customer=PADARIA)
    assert at.send_work(mapping.work(order)).done
    company.tick(minutes=1)
    sold = document(issue(convert_draft([order.number], "FT"), company.session))
    made = mapping.invoice(sold)
    assert {one.orders for one in made.lines} == {(OrderReference(order.number, dt.date(2026, 11, 24)),)}
    assert at.send_invoice(made).done
    invoiced = document(order.number)
    assert at.change_work(NIF, mapping.header(invoiced), mapping.status(invoiced)).done
    assert server.documents.known[NIF, "Work", order.number].status == "F"


@pytest.mark.parametrize("kind", ["GR", "GT", "GC"])
def test_guides(company: Lojinha, at: Authority, kind: str) -> None:
    guide = company.issue(
        kind,
        line("CAFE", "2"),
        customer=PADARIA,
        transport=DraftTransport(starts_at=dt.datetime(2026, 11, 24, 15, 0), vehicle="aa-12-bb"),
    )
    made = mapping.transport(guide)
    assert made.loaded_at == Address("Rua de Cedofeita, 120", "Porto", "4050-180")
    assert made.unloaded_at == Address("Rua do Forno, 5", "Porto", "4000-001")
    assert (made.vehicle, made.starts, made.customer_nif) == ("AA-12-BB", dt.datetime(2026, 11, 24, 15, 0), "501964843")
    told = at.send_transport(made)
    assert (told.action, told.code, told.value) == (Action.SENT, "0", "000000001")


def test_assets_go_between_the_company_s_own_places(company: Lojinha, at: Authority) -> None:
    unload = DraftPlace("Armazém da Maia", "4470-001", "Maia", "PT")
    moved = company.issue(
        "GA", line("CAFE"), transport=DraftTransport(unload=unload, starts_at=dt.datetime(2026, 11, 24, 15, 0))
    )
    made = mapping.transport(moved)
    assert (made.customer_nif, made.unloaded_at) == (NIF, Address("Armazém da Maia", "Maia", "4470-001"))
    assert at.send_transport(made).code == "0"


def test_a_van_leaves_with_a_global_guide(company: Lojinha, at: Authority) -> None:
    loaded = company.issue("GT", line("CAFE", "50"), transport=DraftTransport(global_guide=True))
    made = mapping.transport(loaded)
    assert (made.customer_nif, made.customer_name, made.unloaded_at) == ("999999990", "", None)
    told = at.send_transport(made)
    assert (told.action, told.code) == (Action.SENT, "-100")  # it left at 10:00, and AT hears of it at 10:05


def test_goods_for_spain_have_no_destination_that_at_could_take(company: Lojinha, at: Authority) -> None:
    guide = company.issue("GT", line("CAFE"), customer=SPAIN)
    made = mapping.transport(guide)
    assert (made.unloaded_at, made.customer_address, made.customer_nif) == (None, None, "B12345674")
    assert at.send_transport(made).done


def receipt_of(company: Lojinha) -> IssuedDocument:
    """An RC as the cash VAT regime has it, for half of an invoice: 50 + 11,50 at 23 %, 25 + 1,50 at 6 %."""
    sold = company.issue("FT", loose("Serviço", "1", "100"), loose("Livro", "1", "50", "RED"), customer=PADARIA)
    own = (sold.number, sold.date, False)
    normal = Settled(1, *own, D(50), D(0), D("11.50"), "IVA", "PT", "NOR", D(23), "", "")
    reduced = Settled(2, *own, D(20), D(0), D("1.20"), "IVA", "PT", "RED", D(6), "", "")
    rest = replace(reduced, number=3, amount=D(5), tax=D("0.30"))
    return replace(
        sold, number="RC 2026A/1", type="RC", atcud="AAJ9RC39-1", lines=(), taxes=(), settled=(normal, reduced, rest),
        net=D(75), tax=D(13), gross=D(88), hash="", printed_hash="",
    )  # fmt: skip


def test_a_receipt_of_cash_vat_says_each_rate_once(company: Lojinha, at: Authority) -> None:
    made = mapping.payment(receipt_of(company))
    assert [(one.tax, one.amount, one.side) for one in made.lines] == [
        (Tax("IVA", "PT", "NOR", D(23)), D(50), "C"),
        (Tax("IVA", "PT", "RED", D(6)), D(25), "C"),
    ]
    assert at.send_payment(made).code == "0"
    assert at.send_payment(made).code == "-25"


def test_training_is_never_communicated(company: Lojinha) -> None:
    taught = replace(company.issue("FT", line("CAFE"), customer=PADARIA), training=True)
    with pytest.raises(Refusal, match="é de formação: não se comunica à AT"):
        mapping.invoice(taught)


def test_an_invoice_is_no_guide(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"), customer=PADARIA)
    with pytest.raises(Refusal, match="não tem dados de transporte a comunicar"):
        mapping.transport(sold)


@pytest.mark.parametrize("kind", list(TYPES))
def test_a_series_of_every_type_is_registered(at: Authority, kind: str) -> None:
    today = dt.date(2026, 11, 24)
    made = mapping.series(
        "2026A", kind, kind="N", first_number=1, starts_on=dt.date(2026, 1, 1), certificate="9999", today=today
    )
    assert made == SeriesData("2026A", TYPES[kind].at_class, kind, today, "9999")
    assert at.register_series(made).code == "2001"
