"""Single faults put into a SAF-T file, of every kind that generators make; and the official verdict on the result."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from pathlib import Path

import xmlschema
from lxml import etree

NS = "{urn:OECD:StandardAuditFile-Tax:PT_1.04_01}"
_XSD = "{http://www.w3.org/2001/XMLSchema}"

_TEXTS = """
|0|1|2|13|17|1000|00012|+1|-1|-0|-0.00|0.00|-0.01|1.5|1,5|1e3|.5|5.|.|NaN|INF| 12 |999999999|100000000|99999999|1000000000
 |N|A|n|FT|IVA|IS|NS|NOR|NA|RC|RG|GM|GR|AR|EUR|USD|PT|PT-AC|pt|Desconhecido|M05|M5|M05M06|m05|12345|1234|12345678
FT A/1|FT  A/1|FT A/1 |FT A/|FT A|FTA/1|FT A/B/1|FT ^/1|A/B|/B|A//B|a|ab|abcde|^|ção|€
1-FTM A/12|1-FTD FT A/12|1-FTD A/12|1-ftM A/12|1.1|1.|0-FT M A/1|1.04_01|1x04_01|1.03_01|Lisboa 123|123456789 |Lisboa
2026-03-02|2026-02-29|2024-02-29|2026-3-2|02-03-2026|1999-12-31|2000-01-01|10000-01-01|0000-01-01|2026-13-01|2026-00-10
2026-03-02Z|2026-03-02+01:00|2026-03-02+14:01| 2026-03-02 |2026-03-02T10:00:00|2026-03-02T10:00|2026-03-02T24:00:00
2026-03-02T24:00:01|2026-03-02T10:00:60|2026-03-02T10:00:00.123|2026-03-02T10:00:00.|2026-03-02T10:00:00Z|2026-03-02 10:00:00
2026-02-30T10:00:00|2026-03-02 VENDAS 1|2026-03-02  VENDAS 1|0026-03-02 V 1|2026-29-39 V 1
"""
TEXTS = (
    *_TEXTS[1:-1].replace("\n", "|").split("|"),
    "\n",
    "12\n",
    "\u2028",
    *(letter * many for many in (2, 3, 5, 6, 10, 11, 20, 21, 22, 30, 31, 50, 51, 60, 61) for letter in "xç"),
    *("x" * many for many in (70, 71, 100, 101, 172, 173, 200, 201, 210, 211, 254, 255, 256)),
    *("9" * many for many in (4, 5, 6, 8, 10, 60, 61, 300)),
)
"""Values at and beyond the edge of some element, tried in every element.

Left out is what the processor takes although the standard does not: ``1_0`` and digits of other scripts as integers,
``1 000.00`` and blanks that are not XML's in numbers, and numbers of hundreds of digits, which it does not take.
"""


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
    list(changed.iter(f"{NS}*"))[number].text = text
    return _written(changed)


def moved(root: etree._Element, number: int, move: str) -> bytes:
    """The file with one change of structure, of ``MOVES``, at its element of that number."""
    changed = copy.deepcopy(root)
    element = list(changed.iter(f"{NS}*"))[number]
    parent = element.getparent()
    if parent is not None:
        MOVES[move](parent, element)
    return _written(changed)


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _swap(_: etree._Element, element: etree._Element) -> None:
    following = element.getnext()
    if following is not None:
        following.addnext(element)


def _empty(_: etree._Element, element: etree._Element) -> None:
    element.text = None
    del element[:]


def _nest(_: etree._Element, element: etree._Element) -> None:
    etree.SubElement(element, f"{NS}Line").text = "1"


MOVES: dict[str, Callable[[etree._Element, etree._Element], object]] = {
    "drop": lambda parent, element: parent.remove(element),
    "double": lambda parent, element: parent.insert(parent.index(element), copy.deepcopy(element)),
    "swap": _swap,
    "first": lambda parent, element: parent.insert(0, element),
    "last": lambda parent, element: parent.append(element),
    "rename": lambda _, element: setattr(element, "tag", element.tag + "s"),
    "lower": lambda _, element: setattr(element, "tag", NS + element.tag.removeprefix(NS).lower()),
    "nest": _nest,
    "stray": lambda _, element: setattr(element, "tail", "texto"),
    "attribute": lambda _, element: element.set("id", "1"),
    "foreign": lambda _, element: setattr(element, "tag", element.tag.replace("1.04", "1.03")),
    "empty": _empty,
    "beside": lambda parent, element: parent.insert(parent.index(element), etree.Element(f"{NS}Outro")),
}
