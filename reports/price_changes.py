"""Prices as they would be, and as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from models.catalogue.families import family_and_below
from models.catalogue.form import brands
from models.catalogue.price_changes import CENT, ENDINGS, PERCENT, WAYS, new_price
from models.catalogue.tables import Article, PriceChange
from models.company.setup import current
from models.declared import Choice, Day, Exported, Field, Number, Values
from models.stock.tables import StockBalance
from models.stock.valuation import bring_up_to_date
from reports.report import Record, Report
from reports.stock import FAMILY

_ARTICLE = (Exported("code", "Código", width=12), Exported("description", "Designação", width=40))


def _planned(values: Values, today: date) -> Iterator[Record]:
    from fiscal.tables import tables

    if not values["amount"]:
        return
    bring_up_to_date()
    balances = {int(one.article_id): one for one in StockBalance.select()}
    families = family_and_below(values["family"]) if values["family"] else None
    region = str(current().region)
    query = Article.select().where(Article.active == True, Article.price > 0)  # noqa: E712
    for one in query.order_by(Article.code):
        if (families is not None and one.family not in families) or values["brand"] not in ("", one.brand):
            continue
        rate = tables().rate(region, one.tax_code, today)
        factor = 1 + rate / 100 if one.price_includes_tax else Decimal(1)
        held = balances.get(int(one.id))
        cost = Decimal(0)
        if held is not None:
            cost = held.average_value / held.quantity if held.quantity > 0 else held.last_cost
        after = new_price(one.price, cost, factor, str(values["way"]), values["amount"], str(values["ending"]))
        if not after or after == one.price:
            continue
        net = after / factor
        margin = (net - cost) / net * 100 if cost else None
        yield one.code, one.description, one.price, after, after - one.price, margin, int(one.id)


PLANNED = Report(
    "price-change",
    "Mudança de preços",
    "Os preços como ficariam, com a margem sobre o custo; nada muda até se confirmar.",
    (
        Field("way", "Mudar por", Choice(WAYS), 26, default=PERCENT, required=True, help="O que se faz a cada preço."),
        Field("amount", "Quanto", Number(4, Decimal(-100_000), Decimal(100_000)), 10, default=None,
              help="10 sobe dez; -5 desce cinco. Da margem: a que se quer, 30."),
        Field("ending", "Arredondar", Choice(ENDINGS), 28, default=CENT, required=True, help="Como fica o preço da ficha."),
        FAMILY,
        Field("brand", "Marca", Choice(brands), 26, default="", help="Só desta marca."),
    ),
    (
        *_ARTICLE,
        Exported("before", "Era", "number", None, width=10),
        Exported("after", "Fica", "number", None, width=10),
        Exported("change", "Muda", "number", None, width=9),
        Exported("margin", "Margem %", "number", 1, width=8),
        Exported("id", "Id", "number", None, width=6),
    ),
    _planned,
    ("code", "description", "before", "after", "change", "margin"),
    "description",
    empty="Ctrl+F diz o que mudar: quanto, como arredondar, e em que família.",
)  # fmt: skip


def _past(values: Values, today: date) -> Iterator[Record]:
    since, until = datetime.combine(values["since"], time.min), datetime.combine(values["until"], time.max)
    query = PriceChange.select().where(PriceChange.at >= since, PriceChange.at <= until).order_by(PriceChange.id.desc())
    cards = {int(one.id): one for one in Article.select(Article.id, Article.code, Article.description)}
    for row in query:
        card = cards[int(row.article_id)]
        share = (row.after - row.before) / row.before * 100 if row.before else None
        yield row.at, card.code, card.description, row.before, row.after, share, row.operator, row.why


HISTORY = Report(
    "price-history",
    "Histórico de preços",
    "Cada mudança de preço de uma ficha: quando, quem, de quanto para quanto.",
    (
        Field("since", "Desde", Day(), 12, default=lambda today: today.replace(month=1, day=1), help="Deste dia em diante."),
        Field("until", "Até", Day(), 12, default=lambda today: today, help="Até este dia."),
    ),
    (
        Exported("at", "Quando", "moment", width=16),
        *_ARTICLE,
        Exported("before", "Era", "number", None, width=9),
        Exported("after", "Ficou", "number", None, width=9),
        Exported("share", "%", "number", 1, width=7),
        Exported("operator", "Por", width=10),
        Exported("why", "Porquê", width=30),
    ),
    _past,
    ("at", "code", "description", "before", "after", "share"),
    "description",
    opens="article",
    empty="Nenhum preço mudou nestas datas.",
)  # fmt: skip
