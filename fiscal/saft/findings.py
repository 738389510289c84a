"""What a check of a SAF-T file found: the one type that every check gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, odd or worth knowing.

    rule: its stable name (``xsd.order``, ``assert.2``). place: the document, or the path of elements. line: in the
    file, from 1. message: a Portuguese sentence that says what is wrong; remedy: one that says what to do.
    """

    severity: Literal["error", "warning", "note"]
    rule: str
    place: str
    line: int
    message: str
    remedy: str
