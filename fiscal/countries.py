"""The other Member States of the Union: where OSS sales are taxed, and whose businesses buy under RITI art. 14."""

from __future__ import annotations

EU_NAMES = {
    "AT": "Áustria", "BE": "Bélgica", "BG": "Bulgária", "CY": "Chipre", "CZ": "Chéquia", "DE": "Alemanha",
    "DK": "Dinamarca", "EE": "Estónia", "ES": "Espanha", "FI": "Finlândia", "FR": "França", "GR": "Grécia",
    "HR": "Croácia", "HU": "Hungria", "IE": "Irlanda", "IT": "Itália", "LT": "Lituânia", "LU": "Luxemburgo",
    "LV": "Letónia", "MT": "Malta", "NL": "Países Baixos", "PL": "Polónia", "RO": "Roménia", "SE": "Suécia",
    "SI": "Eslovénia", "SK": "Eslováquia",
}  # fmt: skip
"""ISO code and Portuguese name of each Member State but Portugal."""
VAT_PREFIXES = {"EL": "GR", "XI": "GB"}
"""VAT prefixes that are no ISO code: Greece, and Northern Ireland, whose goods count as of the Union."""


def in_other_member_state(country: str) -> bool:
    """Whether a buyer's country is another Member State (or Northern Ireland by its VAT prefix, for goods)."""
    return country in EU_NAMES or country in VAT_PREFIXES
