"""The rows around the work, and text shown exactly as on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from textual.geometry import Region
from typing_keys import screen_text, type_text
from widget_demo import HOSTILE, Bench, form_demo, text_demo

from tui.terminal.cells import width
from tui.widgets.bars import TEST_MODE, KeyBar, MessageLine, TitleBar

KEYS = [("F10", "Gravar"), ("F1", "Ajuda"), ("F4", "Escolher"), ("F2", "Novo"), ("Esc", "Sair")]


def row(app: Any, y: int) -> str:
    return screen_text(app).split("\n")[y]


@pytest.mark.parametrize("cells", [20, 40, 80, 132])
async def test_every_bar_is_exactly_as_wide_as_the_screen(cells: int) -> None:
    app = form_demo()
    async with app.run_test(size=(cells, 24)) as pilot:
        await pilot.pause()
        assert all(width(line) == cells for line in screen_text(app).split("\n"))
        if cells >= 80:
            assert TEST_MODE in row(app, 22)
            assert row(app, 0).startswith(" Artigo ")
            assert row(app, 0).endswith("ANA  terminal 1 ")


def test_a_narrow_key_bar_drops_the_last_keys_first() -> None:
    bar = KeyBar(KEYS)
    assert [k.key for k in bar.fitting(80)] == ["F10", "F1", "F4", "F2", "Esc"]
    assert [k.key for k in bar.fitting(26)] == ["F10", "F1"]


async def test_a_refusal_is_marked_and_read_whole_even_when_long() -> None:
    app = form_demo()
    async with app.run_test(size=(80, 24)) as pilot:
        line = app.bench.line
        line.refuse("O NIF não é válido.")
        await pilot.pause()
        assert row(app, 21).startswith(" ! O NIF não é válido.")
        long = "«xpto» não é uma opção: escolha NOR (Taxa normal), INT (Taxa intermédia), RED (Taxa reduzida), ISE (Isento)."
        line.refuse(long)
        await pilot.pause()
        assert (row(app, 20)[3:].rstrip() + " " + row(app, 21).strip()) == long
        line.say("Gravado.")
        await pilot.pause()
        assert row(app, 21).startswith("   Gravado.")


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_in_bars_is_only_text(text: str) -> None:
    app = form_demo()
    async with app.run_test(size=(80, 24)) as pilot:
        app.bench.query_one(TitleBar).show(name=text, company=text, operator=text, series=text)
        app.bench.query_one(KeyBar).show([(text, text), ("Esc", text)])
        app.bench.query_one(MessageLine).say(text)
        await pilot.pause()
        shown = screen_text(app)
        assert "\x1b" not in shown
        assert all(width(line) == 80 for line in shown.split("\n"))


async def test_a_document_is_shown_exactly_as_on_paper() -> None:
    paper = ["      Mercearia [b]do[/b] Largo", "", *(f"{i:>6}  {'Leite':<20}{'1,00':>10}" for i in range(60))]
    app = text_demo(paper)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(app).split("\n")
        assert [line.rstrip() for line in shown[1:15]] == [line.rstrip() for line in paper[:14]]
        await type_text(pilot, "<end>")
        assert "    59  Leite" in screen_text(app)
        await type_text(pilot, "<home><pagedown><down>")
        assert app.bench.widget.top == 20


async def test_hostile_lines_are_only_text() -> None:
    app = text_demo([*HOSTILE, "\x1b]0;título\x07x"])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "[@click=app.quit]x[/]" in screen_text(app)
        assert "\x1b" not in screen_text(app)


async def test_a_bench_tells_apart_hint_and_refusal_without_colour() -> None:
    app = form_demo(theme="mono")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_text(pilot, "<enter>")
        assert isinstance(app.bench, Bench)
        assert " ! Falta preencher «Código»." in screen_text(app)
        assert "Código            ! " in screen_text(app)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (80, " Fatura-recibo  2026A       Mercearia do Largo, Lda           AT 3  dono  10:42 "),
        (58, " Fatura-recibo  2026A  Mercearia do L…  AT 3  dono  10:42 "),
        (46, " Fatura-recibo  2026A       AT 3  dono  10:42 "),
        (30, " Fatura-recibo    dono  10:42 "),
        (22, " Fatura-recibo  10:42 "),
    ],
)
async def test_the_title_gives_way_in_order(cells: int, shown: str) -> None:
    bar = TitleBar("Fatura-recibo", "Mercearia do Largo, Lda", "dono", lambda: datetime(2026, 11, 24, 10, 42, 50), 3)
    app = form_demo()
    async with app.run_test(size=(cells, 24)) as pilot:
        await app.screen.mount(bar, before=0)
        bar.show(series="2026A")
        await pilot.pause()
        assert row(app, 0) == shown


async def test_the_clock_draws_only_its_own_cells() -> None:
    clock = [datetime(2026, 11, 24, 10, 59, 59)]
    bar = TitleBar("Fatura", "Mercearia", "dono", lambda: clock[0])
    app = form_demo()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.screen.mount(bar, before=0)
        await pilot.pause()
        drawn: list[tuple[Any, ...]] = []
        refresh = bar.refresh
        bar.refresh = lambda *given, **named: (drawn.append(given), refresh(*given, **named))[1]  # type: ignore[method-assign]
        clock[0] = datetime(2026, 11, 24, 11, 0, 0)
        bar._tick()
        await pilot.pause()
        assert row(app, 0).endswith("dono  11:00 ")
        assert drawn == [(Region(74, 0, 5, 1),)]
