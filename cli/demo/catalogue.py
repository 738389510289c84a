"""The articles of the demonstration shop: as many as wanted, always the same ones for the same seed."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from fiscal.rounding import cents, rounded

_RATES = {"NOR": 23, "INT": 13, "RED": 6, "ISE": 0}
"""Mainland rates, only to take the tax off prices kept without it: what is charged comes from fiscal.tables."""
_BARCODES = 500_000_000
"""Articles that have bar codes of their own: two nine-digit numbers are set aside for each."""
_AMOUNTS = {"kg": (1000, "weight"), "g": (1, "weight"), "L": (100, "volume"), "cl": (1, "volume")}


@dataclass(frozen=True, slots=True)
class DemoFamily:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoBarcode:
    code: str
    """EAN-13 with its check digit; the prefix 560 is that of Portugal."""
    quantity: int
    """Units sold by one scan: 1, or 6 or 12 for a pack."""


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """An article card. ``price`` is in euro, with tax if ``price_includes_tax`` (2 decimals), else with up to 4."""

    code: str
    description: str
    kind: str
    """``P`` goods, ``S`` service."""
    family: str
    """Code of its family."""
    unit: str
    """UN, KG, L, H or M."""
    price: Decimal
    price_includes_tax: bool
    tax_code: str
    """NOR, INT, RED or ISE."""
    exemption_code: str
    """M07 for ISE, else empty."""
    barcodes: tuple[DemoBarcode, ...]
    """None for a service."""
    pace: int
    """How often it sells: 1 all day, 9 seldom."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of catalogue.toml with what it has of its family."""

    family: str
    name: str
    kinds: tuple[str, ...]
    brands: tuple[str, ...]
    """Those of the shop's shelves, then the coined ones; one empty name for what has no brand."""
    shelf: int
    """How many are on the shop's shelves."""
    sizes: tuple[str, ...]
    price: tuple[Decimal, Decimal]
    net: bool
    kind: str
    unit: str
    tax: str
    exemption: str
    pace: int

    @property
    def variants(self) -> int:
        return len(self.kinds) * len(self.brands) * len(self.sizes)


def families() -> tuple[DemoFamily, ...]:
    """The families, in the order of the file."""
    return tuple(DemoFamily(f["code"], f["name"]) for f in _file()["family"])


def articles(seed: int, count: int) -> Iterator[DemoArticle]:
    """``count`` articles with unique codes, descriptions and bar codes; fewer of a seed are the first of more.

    Families take turns, and an item comes back in another variety, brand or size only after all others have come.
    """
    rng = Random(f"articles/{seed}")  # noqa: S311
    items = _shuffled(rng)
    turns = [rng.randrange(item.shelf) for item in items]
    first_barcode = rng.randrange(_BARCODES)
    numbers: dict[str, int] = {}
    made = level = 0
    while made < count:
        lot = level // max(item.variants for item in items)
        for item, turn in zip(items, turns, strict=True):
            if level >= item.variants and not lot:
                continue
            if made == count:
                return
            numbers[item.family] = numbers.get(item.family, 0) + 1
            code = f"{item.family}{numbers[item.family]:04d}"
            yield _article(item, code, level, turn, (first_barcode + made) % _BARCODES, rng)
            made += 1
        level += 1


def ean13(twelve: str) -> str:
    """The thirteen digits: ``twelve`` and their check digit (GS1: weights 1 and 3, complement to ten)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"


def _article(item: _Item, code: str, level: int, turn: int, barcode: int, rng: Random) -> DemoArticle:
    rest, kind = divmod(level, len(item.kinds))
    rest, size = divmod(rest, len(item.sizes))
    lot, brand = divmod(rest, len(item.brands))
    if brand < item.shelf:
        brand = (brand + turn) % item.shelf
    parts = [item.name, item.kinds[kind], item.brands[brand], item.sizes[size]]
    if lot:
        parts.append(f"(lote {lot + 1})")
    price, with_tax = _price(item, size, rng)
    barcodes: list[DemoBarcode] = []
    if item.kind == "P":
        barcodes.append(DemoBarcode(ean13(f"560{2 * barcode:09d}"), 1))
        if item.unit == "UN" and rng.random() < 0.12:
            barcodes.append(DemoBarcode(ean13(f"560{2 * barcode + 1:09d}"), rng.choice((6, 12))))
    return DemoArticle(
        code,
        " ".join(part for part in parts if part),
        item.kind,
        item.family,
        item.unit,
        price,
        with_tax,
        item.tax,
        item.exemption,
        tuple(barcodes),
        item.pace,
    )


def _price(item: _Item, size: int, rng: Random) -> tuple[Decimal, bool]:
    """A price that a shop would write, and whether it is with tax; a larger size is a little cheaper by weight."""
    least, most = (int(limit * 100) for limit in item.price)
    price = cents(rng.randint(least, most) * _ratio(item.sizes[0], item.sizes[size]) / 100)
    if price >= 1 and rng.random() < 0.7:
        price = price // Decimal("0.1") * Decimal("0.1") + rng.choice((Decimal("0.09"), Decimal("0.05")))
    price = max(cents(price), Decimal("0.05"))
    if item.net or (item.brands[0] and rng.random() < 0.06):
        return rounded(price * 100 / (100 + _RATES[item.tax]), Decimal("0.0001")), False
    return price, True


@cache
def _ratio(first: str, size: str) -> Decimal:
    """How much more than ``first`` a size costs: the ratio of the contents to the power of 0.9."""
    if first == size:
        return Decimal(1)
    return rounded((_content(size) / _content(first)) ** Decimal("0.9"), Decimal("0.0001"))


def _content(size: str) -> Decimal:
    """What a size holds: grams, centilitres or pieces."""
    text, unit = size.rsplit(" ", 1)
    amount = math.prod((Decimal(part) for part in text.split("x")), start=Decimal(1))
    if unit == "ml":
        return amount / 10
    return amount * _AMOUNTS.get(unit, (1, "pieces"))[0]


def _shuffled(rng: Random) -> list[_Item]:
    """All items, each family's in an order of the seed, the families woven evenly into one another."""
    placed = []
    for order, family in enumerate(_file()["family"]):
        own = [_item(family, item) for item in family["items"]]
        rng.shuffle(own)
        placed += [((place + 0.5) / len(own), order, item) for place, item in enumerate(own)]
    return [item for _, _, item in sorted(placed, key=lambda found: found[:2])]


def _item(family: dict[str, Any], item: dict[str, Any]) -> _Item:
    brands = family.get("brands") if item.get("brand", True) else None
    least, most = item["price"]
    return _Item(
        family["code"],
        item["name"],
        tuple(item.get("kinds", [""])),
        (*brands, *_coined()) if brands else ("",),
        len(brands or ("",)),
        tuple(item.get("sizes", [""])),
        (least, most),
        item.get("net", False),
        family.get("kind", "P"),
        item.get("unit", family.get("unit", "UN")),
        item.get("tax", family["tax"]),
        item.get("exemption", ""),
        item.get("pace", family["pace"]),
    )


@cache
def _coined() -> tuple[str, ...]:
    """Further invented brands, for catalogues larger than a shop's."""
    return tuple(stem + ending for ending in _file()["coined_endings"] for stem in _file()["coined_stems"])


@cache
def _file() -> dict[str, Any]:
    path = Path(__file__).with_name("catalogue.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
