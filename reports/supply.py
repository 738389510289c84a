"""What there is too little of, and what to order of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from models.catalogue.families import family_and_below
from models.catalogue.tables import Article
from models.declared import Choice, Exported, Field, Number, Values
from models.parties.tables import Supplier
from models.supply.outlook import Outlook, outlook
from models.supply.suggest import to_order
from reports.report import Record, Report
from reports.stock import FAMILY


def suppliers() -> list[tuple[str, str]]:
    query = Supplier.select().where(Supplier.active == True).order_by(Supplier.name)  # noqa: E712
    return [("", "(todos)"), *((one.code, one.name) for one in query)]


_ARTICLE = (
    Exported("code", "Código", width=12),
    Exported("description", "Designação", width=40),
    Exported("unit", "Un.", width=4),
)


def _below(values: Values, today: date) -> Iterator[Record]:
    ahead = outlook()
    families = family_and_below(values["family"]) if values["family"] else None
    query = Article.select().where(Article.active == True, Article.minimum > 0)  # noqa: E712
    for one in query.order_by(Article.code):
        here = ahead.get(int(one.id), Outlook())
        if here.there < one.minimum and (families is None or one.family in families):
            yield (
                one.code, one.description, one.unit, here.there, here.coming, here.coming_on, here.promised,
                here.available, one.minimum, one.maximum, one.minimum - here.there,
            )  # fmt: skip


BELOW = Report(
    "below-minimum",
    "Abaixo do mínimo",
    "Artigos de que há menos que o mínimo da ficha, com o que vem a caminho e o que está prometido.",
    (FAMILY,),
    (
        *_ARTICLE,
        Exported("there", "Há", "number", None, width=9),
        Exported("coming", "A chegar", "number", None, width=9),
        Exported("coming_on", "Em", "day", width=10),
        Exported("promised", "Reservado", "number", None, width=9),
        Exported("available", "Disponível", "number", None, width=10),
        Exported("minimum", "Mínimo", "number", None, width=8),
        Exported("maximum", "Máximo", "number", None, width=8),
        Exported("missing", "Falta", "number", None, width=8),
    ),
    _below,
    ("code", "description", "there", "coming", "promised", "minimum", "missing"),
    "description",
    opens="article",
    empty="De nada há menos que o mínimo.",
)


def _suggested(values: Values, today: date) -> Iterator[Record]:
    found = to_order(
        today, days=int(values["days"]), cover_days=int(values["cover_days"]), supplier=str(values["supplier"] or "")
    )
    for one in found:
        price = one.price or None
        yield (
            one.code, one.description, one.supplier_name or "(ninguém)", one.quantity, one.order_unit, price,
            one.quantity * price if price else None, one.why,
        )  # fmt: skip


SUGGESTED = Report(
    "suggested-orders",
    "Sugestão de encomendas",
    "O que encomendar e a quem, pelo mínimo e máximo da ficha, pelo que se vende e pelo prazo do fornecedor preferido.",
    (
        Field("supplier", "Fornecedor", Choice(suppliers), 30, default="", help="Só o que se encomenda a este."),
        Field("days", "Vendas dos últimos dias", Number(0, Decimal(1), Decimal(366), shown_least=0), 6, default=Decimal(30),
              required=True, help="De quantos dias se tira o que se vende por dia."),
        Field("cover_days", "Para quantos dias", Number(0, Decimal(0), Decimal(366), shown_least=0), 6, default=Decimal(14),
              required=True, help="O que se encomenda dura este tempo, quando a ficha não diz máximo."),
    ),
    (
        *_ARTICLE[:2],
        Exported("supplier", "Fornecedor", width=18),
        Exported("quantity", "Encomendar", "number", None, width=10),
        Exported("order_unit", "Un.", width=4),
        Exported("price", "Preço", "number", None, width=10),
        Exported("value", "Valor", "number", 2, width=10),
        Exported("why", "Porquê", width=60),
    ),
    _suggested,
    ("code", "description", "supplier", "quantity", "order_unit", "value"),
    "description",
    totals=("value",),
    empty="Não falta nada: nenhum artigo chega ao ponto de encomendar.",
)  # fmt: skip
