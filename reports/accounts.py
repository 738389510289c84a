"""Reports of current accounts: what is pending, how old it is, and the statement of one account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from models.accounts.statement import statement
from models.accounts.truth import CUSTOMERS, SUPPLIERS
from models.declared import Choice, Day, Exported, Field, Text, Values, YesNo
from models.parties.customers import find_customer
from models.parties.form import CUSTOMERS as CUSTOMER_LIST
from models.parties.supplier_form import SUPPLIERS as SUPPLIER_LIST
from models.parties.suppliers import find_supplier
from reports.asked import asked
from reports.report import Record, Report

SIDE = Field("side", "De", Choice(((CUSTOMERS, "Clientes"), (SUPPLIERS, "Fornecedores"))), 14, default=CUSTOMERS,
             help="O que os clientes devem, ou o que se deve a fornecedores.")  # fmt: skip
CUSTOMER = Field("customer", "Cliente", Text(100), 30, default="", lookup=lambda: CUSTOMER_LIST,
                 help="Código ou NIF do cliente.")  # fmt: skip
SUPPLIER = Field("supplier", "Fornecedor", Text(100), 30, default="", lookup=lambda: SUPPLIER_LIST,
                 help="Código ou NIF do fornecedor, em vez do cliente.")  # fmt: skip
_CARDS = {CUSTOMERS: "customer", SUPPLIERS: "supplier"}
_PARTY = (Exported("code", "Código", width=10), Exported("name", "Nome", width=22))


def _cents(value: Any) -> Decimal:
    return Decimal(int(value or 0)).scaleb(-2)


def _card(values: Values) -> tuple[str, int] | None:
    """Side and id of the customer or supplier that was asked for; None where nobody was."""
    for side, name, find in ((CUSTOMERS, "customer", find_customer), (SUPPLIERS, "supplier", find_supplier)):
        typed = str(values.get(name) or "").strip()
        if typed:
            found: Any = find(typed)
            if found is None:
                raise Refusal(f"Não há nenhum «{typed[:30]}»: F4 procura.", field=name, rule="account")
            return side, int(found.id)
    return None


def _pending(values: Values, today: date) -> Iterator[Record]:
    """Each document with something to settle, what is due first before."""
    chosen = _card(values)
    side, party = chosen if chosen is not None else (values["side"], None)
    rows = asked(
        'SELECT c.code, c.name, i.number, i.date, i.due, i.total, i."left" FROM open_item i '  # noqa: S608
        f"LEFT JOIN {_CARDS[side]} c ON c.id = i.party_id WHERE i.side = ?"
        + (" AND i.party_id = ?" if party is not None else "")
        + (" AND i.due < ?" if values["overdue"] else "")
        + " ORDER BY i.due, i.id",
        (side, *((party,) if party is not None else ()), *((today.isoformat(),) if values["overdue"] else ())),
    )
    for code, name, number, day, due, total, left in rows:
        until = date.fromisoformat(due)
        late = Decimal(max((today - until).days, 0))
        yield (
            code or "",
            name or "(sem ficha)",
            number,
            date.fromisoformat(day),
            until,
            late,
            _cents(total),
            _cents(left),
        )


PENDING = Report(
    "pending",
    "Pendentes",
    "O que falta receber de clientes, ou pagar a fornecedores, documento a documento.",
    (
        SIDE, CUSTOMER, SUPPLIER,
        Field("overdue", "Só vencidos", YesNo(), 4, default=False, help="Só o que já passou do vencimento."),
    ),
    (
        *_PARTY,
        Exported("number", "Documento", width=15),
        Exported("date", "Data", "day", width=10),
        Exported("due", "Vencimento", "day", width=10),
        Exported("late", "Dias", "number", places=0, width=5),
        Exported("total", "Total", "number", width=11),
        Exported("left", "Falta", "number", width=11),
    ),
    _pending,
    seen=("name", "number", "due", "late", "total", "left"),
    grows="name",
    totals=("left",),
    opens="document",
    empty="Nada por saldar com estas escolhas. Ctrl+F muda-as.",
)  # fmt: skip


def _ageing(values: Values, today: date) -> Iterator[Record]:
    """What is open with each customer or supplier by how long ago it was due, the largest first."""
    day, side = values["day"] or today, values["side"]
    ends = [(day - timedelta(days=days)).isoformat() for days in (0, 30, 60, 90)]
    rows = asked(
        "SELECT c.code, c.name, a.b0, a.b1, a.b2, a.b3, a.b4, a.whole FROM (SELECT party_id, "  # noqa: S608
        'sum(CASE WHEN due >= ? THEN "left" ELSE 0 END) AS b0, '
        'sum(CASE WHEN due < ? AND due >= ? THEN "left" ELSE 0 END) AS b1, '
        'sum(CASE WHEN due < ? AND due >= ? THEN "left" ELSE 0 END) AS b2, '
        'sum(CASE WHEN due < ? AND due >= ? THEN "left" ELSE 0 END) AS b3, '
        'sum(CASE WHEN due < ? THEN "left" ELSE 0 END) AS b4, sum("left") AS whole '
        "FROM open_item WHERE side = ? GROUP BY party_id) a "
        f"LEFT JOIN {_CARDS[side]} c ON c.id = a.party_id ORDER BY a.whole DESC, c.code",
        (ends[0], ends[0], ends[1], ends[1], ends[2], ends[2], ends[3], ends[3], side),
    )
    for code, name, *sums in rows:
        yield code or "", name or "(sem ficha)", *(_cents(value) for value in sums)


AGEING = Report(
    "ageing",
    "Antiguidade",
    "Há quanto tempo está vencido o que cada cliente deve, ou o que se deve a cada fornecedor.",
    (
        SIDE,
        Field("day", "Contada a", Day(), 12, default=None, help="Os dias contam-se até aqui; vazio é hoje. O que está em "
              "aberto é sempre o de agora."),
    ),
    (
        Exported("code", "Código", width=8),
        Exported("name", "Nome", width=10),
        Exported("current", "A vencer", "number", width=9),
        Exported("d30", "1-30", "number", width=9),
        Exported("d60", "31-60", "number", width=9),
        Exported("d90", "61-90", "number", width=9),
        Exported("over", "> 90", "number", width=9),
        Exported("total", "Total", "number", width=10),
    ),
    _ageing,
    seen=("name", "current", "d30", "d60", "d90", "over", "total"),
    grows="name",
    totals=("total",),
    opens="account",
    empty="Nada por saldar.",
)  # fmt: skip


def _statement(values: Values, today: date) -> Iterator[Record]:
    chosen = _card(values)
    if chosen is None:
        return
    for entry in statement(*chosen, values["since"], values["until"]):
        what = entry.number or "Saldo anterior"
        yield entry.date, what, entry.theirs, entry.due, entry.more, entry.less, entry.balance


STATEMENT = Report(
    "account",
    "Conta corrente",
    "O extrato de um cliente ou de um fornecedor: cada documento e o saldo depois dele.",
    (
        CUSTOMER, SUPPLIER,
        Field("since", "Desde", Day(), 12, default=None, help="O que é de antes fica somado na primeira linha."),
        Field("until", "Até", Day(), 12, default=None, help="Até este dia, inclusive."),
    ),
    (
        Exported("date", "Data", "day", width=10),
        Exported("number", "Documento", width=17),
        Exported("theirs", "N.º dele ou notas", width=14),
        Exported("due", "Vencimento", "day", width=10),
        Exported("more", "Aumenta", "number", width=11),
        Exported("less", "Abate", "number", width=11),
        Exported("balance", "Saldo", "number", width=12),
    ),
    _statement,
    seen=("date", "number", "due", "more", "less", "balance"),
    grows="number",
    totals=("more", "less"),
    opens="document",
    empty="Ctrl+F escolhe o cliente ou o fornecedor.",
)  # fmt: skip
