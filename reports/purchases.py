"""What was bought: supplier's invoices less their credit notes, by supplier, article, family, month or line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiscal.rounding import ZERO, cents
from models.catalogue.families import family_and_below
from models.declared import Choice, Day, Exported, Field, Values
from reports.asked import asked, micro
from reports.report import Record, Report
from reports.stock import FAMILY
from reports.supply import suppliers

BY = (("S", "Fornecedor"), ("A", "Artigo"), ("F", "Família"), ("M", "Mês"), ("L", "Linha de documento"))

_LINES = (
    "SELECT p.number, p.supplier_number, p.date, p.kind, p.goods, p.supplier_code, p.supplier_name, l.number, l.code, "
    "l.description, a.family, l.quantity, l.factor, l.amount, l.rate, l.deductible FROM purchase p "
    "JOIN purchase_line l ON l.purchase_id = p.id LEFT JOIN article a ON a.id = l.article_id "
    "WHERE p.kind IN ('FF', 'NF') AND p.state <> 'A' AND p.date >= ? AND p.date <= ? ORDER BY p.date, p.id, l.number"
)


@dataclass(slots=True)
class _Sum:
    text: str
    quantity: Decimal = ZERO
    net: Decimal = ZERO
    deducted: Decimal = ZERO
    borne: Decimal = ZERO


def _rows(values: Values, today: date) -> Iterator[Record]:
    period = (values["since"].isoformat(), values["until"].isoformat())
    families = family_and_below(values["family"]) if values["family"] else None
    sums: dict[tuple[str, ...], _Sum] = {}
    for (
        number, theirs, day, kind, goods, supplier, name, line, code, description, family, quantity, factor, amount, rate,
        deductible,
    ) in asked(_LINES, period):  # fmt: skip
        if values["supplier"] not in ("", supplier) or (families is not None and family not in families):
            continue
        keys = {
            "S": (supplier, name), "A": (code or "(despesa)", description), "F": (family or "(sem família)", ""),
            "M": (day[:7], ""), "L": (number, f"{theirs} {description}", str(line)),
        }  # fmt: skip
        key = keys[values["by"]]
        one = sums.setdefault((key[0], *key[2:]), _Sum(key[1]))
        sign = -1 if kind == "NF" else 1
        if goods != "N":  # a credit of price brings no goods back
            one.quantity += sign * micro(quantity) * micro(factor)
        net = sign * micro(amount)
        tax = net * micro(rate) / 100
        one.net += net
        one.deducted += tax if deductible else ZERO
        one.borne += ZERO if deductible else tax
    for group, one in sorted(sums.items()):
        first = f"{group[0][5:]}-{group[0][:4]}" if values["by"] == "M" else group[0]
        yield (
            first,
            one.text,
            one.quantity,
            cents(one.net),
            cents(one.deducted),
            cents(one.borne),
            cents(one.net + one.deducted + one.borne),
        )


PURCHASES = Report(
    "purchases",
    "Compras",
    "Faturas de fornecedor menos as suas notas de crédito: por fornecedor, artigo, família, mês ou linha.",
    (
        Field("since", "Desde", Day(), 12, default=lambda today: today.replace(day=1), help="Documentos deste dia em diante."),
        Field("until", "Até", Day(), 12, default=lambda today: today, help="Documentos até este dia."),
        Field("by", "Por", Choice(BY), 22, default="S", help="O que é cada linha do mapa."),
        Field("supplier", "Fornecedor", Choice(suppliers), 30, default="", help="Só deste."),
        FAMILY,
    ),
    (
        Exported("key", "Código", width=12),
        Exported("text", "Designação", width=40),
        Exported("quantity", "Quant.", "number", None, width=9),
        Exported("net", "Sem IVA", "number", width=11),
        Exported("deducted", "IVA ded.", "number", width=10),
        Exported("borne", "IVA n/ ded.", "number", width=11),
        Exported("gross", "Total", "number", width=11),
    ),
    _rows,
    ("key", "text", "quantity", "net", "deducted", "gross"),
    "text",
    totals=("net", "deducted", "borne", "gross"),
    empty="Nada comprado nestas datas. Ctrl+F muda-as.",
)  # fmt: skip
