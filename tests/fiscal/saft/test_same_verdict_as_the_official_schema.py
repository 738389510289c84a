"""Our check of structure and AT's own schema, run by an XSD 1.1 processor, say yes and no to the same files."""

from __future__ import annotations

import io
from itertools import product
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from mutations import MOVES, NS, TEXTS, is_valid, moved, official, with_text

from fiscal.saft.schema import STRUCTURES, Structure
from fiscal.saft.validate import validate_file
from fiscal.xmltree import Node, parse

EVERY_ELEMENT = Path(__file__).with_name("every_element.xml")
ROOT = etree.parse(EVERY_ELEMENT, etree.XMLParser(remove_blank_text=True)).getroot()
ELEMENTS = list(ROOT.iter(f"{NS}*"))
VALUES = [number for number, element in enumerate(ELEMENTS) if not len(element)]


@pytest.fixture(scope="module")
def schema(reference: Path) -> xmlschema.XMLSchema11:
    return official(reference)


def accepted(data: bytes) -> bool:
    return not any(found.severity == "error" for found in validate_file(io.BytesIO(data)))


def test_the_official_schema_was_loaded_and_refuses_something(schema: xmlschema.XMLSchema11) -> None:
    """In its version for XSD 1.0 the library loads nothing, and would agree with anything."""
    assert len(schema.elements) == 146
    assert not is_valid(schema, EVERY_ELEMENT.read_bytes().replace(b"<TaxPayable>1.00<", b"<TaxPayable>-1.00<"))


def test_a_file_with_every_element_is_right_for_both(schema: xmlschema.XMLSchema11) -> None:
    assert is_valid(schema, EVERY_ELEMENT.read_bytes())
    assert list(validate_file(io.BytesIO(EVERY_ELEMENT.read_bytes()))) == []


def test_the_file_has_every_element_in_every_place_where_it_may_stand() -> None:
    seen = set()

    def walk(node: Node, structure: Structure) -> None:
        for child in node.children:
            slot = structure.slots[child.name]
            seen.add((structure.kind, child.name))
            if slot.structure is not None:
                walk(child, slot.structure)

    walk(parse(EVERY_ELEMENT.read_bytes()), STRUCTURES["AuditFile"])
    assert seen == {(kind, name) for kind, structure in STRUCTURES.items() for name in structure.slots}


def test_the_minimal_example_is_right_for_both(schema: xmlschema.XMLSchema11, reference: Path) -> None:
    example = (reference / "saft" / "example_minimal_F.xml").read_bytes()
    assert is_valid(schema, example)
    assert list(validate_file(io.BytesIO(example))) == []


@settings(max_examples=150)
@given(number=st.sampled_from(range(1, len(ELEMENTS))), move=st.sampled_from(sorted(MOVES)))
def test_same_verdict_on_a_change_of_structure(schema: xmlschema.XMLSchema11, number: int, move: str) -> None:
    changed = moved(ROOT, number, move)
    assert accepted(changed) == is_valid(schema, changed)


@settings(max_examples=250)
@given(number=st.sampled_from(VALUES), text=st.sampled_from(TEXTS))
def test_same_verdict_on_a_value_at_the_edge(schema: xmlschema.XMLSchema11, number: int, text: str) -> None:
    changed = with_text(ROOT, number, text)
    assert accepted(changed) == is_valid(schema, changed)


WRITABLE = st.characters(codec="utf-8", exclude_categories=("C", "Z", "Nd"), exclude_characters="_")
"""Without what the processor takes in numbers although the standard does not (see ``mutations.TEXTS``)."""


@settings(max_examples=150)
@given(
    number=st.sampled_from(VALUES),
    text=st.text(st.one_of(st.sampled_from("0123456789.-+/ MFTAZ:"), WRITABLE), max_size=40),
)
def test_same_verdict_on_any_text(schema: xmlschema.XMLSchema11, number: int, text: str) -> None:
    changed = with_text(ROOT, number, text)
    assert accepted(changed) == is_valid(schema, changed)


@pytest.mark.parametrize("text", ["1_0", "٣", "３", "1 000.00", "\u00a03", "3\u2003", "0x3", "²"])
def test_numbers_that_only_a_library_would_take_are_refused(text: str) -> None:
    for number in VALUES:
        if etree.QName(ELEMENTS[number]).localname in ("Period", "LineNumber", "TaxPercentage", "TotalCredit"):
            assert not accepted(with_text(ROOT, number, text))


