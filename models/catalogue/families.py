"""Families of articles in a tree, and brands."""

from __future__ import annotations

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.tables import Article, Brand, Family
from models.declared import Values
from models.search import literal_prefix
from models.session import Session

DEEPEST = 6
"""Levels of the tree."""


def save_family(family_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes a family: ``code``, ``name`` and ``parent``, the code of the family above (empty: none).

    A family moves with everything below it. Its code is written on articles, so it stays once one has it. Raises Refusal.
    """
    code, name = _named(values, "Falta o código da família (sem espaços).", "Falta o nome da família.")
    with db.writing():
        before = Family.get_or_none(Family.id == family_id) if family_id else None
        if Family.select().where(Family.code == code, Family.id != (family_id or 0)).exists():
            raise Refusal(f"Já há uma família com o código {code}.", field="code", rule="unique")
        if before is not None and before.code != code:
            _check_unused(before.code)
        stays = "" if before is None else before.parent  # where the values say nothing of it, as an old import file
        parent = clean(str(values.get("parent", stays) or ""), 20).upper()
        row = {"code": code, "name": name, "parent": parent, "path": _path(code, parent, before)}
        if before is None:
            number = int(Family.create(**row).id)
        else:
            number = int(before.id)
            Family.update(**row).where(Family.id == number).execute()
            for below in list(Family.select().where(literal_prefix(Family.path, f"{before.path} "))):
                path = row["path"] + below.path.removeprefix(before.path)
                _check_depth(path)
                Family.update(path=path).where(Family.id == below.id).execute()
        record(session, "family.save", code, name=name, parent=parent)
    return number


def _path(code: str, parent: str, before: Family | None) -> str:
    if not parent:
        return code
    above = Family.get_or_none(Family.code == parent)
    if above is None:
        raise Refusal(f"Família «{parent}» desconhecida: F4 mostra as famílias.", field="parent", rule="family")
    if before is not None and before.code in above.path.split():
        raise Refusal(
            f"{parent} está dentro de {before.code}: uma família não pode ficar dentro de si própria.",
            field="parent",
            rule="family",
        )
    path = f"{above.path} {code}"
    _check_depth(path)
    return path


def _check_depth(path: str) -> None:
    if len(path.split()) > DEEPEST:
        raise Refusal(f"As famílias vão até {DEEPEST} níveis: escolha uma mais acima.", field="parent", rule="family")


def _check_unused(code: str) -> None:
    used = Article.select().where(Article.family == code).exists()
    if used or Family.select().where(Family.parent == code).exists():
        raise Refusal(
            f"{code} já tem artigos ou famílias: o código não se muda, o nome sim.", field="code", rule="family"
        )


def family_and_below(code: str) -> list[str]:
    """The code of a family and of all that are inside it, in the order of the tree; of one that is gone, itself."""
    top = Family.get_or_none(Family.code == code)
    if top is None:
        return [code]
    inside = Family.select().where(literal_prefix(Family.path, f"{top.path} ")).order_by(Family.path)
    return [code, *(family.code for family in inside)]


def save_brand(brand_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes a brand: ``code`` and ``name``. Raises Refusal."""
    code, name = _named(values, "Falta o código da marca (sem espaços).", "Falta o nome da marca.")
    with db.writing():
        before = Brand.get_or_none(Brand.id == brand_id) if brand_id else None
        if Brand.select().where(Brand.code == code, Brand.id != (brand_id or 0)).exists():
            raise Refusal(f"Já há uma marca com o código {code}.", field="code", rule="unique")
        if before is None:
            number = int(Brand.create(code=code, name=name).id)
        else:
            number = int(before.id)
            if before.code != code and Article.select().where(Article.brand == before.code).exists():
                raise Refusal(
                    f"{before.code} já tem artigos: o código não se muda, o nome sim.", field="code", rule="brand"
                )
            Brand.update(code=code, name=name).where(Brand.id == number).execute()
        record(session, "brand.save", code, name=name)
    return number


def _named(values: Values, no_code: str, no_name: str) -> tuple[str, str]:
    code, name = clean(str(values.get("code") or ""), 20).upper(), clean(str(values.get("name") or ""), 60)
    if not code or " " in code:
        raise Refusal(no_code, field="code", rule="code")
    if not name:
        raise Refusal(no_name, field="name", rule="required")
    return code, name
