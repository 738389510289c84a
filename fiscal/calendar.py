"""The calendar of obligations of a taxpayer: what is to be told to the tax authority, until when, and whether it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

DONE, DUE, LATE = "done", "due", "late"
STATES = {DONE: "feito", DUE: "por fazer", LATE: "atrasado"}
MONTHS = (
    "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
    "dezembro",
)  # fmt: skip
AHEAD = 62
"""Days in advance from which an obligation is told."""
BEHIND = 45
"""Days after its date in which one that is not known to be done is still told."""


@dataclass(frozen=True, slots=True)
class Obligation:
    key: str
    """Stable: what it is marked as done under (``faturas 2026-10``)."""
    due: date
    what: str
    where: str
    """What to do, and where."""
    state: str = DUE
    source: str = ""
    """The law that says so."""

    def days_left(self, today: date) -> int:
        """Below zero once the day has passed."""
        return (self.due - today).days


@dataclass(frozen=True, slots=True)
class Month:
    """What was issued in a month that must be told (invoices, conference documents, receipts of cash VAT)."""

    documents: int
    untold: int | None = None
    """How many of them the web service has not taken yet; None where they are told by file, which nobody here sees."""
    within_union: bool = False
    """Whether something was sold to companies of other Member States."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the program knows of the company."""

    today: date
    since: date
    """When the company began to work with the program; nothing before is asked for."""
    months: Mapping[date, Month] = field(default_factory=dict)
    """By the first day of the month."""
    charges_vat: bool = True
    quarterly: bool = False
    """Whether the VAT return is of a quarter (turnover below 650 000 euro; CIVA art. 41)."""
    stocked: bool = False
    """Whether there are articles in stock."""
    without_series: Sequence[str] = ()
    """The types in use that have no series with a code for the next year (this one, from January on)."""
    expiries: Sequence[tuple[str, date]] = ()
    """What expires (certificates), and when."""
    marked: frozenset[str] = frozenset()
    """Keys of what somebody said is done."""


def obligations(facts: Facts) -> list[Obligation]:
    """What is near, the most urgent first; what is done at the end of its day (section 13; 6.6; 9)."""
    today = facts.today
    found = [*_months(facts), *_series(facts), *_yearly(facts), *_once(facts), *_expiring(facts)]
    near = [_judged(o, facts) for o in found if -BEHIND <= o.days_left(today) <= AHEAD]
    return sorted(near, key=lambda o: (o.state == DONE, o.due, o.key))


def urgent(found: Sequence[Obligation], today: date, days: int = 10) -> list[Obligation]:
    """Those not done that are due within ``days``, or late by no more than 15."""
    return [o for o in found if o.state != DONE and -15 <= o.days_left(today) <= days]


def time_left(days: int) -> str:
    """``hoje``, ``amanhã``, ``11 dias``, ``passou há 2 dias``."""
    if days < 0:
        return "passou ontem" if days == -1 else f"passou há {-days} dias"
    return "hoje" if days == 0 else "amanhã" if days == 1 else f"{days} dias"


def after(month: date, months: int) -> date:
    """The first day of the month ``months`` after another (before it, if negative)."""
    years, rest = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(years, rest + 1, 1)


def name_of(month: date) -> str:
    return f"{MONTHS[month.month - 1]} de {month.year}"


def _judged(o: Obligation, facts: Facts) -> Obligation:
    done = o.state == DONE or o.key in facts.marked
    state = DONE if done else LATE if o.due < facts.today else DUE
    return Obligation(o.key, o.due, o.what, o.where, state, o.source)


def _months(facts: Facts) -> Iterator[Obligation]:
    first = facts.since.replace(day=1)
    for back in range(5):
        month = after(facts.today, -back)
        if month < first:
            return
        told = facts.months.get(month, Month(0))
        yield _communication(month, told, facts.today)
        if told.within_union:
            yield Obligation(
                f"recapitulativa {month:%Y-%m}",
                after(month, 1).replace(day=20),
                f"Declaração recapitulativa de {name_of(month)}",
                "Portal das Finanças: vendas a empresas de outros Estados-Membros (M16, M40).",
                source="CIVA, 23.º; RITI, 23.º e 30.º",
            )
        if facts.charges_vat and (not facts.quarterly or month.month % 3 == 0):
            period = f"{(month.month + 2) // 3}.º trimestre de {month.year}" if facts.quarterly else name_of(month)
            yield Obligation(
                f"iva {month:%Y-%m}",
                after(month, 2).replace(day=20),
                f"Declaração de IVA: {period}",
                "Portal das Finanças > IVA > Declaração periódica.",
                source="CIVA, 41.º",
            )


