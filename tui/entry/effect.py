"""What an entry or an edit did to the draft, for the screen to show and to sound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.entry.articles import ArticleData
from tui.entry.entries import Entry


class Bell(StrEnum):
    """What is heard: one short bell for accepted, two for refused (a Refusal is always two)."""

    NONE = ""
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an entry or edit did, for the screen to show."""

    notice: str = ""
    """One line, for example ``3 × Café torrado 250 g``."""
    bell: Bell = Bell.NONE
    line: int | None = None
    """Index of the line changed, or of the one now in the place of a removed one."""
    column: str = ""
    """The cell still to be filled in: ``price`` of an article without one, ``exemption`` of a line without tax."""
    pending: Entry | None = None
    """What the caller must settle: Search (choose among ``found``), SetCustomer, Ambiguous, Calculate, End."""
    found: tuple[ArticleData, ...] = ()
