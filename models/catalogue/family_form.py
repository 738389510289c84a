"""Families and brands as declared: their forms and lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.catalogue.families import save_brand, save_family
from models.catalogue.form import families
from models.catalogue.tables import Brand, Family
from models.declared import Choice, Column, Exported, Field, Form, Listing, Text, Values, defaults
from models.listings import Alphabetic, listed
from models.search import literal_prefix


def above() -> list[tuple[str, str]]:
    """The families that another may be inside of."""
    return [("", "(nenhuma)"), *families()[1:]]


FAMILY_FIELDS = (
    Field("code", "Código", Text(20, upper=True), 12, required=True, help="Curto, sem espaços."),
    Field("name", "Nome", Text(60), 40, required=True, help="Como aparece nas listas."),
    Field("parent", "Dentro de", Choice(above), 30, default="", help="A família de que esta é uma parte."),
)
BRAND_FIELDS = (
    Field("code", "Código", Text(20, upper=True), 12, required=True, help="Curto, sem espaços."),
    Field("name", "Nome", Text(60), 40, required=True, help="Como se escreve."),
)


def _load(table: Any, fields: tuple[Field, ...]) -> Callable[[Any], Values]:
    def load(row_id: Any) -> Values:
        if row_id is None:
            return {**defaults(fields), "id": None}
        row = table.get_by_id(row_id)
        return {"id": row.id, **{f.name: getattr(row, f.name) for f in fields}}

    return load


def family_form() -> Form:
    return Form(
        "Família",
        FAMILY_FIELDS,
        _load(Family, FAMILY_FIELDS),
        lambda values, session: save_family(values.get("id"), values, session),
    )


def brand_form() -> Form:
    return Form(
        "Marca",
        BRAND_FIELDS,
        _load(Brand, BRAND_FIELDS),
        lambda values, session: save_brand(values.get("id"), values, session),
    )


def _match(table: Any) -> Callable[[str], Any]:
    def match(text: str) -> Any:
        typed = text.strip()
        return literal_prefix(table.code, typed.upper()) | table.name.contains(typed)

    return match


def _in_tree(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    """A point before the name for each level above: spaces at the beginning of a cell are not shown."""
    family_id, code, name, path = values
    return (code, "· " * path.count(" ") + name), family_id, False


FAMILIES: Listing = listed(
    "Famílias",
    (Column("code", "Código", 14), Column("name", "Nome", 40, grows=True)),
    Family,
    (Family.id, Family.code, Family.name, Family.path),
    _in_tree,
    _match(Family),
    {"code": (Family.path, Family.id), "name": (Alphabetic(Family.name), Family.id)},
    ("code", False),
    exported=(
        (Exported("code", "Código"), Family.code), (Exported("name", "Nome", width=30), Family.name),
        (Exported("parent", "Dentro de"), Family.parent),
    ),
    form=family_form,
    empty="Nenhuma família. F2 cria uma.",
)  # fmt: skip

BRANDS: Listing = listed(
    "Marcas",
    (Column("code", "Código", 14), Column("name", "Nome", 40, grows=True)),
    Brand,
    (Brand.id, Brand.code, Brand.name),
    lambda values: ((values[1], values[2]), values[0], False),
    _match(Brand),
    {"code": (Brand.code,), "name": (Alphabetic(Brand.name), Brand.id)},
    ("code", False),
    exported=((Exported("code", "Código"), Brand.code), (Exported("name", "Nome", width=30), Brand.name)),
    form=brand_form,
    empty="Nenhuma marca. F2 cria uma.",
)
