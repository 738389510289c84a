"""The bytes of a line as text: UTF-8, and where a byte cannot be UTF-8, Latin-1 (a PuTTY set wrongly)."""

from __future__ import annotations

import codecs


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin-1", _as_latin_1)


class Decoder:
    """Decodes what arrives in parts. ``rest`` is the start of a letter that is not yet whole."""

    def __init__(self) -> None:
        self._utf_8 = codecs.getincrementaldecoder("utf-8")("latin-1")

    @property
    def rest(self) -> bytes:
        return self._utf_8.getstate()[0]

    def feed(self, data: bytes, *, final: bool = False) -> str:
        """Text of ``data``. The start of a letter is kept for the next call, unless ``final``."""
        return self._utf_8.decode(data, final)
