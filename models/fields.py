"""Columns that never hold a float: scaled integers for money, ISO text for time."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import BigIntegerField, SmallIntegerField, TextField


class ScaledField(BigIntegerField):
    """A Decimal kept as an integer of ``10 ** -places``; a value with more decimals is a programming error."""

    places = 0

    def db_value(self, value: Any) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"{self.name}: {value} has more than {self.places} decimals")
        return whole

    def python_value(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


class CentsField(ScaledField):
    """Euro, to the cent."""

    places = 2


class MicroField(ScaledField):
    """Prices, quantities, rates and line values, to the millionth."""

    places = 6


class DayField(TextField):
    """A date as ``AAAA-MM-DD``."""

    def db_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> date | None:
        return None if value is None else date.fromisoformat(value)


class MomentField(TextField):
    """Local time as ``AAAA-MM-DDThh:mm:ss`` (Portaria 302/2016, 1 j)."""

    def db_value(self, value: Any) -> str | None:
        return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class FlagField(SmallIntegerField):
    """Yes or no, the same in both databases."""

    def db_value(self, value: Any) -> int | None:
        return None if value is None else int(bool(value))

    def python_value(self, value: Any) -> bool | None:
        return None if value is None else bool(value)
