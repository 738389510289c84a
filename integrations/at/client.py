"""One request at a time to AT, over TLS with the client certificate: an answer comes of it whatever happens.

What matters most when something fails is whether AT may have taken the request. It was not taken where no connection
came about or AT refused our certificate; it may have been wherever the connection broke after the request went out.
Then the answer is ``unknown``, and the same request later is answered with "already have it" (-10, -3, 4001).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from fiscal.errors import Refusal
from fiscal.text import clean
from integrations.at import codes
from integrations.at.certificate import at_key
from integrations.at.config import Configuration
from integrations.at.envelope import Fault, build, opened
from integrations.at.refused import Refused, RefusedInMemory
from integrations.at.request import Request
from integrations.at.security import Credential, Random, Token, token
from integrations.at.tls import context
from integrations.at.values import Action, Answer, Service

if TYPE_CHECKING:
    import httpx
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

T = TypeVar("T")

ANSWER_AT_MOST = 10_000_000
"""Bytes; the longest answer is a list of series."""

_UNAVAILABLE = (408, 429, 503)
_NO_ENTRY = (401, 403)
_OF_CERTIFICATE = re.compile("ALERT.*(CERT|UNKNOWN_CA|HANDSHAKE|ACCESS_DENIED)")
"""TLS alerts by which the other side refuses who we are: before it reads any request."""


class TooMuch(Exception):
    """The answer does not end, in bytes or in time."""


class Client:
    """Asks AT. Safe to share between threads, which then wait for each other: after a refused password none goes on.

    now: UTC. random: for the symmetric keys. refused: where refused passwords are remembered.
    """

    def __init__(
        self,
        configuration: Configuration,
        now: Callable[[], dt.datetime],
        *,
        refused: Refused | None = None,
        random: Random = secrets.token_bytes,
    ) -> None:
        self.configuration = configuration
        self.clock_ahead: dt.timedelta | None = None
        """How far this machine's clock is before that of the last server that told its own."""
        self._now = now
        self._refused = refused or RefusedInMemory()
        self._refused_here = RefusedInMemory()
        """As well: a full disk must not make us try again."""
        self._random = random
        self._key: RSAPublicKey | None = None
        self._http: httpx.Client | None = None
        self._one_at_a_time = threading.Lock()

    def close(self) -> None:
        if self._http is not None:
            self._http.close()
            self._http = None

    def allow_again(self) -> None:
        """Forgets that passwords were refused: a person has put the account right at AT."""
        for credential in self.configuration.credentials.values():
            self._refused.forget(credential)
            self._refused_here.forget(credential)

    def ask(self, request: Request[T]) -> Answer[T]:
        """Sends a request once. Raises nothing for what AT, the network or the configuration say."""
        with self._one_at_a_time:
            try:
                credential = self.configuration.credential(request.service)
                if self._refused_here.holds(credential) or self._refused.holds(credential):
                    return codes.answered(
                        request.service, request.operation, codes.PASSWORD_REFUSED, "não enviado: senha já recusada"
                    )
                envelope = build(request.message, self._token(credential))
                http = self._connection()
            except Refusal as refusal:
                return Answer(Action.CONFIGURE, refusal.message)
            answer = self._exchange(http, request, envelope)
            if answer.action is Action.STOP:
                self._refused_here.add(credential)
                with contextlib.suppress(OSError):
                    self._refused.add(credential)
            return answer

    def reach(self, service: Service) -> Answer[None]:
        """Whether the service answers at all, with our certificate: no document goes there, no password either."""
        import httpx

        with self._one_at_a_time:
            try:
                http = self._connection()
                with http.stream("GET", self.configuration.addresses[service]) as response:
                    self._compare_clocks(response)
            except Refusal as refusal:
                return Answer(Action.CONFIGURE, refusal.message)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                failed: Answer[None] = self._failed(service, error)
                return failed
            if response.status_code in _NO_ENTRY or response.status_code in _UNAVAILABLE:
                return _status(service, response.status_code)
            return Answer(Action.SENT, f"{self._host(service)} responde.", f"HTTP {response.status_code}")

    def _token(self, credential: Credential) -> Token:
        if self._key is None:
            self._key = at_key(self.configuration)
        return token(credential, self._key, self._now(), self._random)

    def _connection(self) -> httpx.Client:
        if self._http is None:
            import httpx

            seconds = self.configuration
            self._http = httpx.Client(
                verify=context(self.configuration),
                timeout=httpx.Timeout(seconds.answer_seconds, connect=seconds.connect_seconds),
                # A connection that lay idle may break as a request goes out, and leave us not knowing whether it was taken.
                limits=httpx.Limits(max_keepalive_connections=0),
                follow_redirects=False,
            )
        return self._http

    def _exchange(self, http: httpx.Client, request: Request[T], envelope: bytes) -> Answer[T]:
        import httpx

        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{request.soap_action}"'}
        address = self.configuration.addresses[request.service]
        try:
            with http.stream("POST", address, content=envelope, headers=headers) as response:
                body = b"".join(self._body(response))
                self._compare_clocks(response)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return self._failed(request.service, error)
        except TooMuch:
            return _unknown("A AT começou a responder e não acabou")
        return _understood(request, response.status_code, body)

    def _body(self, response: httpx.Response) -> Iterator[bytes]:
        end = time.monotonic() + self.configuration.answer_seconds
        length = 0
        for piece in response.iter_bytes():
            length += len(piece)
            if length > ANSWER_AT_MOST or time.monotonic() > end:
                raise TooMuch
            yield piece

    def _compare_clocks(self, response: httpx.Response) -> None:
        try:
            theirs = parsedate_to_datetime(response.headers["Date"])
            self.clock_ahead = self._now().astimezone(dt.UTC) - theirs.astimezone(dt.UTC)
        except (KeyError, ValueError, TypeError):
            return

    def _host(self, service: Service) -> str:
        return urlsplit(self.configuration.addresses[service]).netloc

    def _failed(self, service: Service, error: Exception) -> Answer[T]:
        """What a failure of the network means: whether the request was out, and whose the fault is."""
        import httpx

        host, causes = self._host(service), tuple(_causes(error))
        tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
        if isinstance(tls, ssl.SSLCertVerificationError):
            return Answer(
                Action.CONFIGURE,
                f"Quem responde em {host} não prova ser a AT ({clean(tls.verify_message, 80)}): confirme o endereço e, "
                "se for o da AT, indique as suas autoridades de certificação em «autoridades».",
            )
        if tls is not None and _OF_CERTIFICATE.search(tls.reason or ""):
            return Answer(
                Action.CONFIGURE,
                f"A AT recusou o certificado de cliente ({clean(tls.reason or '', 60).lower()}): veja se não acabou e se é "
                "o deste ambiente (testes ou produção).",
            )
        if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
            return Answer(Action.CONFIGURE, f"O endereço do serviço da AT está mal escrito em at.toml, em «{service}».")
        if isinstance(error, httpx.ConnectTimeout):
            return Answer(
                Action.RETRY,
                f"{host} não responde: veja se a rede deixa sair ligações para esta porta. Volta a tentar-se.",
            )
        if isinstance(error, httpx.ConnectError | httpx.PoolTimeout | httpx.ProxyError):
            if any(isinstance(cause, socket.gaierror) for cause in causes):
                return Answer(
                    Action.RETRY, f"O nome {host} não se encontra: veja a ligação à Internet. Volta a tentar-se."
                )
            if tls is not None and tls.reason:
                return Answer(
                    Action.RETRY,
                    f"A ligação segura com {host} não se estabelece ({clean(tls.reason, 60).lower()}): veja o endereço e o que "
                    "houver pelo meio (proxy, antivírus). Nada foi enviado; volta a tentar-se.",
                )
            return Answer(
                Action.RETRY,
                f"{host} recusa a ligação ou está em baixo: nada foi enviado. Volta a tentar-se mais tarde.",
            )
        if isinstance(error, httpx.TimeoutException):
            return _unknown("A AT não respondeu a tempo")
        return _unknown("A ligação à AT caiu a meio do pedido")


