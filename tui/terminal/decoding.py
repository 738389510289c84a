"""The bytes of a line as text: UTF-8, and where a byte cannot be UTF-8, Latin-1 (a PuTTY set wrongly) or Latin-9."""

from __future__ import annotations

import codecs
from functools import partial

FALLBACKS = ("iso-8859-1", "iso-8859-15")


def _as(encoding: str, error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode(encoding), error.end


for _encoding in FALLBACKS:
    codecs.register_error(_encoding, partial(_as, _encoding))


class Decoder:
    """Decodes what arrives in parts. ``rest`` is the start of a letter that is not yet whole.

    encoding: of the terminal; where it is one of one byte to a letter, what is no UTF-8 is read in it.
    """

    def __init__(self, encoding: str = "utf-8") -> None:
        fallback = encoding if encoding in FALLBACKS else FALLBACKS[0]
        self._utf_8 = codecs.getincrementaldecoder("utf-8")(fallback)

    @property
    def rest(self) -> bytes:
        return self._utf_8.getstate()[0]

    def feed(self, data: bytes, *, final: bool = False) -> str:
        """Text of ``data``. The start of a letter is kept for the next call, unless ``final``."""
        return self._utf_8.decode(data, final)
