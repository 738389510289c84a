"""Kits: what an article is made of, and how: parts that leave when it is sold, or put together beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.notation import number
from fiscal.rounding import micro
from fiscal.text import clean
from models.catalogue.tables import Article, ArticlePart
from models.declared import Values
from models.sales.tables import DocumentLine
from models.stock.tables import StockMovement

SOLD_AS_PARTS, ASSEMBLED = "V", "M"
KITS = (("", "(não é)"), (SOLD_AS_PARTS, "Saem as partes"), (ASSEMBLED, "Montado antes"))
MOST = Decimal(9999)

Part = tuple[Article, Decimal]
"""An article, and how much of it is in one kit."""


def read_parts(text: str) -> list[tuple[str, Decimal]]:
    """``PAO 2*QUEIJO 0,05*MANTEIGA``: codes of articles, with how much of each in one kit. Raises Refusal, field ``parts``."""
    found: dict[str, Decimal] = {}
    for part in clean(text).replace(";", " ").split():
        before, _, code = part.rpartition("*")
        quantity = number(before, field="parts") if before else Decimal(1)
        if not code or not 0 < quantity <= MOST or quantity != micro(quantity):
            raise _refused(f"Parte «{part[:30]}» inválida: escreva o código do artigo, ou 2*CÓDIGO para duas.")
        if code.upper() in found:
            raise _refused(f"{code.upper()} está repetido: junte as quantidades.")
        found[code.upper()] = quantity
    return list(found.items())


def save_kit(article_id: int, kit: Any, parts: Sequence[tuple[str, Decimal]] | None) -> Values:
    """Keeps how an article is made and of what; gives what is to be logged. None leaves either as it is.

    Called inside the transaction, once the rest of the card is saved. Raises Refusal, field ``kit``, ``parts``, ``stocked``
    or ``tracking``.
    """
    article = Article.get_by_id(article_id)
    had = [(part.code, quantity) for part, quantity in parts_of([article_id])[article_id]]
    wanted = article.kit if kit is None else str(kit).upper()
    made_of = had if parts is None else list(parts)
    if wanted not in dict(KITS):
        raise Refusal("Kit: vazio (não é), V saem as partes, M montado antes.", field="kit", rule="choice")
    if bool(wanted) != bool(made_of):
        raise _refused("Um kit diz de que é feito, e só um kit: escreva as partes, ou apague-as.")
    _check_stocked(article, wanted)
    _check_as_part(article, wanted)
    if (wanted, sorted(made_of)) == (article.kit, sorted(had)):
        return {}
    if wanted and article.is_model:
        raise Refusal(f"{article.code} é um modelo: os kits são as variantes.", field="kit", rule="kit")
    if SOLD_AS_PARTS in (wanted, article.kit):
        _check_unused(article, "parts" if had else "kit")
    ArticlePart.delete().where(ArticlePart.article_id == article_id).execute()
    for code, quantity in made_of:
        part = _part(article, wanted, code)
        ArticlePart.create(article_id=article_id, part_id=part.id, quantity=quantity)
    Article.update(kit=wanted).where(Article.id == article_id).execute()
    return {"kit": wanted, "parts": parts_text(article_id)}


def _check_stocked(article: Article, wanted: str) -> None:
    """A kit that leaves in parts has no stock of its own, one put together has."""
    if wanted == SOLD_AS_PARTS and article.stocked:
        raise Refusal(
            "Saem as partes: o kit não movimenta stock. Ponha «Movimenta stock» em Não.", field="stocked", rule="kit"
        )
    if wanted == ASSEMBLED and not article.stocked:
        raise Refusal("Um kit montado tem stock: ponha «Movimenta stock» em Sim.", field="stocked", rule="kit")


def _check_as_part(article: Article, wanted: str) -> None:
    """What must hold of an article that kits are made of."""
    query = Article.select().join(ArticlePart, on=(ArticlePart.article_id == Article.id))
    for user in query.where(ArticlePart.part_id == article.id):
        if wanted:
            raise Refusal(f"{article.code} já é parte de {user.code}: não pode ser outro kit.", field="kit", rule="kit")
        if not article.stocked:
            raise Refusal(f"{article.code} é parte de {user.code}: movimenta stock.", field="stocked", rule="kit")
        if article.tracking and user.kit == SOLD_AS_PARTS:
            raise Refusal(
                f"{article.code} é parte de {user.code}, que sai em partes: não se segue por lote nem série.",
                field="tracking",
                rule="kit",
            )


def _check_unused(article: Article, field: str) -> None:
    """What comes back, or is invoiced after its guide, is told by the parts: they stay those that left."""
    used = DocumentLine.select().where(DocumentLine.article_id == article.id).exists()
    if used or StockMovement.select().where(StockMovement.article_id == article.id).exists():
        raise Refusal(
            f"{article.code} já tem documentos: aquilo de que é feito não se muda. Crie outro artigo.",
            field=field,
            rule="kit",
        )


def _part(kit: Article, wanted: str, code: str) -> Article:
    part = Article.get_or_none(Article.code == code)
    if part is None:
        raise _refused(f"Não há artigo {code} para parte de {kit.code}: crie-o primeiro.")
    if part.id == kit.id or part.kit:
        raise _refused(f"{code} não pode ser parte de {kit.code}: é o próprio artigo, ou outro kit.")
    if not part.stocked or part.is_model:
        raise _refused(f"{code} não movimenta stock: as partes são artigos que o têm.")
    if wanted == SOLD_AS_PARTS and part.tracking:
        raise _refused(f"{code} é seguido por lote ou série: só pode ser parte de um kit montado antes.")
    return part


def _refused(message: str) -> Refusal:
    return Refusal(message, field="parts", rule="kit")


def parts_of(kits: Iterable[int]) -> dict[int, list[Part]]:
    """What each article is made of, in the order written; nothing for one that is no kit."""
    found: dict[int, list[Part]] = {int(kit): [] for kit in kits}
    if not found:
        return {}  # nothing is asked while documents without kits are issued
    rows = list(ArticlePart.select().where(ArticlePart.article_id.in_(list(found))).order_by(ArticlePart.id))
    parts = {a.id: a for a in Article.select().where(Article.id.in_([r.part_id for r in rows]))} if rows else {}
    for row in rows:
        found[int(row.article_id)].append((parts[row.part_id], row.quantity))
    return found


def parts_text(article_id: int) -> str:
    """The parts of a kit as ``read_parts`` reads them."""
    return " ".join(parts_of_many([article_id])[article_id])


def parts_of_many(ids: Sequence[Any]) -> dict[Any, list[str]]:
    """The parts of several articles, for an exported file."""
    return {
        kit: [part.code if n == 1 else f"{n.normalize():f}*{part.code}" for part, n in parts]
        for kit, parts in parts_of(ids).items()
    }
