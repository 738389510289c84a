"""Charges: what selling some articles adds as lines of its own, such as single-use packaging or a deposit (decision 28)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

from fiscal.rounding import ZERO
from models import db
from models.catalogue.tables import Article, ArticleCharge
from models.sales.draft import Draft, DraftLine

_NEVER = ("NC", "ND", "GD", "GA", "CC", "RC", "RG")
"""Types that sell nothing: what rectifies or pays takes the lines of the document it is about."""
Charges = Sequence[tuple[str, Decimal]]
"""(code of the charge, units of it for one unit of the article)."""


def takes_charges(draft: Draft) -> bool:
    """Whether a draft sells something of ours: not what repeats a paper, which stays as it is, nor self-billing."""
    return draft.type not in _NEVER and draft.recovery is None and draft.billing != "self"


def due(
    lines: Iterable[DraftLine], charges: Callable[[str], Charges], waived: Sequence[str] = ()
) -> dict[str, Decimal]:
    """How many units of each charge the lines bring, by its code, in the order of the lines.

    Whole pieces: 0,350 kg of a meal goes into one box. A line born of another document, or rectifying one, brings
    none: that document has them.
    """
    found: dict[str, Decimal] = {}
    for line in lines:
        if line.charge or line.origin or line.reference:
            continue
        for code, each in charges(line.code):
            if code not in waived:
                pieces = (line.quantity * each).to_integral_value(ROUND_CEILING)
                found[code] = found.get(code, ZERO) + pieces
    return {code: pieces for code, pieces in found.items() if pieces > 0}


def with_charges(draft: Draft, articles: dict[str, Article]) -> tuple[list[DraftLine], dict[str, Article]]:
    """The lines of a draft with the charges that they bring at the end, and the articles of those.

    articles: those of the lines, by the code typed. A charge that the draft shows already keeps its price.
    """
    own = [line for line in draft.lines if not line.charge]
    if not takes_charges(draft):
        return own, {}
    of_article, found = charges_of([int(article.id) for article in articles.values()])
    if not of_article:
        return own, {}

    def charges(code: str) -> Charges:
        article = articles.get(code)
        return of_article.get(int(article.id), ()) if article is not None else ()

    shown = {line.code: line for line in draft.lines if line.charge}
    for code, pieces in due(own, charges, draft.waived).items():
        before = shown.get(code)
        own.append(DraftLine(code, quantity=pieces, price=before.price if before else None, charge=True))
    return own, found


def charges_of(article_ids: Sequence[int]) -> tuple[dict[int, list[tuple[str, Decimal]]], dict[str, Article]]:
    """The charges of articles, by article id; and the articles that they are, by code. Inactive ones do not count."""
    if not article_ids:
        return {}, {}
    marks = ", ".join("?" * len(article_ids))
    rows = db.rows(ArticleCharge, f"WHERE article_id IN ({marks}) ORDER BY id", article_ids)
    if not rows:
        return {}, {}
    wanted = {int(row.charge_id) for row in rows}
    by_id = {int(a.id): a for a in Article.select().where(Article.id.in_(list(wanted))) if a.active}
    of_article: dict[int, list[tuple[str, Decimal]]] = {}
    for row in rows:
        if (charge := by_id.get(int(row.charge_id))) is not None:
            of_article.setdefault(int(row.article_id), []).append((charge.code, row.quantity))
    return of_article, {charge.code: charge for charge in by_id.values()}
