"""The stand-in is strict: what our client sent, changed by a little, is refused; or the other tests would prove nothing."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from lxml import etree

from integrations.at.authority import Authority
from integrations.at.config import Configuration
from integrations.at.mapping import invoice
from integrations.at.tls import context
from integrations.at.values import Address, SeriesData, TransportData, TransportLine
from tests.at_server.identity import Identity
from tests.at_server.server import AtServer, Taken
from tests.printing import examples

Again = Callable[..., bytes]
SHOP = Address("Rua das Flores, 12", "Porto", "4050-262")


@pytest.fixture
def again(server: AtServer, configuration: Configuration) -> Again:
    """Sends what was sent last once more, with one text in it replaced, as if its key were new."""
    if server.schemas.folder is None:
        pytest.skip("the folder ../shared/reference is not beside this checkout")

    def send(old: bytes = b"", new: bytes = b"", **headers: str) -> bytes:
        taken: Taken = server.taken[-1]
        assert old in taken.body
        server.gate.seen.clear()
        sent = {"content-type": taken.headers["content-type"], "soapaction": taken.headers["soapaction"], **headers}
        with httpx.Client(verify=context(configuration)) as http:
            answer = http.post(server.address(taken.service), content=taken.body.replace(old, new), headers=sent)
        server.complaints.clear()
        return answer.content

    return send


def test_the_order_of_elements_counts(at: Authority, again: Again) -> None:
    at.register_series(SeriesData("2027A", "SI", "FT", dt.date(2027, 1, 4), "9999"))
    assert b"<codResultOper>4001</codResultOper>" in again()
    kind, series = b"<tipoSerie>N</tipoSerie>", b"<serie>2027A</serie>"
    assert b"<codResultOper>4000</codResultOper>" in again(series + kind, kind + series)


def test_names_in_the_wrong_namespace_are_refused(at: Authority, again: Again) -> None:
    at.register_series(SeriesData("2027A", "SI", "FT", dt.date(2027, 1, 4), "9999"))
    assert b"Fault" in again(b"<serie>2027A</serie>", b"<ns:serie>2027A</ns:serie>")
    at.send_invoice(invoice(examples.appendix_a()))
    assert b"Fault" in again(b"<ns:TaxEntity>Global</ns:TaxEntity>", b"<TaxEntity>Global</TaxEntity>")


def test_the_soap_action_and_the_content_type_count(at: Authority, again: Again) -> None:
    at.send_invoice(invoice(examples.appendix_a()))
    assert b"Fault" not in again()
    assert b"Fault" in again(soapaction='"RegisterInvoice"')
    assert b"Fault" in again(**{"content-type": "application/soap+xml; charset=utf-8"})


def test_a_transport_s_address_is_spelt_as_in_the_wsdl_and_its_atcud_stands_where_it_does(
    at: Authority, server: AtServer, again: Again
) -> None:
    server.transport.codes = lambda: {"CGT12345"}
    at.send_transport(
        TransportData(
            "599999993",
            "Mercearia",
            SHOP,
            "GT 2027A/1",
            "CGT12345-1",
            dt.date(2027, 1, 4),
            "GT",
            SHOP,
            dt.datetime(2027, 1, 4, 15),
            (TransportLine("Cimento", examples.D(1), "UN"),),
            customer_nif="509964435",
        )
    )
    assert b"<ReturnCode>-3</ReturnCode>" in again()
    assert b"Fault" in again(b"Addressdetail", b"AddressDetail")
    number, atcud = b"<DocumentNumber>GT 2027A/1</DocumentNumber>", b"<ATCUD>CGT12345-1</ATCUD>"
    assert b"Fault" in again(number + atcud, atcud + number)
    assert b"Fault" in again(b"4050-262", b"4050")
    assert b"Fault" in again(b"<Country>PT</Country>", b"<Country>ES</Country>")


def test_openssl_reads_our_header_with_at_s_key(
    at: Authority, server: AtServer, world: Identity, tmp_path: Path
) -> None:
    """A stranger's proof: the Nonce and the password decrypted by another program than the stand-in's library."""
    from tests.at_server.identity import pem, write_private

    at.send_invoice(invoice(examples.appendix_a()))
    token = etree.fromstring(server.taken[-1].body).find(".//{*}UsernameToken")
    assert token is not None
    key = write_private(tmp_path / "at.key", pem(world.cipher_key))

    def openssl(*arguments: str, given: bytes) -> bytes:
        return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout

    def base64(name: str) -> bytes:
        return openssl("base64", "-d", "-A", given=(token.findtext(f"{{*}}{name}") or "").encode())

    try:
        ks = openssl("pkeyutl", "-decrypt", "-inkey", str(key), given=base64("Nonce"))
    except FileNotFoundError:
        pytest.skip("openssl is not on this machine")
    assert len(ks) == 16
    plain = [
        openssl("enc", "-d", "-aes-128-ecb", "-K", ks.hex(), given=base64(name)) for name in ("Password", "Created")
    ]
    assert plain == ["Segredo çã 1".encode(), b"2027-01-04T10:20:00.00Z"]
