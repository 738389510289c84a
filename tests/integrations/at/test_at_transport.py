"""Guides at AT: the code that replaces the paper, changes, cancelling, global guides, over the wire (fiscal.md 6.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from integrations.at.authority import Authority
from integrations.at.values import Action, Address, SeriesData, TransportData, TransportLine
from tests.at_server.server import AtServer
from tests.at_server.troubles import cut_after, says
from tests.integrations.at.conftest import SharedClock

D = Decimal
SHOP = Address("Rua das Flores, 12, r/c", "Porto", "4050-262")
SITE = Address("Avenida da Liberdade, 245 <3.º Esq.>", "Lisboa", "1250-143")


@pytest.fixture
def guide(at: Authority) -> TransportData:
    """GT 2027A/1 of a registered series: starts at 14:30, it is 10:20."""
    made = at.register_series(SeriesData("2027A", "MG", "GT", dt.date(2027, 1, 4), "9999")).value
    assert made is not None
    return TransportData(
        issuer="599999993",
        issuer_name="Mercearia São João, Lda",
        issuer_address=SHOP,
        number="GT 2027A/1",
        atcud=f"{made.validation_code}-1",
        date=dt.date(2027, 1, 4),
        type="GT",
        customer_nif="509964435",
        customer_name="Construções Conceição & Irmãos, S.A.",
        customer_address=SITE,
        loaded_at=SHOP,
        unloaded_at=SITE,
        starts=dt.datetime(2027, 1, 4, 14, 30),
        vehicle="AA-12-BB",
        lines=(
            TransportLine("Cimento 25 kg", D("40.000000"), "UN", orders=("NE 2027A/7",)),
            TransportLine("Areia", D("1.25"), "M3", D("12.5")),
        ),
    )


def sent(server: AtServer) -> etree._Element:
    body = etree.fromstring(server.taken[-1].body).find("{*}Body")
    assert body is not None
    return body[0]


def test_a_guide_gets_the_code_that_replaces_the_paper(at: Authority, guide: TransportData) -> None:
    told = at.send_transport(guide)
    assert (told.action, told.code, told.value) == (Action.SENT, "0", "000000001")


def test_the_request_has_the_wsdl_s_order_and_oddities(at: Authority, server: AtServer, guide: TransportData) -> None:
    at.send_transport(guide)
    request = sent(server)
    namespace = "https://servicos.portaldasfinancas.gov.pt/sgdtws/documentosTransporte/"
    assert request.tag == f"{{{namespace}}}envioDocumentoTransporteRequestElem"
    assert server.taken[-1].headers["soapaction"] == f'"{namespace}"'
    assert [child.tag for child in request] == [
        "TaxRegistrationNumber", "CompanyName", "CompanyAddress", "DocumentNumber", "ATCUD", "MovementStatus",
        "MovementDate", "MovementType", "CustomerTaxID", "CustomerAddress", "CustomerName", "AddressTo", "AddressFrom",
        "MovementStartTime", "VehicleID", "Line", "Line",
    ]  # fmt: skip
    assert [(child.tag, child.text) for child in request.iterfind("AddressTo/*")] == [
        ("Addressdetail", "Avenida da Liberdade, 245 <3.º Esq.>"),
        ("City", "Lisboa"),
        ("PostalCode", "1250-143"),
        ("Country", "PT"),
    ]
    lines = [[(child.tag, child.text) for child in line] for line in request.iterfind("Line")]
    assert lines[0] == [
        ("OrderReferences", None),
        ("ProductDescription", "Cimento 25 kg"),
        ("Quantity", "40"),
        ("UnitOfMeasure", "UN"),
        ("UnitPrice", "0.00"),
    ]
    assert lines[1][1:] == [("Quantity", "1.25"), ("UnitOfMeasure", "M3"), ("UnitPrice", "12.50")]
    assert request.findtext("MovementStartTime") == "2027-01-04T14:30:00"


def test_a_global_guide_has_an_unknown_recipient_and_no_place_to_go(
    at: Authority, server: AtServer, guide: TransportData
) -> None:
    told = at.send_transport(
        replace(guide, customer_nif="999999990", customer_name="", customer_address=None, unloaded_at=None, vehicle="")
    )
    assert told.done
    assert not {"CustomerName", "CustomerAddress", "AddressTo", "VehicleID"} & {child.tag for child in sent(server)}


def test_a_return_goes_to_the_supplier(at: Authority, server: AtServer, guide: TransportData) -> None:
    made = at.register_series(SeriesData("2027A", "MG", "GD", dt.date(2027, 1, 4), "9999")).value
    assert made is not None
    back = replace(
        guide,
        type="GD",
        number="GD 2027A/1",
        atcud=f"{made.validation_code}-1",
        supplier_nif="501442600",
        customer_nif="",
    )
    assert at.send_transport(back).done
    assert sent(server).findtext("SupplierTaxID") == "501442600"
    refused = at.send_transport(replace(guide, supplier_nif="501442600", customer_nif=""))
    assert (refused.action, refused.code) == (Action.FIX, "-1")


def test_a_guide_after_its_start_is_taken_as_information(
    at: Authority, guide: TransportData, clock: SharedClock
) -> None:
    clock.at += dt.timedelta(hours=5)
    told = at.send_transport(guide)
    assert (told.action, told.code, told.value) == (Action.SENT, "-100", "000000001")
    assert "depois da hora de início" in told.message


def test_an_alert_beside_the_code_does_not_hide_that_it_was_taken(
    at: Authority, server: AtServer, guide: TransportData
) -> None:
    server.transport.also_says.append(("-100", "Início já passou"))
    told = at.send_transport(guide)
    assert (told.action, told.code, told.value) == (Action.SENT, "0", "000000001")


def test_an_error_beside_the_code_counts(at: Authority, server: AtServer, guide: TransportData) -> None:
    server.transport.also_says.append(("-14", "Referência em falta"))
    told = at.send_transport(guide)
    assert (told.action, told.code, told.value) == (Action.FIX, "-14", None)
    assert "Referência em falta" in told.message


def test_a_lost_answer_says_where_the_code_is_to_be_found(
    at: Authority, server: AtServer, guide: TransportData
) -> None:
    server.troubles.append(cut_after())
    assert at.send_transport(guide).action is Action.UNKNOWN
    told = at.send_transport(guide)
    assert (told.action, told.code) == (Action.SENT, "-3")
    assert "consulte-o no Portal das Finanças" in told.message


def test_a_guide_is_cancelled_with_its_code_before_it_starts(
    at: Authority, server: AtServer, guide: TransportData
) -> None:
    code = at.send_transport(guide).value
    assert code
    told = at.cancel_transport(replace(guide, at_code=code))
    assert (told.action, told.code, told.message) == (Action.SENT, "0", "Anulação da guia comunicada à AT.")
    assert (sent(server).findtext("MovementStatus"), sent(server).findtext("ATDocCodeID")) == ("A", code)
    again = at.cancel_transport(replace(guide, at_code=code))
    assert (again.action, again.code) == (Action.SENT, "-4")
    anew = at.send_transport(guide)
    assert (anew.action, anew.code) == (Action.CONFLICT, "-4")


def test_a_guide_on_the_road_cannot_be_cancelled(at: Authority, guide: TransportData, clock: SharedClock) -> None:
    code = at.send_transport(guide).value
    assert code
    clock.at += dt.timedelta(hours=5)
    told = at.cancel_transport(replace(guide, at_code=code))
    assert (told.action, told.code) == (Action.FIX, "-13")
    assert told.message == "O transporte já começou: a guia não se pode mudar nem anular."


def test_the_wrong_code_is_a_conflict(at: Authority, guide: TransportData) -> None:
    assert at.cancel_transport(replace(guide, at_code="1")).code == "-8"
    at.send_transport(guide)
    told = at.cancel_transport(replace(guide, at_code="2"))
    assert (told.action, told.code) == (Action.CONFLICT, "-9")


def test_a_guide_of_a_series_that_at_does_not_know(at: Authority, guide: TransportData) -> None:
    told = at.send_transport(replace(guide, atcud="OUTRA123-1"))
    assert (told.action, told.code) == (Action.FIX, "-23")
    assert "confirme que a série foi comunicada" in told.message
    assert at.send_transport(replace(guide, atcud=guide.atcud.replace("-1", "-2"))).code == "-20008"
    assert at.send_transport(replace(guide, issuer="509964435")).action is Action.CONFIGURE


def test_texts_longer_than_at_takes_are_cut(at: Authority, server: AtServer, guide: TransportData) -> None:
    long = replace(
        guide,
        issuer_name="É" * 101,
        issuer_address=Address("R" * 211, "C" * 51, "4050-262"),
        customer_name="N" * 200,
        lines=(TransportLine("D" * 300, D(1), "U" * 30),),
    )
    assert at.send_transport(long).done
    assert sent(server).findtext("CompanyName") == "É" * 100
    assert sent(server).findtext("Line/ProductDescription") == "D" * 200


@pytest.mark.parametrize(
    ("code", "action"),
    [
        ("-3", Action.SENT), ("-6", Action.FIX), ("-7", Action.CONFIGURE), ("-12", Action.RETRY), ("-20", Action.FIX),
        ("-25", Action.RETRY), ("-99", Action.RETRY), ("-20000", Action.RETRY), ("-20006", Action.FIX),
        ("10", Action.CONFIGURE), ("11", Action.CONFIGURE), ("13", Action.RETRY), ("51", Action.CONFIGURE),
        ("99", Action.STOP), ("-12345", Action.FIX),
    ],
)  # fmt: skip
def test_what_each_kind_of_answer_asks_for_of_guides(
    at: Authority, server: AtServer, guide: TransportData, code: str, action: Action
) -> None:
    server.troubles.append(says(code))
    told = at.send_transport(guide)
    assert (told.action, told.code) == (action, code)
