"""Which key does what in a line being edited, the same in every field of every screen."""

from __future__ import annotations

from collections.abc import Callable

from tui.widgets.edit import Editor

MOVES: dict[str, tuple[str, bool]] = {
    "left": ("left", False),
    "right": ("right", False),
    "home": ("home", False),
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

WITHOUT_CHANGE: dict[str, str] = {"ctrl+a": "select_all", "ctrl+c": "copy", "ctrl+insert": "copy"}
"""Key to what the editor does that is neither a move nor a change."""
COPIES = ("ctrl+c", "ctrl+insert", "ctrl+x", "shift+delete")
"""Keys that keep text for a later paste."""

CHANGES: dict[str, str] = {
    "backspace": "backspace",
    "ctrl+h": "backspace",
    "delete": "delete",
    "ctrl+d": "delete",
    "ctrl+w": "delete_word",
    "ctrl+backspace": "delete_word",
    "alt+backspace": "delete_word",
    "ctrl+delete": "delete_word_after",
    "alt+d": "delete_word_after",
    "ctrl+k": "delete_to_end",
    "ctrl+x": "cut",
    "shift+delete": "cut",
    "ctrl+v": "paste_kept",
    "shift+insert": "paste_kept",
    "ctrl+u": "clear",
    "alt+u": "undo",
}
"""Key to the editor's change."""


def moves(editor: Editor, key: str) -> bool:
    """Move the cursor, select or copy if that is what the key does; gives whether it did."""
    if key in WITHOUT_CHANGE:
        getattr(editor, WITHOUT_CHANGE[key])()
        return True
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
