"""A series that AT has already is ours where all it says agrees: then its code is taken over, else a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.at.codes import CANNOT_ANNUL, CANNOT_FINISH, SERIES_EXISTS
from integrations.at.values import (
    Action,
    Answer,
    SelfBillingAgreement,
    SeriesAnnulment,
    SeriesData,
    SeriesEnd,
    SeriesInfo,
    SeriesQuery,
)

if TYPE_CHECKING:
    from integrations.ports import TaxAuthority


def register_or_adopt(
    authority: TaxAuthority, series: SeriesData, agreement: SelfBillingAgreement | None = None
) -> Answer[SeriesInfo]:
    """Registers a series; where AT says that it has it (4001), asks what it has and adopts it if it is this one.

    That is so after an answer that got lost, and after a registration by hand. agreement: of self-billing.
    """
    answer = (
        authority.register_series(series) if agreement is None else authority.register_self_billing(series, agreement)
    )
    if answer.code != SERIES_EXISTS:
        return answer
    wanted = SeriesQuery(series=series.series, document_class=series.document_class, type=series.type)
    known = authority.query_series(wanted) if agreement is None else authority.query_self_billing(wanted, agreement)
    if not known.done:
        return Answer(known.action, known.message, known.code, known.said)
    # AT holds names unique without regard to case, so one at most is found.
    same_name = [info for info in known.value or () if info.series.upper() == series.series.upper()]
    if not same_name:
        return Answer(
            Action.CONFLICT,
            f"A AT diz que a série {series.series} já existe, mas não a mostra: veja-a no Portal das Finanças.",
            answer.code,
        )
    found = same_name[-1]
    if differences := _differences(series, found, own=agreement is None):
        return Answer(
            Action.CONFLICT,
            f"A AT já tem a série {series.series} de {series.type}, mas não é esta: {'; '.join(differences)}. "
            "Use outro nome, ou corrija os dados da série.",
            answer.code,
        )
    return Answer(Action.SENT, "A AT já tinha esta série: ficou com o código que lhe deu.", answer.code, value=found)


def end_or_ended(
    authority: TaxAuthority, ending: SeriesEnd | SeriesAnnulment, agreement: SelfBillingAgreement | None = None
) -> Answer[SeriesInfo]:
    """Finishes or annuls a series; where AT refuses (4005, 4004), asks whether it has ended already: after an answer
    that got lost it has.
    """
    answer = _end(authority, ending, agreement)
    if answer.code not in (CANNOT_FINISH, CANNOT_ANNUL):
        return answer
    wanted = SeriesQuery(
        series=ending.series,
        document_class=ending.document_class,
        type=ending.type,
        validation_code=ending.validation_code,
    )
    known = authority.query_series(wanted) if agreement is None else authority.query_self_billing(wanted, agreement)
    for found in known.value or ():
        if isinstance(ending, SeriesEnd) and (found.state, found.last_number) == ("F", ending.last_number):
            return Answer(Action.SENT, "A AT já tinha esta série como finalizada.", answer.code, value=found)
        if isinstance(ending, SeriesAnnulment) and found.state == "N":
            return Answer(Action.SENT, "A AT já tinha esta série como anulada.", answer.code, value=found)
    return answer


def _end(
    authority: TaxAuthority, ending: SeriesEnd | SeriesAnnulment, agreement: SelfBillingAgreement | None
) -> Answer[SeriesInfo]:
    if isinstance(ending, SeriesEnd):
        return (
            authority.finish_series(ending) if agreement is None else authority.finish_self_billing(ending, agreement)
        )
    return authority.annul_series(ending) if agreement is None else authority.annul_self_billing(ending, agreement)


def _differences(ours: SeriesData, theirs: SeriesInfo, *, own: bool) -> list[str]:
    """What AT has otherwise, in words."""
    told = [
        ("o nome", ours.series, theirs.series),
        ("o primeiro número", str(ours.first_number), str(theirs.first_number)),
        ("o certificado do programa", str(int(ours.certificate)), theirs.certificate.lstrip("0") or "0"),
    ]
    if own:
        told += [("o tipo de série", ours.kind, theirs.kind), ("o meio", ours.means, theirs.means)]
    different = [f"{what} é {there}, não {here}" for what, here, there in told if here != there]
    state = {"N": "está anulada", "F": "está finalizada"}.get(theirs.state)
    return [*different, state] if state else different
