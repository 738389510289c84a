"""From the counter to AT and back, over real HTTPS: sold, told, cut off, refused, cancelled, by one terminal or two."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from company import NIF, Lojinha, line

from integrations.at.authority import Authority
from integrations.at.client import Client
from integrations.at.config import Configuration
from integrations.at.deliver import Delivery, deliver, lease, ready
from integrations.at.security import Credential
from integrations.at.values import Service
from models import db
from models.outbox.act import retry_all
from models.outbox.choose import choose
from models.outbox.pending import pending
from models.outbox.tables import Outbox
from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.draft import DraftCustomer, DraftTransport
from models.sales.find import document
from models.sales.issue import issue
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.series.series import close_series, create_series
from models.series.tables import Series
from tests.at_server import troubles
from tests.at_server.security import User
from tests.at_server.server import PASSWORD, AtServer
from tests.integrations.at.conftest import SharedClock

PADARIA = DraftCustomer(code="PADARIA")
SERVICES = ("faturas", "transporte", "series")
USER = f"{NIF}/1"
HELD = timedelta(minutes=3)
AFTERNOON = DraftTransport(starts_at=dt.datetime(2026, 11, 24, 15, 0), vehicle="AA-00-BB")


@pytest.fixture
def at(company: Lojinha, server: AtServer, clock: SharedClock, opened: Callable[..., Authority]) -> Authority:
    """AT as this shop has it, its clock that of the shop; everything is told by web service."""
    clock.at = company.clock.at.replace(tzinfo=dt.UTC)
    server.gate.users[USER] = User(PASSWORD, frozenset({"WSE", "WFA", "WDT"}))
    choose(dict.fromkeys(SERVICES, "servico"), company.session)
    return opened(
        credentials=dict.fromkeys((Service.SERIES, Service.INVOICES, Service.TRANSPORT), Credential(USER, PASSWORD))
    )


def round_of(at: Authority, company: Lojinha) -> list[Delivery]:
    return list(deliver(at, company.session, SERVICES, HELD))


def later(company: Lojinha, clock: SharedClock, **step: float) -> None:
    company.tick(**step)
    clock.at = company.clock.at.replace(tzinfo=dt.UTC)


def invoice(company: Lojinha) -> str:
    return company.issue("FT", line("CAFE", "2"), customer=PADARIA, prices_include_tax=True).number


def states() -> list[tuple[str, str, str]]:
    return [(row.subject, row.state, row.code) for row in Outbox.select().order_by(Outbox.id)]


def known(server: AtServer, kind: str, number: str) -> str:
    return server.documents.known[NIF, kind, number].status


def test_sold_and_told(company: Lojinha, server: AtServer, at: Authority) -> None:
    number = invoice(company)
    credit = company.credit(number, {1: Decimal(1)}).number
    quote = company.issue("OR", line("LEITE", "6"), customer=PADARIA).number
    told = round_of(at, company)
    assert [(found.subject, found.state, found.message) for found in told] == [
        (number, "sent", "Comunicado à AT."), (credit, "sent", "Comunicado à AT."), (quote, "sent", "Comunicado à AT."),
    ]  # fmt: skip
    assert (known(server, "Invoice", number), known(server, "Work", quote)) == ("N", "N")
    assert round_of(at, company) == []
    found = pending()
    assert found is not None
    assert found.total == 0


def test_at_is_down_while_the_shop_sells_and_hears_of_it_later(
    company: Lojinha, server: AtServer, clock: SharedClock, at: Authority
) -> None:
    server.down()
    numbers = [invoice(company) for _ in range(3)]
    first = round_of(at, company)
    assert [(found.subject, found.state) for found in first] == [(numbers[0], "waiting")], "one asks for all"
    assert "nada foi enviado" in first[0].message
    server.up()
    assert [found.subject for found in round_of(at, company)] == numbers[1:]
    later(company, clock, minutes=1)
    assert [found.subject for found in round_of(at, company)] == numbers[:1]
    assert {state for _, state, _ in states()} == {"sent"}


@pytest.mark.parametrize("trouble", [troubles.cut_after, troubles.cut_inside], ids=lambda made: made.__name__)
def test_cut_off_after_it_was_taken_it_is_told_once(
    company: Lojinha, server: AtServer, clock: SharedClock, at: Authority, trouble: Callable[[], troubles.Trouble]
) -> None:
    number = invoice(company)
    server.troubles.append(trouble())
    assert [found.state for found in round_of(at, company)] == ["waiting"]
    later(company, clock, minutes=1)
    assert [found.state for found in round_of(at, company)] == ["sent"]
    assert states() == [(number, "sent", "-10")]
    assert len(server.documents.known) == 1


def test_a_wrong_password_is_tried_once(
    company: Lojinha, server: AtServer, at: Authority, opened: Callable[..., Authority]
) -> None:
    wrong = opened(credentials=dict.fromkeys((Service.SERIES, Service.INVOICES), Credential(USER, "errada")))
    numbers = [invoice(company) for _ in range(3)]
    assert [(found.subject, found.state) for found in round_of(wrong, company)] == [(numbers[0], "stopped")]
    assert round_of(wrong, company) == []
    found = pending()
    assert found is not None
    assert (found.waiting, found.wrong, found.stopped) == (2, 1, ("faturas",))
    retry_all(company.session)
    assert [found.state for found in round_of(wrong, company)] == ["stopped"]
    assert server.gate.wrong_passwords == 1, "asked again with the same password, nothing goes out"
    retry_all(company.session)
    assert [found.subject for found in round_of(at, company)] == numbers


def test_another_document_under_this_number_is_a_conflict_for_a_person(
    company: Lojinha, server: AtServer, at: Authority
) -> None:
    number = invoice(company)
    round_of(at, company)
    server.documents.known[NIF, "Invoice", number].content = b"another"
    with db.writing():
        Outbox.update(state="waiting").execute()
    (told,) = round_of(at, company)
    assert told.state == "conflict"
    assert told.message == (
        "A AT tem um documento com este número e valores diferentes: compare-o no e-Fatura com o do Balcão antes de "
        "continuar. (AT: Documento já registado com valores diferentes)"
    )


def test_a_cancelled_invoice_is_cancelled_at_at(company: Lojinha, server: AtServer, at: Authority) -> None:
    number = invoice(company)
    round_of(at, company)
    company.tick(minutes=1)
    cancel(number, "Engano no cliente", company.session)
    assert [(found.kind, found.state) for found in round_of(at, company)] == [("at.status", "sent")]
    assert known(server, "Invoice", number) == "A"


def test_an_invoice_cancelled_before_it_was_told_is_told_once_as_cancelled(
    company: Lojinha, server: AtServer, at: Authority
) -> None:
    number = invoice(company)
    cancel(number, "Engano no cliente", company.session)
    assert [(found.kind, found.state) for found in round_of(at, company)] == [("at.invoice", "sent")]
    assert (known(server, "Invoice", number), len(server.taken)) == ("A", 1)


def test_an_order_that_was_invoiced_is_told_as_invoiced(company: Lojinha, server: AtServer, at: Authority) -> None:
    order = company.issue("NE", line("CAFE"), customer=PADARIA).number
    round_of(at, company)
    company.tick(minutes=1)
    issue(convert_draft([order], "FT"), company.session)
    round_of(at, company)
    assert known(server, "Work", order) == "F"


def test_a_receipt_of_cash_vat_is_told_with_what_it_pays(company: Lojinha, server: AtServer, at: Authority) -> None:
    sold = company.issue("FT", line("CAFE"), line("LEITE"), customer=PADARIA, prices_include_tax=True).number
    with db.writing():  # the regime is the company's own choice, which another part makes
        for name in ("update",) if company.postgres else ("update", "change"):
            on = " ON document" if company.postgres else ""
            db.database.execute_sql(f"DROP TRIGGER frozen_document_{name}{on}")
        db.database.execute_sql("UPDATE document SET cash_vat = 1")
    company.tick(minutes=1)
    receipt = issue_receipt(ReceiptDraft([ReceiptLine(sold, Decimal("13.36"))]), company.session)
    assert receipt == "RC 2026A/1"
    assert [(found.kind, found.state) for found in round_of(at, company)] == [
        ("at.invoice", "sent"), ("at.payment", "sent"),
    ]  # fmt: skip
    company.tick(minutes=1)
    cancel(receipt, "Cheque devolvido", company.session)
    round_of(at, company)
    assert known(server, "Payment", receipt) == "A"


def own_guides(company: Lojinha, at: Authority) -> None:
    """A series of guides registered through the web service, so that AT knows its codes."""
    create_series({"type": "GT", "name": "2026B", "starts_on": company.clock.at.date()}, company.session)
    assert [(found.kind, found.state) for found in round_of(at, company)] == [("at.series", "sent")]


def test_a_guide_gets_its_code_before_it_leaves(company: Lojinha, server: AtServer, at: Authority) -> None:
    own_guides(company, at)
    guide = company.issue("GT", line("CAFE", "3"), customer=PADARIA, transport=AFTERNOON, series="2026B").number
    assert document(guide).at_code == ""
    assert [(found.state, found.answer) for found in round_of(at, company)] == [("sent", "000000001")]
    assert document(guide).at_code == "000000001", "the paper and the screen show it"
    company.tick(minutes=5)
    cancel(guide, "O cliente desistiu", company.session)
    assert [(found.kind, found.state) for found in round_of(at, company)] == [("at.cancel", "sent")]
    assert server.transport.known[NIF, guide]["MovementStatus"] == "A"


def test_a_guide_cut_off_after_it_was_taken_says_where_its_code_is(
    company: Lojinha, server: AtServer, clock: SharedClock, at: Authority
) -> None:
    own_guides(company, at)
    guide = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON, series="2026B").number
    server.troubles.append(troubles.cut_after())
    round_of(at, company)
    later(company, clock, minutes=1)
    (again,) = round_of(at, company)
    assert (again.subject, again.state, again.answer) == (guide, "sent", "")
    assert "consulte-o no Portal das Finanças" in again.message


def test_a_guide_told_after_it_left_is_told_all_the_same(
    company: Lojinha, server: AtServer, clock: SharedClock, at: Authority
) -> None:
    own_guides(company, at)
    company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON, series="2026B")
    later(company, clock, hours=6)
    assert [(found.state, found.answer) for found in round_of(at, company)] == [("sent", "000000001")]
    assert Outbox.get(Outbox.kind == "at.transport").code == "-100"


def test_a_global_guide_and_one_without_values(company: Lojinha, server: AtServer, at: Authority) -> None:
    own_guides(company, at)
    van = DraftTransport(starts_at=AFTERNOON.starts_at, global_guide=True)
    everybody = company.issue("GT", line("CAFE", "9"), transport=van, series="2026B").number
    bare = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON, series="2026B", valued=False).number
    assert [found.state for found in round_of(at, company)] == ["sent", "sent"]
    assert server.transport.known[NIF, everybody]["CustomerTaxID"] == "999999990"
    assert server.transport.known[NIF, bare]["CustomerTaxID"] == "501964843"


def test_a_series_whose_answer_was_lost_is_adopted(
    company: Lojinha, server: AtServer, clock: SharedClock, at: Authority
) -> None:
    created = create_series({"type": "FT", "name": "2026B", "starts_on": company.clock.at.date()}, company.session)
    server.troubles.append(troubles.cut_after())
    round_of(at, company)
    assert Series.get_by_id(created).validation_code == ""
    later(company, clock, minutes=1)
    round_of(at, company)
    series = Series.get_by_id(created)
    assert (series.validation_code, series.at_state) == ("CCCCCCC1", "A")
    assert states() == [("FT 2026B", "sent", "4001")]


def test_a_series_is_finished_when_it_is_closed_even_if_the_answer_is_lost(
    company: Lojinha, server: AtServer, clock: SharedClock, at: Authority
) -> None:
    created = create_series({"type": "FT", "name": "2026B", "starts_on": company.clock.at.date()}, company.session)
    round_of(at, company)
    company.issue("FT", line("CAFE"), customer=PADARIA, series="2026B")
    close_series(created, company.session)
    server.troubles += [troubles.cut_after(), troubles.cut_after()]
    round_of(at, company)
    later(company, clock, minutes=10)
    round_of(at, company)
    later(company, clock, minutes=10)
    round_of(at, company)
    assert Series.get_by_id(created).at_state == "F"
    assert [info["seqUltimoDocEmitido"] for info in server.series.known.values()] == ["1"]


def test_a_fresh_series_closed_unused_is_annulled(company: Lojinha, server: AtServer, at: Authority) -> None:
    created = create_series({"type": "FT", "name": "2026B", "starts_on": company.clock.at.date()}, company.session)
    round_of(at, company)
    close_series(created, company.session)
    round_of(at, company)
    assert Series.get_by_id(created).at_state == "N"
    assert [info["estado"] for info in server.series.known.values()] == ["N"]


def test_two_terminals_send_each_document_once(
    company: Lojinha, server: AtServer, at: Authority, opened: Callable[..., Authority]
) -> None:
    numbers = [invoice(company) for _ in range(10)]
    other = opened(credentials=at.client.configuration.credentials)
    delivered: list[str] = []

    def terminal(name: str, authority: Authority) -> None:
        delivered.extend(found.subject for found in deliver(authority, company.terminal(name), SERVICES, HELD))
        db.close()

    both = [threading.Thread(target=terminal, args=given) for given in (("caixa2", at), ("caixa3", other))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(120)
    assert sorted(delivered) == sorted(numbers)
    assert len(server.taken) == 10
    assert {code for _, _, code in states()} == {"0"}, "none was asked twice"


def test_what_is_not_configured_here_is_not_taken_from_who_has_it(configuration: Configuration) -> None:
    services, missing = ready(Configuration(credentials={Service.INVOICES: Credential(USER, "x")}))
    assert services == ["faturas"]
    assert [text.split(":")[0] for text in missing] == [
        "Falta o utilizador da AT para «transporte»", "Falta o utilizador da AT para «series»",
    ]  # fmt: skip
    assert lease(configuration) == timedelta(seconds=2 * (5 + 10) + 60)


def test_a_shop_without_network_at_all_goes_on(company: Lojinha, configuration: Configuration, at: Authority) -> None:
    nowhere = dict.fromkeys(Service, "https://127.0.0.1:9/")
    lost = Authority(Client(Configuration(
        addresses=nowhere, credentials=at.client.configuration.credentials, certificate=configuration.certificate,
        certificate_password=configuration.certificate_password, at_key=configuration.at_key,
    ), lambda: dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)))  # fmt: skip
    invoice(company)
    assert [found.state for found in deliver(lost, company.session, SERVICES, HELD)] == ["waiting"]
