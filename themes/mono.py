"""One colour: the terminal's letters, upright, bold, underlined or reversed. For paper-like and vt100 screens."""

from __future__ import annotations

from textual.theme import Theme

THEME = Theme(
    name="mono",
    ansi=True,
    primary="ansi_default",
    foreground="ansi_default",
    background="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "bar": "ansi_default",
        "bar-text": "ansi_default",
        "bar-soft": "ansi_default",
        "bar-key": "ansi_default",
        "bar-style": "reverse",
        "bar-key-style": "bold reverse",
        "ink": "ansi_default",
        "soft": "ansi_default",
        "paper": "ansi_default",
        "rule": "ansi_default",
        "edit": "ansi_default",
        "edit-text": "ansi_default",
        "edit-style": "bold underline",
        "chosen": "ansi_default",
        "chosen-text": "ansi_default",
        "cursor": "ansi_default",
        "cursor-text": "ansi_default",
        "chosen-style": "reverse",
        "refusal": "ansi_default",
        "notice": "ansi_default",
        "area-style": "underline",
    },
)
