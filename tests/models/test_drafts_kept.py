"""Drafts: kept at every field, recalled as they were, gone with the document they became (F1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, line
from hypothesis import given
from hypothesis import strategies as st

from fiscal.errors import Refusal
from models import db
from models.sales import draft_file
from models.sales.draft import Draft, DraftCustomer, DraftLine, DraftPayment, DraftWithholding
from models.sales.find import document
from models.sales.issue import issue
from models.sales.keep import discard, keep, kept, recall
from models.sales.tables import Document, DraftRow

D = Decimal


def full_draft() -> Draft:
    return Draft(
        "FR",
        [line("CAFE", "2", price="12.300000", discount="10%+1"), line("MAO", description="Mão de obra, à hora")],
        series="2026A",
        date=date(2026, 11, 24),
        customer=DraftCustomer(code="PADARIA", name="Padaria [red] Central"),
        prices_include_tax=True,
        global_discount="5%",
        region="PT-MA",
        payments=[DraftPayment("NU", D("50.00"))],
        condition="30D",
        notes="Entregar\nna loja",
        withholding=DraftWithholding("IRS", D("11.5"), "Artigo 101.º"),
    )


def test_a_draft_comes_back_as_it_was_left_even_after_the_program_stopped(company: Lojinha) -> None:
    draft = full_draft()
    keep(draft, company.session)
    db.close()
    db.connect(company.url)
    assert recall(draft.operation, company.session) == draft


def test_keeping_again_replaces(company: Lojinha) -> None:
    draft = Draft("FT", [line("CAFE")])
    keep(draft, company.session)
    draft.lines.append(line("LEITE", "6"))
    keep(draft, company.session)
    assert recall(draft.operation, company.session).lines == [line("CAFE"), line("LEITE", "6")]
    assert DraftRow.select().count() == 1


def test_each_operator_sees_their_own_newest_first(company: Lojinha) -> None:
    first, second = Draft("FT", [line("CAFE")]), Draft("FS", [line("LEITE")])
    keep(first, company.session)
    company.tick(seconds=1)
    keep(second, company.session, parked=True)
    assert [row.operation for row in kept(company.session)] == [second.operation, first.operation]
    assert [row.operation for row in kept(company.session, "FT")] == [first.operation]
    assert [row.operation for row in kept(company.session, parked=True)] == [second.operation]
    other = company.terminal("caixa2")
    assert len(kept(other)) == 2, "the same operator at another terminal"


def test_a_discarded_draft_is_gone(company: Lojinha) -> None:
    draft = Draft("FT", [line("CAFE")])
    keep(draft, company.session)
    discard(draft.operation, company.session)
    with pytest.raises(Refusal, match="já não existe"):
        recall(draft.operation, company.session)


def test_issuing_takes_the_draft_away_with_the_same_commit(company: Lojinha) -> None:
    draft = Draft("FT", [line("CAFE")])
    keep(draft, company.session)
    number = issue(draft, company.session)
    assert kept(company.session) == []
    assert issue(draft, company.session) == number


def test_a_refused_issue_leaves_the_draft(company: Lojinha) -> None:
    draft = Draft("FT", [line("CAFE", "-1")])
    keep(draft, company.session)
    with pytest.raises(Refusal):
        issue(draft, company.session)
    assert recall(draft.operation, company.session) == draft


def test_a_late_keep_does_not_bring_back_what_was_issued(company: Lojinha) -> None:
    """The screen keeps in the background: the last keep may come after the issue."""
    draft = Draft("FT", [line("CAFE")])
    issue(draft, company.session)
    keep(draft, company.session)
    assert kept(company.session) == []


def test_a_draft_has_no_number_and_cannot_be_found_as_a_document(company: Lojinha) -> None:
    draft = Draft("FT", [line("CAFE")])
    keep(draft, company.session)
    assert not Document.select().exists()
    with pytest.raises(Refusal, match="Não há nenhum documento"):
        document(draft.operation)


texts = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_categories=["Cc", "Cf", "Zs"]), min_size=1, max_size=20
)
numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=6)
draft_lines = st.builds(
    DraftLine, code=texts, description=texts, quantity=numbers, price=st.none() | numbers, discount=texts
)
drafts = st.builds(
    Draft,
    type=st.sampled_from(["FT", "FS", "NC"]),
    lines=st.lists(draft_lines, max_size=4),
    date=st.none() | st.dates(),
    customer=st.none() | st.builds(DraftCustomer, name=texts, nif=texts),
    prices_include_tax=st.booleans(),
    payments=st.lists(st.builds(DraftPayment, method=st.sampled_from(["NU", "CD"]), amount=numbers), max_size=2),
    notes=texts,
)


@given(drafts)
def test_any_draft_written_and_read_is_the_same(draft: Draft) -> None:
    import unicodedata

    if any(
        not unicodedata.is_normalized("NFC", str(draft_file.written(draft)[k])) for k in ("lines", "customer", "notes")
    ):
        return
    assert draft_file.read(draft_file.written(draft)) == draft
