"""Current accounts: aged balances of twenty thousand customers, and the statement of one over five years."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import Any

from cli.bench.figures import Figure, Section, Told
from cli.bench.shop import shop
from models import db
from models.accounts.keep import keep_all
from models.accounts.truth import DOCUMENT
from models.declared import Question
from models.parties.tables import Customer
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.sales.tables import Document, DocumentSettled
from models.search import searchable
from models.session import Session
from reports.accounts import AGEING, STATEMENT
from reports.report import Answer, Report

CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS", "20000"))
BARS = {"ageing": 1_000.0, "statement": 100.0}
"""Milliseconds (issue: aged balances under 1 s, a statement of five years under 100 ms)."""
EACH = 10
"""Invoices of each customer; the last four are open, the others receipted."""
FIRST = 600
"""Invoices of the one whose statement is asked for: ten a month for five years, each receipted but the last ten."""


def run(told: Told) -> Iterator[Section]:
    with shop(100) as (_, session):
        today = session.clock.now().date()
        _fill(today, session, told)
        documents = Document.select().count()
        told("contas: a trabalhar o que está em aberto…")
        kept = _once(_all_again)
        ageing = _usual(lambda: _rows(AGEING, today, ()), times=5)
        bare = _usual(lambda: db.database.execute_sql(_BARE).fetchall(), times=5)
        account = (("customer", "K00000"),)
        lines = _rows(STATEMENT, today, account)
        statement = _usual(lambda: _rows(STATEMENT, today, account))
        party = int(Customer.get(Customer.code == "K00000").id)
        plain = _usual(lambda: db.database.execute_sql(_PLAIN, (party,)).fetchall())
    yield Section(
        f"Contas correntes: {CUSTOMERS} clientes, {documents} documentos",
        "só a pergunta em SQL",
        [
            Figure("antiguidade de todos os clientes", "ms", ageing, None, bare, BARS["ageing"]),
            Figure(f"extrato de cinco anos, {lines} linhas", "ms", statement, None, plain, BARS["statement"]),
            Figure("trabalhar tudo o que está em aberto", "ms", kept, None, None, None),
        ],
    )


_BARE = "SELECT party_id, sum(\"left\") FROM open_item WHERE side = 'C' GROUP BY party_id"
_PLAIN = "SELECT date, number, gross FROM document WHERE customer_id = ? ORDER BY date"


def _fill(today: date, session: Session, told: Told) -> None:
    """Copies of one invoice and one receipt, each with its own number, day and customer: only accounts are measured."""
    lines = [DraftLine("B1", quantity=Decimal(10))]
    sold = Document.get(Document.number == issue(Draft("FT", lines, prices_include_tax=True), session))
    paid = Document.get(Document.number == issue_receipt(ReceiptDraft([ReceiptLine(sold.number, sold.gross)]), session))
    settled = DocumentSettled.get(DocumentSettled.document_id == paid.id)
    with db.writing():
        db.insert(Customer, [_card(n) for n in range(CUSTOMERS)])
    ids = [int(row.id) for row in Customer.select().where(Customer.code.startswith("K")).order_by(Customer.code)]
    next_id, number = int(paid.id) + 1, 1
    for start in range(0, len(ids), 1000):
        told(f"contas: a fazer os documentos, {start} de {len(ids)} clientes…")
        documents: list[dict[str, Any]] = []
        parts: list[dict[str, Any]] = []
        for at, customer in enumerate(ids[start : start + 1000], start):
            count, still = (FIRST, 10) if at == 0 else (EACH, 4)
            for n in range(count):
                day = today - timedelta(days=1826 - n * 1826 // count)
                number += 1
                documents.append(_copy(sold, next_id, number, day, customer))
                if n < count - still:
                    documents.append(_copy(paid, next_id + 1, number, day, customer))
                    own = {**settled.__data__, "document_id": next_id + 1, "source_id": next_id, "source_date": day}
                    parts.append({name: value for name, value in own.items() if name != "id"})
                next_id += 2
        with db.writing():
            db.insert(Document, documents)
            db.insert(DocumentSettled, parts)
    with db.writing():
        db.database.execute_sql("ANALYZE")


def _card(n: int) -> dict[str, Any]:
    return {
        "code": f"K{n:05}", "nif": f"{200_000_000 + n}", "name": f"Cliente de ensaio {n}", "address": "Rua B",
        "postal_code": "1000-001", "city": "Lisboa", "country": "PT", "phone": "", "email": "", "condition": "PP",
        "active": True, "search": searchable(f"K{n:05}", str(n)),
    }  # fmt: skip


def _copy(of: Document, row_id: int, number: int, day: date, customer: int) -> dict[str, Any]:
    return {
        **of.__data__, "id": row_id, "number": f"{of.type} 2026A/{number}", "sequence": number, "date": day,
        "due": day + timedelta(days=30), "operation": f"copia-{of.type}-{number}", "customer_id": customer,
        "atcud": f"BENCH-{number}", "hash": f"{row_id:0172}", "system_entry_date": datetime(day.year, day.month, day.day, 10),
    }  # fmt: skip


def _all_again() -> None:
    with db.writing():
        keep_all(DOCUMENT)


def _rows(report: Report, today: date, filters: tuple[tuple[str, object], ...]) -> int:
    return Answer(report, lambda: today).count_all(Question(filters=filters))


def _once(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def _usual(act: Callable[[], object], times: int = 15) -> float:
    """Milliseconds, the median."""
    return median(_once(act) for _ in range(times))
