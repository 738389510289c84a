"""A reference becomes part of the document that it pays, in the transaction of the issue: both or neither."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fiscal.doctypes import DocumentType
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_euro
from models.references import states
from models.references.events import ASK, change, held
from models.references.tables import PaymentReference
from models.sales.draft import Draft
from models.session import Session

LATER = "referencia-depois"
"""Key of the warning that the reference is not there yet and will go by a notice."""


def reference_of(draft: Draft, kind: DocumentType, left: Decimal, confirmed: frozenset[str]) -> PaymentReference | None:
    """The reference that the draft is paid by, locked; None without one. left: what is not paid at issue, in euro.

    Raises Refusal where it does not fit the document, NeedsConfirmation (``LATER``) where the provider has not given it
    yet.
    """
    if not draft.payment_reference:
        return None
    row = held(draft.payment_reference)
    if kind.code != "FT" or row.operation != draft.operation or row.document_id is not None:
        raise _refusal("A referência é de outro documento: peça outra.")
    if row.amount != left:
        raise _refusal(
            f"A referência é de {show_euro(row.amount)} e há {show_euro(left)} por pagar: peça outra com F10."
        )
    if row.state == states.ASKED:
        if LATER not in confirmed:
            raise NeedsConfirmation(
                "A referência ainda não chegou. Emitir sem ela, e enviá-la depois por um aviso?",
                key=LATER,
                field="payment_reference",
                rule="reference",
            )
    elif row.state != states.OPEN:
        raise _refusal(f"A referência está {states.STATES[row.state]}: peça outra.")
    return row


def printed_rows(row: PaymentReference | None) -> list[dict[str, Any]]:
    """The row of DocumentReference; none where the reference is not there yet."""
    if row is None or row.state != states.OPEN:
        return []
    return [
        {
            "method": row.method, "entity": row.entity, "reference": row.reference, "link": row.link,
            "amount": row.amount, "valid_until": row.valid_until,
        }
    ]  # fmt: skip


def qr_field(row: PaymentReference | None) -> str:
    """Field S of the QR code: ``MB;entity;reference;amount`` (AT, Especificações técnicas código QR v1.0)."""
    if row is None or row.state != states.OPEN or row.method != states.MULTIBANCO:
        return ""
    return f"MB;{row.entity};{row.reference};{row.amount:.2f}"


def attach(
    row: PaymentReference | None, document_id: int, number: str, customer: tuple[int | None, str], session: Session
) -> None:
    """The document has its number: the reference is its own. customer: id of the card, and name."""
    if row is None:
        return
    columns: dict[str, Any] = {
        "document_id": document_id, "number": number, "customer_id": customer[0], "customer": customer[1],
        "printed": row.state == states.OPEN,
    }  # fmt: skip
    if row.state == states.ASKED:
        columns["next_at"] = session.clock.now()
    change(row, "attached", ASK, session, detail={"number": number}, **columns)


def _refusal(message: str) -> Refusal:
    return Refusal(message, field="payment_reference", rule="reference")
