"""100 000 payment references: what each question of Gestão de Referências takes, and its totals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from cli.bench.figures import Figure, Section, Told, median
from cli.bench.lists import BAR_MS, EACH, PAGE, bare, measured, timed
from cli.bench.shop import many_documents, shop
from models import db
from models.declared import Question
from models.parties.tables import Customer
from models.references import states
from models.references.listing import REFERENCES
from models.references.tables import PaymentReference
from models.references.totals import sums
from models.session import Session

ROWS = int(os.environ.get("BENCH_REFERENCES", "100000"))
TODAY = date(2026, 11, 24)
MONTH = (("since", date(2026, 3, 1)), ("until", date(2026, 3, 31)))
QUESTIONS = {
    "abrir": Question(),
    "procurar um documento": Question("FT 2026A/1234"),
    "procurar o começo de quase todos": Question("FT 2026A/"),
    "procurar uma referência": Question("500 012 3"),
    "procurar um cliente": Question("maria lopes"),
    "procurar uma letra": Question("m"),
    "procurar um valor": Question("123,45"),
    "procurar o que não há": Question("zzq"),
    "por valor, do maior": Question(sort="amount", descending=True),
    "por pagar": Question(filters=(("state", states.OPEN),)),
    "pagas sem recibo": Question(filters=(("state", "receber"),)),
    "por resolver": Question(filters=(("state", "resolver"),)),
    "divergentes, por valor": Question(sort="amount", filters=(("state", states.MISMATCH),)),
    "de um mês": Question(filters=MONTH),
    "de um mês, por pagar, de um cliente": Question(filters=(("state", states.OPEN), *MONTH, ("customer", "ana"))),
    "acima de 1000 €": Question(filters=(("least", Decimal(1000)),)),
}


def run(tell: Told) -> Iterator[Section]:
    tell("referências: a fazê-las…")
    with shop(10) as (_, session):
        many_documents(10, session)  # with five thousand customers
        many_references(ROWS, session)
        floor = bare()
        title = f"{REFERENCES.title}, {ROWS:,} linhas: primeira página/a pior de seguinte, fim e contagem"
        found = [measured(REFERENCES, name, question, floor) for name, question in QUESTIONS.items()]
        yield Section(title.replace(f"{ROWS:,}", f"{ROWS:,}".replace(",", " ")), f"{PAGE} linhas de sqlite3", found)
        wanted = ("tudo", Question()), ("por pagar", QUESTIONS["por pagar"]), ("de um mês", QUESTIONS["de um mês"])
        totals = [_summed(name, question) for name, question in wanted]
        yield Section("As somas por cima da lista", "", totals)
        db.close()


def _summed(name: str, question: Question) -> Figure:
    times = [timed(lambda: sums(question, TODAY)) for _ in range(EACH)]
    return Figure(f"soma: {name}", "ms", median(times), bar=2 * BAR_MS)


def many_references(count: int, session: Session) -> None:
    """References written straight into the table: for measuring lists only."""
    people = [(row.id, row.name) for row in Customer.select(Customer.id, Customer.name)]
    chance, start = Random(2), datetime(2024, 1, 1, 9)
    weights = {
        states.SETTLED: 70, states.PAID: 8, states.OPEN: 15, states.EXPIRED: 4, states.VOID: 2, states.MISMATCH: 0.3,
        states.REFUNDED: 0.6, states.ASKED: 0.1,
    }  # fmt: skip
    for begin in range(0, count, 10_000):
        rows = []
        for n in range(begin, min(begin + 10_000, count)):
            state = chance.choices(list(weights), list(weights.values()))[0]
            at, amount = start + timedelta(minutes=n * 15), Decimal(chance.randrange(100, 200_000)) / 100
            who = people[chance.randrange(len(people))]
            got = states.RANK[state] >= states.RANK[states.PAID]
            rows.append({
                "code": f"c{n}", "operation": f"o{n}", "provider": "paypay", "method": "MB", "document_id": None,
                "number": f"FT 2026A/{n}", "customer_id": who[0], "customer": who[1], "amount": amount, "phone": "",
                "valid_until": at.date() + timedelta(days=60), "entity": "12797", "reference": f"{500_000_000 + n}",
                "remote_id": f"{n}", "link": "", "state": state, "late": False, "printed": True, "created_at": at,
                "operator": "ana", "terminal": "caixa1", "obtained_at": at, "next_at": None, "checked_at": at, "message": "",
                "paid_at": at + timedelta(days=9) if got else None, "paid": amount if got else Decimal(0),
                "refunded": Decimal(0), "fee_net": Decimal("0.5") if got else Decimal(0),
                "fee_tax": Decimal("0.115") if got else Decimal(0), "fee_invoice": "", "transfer_expected": None,
                "transferred_on": None, "transfer": "", "receipt": "RG 2026A/1" if state == states.SETTLED else "",
            })  # fmt: skip
        with db.writing():
            db.insert(PaymentReference, rows)
    with db.writing():
        db.database.execute_sql("ANALYZE")
