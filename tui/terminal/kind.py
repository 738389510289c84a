"""What a terminal can do, by its name (TERM) and the environment: colours, erasing, scrolling, letters.

By name and not by terminfo: the machine that runs the program often lacks the entry of the terminal at the other end of
the line, and what matters here is four facts for each family. Sources: terminfo 6.4 of the families named, VT100 User
Guide (EK-VT100-UG), VT220 Programmer Reference (EK-VT220-RM), console_codes(4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

SIXTEEN, TRUECOLOR = 16, 1 << 24
"""Numbers of colours."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A terminal.

    colours: 0, 16, 256 or 2**24. bce: what is erased takes the background colour in force. ech: knows erasing of a few
    letters (CSI X). attributes_off: knows ending one attribute (CSI 22, 24, 27 m), not only all of them.
    columns: knows going to a column (CSI G). modes: knows those of xterm: another screen, marked pastes, the mouse.
    encoding: a codec's name, of what it shows and sends.
    """

    name: str = "xterm"
    colours: int = SIXTEEN
    bce: bool = False
    ech: bool = True
    attributes_off: bool = True
    columns: bool = True
    modes: bool = True
    encoding: str = "utf-8"


_FAMILIES = (
    Kind("xterm", bce=True),
    Kind("linux", bce=True),
    Kind("putty", bce=True),
    Kind("rxvt", bce=True),
    Kind("tmux"),
    Kind("screen", ech=False),
    Kind("vt100", colours=0, ech=False, attributes_off=False, columns=False),
    Kind("vt102", colours=0, ech=False, attributes_off=False, columns=False),
    Kind("vt220", colours=0, columns=False),
    Kind("vt320", colours=0),
)
_ANSI = Kind("ansi", ech=False, attributes_off=False, columns=False)
"""What is asked of a terminal that we do not know."""

_WITHOUT_MODES = ("linux", "vt", "ansi", "cons25", "wyse", "wy", "pcansi", "sun")
"""Terminals, by the start of TERM, that know only what a VT220 knew."""

_ENCODINGS = {
    "utf8": "utf-8",
    "iso88591": "iso-8859-1",
    "latin1": "iso-8859-1",
    "iso885915": "iso-8859-15",
    "latin9": "iso-8859-15",
    "cp1252": "cp1252",
}


def kind_of(environment: Mapping[str, str], letters: str = "auto") -> Kind:
    """The terminal that the environment names.

    letters: ``[ecra] carateres`` of the settings: an encoding, or ``auto`` for that of the locale.
    NO_COLOR (https://no-color.org) takes the colours away.
    """
    term = environment.get("TERM", "")
    family = term.split("-")[0]
    found = next((k for k in _FAMILIES if k.name == family), _ANSI)
    if term.endswith(("-m", "-mono")) or environment.get("NO_COLOR"):
        found = replace(found, colours=0)
    elif found.colours and environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        found = replace(found, colours=TRUECOLOR)
    elif "256color" in term:
        found = replace(found, colours=256)
    encoding = locale_encoding(environment) if letters == "auto" else letters
    return replace(found, encoding=encoding, modes=not term.startswith(_WITHOUT_MODES))


def locale_encoding(environment: Mapping[str, str]) -> str:
    """The codec of the locale: LC_ALL, else LC_CTYPE, else LANG. ASCII for C, POSIX, none, and what we do not know."""
    named = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG") or "C"
    locale, _, codeset = named.partition(".")
    codeset = codeset.partition("@")[0]
    if locale in ("UTF-8", "utf8"):  # what macOS sends over SSH: LC_CTYPE=UTF-8
        codeset = locale
    if not codeset and locale.startswith(("pt_", "es_", "fr_", "de_", "it_", "en_")):
        codeset = "iso-8859-15" if named.endswith("@euro") else "iso-8859-1"
    return _ENCODINGS.get(codeset.lower().replace("-", "").replace("_", ""), "ascii")


def given_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment as the operator's shell gave it.

    Python changes it: in the C locale it sets LC_CTYPE=C.UTF-8 (PEP 538), which would hide that the terminal may show
    no more than ASCII. Linux keeps the original in /proc.
    """
    if environment.get("LC_CTYPE") != "C.UTF-8":
        return environment
    try:
        original = Path("/proc/self/environ").read_bytes().split(b"\0")
    except OSError:
        return environment
    if any(part.startswith(b"LC_CTYPE=") for part in original):
        return environment
    return {name: value for name, value in environment.items() if name != "LC_CTYPE"}
