"""Any order, filter, search, mark and move: the list shows what plainly sorting all rows in Python would show."""

from __future__ import annotations

import unicodedata
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models import db, listings
from models.catalogue.form import ARTICLES
from models.catalogue.tables import Article, Barcode
from models.declared import Question, Row
from models.search import searchable
from models.stock.tables import StockBalance
from tui.widgets.pager import Pager

WORDS = ("Água", "agua", "Açaí", "Café", "café", "Zimbro", "Óleo", "oleo", "Pão", "Ímã", "É", "Çá", "Último", "Êxito")
FAMILIES = ("", "CAF", "MER")
TAXES = ("NOR", "RED")


@dataclass(frozen=True)
class Card:
    code: str
    description: str
    family: str
    price: Decimal
    tax: str
    active: bool


cards = st.lists(
    st.builds(
        Card,
        st.from_regex(r"[A-C][0-9]{1,2}", fullmatch=True),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
        st.sampled_from(FAMILIES),
        st.sampled_from((Decimal("0.5"), Decimal(1), Decimal("9.99"), Decimal(12))),
        st.sampled_from(TAXES),
        st.booleans(),
    ),
    max_size=300,
    unique_by=lambda card: card.code,
)
asked = st.fixed_dictionaries(
    {
        "sort": st.sampled_from(("", "code", "description", "family", "price", "tax")),
        "descending": st.booleans(),
        "text": st.sampled_from(("", "", "caf", "oleo", "B1", "agua z")),
        "family": st.sampled_from((None, None, "CAF")),
        "active": st.sampled_from((None, None, "S", "N")),
        "least": st.sampled_from((None, None, Decimal(1))),
        "most": st.sampled_from((None, None, Decimal("9.99"))),
    }
)
moves = st.lists(
    st.one_of(st.integers(-150, 150), st.sampled_from(("home", "end", "mark", "reload", "turn"))), max_size=25
)


def bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def in_order(rows: dict[int, Card], question: Question) -> list[int]:
    """The ids that answer, by Python alone."""
    wanted = dict(question.filters)
    found = []
    for key, card in rows.items():
        words = bare(f"{card.code} {card.description} {card.family}").split()
        typed = bare(question.text).split()
        said = all(any(w.startswith(t) for w in words) for t in typed) or card.code.startswith(question.text.upper())
        fits = (
            (not typed or said)
            and wanted.get("family") in (None, card.family)
            and ("active" not in wanted or card.active == (wanted["active"] == "S"))
            and wanted.get("least", Decimal(0)) <= card.price <= wanted.get("most", Decimal(99))
        )
        if fits:
            found.append(key)
    order = {
        "code": lambda key: rows[key].code,
        "description": lambda key: bare(rows[key].description),
        "family": lambda key: rows[key].family,
        "price": lambda key: rows[key].price,
        "tax": lambda key: rows[key].tax,
    }[question.sort]
    return sorted(found, key=lambda key: (order(key), key), reverse=question.descending)


def stored(made: list[Card]) -> dict[int, Card]:
    with db.writing():
        for table in (Barcode, StockBalance, Article):
            table.delete().execute()
        rows = [
            {
                "code": c.code, "description": c.description, "kind": "P", "family": c.family, "unit": "UN",
                "price": c.price, "price_includes_tax": True, "tax_code": c.tax, "exemption_code": "", "stocked": True,
                "active": c.active, "search": searchable(c.code, c.description, c.family),
            }
            for c in made
        ]  # fmt: skip
        db.insert(Article, rows)
    ids = dict(Article.select(Article.code, Article.id).tuples())
    return {ids[c.code]: c for c in made}


def done(coroutine: Coroutine[Any, Any, None]) -> None:
    """Runs what the pager asks at once: nothing in it waits for anything but the database."""
    with pytest.raises(StopIteration):
        coroutine.send(None)


async def fetch(question: Any) -> Any:
    return question()


def question_of(given: dict[str, Any]) -> Question:
    filters = tuple((n, given[n]) for n in ("family", "active", "least", "most") if given[n] is not None)
    return ARTICLES.asked(Question(given["text"], given["sort"], given["descending"] and bool(given["sort"]), filters))


@pytest.fixture(autouse=True)
def _few() -> Iterator[None]:
    """The examples change how many rows count as few."""
    before = listings.FEW
    yield
    listings.FEW = before


def around(pager: Pager, expected: list[int], at: int) -> Iterator[tuple[Row, int]]:
    rows = pager.rows
    for n in range(rows.top, min(len(rows.rows), rows.top + pager.height)):
        yield rows.rows[n], expected[at + n - rows.cursor]


