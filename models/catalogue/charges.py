"""Which articles an article brings with it when it is sold: packaging, a deposit (models/sales/charges.py adds the lines)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.notation import number
from fiscal.rounding import micro
from fiscal.text import clean
from models.catalogue.tables import Article, ArticleCharge

MOST = Decimal(9999)


def read_charges(text: str) -> list[tuple[str, Decimal]]:
    """``EMB 6*VOLTA``: codes of articles, with how many of each for one unit. Raises Refusal, field ``charges``."""
    found: dict[str, Decimal] = {}
    for part in clean(text).replace(";", " ").split():
        before, _, code = part.rpartition("*")
        quantity = number(before, field="charges") if before else Decimal(1)
        if not code or not 0 < quantity <= MOST or quantity != micro(quantity):
            raise Refusal(
                f"Encargo «{part[:30]}» inválido: escreva o código do artigo, ou 6*CÓDIGO para seis por unidade.",
                field="charges",
                rule="charge",
            )
        if code.upper() in found:
            raise Refusal(
                f"O encargo {code.upper()} está repetido: junte as quantidades.", field="charges", rule="charge"
            )
        found[code.upper()] = quantity
    return list(found.items())


def replace_charges(article_id: int, code: str, charges: Sequence[tuple[str, Decimal]]) -> None:
    """Keeps the charges of an article. One is an article with a price that itself brings none. Raises Refusal."""
    ArticleCharge.delete().where(ArticleCharge.article_id == article_id).execute()
    if charges and (user := _users(article_id)):
        raise Refusal(
            f"{code} já é um encargo de {user[0]}: um encargo não pode trazer outros.", field="charges", rule="charge"
        )
    for wanted, quantity in charges:
        charge = Article.get_or_none(Article.code == wanted)
        if charge is None:
            raise Refusal(
                f"Não há artigo {wanted} para encargo de {code}: crie-o primeiro.", field="charges", rule="charge"
            )
        if charge.id == article_id or ArticleCharge.select().where(ArticleCharge.article_id == charge.id).exists():
            raise Refusal(
                f"{wanted} não pode ser encargo de {code}: é o próprio artigo, ou traz outros encargos.",
                field="charges",
                rule="charge",
            )
        if not charge.price:
            raise Refusal(f"O artigo {wanted} não tem preço: um encargo precisa de um.", field="charges", rule="charge")
        ArticleCharge.create(article_id=article_id, charge_id=charge.id, quantity=quantity)


def check_priced(article: Any, code: str) -> None:
    """An article that others bring with them keeps a price. Raises Refusal, field ``price``."""
    if user := _users(int(article.id)):
        raise Refusal(f"{code} é um encargo de {user[0]}: tem de ter preço.", field="price", rule="charge")


def _users(article_id: int) -> list[str]:
    """Codes of the articles that bring this one."""
    query = Article.select().join(ArticleCharge, on=(ArticleCharge.article_id == Article.id))
    return [a.code for a in query.where(ArticleCharge.charge_id == article_id).order_by(Article.code).limit(3)]


def charges_text(article_id: int) -> str:
    """The charges of an article as ``read_charges`` reads them."""
    return " ".join(charges_of_many([article_id])[article_id])


def charges_of_many(ids: Sequence[Any]) -> dict[Any, list[str]]:
    """The charges of several articles, for an exported file."""
    found: dict[Any, list[str]] = {article: [] for article in ids}
    rows = list(ArticleCharge.select().where(ArticleCharge.article_id.in_(list(ids))).order_by(ArticleCharge.id))
    codes = {a.id: a.code for a in Article.select().where(Article.id.in_([r.charge_id for r in rows]))} if rows else {}
    for row in rows:
        code = codes[row.charge_id]
        found[row.article_id].append(code if row.quantity == 1 else f"{row.quantity.normalize():f}*{code}")
    return found
