"""Series, document numbers and ATCUD (Portaria 195/2020; Despacho 8632/2014, 1.6-1.8; XSD patterns)."""

from __future__ import annotations

import re

from fiscal.errors import Refusal
from fiscal.text import clean

_SERIES = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_CODE = re.compile(r"[A-Z0-9]{8,64}")
_NUMBER = re.compile(r"([^ ]+) ([^/^ ]+)/([0-9]+)")


def check_series_name(text: str, *, field: str = "name") -> str:
    """A name that AT registers: at most 35 of A-Z a-z 0-9 . _ -, separators single and inside, not starting with AT."""
    name = clean(text)
    if not 1 <= len(name) <= 35 or not _SERIES.fullmatch(name):
        raise Refusal(
            f"Série «{name[:35]}» inválida: use até 35 letras sem acento e algarismos; ponto, hífen e _ só no meio.",
            field=field,
            rule="series",
        )
    if name.upper().startswith("AT"):
        raise Refusal(
            f"Série «{name}» inválida: os nomes começados por AT são da Autoridade Tributária.",
            field=field,
            rule="series",
        )
    return name


def check_validation_code(text: str, *, field: str = "validation_code") -> str:
    """The code that AT gave to the series: at least 8 letters and digits (real ones have 8 to 10)."""
    code = clean(text).replace(" ", "").upper()
    if not _CODE.fullmatch(code):
        raise Refusal(
            f"Código de validação «{code[:20]}» inválido: são pelo menos 8 letras e algarismos, "
            "tal como o Portal das Finanças o deu ao registar a série.",
            field=field,
            rule="atcud",
        )
    return code


def document_number(type_code: str, series: str, sequence: int) -> str:
    """``FT 2026A/1``. The sequence is never padded: ATCUD repeats its digits exactly (Portaria 195/2020, 3.º n.3)."""
    return f"{type_code} {series}/{sequence}"


def split_number(number: str) -> tuple[str, str, int] | None:
    """Type code, series and sequence of a document number, or None."""
    match = _NUMBER.fullmatch(number.strip())
    return (match[1], match[2], int(match[3])) if match else None


def atcud(validation_code: str, sequence: int) -> str:
    """Without the prefix: ``CSDF7T5H-35``."""
    return f"{validation_code}-{sequence}"
