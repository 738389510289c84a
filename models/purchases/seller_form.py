"""The suppliers of an article as declared: the form, and the list of one article's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fiscal.notation import show_day, show_number
from fiscal.rules.lines import MOST
from models.catalogue.form import units
from models.catalogue.tables import Article
from models.declared import (
    Action,
    Choice,
    Column,
    Count,
    Field,
    Form,
    Key,
    Listing,
    Number,
    Question,
    Row,
    Text,
    Values,
    YesNo,
    defaults,
)
from models.parties.tables import Supplier
from models.purchases.sellers import LONGEST_LEAD, forget_seller, save_seller
from models.purchases.tables import ArticleSupplier


def suppliers() -> list[tuple[str, str]]:
    query = Supplier.select().where(Supplier.active == True).order_by(Supplier.name)  # noqa: E712
    return [(s.code, s.name) for s in query]


def _kept(values: Values) -> str:
    return "Para outro fornecedor crie outra linha, com F2." if values.get("id") else ""


FIELDS = (
    Field("article", "Artigo", Text(60, upper=True), 20, required=True, help="Código do nosso artigo."),
    Field("supplier", "Fornecedor", Choice(suppliers), 40, required=True, locked=_kept, help="Quem o vende."),
    Field("supplier_code", "Código dele", Text(60, upper=True), 24, default="",
          help="Como o fornecedor lhe chama: serve ao escrever as compras."),
    Field("unit", "Unidade", Choice(units), 18, default="", help="Em que o vende; vazia, a do artigo."),
    Field("price", "Último preço", Number(6, Decimal(0), MOST), 14,
          help="De uma unidade dele, sem IVA; cada compra atualiza-o."),
    Field("minimum", "Encomenda mínima", Number(6, Decimal(0), MOST, shown_least=0), 14, default=Decimal(0),
          help="O menos que se encomenda, na unidade dele; 0: qualquer quantidade."),
    Field("lead_days", "Prazo em dias", Number(0, Decimal(0), Decimal(LONGEST_LEAD), shown_least=0), 6, default=Decimal(0),
          help="Da encomenda à receção; 0: não se sabe."),
    Field("preferred", "Preferido", YesNo(), 4, default=False, help="A quem se encomenda: um só por artigo."),
)  # fmt: skip


def load(seller_id: Any) -> Values:
    if seller_id is None:
        return {**defaults(FIELDS), "id": None}
    row = ArticleSupplier.get_by_id(seller_id)
    return {
        "id": row.id, "article": Article.get_by_id(row.article_id).code,
        "supplier": Supplier.get_by_id(row.supplier_id).code, "supplier_code": row.code, "unit": row.unit,
        "price": row.price, "minimum": row.minimum, "lead_days": Decimal(row.lead_days), "preferred": row.preferred,
    }  # fmt: skip


def form(article: str) -> Form:
    """The form of one supplier of an article, by its code."""
    return Form(
        f"Fornecedor de {article}",
        [f for f in FIELDS if f.name != "article"],
        lambda key: load(key) if key is not None else {**load(None), "article": article},
        lambda values, session: save_seller(values.get("id"), values, session),
    )


def sellers_of(article_id: int, code: str) -> Listing:
    """The suppliers of one article, by its id and code, the preferred first: there are never many."""

    def rows(text: str) -> list[Row]:
        query = ArticleSupplier.select().where(ArticleSupplier.article_id == article_id)
        found = list(query.order_by(ArticleSupplier.preferred.desc(), ArticleSupplier.id))
        cards = {s.id: s for s in Supplier.select().where(Supplier.id.in_([r.supplier_id for r in found]))}
        made = [Row((n,), _cells(row, cards[row.supplier_id]), row.id) for n, row in enumerate(found)]
        return [row for row in made if text.casefold() in " ".join(row.cells).casefold()]

    def page(question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        found = rows(question.text)
        if backwards:
            return [r for r in found if after is None or r.key < after][-limit:]
        return [r for r in found if after is None or r.key > after][:limit]

    return Listing(
        "Fornecedores",
        (
            Column("supplier", "Fornecedor", 24, grows=True),
            Column("code", "Código dele", 11),
            Column("price", "Último preço", 12, right=True),
            Column("minimum", "Mínimo", 7, right=True),
            Column("days", "Prazo", 6, right=True),
            Column("bought", "Comprado", 10),
        ),
        page,
        lambda question: Count(len(rows(question.text))),
        form=lambda: form(code),
        empty="Nenhum fornecedor. F2 escreve um; cada compra também.",
        actions=(Action("Já não o vende", forget_seller),),
    )


def _cells(row: ArticleSupplier, supplier: Supplier) -> tuple[str, ...]:
    price = f"{show_number(row.price, 6, least=2)}/{row.unit}" if row.price else ""
    return (
        ("* " if row.preferred else "  ") + supplier.name, row.code, price,
        show_number(row.minimum, 6, least=0) if row.minimum else "", f"{row.lead_days} d" if row.lead_days else "",
        show_day(row.bought_on) if row.bought_on else "",
    )  # fmt: skip
