"""What a screen reader's user hears of a widget: its text in lines, and the line on which the focus stands."""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

EMPTY = "vazio"


def reads_aloud(screen: Mapping[str, Any]) -> bool:
    """Whether the program is to be read aloud and not painted.

    screen: the table ``[ecra]`` of the settings. BALCAO_LEITOR in the environment switches the mode on too.
    """
    return bool(screen.get("leitor")) or os.environ.get("BALCAO_LEITOR", "") not in ("", "0")


class Heard(Enum):
    """When what a widget says is read aloud."""

    AT_ONCE = "when its screen opens, and what changes later"
    ARRIVING = "each time one comes to its screen"
    CHANGES = "only what changes"
    ASKED = "only in the reading of the whole screen"


@dataclass(frozen=True, slots=True)
class FocusLine:
    """The line on which the focus stands: always the last one on the terminal.

    where: what it stands on, the widget first; another one begins a new line. cursor: letters of ``text`` before the
    cursor while it is being edited, None where nothing is typed. after: what follows the text (the row found).
    """

    where: tuple[Hashable, ...]
    label: str
    text: str = ""
    cursor: int | None = None
    after: str = ""

    @property
    def whole(self) -> str:
        """The line as one text."""
        text = self.text or (EMPTY if self.cursor is not None else "")
        return f"{self.label}{text}. {self.after}" if self.after else f"{self.label}{text}"


class Spoken:
    """What a widget says to a screen reader. Only the reader mode (tui/terminal/reader.py) asks."""

    HEARD: Heard = Heard.CHANGES
    FIRST: ClassVar[bool] = False
    """Whether a change in it is said before all others: the answer to what was just done."""
    TOTALS: ClassVar[bool] = False
    """Whether what it says is what the key of the totals asks for."""

    def spoken(self) -> str:
        """What it shows, in lines, most important first."""
        return ""

    def spoken_in_full(self) -> str:
        """The same for who asked for the whole screen: nothing left out."""
        return self.spoken()

    def spoken_focus(self) -> FocusLine | None:
        """The line of the focus; None while there is nothing to say yet (rows still on their way)."""
        return None

    def spoken_help(self) -> str:
        """Where the focus is and what may be typed there, for who asks."""
        return ""

    def spoken_already(self) -> set[str]:
        """Messages that need not be read aloud: a field's help, said when asked for; what the widget itself says."""
        return set()

    def spoken_edition(self) -> int:
        """Another number when the same text is to be heard once more (a refusal repeated)."""
        return 0
