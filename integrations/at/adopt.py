"""What AT did already, in a request whose answer got lost or by hand in its portal: found and taken over, if it agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.at.codes import SERIES_EXISTS, SERIES_NOT_ANNULLED, SERIES_NOT_FINISHED
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
    known = _known(authority, series, agreement)
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


def finish_or_confirm(
    authority: TaxAuthority, end: SeriesEnd, agreement: SelfBillingAgreement | None = None
) -> Answer[SeriesInfo]:
    """Finishes a series; where AT refuses (4005), done is done if it is finished already, with the same last number."""
    answer = authority.finish_series(end) if agreement is None else authority.finish_self_billing(end, agreement)
    if answer.code != SERIES_NOT_FINISHED:
        return answer
    for info in _known(authority, end, agreement).value or ():
        if (info.validation_code, info.state, info.last_number) == (end.validation_code, "F", end.last_number):
            return Answer(Action.SENT, "A AT já tinha esta série finalizada.", answer.code, value=info)
    return answer


def annul_or_confirm(
    authority: TaxAuthority, annulment: SeriesAnnulment, agreement: SelfBillingAgreement | None = None
) -> Answer[SeriesInfo]:
    """Annuls a registration; where AT refuses (4004), done is done if it is annulled already."""
    answer = (
        authority.annul_series(annulment) if agreement is None else authority.annul_self_billing(annulment, agreement)
    )
    if answer.code != SERIES_NOT_ANNULLED:
        return answer
    for info in _known(authority, annulment, agreement).value or ():
        if (info.validation_code, info.state) == (annulment.validation_code, "N"):
            return Answer(Action.SENT, "A AT já tinha esta série anulada.", answer.code, value=info)
    return answer


def _known(
    authority: TaxAuthority, series: SeriesData | SeriesEnd | SeriesAnnulment, agreement: SelfBillingAgreement | None
) -> Answer[tuple[SeriesInfo, ...]]:
    """What AT has under the name and type of a series."""
    wanted = SeriesQuery(series=series.series, document_class=series.document_class, type=series.type)
    return authority.query_series(wanted) if agreement is None else authority.query_self_billing(wanted, agreement)


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
