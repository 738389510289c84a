"""The month in which the company's tax year begins: January, unless it was said otherwise."""

from __future__ import annotations

from models.company.setup import set_setting, setting
from models.session import Session

_KEY = "saft.first_month"


def first_month() -> int:
    """1 to 12."""
    kept = setting(_KEY, "1")
    return int(kept) if kept.isdigit() and 1 <= int(kept) <= 12 else 1


def set_first_month(month: int, session: Session) -> None:
    """Keeps it for the company; month: 1 to 12."""
    if month != first_month():
        set_setting(_KEY, str(month), session)
