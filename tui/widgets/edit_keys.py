"""Which key does what in a line being edited, the same in every field of every screen."""

from __future__ import annotations

from collections.abc import Callable

from tui.widgets.edit import Editor

MOVES: dict[str, tuple[str, bool]] = {
    "left": ("left", False),
    "right": ("right", False),
    "home": ("home", False),
    "ctrl+a": ("home", False),
    "end": ("end", False),
    "ctrl+e": ("end", False),
    "ctrl+left": ("word_left", False),
    "alt+b": ("word_left", False),
    "ctrl+right": ("word_right", False),
    "alt+f": ("word_right", False),
    "shift+left": ("left", True),
    "shift+right": ("right", True),
    "shift+home": ("home", True),
    "shift+end": ("end", True),
    "ctrl+shift+left": ("word_left", True),
    "ctrl+shift+right": ("word_right", True),
}
"""Key to the editor's move, and whether it selects."""

CHANGES: dict[str, str] = {
    "backspace": "backspace",
    "ctrl+h": "backspace",
    "delete": "delete",
    "ctrl+d": "delete",
    "ctrl+w": "delete_word",
    "ctrl+u": "clear",
    "alt+u": "undo",
    "ctrl+z": "undo",
}
"""Key to the editor's change."""


def moves(editor: Editor, key: str) -> bool:
    """Move the cursor if that is what the key does; gives whether it did."""
    if key not in MOVES:
        return False
    move, select = MOVES[key]
    getattr(editor, move)(select=select)
    return True


def change(editor: Editor, key: str) -> Callable[[], bool] | None:
    """The change that the key makes (gives whether the text is other than before), or None."""
    if key not in CHANGES:
        return None
    made: Callable[[], bool] = getattr(editor, CHANGES[key])
    return made
