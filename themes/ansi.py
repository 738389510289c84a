"""The default: the terminal's own sixteen colours on its own background; the fewest bytes, at home everywhere."""

from __future__ import annotations

from textual.theme import Theme

THEME = Theme(
    name="ansi",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "bar": "ansi_blue",
        "bar-text": "ansi_bright_white",
        "bar-soft": "ansi_white",
        "bar-key": "ansi_bright_yellow",
        "bar-style": "none",
        "bar-key-style": "bold",
        "ink": "ansi_default",
        "soft": "ansi_cyan",
        "paper": "ansi_default",
        "rule": "ansi_blue",
        "edit": "ansi_cyan",
        "edit-text": "ansi_black",
        "edit-style": "none",
        "chosen": "ansi_blue",
        "chosen-text": "ansi_bright_white",
        "cursor": "ansi_cyan",
        "cursor-text": "ansi_black",
        "chosen-style": "none",
        "refusal": "ansi_bright_red",
        "notice": "ansi_magenta",
        "area-style": "underline",
    },
)
