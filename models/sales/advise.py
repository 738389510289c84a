"""Warnings for the operator about a document: before it is issued, while it can still be mended, and after."""

from __future__ import annotations

from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER
from fiscal.rounding import ZERO
from fiscal.rules.advice import Facts, advice
from fiscal.rules.payment import CASH
from models.company.setup import current
from models.parties.customers import find_customer
from models.sales.draft import Draft, DraftCustomer
from models.sales.find import document
from models.sales.withhold import settled
from models.session import Session


def warnings_before(draft: Draft, gross: Decimal, session: Session) -> list[str]:
    """What to tell before the draft is issued. gross: its total in euro."""
    given = draft.customer or DraftCustomer()
    card = find_customer(given.code or given.nif) if given.code or given.nif else None
    facts = Facts(
        draft.type,
        draft.date or session.clock.now().date(),
        gross,
        sum((p.amount for p in draft.payments if p.method == CASH), ZERO),
        (card.nif if card else given.nif) or FINAL_CONSUMER,
        given.address or (card.address if card else ""),
        given.postal_code or (card.postal_code if card else ""),
        given.city or (card.city if card else ""),
        card.country if card else given.country or "PT",
        current().regime,
        [line.exemption for line in draft.lines],
        [line.region or draft.region for line in draft.lines],
        _withheld(draft, session),
    )
    return advice(session.tables, facts)


def warnings(number: str, session: Session) -> list[str]:
    """What to tell about a document issued."""
    issued = document(number)
    buyer = issued.customer
    cash = sum((p.amount for p in issued.payments if p.method == CASH), ZERO)
    facts = Facts(
        issued.type, issued.date, issued.gross, cash, buyer.nif, buyer.address, buyer.postal_code, buyer.city,
        buyer.country, current().regime, [line.exemption_code for line in issued.lines],
        [line.region for line in issued.lines], issued.withholding.type if issued.withholding else "",
    )  # fmt: skip
    return advice(session.tables, facts)


def _withheld(draft: Draft, session: Session) -> str:
    try:
        held, _ = settled(draft, draft.date or session.clock.now().date(), session.tables)
    except Refusal:
        return ""  # said when it is issued
    return held.type if held else ""
