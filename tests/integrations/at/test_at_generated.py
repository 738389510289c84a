"""Whatever a document holds, the message fits AT's schema: values made by hypothesis, held against the WSDLs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fiscal.text import clean
from integrations.at import invoices, transport
from integrations.at.envelope import build
from integrations.at.request import Request
from integrations.at.security import Token
from integrations.at.summary import summarised
from integrations.at.values import (
    Address,
    DocumentHeader,
    DocumentStatus,
    InvoiceData,
    OrderReference,
    SummaryLine,
    Tax,
    Totals,
    TransportData,
    TransportLine,
    Withheld,
)
from tests.at_server.schemas import Schemas

CHECKOUT = Path(__file__).resolve().parents[3]


@cache
def schemas() -> Schemas:
    folder = CHECKOUT.parent / "shared" / "reference" / "at"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/reference is not beside this checkout")
    return Schemas(folder)


def wrong(request: Request[object]) -> str:
    root = etree.fromstring(build(request.message, Token("1/1", "a", "b", "c")))
    body = root.find("{*}Body")
    assert body is not None
    return schemas().wrong(request.service.value, body[0])


texts = st.text(min_size=1, max_size=300).filter(lambda text: clean(text) != "")
any_text = st.text(max_size=250)
days = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 12, 31))
euro = st.decimals(0, 9_999_999, places=6)
numbers = st.builds("{} {}/{}".format, st.sampled_from(["FT", "NC", "GT"]), st.just("2027A"), st.integers(1, 10**9))
taxes = st.sampled_from(
    [
        Tax("IVA", "PT", "NOR", Decimal(23)),
        Tax("IVA", "PT-AC", "RED", Decimal(4)),
        Tax("IVA", "PT", "ISE", Decimal(0)),
        Tax("IVA", "FR", "OUT", Decimal("20.5")),
        Tax("IS", "PT", "60", None, Decimal("2.10")),
        Tax("NS", "PT", "NS", Decimal(0)),
    ]
)
summary_lines = st.builds(
    SummaryLine,
    amount=euro,
    side=st.sampled_from("DC"),
    tax=taxes,
    tax_point=days,
    exemption_code=st.sampled_from(["", "M07", "M99"]),
    references=st.lists(numbers, max_size=2).map(tuple),
    orders=st.lists(st.builds(OrderReference, numbers, st.none() | days), max_size=2).map(tuple),
    only_tax_base=st.booleans(),
)
headers = st.builds(
    DocumentHeader,
    number=numbers,
    atcud=st.just("CSDF7T5H-1"),
    date=days,
    type=st.sampled_from(["FT", "FS", "FR", "NC", "ND"]),
    customer_nif=st.sampled_from(["999999990", "509964435", "GB123456789"]),
    customer_country=st.sampled_from(["PT", "GB", "Desconhecido"]),
    self_billing=st.booleans(),
)
made_invoices = st.builds(
    InvoiceData,
    issuer=st.just("599999993"),
    certificate=st.sampled_from(["0", "9999", "0123"]),
    header=headers,
    status=st.builds(DocumentStatus, st.sampled_from("NAFS"), moments),
    hash_characters=st.sampled_from(["0", "Nq6a", "+/=&"]),
    system_entry_date=moments,
    lines=st.lists(summary_lines, min_size=1, max_size=6).map(summarised),
    totals=st.builds(Totals, euro, euro, euro),
    cash_vat=st.booleans(),
    paperless=st.booleans(),
    activity=st.sampled_from(["", "47110"]),
    withheld=st.lists(st.builds(Withheld, st.sampled_from(["", "IRS", "IRC", "IS"]), euro), max_size=2).map(tuple),
)
addresses = st.builds(
    Address,
    any_text,
    any_text,
    st.sampled_from(["4050-262", "", "4050", "28013", "٤٠٥٠-٢٦٢"]),
    st.sampled_from(["PT", "ES", ""]),
)
guides = st.builds(
    TransportData,
    issuer=st.just("599999993"),
    issuer_name=texts,
    issuer_address=addresses,
    number=numbers,
    atcud=st.just("CSDF7T5H-1"),
    date=days,
    type=st.sampled_from(["GR", "GT", "GA", "GC", "GD"]),
    loaded_at=addresses,
    starts=moments,
    lines=st.lists(
        st.builds(
            TransportLine,
            texts,
            st.decimals(0, 10**9, places=6),
            texts,
            euro,
            st.lists(numbers, max_size=2).map(tuple),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
    status=st.sampled_from("NTA"),
    customer_nif=st.sampled_from(["", "999999990"]),
    supplier_nif=st.sampled_from(["", "501442600"]),
    customer_name=any_text,
    customer_address=st.none() | addresses,
    unloaded_at=st.none() | addresses,
    ends=st.none() | moments,
    vehicle=any_text,
    at_code=st.sampled_from(["", "000000001"]),
)


@given(made_invoices)
def test_every_invoice_fits(made: InvoiceData) -> None:
    assert wrong(invoices.register_invoice(made)) == ""


@given(headers, moments, st.sampled_from([invoices.INVOICE]))
def test_every_change_of_status_fits(header: DocumentHeader, at: dt.datetime, kind: invoices.Kind) -> None:
    assert wrong(invoices.change(kind, "599999993", header, DocumentStatus("A", at))) == ""


@given(guides)
def test_every_guide_fits(made: TransportData) -> None:
    assert wrong(transport.send(made)) == ""
