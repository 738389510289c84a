"""What each deed leaves to be told to AT, and until when: in the deed's own transaction, by the company's choice."""

from __future__ import annotations

import datetime as dt
import json
from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, line, loose, refusal

from models import db
from models.audit.log import rows as audit_rows
from models.outbox import kinds
from models.outbox.act import queue_since, retry_all, settle, withdraw
from models.outbox.choose import choose
from models.outbox.kinds import deadline_of_change, fifth_of_next_month
from models.outbox.pending import pending, time_left
from models.outbox.tables import Outbox
from models.parties.tables import Supplier
from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.draft import DraftCustomer, DraftTransport
from models.sales.find import document
from models.sales.issue import issue
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.series.series import close_series, create_series, set_validation_code
from models.series.tables import Series

PADARIA = DraftCustomer(code="PADARIA")
AFTERNOON = DraftTransport(starts_at=dt.datetime(2026, 11, 24, 15, 0))
ALL = dict.fromkeys(("faturas", "transporte", "series"), "servico")


def queue() -> list[tuple[str, str, str]]:
    return [(row.kind, row.subject, row.state) for row in Outbox.select().order_by(Outbox.id)]


def test_a_company_that_chose_nothing_queues_nothing(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"), customer=PADARIA)
    company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON)
    create_series({"type": "FT", "name": "2027A"}, company.session)
    assert queue() == []
    assert pending() is None, "no count in the title where nothing is told from here"


def test_what_a_day_leaves_to_be_told(company: Lojinha) -> None:
    choose(ALL, company.session)
    company.issue("FT", line("CAFE"), customer=PADARIA)
    company.issue("OR", line("CAFE"), customer=PADARIA)
    company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON)
    company.issue("FT", line("CAFE"), customer=PADARIA, transport=AFTERNOON)
    assert queue() == [
        ("at.invoice", "FT 2026A/1", "waiting"),
        ("at.work", "OR 2026A/1", "waiting"),
        ("at.transport", "GT 2026A/1", "waiting"),
        ("at.invoice", "FT 2026A/2", "waiting"),
    ], "an invoice that goes with the goods is told once (DL 147/2003, art. 5 n.9)"
    deadlines = [row.deadline for row in Outbox.select().order_by(Outbox.id)]
    fifth = dt.datetime(2026, 12, 5, 23, 59, 59)
    assert deadlines == [fifth, fifth, dt.datetime(2026, 11, 24, 15, 0), fifth]
    found = pending()
    assert found is not None
    assert (found.waiting, found.wrong, found.subject) == (4, 0, "GT 2026A/1"), "what is due first: before it leaves"


def test_only_the_services_chosen_are_told_by_web_service(company: Lojinha) -> None:
    choose({"faturas": "servico"}, company.session)
    company.issue("GR", line("CAFE"), customer=PADARIA, transport=AFTERNOON)
    company.issue("FS", line("CAFE"), prices_include_tax=True)
    create_series({"type": "FT", "name": "2027A"}, company.session)
    assert queue() == [("at.invoice", "FS 2026A/1", "waiting")]
    assert refusal(lambda: choose({"faturas": "pombo"}, company.session)).field == "at.faturas"


def test_what_is_issued_in_another_s_name_is_not_ours_to_tell(company: Lojinha) -> None:
    """The series of self-billing is ours to register; its documents are of the supplier's NIF (decision 30)."""
    choose(ALL, company.session)
    with db.writing():
        farm = Supplier.create(
            code="QUINTA", nif="245678909", name="Quinta do Vale", address="Lugar do Vale", postal_code="5000-100",
            city="Vila Real", country="PT", phone="", email="", self_billing=True, active=True, search="quinta",
        )  # fmt: skip
    own = {"type": "FT", "name": "AF2026", "purpose": "self_billing", "supplier_id": farm.id}
    created = create_series(own, company.session)
    create_series({**own, "name": "TE2026", "purpose": "third_party"}, company.session)
    assert queue() == [("at.series", "FT AF2026", "waiting")]
    set_validation_code(created, "AFFT2222", company.session)
    company.issue("FT", loose("Maçã bravo", "100", "0.80", "RED"), supplier="QUINTA", billing="self")
    assert queue() == [("at.series", "FT AF2026", "withdrawn")]


