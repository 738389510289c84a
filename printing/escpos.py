"""The paper as ESC/POS bytes, through python-escpos: one code page, accents and euro right, QR code, cut, drawer."""

from __future__ import annotations

import math
from typing import Any

from fiscal.qr_image import QUIET_MM, SIDE_MM, VERSION_AT_LEAST, Matrix, matrix, may_come_out_small
from printing.columns import Style, rows
from printing.escpos_library import blank
from printing.paper import Paper
from printing.profiles import Profile
from printing.spelling import spelled

_LEAVE_KANJI = b"\x1c."
"""Many cheap printers wake up in a Chinese mode that eats accented letters in pairs."""
_SET: dict[Style, dict[str, bool]] = {
    "": {"normal_textsize": True, "bold": False},
    "bold": {"normal_textsize": True, "bold": True},
    "tall": {"double_height": True, "bold": True},
    "large": {"double_height": True, "double_width": True, "bold": True},
}


def receipt(paper: Paper, profile: Profile, *, drawer: bool = False) -> bytes:
    """One print job: the whole receipt, to be sent to the printer as it is.

    drawer: also open the cash drawer, before printing, if the printer has one.
    """
    printer = blank(profile)
    printer.hw("INIT")
    printer._raw(_LEAVE_KANJI)
    printer.charcode(profile.code_page)
    if drawer and profile.drawer:
        printer.cashdraw(profile.drawer)
    style: Style = ""
    for row in rows(paper, profile.columns, lambda text: _in_page(text, profile)):
        if row.style == "qr":
            _qr(printer, paper.qr, profile)
            continue
        if row.style != style:
            style = row.style
            printer.set(**_SET[style])
        printer.text(row.text + "\n")
    if profile.cut:
        printer.cut(mode="PART" if profile.cut == "partial" else "FULL")
    else:
        printer.print_and_feed(profile.feed)
    return bytes(printer.output)


def drawer_pulse(profile: Profile) -> bytes:
    """Only opens the cash drawer; nothing where the printer has none."""
    printer = blank(profile)
    if profile.drawer:
        printer.cashdraw(profile.drawer)
    return bytes(printer.output)


def _in_page(text: str, profile: Profile) -> str:
    """Only characters of the printer's code page; no control character comes this far, and none would pass here."""

    def known(character: str) -> bool:
        try:
            return character.isprintable() and len(character.encode(profile.code_page)) == 1
        except UnicodeEncodeError:
            return False

    return "".join(c for c in spelled(text, known) if c.isprintable())


def _qr(printer: Any, message: str, profile: Profile) -> None:
    """At least 30 mm, level M, version 9 or above: drawn by us, or by the printer where it cannot do otherwise."""
    from escpos.constants import QR_ECLEVEL_M

    modules = matrix(message)
    printer.set(align="center")
    native_size = _dots_per_module(4 * VERSION_AT_LEAST + 17, profile)
    fits = native_size * len(modules) + 2 * _quiet(profile) <= profile.dots
    if profile.native_qr and fits and not may_come_out_small(message):
        printer.qr(message, ec=QR_ECLEVEL_M, size=native_size, native=True)
        printer.text("\n")
    else:
        printer.image(_picture(modules, profile))
    printer.set(align="left")


def _dots_per_module(modules: int, profile: Profile) -> int:
    return math.ceil(SIDE_MM / 25.4 * profile.dpi / modules)


def _quiet(profile: Profile) -> int:
    """The white margin, in dots."""
    return math.ceil(QUIET_MM / 25.4 * profile.dpi)


def _picture(modules: Matrix, profile: Profile) -> Any:
    """The code with its white margin as a black and white image, one pixel a dot."""
    from PIL import Image

    scale = _dots_per_module(len(modules), profile)
    side = scale * len(modules)
    margin = min(_quiet(profile), (profile.dots - side) // 2)
    code = Image.new("1", (len(modules), len(modules)), 1)
    code.putdata([0 if dark else 1 for row in modules for dark in row])
    picture = Image.new("1", (side + 2 * margin, side + 2 * margin), 1)
    picture.paste(code.resize((side, side), Image.Resampling.NEAREST), (margin, margin))
    return picture
