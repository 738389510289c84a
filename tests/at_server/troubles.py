"""The ways in which AT fails, each for one request: ``server.troubles.append(cut_after())``."""

from __future__ import annotations

import socket
from typing import Any

from lxml import etree

from tests.at_server.answers import SOAP, envelope, fault
from tests.at_server.server import PATHS, AtServer, Trouble


def says(code: str, text: str = "Mensagem da AT") -> Trouble:
    """Answers any code without doing anything."""

    def trouble(server: AtServer, handler: Any, body: bytes) -> None:
        found = etree.fromstring(body).find(f"{{{SOAP}}}Body")
        assert found is not None
        operation = etree.QName(found[0]).localname
        handler.reply(200, envelope(server.coded(PATHS[handler.path], operation, code, text)))

    return trouble


def faults(code: str, text: str = "Mensagem da AT", *, server: bool = False) -> Trouble:
    def trouble(_: AtServer, handler: Any, __: bytes) -> None:
        handler.reply(500, envelope(fault(code, text, server=server)))

    return trouble


def page(status: int) -> Trouble:
    """HTML of something that stands before the service; of redirections too."""

    def trouble(_: AtServer, handler: Any, __: bytes) -> None:
        handler.reply(status, b"<html><body>Servico indisponivel</body></html>", "text/html")

    return trouble


def writes(answer: bytes, status: int = 200) -> Trouble:
    """Any bytes."""

    def trouble(_: AtServer, handler: Any, __: bytes) -> None:
        handler.reply(status, answer)

    return trouble


def cut_after() -> Trouble:
    """Takes the request, changes what it changes, and hangs up without a word."""

    def trouble(server: AtServer, handler: Any, body: bytes) -> None:
        server.answer(PATHS[handler.path], handler.sent_headers(), body)
        _hang_up(handler)

    return trouble


def cut_inside() -> Trouble:
    """Hangs up in the middle of its answer."""

    def trouble(server: AtServer, handler: Any, body: bytes) -> None:
        status, answer = server.answer(PATHS[handler.path], handler.sent_headers(), body)
        handler.send_response(status)
        handler.send_header("Content-Type", "text/xml; charset=utf-8")
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer[: len(answer) // 2])
        handler.wfile.flush()
        _hang_up(handler)

    return trouble


def cut_before() -> Trouble:
    """Hangs up without having taken anything."""

    def trouble(_: AtServer, handler: Any, __: bytes) -> None:
        _hang_up(handler)

    return trouble


def slow() -> Trouble:
    """Takes the request and does not answer before the server goes down."""

    def trouble(server: AtServer, handler: Any, body: bytes) -> None:
        server.answer(PATHS[handler.path], handler.sent_headers(), body)
        server.released.wait(30)
        _hang_up(handler)

    return trouble


def endless() -> Trouble:
    """Takes the request and answers a few bytes at a time, for ever."""

    def trouble(server: AtServer, handler: Any, body: bytes) -> None:
        server.answer(PATHS[handler.path], handler.sent_headers(), body)
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml")
        handler.end_headers()
        try:
            while not server.released.wait(0.1):
                handler.wfile.write(b"<!-- -->")
                handler.wfile.flush()
        except OSError:
            pass
        handler.close_connection = True

    return trouble


def _hang_up(handler: Any) -> None:
    handler.close_connection = True
    try:
        handler.connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