@given(
    made=cards, first=asked, second=asked, steps=moves, height=st.integers(1, 30), few=st.sampled_from((0, 20, 10_000))
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_list_is_the_sorted_rows(
    company: Lojinha,
    made: list[Card],
    first: dict[str, Any],
    second: dict[str, Any],
    steps: list[Any],
    height: int,
    few: int,
) -> None:
    rows = stored(made)
    ARTICLES.source.plans.clear()  # type: ignore[union-attr]
    listings.FEW = few
    question = question_of(first)
    pager = Pager(ARTICLES, fetch, done, lambda: None, lambda: None)
    pager.height = height
    pager.start(question)
    expected, at, marked = in_order(rows, question), 0, set()
    for step in [*steps, "again"]:
        if isinstance(step, int):
            pager.move(step)
            at = max(0, min(at + step, len(expected) - 1))
        elif step == "home":
            pager.home()
            at = 0
        elif step == "end":
            pager.end()
            at = max(0, len(expected) - 1)
        elif step == "mark" and expected:
            marked ^= {expected[at]}
            pager.mark()
            at = min(at + 1, len(expected) - 1)
        elif step == "reload":
            pager.reload()
        elif step == "turn" and expected:
            here = expected[at]
            other = question_of({**first, "sort": second["sort"], "descending": second["descending"]})
            question = other
            pager.rearrange(other)
            expected = in_order(rows, other)
            at = expected.index(here)
        elif step == "again":
            question = question_of(second)
            pager.start(question)
            expected, at = in_order(rows, question), 0
        assert pager.count is not None
        assert (pager.count.rows, pager.count.more) == (len(expected), False)
        if not expected:
            assert pager.rows.current is None
            continue
        assert pager.rows.current is not None
        assert pager.rows.current.id == expected[at]
        for row, key in around(pager, expected, at):
            assert row.id == key
            assert (row.id in pager.marked) == (key in marked)
        assert pager.marked_count == len(marked)
        position = pager.rows.position(len(expected))
        assert position in (None, at + 1)


@given(made=cards, one=asked, other=asked, single=st.lists(st.integers(0, 299), max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_marks_are_what_was_said_last(
    company: Lojinha, made: list[Card], one: dict[str, Any], other: dict[str, Any], single: list[int]
) -> None:
    """Everything of one question, some rows turned, everything of another, some rows turned again."""
    assume({**one, "sort": "", "descending": False} != {**other, "sort": "", "descending": False})
    rows = stored(made)
    ARTICLES.source.plans.clear()  # type: ignore[union-attr]
    listings.FEW = 10_000
    pager = Pager(ARTICLES, fetch, done, lambda: None, lambda: None)
    pager.height = 20
    marked: set[int] = set()
    for given_ in (one, other):
        question = question_of(given_)
        pager.start(question)
        expected = in_order(rows, question)
        pager.mark_all()
        marked |= set(expected)
        for n in single:
            pager.home()
            pager.move(n)
            if expected:
                marked ^= {expected[min(n, len(expected) - 1)]}
                pager.mark()
    assert pager.marked_count == len(marked)
    shown = Question(sort="code", marked=pager.marks)
    found = [row.id for row in ARTICLES.page(shown, None, 1000, False)]
    assert found == [key for key in in_order(rows, Question(sort="code")) if key in marked]


def test_marking_all_twice_unmarks_all(company: Lojinha) -> None:
    pager = Pager(ARTICLES, fetch, done, lambda: None, lambda: None)
    pager.height = 20
    pager.start(ARTICLES.asked(Question("leite")))
    pager.mark_all()
    assert (pager.marked_count, len(pager.marked)) == (1, 1)
    pager.start(ARTICLES.asked(Question()))
    assert pager.marked_count == 1
    pager.mark_all()
    assert pager.marked_count == Article.select().count() == 7
    pager.mark_all()
    assert (pager.marked_count, pager.marked, bool(pager.marks)) == (0, set(), False)


def test_a_mark_made_while_rows_are_on_their_way_is_kept(company: Lojinha) -> None:
    meanwhile: list[Any] = []

    async def slowly(question: Any) -> Any:
        found = question()
        if meanwhile:
            meanwhile.pop()()
        return found

    pager = Pager(ARTICLES, slowly, done, lambda: None, lambda: None)
    pager.height = 20
    pager.start(ARTICLES.asked(Question()))
    first = pager.rows.rows[0].id
    meanwhile.append(lambda: pager.mark(down=False))
    pager.start(ARTICLES.asked(Question(sort="code")))
    assert (pager.marked, pager.marked_count) == ({first}, 1)
    meanwhile.append(pager.mark_all)
    pager.reload()
    assert pager.marked == {row.id for row in pager.rows.rows}
    assert pager.marked_count == 7
