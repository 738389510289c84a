"""A key typed into a line editor that stands alone in a widget (the entry line, the payment box)."""

from __future__ import annotations

from textual import events

from tui.widgets.edit import Editor
from tui.widgets.edit_keys import change, moves


def typed_into(editor: Editor, event: events.Key) -> bool:
    """Let a key edit the text; False when it is no editing key."""
    if moves(editor, event.key):
        return True
    changing = change(editor, event.key)
    if changing is not None:
        changing()
        return True
    if event.is_printable and event.character is not None:
        editor.insert(event.character)
        return True
    return False