def _communication(month: date, told: Month, today: date) -> Obligation:
    """A month without documents must be told too: forgetting it is a classic."""
    source, key = "DL 198/2012, 3.º n.º 2", f"faturas {month:%Y-%m}"
    due = after(month, 1).replace(day=5)
    if not told.documents:
        if month == today.replace(day=1):
            return Obligation(key, due, f"Comunicar as faturas de {name_of(month)} (nenhuma até hoje)",
                              "Fiscal > SAF-T; sem faturas, diz-se isso no e-Fatura.", source=source)  # fmt: skip
        return Obligation(
            key, due, f"Comunicar que não houve faturas em {name_of(month)}",
            "Portal das Finanças > e-Fatura > Comunicar inexistência de faturação.", source=source,
        )  # fmt: skip
    if told.untold == 0:
        over = month < today.replace(day=1)
        return Obligation(key, due, f"{told.documents} documento(s) de {name_of(month)} comunicado(s)",
                          "Fiscal > Comunicação.", DONE if over else DUE, source)  # fmt: skip
    count = told.documents if told.untold is None else told.untold
    where = "Fiscal > SAF-T faz o ficheiro; entrega-se no e-Fatura." if told.untold is None else "Fiscal > Comunicação."
    return Obligation(key, due, f"Comunicar {count} documento(s) de {name_of(month)}", where, source=source)


def _series(facts: Facts) -> Iterator[Obligation]:
    if not facts.without_series:
        return
    today = facts.today
    year = today.year + 1 if today.month == 12 else today.year
    types = ", ".join(facts.without_series[:6]) + ("…" if len(facts.without_series) > 6 else "")
    yield Obligation(
        f"series {year}",
        date(year, 1, 1) - timedelta(days=1),
        f"Séries de {year}, com código da AT: {types}",
        "Fiscal > Ano novo cria-as todas; Fiscal > Códigos das séries.",
        source="Portaria 195/2020",
    )


def _yearly(facts: Facts) -> Iterator[Obligation]:
    if not facts.stocked:
        return
    for year in (facts.today.year - 1, facts.today.year):
        if year >= facts.since.year:
            yield Obligation(
                f"inventario {year}",
                date(year + 1, 1, 31),
                f"Comunicar o inventário de 31-12-{year}",
                "Fiscal > Inventário faz o ficheiro; entrega-se no e-Fatura. Sem existências, diz-se isso.",
                source="DL 198/2012, 3.º-A; Portaria 126/2019",
            )


_KNOWN = (
    (
        date(2026, 12, 31), "pdf 2026", "Último dia em que um PDF sem assinatura vale como fatura eletrónica",
        "Depois, assinatura ou selo eletrónico qualificado; salvo se o OE2027 prorrogar.", "DL 28/2019, 12.º",
    ),
    (
        date(2026, 12, 31), "b2g 2026", "Fim da dispensa de fatura eletrónica ao Estado para as PME",
        "Só para quem vende ao Estado; salvo se o OE2027 prorrogar.", "DL 111-B/2017",
    ),
    (date(2027, 7, 1), "modelo-iva 2027", "Novo modelo da declaração de IVA", "Fale com o contabilista.", ""),
    (
        date(2028, 1, 1), "contabilidade 2028", "Primeiro SAF-T da contabilidade, do exercício de 2027",
        "Entrega-se com a IES; fale com o contabilista.", "",
    ),
)  # fmt: skip
"""What the law has announced, as known on 24-11-2026 (section 13)."""


def _once(facts: Facts) -> Iterator[Obligation]:
    for due, key, what, where, source in _KNOWN:
        if due >= facts.today:
            yield Obligation(key, due, what, where, source=source)


def _expiring(facts: Facts) -> Iterator[Obligation]:
    for what, ends in facts.expiries:
        yield Obligation(
            f"validade {ends}", ends, f"{what} acaba", "Peça a renovação um mês antes: Manual, Comunicação com a AT."
        )
