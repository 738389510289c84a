"""A signer that is a service: the text is posted over HTTPS, the signature comes back in base64."""

from __future__ import annotations

import ssl
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fiscal.errors import Refusal
from fiscal.text import clean
from models.signing.external import LONGEST_ANSWER, read_token, refused

if TYPE_CHECKING:
    import httpx

LOCAL = ("localhost", "127.0.0.1", "::1")


def is_safe(address: str) -> bool:
    """Whether what is sent there cannot be read or changed on the way: HTTPS, or this very machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL))


class Service:
    """Posts each text as ``text/plain`` in UTF-8. No redirection is followed, no proxy is used.

    patience: seconds for the whole exchange. authority: certificates to trust instead of the system's.
    """

    def __init__(self, address: str, patience: float, token_file: Path | None, authority: Path | None) -> None:
        self._address = address
        self._patience = patience
        self._token_file = token_file
        self._authority = authority
        self._client: httpx.Client | None = None
        self.name = f"o serviço {urlsplit(address).hostname}"

    def ask(self, text: bytes) -> bytes:
        import httpx

        token = read_token(self._token_file)
        headers = {"content-type": "text/plain; charset=utf-8", "accept": "text/plain"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        deadline = time.monotonic() + self._patience
        try:
            with self._opened().stream("POST", self._address, content=text, headers=headers) as answer:
                body = b""
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > LONGEST_ANSWER:
                        raise refused(self.name, "respondeu com texto a mais")
                    if time.monotonic() > deadline:
                        raise refused(self.name, f"não respondeu em {self._patience} s")
        except httpx.TimeoutException:
            raise refused(self.name, f"não respondeu em {self._patience} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise refused(self.name, f"não se consegue falar com ele ({clean(str(error), 120)})") from error
        if answer.status_code != httpx.codes.OK:
            said = clean(body.decode("utf-8", errors="replace"), 120)
            raise refused(self.name, f"respondeu {answer.status_code}" + (f": {said}" if said else ""))
        return body

    def _opened(self) -> httpx.Client:
        """The client, made at the first signature. Each signature has a connection of its own: none is found dead."""
        import httpx

        if self._client is None:
            try:
                trusted = ssl.create_default_context(cafile=str(self._authority) if self._authority else None)
            except (OSError, ssl.SSLError) as error:
                raise Refusal(f"Os certificados de {self._authority} não se leem.", rule="C4") from error
            self._client = httpx.Client(
                verify=trusted,
                timeout=self._patience,
                trust_env=False,
                follow_redirects=False,
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        return self._client
