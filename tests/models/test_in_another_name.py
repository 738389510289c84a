"""Self-billing and billing on behalf of others: own series, the seller's name, states and flags (CIVA art. 36 n.11; 1.7)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from company import Lojinha, loose, refusal

from models import db
from models.parties.tables import Supplier
from models.sales.credit import credit_draft
from models.sales.draft import DraftCustomer
from models.sales.find import document
from models.sales.issue import issue
from models.series.series import create_series
from models.verify import verify

D = Decimal


@pytest.fixture
def farmer(company: Lojinha) -> int:
    """A supplier with an agreement, and its series of invoices and credit notes."""
    with db.writing():
        card = Supplier.create(
            code="QUINTA", nif="245678909", name="Quinta do Vale", address="Lugar do Vale", postal_code="5000-100",
            city="Vila Real", country="PT", phone="", email="", self_billing=True, active=True, search="quinta",
        )  # fmt: skip
    for kind, code in (("FT", "AFFT2222"), ("NC", "AFNC3333")):
        create_series(
            {
                "type": kind,
                "name": "AF2026",
                "validation_code": code,
                "purpose": "self_billing",
                "supplier_id": card.id,
            },
            company.session,
        )
    return int(card.id)


def test_the_buyer_bills_itself_in_the_name_of_the_supplier(company: Lojinha, farmer: int) -> None:
    bought = company.issue("FT", loose("Maçã bravo", "100", "0.80", "RED"), supplier="QUINTA", billing="self")
    assert (bought.number, bought.status, bought.self_billing) == ("FT AF2026/1", "S", True)
    assert bought.seller is not None
    assert (bought.seller.nif, bought.customer.nif, bought.gross) == ("245678909", "509964435", D("84.80"))
    assert bought.qr.startswith("A:245678909*B:509964435*C:PT*D:FT*E:S*")
    company.tick(minutes=1)
    draft = credit_draft(bought.number, "Fruta tocada", {1: D(10)})
    assert (draft.billing, draft.supplier) == ("self", "QUINTA")
    back = document(issue(draft, company.session))
    assert (back.number, back.status, back.seller) == ("NC AF2026/1", "S", bought.seller)
    assert verify().findings == ()


def test_own_documents_and_those_of_others_never_share_a_series(company: Lojinha, farmer: int) -> None:
    no = refusal(lambda: company.issue("FT", loose("Maçã", "1", "1"), series="AF2026"))
    assert (no.field, "autofaturação" in no.message) == ("series", True)
    no = refusal(
        lambda: company.issue("FT", loose("Maçã", "1", "1"), series="2026A", supplier="QUINTA", billing="self")
    )
    assert no.field == "series"


def test_without_agreement_nobody_bills_for_a_supplier(company: Lojinha, farmer: int) -> None:
    with db.writing():
        Supplier.update(self_billing=False).where(Supplier.id == farmer).execute()
    no = refusal(lambda: company.issue("FT", loose("Maçã", "1", "1"), supplier="QUINTA", billing="self"))
    assert (no.field, no.rule) == ("supplier", "CIVA-36")


def test_a_third_party_is_billed_for_with_its_own_customers(company: Lojinha, farmer: int) -> None:
    create_series(
        {"type": "FT", "name": "T2026", "validation_code": "TERC2222", "purpose": "third_party", "supplier_id": farmer},
        company.session,
    )
    sold = company.issue(
        "FT",
        loose("Maçã", "10", "1", "RED"),
        supplier="QUINTA",
        billing="third",
        customer=DraftCustomer(code="PADARIA"),
    )
    assert (sold.number, sold.status, sold.third_party, sold.customer.code) == ("FT T2026/1", "N", True, "PADARIA")
    assert sold.qr.startswith("A:245678909*B:501964843*")
    company.tick(minutes=1)
    no = refusal(
        lambda: company.issue("NC", loose("Maçã", "1", "1", "RED", reference=sold.number, reference_reason="Erro"))
    )
    assert no.field in ("billing", "series")
