"""Calls that PayPay makes: the signature over the bytes as they came, their age, and what they are about.

A call only says which payment to look at: its state is always asked for again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from fiscal.text import clean
from integrations.ports import Hook
from integrations.trouble import CREDENTIALS, INVALID, Trouble

ACTIONS = (
    "payment_confirmed", "payment_expired", "payment_cancelled", "payment_refunded", "payment_authorized",
    "payment_method_error",
)  # fmt: skip
OLDEST = dt.timedelta(seconds=1800)
"""Age at which a call is refused: the one that PayPay's own sample uses."""
OLDEST_OF_SOAP = dt.timedelta(minutes=90)
"""SOAP writes the time of mainland Portugal without saying so: a machine in the Azores is an hour behind it."""
_SIGNED = re.compile(r"hash=([0-9a-f]{64}),\s*ts=([0-9]{1,12})")
_PART = re.compile(r"payments\[([0-9]+)\]\[([A-Za-z]+)\]")


def read(key: str, headers: Mapping[str, str], raw: bytes, now: dt.datetime) -> Hook:
    """What a call is about, once it is proved to be PayPay's. now: this machine's time, without zone. Raises Trouble."""
    signed = next((value for name, value in headers.items() if name.lower() == "paypay-signature"), None)
    if signed is not None:
        _check(key, signed, raw, now)
        return _of_rest(_json(raw))
    return _of_soap(key, _json(raw) if raw.lstrip()[:1] == b"{" else _form(raw), now)


def signature(key: str, raw: bytes, seconds: int) -> str:
    """The header of a call: HMAC-SHA256 of the body with the moment behind it."""
    digest = hmac.new(key.encode(), raw + str(seconds).encode(), hashlib.sha256).hexdigest()
    return f"hash={digest},ts={seconds}"


def legacy_hash(key: str, action: str, moment: str) -> str:
    """``hookHash`` of SOAP's calls; it does not cover the payments, which is why they are asked for again."""
    return hashlib.sha256(f"{key}{action}{moment}".encode()).hexdigest()


def _check(key: str, signed: str, raw: bytes, now: dt.datetime) -> None:
    found = _SIGNED.fullmatch(signed.strip())
    if found is None:
        raise Trouble(CREDENTIALS, "A assinatura da chamada não se entende.")
    seconds = int(found[2])
    if not hmac.compare_digest(signature(key, raw, seconds), f"hash={found[1]},ts={found[2]}"):
        raise Trouble(CREDENTIALS, "A assinatura da chamada não é da PayPay.")
    age = now.astimezone().timestamp() - seconds
    if abs(age) > OLDEST.total_seconds():
        raise Trouble(CREDENTIALS, "A chamada é velha de mais, ou o relógio desta máquina está errado.")


def _of_rest(found: dict[str, Any]) -> Hook:
    about, payments = found.get("webhook"), found.get("payments")
    if not isinstance(about, dict) or not isinstance(payments, list):
        raise Trouble(INVALID, "A chamada não diz de que pagamentos é.")
    return _hook(about.get("action"), about.get("createdAt"), [_id(one, "id") for one in payments])


def _of_soap(key: str, found: dict[str, Any], now: dt.datetime) -> Hook:
    action, moment = str(found.get("hookAction", "")), str(found.get("hookDate", ""))
    if not hmac.compare_digest(legacy_hash(key, action, moment), str(found.get("hookHash", ""))):
        raise Trouble(CREDENTIALS, "A assinatura da chamada não é da PayPay.")
    try:
        age = abs(now - dt.datetime.strptime(moment, "%d-%m-%Y %H:%M:%S"))
    except ValueError:
        raise Trouble(INVALID, "A chamada não diz quando foi feita.") from None
    if age > OLDEST_OF_SOAP:
        raise Trouble(CREDENTIALS, "A chamada é velha de mais, ou o relógio desta máquina está errado.")
    payments = found.get("payments")
    if not isinstance(payments, list):
        raise Trouble(INVALID, "A chamada não diz de que pagamentos é.")
    return _hook(action, moment, [_id(one, "paymentId") for one in payments])


def _hook(action: Any, moment: Any, ids: list[str]) -> Hook:
    return Hook(clean(str(action), 40), clean(str(moment), 40), tuple(ids))


def _id(one: Any, name: str) -> str:
    """Empty where a payment has none: it is then refused by its place."""
    value = one.get(name) if isinstance(one, dict) else None
    return clean(str(value), 40) if value is not None else ""


def _json(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Trouble(INVALID, "A chamada não é JSON.")
    return found


def _form(raw: bytes) -> dict[str, Any]:
    """A form as PHP writes it: ``payments[0][paymentId]=50438``, or the payments as JSON in one field."""
    fields = parse_qs(raw.decode("utf-8", "replace"))
    found: dict[str, Any] = {name: values[0] for name, values in fields.items()}
    if "payments" in found:
        try:
            found["payments"] = json.loads(found["payments"])
        except ValueError:
            raise Trouble(INVALID, "A chamada não diz de que pagamentos é.") from None
        return found
    payments: dict[int, dict[str, str]] = {}
    for name, values in fields.items():
        if part := _PART.fullmatch(name):
            payments.setdefault(int(part[1]), {})[part[2]] = values[0]
    return {**found, "payments": [payments[n] for n in sorted(payments)]}
