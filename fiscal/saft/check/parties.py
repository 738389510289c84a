"""Who the customers and suppliers are: tax numbers and the generic consumer (fiscal.md 5.5.9 and 8.4)."""

from __future__ import annotations

import re

from fiscal.nif import FINAL_CONSUMER, FINAL_CONSUMER_NAME, is_nif
from fiscal.saft.check.book import Book
from fiscal.text import fold
from fiscal.xmltree import Node

_PREFIX = re.compile(r"[A-Z]{2}[0-9A-Z]{5,}")


def master(node: Node, book: Book) -> None:
    """A Customer or Supplier."""
    nif_node = node.first(f"{node.name}TaxID")
    if nif_node is None:
        return
    nif, line = nif_node.text, nif_node.line
    place = node.get(f"{node.name}ID")
    country = node.get("BillingAddress", "Country")
    domestic = country == "PT"
    prefixed = bool(_PREFIX.fullmatch(nif)) and nif[:2] == (country if len(country) == 2 else "PT")
    if prefixed:
        book.findings.add("nif-prefix", place, line, f"O número fiscal «{nif[:30]}» leva o prefixo do país.")
    elif domestic and not is_nif(nif):
        book.findings.add("nif", place, line, f"O NIF «{nif[:30]}» não é válido.")
    if node.name != "Customer":
        return
    name = node.first("CompanyName")
    generic = name is not None and fold(name.text.strip()) == fold(FINAL_CONSUMER_NAME)
    if name is not None and (nif == FINAL_CONSUMER) != generic:
        said = f"«{name.text[:40]}» tem o NIF {nif[:30]}."
        book.findings.add("final-consumer" if generic else "consumer-name", place, name.line, said)
    if nif and nif == book.header.nif:
        book.findings.add("own-nif", place, line, f"O cliente tem o NIF da própria empresa, {nif}.")
