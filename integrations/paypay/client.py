"""PayPay's REST API as a provider of payments: one request at a time, nothing repeated, nothing stored."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal.text import clean
from integrations.paypay import hooks, mapping
from integrations.ports import Hook
from integrations.trouble import INVALID, SURPRISE, Trouble
from integrations.web import Web
from models.references import states
from models.references.values import Asked, RemotePayment

TEST, PRODUCTION = "testes", "producao"
ADDRESSES = {TEST: "https://paypay.acin.pt/api", PRODUCTION: "https://paypay.pt/api"}
PAGE = 100
"""Payments in one page of a list; at most 500."""
PAGES = 20
"""Pages that are walked for a reference whose answer was lost."""
CLOCKS = dt.timedelta(minutes=15)
"""By how much PayPay's clock may differ from ours."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks. nif: of the merchant; platform and key: made in PayPay, Configurações > Integrações."""

    nif: str
    platform: str
    key: str
    address: str
    seconds: float = 15.0


class PayPay:
    """One merchant's account at PayPay."""

    code = "paypay"
    name = "PayPay"
    methods = (states.MULTIBANCO, states.MBWAY, states.LINK)

    def __init__(self, account: Account) -> None:
        self._account = account
        basic = base64.b64encode(f"{account.platform}:{account.key}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "PayPay-ClientId": account.nif, "Accept": "application/json"}
        self._web = Web("PayPay", account.address, headers, account.seconds)

    def check(self) -> str:
        """Asks how the merchant stands, and says it. Raises Trouble."""
        data = self._data("GET", f"/entities/{self._account.nif}")
        state = clean(str((data.get("stateDetails") or {}).get("state", "")), 40)
        # A call of the merchant's own: the one before needs no right over its payments.
        self._web.ask("GET", "/payments", type="payment", limit=1)
        name = clean(str(data.get("name", "")), 60)
        if state != "approved":
            raise Trouble(INVALID, f"A PayPay ainda não aprovou {name or self._account.nif} ({state or 'sem estado'}).")
        return f"{name or self._account.nif}: aprovada, pode pedir referências."

    def create(self, asked: Asked) -> RemotePayment:
        if asked.method == states.LINK:
            return mapping.page(self._data("POST", "/checkouts", mapping.checkout(asked)), asked)
        if asked.method == states.MBWAY:
            return mapping.payment(self._data("POST", "/payments", mapping.mbway(asked)))
        return mapping.payment(self._data("POST", "/payments/references", mapping.reference(asked)))

    def find(self, asked: Asked, known: Callable[[str], bool]) -> RemotePayment | None:
        since = asked.asked_at - CLOCKS
        for one in self._listed("-createdAt"):
            if one.created_at is not None and one.created_at < since:
                return None
            if mapping.is_answer_to(asked, one) and not known(one.remote_id):
                return one
        return None

    def get(self, remote_id: str) -> RemotePayment:
        return mapping.payment(self._data("GET", f"/payments/{remote_id}"))

    def listed(self, since: dt.datetime) -> Iterator[RemotePayment]:
        for one in self._listed("-updatedAt"):
            if one.happened_at is not None and one.happened_at < since:
                return
            yield one

    def cancel(self, remote_id: str) -> RemotePayment:
        """Not in PayPay's public pages: what is given up here may still be paid there."""
        raise Trouble(INVALID, "A PayPay não deixa anular referências pela API: anule-a em paypay.pt.")

    def hook(self, headers: Mapping[str, str], raw: bytes, now: dt.datetime) -> Hook:
        return hooks.read(self._account.key, headers, raw, now)

    def subscribe(self, url: str) -> list[str]:
        """Has PayPay call ``url`` for what happens to payments; gives the actions, those that were there too."""
        there = self._web.ask("GET", "/webhooks").get("data")
        known = {(one.get("action"), one.get("url")) for one in there} if isinstance(there, list) else set()
        for action in hooks.ACTIONS:
            if (action, url) not in known:
                self._data("POST", "/webhooks", {"action": action, "url": url})
        return list(hooks.ACTIONS)

    def _data(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        data = self._web.ask(method, path, body).get("data")
        if not isinstance(data, dict):
            raise Trouble(SURPRISE, "A PayPay respondeu sem dados.", taken=method != "GET")
        return data

    def _listed(self, sort: str) -> Iterator[RemotePayment]:
        for page in range(1, PAGES + 1):
            answer = self._web.ask("GET", "/payments", type="payment", sort=sort, limit=PAGE, page=page)
            data = answer.get("data")
            if not isinstance(data, list):
                raise Trouble(SURPRISE, "A PayPay respondeu sem lista.")
            for one in data:
                yield mapping.payment(one)
            meta = answer.get("meta") or {}
            if len(data) < PAGE or page >= int(meta.get("totalPages") or page + 1):
                return
