"""SOAP 1.1 by our own hand: an envelope from elements, and the answer's element or fault out of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from xml.sax.saxutils import escape

from fiscal.text import clean
from fiscal.xmltree import Node, parse
from integrations.at.security import SECEXT, Token

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"

Content: TypeAlias = "str | tuple[Element, ...]"


@dataclass(frozen=True, slots=True)
class Element:
    """A name and a text, or elements. Texts are cleaned and escaped where they are written."""

    name: str
    content: Content


def element(name: str, *content: Element | None) -> Element:
    """An element made of those given; None stands for one that is left out."""
    return Element(name, tuple(part for part in content if part is not None))


def optional(name: str, text: str) -> Element | None:
    """The element, or None for an empty text: AT refuses empty elements."""
    return Element(name, text) if text else None


@dataclass(frozen=True, slots=True)
class Message:
    """The body of a request.

    qualified: whether the children carry the namespace too (the schema's elementFormDefault): fatcorews wants it, the
    others refuse it.
    """

    namespace: str
    body: Element
    qualified: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A SOAP fault. code: AT's number, found in whichever of its texts holds one; empty where none does."""

    code: str
    text: str
    server: bool
    """Whether the fault is AT's own (faultcode Server) rather than the request's."""


def build(message: Message, token: Token) -> bytes:
    """The whole request in UTF-8."""
    inside = "ns:" if message.qualified else ""
    header = (
        f'<wss:Security xmlns:wss="{SECEXT}"><wss:UsernameToken>'
        f"<wss:Username>{_safe(token.username)}</wss:Username><wss:Password>{token.password}</wss:Password>"
        f"<wss:Nonce>{token.nonce}</wss:Nonce><wss:Created>{token.created}</wss:Created>"
        "</wss:UsernameToken></wss:Security>"
    )
    children = "".join(piece for child in _children(message.body) for piece in _written(child, inside))
    name = message.body.name
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<S:Envelope xmlns:S="{SOAP}"><S:Header>{header}</S:Header>'
        f'<S:Body><ns:{name} xmlns:ns="{message.namespace}">{children}</ns:{name}></S:Body></S:Envelope>'
    ).encode()


def _children(parent: Element) -> tuple[Element, ...]:
    return parent.content if isinstance(parent.content, tuple) else ()


def _written(node: Element, prefix: str) -> Iterator[str]:
    yield f"<{prefix}{node.name}>"
    if isinstance(node.content, str):
        yield _safe(node.content)
    else:
        for child in node.content:
            yield from _written(child, prefix)
    yield f"</{prefix}{node.name}>"


def _safe(text: str) -> str:
    return escape(clean(text))


def opened(data: bytes) -> Node | Fault | None:
    """The element inside the body of an answer, or its fault; None where this is no SOAP answer.

    Raises Refusal for what is no XML, or an attack.
    """
    root = parse(data)
    body = root.first("Body") if root.name == "Envelope" and root.namespace == SOAP else None
    if body is None or not body.children:
        return None
    first = body.children[0]
    return _fault(first) if first.name == "Fault" and first.namespace == SOAP else first


def _fault(node: Node) -> Fault:
    code, text = node.get("faultcode"), node.get("faultstring")
    detail = " ".join(_texts(node.first("detail")))
    searched = (_IN_CODE.search(code), _IN_TEXT.search(text), _IN_TEXT.search(detail))
    number = next((found[0] for found in searched if found), "")
    told = clean(" ".join(part for part in (text, detail) if part), 500)
    return Fault(number, told, server=code.rpartition(":")[2].startswith("Server"))


_IN_CODE = re.compile(r"(?<!\d)1[0-2]\d\d(?!\d)")
_IN_TEXT = re.compile(r"(?<![\w.-])1[0-2]\d\d(?![\w-])")
"""Numbers of the series services, 1040 to 1200: in a faultcode, and standing alone in a sentence."""


def _texts(node: Node | None) -> Iterator[str]:
    if node is not None:
        yield clean(node.text)
        for child in node.children:
            yield from _texts(child)
