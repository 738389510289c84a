"""The request of the transport service (TRP; fiscal.md 6.4): children unqualified, SOAPAction the service's own URI."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from fiscal.text import clean
from fiscal.xmltree import Node
from integrations.at.envelope import Element, Message, element, optional
from integrations.at.request import Reading, Request, day, moment
from integrations.at.values import Address, Service, TransportData, TransportLine

NAMESPACE = "https://servicos.portaldasfinancas.gov.pt/sgdtws/documentosTransporte/"
TAKEN = ("0", "-100")
"""Codes that say that the document is registered; with another beside it, the other counts."""


HOME = "PT"
_POSTAL_CODE = re.compile("[0-9]{4}-[0-9]{3}")


def send(transport: TransportData, operation: str = "enviar") -> Request[str]:
    """One document. Texts are cut at the lengths of the WSDL."""
    body = element(
        "envioDocumentoTransporteRequestElem",
        Element("TaxRegistrationNumber", transport.issuer),
        Element("CompanyName", clean(transport.issuer_name, 100)),
        _address("CompanyAddress", transport.issuer_address),
        Element("DocumentNumber", transport.number),
        Element("ATCUD", transport.atcud),
        optional("ATDocCodeID", transport.at_code),
        Element("MovementStatus", transport.status),
        Element("MovementDate", day(transport.date)),
        Element("MovementType", transport.type),
        optional("SupplierTaxID", clean(transport.supplier_nif, 20))
        or optional("CustomerTaxID", clean(transport.customer_nif, 20)),
        _address("CustomerAddress", transport.customer_address),
        optional("CustomerName", clean(transport.customer_name, 100)),
        _address("AddressTo", transport.unloaded_at),
        _address("AddressFrom", transport.loaded_at) or Element("AddressFrom", ()),
        optional("MovementEndTime", moment(transport.ends) if transport.ends else ""),
        Element("MovementStartTime", moment(transport.starts)),
        optional("VehicleID", clean(transport.vehicle, 32)),
        *(_line(line) for line in transport.lines),
    )
    return Request(Service.TRANSPORT, operation, Message(NAMESPACE, body, qualified=False), _read, NAMESPACE)


def cancel(transport: TransportData) -> Request[str]:
    """The same document once more, with status A."""
    return send(replace(transport, status="A"), "cancelar")


def _address(name: str, address: Address | None) -> Element | None:
    """AT spells Addressdetail so here, unlike in SAF-T."""
    if address is None:
        return None
    at_home = address.country == HOME
    return element(
        name,
        optional("Addressdetail", clean(address.detail, 210)),
        optional("City", clean(address.city, 50)),
        optional("PostalCode", address.postal_code if at_home and _POSTAL_CODE.fullmatch(address.postal_code) else ""),
        Element("Country", HOME) if at_home else None,
    )


def _line(line: TransportLine) -> Element:
    return element(
        "Line",
        *(element("OrderReferences", Element("OriginatingON", number)) for number in line.orders),
        Element("ProductDescription", clean(line.description, 200)),
        Element("Quantity", _plain(line.quantity)),
        Element("UnitOfMeasure", clean(line.unit, 20)),
        Element("UnitPrice", _price(line.unit_price)),
    )


def _plain(value: Decimal) -> str:
    """Without exponent and without zeros at the end: ``1.25``, ``100``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _price(value: Decimal) -> str:
    """At least two decimals: ``0.00`` where the guide has no values."""
    whole, _, part = _plain(value).partition(".")
    return f"{whole}.{part:0<2}"


def _read(node: Node) -> Reading[str] | None:
    told = [(status.get("ReturnCode").strip(), status.get("ReturnMessage")) for status in node.all("ResponseStatus")]
    if not told or not told[0][0]:
        return None
    code, said = next((pair for pair in told if pair[0] not in TAKEN), told[0])
    words = said if len(told) == 1 else " ".join(words for _, words in told if words)
    return Reading(code, words, clean(node.get("ATDocCodeID"), 200))