def _understood(request: Request[T], status: int, body: bytes) -> Answer[T]:
    """The answer that came: SOAP with whatever status, or a page of something that stands before AT."""
    service, operation = request.service, request.operation
    try:
        found = opened(body)
    except Refusal:
        found = None
    if isinstance(found, Fault):
        return codes.faulted(service, operation, found)
    reading = request.read(found) if found is not None else None
    if reading is not None:
        return codes.answered(service, operation, reading.code, reading.said, value=reading.value, at=reading.at)
    return _status(service, status)


def _status(service: Service, status: int) -> Answer[T]:
    """The answer where there is no SOAP: only the HTTP status counts."""
    code = f"HTTP {status}"
    if status in _UNAVAILABLE:
        return Answer(Action.RETRY, f"O serviço da AT está indisponível ({code}): volta a tentar-se mais tarde.", code)
    if status in _NO_ENTRY:
        return Answer(
            Action.CONFIGURE, f"A AT não deixa entrar ({code}): veja o certificado de cliente e o ambiente.", code
        )
    if 300 <= status < 400 or status in (404, 405, 410):
        return Answer(Action.CONFIGURE, f"O serviço da AT não está neste endereço ({code}): veja «{service}».", code)
    if 400 <= status < 500:
        return Answer(Action.FIX, f"A AT recusou o pedido sem dizer porquê ({code}).", code)
    return _unknown("A resposta da AT não se entende", code)


def _unknown(what: str, code: str = "") -> Answer[T]:
    about = f" ({code})" if code else ""
    return Answer(
        Action.UNKNOWN,
        f"{what}{about}: o pedido pode ter sido aceite. Volta a enviar-se, e a AT dirá se já o tinha.",
        code,
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it came from."""
    left: BaseException | None = error
    while left is not None:
        yield left
        left = left.__cause__ or left.__context__
