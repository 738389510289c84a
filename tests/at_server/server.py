"""A stand-in for AT: HTTPS with client certificates, strict as the WSDLs, and all the ways in which the real one fails."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from lxml import etree

from tests.at_server.answers import (
    AT,
    DOCUMENTS,
    SOAP,
    TRANSPORT,
    Refused,
    document,
    envelope,
    fault,
    series,
    transport,
)
from tests.at_server.documents_desk import DocumentsDesk
from tests.at_server.identity import Identity
from tests.at_server.schemas import Schemas
from tests.at_server.security import Gate, User
from tests.at_server.series_desk import SeriesDesk
from tests.at_server.transport_desk import TransportDesk

PATHS = {
    "/SeriesWSService": "series",
    "/SeriesAutoFaturacaoWSService": "autofaturacao",
    "/fatcorews/ws/": "faturas",
    "/sgdtws/documentosTransporte": "transporte",
}
NAMESPACES = {"series": AT, "autofaturacao": AT, "faturas": DOCUMENTS, "transporte": TRANSPORT}
SOAP_ACTIONS = {"transporte": TRANSPORT}
USER, PASSWORD = "599999993/1", "Segredo çã 1"

Trouble = Callable[["AtServer", "_Handler", bytes], None]


@dataclass
class Taken:
    """A request that was read, for the tests to look at."""

    service: str
    headers: dict[str, str]
    body: bytes


@dataclass
class AtServer:
    """Starts at ``with``; ``address(service)`` is where a client goes. Troubles happen once each, in order."""

    identity: Identity
    schemas: Schemas
    now: Callable[[], dt.datetime]
    troubles: list[Trouble] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """What the schemas said, of requests and of our own answers."""

    def __post_init__(self) -> None:
        self.gate = Gate(self.identity.cipher_key, {USER: User(PASSWORD, frozenset({"WSE", "WFA", "WDT"}))})
        self.series = SeriesDesk()
        self.self_billing = SeriesDesk(self_billing=True)
        self.documents = DocumentsDesk()
        self.transport = TransportDesk(self.series.codes)
        self.released = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    def __enter__(self) -> AtServer:
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    def address(self, service: str) -> str:
        path = next(path for path, of in PATHS.items() if of == service)
        return f"https://127.0.0.1:{self.port}{path}"

    def up(self) -> None:
        """On the port it had, or on a free one."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.identity.server)
        context.load_verify_locations(self.identity.authority)
        context.verify_mode = ssl.CERT_REQUIRED
        handler = type("Handler", (_Handler,), {"at": self})
        self.released.clear()
        self._server = _Quiet(("127.0.0.1", self.port), handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        if self._server is not None:
            self.released.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def answer(self, service: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Status and SOAP of the answer to a request; what it changes is changed."""
        try:
            root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
            request = self._request(service, root, headers)
        except (etree.XMLSyntaxError, Refused) as wrong:
            self.complaints.append(str(wrong))
            return 500, envelope(fault("", f"Pedido inválido: {wrong}"))
        operation = etree.QName(request).localname
        try:
            user = self.gate.user(service, root.find(f"{{{SOAP}}}Header"), self.now())
        except Refused as refused:
            if service in ("series", "autofaturacao"):
                return 500, envelope(fault(refused.code, refused.text))
            return 200, envelope(self.coded(service, operation, refused.code, refused.text))
        if wrong_by_schema := self._wrong(service, request):
            self.complaints.append(wrong_by_schema)
            if service in ("series", "autofaturacao"):
                return 200, envelope(series(operation, "4000", wrong_by_schema[:250]))
            return 500, envelope(fault("", wrong_by_schema))
        desk: Any = {
            "series": self.series, "autofaturacao": self.self_billing,
            "faturas": self.documents, "transporte": self.transport,
        }[service]  # fmt: skip
        answer = envelope(desk.handle(request, user, self.now()))
        self._check_own(service, answer)
        return 200, answer

    def coded(self, service: str, operation: str, code: str, text: str) -> str:
        """An answer with any code."""
        if service == "faturas":
            return document(operation.removesuffix("Request"), code, text, self.now())
        return transport([(code, text)]) if service == "transporte" else series(operation, code, text)

    def _request(self, service: str, root: etree._Element, headers: dict[str, str]) -> etree._Element:
        """The element in the body. Raises Refused for what is not SOAP 1.1 as this service wants it."""
        if root.tag != f"{{{SOAP}}}Envelope":
            raise Refused("33", "não é um envelope SOAP 1.1")
        body = root.find(f"{{{SOAP}}}Body")
        if body is None or len(body) != 1 or etree.QName(body[0]).namespace != NAMESPACES[service]:
            raise Refused("33", "corpo inesperado")
        if headers.get("content-type", "").lower() != "text/xml; charset=utf-8":
            raise Refused("33", "Content-Type inesperado")
        if headers.get("soapaction") != f'"{SOAP_ACTIONS.get(service, "")}"':
            raise Refused("33", "SOAPAction inesperada")
        qualified = {etree.QName(child).namespace for child in body[0].iterdescendants()}
        if qualified - {DOCUMENTS if service == "faturas" else None}:
            raise Refused("33", "elementos no espaço de nomes errado")
        return body[0]

    def _wrong(self, service: str, request: etree._Element) -> str:
        new = f"{{{DOCUMENTS}}}New"
        if self.documents.says_new_status:  # as the manual's sample: its name is not in the schema
            for child in request:
                child.tag = child.tag.replace(new, f"{{{DOCUMENTS}}}") if child.tag.startswith(new) else child.tag
            wrong = self.schemas.wrong(service, request)
            for name in ("InvoiceStatus", "WorkStatus", "PaymentStatus"):
                for child in request.findall(f"{{{DOCUMENTS}}}{name}"):
                    sent = f"New{name}".encode() in self.taken[-1].body
                    child.tag = f"{new}{name}" if sent else child.tag
            return wrong
        return self.schemas.wrong(service, request)

    def _check_own(self, service: str, answer: bytes) -> None:
        body = etree.fromstring(answer).find(f"{{{SOAP}}}Body")
        assert body is not None
        if wrong := self.schemas.wrong(service, body[0]):
            self.complaints.append(f"own answer: {wrong}")


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Handshakes that failed are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    at: AtServer

    def do_GET(self) -> None:
        if self.path in PATHS:
            self.reply(500, b"<html>GET nao suportado</html>", "text/html")
        else:
            self.reply(404, b"<html>nao existe</html>", "text/html")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service = PATHS.get(self.path)
        if service is None:
            self.reply(404, b"<html>nao existe</html>", "text/html")
            return
        self.at.taken.append(Taken(service, self.sent_headers(), body))
        if self.at.troubles:
            self.at.troubles.pop(0)(self.at, self, body)
        else:
            self.reply(*self.at.answer(service, self.sent_headers(), body))

    def sent_headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def reply(self, status: int, body: bytes, kind: str = "text/xml; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The clock of the stand-in, not of the machine."""
        return f"{self.at.now():%a, %d %b %Y %H:%M:%S} GMT"

    def log_message(self, *_: object) -> None:
        """Nothing on the tests' screen."""


def schemas(reference: Path | None) -> Schemas:
    return Schemas(reference / "at" if reference is not None and (reference / "at").is_dir() else None)
