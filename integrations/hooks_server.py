"""The optional receiver of providers' calls: small, one at a time, meant to stand behind a reverse proxy with TLS."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from fiscal.errors import Refusal
from fiscal.text import clean
from integrations import payments
from integrations.ports import PaymentProvider
from integrations.trouble import CREDENTIALS, INVALID, Trouble
from models import db
from models.failures import StorageFailure
from models.session import Session

LONGEST = 1_000_000
"""Bytes of a call."""
PATIENCE = 10.0
"""Seconds that a caller may take to send one."""
TAKEN, PARTLY, FORGED, WRONG, AWAY = 200, 422, 401, 400, 503


class HooksServer(HTTPServer):
    """Takes calls at ``/<provider's code>`` until it is shut down; says in ``told`` what came of each."""

    def __init__(
        self, place: tuple[str, int], provider: PaymentProvider, session: Session, told: Callable[[str], None]
    ) -> None:
        super().__init__(place, _Handler)
        self.provider, self.session, self.told = provider, session, told

    def take(self, headers: dict[str, str], raw: bytes) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer to a call."""
        try:
            done, again = payments.receive_hook(self.provider, headers, raw, self.session.clock.now(), self.session)
        except StorageFailure as failure:
            self.told(f"503 {failure.message}")
            return AWAY, {}
        except Trouble as trouble:
            status = {CREDENTIALS: FORGED, INVALID: WRONG}.get(trouble.kind, AWAY)
            self.told(f"{status} {trouble.message}")
            return status, {}
        for one in done:
            self.told(f"{one.number or one.code}  {one.state}  {one.receipt or one.message}".rstrip())
        if again:
            return PARTLY, {"errors": [{"source": {"pointer": f"/payments/{place}"}} for place in again]}
        return TAKEN, {}


class _Handler(BaseHTTPRequestHandler):
    server: HooksServer
    timeout = PATIENCE
    protocol_version = "HTTP/1.0"

    def do_POST(self) -> None:
        try:
            length = int(self.headers.get("Content-Length") or -1)
        except ValueError:
            length = -1
        if self.path.partition("?")[0].strip("/") != self.server.provider.code:
            self._answer(404, {})
        elif not 0 <= length <= LONGEST:
            self._answer(413 if length > LONGEST else 411, {})
        else:
            raw = self.rfile.read(length)
            if len(raw) == length:
                self._answer(*self._taken(raw))

    def do_GET(self) -> None:
        """ifthenpay calls so, with all in the address."""
        where, _, query = self.path.partition("?")
        if where.strip("/") != self.server.provider.code or not query:
            self._answer(404, {})
        else:
            self._answer(*self._taken(query.encode()))

    def _taken(self, raw: bytes) -> tuple[int, dict[str, Any]]:
        try:
            return self.server.take(dict(self.headers.items()), raw)
        except Refusal as refusal:
            self.server.told(f"{AWAY} {refusal.message}")
            return AWAY, {}
        finally:
            db.close()

    def _answer(self, status: int, found: dict[str, Any]) -> None:
        raw = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """What came is told by ``take``; what stands behind the ? of an address may be a key, and goes to no log."""
        where = self.path.partition("?")[0] if hasattr(self, "path") else ""
        self.server.told(clean(f"{self.address_string()} {self.command} {where}", 200))
