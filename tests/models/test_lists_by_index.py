"""What a list asks is answered from an index: nothing is scanned whole, nothing is sorted but what a filter found."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, line

from models import db, listings
from models.accounts.listing import SUPPLIER_PAYMENTS
from models.accounts.notice_list import NOTICES
from models.accounts.notices import make_notice
from models.accounts.opening import OpeningDraft, record_opening
from models.accounts.opening_form import OPENINGS
from models.accounts.pay import PaidLine, PaymentDraft, cancel_payment, pay_supplier
from models.catalogue.form import ARTICLES
from models.declared import Listing, Question
from models.history.listing import HISTORY
from models.outbox.choose import choose
from models.outbox.listing import COMMUNICATION
from models.parties.customers import find_customer
from models.parties.form import CUSTOMERS
from models.parties.suppliers import save_supplier
from models.references.listing import REFERENCES
from models.references.request import obtained, reserve
from models.references.values import RemotePayment, Wanted
from models.sales.draft import DraftCustomer
from models.sales.listing import DOCUMENTS
from models.sales.recurring import repeat_document
from models.sales.recurring_list import AVENCAS
from tests.models.old_saft import OldSaft, bring, invoice

LISTS = (
    ARTICLES, CUSTOMERS, DOCUMENTS, COMMUNICATION, HISTORY, SUPPLIER_PAYMENTS, OPENINGS, NOTICES, AVENCAS, REFERENCES,
)  # fmt: skip
DATES = (("since", date(2026, 1, 1)), ("until", date(2026, 12, 31)))
FILTERED = (
    (DOCUMENTS, (("type", "FT"),)),
    (DOCUMENTS, (("state", "A"),)),
    (DOCUMENTS, DATES),
    (DOCUMENTS, (("customer", "padaria"),)),
    (DOCUMENTS, (("least", Decimal(1)), ("most", Decimal(5)))),
    (ARTICLES, (("family", "CAF"),)),
    (ARTICLES, (("tax", "RED"),)),
    (ARTICLES, (("active", "N"),)),
    (ARTICLES, (("least", Decimal(1)),)),
    (CUSTOMERS, (("city", "porto"),)),
    (CUSTOMERS, (("active", "N"),)),
    (COMMUNICATION, (("state", "open"),)),
    (COMMUNICATION, (("state", "open.faturas"),)),
    (COMMUNICATION, (("state", "waiting"),)),
    (HISTORY, DATES),
    (REFERENCES, (("state", "open"),)),
    (REFERENCES, (("state", "resolver"),)),
    (REFERENCES, (("state", "receber"),)),
    (REFERENCES, DATES),
    (REFERENCES, (("paid_since", date(2026, 1, 1)), ("paid_until", date(2026, 12, 31)))),
    (REFERENCES, (("customer", "padaria"),)),
    (REFERENCES, (("least", Decimal(1)), ("most", Decimal(5)))),
    (HISTORY, (("customer", "padaria"),)),
    (SUPPLIER_PAYMENTS, (("state", "A"),)),
    (SUPPLIER_PAYMENTS, DATES),
    (OPENINGS, (("side", "F"),)),
    (NOTICES, (("state", "W"),)),
    (NOTICES, DATES[:1]),
    (AVENCAS, (("active", "S"),)),
    (AVENCAS, DATES[1:]),
)
TYPED = (
    (DOCUMENTS, "FT 2026A/1"), (DOCUMENTS, "12"), (DOCUMENTS, "500000000"), (DOCUMENTS, "maria da"), (DOCUMENTS, "12,50"),
    (DOCUMENTS, "24-11-2026"), (COMMUNICATION, "FT 2026A"),
    (ARTICLES, "cafe grao"), (ARTICLES, "560"), (CUSTOMERS, "maria"), (CUSTOMERS, "c1"),
    (REFERENCES, "FT 2026A"), (REFERENCES, "002 492"), (REFERENCES, "12,30"), (REFERENCES, "padaria"),
    (HISTORY, "FT A/1"), (HISTORY, "joão"), (HISTORY, "24-11-2026"),
)  # fmt: skip


@pytest.fixture
def plans(company: Lojinha, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """The plan of every question asked, as SQLite tells it."""
    if company.postgres:
        pytest.skip("PostgreSQL plans by its statistics: so few rows are always scanned")
    choose({"faturas": "servico"}, company.session)
    company.issue("FT", line("CAFE"), customer=DraftCustomer(code="PADARIA"))
    save_supplier(None, {"code": "TORRA", "nif": "501964843", "name": "Torrefação, Lda"}, company.session)
    record_opening(OpeningDraft("F", "TORRA", "A/1", date(2026, 1, 5), Decimal(9)), company.session)
    record_opening(OpeningDraft("C", "PADARIA", "V/1", date(2026, 1, 5), Decimal(9)), company.session)
    card = find_customer("PADARIA")
    assert card is not None
    make_notice(int(card.id), company.session)
    repeat_document("FT 2026A/1", 1, date(2026, 12, 1), company.session)
    paid = pay_supplier(PaymentDraft("TORRA", [PaidLine("A/1", Decimal(1))]), company.session)
    cancel_payment(paid, "Engano", company.session)
    code = reserve(Wanted("op-1", "paypay", "MB", Decimal("12.30")), company.session)
    obtained(
        code, RemotePayment("1", "pending", Decimal("12.30"), entity="12797", reference="002492622"), company.session
    )
    bring(company, OldSaft((invoice("FT A/1", "20.00", "4.60", "24.60"),)))
    told: list[list[str]] = []
    execute = db.database.obj.execute_sql

    def explained(sql: str, params: Any = None, **options: Any) -> Any:
        if sql.startswith("SELECT"):
            told.append([row[3] for row in execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()])
        return execute(sql, params, **options)

    monkeypatch.setattr(db.database.obj, "execute_sql", explained)
    for listing in LISTS:
        listing.source.plans.clear()  # type: ignore[union-attr]
    yield told
    for listing in LISTS:
        listing.source.plans.clear()  # type: ignore[union-attr]


def ask(listing: Listing, question: Question) -> None:
    """The first page and the last, and the pages beyond a key in both directions."""
    key = listing.source.key_of(listing.asked(question), 1)  # type: ignore[union-attr]
    assert key is not None
    for after, backwards in itertools.product((None, key), (False, True)):
        listing.page(question, after, 64, backwards)


def whole(plan: list[str]) -> list[str]:
    """The steps of a plan that read a table, or an index that is not the order, from end to end."""
    apart = ("USING", "SUBQUERY", "VIRTUAL TABLE", "CONSTANT ROW", "_wrapped")
    return [step for step in plan if step.startswith("SCAN") and not any(word in step for word in apart)]


@pytest.mark.parametrize(
    ("listing", "sort"),
    [(listing, c.name) for listing in LISTS for c in listing.columns if c.sortable],
    ids=lambda value: value.title if isinstance(value, Listing) else value,
)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_is_walked_along_an_index(
    plans: list[list[str]], listing: Listing, sort: str, descending: bool
) -> None:
    ask(listing, Question(sort=sort, descending=descending))
    assert len(plans) >= 5
    for plan in plans:
        assert not any("TEMP B-TREE" in step for step in plan), plan
        assert whole(plan) == []
    beyond = [plan for plan in plans if any(step.startswith("SEARCH t1 USING INDEX") for step in plan)]
    assert len(beyond) >= 2, "beyond a key the index is searched, not walked from its start"


@pytest.mark.parametrize(("listing", "filters"), FILTERED)
def test_a_filter_that_finds_few_rows_is_searched_by_its_index(
    plans: list[list[str]], listing: Listing, filters: tuple[tuple[str, Any], ...]
) -> None:
    """Only the few rows found are sorted (``listings.FEW`` at most)."""
    ask(listing, Question(filters=filters))
    assert plans
    for plan in plans:
        assert whole(plan) == []


@pytest.mark.parametrize(("listing", "text"), TYPED)
def test_what_is_typed_is_searched_by_an_index(plans: list[list[str]], listing: Listing, text: str) -> None:
    ask(listing, Question(text))
    listing.count(Question(text))
    for plan in plans:
        assert whole(plan) == [], plan


def test_a_filter_that_finds_many_rows_sorts_none(plans: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "FEW", 0)
    for sort, filters in itertools.product(
        ("date", "gross", "number"), ((("type", "FT"),), DATES, (("least", Decimal(1)),))
    ):
        ask(DOCUMENTS, Question("FT", sort=sort, descending=True, filters=filters))
    for plan in plans:
        assert not any("TEMP B-TREE" in step for step in plan), plan
        assert whole(plan) == []
