"""Credit limit and blocked customers: who is warned, who may go on, and what is never stopped."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fiscal.errors import NeedsConfirmation
from models.parties.customers import find_customer, save_customer
from models.parties.form import load
from models.people.operators import create_operator
from models.sales.draft import Draft, DraftCustomer, DraftLine, DraftPayment
from models.sales.issue import issue
from models.session import Session
from tests.company import PASSWORD, Lojinha, loose, refusal

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")


def trusted(company: Lojinha, **values: object) -> None:
    card = find_customer("PADARIA")
    assert card is not None
    save_customer(int(card.id), {**load(card.id), **values}, company.session)


@pytest.fixture
def clerk(company: Lojinha) -> Session:
    """Somebody who does not administer."""
    create_operator("rui", "Rui", PASSWORD, company.session)
    return replace(company.session, operator="rui")


def sell(session: Session, amount: str, kind: str = "FT", *yes: str, paid: str = "") -> str:
    lines: list[DraftLine] = [loose("Serviço", "1", amount)]
    payments = [DraftPayment("TB", D(paid))] if paid else []
    draft = Draft(kind, lines, customer=PADARIA, prices_include_tax=True, payments=payments)
    return issue(draft, session, confirmed=frozenset(yes))


def test_what_passes_the_limit_is_asked_of_who_administers(company: Lojinha, clerk: Session) -> None:
    """Limit 100,00: 60,00 owed, 40,00 fit, 0,01 more does not; what is paid at once owes nothing."""
    trusted(company, credit_limit=D(100))
    first = sell(clerk, "60")
    sell(clerk, "40")
    no = refusal(lambda: sell(clerk, "0.01", "FT", "credit"))
    assert (no.rule, no.field) == ("credit", "customer")
    assert "deve 100,00 € e com este documento 100,01 €" in no.message
    sell(clerk, "500", "FR")
    sell(clerk, "500", paid="500")
    with pytest.raises(NeedsConfirmation) as asked:
        sell(company.session, "0.01")
    assert asked.value.key == "credit"
    sell(company.session, "0.01", "FT", "credit")
    company.credit(first)
    sell(clerk, "59.99")  # the credit note gave that room back


def test_a_blocked_customer_is_sold_to_only_by_who_administers(company: Lojinha, clerk: Session) -> None:
    sold = sell(clerk, "10")
    trusted(company, blocked=True)
    assert refusal(lambda: sell(clerk, "1", "FR", "blocked")).rule == "credit"
    with pytest.raises(NeedsConfirmation, match="está bloqueado"):
        sell(company.session, "1")
    sell(company.session, "1", "FT", "blocked")
    sell(clerk, "1", "OR")
    company.credit(sold)
    trusted(company, blocked=False)
    sell(clerk, "1")


def test_only_who_administers_gives_credit(company: Lojinha, clerk: Session) -> None:
    card = find_customer("PADARIA")
    assert card is not None
    for values, field in (({"credit_limit": D(9)}, "credit_limit"), ({"blocked": True}, "blocked")):
        no = refusal(lambda values=values: save_customer(int(card.id), {**load(card.id), **values}, clerk))
        assert (no.rule, no.field) == ("credit", field)
    save_customer(int(card.id), {**load(card.id), "phone": "222 000 333"}, clerk)
    assert refusal(lambda: trusted(company, credit_limit=D(-1))).field == "credit_limit"
