"""SOAP by our own hand: any text gets through, no text gets out of its element, and no answer can do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fiscal.errors import Refusal
from fiscal.text import clean
from integrations.at.envelope import Element, Fault, Message, build, element, opened, optional
from integrations.at.security import Token

TOKEN = Token("599999993/1", "cGFzc3dvcmQ=", "bm9uY2U=", "Y3JlYXRlZA==")
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
WSS = "{http://schemas.xmlsoap.org/ws/2002/12/secext}"


def sent(*content: Element, qualified: bool = False) -> etree._Element:
    return etree.fromstring(build(Message("http://at.gov.pt/", element("registarSerie", *content), qualified), TOKEN))


def test_the_header_has_the_four_texts_in_at_s_order() -> None:
    token = sent().find(f"{SOAP}Header/{WSS}Security/{WSS}UsernameToken")
    assert token is not None
    assert [(child.tag.removeprefix(WSS), child.text) for child in token] == [
        ("Username", "599999993/1"),
        ("Password", "cGFzc3dvcmQ="),
        ("Nonce", "bm9uY2U="),
        ("Created", "Y3JlYXRlZA=="),
    ]


def test_children_carry_the_namespace_only_where_the_schema_wants_it() -> None:
    bare = sent(Element("serie", "2027A")).find(f"{SOAP}Body/{{http://at.gov.pt/}}registarSerie")
    full = sent(Element("serie", "2027A"), qualified=True).find(f"{SOAP}Body/{{http://at.gov.pt/}}registarSerie")
    assert bare is not None
    assert full is not None
    assert (bare[0].tag, full[0].tag) == ("serie", "{http://at.gov.pt/}serie")


@given(st.text())
def test_any_text_arrives_as_cleaned_and_stays_in_its_element(text: str) -> None:
    body = sent(Element("a", text), Element("b", "fim")).find(f"{SOAP}Body")
    assert body is not None
    first, last = body[0]
    assert (first.text or "", last.text) == (clean(text), "fim")


def test_an_empty_text_is_left_out() -> None:
    assert optional("justificacao", "") is None
    assert element("a", None, Element("b", "1")) == Element("a", (Element("b", "1"),))


def answer(body: str) -> bytes:
    return (
        f'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>{body}</e:Body></e:Envelope>'.encode()
    )


@pytest.mark.parametrize(
    ("text", "code", "server"),
    [
        ("<faultcode>e:Client</faultcode><faultstring>1200 - Sem perfil</faultstring>", "1200", False),
        ("<faultcode>e:Client.1101</faultcode><faultstring>Recusado</faultstring>", "1101", False),
        ("<faultcode>1042</faultcode><faultstring>Cifra</faultstring>", "1042", False),
        (
            "<faultcode>e:Server</faultcode><faultstring>Erro</faultstring><detail><x:c xmlns:x='urn:x'>1050</x:c></detail>",
            "1050",
            True,
        ),
        ("<faultcode>e:Server</faultcode><faultstring>Falhou em 2027, linha 11000</faultstring>", "", True),
    ],
)
def test_the_number_of_a_fault_is_found_wherever_it_is(text: str, code: str, server: bool) -> None:
    found = opened(answer(f"<e:Fault>{text}</e:Fault>"))
    assert isinstance(found, Fault)
    assert (found.code, found.server) == (code, server)


def test_what_is_no_soap_is_nothing() -> None:
    assert opened(b"<html><body>Erro</body></html>") is None
    assert opened(answer("")) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nada",
        b"<aberto>",
        b'<!DOCTYPE e [<!ENTITY a "b">]><e>&a;</e>',
        b"<a>" * 5000,
    ],
)
def test_an_answer_that_is_an_attack_or_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        opened(data)
