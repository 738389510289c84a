"""Margins: what was sold, what it cost by the valuation of stock, and what is left; by article, family, customer, day, line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiscal.rounding import cents
from models.catalogue.families import family_and_below
from models.declared import Choice, Day, Exported, Field, Values, YesNo
from models.stock.valuation import bring_up_to_date
from reports.asked import asked, micro
from reports.report import Record, Report
from reports.stock import FAMILY, METHODS

BY = (("A", "Artigo"), ("F", "Família"), ("C", "Cliente"), ("D", "Dia"), ("L", "Linha de documento"))

# What was invoiced and credited; documents taken over from another program moved no goods here.
_SOLD = (
    "FROM document d {0} WHERE d.type IN ('FT', 'FS', 'FR', 'NC', 'ND') AND d.status <> 'A' AND d.source_billing <> 'I' "
    "AND d.date >= ? AND d.date <= ?"
)
_LINES = (
    "SELECT d.id, l.number, d.number, d.date, d.type, d.customer_name, l.code, l.description, a.family, l.quantity, l.amount "
    + _SOLD.format("JOIN document_line l ON l.document_id = d.id LEFT JOIN article a ON a.id = l.article_id")
    + " ORDER BY d.date, d.id, l.number"
)
_COSTS = (
    "SELECT d.id, m.line, sum(v.average), sum(v.fifo) "
    + _SOLD.format("JOIN stock_movement m ON m.document_id = d.id JOIN stock_value v ON v.movement_id = m.id")
    + " AND m.reason <> 'A' GROUP BY d.id, m.line"
)
# Goods that left with a guide: the invoice bears its part of what they cost then.
_GUIDED = (
    "SELECT d.id, o.line, o.quantity, g.quantity, sum(v.average), sum(v.fifo) "
    + _SOLD.format(
        "JOIN document_origin o ON o.document_id = d.id AND o.origin_line > 0 "
        "JOIN document_line g ON g.document_id = o.origin_id AND g.number = o.origin_line "
        "JOIN stock_movement m ON m.document_id = o.origin_id AND m.line = o.origin_line AND m.reason <> 'A' "
        "JOIN stock_value v ON v.movement_id = m.id"
    )
    + " GROUP BY d.id, o.line, o.quantity, g.quantity"
)


@dataclass(slots=True)
class _Sum:
    text: str
    day: date | None
    quantity: Decimal = Decimal(0)
    net: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)


def _rows(values: Values, today: date) -> Iterator[Record]:
    bring_up_to_date()
    period = (values["since"].isoformat(), values["until"].isoformat())
    costs = _costs(period, fifo=values["method"] == "F")
    sums: dict[tuple[object, ...], _Sum] = {}
    families_asked = family_and_below(values["family"]) if values["family"] else None
    for document, n, number, day, kind, customer, code, description, family, quantity, amount in asked(_LINES, period):
        cost = costs.get((int(document), int(n)))
        if (cost is None and not values["services"]) or (families_asked is not None and family not in families_asked):
            continue
        sign = -1 if kind == "NC" else 1
        keys = {
            "A": (code, description), "F": (family or "", ""), "C": (customer, ""), "D": (day, ""),
            "L": (number, f"{code} {description}"),
        }  # fmt: skip
        key = (*keys[values["by"]], *((int(document), int(n)) if values["by"] == "L" else ()))
        one = sums.setdefault(key, _Sum(str(key[1]), date.fromisoformat(day)))
        # A debit note corrects an amount: no goods go with it.
        one.quantity += Decimal(0) if kind == "ND" else sign * micro(quantity)
        one.net += sign * micro(amount)
        one.cost += cost or Decimal(0)
    for key, one in sorted(sums.items(), key=lambda pair: tuple(map(str, pair[0]))):
        net, cost = cents(one.net), cents(one.cost)
        share = (net - cost) / net * 100 if net > 0 else None
        first = f"{one.day:%d-%m-%Y}" if values["by"] == "D" and one.day else str(key[0])
        yield first or "(sem família)", one.text, one.quantity, net, cost, net - cost, share


def _costs(period: tuple[str, str], *, fifo: bool) -> dict[tuple[int, int], Decimal]:
    """What the goods of each line cost, by document and line: positive sold, negative come back."""
    found = {
        (int(document), int(line)): -micro(first if fifo else average)
        for document, line, average, first in asked(_COSTS, period)
    }
    for document, line, taken, guided, average, first in asked(_GUIDED, period):
        part = -micro(first if fifo else average) * micro(taken) / micro(guided)
        found[int(document), int(line)] = found.get((int(document), int(line)), Decimal(0)) + part
    return found


MARGINS = Report(
    "margins",
    "Margens",
    "O que se vendeu, o que custou e o que ficou: por artigo, família, cliente, dia ou linha.",
    (
        Field("since", "Desde", Day(), 12, default=lambda today: today.replace(day=1), help="Documentos deste dia em diante."),
        Field("until", "Até", Day(), 12, default=lambda today: today, help="Documentos até este dia."),
        Field("by", "Por", Choice(BY), 22, default="A", help="O que é cada linha do mapa."),
        FAMILY,
        Field("method", "Custeio", Choice(METHODS), 14, default="M", help="Custo médio ponderado, ou primeiro a entrar, "
              "primeiro a sair."),
        Field("services", "Também o que não tem custo", YesNo(), 4, default=False,
              help="S: também serviços e artigos que não movimentam stock, a custo zero."),
    ),
    (
        Exported("key", "Código", width=12),
        Exported("text", "Designação", width=12),
        Exported("quantity", "Quant.", "number", places=None, width=8),
        Exported("net", "Vendas", "number", width=10),
        Exported("cost", "Custo", "number", width=10),
        Exported("margin", "Margem", "number", width=10),
        Exported("share", "%", "number", places=1, width=6),
    ),
    _rows,
    seen=("key", "text", "quantity", "net", "cost", "margin", "share"),
    grows="text",
    totals=("net", "cost", "margin"),
    empty="Nada vendido nestas datas. Ctrl+F muda-as.",
)  # fmt: skip
