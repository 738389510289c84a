"""When the demonstration shop sells: its open days, how many documents each has, and at which seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from random import Random

USUAL, MOST = 60, 8_000
"""Documents on a weekday: what the shop has by itself, and the most that fits before older days are needed."""
OPENS, OPEN_SECONDS = time(8), 12 * 3600
_PEAKS = ((3.0 * 3600, 4500.0), (9.75 * 3600, 4200.0))
"""Middle and spread of the two peaks of the day, in seconds after opening: 11:00 and 17:45."""


def weight(day: date) -> int:
    """Saturdays have twice the business of a weekday; closed on Sundays, at New Year and at Christmas."""
    if day.weekday() == 6 or (day.month, day.day) in ((1, 1), (12, 25)):
        return 0
    return 2 if day.weekday() == 5 else 1


def open_days(today: date, documents: int, rng: Random) -> list[tuple[date, int]]:
    """The days before ``today`` that hold ``documents``, oldest first, each with how many.

    About 60 on a weekday and 120 on a Saturday, going back as far as needed but not before 1 January of the year of
    ``today``; then more a day instead, and older years only if not even 8 000 a day suffice or no day was open yet.
    """
    this_year = list(takewhile(lambda day: day.year == today.year, _before(today)))
    if this_year and sum(map(weight, this_year)) * MOST >= documents:
        days = _enough(iter(this_year), documents, USUAL)
    else:
        days = _enough(_before(today), documents, MOST if this_year else USUAL)
    days.reverse()
    shares = [weight(day) * rng.uniform(0.92, 1.08) for day in days]
    whole, until, placed, counts = sum(shares), 0.0, 0, []
    for share in shares:
        until += share
        counts.append(round(documents * until / whole) - placed)
        placed += counts[-1]
    return list(zip(days, counts, strict=True))


def moments(day: date, count: int, rng: Random) -> list[datetime]:
    """``count`` different seconds of the opening hours in order, most of them around eleven and before six."""
    seconds: set[int] = set()
    while len(seconds) < count:
        if rng.random() < 0.12:
            seconds.add(rng.randrange(OPEN_SECONDS))
            continue
        second = int(rng.gauss(*rng.choice(_PEAKS)))
        if 0 <= second < OPEN_SECONDS:
            seconds.add(second)
    opening = datetime.combine(day, OPENS)
    return [opening + timedelta(seconds=second) for second in sorted(seconds)]


def _before(today: date) -> Iterator[date]:
    """Open days before ``today``, latest first."""
    day = today
    while True:
        day -= timedelta(days=1)
        if weight(day):
            yield day


def _enough(days: Iterator[date], documents: int, each: int) -> list[date]:
    """The first of ``days`` that hold ``documents`` at ``each`` a weekday; all of them if they do not."""
    found, room = [], 0
    while room < documents:
        day = next(days, None)
        if day is None:
            break
        found.append(day)
        room += weight(day) * each
    return found
