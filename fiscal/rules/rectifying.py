"""Credit notes and cancelling: C6, C21, F10, F11 and the conservative limits of cancelling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from fiscal.doctypes import INSURANCE_TYPES, OLD_TYPES, TYPES
from fiscal.errors import Refusal
from fiscal.notation import show_day, show_number, show_quantity

REASON_MOST = 50
"""SAF-T Reason."""


def check_reference(type_name: str, rectifies: bool, reference: str, reason: str) -> None:
    """C6: a rectifying document names, line by line, what it rectifies and why; no other document does."""
    if not rectifies:
        if reference:
            raise Refusal(
                f"Uma {type_name.lower()} não retifica outro documento: apague a referência {reference}.",
                field="reference",
                rule="C6",
            )
        return
    if not reference:
        raise Refusal(
            f"Uma {type_name.lower()} tem de indicar o documento que retifica, por exemplo FT 2026A/1.",
            field="reference",
            rule="C6",
        )
    check_reason(reason, "reference_reason")


def check_reason(reason: str, field: str = "reason") -> None:
    """The reason of a rectification or cancellation: 3 to 50 characters (SAF-T Reason)."""
    if len(reason) < 3:
        raise Refusal("Escreva o motivo (pelo menos 3 letras).", field=field, rule="reason")
    if len(reason) > REASON_MOST:
        raise Refusal(f"O motivo tem {len(reason)} caracteres: o máximo é {REASON_MOST}.", field=field, rule="reason")


def check_creditable(number: str, type_code: str, status: str) -> None:
    """F10: neither a cancelled document nor a credit note can be credited (3.3.7); C6: it rectifies invoices only."""
    kind = (TYPES | OLD_TYPES | INSURANCE_TYPES).get(type_code)
    if kind is None or not kind.is_invoice:
        what = kind.name.lower() if kind else f"do tipo {type_code}"
        raise Refusal(
            f"{number} é {what}: só se credita uma fatura ou uma nota de débito.",
            field="reference",
            rule="C6",
        )
    if kind.debit:
        raise Refusal(f"{number} é uma nota de crédito: não se pode creditar.", field="reference", rule="F10")
    if status == "A":
        raise Refusal(f"{number} está anulado: não se pode retificar.", field="reference", rule="F10")


def check_left(
    number: str,
    code: str,
    *,
    quantity: Decimal,
    amount: Decimal,
    quantity_left: Decimal,
    amount_left: Decimal,
    sold: bool,
) -> None:
    """C21 and F10: a credit note takes back no more of an article than is left of it in the invoice (3.2.7, 3.3.7).

    amount: euro without tax, 6 decimals; sold: whether the invoice has the article at all.
    """
    if not sold:
        raise Refusal(f"O artigo {code} não consta de {number}: só se credita o que lá está.", field="code", rule="F12")
    if quantity_left <= 0 or (amount_left <= 0 and amount > 0):
        raise Refusal(f"{number} já foi totalmente creditado no artigo {code}.", field="reference", rule="F10")
    if quantity > quantity_left:
        raise Refusal(
            f"De {code} em {number} só resta creditar {show_quantity(quantity_left)}: pediu {show_quantity(quantity)}.",
            field="quantity",
            rule="C21",
        )
    if amount > amount_left:
        raise Refusal(
            f"De {code} em {number} só resta creditar {show_number(amount_left, 6, least=2)} € sem IVA: "
            f"a linha vale {show_number(amount, 6, least=2)} €.",
            field="price",
            rule="C21",
        )


def check_cancel(
    number: str,
    status: str,
    day: date,
    today: date,
    *,
    rectified_by: Sequence[str],
    depends: Sequence[str] = (),
    started: datetime | None = None,
) -> None:
    """F11 and the limits of cancelling: only a normal document, with nothing standing on it, until day 5 of next month.

    rectified_by: numbers of credit and debit notes in force on it; depends: later documents born from it;
    started: when its transport began, if it has: then it cannot be cancelled (DL 147/2003; AT's code -13).
    No law fixes a deadline; the month is closed for communication on day 5 (DL 198/2012, 3.º n.2).
    """
    if status == "A":
        raise Refusal(f"{number} já está anulado.", field="number", rule="cancel")
    if status == "F":
        raise Refusal(f"{number} já foi faturado: anule primeiro a fatura que o inclui.", field="number", rule="F11")
    if rectified_by:
        raise Refusal(
            f"{number} tem {', '.join(rectified_by[:3])}: anule primeiro esse documento.", field="number", rule="F11"
        )
    if depends:
        raise Refusal(
            f"{number} deu origem a {', '.join(depends[:3])}: anule primeiro esse documento.",
            field="number",
            rule="F11",
        )
    if started is not None:
        raise Refusal(
            f"O transporte de {number} já começou ({started:%d-%m-%Y %H:%M}): já não se anula. Se os bens voltarem, "
            "emita uma guia de devolução.",
            field="number",
            rule="DL147",
        )
    deadline = cancel_deadline(day)
    if today > deadline:
        raise Refusal(
            f"{number} só se podia anular até {show_day(deadline)}, porque o mês já foi comunicado: "
            "emita uma nota de crédito.",
            field="number",
            rule="cancel",
        )


def cancel_deadline(day: date) -> date:
    """Day 5 of the month after the document's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 5)
