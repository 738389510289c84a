"""Order and dates: C2, C28, C29."""

from __future__ import annotations

from datetime import date, datetime

from fiscal.doctypes import DocumentType
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import EARLIEST, LATEST, show_day


def check_plausible(day: date, *, field: str = "date") -> None:
    """A year that can be meant: a clock that lost its battery says 1970, a slip of the finger 2206."""
    if not EARLIEST <= day <= LATEST:
        raise Refusal(
            f"A data {show_day(day)} está fora do aceitável: confirme o ano e o relógio do computador.",
            field=field,
            rule="date",
        )


def check_order(
    series: str,
    day: date,
    entry: datetime,
    *,
    starts_on: date,
    last_day: date | None,
    last_entry: datetime | None,
) -> None:
    """C2: inside a series numbers follow date and time of issue (1.6, 3.2.1).

    day, entry: date and moment of the new document; last_day, last_entry: those of the last one in the series.
    """
    if day < starts_on:
        raise Refusal(
            f"A data {show_day(day)} é anterior ao início da série {series} ({show_day(starts_on)}): "
            "corrija a data ou escolha outra série.",
            field="date",
            rule="C2",
        )
    if last_day is not None and day < last_day:
        raise Refusal(
            f"A série {series} já tem documentos de {show_day(last_day)}: "
            f"{show_day(day)} é anterior; use essa data ou uma posterior.",
            field="date",
            rule="C2",
        )
    if last_entry is not None and entry < last_entry:
        raise Refusal(
            f"O relógio marca {entry:%d-%m-%Y %H:%M:%S}, antes do último documento da série {series} "
            f"({last_entry:%d-%m-%Y %H:%M:%S}): acerte o relógio do computador ou use outra série.",
            field="date",
            rule="C2",
        )


def check_future(day: date, today: date, confirmed: frozenset[str]) -> None:
    """C28: a date after today is a warning to confirm; afterwards no earlier date fits in the series (3.4.2)."""
    if day > today and "data-futura" not in confirmed:
        raise NeedsConfirmation(
            f"A data {show_day(day)} é posterior a hoje ({show_day(today)}): depois de emitir, a série "
            "não aceita datas anteriores. Confirma?",
            key="data-futura",
            field="date",
            rule="C28",
        )


def check_clock(entry: datetime, last_entry_of_all: datetime | None, confirmed: frozenset[str]) -> None:
    """C29: the clock before the last document of any type or series is a warning to confirm (3.4.3)."""
    if last_entry_of_all is not None and entry < last_entry_of_all and "relogio-atrasado" not in confirmed:
        raise NeedsConfirmation(
            f"O relógio marca {entry:%d-%m-%Y %H:%M:%S}, antes do último documento emitido "
            f"({last_entry_of_all:%d-%m-%Y %H:%M:%S}). O relógio está certo?",
            key="relogio-atrasado",
            field="date",
            rule="C29",
        )


def check_valid_until(kind: DocumentType, until: date, day: date) -> None:
    """Only what offers something ends, and not before it begins (decision 26)."""
    if not kind.offers:
        raise Refusal(
            f"{kind.name} não tem validade: só um orçamento, uma pró-forma ou uma encomenda.",
            field="valid_until",
            rule="date",
        )
    check_plausible(until, field="valid_until")
    if until < day:
        raise Refusal(
            f"A validade ({show_day(until)}) é anterior à data do documento ({show_day(day)}): corrija uma das datas.",
            field="valid_until",
            rule="date",
        )
