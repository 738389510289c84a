"""One JSON request to another system: an object comes back, or a Trouble that says whether it may have been taken."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from fiscal.errors import Refusal
from fiscal.text import clean
from integrations.trouble import CREDENTIALS, INVALID, NOT_CONFIGURED, SURPRISE, TEMPORARY, Trouble

LONGEST = 10_000_000
"""Bytes of an answer."""
CONNECT_SECONDS = 10.0
_AWAY = (408, 425, 429, 500, 502, 503, 504)
_OURS = ("localhost", "127.0.0.1")


def check_address(address: str) -> str:
    """An https address, or http on this very machine. Raises Refusal."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _OURS):
        return address.rstrip("/")
    raise Refusal("O endereço tem de começar por https://.", field="endereco", rule="integration")


class Web:
    """Asks one system, whose name is used in messages. seconds: to wait for the whole of an answer."""

    def __init__(self, name: str, base: str, headers: Mapping[str, str], seconds: float) -> None:
        self.name = name
        self._base, self._headers, self._seconds = base, headers, seconds

    def ask(self, method: str, path: str, body: object = None, **query: object) -> dict[str, Any]:
        """The JSON object that answers. Raises Trouble; nothing is asked twice."""
        import httpx

        changes = method != "GET"
        timeout = httpx.Timeout(self._seconds, connect=min(CONNECT_SECONDS, self._seconds))
        try:
            with (
                httpx.Client(timeout=timeout, follow_redirects=False) as http,
                http.stream(
                    method, f"{self._base}{path}", json=body, params=cast("Any", query or None), headers=self._headers
                ) as answer,
            ):
                content = b"".join(self._pieces(answer, changes))
                status = answer.status_code
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Trouble(NOT_CONFIGURED, f"{self.name}: o endereço está mal escrito.") from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Trouble(TEMPORARY, f"{self.name} não atende: nada foi pedido. Veja a ligação à Internet.") from error
        except httpx.TimeoutException as error:
            raise Trouble(TEMPORARY, f"{self.name} não respondeu a tempo.", taken=changes) from error
        except httpx.HTTPError as error:
            raise Trouble(TEMPORARY, f"A ligação a {self.name} caiu a meio.", taken=changes) from error
        return self._read(status, content, changes)

    def reach(self) -> None:
        """Whether it answers at all, whatever it says. Raises Trouble."""
        import httpx

        try:
            httpx.get(self._base, timeout=self._seconds, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Trouble(TEMPORARY, f"{self.name} não atende. Veja a ligação à Internet.") from error

    def _pieces(self, answer: Any, changes: bool) -> Iterator[bytes]:
        end, length = time.monotonic() + self._seconds, 0
        for piece in answer.iter_bytes():
            length += len(piece)
            if length > LONGEST or time.monotonic() > end:
                raise Trouble(TEMPORARY, f"{self.name} começou a responder e não acabou.", taken=changes)
            yield piece

    def _read(self, status: int, content: bytes, changes: bool) -> dict[str, Any]:
        try:
            found = json.loads(content)
        except ValueError:
            found = None
        said = told(found)
        if status in (401, 403):
            raise Trouble(CREDENTIALS, f"{self.name} recusou as credenciais: confirme-as. {said}".strip())
        if status in _AWAY:
            raise Trouble(
                TEMPORARY,
                f"{self.name} está indisponível (HTTP {status}). {said}".strip(),
                taken=changes and status >= 500,
            )
        if 300 <= status < 400 or status in (404, 405, 410):
            raise Trouble(INVALID, f"{self.name} não tem o que se pediu (HTTP {status}). {said}".strip())
        if status >= 400 or (isinstance(found, dict) and found.get("success") is False):
            raise Trouble(INVALID, f"{self.name} recusou o pedido: {said or f'HTTP {status}'}.".replace("..", "."))
        if not isinstance(found, dict):
            raise Trouble(SURPRISE, f"A resposta de {self.name} não se entende.", taken=changes)
        return found


def told(found: Any) -> str:
    """The provider's own words of an error, wherever it puts them."""
    if not isinstance(found, dict):
        return ""
    errors = found.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    error = found.get("error")
    inner = error.get("message") if isinstance(error, dict) else None
    words = [inner, first.get("message"), first.get("title"), first.get("detail"), found.get("message")]
    return clean(next((word for word in words if isinstance(word, str) and word), ""), 200)
