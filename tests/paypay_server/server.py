"""A stand-in for PayPay: HTTP as its pages say, strict about what they say, and every way in which the real one fails."""

from __future__ import annotations

import base64
import datetime as dt
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from integrations.paypay.hooks import signature

NIF, PLATFORM, KEY = "509964435", "0042", "segredo-da-loja"
ENTITY = "12797"
Trouble = Callable[["PayPayServer", "_Handler", Callable[[], None]], None]
"""What happens to one request. The last argument answers it as usual; without it nothing is taken."""
METHODS = {"MB": ("NORMAL", "REALTIME"), "MW": ("DEFAULT",), "CC": ("DEFAULT",)}


class Wrong(Exception):
    """A request that PayPay would refuse: HTTP status and words."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@dataclass
class PayPayServer:
    """Starts at ``with``; ``address`` is where a client goes. Troubles happen once each, in order."""

    troubles: list[Trouble] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    """Requests that had an effect or were answered: method and path."""
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    webhooks: list[dict[str, Any]] = field(default_factory=list)
    state: str = "approved"
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)

    def __enter__(self) -> PayPayServer:
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.owner = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/api"

    def stamp(self) -> str:
        return self.now().isoformat(timespec="seconds")

    # What customers and the bank do.

    def pay(self, remote_id: str, *, cents: int | None = None, at: str = "", net: str = "0.27750000") -> None:
        """Paid at a cash machine; nobody at PayPay asks whether it was still open."""
        one = self.payments[remote_id]
        one["amount"] = one["amount"] if cents is None else cents
        one["paymentFee"] = {"netAmount": net, "taxAmount": "0.04995000"}
        self.turn(remote_id, "confirmed", at)

    def transfer(self, remote_id: str, day: str) -> None:
        one = self.payments[remote_id]
        one["transferDetails"] = {"payerReference": "TRF-1", "transferDate": day, "bankAccountIban": "PT50"}
        one["paymentFee"]["invoiceDetails"] = {"invoiceNumber": "FT 2026/77", "invoiceDate": day}
        self.turn(remote_id, "confirmed", one["stateDetails"]["createdAt"])

    def refund(self, remote_id: str, cents: int) -> None:
        self.payments[remote_id].setdefault("paymentRefunds", []).append({"amount": cents, "refundDate": self.stamp()})
        self.turn(remote_id, "refunded")

    def turn(self, remote_id: str, state: str, at: str = "") -> None:
        one = self.payments[remote_id]
        one["stateDetails"] = {"state": state, "createdAt": at or self.stamp()}
        one["updatedAt"] = self.stamp()

    def call(
        self, url: str, action: str, *ids: str, key: str = KEY, seconds: int | None = None, change: bytes = b""
    ) -> int:
        """A hook; gives the status of the answer. change: put in place of the first byte after signing."""
        webhook = {"id": "460", "action": action, "createdAt": self.stamp()}
        raw = json.dumps({"webhook": webhook, "payments": [self.payments[one] for one in ids]}).encode()
        moment = int(self.now().timestamp()) if seconds is None else seconds
        return posted(url, raw if not change else change + raw[1:], {"PayPay-Signature": signature(key, raw, moment)})

    # What the API does.

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        where, query = urlsplit(path), parse_qs(urlsplit(path).query)
        self._identify(headers, where.path)
        parts = where.path.removeprefix("/api/").split("/")
        with self._lock:
            self.taken.append((method, where.path))
            match method, *parts:
                case "GET", "entities", nif:
                    return self._data({"clientId": nif, "name": "Lojinha", "stateDetails": {"state": self.state}})
                case "POST", "payments", "references":
                    return self._data(self._reference(_json(headers, body)))
                case "POST", "payments":
                    return self._data(self._mbway(_json(headers, body)))
                case "POST", "checkouts":
                    return self._data(self._checkout(_json(headers, body)))
                case "GET", "payments":
                    return self._list(query)
                case "GET", "payments", remote_id if remote_id in self.payments:
                    return self._data(self.payments[remote_id])
                case "GET", "webhooks":
                    return {**self._data({}), "data": self.webhooks}
                case "POST", "webhooks":
                    return self._data(self._webhook(_json(headers, body)))
        raise Wrong(404, "Not found")

    def _identify(self, headers: dict[str, str], path: str) -> None:
        basic = base64.b64encode(f"{PLATFORM}:{KEY}".encode()).decode()
        if headers.get("authorization") != f"Basic {basic}":
            raise Wrong(401, "Credenciais inválidas")
        if not path.startswith("/api/entities/") and headers.get("paypay-clientid") != NIF:
            raise Wrong(403, "PayPay-ClientId inválido")

    def _data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"date": self.stamp(), "success": True, "data": data}

    def _reference(self, body: dict[str, Any]) -> dict[str, Any]:
        _only(body, {"type", "amount", "callbackUrl", "availableMethods", "validDate"})
        methods = body.get("availableMethods") or [{"code": "MB"}]
        for one in methods:
            _only(one, {"code", "type"})
            if one.get("type", "NORMAL") not in METHODS.get(one.get("code"), ()):
                raise Wrong(422, "availableMethods")
        number = f"{2_492_600 + len(self.payments):07}"
        cents = _amount(body)
        digits = 98 - 3 * int(f"{ENTITY}{number}{cents:08}") % 97
        valid = _valid(body.get("validDate", {}))
        named = [{"type": "NORMAL", "name": "Multibanco", **one} for one in methods]
        return self._new(body, {"entity": ENTITY, "reference": f"{number}{digits:02}"}, "pending", valid, named)

    def _mbway(self, body: dict[str, Any]) -> dict[str, Any]:
        _only(body, {"type", "amount", "callbackUrl", "paymentMethod"})
        method = body.get("paymentMethod", {})
        phone = method.get("details", {}).get("phoneNumber", "")
        if method.get("code") != "MW" or phone.count("#") != 1 or not phone.replace("#", "").isdigit():
            raise Wrong(422, "paymentMethod.details.phoneNumber")
        named = [{"code": "MW", "type": "DEFAULT", "name": "MB WAY"}]
        made = self._new(body, {"reference": f"A{len(self.payments):08}"}, "pending_confirmation", {}, named)
        made["paymentMethod"] = {"code": "MW", "type": "DEFAULT", "details": {"phoneNumber": phone}}
        return made

    def _checkout(self, body: dict[str, Any]) -> dict[str, Any]:
        _only(body, {"payment", "page", "redirects"})
        payment = body["payment"]
        _only(payment, {"amount", "code", "summary", "paymentMethod", "availableMethods", "customer", "billingAddress"})
        made = self._new({"type": "payment", **payment}, {}, "pending", {}, [])
        made["code"] = payment.get("code")
        link = f"https://paypay.pt/paypay/pay/{made['id']}"
        state = {"state": "PaymentReady", "timestamp": self.stamp()}
        return {"id": "p" * 40, "checkoutUrl": link, "paymentId": made["id"], "stateDetails": state}

    def _new(
        self, body: dict[str, Any], details: dict[str, str], state: str, valid: dict[str, Any], methods: list[Any]
    ) -> dict[str, Any]:
        if body.get("type") != "payment":
            raise Wrong(422, "type")
        made = {
            "id": str(50438 + len(self.payments)), "type": "payment", "referenceDetails": details,
            "stateDetails": {"state": state}, "amount": _amount(body), "createdAt": self.stamp(), "updatedAt": self.stamp(),
            "validDate": valid, "availableMethods": methods,
        }  # fmt: skip
        self.payments[made["id"]] = made
        return made

    def _list(self, query: dict[str, list[str]]) -> dict[str, Any]:
        sort = query.get("sort", ["-createdAt"])[0]
        limit, page = int(query.get("limit", ["50"])[0]), int(query.get("page", ["1"])[0])
        if limit > 500:
            raise Wrong(422, "limit")
        found = sorted(
            self.payments.values(),
            key=lambda one: (one[sort.lstrip("-")], int(one["id"])),
            reverse=sort.startswith("-"),
        )
        pages = -(-len(found) // limit)
        meta = {"totalPages": pages, "totalCount": len(found), "currentPage": page}
        return {**self._data({}), "data": found[(page - 1) * limit : page * limit], "meta": meta, "links": {}}

    def _webhook(self, body: dict[str, Any]) -> dict[str, Any]:
        _only(body, {"action", "url"})
        made = {"id": str(len(self.webhooks) + 1), **body, "createdAt": self.stamp()}
        self.webhooks.append(made)
        return made


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def owner(self) -> PayPayServer:
        return self.server.owner  # type: ignore[attr-defined, no-any-return]

    def do_GET(self) -> None:
        self._take()

    do_POST = do_GET  # noqa: N815 - http.server's name

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        trouble = self.owner.troubles.pop(0) if self.owner.troubles else None
        if trouble is None:
            self._answer(body)
        else:
            trouble(self.owner, self, lambda: self._answer(body))

    def _answer(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            self.say(200, self.owner.answer(self.command, self.path, headers, body))
        except Wrong as wrong:
            self.say(wrong.status, {"success": False, "error": {"message": wrong.message}})

    def say(self, status: int, found: object) -> None:
        raw = found if isinstance(found, bytes) else json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def hang_up(self) -> None:
        """Without a byte of an answer."""
        self.close_connection = True
        self.connection.shutdown(2)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """The tests look at what was taken."""


# Troubles.


def down(server: PayPayServer, handler: _Handler, answer: Callable[[], None]) -> None:
    """The connection breaks before anything is taken."""
    handler.hang_up()


def cut_after(server: PayPayServer, handler: _Handler, answer: Callable[[], None]) -> None:
    """The request is taken, and the answer never comes."""
    handler.wfile = _Nowhere()  # type: ignore[assignment]
    answer()
    handler.hang_up()


def slow(seconds: float) -> Trouble:
    """It is taken, and the answer comes too late."""

    def trouble(server: PayPayServer, handler: _Handler, answer: Callable[[], None]) -> None:
        kept, handler.wfile = handler.wfile, _Nowhere()  # type: ignore[assignment]
        answer()
        handler.wfile = kept
        time.sleep(seconds)
        handler.hang_up()

    return trouble


def status(code: int, body: object = b"<html>proxy</html>") -> Trouble:
    """Something that stands before PayPay answers in its place."""
    return lambda server, handler, answer: handler.say(code, body)


class _Nowhere:
    """Where an answer is written that nobody gets."""

    closed = True

    def write(self, raw: bytes) -> int:
        return len(raw)

    def flush(self) -> None:
        """Nothing is kept."""


def posted(url: str, raw: bytes, headers: dict[str, str]) -> int:
    """The status of a POST."""
    request = urllib.request.Request(url, raw, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)


def _json(headers: dict[str, str], body: bytes) -> dict[str, Any]:
    if not headers.get("content-type", "").startswith("application/json"):
        raise Wrong(415, "Content-Type")
    found = json.loads(body)
    if not isinstance(found, dict):
        raise Wrong(400, "body")
    return found


def _only(body: dict[str, Any], known: set[str]) -> None:
    if unknown := set(body) - known:
        raise Wrong(422, f"campos desconhecidos: {', '.join(sorted(unknown))}")


def _amount(body: dict[str, Any]) -> int:
    amount = body.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int) or not 100 <= amount <= 99_999_999:
        raise Wrong(422, "amount")
    return amount


def _valid(given: dict[str, Any]) -> dict[str, Any]:
    _only(given, {"start", "end"})
    for value in given.values():
        if dt.datetime.fromisoformat(value).tzinfo is None:
            raise Wrong(422, "validDate")
    return given
