"""Credit limit and blocked customers: checked when a document is issued; an administrator may go on all the same."""

from __future__ import annotations

from decimal import Decimal

from fiscal.doctypes import DocumentType
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_euro
from fiscal.rounding import ZERO
from models import db
from models.accounts.tables import OpenItem
from models.accounts.truth import CUSTOMERS
from models.parties.tables import Customer
from models.people.tables import Operator
from models.session import Session

BLOCKED_TYPES = ("FT", "FS", "FR", "ND", "GR", "GC", "NE", "FO")
"""What a blocked customer gets only with an administrator's yes; credit notes and quotes always."""
BLOCKED, LIMIT = "blocked", "credit"
"""Keys of the two warnings."""


def is_admin(session: Session) -> bool:
    """Whether who acts administers the company."""
    operator = Operator.get_or_none(Operator.code == session.operator)
    return operator is not None and bool(operator.admin)


def check_credit(
    customer_id: int | None, kind: DocumentType, owing: Decimal, session: Session, confirmed: frozenset[str]
) -> None:
    """Warns of a blocked customer and of a limit that would be passed; refuses who may not answer.

    owing: euro of the document that are not paid at once. Raises NeedsConfirmation, Refusal. Inside ``writing``.
    """
    if customer_id is None or kind.code not in BLOCKED_TYPES:
        return
    card = Customer.get_or_none(Customer.id == customer_id)
    if card is None:
        return
    if card.blocked:
        _ask(f"{card.name} está bloqueado.", BLOCKED, session, confirmed)
    if card.credit_limit is None or owing <= ZERO or not kind.is_invoice:
        return
    # Two terminals at once do not both see the room that is left.
    db.lock_for_writing(Customer.select().where(Customer.id == card.id)).get()
    items = OpenItem.select().where(OpenItem.side == CUSTOMERS, OpenItem.party_id == card.id)
    already = sum((item.left for item in items), ZERO)
    if already + owing > card.credit_limit:
        _ask(
            f"{card.name} deve {show_euro(already)} e com este documento {show_euro(already + owing)}: "
            f"o limite de crédito é {show_euro(card.credit_limit)}.",
            LIMIT,
            session,
            confirmed,
        )


def check_may_trust(before: Customer | None, limit: Decimal | None, blocked: bool, session: Session) -> None:
    """Only an administrator gives credit, or blocks and unblocks. Raises Refusal."""
    held = (None, False) if before is None else (before.credit_limit, bool(before.blocked))
    if limit is not None and limit < 0:
        raise Refusal("O limite de crédito não é negativo; vazio é sem limite.", field="credit_limit", rule="credit")
    if (limit, blocked) != held and not is_admin(session):
        field = "credit_limit" if limit != held[0] else "blocked"
        raise Refusal("Só um administrador muda o limite de crédito ou o bloqueio.", field=field, rule="credit")


def _ask(message: str, key: str, session: Session, confirmed: frozenset[str]) -> None:
    if not is_admin(session):
        raise Refusal(f"{message} Só um administrador pode continuar.", field="customer", rule="credit")
    if key not in confirmed:
        raise NeedsConfirmation(f"{message} Emitir assim mesmo?", key=key, field="customer", rule="credit")
