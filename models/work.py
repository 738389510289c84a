"""What a long verb tells while it works, and how it is asked to stop.

Such a verb takes ``told`` and ``cancelled``, calls both now and then from the thread it runs on, and when it is to stop
takes back what it had begun and raises Stopped.
"""

from __future__ import annotations

from collections.abc import Callable

from fiscal.errors import Refusal

Told = Callable[[int, int], None]
"""``told(done, total)``: how many of how many; total 0 where nobody knows."""
Cancelled = Callable[[], bool]
"""Whether somebody wants the work to stop. May be called from any thread."""


class Stopped(Refusal):
    """The work was stopped by who had asked for it; nothing of it stays."""

    def __init__(self) -> None:
        super().__init__("Interrompido: não ficou nada feito.", rule="stopped")


def to_nobody(done: int, total: int) -> None:
    """For work that nobody watches."""


def never() -> bool:
    """For work that nobody may stop."""
    return False


def going_on(done: int, total: int, told: Told, cancelled: Cancelled) -> None:
    """Tells how far the work is. Raises Stopped if it is to end."""
    if cancelled():
        raise Stopped
    told(done, total)


def how_far(done: int, total: int, elapsed: float, unit: str = "") -> str:
    """``1200 de 5000 linhas, faltam 12 s``; where the total is not known, what is done and for how long.

    elapsed: seconds since it began. unit: what is counted, in the plural.
    """
    counted = f" {unit}" if unit else ""
    if not total:
        return f"{done}{counted}, há {_time(elapsed)}" if done else f"há {_time(elapsed)}"
    told = f"{done} de {total}{counted}"
    if not 0 < done < total or elapsed < 1:
        return told
    left = elapsed * (total - done) / done
    return f"{told}, {'falta' if round(left) <= 1 else 'faltam'} {_time(left)}"


def _time(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
