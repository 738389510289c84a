"""What the customer keeps back: the kind of income looked up, the rules checked, a waiver said on the document (8.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from fiscal.doctypes import DocumentType
from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from fiscal.rules.withholding import check_withholding, withheld
from fiscal.tables import Tables
from models.sales.customer import Buyer
from models.sales.draft import Draft, DraftWithholding
from models.session import Session


def settled(draft: Draft, day: date, tables: Tables) -> tuple[DraftWithholding | None, str]:
    """What is withheld with all that its kind of income says, and the mention of a waiver. Raises Refusal.

    Of a waiver nothing is withheld.
    """
    held = draft.withholding
    if held is None or not held.income:
        return held, ""
    income = tables.income(held.income, draft.region, day)
    if income.mention:
        return None, income.mention
    return (
        DraftWithholding(
            held.type or income.type,
            income.percent if held.rate is None else held.rate,
            held.description or income.description,
            held.income,
        ),
        "",
    )


def amount_held(draft: Draft, net: Decimal, day: date, tables: Tables) -> Decimal:
    """Euro that the customer keeps back of a draft whose net total is ``net``; 0 while its fields say nothing usable."""
    try:
        held, _ = settled(draft, day, tables)
        return withheld(held.type, held.rate or ZERO, net) if held else ZERO
    except Refusal:
        return ZERO


def held_back(draft: Draft, kind: DocumentType, net: Decimal, buyer: Buyer, day: date, session: Session) -> Draft:
    """The draft with its withholding complete and checked; of a waiver, with the mention before its notes."""
    if draft.withholding is None:
        return draft
    held, mention = settled(draft, day, session.tables)
    if mention:
        return replace(draft, withholding=None, notes=f"{mention}\n{draft.notes}".strip())
    assert held is not None
    amount = withheld(held.type, held.rate or ZERO, net)
    if kind.is_invoice and draft.recovery is None:
        check_withholding(session.tables, held.type, held.description, amount, day, buyer.nif, buyer.country)
    return replace(draft, withholding=held)
