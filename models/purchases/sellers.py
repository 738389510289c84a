"""Who sells an article: under which code and unit, for how much, the least that can be ordered and how long it takes."""

from __future__ import annotations

from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.rounding import micro
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.tables import Article
from models.catalogue.units import units_of
from models.declared import Values
from models.parties.tables import Supplier
from models.purchases.tables import ArticleSupplier
from models.session import Session

LONGEST_LEAD = 999
"""Days."""


def save_seller(seller_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes what one supplier sells of one article; gives its id.

    values: ``article`` and ``supplier`` (codes), ``supplier_code`` (theirs; empty: none), ``unit`` that they sell in (empty:
    the article's), ``price`` of one of it without tax (None: not known), ``minimum`` in it, ``lead_days``, ``preferred``.
    The first supplier of an article is the preferred one; another preferred takes its place. Raises Refusal.
    """
    with db.writing():
        article, supplier = _article(values), _supplier(values)
        pair = (ArticleSupplier.article_id == article.id, ArticleSupplier.supplier_id == supplier.id)
        twin = ArticleSupplier.get_or_none(*pair, ArticleSupplier.id != (seller_id or 0))
        if twin is not None:
            raise Refusal(f"{supplier.name} já é fornecedor de {article.code}.", field="supplier", rule="unique")
        unit, factor = _unit(values, article, ArticleSupplier.get_or_none(ArticleSupplier.id == (seller_id or 0)))
        others = ArticleSupplier.select().where(
            ArticleSupplier.article_id == article.id, ArticleSupplier.id != (seller_id or 0)
        )
        row = {
            "article_id": article.id, "supplier_id": supplier.id, "code": _code(values, supplier, article),
            "unit": unit, "factor": factor, "price": _amount(values, "price"), "minimum": _amount(values, "minimum"),
            "lead_days": _days(values),
            "preferred": bool(values.get("preferred")) or not others.where(ArticleSupplier.preferred == True).exists(),  # noqa: E712
        }  # fmt: skip
        if seller_id:
            ArticleSupplier.update(**row).where(ArticleSupplier.id == seller_id).execute()
            number = seller_id
        else:
            number = int(ArticleSupplier.create(**row).id)
        if row["preferred"]:
            ArticleSupplier.update(preferred=False).where(
                ArticleSupplier.article_id == article.id, ArticleSupplier.id != number
            ).execute()
        shown = {name: str(value) for name, value in row.items()}
        record(session, "article.supplier", f"{article.code} {supplier.code}", **shown)
    return number


def forget_seller(seller_id: int, session: Session) -> None:
    """A supplier sells an article no longer. Where it was the preferred one, the next becomes that. Purchases stay."""
    with db.writing():
        gone = ArticleSupplier.get_or_none(ArticleSupplier.id == seller_id)
        if gone is None:
            return
        ArticleSupplier.delete().where(ArticleSupplier.id == seller_id).execute()
        left = ArticleSupplier.select().where(ArticleSupplier.article_id == gone.article_id)
        first = left.order_by(ArticleSupplier.id).first()
        if gone.preferred and first is not None:
            ArticleSupplier.update(preferred=True).where(ArticleSupplier.id == first.id).execute()
        article, supplier = Article.get_by_id(gone.article_id), Supplier.get_by_id(gone.supplier_id)
        record(session, "article.supplier.end", f"{article.code} {supplier.code}")


def _article(values: Values) -> Article:
    code = clean(str(values.get("article") or "")).upper()
    found = Article.get_or_none(Article.code == code)
    if found is None or found.is_model:
        raise Refusal(f"Artigo «{code[:30]}» desconhecido, ou um modelo.", field="article", rule="article")
    return found


def _supplier(values: Values) -> Supplier:
    code = clean(str(values.get("supplier") or ""))
    found = Supplier.get_or_none(Supplier.code == code)
    if found is None:
        raise Refusal(f"Fornecedor «{code[:30]}» desconhecido: F4 mostra os que há.", field="supplier", rule="supplier")
    return found


def _code(values: Values, supplier: Supplier, article: Article) -> str:
    code = clean(str(values.get("supplier_code") or ""), 60).upper()
    theirs = (ArticleSupplier.supplier_id == supplier.id, ArticleSupplier.code == code)
    if code and ArticleSupplier.select().where(*theirs, ArticleSupplier.article_id != article.id).exists():
        raise Refusal(f"{code} já é o código de outro artigo deste fornecedor.", field="supplier_code", rule="unique")
    return code


def _unit(values: Values, article: Article, before: ArticleSupplier | None) -> tuple[str, Decimal]:
    """The unit that the supplier sells in, and how many of the article's own are in one.

    before: what was known; it may be in a unit that only a purchase has ever named.
    """
    wanted = clean(str(values.get("unit") or article.unit), 20).upper()
    factors = {} if before is None else {before.unit: before.factor}
    factors |= {article.unit: Decimal(1), **{pack.unit: pack.factor for pack in units_of(article.id)}}
    if wanted not in factors:
        raise Refusal(
            f"{article.code} não tem a unidade {wanted}: escreva-a primeiro em «Outras unidades» da ficha.",
            field="unit",
            rule="unit",
        )
    return wanted, factors[wanted]


def _amount(values: Values, field: str) -> Decimal:
    value = values.get(field) or Decimal(0)
    if not 0 <= value <= MOST or value != micro(value):
        raise Refusal("O valor tem de ser zero ou mais, até 6 casas.", field=field, rule="range")
    return Decimal(value)


def _days(values: Values) -> int:
    days = values.get("lead_days") or 0
    if not 0 <= days <= LONGEST_LEAD or days != int(days):
        raise Refusal(f"O prazo é em dias inteiros, até {LONGEST_LEAD}.", field="lead_days", rule="range")
    return int(days)
