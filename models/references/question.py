"""Whether an invoice asks «Pagamento com referência?», and what would then be asked for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from fiscal.multibanco import LEAST, MOST
from models import db
from models.company.setup import setting
from models.parties.tables import Customer
from models.references import states
from models.references.values import Wanted
from models.sales.draft import Draft
from models.sales.payments import terms

PROVIDER, DAYS = "references.provider", "references.days"
"""Settings of the company: who gives references (empty: nobody), and for how many days after it is due."""
AT_ONCE = "PP"
"""The payment condition Pronto Pagamento."""


def wanted(draft: Draft, left: Decimal, day: dt.date) -> Wanted | None:
    """What an invoice would ask for; None where it does not ask: Pronto Pagamento, an amount that no reference takes,
    no provider.

    left: euro that are not paid at issue; day: of the document.
    """
    provider = setting(PROVIDER)
    if not provider or draft.type != "FT" or draft.recovery is not None or _training(draft):
        return None
    if not LEAST <= left <= MOST:
        return None
    card = _card(draft)
    condition = draft.condition or (str(card.condition) if card is not None else "")
    if condition in ("", AT_ONCE):
        return None
    _, due = terms(condition, day)
    name = card.name if card is not None else draft.customer.name if draft.customer else ""
    until = due + dt.timedelta(days=int(setting(DAYS, "30")))
    return Wanted(
        draft.operation, provider, states.MULTIBANCO, left, name, card.id if card is not None else None, until
    )


def _card(draft: Draft) -> Customer | None:
    given = draft.customer
    if given is None:
        return None
    found: Customer | None = None
    if given.code:
        found = Customer.get_or_none(Customer.code == given.code)
    return found


def _training(draft: Draft) -> bool:
    """Nothing in a training series is real: no reference is asked for it."""
    sql = "SELECT 1 FROM series WHERE type = ? AND name = ? AND kind = 'F' LIMIT 1"
    return db.database.execute_sql(db.marked(sql), (draft.type, draft.series)).fetchone() is not None
