"""A company's series at AT, from the new year to the last document, over the wire (fiscal.md 3.2, 3.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from lxml import etree

from integrations.at.adopt import annul_or_confirm, finish_or_confirm, register_or_adopt
from integrations.at.authority import Authority
from integrations.at.values import (
    Action,
    AgreementQuery,
    SelfBillingAgreement,
    SeriesAnnulment,
    SeriesData,
    SeriesEnd,
    SeriesQuery,
)
from tests.at_server.server import AtServer
from tests.at_server.troubles import cut_after
from tests.integrations.at.conftest import SharedClock

TODAY = dt.date(2027, 1, 4)
FT = SeriesData("2027A", "SI", "FT", TODAY, "9999")
FARMER = SelfBillingAgreement("FN", "501442600")


def test_every_type_of_a_new_year_gets_its_code(at: Authority, server: AtServer) -> None:
    classes = {"SI": ("FT", "FS", "FR", "NC", "ND"), "MG": ("GR", "GT", "GA", "GC", "GD"), "PY": ("RC", "RG")}
    answers = [
        at.register_series(SeriesData("2027A", of, code, TODAY, "9999"))
        for of, codes in classes.items()
        for code in codes
    ]
    assert {answer.action for answer in answers} == {Action.SENT}
    assert {answer.code for answer in answers} == {"2001"}
    codes = [answer.value.validation_code for answer in answers if answer.value]
    assert len(set(codes)) == 12
    known = at.query_series(SeriesQuery(document_class="PY"))
    assert (known.code, [info.type for info in known.value or ()]) == ("2002", ["RC", "RG"])
    assert at.query_series(SeriesQuery(series="OUTRA")).value == ()


def test_the_request_is_what_the_manual_shows(at: Authority, server: AtServer) -> None:
    at.register_series(FT)
    taken = server.taken[-1]
    assert taken.headers["soapaction"] == '""'
    body = etree.fromstring(taken.body).find("{*}Body")
    assert body is not None
    assert body[0].tag == "{http://at.gov.pt/}registarSerie"
    assert [(child.tag, child.text) for child in body[0]] == [
        ("serie", "2027A"),
        ("tipoSerie", "N"),
        ("classeDoc", "SI"),
        ("tipoDoc", "FT"),
        ("numInicialSeq", "1"),
        ("dataInicioPrevUtiliz", "2027-01-04"),
        ("numCertSWFatur", "9999"),
        ("meioProcessamento", "PI"),
    ]


def test_a_code_of_ten_characters_is_kept_whole_and_sent_back_whole(at: Authority, server: AtServer) -> None:
    """The WSDL says 8, real life 10 (fiscal.md 14.4)."""
    server.series.code_length = 10
    made = at.register_series(FT).value
    assert made is not None
    assert len(made.validation_code) == 10
    assert at.finish_series(SeriesEnd("2027A", "SI", "FT", made.validation_code, 7)).code == "2004"


def test_a_series_is_finished_with_its_last_number(at: Authority) -> None:
    made = at.register_series(FT).value
    assert made is not None
    end = SeriesEnd("2027A", "SI", "FT", made.validation_code, 214, "Loja encerrada & vendida <já>")
    finished = at.finish_series(end)
    assert (finished.action, finished.code) == (Action.SENT, "2004")
    assert finished.value is not None
    assert (finished.value.state, finished.value.last_number) == ("F", 214)
    assert finished.value.justification == "Loja encerrada & vendida <já>"
    again = at.finish_series(end)
    assert (again.action, again.code) == (Action.FIX, "4005")
    assert again.message == "A AT não finaliza esta série. A AT disse: A série não está ativa."


def test_a_registration_by_mistake_is_annulled_the_day_after_and_no_later(at: Authority, clock: SharedClock) -> None:
    first = at.register_series(FT).value
    second = at.register_series(SeriesData("2027B", "SI", "FT", TODAY, "9999")).value
    assert first is not None
    assert second is not None
    clock.at += dt.timedelta(days=1)
    annulled = at.annul_series(SeriesAnnulment("2027A", "SI", "FT", first.validation_code, nothing_issued=True))
    assert (annulled.action, annulled.code) == (Action.SENT, "2003")
    clock.at += dt.timedelta(days=1)
    late = at.annul_series(SeriesAnnulment("2027B", "SI", "FT", second.validation_code, nothing_issued=True))
    assert (late.action, late.code) == (Action.FIX, "4004")
    assert "Já passou o prazo" in late.message


def test_nothing_is_sent_without_the_declaration_that_nothing_was_issued(at: Authority, server: AtServer) -> None:
    asked = at.annul_series(SeriesAnnulment("2027A", "SI", "FT", "CCCCCCC1", nothing_issued=False))
    assert (asked.action, server.taken) == (Action.FIX, [])
    assert asked.message == "Para anular a série 2027A tem de declarar que não emitiu nela nenhum documento."


@pytest.mark.parametrize(
    ("series", "code", "message"),
    [
        (SeriesData("2027A", "XX", "FT", TODAY, "0"), "4045", "A AT não conhece a classe de documentos desta série."),
        (SeriesData("2027A", "SI", "GT", TODAY, "0"), "4046", "O tipo de documento não é da classe desta série."),
        (
            SeriesData("2027A", "SI", "FT", TODAY - dt.timedelta(days=1), "0"),
            "4049",
            "A série não pode começar antes de hoje: mude a data de início.",
        ),
        (
            SeriesData("AT2027", "SI", "FT", TODAY, "0"),
            "4003",
            "A AT não aceita um dado da série. A AT disse: Campo serie inválido.",
        ),
    ],
)
def test_what_at_refuses_is_told_in_portuguese(at: Authority, series: SeriesData, code: str, message: str) -> None:
    refused = at.register_series(series)
    assert (refused.action, refused.code, refused.message, refused.value) == (Action.FIX, code, message, None)


def test_a_name_that_is_too_long_is_a_structure_at_does_not_read(at: Authority, server: AtServer) -> None:
    if server.schemas.folder is None:
        pytest.skip("the folder ../shared/reference is not beside this checkout")
    refused = at.register_series(SeriesData("S" * 36, "SI", "FT", TODAY, "0"))
    assert (refused.action, refused.code) == (Action.FIX, "4000")
    server.complaints.clear()


# --- a series that AT has already ---


def test_an_answer_that_got_lost_is_found_again(at: Authority, server: AtServer) -> None:
    """AT took the request and the line fell: the second try adopts the code of the first."""
    server.troubles.append(cut_after())
    lost = register_or_adopt(at, FT)
    assert lost.action is Action.UNKNOWN
    assert lost.message == (
        "A ligação à AT caiu a meio do pedido: o pedido pode ter sido aceite. Volta a enviar-se, e a AT dirá se já o tinha."
    )
    found = register_or_adopt(at, FT)
    assert (found.action, found.code) == (Action.SENT, "4001")
    assert found.value is not None
    assert found.value.validation_code in server.series.codes()


def test_the_name_is_ours_only_as_we_write_it(at: Authority) -> None:
    """AT takes 2027a and 2027A for the same name."""
    at.register_series(SeriesData("2027a", "SI", "FT", TODAY, "9999"))
    found = register_or_adopt(at, FT)
    assert found.action is Action.CONFLICT
    assert "o nome é 2027a, não 2027A" in found.message


@pytest.mark.parametrize(
    ("theirs", "difference"),
    [
        (SeriesData("2027A", "SI", "FT", TODAY, "1234"), "o certificado do programa é 1234, não 9999"),
        (SeriesData("2027A", "SI", "FT", TODAY, "9999", kind="F"), "o tipo de série é F, não N"),
        (SeriesData("2027A", "SI", "FT", TODAY, "9999", first_number=100), "o primeiro número é 100, não 1"),
        (SeriesData("2027A", "SI", "FT", TODAY, "9999", means="OM"), "o meio é OM, não PI"),
    ],
)
def test_a_series_of_another_program_is_not_adopted(at: Authority, theirs: SeriesData, difference: str) -> None:
    at.register_series(theirs)
    found = register_or_adopt(at, FT)
    assert (found.action, found.value) == (Action.CONFLICT, None)
    assert difference in found.message


def test_an_annulled_name_cannot_come_back(at: Authority) -> None:
    made = at.register_series(FT).value
    assert made is not None
    at.annul_series(SeriesAnnulment("2027A", "SI", "FT", made.validation_code, nothing_issued=True))
    found = register_or_adopt(at, FT)
    assert found.action is Action.CONFLICT
    assert "está anulada" in found.message


def test_a_lost_query_does_not_turn_into_an_adoption(at: Authority, server: AtServer) -> None:
    at.register_series(FT)
    server.troubles += [lambda at, handler, body: handler.reply(*at.answer("series", handler.sent_headers(), body))]
    server.troubles.append(cut_after())
    assert register_or_adopt(at, FT).action is Action.UNKNOWN


def test_an_end_whose_answer_got_lost_is_confirmed(at: Authority, server: AtServer) -> None:
    made = at.register_series(FT).value
    assert made is not None
    end = SeriesEnd("2027A", "SI", "FT", made.validation_code, 214)
    server.troubles.append(cut_after())
    assert finish_or_confirm(at, end).action is Action.UNKNOWN
    found = finish_or_confirm(at, end)
    assert (found.action, found.value and found.value.last_number) == (Action.SENT, 214)
    assert finish_or_confirm(at, replace(end, last_number=215)).action is Action.FIX


def test_an_annulment_whose_answer_got_lost_is_confirmed(at: Authority, server: AtServer) -> None:
    made = at.register_self_billing(FT, FARMER).value
    assert made is not None
    annulment = SeriesAnnulment("2027A", "SI", "FT", made.validation_code, nothing_issued=True)
    server.troubles.append(cut_after())
    assert annul_or_confirm(at, annulment, FARMER).action is Action.UNKNOWN
    found = annul_or_confirm(at, annulment, FARMER)
    assert (found.action, found.message) == (Action.SENT, "A AT já tinha esta série anulada.")
    other = replace(annulment, validation_code="OUTRO123")
    assert annul_or_confirm(at, other, FARMER).action is Action.FIX


# --- self-billing ---


def test_a_self_billing_series_lives_and_ends(at: Authority, server: AtServer) -> None:
    made = at.register_self_billing(FT, FARMER)
    assert (made.action, made.code) == (Action.SENT, "2001")
    assert made.value is not None
    assert made.value.agreement == FARMER
    known = at.query_self_billing(SeriesQuery(type="FT"), FARMER)
    assert [info.series for info in known.value or ()] == ["2027A"]
    end = SeriesEnd("2027A", "SI", "FT", made.value.validation_code, 3)
    finished = at.finish_self_billing(end, FARMER)
    assert (finished.code, finished.value and finished.value.state) == ("2004", "F")


def test_a_foreign_supplier_goes_with_country_and_name(at: Authority) -> None:
    agreement = SelfBillingAgreement("FE", "ESB12345678", "ES", "Frutas Peña & Hijos")
    made = at.register_self_billing(FT, agreement).value
    assert made is not None
    assert made.agreement == agreement
    annulled = at.annul_self_billing(
        SeriesAnnulment("2027A", "SI", "FT", made.validation_code, nothing_issued=True), agreement
    )
    assert (annulled.action, annulled.code) == (Action.SENT, "2003")


def test_a_self_billing_series_is_adopted_too(at: Authority, server: AtServer) -> None:
    server.troubles.append(cut_after())
    assert register_or_adopt(at, FT, FARMER).action is Action.UNKNOWN
    found = register_or_adopt(at, FT, FARMER)
    assert (found.action, found.value and found.value.agreement) == (Action.SENT, FARMER)


def test_agreements_are_listed(at: Authority, server: AtServer) -> None:
    server.self_billing.agreements.append(
        {
            "acordoRegistadoCom": "FN",
            "nifAdquirente": "599999993",
            "nomeAdquirente": "Mercearia São João, Lda",
            "nifAssociadoAoAcordo": "501442600",
            "nomeNifAssociadoAoAcordo": "Quinta do Vale",
            "estado": "A",
            "periodoAutorizacaoDe": "2027-01-01",
        }
    )
    known = at.query_agreements(AgreementQuery(nif="501442600"))
    assert known.value == (SelfBillingAgreement("FN", "501442600", "", "Quinta do Vale", "A", "2027-01-01", ""),)
    assert at.query_agreements(AgreementQuery(nif="123456789")).value == ()
