"""What a count found, line by line: counted, in the books at that moment, and what the difference is worth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fiscal.errors import Refusal
from models.counting.count import OPEN, STATES, count_of
from models.counting.tables import StockCount
from models.counting.variances import variances
from models.declared import Choice, Exported, Field, Values, YesNo
from reports.report import Record, Report


def counts() -> list[tuple[str, str]]:
    """Numbers of the counts, newest first, and their states."""
    query = StockCount.select().order_by(StockCount.id.desc()).limit(200)
    return [(one.number, STATES[one.state]) for one in query]


def _rows(values: Values, today: date) -> Iterator[Record]:
    number = values["count"] or next((number for number, _ in counts()), "")
    if not number:
        return
    count = count_of(str(number))
    if count.blind and count.state == OPEN:
        raise Refusal(
            "Conta-se às cegas: as diferenças veem-se depois de terminada a contagem.", field="count", rule="count"
        )
    for one in variances(str(number)):
        if values["wrong"] and one.counted is not None and not one.difference:
            continue
        known = one.counted is not None
        note = "contar outra vez" if not known else "mexeu-se entretanto" if one.moved else ""
        yield (
            one.code, one.description, one.unit, one.lot, *one.rounds, one.counted, one.book,
            one.difference if known else None, one.value if known else None, note,
        )  # fmt: skip


VARIANCES = Report(
    "variances",
    "Diferenças de contagem",
    "O que se contou, o que os livros tinham nesse momento, e quanto vale a diferença.",
    (
        Field("count", "Contagem", Choice(counts), 28, default="", help="Vazia: a última que se abriu."),
        Field("wrong", "Só diferenças", YesNo(), 4, default=True, help="Sem as linhas em que estava tudo certo."),
    ),
    (
        Exported("code", "Código", width=12),
        Exported("description", "Designação", width=40),
        Exported("unit", "Un.", width=4),
        Exported("lot", "Lote", width=8),
        Exported("first", "1.ª", "number", None, width=9),
        Exported("second", "2.ª", "number", None, width=9),
        Exported("again", "De novo", "number", None, width=9),
        Exported("counted", "Contado", "number", None, width=8),
        Exported("book", "Livros", "number", None, width=8),
        Exported("difference", "Diferença", "number", None, width=9),
        Exported("value", "Valor", "number", 2, width=9),
        Exported("note", "Nota", width=19),
    ),
    _rows,
    ("code", "description", "lot", "counted", "book", "difference", "value"),
    "description",
    totals=("value",),
    empty="Nenhuma diferença: o que se contou é o que os livros tinham.",
)
