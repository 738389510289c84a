"""Reads a moment as one types it, such as when goods leave: ``14:30``, ``1430``, ``+1 9h``, ``25-11 14:30``."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from fiscal.errors import Refusal
from fiscal.notation import day

_HOUR = re.compile(r"([0-9]{1,2})(?:[:hH.]([0-9]{2})?)?|([0-9]{2})([0-9]{2})")


def moment(text: str, today: date) -> datetime:
    """An hour of ``today``, or a day as ``fiscal.notation.day`` reads it and an hour. Raises Refusal."""
    typed = text.strip()
    before, _, last = typed.rpartition(" ")
    found = _HOUR.fullmatch(last)
    if found is None:
        raise _bad(typed)
    hour, minute = (found[1], found[2] or "0") if found[1] is not None else (found[3], found[4])
    try:
        at = time(int(hour), int(minute))
    except ValueError:
        raise _bad(typed) from None
    return datetime.combine(day(before, today) if before.strip() else today, at)


def _bad(typed: str) -> Refusal:
    return Refusal(f"«{typed[:20]}» não é uma hora: escreva 14:30, ou o dia e a hora, 25-11 14:30.", rule="date")
