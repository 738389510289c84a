"""The schemas inside AT's WSDLs: what goes to the stand-in, and what it answers, is held against them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

XSD = "http://www.w3.org/2001/XMLSchema"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
FILES = {
    "series": "SeriesWSService.wsdl",
    "autofaturacao": "SeriesAutoFaturacaoWSService.wsdl",
    "faturas": "Fatcorews_eFaturaMDVersion.wsdl",
    "transporte": "documentosTransporte.wsdl",
}


@dataclass
class Schemas:
    """None of the files there: only the names of elements are looked at, by the server itself."""

    folder: Path | None
    _made: dict[str, etree.XMLSchema] = field(default_factory=dict)

    def wrong(self, service: str, element: etree._Element) -> str:
        """What the schema says against an element; empty where it has nothing against it."""
        if self.folder is None:
            return ""
        schema = self._made.get(service) or self._made.setdefault(service, _schema(self.folder / FILES[service]))
        # As a document of its own: prefixes of the envelope do not count.
        alone = etree.fromstring(etree.tostring(element, with_tail=False))
        return "" if schema.validate(alone) else str(schema.error_log.last_error)


def _schema(wsdl: Path) -> etree.XMLSchema:
    found = etree.parse(str(wsdl)).find(f"{{{WSDL}}}types/{{{XSD}}}schema")
    assert found is not None
    # The series WSDL says 8 characters; real validation codes have 10 by now (fiscal.md 3.1).
    for facet in found.iterfind(f".//{{{XSD}}}simpleType[@name='codValidacaoSerieType']//{{{XSD}}}length"):
        facet.tag = f"{{{XSD}}}minLength"
    return etree.XMLSchema(etree.fromstring(etree.tostring(found)))
