"""The list of documents, filtered by what one remembers of them."""

from __future__ import annotations

import pytest
from company import PERSON, Lojinha, line

from models.declared import Question
from models.sales.draft import DraftCustomer
from models.sales.listing import DOCUMENTS


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("padaria", ["FT 2026A/2", "FT 2026A/1"]),
        ("central pad", ["FT 2026A/2", "FT 2026A/1"]),
        ("conceicao", ["FR 2026A/1"]),
        (PERSON[:5], ["FR 2026A/1"]),
        ("ft 2026a/2", ["FT 2026A/2"]),
        ("12,30", ["FS 2026A/1"]),
        ("ninguém", []),
    ],
)
def test_by_number_total_nif_and_words_of_the_customers_name(company: Lojinha, typed: str, numbers: list[str]) -> None:
    """The first document's id is that of the customer PADARIA, which it is not for: a name must not find it."""
    company.issue("FS", line("CAFE"), prices_include_tax=True)
    company.issue("FR", line("FORM"), customer=DraftCustomer(code="MARIA"))
    company.issue("FT", line("VINHO"), customer=DraftCustomer(code="PADARIA"))
    company.issue("FT", line("SACO"), customer=DraftCustomer(code="PADARIA"))
    assert [row.cells[0] for row in DOCUMENTS.page(Question(typed), None, 20, False)] == numbers
