"""Values as SAF-T writes them: amounts from scaled integers, texts that Windows-1252 and XML can hold, addresses."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from fiscal.saft.elements import COUNTRIES
from fiscal.saft.encoding import text

UNKNOWN = "Desconhecido"
"""SAF-T's word for what is not known of an address or an account."""
_COUNTRIES = frozenset(COUNTRIES.split())
_OTHER_NAMES = {"EL": "GR", "UK": "GB", "XI": "GB"}
"""How VAT numbers call some countries, and their ISO code."""
_MARK = 7


@lru_cache(16_384)
def words(value: str, limit: int) -> str:
    """A text inside an element: at most ``limit`` characters, escaped; empty where nothing visible is left."""
    safe = text(value, limit)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def element(name: str, value: str, limit: int) -> str:
    """``<name>value</name>``, or nothing: an element is never empty (5.1)."""
    said = words(value, limit)
    return f"<{name}>{said}</{name}>" if said else ""


@lru_cache(4_096)
def code(value: str, limit: int) -> str:
    """The code of a customer, supplier or article. One that cannot be written as it is gets a mark of its own, so that two
    codes never become the same one."""
    safe = text(value, limit)
    if safe != value or not safe:
        safe = f"{safe[: limit - _MARK]}-{sha256(value.encode()).hexdigest()[: _MARK - 1]}"
    return words(safe, limit)


def cents(value: int) -> str:
    """Euro with two decimals, of cents."""
    return f"{value // 100}.{value % 100:02d}"


def micro(value: int) -> str:
    """Euro with two to six decimals, of millionths."""
    whole, part = divmod(value, 1_000_000)
    if not part:
        return f"{whole}.00"
    digits = f"{part:06d}".rstrip("0")
    return f"{whole}.{digits:0<2}"


def plain(value: int) -> str:
    """A quantity or a rate, of millionths: 100, 0.5, 23."""
    whole, part = divmod(value, 1_000_000)
    return f"{whole}.{part:06d}".rstrip("0") if part else str(whole)


def unit_price(price: int, quantity: int, amount: int) -> str:
    """A unit price that gives the line's value: with ten decimals where six would not, for large quantities.

    All in millionths. Despacho 8632/2014 and AT's checks want quantity x price within a cent of the value.
    """
    if abs(price * quantity - amount * 1_000_000) <= 4_000_000_000 or not quantity:
        return micro(price)
    exact = (2 * amount * 10_000_000_000 + quantity) // (2 * quantity)
    whole, part = divmod(exact, 10_000_000_000)
    return f"{whole}.{f'{part:010d}'.rstrip('0'):0<2}"


def country(value: str, otherwise: str) -> str:
    """An ISO code that the schema knows, or ``otherwise``."""
    known = _OTHER_NAMES.get(value, value)
    return known if known in _COUNTRIES else otherwise


def address(street: str, postal_code: str, city: str, land: str, otherwise: str = UNKNOWN) -> str:
    """The elements of an address; what is not known of it is ``Desconhecido``. otherwise: for an unknown country."""
    return (
        f"<AddressDetail>{words(street, 210) or UNKNOWN}</AddressDetail><City>{words(city, 50) or UNKNOWN}</City>"
        f"<PostalCode>{words(postal_code, 20) or UNKNOWN}</PostalCode><Country>{country(land, otherwise)}</Country>"
    )
