"""Requests of the series service (SER-E; fiscal.md 3.2): children unqualified, SOAPAction empty."""

from __future__ import annotations

from collections.abc import Callable

from fiscal.errors import Refusal
from fiscal.text import clean
from fiscal.xmltree import Node
from integrations.at.envelope import Element, Message, element, optional
from integrations.at.request import Reading, Request, day
from integrations.at.values import (
    SelfBillingAgreement,
    SeriesAnnulment,
    SeriesData,
    SeriesEnd,
    SeriesInfo,
    SeriesQuery,
    Service,
)

NAMESPACE = "http://at.gov.pt/"
REGISTRATION_ERROR = "ER"
JUSTIFICATION_AT_MOST = 4000


def register(series: SeriesData) -> Request[SeriesInfo]:
    body = element(
        "registarSerie",
        Element("serie", series.series),
        Element("tipoSerie", series.kind),
        Element("classeDoc", series.document_class),
        Element("tipoDoc", series.type),
        Element("numInicialSeq", str(series.first_number)),
        Element("dataInicioPrevUtiliz", day(series.starts_on)),
        Element("numCertSWFatur", str(int(series.certificate))),
        Element("meioProcessamento", series.means),
    )
    return _request(body, one("infoSerie"))


def query(wanted: SeriesQuery) -> Request[tuple[SeriesInfo, ...]]:
    body = element(
        "consultarSeries",
        optional("serie", wanted.series),
        optional("tipoSerie", wanted.kind),
        optional("classeDoc", wanted.document_class),
        optional("tipoDoc", wanted.type),
        optional("codValidacaoSerie", wanted.validation_code),
        optional("dataRegistoDe", day(wanted.registered_from) if wanted.registered_from else ""),
        optional("dataRegistoAte", day(wanted.registered_until) if wanted.registered_until else ""),
        optional("estado", wanted.state),
        optional("meioProcessamento", wanted.means),
    )
    return Request(Service.SERIES, body.name, Message(NAMESPACE, body, qualified=False), several("infoSerie"))


def finish(end: SeriesEnd) -> Request[SeriesInfo]:
    return _request(element("finalizarSerie", *finishing(end)), one("infoSerie"))


def annul(annulment: SeriesAnnulment) -> Request[SeriesInfo]:
    """Raises Refusal where the taxpayer has not declared that nothing was issued."""
    return _request(element("anularSerie", *annulling(annulment)), one("infoSerie"))


def finishing(end: SeriesEnd) -> tuple[Element | None, ...]:
    """What finishing a series says, of either service."""
    return (
        *_which(end.series, end.document_class, end.type, end.validation_code),
        Element("seqUltimoDocEmitido", str(end.last_number)),
        optional("justificacao", clean(end.justification, JUSTIFICATION_AT_MOST)),
    )


def annulling(annulment: SeriesAnnulment) -> tuple[Element | None, ...]:
    """What annulling says, of either service. Raises Refusal as ``annul``."""
    if not annulment.nothing_issued:
        raise Refusal(
            f"Para anular a série {annulment.series} tem de declarar que não emitiu nela nenhum documento.",
            field="nothing_issued",
            rule="at",
        )
    return (
        *_which(annulment.series, annulment.document_class, annulment.type, annulment.validation_code),
        Element("motivo", REGISTRATION_ERROR),
        Element("declaracaoNaoEmissao", "true"),
    )


def _which(series: str, document_class: str, type_code: str, validation_code: str) -> tuple[Element, ...]:
    return (
        Element("serie", series),
        Element("classeDoc", document_class),
        Element("tipoDoc", type_code),
        Element("codValidacaoSerie", validation_code),
    )


def _request(body: Element, read: Callable[[Node], Reading[SeriesInfo] | None]) -> Request[SeriesInfo]:
    return Request(Service.SERIES, body.name, Message(NAMESPACE, body, qualified=False), read)


def result(node: Node) -> tuple[Node, str, str] | None:
    """Of an answer: the element that holds all, AT's code and words.

    The element between is not named: one of the WSDL's is spelt otherwise than its operation (finalizarSerieAutoFaturacaoResp).
    """
    inner = node.children[0] if node.children else None
    told = inner.first("infoResultOper") if inner is not None else None
    if inner is None or told is None or not told.get("codResultOper"):
        return None
    return inner, told.get("codResultOper").strip(), told.get("msgResultOper")


def one(name: str) -> Callable[[Node], Reading[SeriesInfo] | None]:
    """Reads an answer about one series, in the element ``name``."""

    def read(node: Node) -> Reading[SeriesInfo] | None:
        found = result(node)
        if found is None:
            return None
        inner, code, said = found
        told = inner.first(name)
        return Reading(code, said, info(told) if told is not None else None)

    return read


def several(name: str) -> Callable[[Node], Reading[tuple[SeriesInfo, ...]] | None]:
    """Reads an answer about any number of series."""

    def read(node: Node) -> Reading[tuple[SeriesInfo, ...]] | None:
        found = result(node)
        if found is None:
            return None
        inner, code, said = found
        return Reading(code, said, tuple(info(told) for told in inner.all(name)))

    return read


def info(node: Node) -> SeriesInfo:
    """A series as AT has it."""

    def text(name: str) -> str:
        return clean(node.get(name), JUSTIFICATION_AT_MOST)

    party = text("acordoRegistadoCom")
    agreement = SelfBillingAgreement(
        party, text("nifAssociadoAoAcordo"), text("paisEstrangeiro"), text("nomeEstrangeiro")
    )
    last = text("seqUltimoDocEmitido") or text("numFinalSeq")
    return SeriesInfo(
        series=text("serie"),
        kind=text("tipoSerie"),
        document_class=text("classeDoc"),
        type=text("tipoDoc"),
        first_number=_number(text("numInicialSeq")) or 1,
        starts_on=text("dataInicioPrevUtiliz"),
        means=text("meioProcessamento"),
        certificate=text("numCertSWFatur"),
        validation_code=text("codValidacaoSerie"),
        registered_on=text("dataRegisto"),
        state=text("estado"),
        state_since=text("dataEstado"),
        registered_by=text("nifComunicou"),
        last_number=_number(last),
        justification=text("justificacao"),
        agreement=agreement if party else None,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 25 else None
