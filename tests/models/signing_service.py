"""A real HTTP signing service in a thread, with or without TLS, that can also be slow, wrong, down or endless."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from fiscal.signature import KeySigner


class SigningService:
    """What it was asked, and how it behaves: ``good``, ``other``, ``slow``, ``endless``, ``refuses``, ``moved``, ``empty``."""

    def __init__(self, private: bytes, other: bytes) -> None:
        self.signer, self.other = KeySigner(private), KeySigner(other)
        self.behaviour = "good"
        self.asked: list[tuple[str, str]] = []
        """Authorization header and text of each request."""
        self.address = ""
        self.released = threading.Event()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        text = handler.rfile.read(int(handler.headers["content-length"])).decode()
        self.asked.append((handler.headers.get("authorization", ""), text))
        if self.behaviour == "slow":
            self.released.wait(20)
        code, body = {
            "refuses": (403, b"Senha errada"),
            "moved": (302, b""),
            "empty": (200, b""),
            "other": (200, self.other.sign(text).encode()),
            "endless": (200, b64encode(b"x" * 60_000)),
        }.get(self.behaviour, (200, self.signer.sign(text).encode() + b"\r\n"))
        handler.send_response(code)
        if code == 302:
            handler.send_header("location", self.address + "/outro")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def serving(service: SigningService, tls: Path | None = None) -> Iterator[SigningService]:
    """The service on a free port of this machine. tls: a folder for its certificate (``ca.pem``), or None for plain HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.answer(self)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """A client that hung up is what some tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        certificate(tls)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls / "ca.pem", tls / "tls.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    service.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder: Path) -> None:
    """A certificate for 127.0.0.1 that signs itself, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "assinaturas de ensaio")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "tls.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
