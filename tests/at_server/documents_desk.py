"""The stand-in's register of invoices, working documents and receipts, with the rules of fatcorews (EFT)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from tests.at_server.answers import DOCUMENTS, Refused, document

NS = f"{{{DOCUMENTS}}}"
NUMBERS = {"Invoice": "InvoiceNo", "Work": "DocumentNumber", "Payment": "PaymentRefNo"}
DATES = {"Invoice": "InvoiceDate", "Work": "WorkDate", "Payment": "TransactionDate"}
ALREADY = {"Invoice": "-10", "Work": "-22", "Payment": "-25"}


@dataclass
class Known:
    """A document as it was registered."""

    content: bytes
    date: str
    status: str
    status_at: str


@dataclass
class DocumentsDesk:
    known: dict[tuple[str, str, str], Known] = field(default_factory=dict)
    """By issuer, kind and number."""
    says_new_status: bool = False
    """Wants the manual's name of the element (NewInvoiceStatus) instead of the WSDL's."""

    def handle(self, request: etree._Element, user: str, now: dt.datetime) -> str:
        operation = etree.QName(request).localname.removesuffix("Request")
        issuer = _text(request, "TaxRegistrationNumber")
        kind = next(name for name in NUMBERS if name in operation)
        try:
            if issuer != user.partition("/")[0]:
                raise Refused("-16", "O utilizador não pode comunicar por este NIF")
            if operation.startswith("Register"):
                code, text = self._register(request, issuer, kind, now)
            elif operation.startswith("Change"):
                code, text = self._change(request, issuer, kind, now)
            else:
                code, text = self._delete(request, issuer, kind)
        except Refused as refused:
            code, text = refused.code, refused.text
        return document(operation, code, text, now)

    def _register(self, request: etree._Element, issuer: str, kind: str, now: dt.datetime) -> tuple[str, str]:
        data = request.find(f"{NS}{kind}Data")
        assert data is not None
        number, date = _text(data, NUMBERS[kind]), _text(data, DATES[kind])
        content = etree.tostring(data, method="c14n")
        known = self.known.get((issuer, kind, number))
        if known is not None:
            if known.status == "A":
                return "-2", "O documento registado está anulado"
            if known.content == content:
                return ALREADY[kind], "Documento já registado pelo emitente"
            return "-3", "Documento já registado com valores diferentes"
        if date > f"{now:%Y-%m-%d}":
            return "-4", "Data do documento inválida"
        if kind != "Payment":
            _check_summaries(data)
        _check_totals(data, receipt=kind == "Payment")
        status = data.find(f"{NS}DocumentStatus")
        assert status is not None
        self.known[issuer, kind, number] = Known(
            content, date, _text(status, f"{kind}Status"), _text(status, f"{kind}StatusDate")
        )
        return "0", "Documento registado com sucesso"

    def _change(self, request: etree._Element, issuer: str, kind: str, now: dt.datetime) -> tuple[str, str]:
        header = request.find(f"{NS}{kind}Header")
        status = request.find(f"{NS}{'New' if self.says_new_status else ''}{kind}Status")
        assert header is not None
        if status is None:
            return "33", "Mensagem SOAP inválida"
        known = self.known.get((issuer, kind, _text(header, NUMBERS[kind])))
        if known is None:
            return "-11", "O documento não existe"
        new, at = _text(status, f"{kind}Status"), _text(status, f"{kind}StatusDate")
        if known.status == "A" and new != "A":
            return "-12", "Estado inválido"
        if at < known.status_at:
            return "-45", "A data do estado é anterior à do estado registado"
        known.status, known.status_at = new, at
        return "0", "Estado alterado"

    def _delete(self, request: etree._Element, issuer: str, kind: str) -> tuple[str, str]:
        listed = request.find(f"{NS}documentsList")
        if listed is not None:
            numbers = [_text(header, NUMBERS[kind]) for header in listed]
            if [number for number, count in Counter(numbers).items() if count > 1]:
                return "491", "Documento repetido no pedido"
            if [number for number in numbers if (issuer, kind, number) not in self.known]:
                return "490", "Documento desconhecido"
            gone = [(issuer, kind, number) for number in numbers]
        else:
            span = request.find(f"{NS}dateRange")
            assert span is not None
            first, last = _text(span, "StartDate"), _text(span, "EndDate")
            if first[:4] != last[:4]:
                return "401", "O intervalo abrange dois anos"
            gone = [
                key for key, known in self.known.items() if key[:2] == (issuer, kind) and first <= known.date <= last
            ]
        for key in gone:
            del self.known[key]
        return "0", f"{len(gone)} documentos eliminados"


def _check_summaries(data: etree._Element) -> None:
    """One and only one LineSummary for each combination."""
    seen = set()
    for line in data.iterfind(f"{NS}LineSummary"):
        tax = line.find(f"{NS}Tax")
        combination = (
            tuple(_text(tax, name) for name in ("TaxType", "TaxCountryRegion", "TaxCode")) if tax is not None else (),
            _text(line, "TaxExemptionCode"),
            _text(line, "TaxPointDate"),
            frozenset(found.text for found in line.iterfind(f"{NS}Reference")),
            frozenset(found.text for found in line.iterfind(f"{NS}OrderReferences/{NS}OriginatingON")),
            _text(line, "DebitCreditIndicator"),
        )
        if combination in seen:
            raise Refused("-28", "LineSummary repetido")
        seen.add(combination)
        zero = tax is not None and Decimal(_text(tax, "TaxPercentage") or "1") == 0
        if zero != bool(_text(line, "TaxExemptionCode")):
            raise Refused("-8", "Código de isenção inválido")


def _check_totals(data: etree._Element, *, receipt: bool) -> None:
    net = Decimal(0)
    for line in data.iterfind(f"{NS}LineSummary"):
        amount = Decimal(_text(line, "Amount") or "0")
        net += amount if _text(line, "DebitCreditIndicator") == "C" else -amount
    totals = data.find(f"{NS}DocumentTotals")
    assert totals is not None
    tax, told, gross = (Decimal(_text(totals, name)) for name in ("TaxPayable", "NetTotal", "GrossTotal"))
    if told + tax != gross or (not receipt and abs(net) != told):
        raise Refused("-23" if receipt else "-7", "Documento inválido por valores anómalos")


def _text(node: etree._Element, name: str) -> str:
    return node.findtext(f"{NS}{name}") or ""
