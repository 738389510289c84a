"""The kind of field that holds a day and an hour (see models/declared.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fiscal.moments import moment
from fiscal.notation import show_day


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and an hour, to the minute."""

    right: bool = False

    @property
    def hint(self) -> str:
        return "Hora, ou dia e hora: 14:30, 1430, 9h, +1 9:00 (amanhã), 25-11 14:30."

    def accepts(self, character: str) -> bool:
        return character in "0123456789-/.+:=hHoifIFdsma "

    def parse(self, text: str, today: date) -> datetime | None:
        return moment(text, today) if text.strip() else None

    def show(self, value: Any) -> str:
        return "" if value is None else f"{show_day(value)} {value:%H:%M}"
