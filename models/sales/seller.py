"""Documents in another's name: self-billing by the buyer, and billing on behalf of a third party (CIVA art. 36 n.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fiscal.doctypes import DocumentType
from fiscal.errors import Refusal
from fiscal.text import clean
from models.parties.tables import Supplier
from models.sales.draft import Draft
from models.sales.rectified import Original

SELF, THIRD = "self", "third"
PURPOSE = {SELF: "self_billing", THIRD: "third_party"}


@dataclass(frozen=True, slots=True)
class Seller:
    """The supplier in whose name a document is issued, as the document keeps it."""

    supplier_id: int
    code: str
    nif: str
    name: str
    address: str
    postal_code: str
    city: str
    country: str


def check_same_name(draft: Draft, rectified: Mapping[str, Original]) -> None:
    """A rectifying document is issued in the same name as what it rectifies. Raises Refusal."""
    for original in rectified.values():
        document = original.document
        billed = SELF if document.self_billing else THIRD if document.third_party else ""
        if billed != draft.billing:
            raise Refusal(
                f"{document.number} não foi emitido em nome próprio: a retificação tem de ser igual."
                if billed
                else f"{document.number} foi emitido em nome próprio: a retificação também.",
                field="billing",
                rule="billing",
            )


def seller_of(draft: Draft, kind: DocumentType) -> Seller | None:
    """In whose name the draft is issued; None for the company itself. Raises Refusal, field ``supplier`` or ``billing``."""
    if not draft.billing:
        return None
    if draft.billing not in PURPOSE:
        raise Refusal(
            f"«{clean(draft.billing, 10)}» desconhecido: use self (autofaturação) ou third (por conta de terceiros).",
            field="billing",
            rule="billing",
        )
    if not (kind.is_invoice or (draft.billing == THIRD and kind.is_guide)):
        raise Refusal(f"Uma {kind.name.lower()} não se emite em nome de outro.", field="billing", rule="billing")
    card = Supplier.get_or_none(Supplier.code == clean(draft.supplier, 30))
    if card is None:
        raise Refusal(
            "Falta o fornecedor em nome de quem se fatura: escolha um com F4.", field="supplier", rule="billing"
        )
    if draft.billing == SELF and not card.self_billing:
        raise Refusal(
            f"{card.name} não tem acordo de autofaturação: o acordo prévio regista-se no Portal das Finanças e marca-se "
            "na ficha do fornecedor.",
            field="supplier",
            rule="CIVA-36",
        )
    for value, label in ((card.nif, "o NIF"), (card.address, "a morada"), (card.city, "a localidade")):
        if not value:
            raise Refusal(f"Falta {label} do fornecedor {card.name}: preencha a ficha.", field="supplier", rule="C27")
    return Seller(int(card.id), card.code, card.nif, card.name, card.address, card.postal_code, card.city, card.country)