def test_a_receipt_is_told_only_in_the_cash_vat_regime(company: Lojinha) -> None:
    choose(ALL, company.session)
    sold = company.issue("FT", line("CAFE"), customer=PADARIA, prices_include_tax=True).number
    company.tick(minutes=1)
    issue_receipt(ReceiptDraft([ReceiptLine(sold, Decimal("12.30"))]), company.session)
    assert queue() == [("at.invoice", sold, "waiting")], "an RG is not communicated"


def test_what_is_refused_leaves_nothing_to_be_told(company: Lojinha) -> None:
    choose(ALL, company.session)
    refusal(lambda: company.issue("FT", line("NADA"), customer=PADARIA))
    assert queue() == []


@pytest.mark.parametrize(
    ("issued", "until"),
    [
        (date(2026, 11, 1), dt.datetime(2026, 12, 5, 23, 59, 59)),
        (date(2026, 12, 31), dt.datetime(2027, 1, 5, 23, 59, 59)),
        (date(2028, 1, 31), dt.datetime(2028, 2, 5, 23, 59, 59)),
    ],
)
def test_invoices_are_told_until_the_fifth_of_the_next_month(issued: date, until: dt.datetime) -> None:
    assert fifth_of_next_month(issued) == until


def test_a_change_is_told_with_its_month_while_that_is_open() -> None:
    assert deadline_of_change(date(2026, 11, 30), dt.datetime(2026, 12, 5, 23, 0)) == dt.datetime(
        2026, 12, 5, 23, 59, 59
    )
    assert deadline_of_change(date(2026, 11, 30), dt.datetime(2026, 12, 6, 9, 0)) == dt.datetime(2027, 1, 5, 23, 59, 59)


def test_cancelling_is_queued_behind_its_document(company: Lojinha) -> None:
    choose(ALL, company.session)
    invoice = company.issue("FT", line("CAFE"), customer=PADARIA).number
    company.tick(minutes=5)
    cancel(invoice, "Engano no cliente", company.session)
    assert queue() == [("at.invoice", invoice, "waiting"), ("at.status", invoice, "waiting")]
    change = Outbox.get(Outbox.kind == "at.status")
    assert json.loads(change.detail) == {"status": "A", "at": "2026-11-24T10:05:00"}


def test_a_document_told_by_file_has_its_changes_told_by_file(company: Lojinha) -> None:
    invoice = company.issue("FT", line("CAFE"), customer=PADARIA).number
    choose(ALL, company.session)
    cancel(invoice, "Engano no cliente", company.session)
    assert queue() == []


def test_an_order_that_is_invoiced_and_given_back_has_its_last_state_told(company: Lojinha) -> None:
    choose(ALL, company.session)
    order = company.issue("NE", line("CAFE"), customer=PADARIA).number
    company.tick(minutes=1)
    invoice = issue(convert_draft([order], "FT"), company.session)
    assert queue()[-1] == ("at.status", order, "waiting")
    cancel(invoice, "Engano no cliente", company.session)
    changes = Outbox.select().where(Outbox.kind == "at.status", Outbox.subject == order)
    assert [json.loads(row.detail)["status"] for row in changes] == ["N"], "what nobody was told of yet is told once"


def test_a_guide_that_never_left_and_was_never_sent_is_not_told(company: Lojinha) -> None:
    choose(ALL, company.session)
    guide = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON).number
    cancel(guide, "Não chegou a sair", company.session)
    assert queue() == [("at.transport", guide, "withdrawn")]
    found = pending()
    assert found is not None
    assert found.total == 0


def test_a_guide_that_is_invoiced_tells_nothing_to_the_transport_service(company: Lojinha) -> None:
    choose({"transporte": "servico"}, company.session)
    guide = company.issue("GR", line("CAFE"), customer=PADARIA, transport=AFTERNOON).number
    company.tick(minutes=1)
    issue(convert_draft([guide], "FT"), company.session)
    assert document(guide).status == "F"
    assert queue() == [("at.transport", guide, "waiting")]


