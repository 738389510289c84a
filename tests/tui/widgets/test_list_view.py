"""The list over a real table: only the rows near the screen exist, and no key is lost while the database answers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_keys import keys_of, screen_text, type_text
from widget_demo import HOSTILE, Bench, Demo, Table, list_demo

from models.declared import Column, Row
from tui.terminal.cells import width
from tui.widgets.columns import laid_out, line
from tui.widgets.list import ListView
from tui.widgets.list_rows import KEPT, PAGE, Rows

SIZE = (80, 24)
ROWS = 20_000


@pytest.fixture(scope="module")
def big() -> Table:
    return Table(ROWS)


def list_of(app: Any) -> ListView:
    return app.bench.widget


def chosen(app: Any) -> str:
    row = list_of(app).current
    return row.id if row else ""


async def settled(pilot: Any) -> None:
    for _ in range(100):
        await pilot.pause(0.01)
        if list_of(pilot.app).count is not None:
            return


async def test_first_page_at_once_and_the_count_beside_it(big: Table) -> None:
    app = list_demo(big)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        shown = screen_text(app)
        assert "A000000" in shown
        assert "1 de 20 000 artigos" in shown
        assert "× A000005" in shown
        assert len(list_of(app)._pager.rows.rows) <= KEPT


async def test_end_page_up_home_and_arrows(big: Table) -> None:
    app = list_demo(big)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await type_text(pilot, "<end>")
        assert chosen(app) == "A019999"
        assert "20 000 de 20 000 artigos" in screen_text(app)
        await type_text(pilot, "<pageup><pageup><up>")
        page = app.size.height - 4 - 2 - 1
        assert chosen(app) == f"A{19999 - 2 * page - 1:06}"
        await type_text(pilot, "<down>" * (2 * page + 9))
        assert chosen(app) == "A019999"
        await type_text(pilot, "<home>" + "<down>" * 5 + "<pagedown>")
        assert chosen(app) == f"A{5 + page:06}"


async def test_walking_a_thousand_rows_down_and_up_visits_each_once(big: Table) -> None:
    app = list_demo(big)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await type_text(pilot, "<pagedown>" * 60)
        page = app.size.height - 4 - 2 - 1
        assert chosen(app) == f"A{60 * page:06}"
        rows = list_of(app)._pager.rows.rows
        assert len(rows) <= KEPT + PAGE
        assert [r.id for r in rows] == [f"A{int(rows[0].id[1:]) + i:06}" for i in range(len(rows))]
        await type_text(pilot, "<pageup>" * 60)
        assert chosen(app) == "A000000"


async def test_letters_filter_and_escape_clears_the_filter_first(big: Table) -> None:
    app = list_demo(big)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await type_text(pilot, "moído 1999")
        await settled(pilot)
        assert "Procurar: moído 1999" in screen_text(app)
        found = sum(1 for i in range(ROWS) if i % 3 == 1 and str(i).startswith("1999"))
        assert f"1 de {found} artigos" in screen_text(app)
        await type_text(pilot, "<backspace><escape>")
        await settled(pilot)
        assert app.screen is app.bench
        assert "1 de 20 000 artigos" in screen_text(app)


async def test_no_hit_says_so_and_f2_hands_over_what_was_typed(big: Table) -> None:
    app = list_demo(big)
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "sabão<enter>")
        await settled(pilot)
        assert "Nenhum artigo com esse nome." in screen_text(app)
        await type_text(pilot, "<f2>")
        assert app.bench.heard == [("new", "sabão")]


async def test_keys_typed_ahead_of_a_slow_database_are_done_in_order() -> None:
    table = Table(500)
    table.delay = 0.05
    app = list_demo(table)
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "<down><enter>forma<down><down><enter><end><enter><escape><home><enter>")
        await settled(pilot)
        opened = [h[1] for h in app.bench.heard]
        assert opened == ["A000001", "A000008", "A000497", "A000000"]
        # Questions overtaken by more letters are not asked: "forma" needs two at most.
        assert len([t for t in table.asked if t and "forma".startswith(t)]) <= 4


async def test_without_the_queue_of_the_app_no_key_is_lost_either() -> None:
    table = Table(500)
    table.delay = 0.05
    app = list_demo(table)
    async with app.run_test(size=SIZE) as pilot:
        view = list_of(app)
        for event in keys_of("<down><down><enter>moído<down><enter>"):
            view.post_message(event)
        for _ in range(100):
            await pilot.pause(0.02)
            if len(app.bench.heard) == 2:
                break
        assert [h[1] for h in app.bench.heard] == ["A000002", "A000004"]


async def test_stale_answers_are_dropped() -> None:
    table = Table(500)
    answers: list[asyncio.Event] = []

    async def fetch(question: Any) -> Any:
        gate = asyncio.Event()
        answers.append(gate)
        await gate.wait()
        return question()

    view = ListView(table.listing(), fetch)
    app = Demo(Bench(view, "Artigos", table))
    async with app.run_test(size=SIZE) as pilot:
        view.filter("Café")
        await pilot.pause()
        answers[0].set()
        await pilot.pause()
        assert view.current is None
        answers[1].set()
        await pilot.pause()
        assert view.current is not None
        assert view.current.id == "A000001"
        answers[2].set()


async def test_reload_stays_on_the_row() -> None:
    table = Table(500)
    app = list_demo(table)
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "<pagedown>" * 4)
        await settled(pilot)
        here = chosen(app)
        table.db.execute("INSERT INTO article VALUES ('A0000001', 'Antes', 0)")
        table.db.execute("UPDATE article SET name = 'Mudado' WHERE code = ?", (here,))
        list_of(app).reload()
        await settled(pilot)
        assert chosen(app) == here
        assert "Mudado" in screen_text(app)
        await type_text(pilot, "<home>")
        assert chosen(app) == "A000000"


async def test_hostile_names_are_only_text() -> None:
    app = list_demo(Table(50, HOSTILE))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        shown = screen_text(app)
        assert "[red]Leite[/red] 0" in shown
        assert "[/x] Lda 1" in shown
        assert "[@click=app.quit]x[/]" in shown
        assert "\x1b" not in shown
        assert all(width(row) == 80 for row in shown.split("\n"))
        await type_text(pilot, "[/x]")
        assert "Procurar: [/x]" in screen_text(app)


async def test_go_to_is_left_to_the_screen(big: Table) -> None:
    app = list_demo(big)
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, ":")
        assert list_of(app).text == ""
        await type_text(pilot, "a:b")
        assert list_of(app).text == "a:b"


@given(st.integers(10, 200), st.integers(0, 20))
def test_columns_fill_the_width_exactly(cells: int, extra: int) -> None:
    columns = [Column("a", "A", 10), Column("b", "B", 30 + extra, grows=True), Column("c", "C", 9, right=True)]
    shown = laid_out(columns, cells)
    assert width(line(shown, ["x", "漢字", "1,00"])) <= max(cells, 13)
    if cells >= 40:
        assert width(line(shown, ["x", "漢字", "1,00"])) == cells


@settings(max_examples=60)
@given(st.integers(0, 700), st.integers(1, 40), st.lists(st.integers(-90, 90), max_size=40))
def test_the_window_never_shows_a_wrong_row(total: int, height: int, steps: list[int]) -> None:
    """A model of the pager: after any moves the cursor is where simple counting says."""
    table = [Row((i,), (str(i),), i) for i in range(total)]
    rows = Rows()
    rows.start_over(table[:PAGE], backwards=False, height=height)
    expected = 0
    for step in steps:
        expected = max(0, min(expected + step, total - 1))
        rest = rows.move(step, height)
        while rest and not (rows.at_start if rest < 0 else rows.at_end):
            edge = rows.edge(backwards=rest < 0)
            assert edge is not None
            i = edge[0]
            more = table[max(0, i - PAGE) : i] if rest < 0 else table[i + 1 : i + 1 + PAGE]
            rows.add(more, backwards=rest < 0)
            rest = rows.move(rest, height)
        if total:
            assert rows.current is not None
            assert rows.current.id == expected
            assert rows.position(total) == expected + 1
            assert rows.top <= rows.cursor < rows.top + height
