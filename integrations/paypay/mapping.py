"""PayPay's JSON as our values and back: cents as whole numbers, moments with an offset, states by name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from fiscal.rounding import ZERO
from fiscal.text import clean
from integrations.trouble import SURPRISE, Trouble
from models.references import states
from models.references.values import CANCELLED, EXPIRED, PAID, PENDING, REFUNDED, Asked, RemotePayment

_STATES = {
    "pending": PENDING, "pending_confirmation": PENDING, "authorised": PENDING, "confirmed": PAID, "settled": PAID,
    "cancelled": CANCELLED, "expired": EXPIRED, "refunded": REFUNDED,
}  # fmt: skip
"""``settled``, ``expired`` and ``refunded`` are named in PayPay's pages only as events: the literal words are assumed."""


def reference(asked: Asked) -> dict[str, Any]:
    """Body of POST /payments/references. Its start is the second of our intent: the answer repeats it, and so do lists,
    which is how a reference whose answer was lost is found again (no code of ours goes along in this request)."""
    return {
        "type": "payment",
        "amount": int(asked.amount * 100),
        "availableMethods": [{"code": "MB", "type": "NORMAL"}],
        "validDate": _valid(asked),
    }


def mbway(asked: Asked) -> dict[str, Any]:
    """Body of POST /payments for MB WAY."""
    return {
        "type": "payment",
        "amount": int(asked.amount * 100),
        "paymentMethod": {"code": "MW", "details": {"phoneNumber": asked.phone}},
    }


def checkout(asked: Asked) -> dict[str, Any]:
    """Body of POST /checkouts: a page of PayPay's where any method can be chosen."""
    return {
        "payment": {
            "amount": int(asked.amount * 100),
            "code": asked.code,
            "summary": clean(asked.description, 100),
            "availableMethods": [{"code": code} for code in ("MB", "MW", "CC")],
        },
        "page": {"language": "PT", "layout": "web"},
    }


def payment(data: Any) -> RemotePayment:
    """A payment object. Raises Trouble for one that lacks what is needed."""
    try:
        details, state = data.get("referenceDetails") or {}, data.get("stateDetails") or {}
        fee, transfer = data.get("paymentFee") or {}, data.get("transferDetails") or {}
        word = clean(str(state["state"]), 40)
        refunds = data.get("paymentRefunds") or []
        return RemotePayment(
            remote_id=_text(data["id"], 40),
            state=_STATES.get(word, word),
            amount=_cents(data["amount"]),
            code=_text(data.get("code"), 40),
            entity=_text(details.get("entity"), 5),
            reference=_text(details.get("reference"), 20),
            valid_until=_day((data.get("validDate") or {}).get("end")),
            starts_at=_moment((data.get("validDate") or {}).get("start")),
            created_at=_moment(data.get("createdAt")),
            phone=_text(((data.get("paymentMethod") or {}).get("details") or {}).get("phoneNumber"), 30),
            happened_at=_moment(state.get("createdAt") or data.get("updatedAt")),
            fee_net=_exact(fee.get("netAmount")),
            fee_tax=_exact(fee.get("taxAmount")),
            fee_invoice=_text((fee.get("invoiceDetails") or {}).get("invoiceNumber"), 60),
            transferred_on=_day(transfer.get("transferDate")),
            transfer=_text(transfer.get("payerReference"), 60),
            refunded=sum((_cents(one["amount"]) for one in refunds), ZERO),
        )
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise Trouble(SURPRISE, f"A PayPay respondeu de uma forma que não se conhece ({error}).", taken=True) from error


def page(data: Any, asked: Asked) -> RemotePayment:
    """The answer of POST /checkouts: a payment behind a link."""
    try:
        return RemotePayment(_text(data["paymentId"], 40), PENDING, asked.amount, link=_text(data["checkoutUrl"], 500))
    except (KeyError, TypeError) as error:
        raise Trouble(SURPRISE, "A PayPay não deu a ligação de pagamento.", taken=True) from error


def is_answer_to(asked: Asked, found: RemotePayment) -> bool:
    """Whether a payment in PayPay's list is what an intent of ours asked for."""
    if found.code:
        return found.code == asked.code
    if found.amount != asked.amount:
        return False
    if asked.method == states.MULTIBANCO:
        return bool(found.entity) and found.starts_at == asked.asked_at
    return asked.method == states.MBWAY and found.phone == asked.phone


def zoned(moment: dt.datetime) -> str:
    """ISO 8601 with the offset that this machine's time has then."""
    return moment.astimezone().isoformat(timespec="seconds")


def _valid(asked: Asked) -> dict[str, str]:
    valid = {"start": zoned(asked.asked_at)}
    if asked.valid_until is not None:
        valid["end"] = zoned(dt.datetime.combine(asked.valid_until, dt.time(23, 59, 59)))
    return valid


def _text(value: Any, limit: int) -> str:
    return "" if value is None else clean(str(value), limit)


def _cents(value: Any) -> Decimal:
    """Whole cents as euro; a fraction or a text is nothing that PayPay sends."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"amount {value!r}")
    return Decimal(value) / 100


def _exact(value: Any) -> Decimal:
    """A decimal text with up to eight places; kept to the millionth."""
    return Decimal(str(value)).quantize(Decimal("0.000001")) if value is not None else ZERO


def _moment(value: Any) -> dt.datetime | None:
    """In this machine's time, without zone. PayPay writes both ``2022-01-03T14:16:17+00:00`` and ``2022-01-03 14:16:17``."""
    if not value:
        return None
    found = dt.datetime.fromisoformat(str(value))
    return (found.astimezone() if found.tzinfo else found).replace(tzinfo=None, microsecond=0)


def _day(value: Any) -> dt.date | None:
    found = _moment(value)
    return found.date() if found else None
