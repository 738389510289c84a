"""What the operator is told without being stopped, before the issue and after it (C27; CIVA art. 36; LGT 63-C)."""

from __future__ import annotations

from typing import Any

from company import Lojinha, line

from models.sales.advise import warnings, warnings_before
from models.sales.draft import Draft, DraftCustomer, DraftPayment
from models.sales.find import document
from models.sales.issue import issue


def told(company: Lojinha, kind: str, price: str = "12.30", **buyer: Any) -> str:
    """The warnings, which must be the same before and after."""
    draft = Draft(kind, [line("CAFE", price=price)], prices_include_tax=True)
    draft.customer = DraftCustomer(**buyer) if buyer else None
    draft.payments = [DraftPayment("CD", draft.lines[0].price)] if kind != "FT" else []  # type: ignore[arg-type]
    before = warnings_before(draft, draft.lines[0].price or 0, company.session)  # type: ignore[arg-type]
    number = issue(draft, company.session)
    assert warnings(number, company.session) == before
    assert document(number).gross == draft.lines[0].price
    return " ".join(before)


def test_a_company_s_invoice_wants_its_address(company: Lojinha) -> None:
    assert told(company, "FT", code="PADARIA") == ""
    assert "morada, código postal, localidade" in told(company, "FT", nif="510000010", name="Sem Morada, Lda")
    assert told(company, "FS", nif="510000010", name="Sem Morada, Lda") == ""
    assert told(company, "FT", nif="245123458", name="Rui") == ""
    there = {"address": "Rua A", "postal_code": "4000-001", "city": "Porto"}
    assert told(company, "FR", nif="510000010", name="Com Morada, Lda", **there) == ""


def test_a_consumer_s_invoice_above_a_thousand_wants_name_and_address(company: Lojinha) -> None:
    assert told(company, "FT", "1000.00") == ""
    assert "Acima de 1 000,00 €" in told(company, "FT", "1000.01")
    assert told(company, "FS", "1000.00") == ""