def test_a_series_asks_for_its_code_unless_that_is_typed(company: Lojinha) -> None:
    choose(ALL, company.session)
    asks = create_series({"type": "FT", "name": "2027A", "starts_on": date(2027, 1, 1)}, company.session)
    create_series({"type": "NC", "name": "2027A", "validation_code": "ABCD1234"}, company.session)
    assert queue() == [("at.series", "FT 2027A", "waiting")]
    assert Outbox.get().deadline == dt.datetime(2027, 1, 1), "before its first day of use"
    set_validation_code(asks, "EFGH5678", company.session)
    assert queue() == [("at.series", "FT 2027A", "withdrawn")]


@pytest.mark.parametrize(
    ("used", "registered", "told"),
    [(True, date(2026, 1, 2), "finish"), (False, date(2026, 11, 23), "annul"), (False, date(2026, 11, 22), "")],
)
def test_closing_a_series_tells_what_at_takes(company: Lojinha, used: bool, registered: date, told: str) -> None:
    """A used one is finished; a fresh one is annulled on its day or the next; AT finishes none without a document."""
    choose({"series": "servico"}, company.session)
    with db.writing():
        Series.update(at_state="A", registered_on=registered).where(Series.type == "FT").execute()
    if used:
        company.issue("FT", line("CAFE"), customer=PADARIA)
    close_series(Series.get(Series.type == "FT").id, company.session)
    assert [json.loads(row.detail)["do"] for row in Outbox.select()] == ([told] if told else [])


def test_passing_to_the_web_service_within_a_month_tells_what_came_before(company: Lojinha) -> None:
    company.at(2026, 10, 30, 10, 0)
    company.issue("FT", line("CAFE"), customer=PADARIA)
    company.at(2026, 11, 24, 10, 0)
    company.issue("FT", line("CAFE"), customer=PADARIA)
    cancelled = company.issue("FT", line("CAFE"), customer=PADARIA).number
    cancel(cancelled, "Engano no cliente", company.session)
    company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON)
    gone = DraftTransport(starts_at=dt.datetime(2026, 11, 24, 10, 1))
    company.issue("GT", line("CAFE"), customer=PADARIA, transport=gone)
    company.tick(minutes=2)
    choose(ALL, company.session)
    assert queue_since(date(2026, 11, 1), company.session) == 3
    assert [subject for _, subject, _ in queue()] == ["FT 2026A/2", "FT 2026A/3", "GT 2026A/1"]
    assert queue_since(date(2026, 11, 1), company.session) == 0, "none twice"


def test_settled_by_other_means_and_withdrawn_say_why(company: Lojinha) -> None:
    choose(ALL, company.session)
    guide = company.issue("GT", line("CAFE"), customer=PADARIA, transport=AFTERNOON).number
    invoice = company.issue("FT", line("CAFE"), customer=PADARIA).number
    first, second = (int(row.id) for row in Outbox.select().order_by(Outbox.id))
    assert refusal(lambda: settle(first, " ", company.session)).field == "reason"
    settle(first, "Por telefone, às 14:30", company.session, code="123 456 789")
    assert document(guide).at_code == "123456789", "the paper shows the code that was dictated"
    withdraw(second, "Vai no ficheiro SAF-T", company.session)
    assert queue() == [("at.transport", guide, kinds.SENT), ("at.invoice", invoice, kinds.WITHDRAWN)]
    assert "já está enviado" in refusal(lambda: withdraw(first, "Engano", company.session)).message
    told = [(row["action"], row["subject"]) for row in audit_rows() if row["action"].startswith("at.")]
    assert told == [("at.settle", guide), ("at.withdraw", invoice)]
    assert retry_all(company.session) == 0


@pytest.mark.parametrize(
    ("deadline", "left"),
    [
        (dt.datetime(2026, 12, 5, 23, 59, 59), "11 dias"),
        (dt.datetime(2026, 11, 25, 23, 59, 59), "1 dia"),
        (dt.datetime(2026, 11, 24, 23, 59, 59), "hoje"),
        (dt.datetime(2026, 11, 24, 13, 20), "3 h 20"),
        (dt.datetime(2026, 11, 24, 10, 45), "45 min"),
        (dt.datetime(2026, 11, 24, 9, 0), "passou hoje"),
        (dt.datetime(2026, 11, 5, 23, 59, 59), "passou há 19 dias"),
        (None, ""),
    ],
)
def test_time_left(deadline: dt.datetime | None, left: str) -> None:
    assert time_left(deadline, dt.datetime(2026, 11, 24, 10, 0)) == left