TAX = "<Tax><TaxType>IVA</TaxType><TaxCountryRegion>PT</TaxCountryRegion><TaxCode>ISE</TaxCode>{}</Tax>"
REASON, CODE = "<TaxExemptionReason>Isento</TaxExemptionReason>", "<TaxExemptionCode>M07</TaxExemptionCode>"


@pytest.mark.parametrize("document", ["Invoice", "StockMovement", "WorkDocument", "Payment"])
def test_same_verdict_on_tax_and_exemption(schema: xmlschema.XMLSchema11, document: str) -> None:
    """Every combination of a rate, an amount or none, zero or not, with reason and code, in each of the four tables."""
    taxes = ("", *(TAX.format(f"<{x}>{n}</{x}>") for x in ("TaxPercentage", "TaxAmount") for n in ("0.00", "5", "-0")))
    verdicts = set()
    for tax, reason, code in product(taxes, ("", REASON), ("", CODE)):
        root = etree.fromstring(etree.tostring(ROOT))
        line = root.find(f".//{NS}{document}/{NS}Line")
        place = line.index(line.find(f"{NS}Tax"))
        for name in ("Tax", "TaxExemptionReason", "TaxExemptionCode"):
            line.remove(line.find(NS + name))
        for new in reversed(etree.fromstring(f"<x xmlns='{NS[1:-1]}'>{tax}{reason}{code}</x>")):
            line.insert(place, new)
        data = etree.tostring(root, encoding="utf-8")
        assert accepted(data) == is_valid(schema, data), (tax, reason, code)
        verdicts.add(accepted(data))
    assert verdicts == {True, False}


@pytest.mark.parametrize("category", ["GR", "GA", "GM", "AR", "AA", "AM"])
def test_same_verdict_on_accounts(schema: xmlschema.XMLSchema11, category: str) -> None:
    good = []
    for group, taxonomy in product((True, False), repeat=2):
        root = etree.fromstring(etree.tostring(ROOT))
        account = root.findall(f".//{NS}Account")[1]
        account.find(f"{NS}GroupingCategory").text = category
        for name, kept in (("GroupingCode", group), ("TaxonomyCode", taxonomy)):
            if not kept:
                account.remove(account.find(NS + name))
        data = etree.tostring(root, encoding="utf-8")
        assert accepted(data) == is_valid(schema, data), (category, group, taxonomy)
        if accepted(data):
            good.append((group, taxonomy))
    assert good == [(category not in ("GR", "AR"), category == "GM")]


@pytest.mark.parametrize("document", ["Invoice", "WorkDocument"])
@pytest.mark.parametrize(("price", "debit"), [("0", "0.00"), ("0", "1"), ("1", "0"), ("0.000", "-0")])
def test_same_verdict_on_a_tax_base(schema: xmlschema.XMLSchema11, document: str, price: str, debit: str) -> None:
    root = etree.fromstring(etree.tostring(ROOT))
    line = root.findall(f".//{NS}{document}/{NS}Line")[1]
    line.find(f"{NS}UnitPrice").text = price
    line.find(f"{NS}DebitAmount").text = debit
    data = etree.tostring(root, encoding="utf-8")
    assert accepted(data) == is_valid(schema, data) == (price != "1" and debit != "1")


def test_a_cash_vat_receipt_with_no_tax_at_all_is_refused_by_both(schema: xmlschema.XMLSchema11) -> None:
    root = etree.fromstring(etree.tostring(ROOT))
    for line in root.findall(f".//{NS}Payment/{NS}Line"):
        for name in ("Tax", "TaxExemptionReason", "TaxExemptionCode"):
            if (element := line.find(NS + name)) is not None:
                line.remove(element)
    data = etree.tostring(root, encoding="utf-8")
    assert not is_valid(schema, data)
    [found] = validate_file(io.BytesIO(data))
    assert (found.rule, found.place) == ("assert.4", "RC A/1")
    plain = data.replace(b"<PaymentType>RC<", b"<PaymentType>RG<")
    assert accepted(plain)
    assert is_valid(schema, plain)
