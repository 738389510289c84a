"""Models and their variants: one shirt in three sizes and two colours is six articles, made in one go."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from fiscal.errors import Refusal
from fiscal.text import clean, fold
from models import db
from models.audit.log import record
from models.catalogue.articles import save_article
from models.catalogue.form import load
from models.catalogue.tables import Article, ArticlePart
from models.declared import Values
from models.sales.tables import DocumentLine
from models.session import Session
from models.stock.tables import StockMovement

MOST = 200
"""Variants made at once."""
MOST_AXES = 3

Axis = tuple[str, Sequence[str]]
"""What variants differ in, and how: ``("Cor", ["Azul", "Preto"])``."""
_OWN = ("id", "used", "barcodes", "kit", "parts")
"""What a variant does not have of its model."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of a model: its code, designation, and what tells it from the others."""

    code: str
    description: str
    attributes: str
    exists: bool
    """It has been made before."""


def read_axis(text: str, field: str) -> Axis | None:
    """``Cor: Azul, Preto``; None for an empty text. Raises Refusal with that field."""
    typed = clean(text)
    if not typed:
        return None
    name, sign, rest = typed.partition(":")
    values = list(dict.fromkeys(value for part in rest.split(",") if (value := " ".join(part.split()))))
    if not sign or not name.strip() or not values:
        raise Refusal(
            f"«{typed[:30]}» não se percebe: escreva em que diferem e os valores, por exemplo Cor: Azul, Preto.",
            field=field,
            rule="variant",
        )
    if any(sign in name + rest for sign in "=;"):
        raise Refusal("Os nomes e valores das variantes não levam = nem ;.", field=field, rule="variant")
    return name.strip(), values


def planned(model_id: int, axes: Sequence[Axis]) -> list[Variant]:
    """Every variant that these axes give, in their order, and whether it is there already.

    Raises Refusal, as ``make_variants`` does.
    """
    model = Article.get_by_id(model_id)
    _check_model(model)
    _check_axes(model, axes)
    had = {variant.attributes for variant in variants_of(model_id)}
    found = []
    for values in itertools.product(*(values for _, values in axes)):
        attributes = "; ".join(f"{name}={value}" for (name, _), value in zip(axes, values, strict=True))
        code = "-".join([model.code, *map(_in_code, values)])
        description = f"{model.description} {' '.join(values)}"
        found.append(Variant(code, description, attributes, attributes in had))
    codes = [variant.code for variant in found]
    if len(set(codes)) != len(codes):
        raise Refusal("Dois valores dão o mesmo código: escreva-os de outra maneira.", field="axis1", rule="variant")
    return found


def _in_code(value: str) -> str:
    return "".join(c for c in fold(value).upper() if c.isalnum() or c in "./+")


def _check_axes(model: Article, axes: Sequence[Axis]) -> None:
    names = [name.casefold() for name, _ in axes]
    if not axes or len(set(names)) != len(names) or len(axes) > MOST_AXES:
        raise Refusal(
            f"Diga em que diferem as variantes, de uma a {MOST_AXES} coisas diferentes.", field="axis1", rule="variant"
        )
    for name, values in axes:
        if not all(_in_code(value) for value in values):
            raise Refusal(f"Em {name} há um valor sem letras nem algarismos.", field="axis1", rule="variant")
    count = 1
    for _, values in axes:
        count *= len(values)
    if count > MOST:
        raise Refusal(f"São {count} variantes: de cada vez fazem-se até {MOST}.", field="axis1", rule="variant")
    first = Article.select().where(Article.model_id == model.id).order_by(Article.id).first()
    if first is not None:
        before = [part.split("=")[0] for part in first.attributes.split("; ")]
        if [name.casefold() for name in before] != names:
            raise Refusal(
                f"As variantes de {model.code} diferem em {', '.join(before)}: escreva o mesmo, pela mesma ordem.",
                field="axis1",
                rule="variant",
            )


def make_variants(model_id: int, axes: Sequence[Axis], session: Session) -> list[int]:
    """Makes an article of each variant that is not there yet, with what the model's card says; gives their ids.

    The model is no longer bought nor sold. Raises Refusal, and then nothing is made, where the model has documents or stock
    of its own, is a kit or a variant itself, or where a code is taken.
    """
    with db.writing():
        model = db.lock_for_writing(Article.select().where(Article.id == model_id)).get()
        missing = [variant for variant in planned(model_id, axes) if not variant.exists]
        if not missing:
            raise Refusal("Estas variantes já existem todas.", field="axis1", rule="variant")
        card = {name: value for name, value in load(model_id).items() if name not in _OWN}
        made = [_make(variant, card, model_id, session) for variant in missing]
        Article.update(is_model=True).where(Article.id == model_id).execute()
        record(session, "article.variants", model.code, made=[variant.code for variant in missing])
    return made


def _make(variant: Variant, card: Values, model_id: int, session: Session) -> int:
    values = {**card, "code": variant.code, "description": variant.description, "active": True}
    try:
        number = save_article(None, values, session)
    except Refusal as refusal:
        refusal.message = f"{variant.code}: {refusal.message}"
        refusal.field = "axis1"
        raise
    Article.update(model_id=model_id, attributes=variant.attributes).where(Article.id == number).execute()
    return number


def _check_model(model: Article) -> None:
    if model.model_id is not None:
        raise Refusal(f"{model.code} já é uma variante: escolha o modelo.", field="axis1", rule="variant")
    if model.kit:
        raise Refusal(f"{model.code} é um kit: os kits não têm variantes.", field="axis1", rule="variant")
    if ArticlePart.select().where(ArticlePart.part_id == model.id).exists():
        raise Refusal(f"{model.code} é parte de um kit: não pode ser um modelo.", field="axis1", rule="variant")
    if model.is_model:
        return
    used = DocumentLine.select().where(DocumentLine.article_id == model.id).exists()
    if used or StockMovement.select().where(StockMovement.article_id == model.id).exists():
        raise Refusal(
            f"{model.code} já tem documentos ou stock: crie outro artigo para ser o modelo.",
            field="axis1",
            rule="variant",
        )


def variants_of(model_id: int) -> list[Article]:
    """The variants of a model, by code."""
    return list(Article.select().where(Article.model_id == model_id).order_by(Article.code))


def axes_of(model_id: int) -> list[Axis]:
    """In what the variants of a model differ, with the values that there are, in the order in which they were made."""
    found: dict[str, list[str]] = {}
    for variant in Article.select().where(Article.model_id == model_id).order_by(Article.id):
        for part in variant.attributes.split("; "):
            name, _, value = part.partition("=")
            if value not in found.setdefault(name, []):
                found[name].append(value)
    return list(found.items())
