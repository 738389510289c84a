"""Every text of every theme is legible on what it stands on: WCAG 2, in full colour, in 256 colours, in sixteen."""

from __future__ import annotations

import tomllib
from itertools import product

import pytest
from rich.color import Color, ColorSystem

import themes
from themes.roles import PAIRS, TERMINAL

TEXT, STRONG, SHAPE = 4.5, 7.0, 3.0
"""WCAG 2: success criteria 1.4.3 (text), 1.4.6 (enhanced), 1.4.11 (lines and shapes)."""
IN_COLOUR = ("escuro", "claro", "contraste", "fosforo")
Rgb = tuple[int, int, int]


def luminance(colour: Rgb) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(text: str) -> Rgb:
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def in_256(text: str) -> Rgb:
    """What a terminal of 256 colours shows: xterm's cube of six levels and its 24 greys, not the terminal's own sixteen."""
    number = Color.parse(text).downgrade(ColorSystem.EIGHT_BIT).number
    assert number is not None
    assert number >= 16, f"{text} would become a colour that each terminal sets as it likes"
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    levels = (0, 95, 135, 175, 215, 255)
    cube = number - 16
    return (levels[cube // 36], levels[cube // 6 % 6], levels[cube % 6])


def colours(name: str) -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((themes.FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["cores"]
    return found


def test_the_formula_gives_the_known_ratios() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(
        4.54, abs=0.01
    )  # the lightest grey that passes


@pytest.mark.parametrize(("name", "seen"), product(IN_COLOUR, (rgb, in_256)))
def test_text_can_be_read(name, seen) -> None:
    c = colours(name)
    least = STRONG if name == "contraste" else TEXT
    poor = {
        f"{text} on {paper}": round(ratio, 2)
        for text, paper in PAIRS
        if (ratio := contrast(seen(c[text]), seen(c[paper]))) < least
    }
    assert not poor


@pytest.mark.parametrize(("name", "seen"), product(IN_COLOUR, (rgb, in_256)))
def test_lines_and_the_place_of_the_cursor_can_be_seen(name, seen) -> None:
    c = colours(name)
    assert contrast(seen(c["linha"]), seen(c["papel"])) >= SHAPE
    assert contrast(seen(c["campo"]), seen(c["escolhido"])) >= 1.3  # the text selected, in the field it is selected in
    # The cell that is edited stands in the row of the cursor, and both on the paper.
    assert contrast(seen(c["campo"]), seen(c["cursor"])) >= 1.5
    assert contrast(seen(c["cursor"]), seen(c["papel"])) >= 2


# What the sixteen colours are on the terminals most used, and each terminal's text and background, dark and light.
PALETTES = {
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "vga": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "putty": "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
    "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
}
NAMES = list(TERMINAL)[1:]  # in the order of their numbers


@pytest.mark.parametrize(("palette", "dark"), product(PALETTES, (True, False)))
@pytest.mark.parametrize("name", ["ansi", "mono"])
def test_the_terminals_own_colours_can_be_read_on_dark_and_on_light(name: str, palette: str, dark: bool) -> None:
    of = {name: rgb(f"#{text}") for name, text in zip(NAMES, PALETTES[palette].split(), strict=True)}
    text, paper = (of["branco"], of["preto"]) if dark else (of["preto"], of["branco-vivo"])
    c = colours(name)
    poor = {}
    for role, on in [*PAIRS, ("linha", "papel")]:
        ratio = contrast(of.get(c[role], text), of.get(c[on], paper))
        if ratio < (SHAPE if role == "linha" else TEXT):
            poor[f"{role} on {on}"] = round(ratio, 2)
    assert not poor
    if name == "ansi":
        assert contrast(of[c["campo"]], of[c["cursor"]]) >= 1.5
