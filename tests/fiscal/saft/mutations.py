"""Single faults put into a SAF-T file, of every kind that generators make; and the official verdict on the result."""

from __future__ import annotations

import copy
import io
from pathlib import Path

import xmlschema
from lxml import etree

NS = "{urn:OECD:StandardAuditFile-Tax:PT_1.04_01}"
_XSD = "{http://www.w3.org/2001/XMLSchema}"

TEXTS = (
    "", " ", "\n", "0", "1", "2", "13", "17", "1000", "00012", "+1", "-1", "-0", "-0.00", "0.00", "-0.01", "1.5", "1,5",
    "1e3", ".5", "5.", ".", "NaN", "INF", " 12 ", "12\n", "1_0", "٣", "999999999", "100000000", "99999999", "1000000000",
    "N", "A", "n", "FT", "IVA", "IS", "NS", "NOR", "NA", "RC", "RG", "GM", "GR", "AR", "EUR", "USD", "PT", "PT-AC", "pt", "Desconhecido",
    "FT A/1", "FT  A/1", "FT A/1 ", "FT A/", "FT A", "FTA/1", "FT A/B/1", "FT ^/1", "FT A/١", "A/B", "/B", "A//B", "a", "ab", "abcde",
    "^", "1-FTM A/12", "1-FTD FT A/12", "1-FTD A/12", "1-ftM A/12", "1.1", "1.", "0-FT M A/1", "M05", "M5", "M05M06", "m05", "12345",
    "1234", "12345678", "1.04_01", "1x04_01", "1.03_01", "Lisboa 123", "Lisboa", "123456789 ", "2026-03-02", "2026-02-29", "2024-02-29",
    "2026-3-2", "02-03-2026", "1999-12-31", "2000-01-01", "10000-01-01", "0000-01-01", "2026-03-02Z", "2026-03-02+01:00",
    "2026-03-02+14:01", " 2026-03-02 ", "2026-13-01", "2026-00-10", "2026-03-02T10:00:00", "2026-03-02T10:00", "2026-03-02T24:00:00",
    "2026-03-02T24:00:01", "2026-03-02T10:00:60", "2026-03-02T10:00:00.123", "2026-03-02T10:00:00.", "2026-03-02T10:00:00Z",
    "2026-03-02 10:00:00", "2026-02-30T10:00:00", "2026-03-02 VENDAS 1", "2026-03-02  VENDAS 1", "0026-03-02 V 1", "2026-29-39 V 1",
    "ção", "€", "\u2028", *(letter * many for many in (2, 3, 5, 6, 10, 11, 20, 21, 22, 30, 31, 50, 51, 60, 61) for letter in "xç"),
    *("x" * many for many in (70, 71, 100, 101, 172, 173, 200, 201, 210, 211, 254, 255, 256)),
    *("9" * many for many in (4, 5, 6, 8, 10, 60, 61, 300)),
)  # fmt: skip
MOVES = ("drop", "double", "swap", "first", "last", "rename", "nest", "stray", "attribute", "foreign", "empty", "beside")


def official(reference: Path) -> xmlschema.XMLSchema11:
    """AT's schema without its keys and references, which are another check's: structure, values and assertions."""
    tree = etree.parse(reference / "saft" / "SAFTPT1.04_01.xsd")
    for constraint in list(tree.iter(_XSD + "unique", _XSD + "keyref")):
        constraint.getparent().remove(constraint)
    return xmlschema.XMLSchema11(etree.tostring(tree, encoding="unicode"))


def is_valid(schema: xmlschema.XMLSchema11, data: bytes) -> bool:
    return bool(schema.is_valid(io.BytesIO(data)))


def with_text(root: etree._Element, number: int, text: str) -> bytes:
    """The file with another text in its element of that number, counted from the root."""
    changed = copy.deepcopy(root)
    element = list(changed.iter(f"{NS}*"))[number]
    element.text = text
    return bytes(etree.tostring(changed, encoding="utf-8", xml_declaration=True))


def moved(root: etree._Element, number: int, move: str) -> bytes:
    """The file with one change of structure at its element of that number."""
    changed = copy.deepcopy(root)
    element = list(changed.iter(f"{NS}*"))[number]
    parent = element.getparent()
    if move in ("drop", "double", "swap", "first", "last", "beside") and parent is None:
        return bytes(etree.tostring(changed, encoding="utf-8", xml_declaration=True))
    match move:
        case "drop":
            parent.remove(element)
        case "double":
            parent.insert(parent.index(element), copy.deepcopy(element))
        case "swap":
            parent.insert(parent.index(element) + 1, element)
            following = element.getnext()
            if following is not None:
                following.addnext(element)
        case "first":
            parent.insert(0, element)
        case "last":
            parent.append(element)
        case "rename":
            element.tag = element.tag + "s"
        case "nest":
            etree.SubElement(element, f"{NS}Line").text = "1"
        case "stray":
            element.tail = "texto"
        case "attribute":
            element.set("id", "1")
        case "foreign":
            element.tag = element.tag.replace("1.04", "1.03")
        case "empty":
            element.text = None
            del element[:]
        case "beside":
            parent.insert(parent.index(element), etree.Element(f"{NS}Outro"))
    return bytes(etree.tostring(changed, encoding="utf-8", xml_declaration=True))
