"""Reports of stock: what there is and is worth, now or at any date; movements of an article; what stands still; lots."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.rounding import cents
from models.catalogue.articles import find_article
from models.catalogue.families import family_and_below
from models.catalogue.form import ARTICLES, families
from models.declared import Choice, Day, Exported, Field, Number, Text, Values, YesNo
from models.stock.sheets import KINDS
from models.stock.tables import Warehouse
from models.stock.valuation import bring_up_to_date
from reports.asked import asked, micro
from reports.report import Record, Report

METHODS = (("M", "Custo médio"), ("F", "FIFO"))


def warehouses() -> list[tuple[str, str]]:
    """Codes and names, the empty one for all together."""
    return [("", "(todos)"), *((w.code, w.name) for w in Warehouse.select().order_by(Warehouse.code))]


FAMILY = Field("family", "Família", Choice(families), 30, default="", help="Desta família e das de dentro dela.")
WAREHOUSE = Field("warehouse", "Armazém", Choice(warehouses), 26, default="", help="Só o que está neste armazém.")
_GOODS = (
    Exported("code", "Código", width=14),
    Exported("description", "Designação", width=26),
    Exported("family", "Família", width=8),
)


def _warehouse(code: str) -> int | None:
    found = Warehouse.get_or_none(Warehouse.code == code) if code else None
    if code and found is None:
        raise Refusal(f"Armazém «{code}» desconhecido.", field="warehouse", rule="warehouse")
    return None if found is None else int(found.id)


def _families(code: str) -> list[str] | None:
    """The family asked for and those inside it; None for all."""
    return family_and_below(code) if code else None


def _valued(values: Values, today: date) -> Iterator[Record]:
    """Quantity and worth of each article at the end of a day; of one warehouse, its share of what the article is worth."""
    bring_up_to_date()
    day, place = values["day"] or today, _warehouse(values["warehouse"])
    wanted = _families(values["family"])
    there = _there(day, today, place)
    for article, quantity, average, fifo in _worth(day, today):
        here = quantity if place is None else there.get(article[0], Decimal(0))
        if not here or (wanted is not None and article[3] not in wanted):
            continue
        worth = average if values["method"] == "M" else fifo
        value = worth if here == quantity else worth * here / quantity if quantity else Decimal(0)
        unit = value / here
        yield (*article[1:4], article[4], here, unit, cents(value), micro(article[5]))


def _worth(day: date, today: date) -> Iterator[tuple[tuple[Any, ...], Decimal, Decimal, Decimal]]:
    card = "a.id, a.code, a.description, a.family, a.unit, a.price"
    if day >= today:
        rows = asked(
            f"SELECT {card}, b.quantity, b.average_value, b.fifo_value FROM stock_balance b "  # noqa: S608
            "JOIN article a ON a.id = b.article_id ORDER BY a.code"
        )
    else:
        rows = asked(
            f"SELECT {card}, v.quantity, v.average, v.fifo FROM (SELECT article_id, sum(quantity) AS quantity, "  # noqa: S608
            "sum(average) AS average, sum(fifo) AS fifo FROM stock_value WHERE day <= ? GROUP BY article_id) v "
            "JOIN article a ON a.id = v.article_id ORDER BY a.code",
            (day.isoformat(),),
        )
    for row in rows:
        yield row[:6], micro(row[6]), micro(row[7]), micro(row[8])


def _there(day: date, today: date, place: int | None) -> dict[int, Decimal]:
    """What of each article is in a warehouse; empty when all are asked for."""
    if place is None:
        return {}
    if day >= today:
        rows = asked(
            "SELECT article_id, sum(quantity) FROM stock_place WHERE warehouse_id = ? GROUP BY article_id", (place,)
        )
    else:
        rows = asked(
            "SELECT article_id, sum(quantity) FROM stock_movement WHERE warehouse_id = ? AND day <= ? GROUP BY article_id",
            (place, day.isoformat()),
        )
    return {int(article): micro(quantity) for article, quantity in rows}


VALUED = Report(
    "stock",
    "Stock valorizado",
    "O que há de cada artigo e quanto vale, hoje ou no fim de outro dia.",
    (
        Field("day", "Data", Day(), 12, default=None, help="No fim deste dia; vazio é agora."),
        WAREHOUSE,
        FAMILY,
        Field("method", "Custeio", Choice(METHODS), 14, default="M", help="Custo médio ponderado, ou primeiro a entrar, "
              "primeiro a sair.", law="NCRF 18 e CIRC, 26.º: os dois são aceites; usa-se sempre o mesmo."),
    ),
    (
        *_GOODS,
        Exported("unit", "Un.", width=4),
        Exported("quantity", "Quantidade", "number", places=None, width=11),
        Exported("cost", "Custo", "number", places=4, width=11),
        Exported("value", "Valor", "number", width=12),
        Exported("price", "Preço de venda", "number", places=None, width=12),
    ),
    _valued,
    seen=("code", "description", "unit", "quantity", "cost", "value"),
    grows="description",
    totals=("value",),
    opens="article",
    empty="Não há stock com estas escolhas. Ctrl+F muda-as.",
)  # fmt: skip


def _moves(values: Values, today: date) -> Iterator[Record]:
    """The movements of an article in the order in which they are valued, each with what is left after it."""
    found = find_article(values["article"] or "")
    if found is None:
        return
    bring_up_to_date([int(found[0].id)])
    place = _warehouse(values["warehouse"])
    left = Decimal(0)
    rows = asked(
        "SELECT m.day, m.at, m.reason, coalesce(d.number, s.number, ''), w.code, l.code, m.quantity, v.average, m.warehouse_id "
        "FROM stock_movement m JOIN warehouse w ON w.id = m.warehouse_id LEFT JOIN lot l ON l.id = m.lot_id "
        "LEFT JOIN document d ON d.id = m.document_id LEFT JOIN stock_sheet s ON s.id = m.sheet_id "
        "LEFT JOIN stock_value v ON v.movement_id = m.id WHERE m.article_id = ? ORDER BY m.day, "
        "CASE WHEN m.cost IS NULL THEN 1 ELSE 0 END, m.id",
        (found[0].id,),
    )
    for day, _, reason, number, warehouse, lot, quantity, value, at in rows:
        if place is not None and at != place:
            continue
        left += micro(quantity)
        moved = date.fromisoformat(day)
        if (values["since"] is None or moved >= values["since"]) and (
            values["until"] is None or moved <= values["until"]
        ):
            worth = None if value is None else micro(value)
            yield moved, number, _reason(reason), warehouse, lot or "", micro(quantity), left, worth


def _reason(reason: str) -> str:
    from fiscal.doctypes import TYPES

    if reason in TYPES:
        return TYPES[reason].name
    return "Anulação" if reason == "A" else KINDS.get(reason, reason)


MOVES = Report(
    "movements",
    "Extrato de artigo",
    "Tudo o que entrou e saiu de um artigo, com o que ficou e o que valeu.",
    (
        Field("article", "Artigo", Text(60, upper=True), 20, default="", help="Código ou código de barras.",
              lookup=lambda: ARTICLES),
        WAREHOUSE,
        Field("since", "Desde", Day(), 12, default=None, help="Movimentos deste dia em diante."),
        Field("until", "Até", Day(), 12, default=None, help="Movimentos até este dia."),
    ),
    (
        Exported("day", "Data", "day", width=10),
        Exported("number", "Documento", width=16),
        Exported("reason", "Movimento", width=16),
        Exported("warehouse", "Arm.", width=8),
        Exported("lot", "Lote", width=10),
        Exported("quantity", "Quantidade", "number", places=None, width=10),
        Exported("left", "Fica", "number", places=None, width=10),
        Exported("value", "Valor", "number", places=2, width=10),
    ),
    _moves,
    seen=("day", "number", "reason", "warehouse", "quantity", "left", "value"),
    grows="reason",
    totals=("quantity",),
    opens="document",
    empty="Escolha o artigo: Ctrl+F. Ou não tem movimentos nestas datas.",
)  # fmt: skip


def _idle(values: Values, today: date) -> Iterator[Record]:
    """Articles with stock that nothing has left for a number of days; never sold ones too."""
    bring_up_to_date()
    before = today - timedelta(days=int(values["days"] or 90))
    rows = asked(
        "SELECT a.code, a.description, a.family, a.unit, b.quantity, b.average_value, m.day FROM stock_balance b "
        "JOIN article a ON a.id = b.article_id LEFT JOIN (SELECT article_id, max(day) AS day FROM stock_movement "
        "WHERE quantity < 0 AND document_id IS NOT NULL GROUP BY article_id) m ON m.article_id = b.article_id "
        "WHERE b.quantity > 0 ORDER BY a.code"
    )
    wanted = _families(values["family"])
    for code, description, family, unit, quantity, value, day in rows:
        last = None if day is None else date.fromisoformat(day)
        if (last is None or last <= before) and (wanted is None or family in wanted):
            since = None if last is None else Decimal((today - last).days)
            yield code, description, family, unit, micro(quantity), cents(micro(value)), last, since


IDLE = Report(
    "idle",
    "Sem movimento",
    "Artigos com stock que há muito não se vendem, e o dinheiro que lá está.",
    (
        Field("days", "Dias sem vender", Number(0, Decimal(1), Decimal(9999)), 6, default=Decimal(90),
              help="Artigos que não saem há tantos dias, ou mais."),
        FAMILY,
    ),
    (
        *_GOODS,
        Exported("unit", "Un.", width=4),
        Exported("quantity", "Quantidade", "number", places=None, width=11),
        Exported("value", "Valor", "number", width=12),
        Exported("last", "Última venda", "day", width=12),
        Exported("days", "Dias", "number", places=0, width=5),
    ),
    _idle,
    seen=("code", "description", "quantity", "value", "last", "days"),
    grows="description",
    totals=("value",),
    opens="article",
    order=("value", True),
    empty="Nada parado: tudo o que há se vendeu nestes dias.",
)  # fmt: skip


def _expiring(values: Values, today: date) -> Iterator[Record]:
    """Lots with stock that end within a number of days, those that have ended too."""
    until = today + timedelta(days=int(values["days"] or 0))
    place = _warehouse(values["warehouse"])
    rows = asked(
        "SELECT a.code, a.description, l.code, l.expires_on, w.code, p.quantity, a.unit, w.id FROM lot l "
        "JOIN stock_place p ON p.lot_id = l.id JOIN article a ON a.id = l.article_id "
        "JOIN warehouse w ON w.id = p.warehouse_id "
        "WHERE l.expires_on <= ? AND p.lot_id > 0 AND p.quantity > 0 ORDER BY l.expires_on, a.code",
        (until.isoformat(),),
    )
    for code, description, lot, ends, warehouse, quantity, unit, at in rows:
        day = date.fromisoformat(ends)
        if place is None or at == place:
            ended = day < today
            if not ended or values["ended"]:
                yield code, description, lot, day, Decimal((day - today).days), warehouse, micro(quantity), unit


EXPIRING = Report(
    "expiring",
    "Validades",
    "Lotes que acabam dentro de dias, e os que já acabaram e ainda estão na prateleira.",
    (
        Field("days", "Nos próximos dias", Number(0, Decimal(0), Decimal(9999)), 6, default=Decimal(30),
              help="Lotes que acabam até daqui a tantos dias."),
        Field("ended", "Também os que acabaram", YesNo(), 4, default=True, help="S mostra também os de validade passada."),
        WAREHOUSE,
    ),
    (
        Exported("code", "Código", width=14),
        Exported("description", "Designação", width=20),
        Exported("lot", "Lote", width=12),
        Exported("expires_on", "Validade", "day", width=10),
        Exported("days", "Dias", "number", places=0, width=6),
        Exported("warehouse", "Arm.", width=8),
        Exported("quantity", "Quant.", "number", places=None, width=8),
        Exported("unit", "Un.", width=4),
    ),
    _expiring,
    seen=("code", "description", "lot", "expires_on", "days", "warehouse", "quantity"),
    grows="description",
    opens="article",
    empty="Nenhum lote a acabar. Ctrl+F muda os dias.",
)  # fmt: skip
