"""Requests of the self-billing series service (SAF-E; fiscal.md 3.3): as for series, with the agreement behind each."""

from __future__ import annotations

from fiscal.text import clean
from fiscal.xmltree import Node
from integrations.at.envelope import Element, Message, element, optional
from integrations.at.request import Reading, Request, day
from integrations.at.series import NAMESPACE, annulling, finishing, one, result, several
from integrations.at.values import (
    AgreementQuery,
    SelfBillingAgreement,
    SeriesAnnulment,
    SeriesData,
    SeriesEnd,
    SeriesInfo,
    SeriesQuery,
    Service,
)

_INFO = "infoSerieAutofaturacao"


def register(series: SeriesData, agreement: SelfBillingAgreement) -> Request[SeriesInfo]:
    """Kind (A) and means (PI) are the service's own and are not sent."""
    body = element(
        "registarSerieAutofaturacao",
        Element("serie", series.series),
        Element("classeDoc", series.document_class),
        Element("tipoDoc", series.type),
        Element("numInicialSeq", str(series.first_number)),
        Element("dataInicioPrevUtiliz", day(series.starts_on)),
        Element("numCertSWFatur", str(int(series.certificate))),
        Element("comunicarEmNomeDe", agreement.party),
        Element("nifAssociadoAoAcordo", agreement.nif),
        optional("paisEstrangeiro", agreement.country),
        optional("nomeEstrangeiro", clean(agreement.name, 100)),
    )
    return Request(Service.SELF_BILLING, body.name, _message(body), one(_INFO))


def query(wanted: SeriesQuery, agreement: SelfBillingAgreement | None) -> Request[tuple[SeriesInfo, ...]]:
    body = element(
        "consultarSeriesAutofaturacao",
        optional("serie", wanted.series),
        optional("classeDoc", wanted.document_class),
        optional("tipoDoc", wanted.type),
        optional("codValidacaoSerie", wanted.validation_code),
        optional("dataRegistoDe", day(wanted.registered_from) if wanted.registered_from else ""),
        optional("dataRegistoAte", day(wanted.registered_until) if wanted.registered_until else ""),
        optional("nifAssociadoAoAcordo", agreement.nif if agreement else ""),
        optional("acordoRegistadoCom", agreement.party if agreement else ""),
    )
    return Request(Service.SELF_BILLING, body.name, _message(body), several(_INFO))


def finish(end: SeriesEnd, agreement: SelfBillingAgreement) -> Request[SeriesInfo]:
    body = element("finalizarSerieAutofaturacao", *finishing(end), *_of(agreement))
    return Request(Service.SELF_BILLING, body.name, _message(body), one(_INFO))


def annul(annulment: SeriesAnnulment, agreement: SelfBillingAgreement) -> Request[SeriesInfo]:
    """Raises Refusal where the taxpayer has not declared that nothing was issued."""
    body = element("anularSerieAutofaturacao", *annulling(annulment), *_of(agreement))
    return Request(Service.SELF_BILLING, body.name, _message(body), one(_INFO))


def agreements(wanted: AgreementQuery) -> Request[tuple[SelfBillingAgreement, ...]]:
    body = element(
        "consultarAcordosAutofaturacao",
        optional("nifAssociadoAoAcordo", wanted.nif),
        optional("estado", wanted.state),
        optional("periodoDeAutorizacaoDe", day(wanted.authorised_from) if wanted.authorised_from else ""),
        optional("periodoDeAutorizacaoAte", day(wanted.authorised_until) if wanted.authorised_until else ""),
    )
    return Request(Service.SELF_BILLING, body.name, _message(body), _read_agreements)


def _of(agreement: SelfBillingAgreement) -> tuple[Element, Element]:
    return Element("acordoRegistadoCom", agreement.party), Element("nifAssociadoAoAcordo", agreement.nif)


def _message(body: Element) -> Message:
    return Message(NAMESPACE, body, qualified=False)


def _read_agreements(node: Node) -> Reading[tuple[SelfBillingAgreement, ...]] | None:
    found = result(node)
    if found is None:
        return None
    inner, code, said = found
    return Reading(code, said, tuple(_agreement(told) for told in inner.all("infoAcordoAutofaturacao")))


def _agreement(node: Node) -> SelfBillingAgreement:
    def text(name: str) -> str:
        return clean(node.get(name), 100)

    return SelfBillingAgreement(
        party=text("acordoRegistadoCom"),
        nif=text("nifAssociadoAoAcordo"),
        country=text("paisEstrangeiro"),
        name=text("nomeNifAssociadoAoAcordo"),
        state=text("estado"),
        starts_on=text("periodoAutorizacaoDe"),
        ends_on=text("periodoAutorizacaoAte"),
    )
