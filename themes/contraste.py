"""High contrast: bright on black, nothing dim, the field and row in yellow."""

from __future__ import annotations

from textual.theme import Theme

THEME = Theme(
    name="contraste",
    primary="#ffffff",
    secondary="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    variables={
        "bar": "#ffffff",
        "bar-text": "#000000",
        "bar-soft": "#000000",
        "bar-key": "#000000",
        "bar-style": "none",
        "bar-key-style": "bold",
        "ink": "#ffffff",
        "soft": "#ffffff",
        "paper": "#000000",
        "rule": "#ffffff",
        "edit": "#ffff00",
        "edit-text": "#000000",
        "edit-style": "none",
        "chosen": "#00ffff",
        "chosen-text": "#000000",
        "cursor": "#ffff00",
        "cursor-text": "#000000",
        "chosen-style": "none",
        "refusal": "#ff8080",
        "notice": "#ffff00",
        "area-style": "underline",
    },
)
