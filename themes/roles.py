"""What a theme says: the parts of the screen that have a colour, their styles, and how both are written in its file."""

from __future__ import annotations

COLOURS: dict[str, str] = {
    "papel": "paper",
    "tinta": "ink",
    "suave": "soft",
    "linha": "rule",
    "barra": "bar",
    "barra_texto": "bar-text",
    "barra_suave": "bar-soft",
    "barra_tecla": "bar-key",
    "area": "field-paper",
    "campo": "edit",
    "campo_texto": "edit-text",
    "escolhido": "chosen",
    "escolhido_texto": "chosen-text",
    "cursor": "cursor",
    "cursor_texto": "cursor-text",
    "recusa": "refusal",
    "recusa_fundo": "refusal-paper",
    "aviso": "notice",
}
"""Name in the table ``[cores]`` of the file, and the variable of the style sheets that it gives."""

STYLES: dict[str, str] = {
    "barra": "bar-style",
    "barra_tecla": "bar-key-style",
    "campo": "edit-style",
    "escolhido": "chosen-style",
    "cursor": "cursor-style",
    "valor": "locked-style",
    "area": "area-style",
}
"""The same for the table ``[estilos]``. ``valor``: what stands in a field; ``area``: its extent, and the heads of columns."""

WORDS: dict[str, str] = {"negrito": "bold", "sublinhado": "underline", "inverso": "reverse"}
"""What a style may say."""

PAIRS: tuple[tuple[str, str], ...] = (
    ("tinta", "papel"),
    ("tinta", "area"),
    ("suave", "papel"),
    ("aviso", "papel"),
    ("recusa", "recusa_fundo"),
    ("barra_texto", "barra"),
    ("barra_suave", "barra"),
    ("barra_tecla", "barra"),
    ("campo_texto", "campo"),
    ("escolhido_texto", "escolhido"),
    ("cursor_texto", "cursor"),
)
"""Text, and what it stands on."""

TERMINAL: dict[str, str] = {
    "terminal": "ansi_default",
    "preto": "ansi_black",
    "vermelho": "ansi_red",
    "verde": "ansi_green",
    "amarelo": "ansi_yellow",
    "azul": "ansi_blue",
    "magenta": "ansi_magenta",
    "ciano": "ansi_cyan",
    "branco": "ansi_white",
    "cinzento": "ansi_bright_black",
    "vermelho-vivo": "ansi_bright_red",
    "verde-vivo": "ansi_bright_green",
    "amarelo-vivo": "ansi_bright_yellow",
    "azul-vivo": "ansi_bright_blue",
    "magenta-vivo": "ansi_bright_magenta",
    "ciano-vivo": "ansi_bright_cyan",
    "branco-vivo": "ansi_bright_white",
}
"""The terminal's own colours by name; ``terminal`` is the text or background that it has without any colour."""
