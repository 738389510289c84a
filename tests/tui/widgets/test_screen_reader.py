"""The mode for screen readers over real screens: what is new is said once, and the line of the focus comes last."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_keys import type_text
from widget_demo import Table, form_demo, list_demo

from tui.terminal.linear import plain
from tui.terminal.reader import ANSWERS, Reader
from tui.widgets.bars import MessageLine


class Ear:
    """Hears an app, line by line."""

    def __init__(self, app: Any, pilot: Any) -> None:
        self._paper = pyte.Screen(80, 400)
        self._stream = pyte.Stream(self._paper)
        self._pilot, self._app = pilot, app
        self._seen = 0
        self.written = ""
        app.reader = Reader(app, self._take)

    def _take(self, data: str) -> None:
        self.written += data
        self._stream.feed(data)

    async def types(self, keys: str) -> list[str]:
        """The lines that are new or other since the last time, once the app is still."""
        before = self.lines
        if keys:
            await type_text(self._pilot, keys)
        else:
            self._app.reader.frame()
        for _ in range(200):
            await self._pilot.pause(0.01)
            if self._app.reader.still:
                break
        now = self.lines
        same = next((n for n, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), len(before))
        return now[same:]

    @property
    def cursor(self) -> int:
        """The column that the terminal's cursor is in."""
        return int(self._paper.cursor.x)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._paper.display[: self._paper.cursor.y + 1] if self.written]


@asynccontextmanager
async def heard(app: Any = None) -> AsyncIterator[tuple[Any, Ear]]:
    app = app or form_demo()
    async with app.run_test(size=(80, 24)) as pilot:
        yield app, Ear(app, pilot)


async def test_typing_is_echoed_in_place_and_the_next_field_is_a_line_of_its_own() -> None:
    async with heard() as (_, ear):
        assert await ear.types("") == [ANSWERS, "Código, obrigatório:"]
        written = len(ear.written)
        assert await ear.types("A") == ["Código, obrigatório: A"]
        assert ear.written[written:] == "A"
        assert await ear.types("<enter>") == ["Designação, obrigatório:"]


async def test_a_field_written_out_in_full_is_put_right_on_its_own_line() -> None:
    async with heard() as (_, ear):
        await ear.types("")
        assert await ear.types("ab1<enter>") == ["Código, obrigatório: AB1", "Designação, obrigatório:"]


async def test_a_refusal_is_said_again_when_it_happens_again() -> None:
    async with heard() as (_, ear):
        await ear.types("")
        told = ["Erro: Falta preencher «Código».", "Código, obrigatório:"]
        assert await ear.types("<enter>") == told
        assert await ear.types("<enter>") == told


async def test_help_opens_with_its_title_and_text_and_closing_it_brings_the_field_back() -> None:
    async with heard() as (_, ear):
        await ear.types("")
        opened = await ear.types("<f1>")
        assert opened[0] == "Código"
        assert opened[-1].startswith("Fim, ")
        assert await ear.types("<escape>") == ["Código, obrigatório:"]


async def test_a_notice_is_one_line_and_nothing_unchanged_is_said_twice() -> None:
    async with heard() as (app, ear):
        await ear.types("")
        app.bench.query_one(MessageLine).say("Impresso.")
        assert await ear.types("") == ["Impresso.", "Código, obrigatório:"]
        written = ear.written
        for _ in range(3):
            assert await ear.types("") == []
        assert ear.written == written


async def test_keys_of_the_reader_say_the_whole_screen_and_the_place() -> None:
    async with heard() as (_, ear):
        await ear.types("")
        whole = await ear.types("<ctrl+l>")
        assert whole[0].startswith("Artigo")
        assert "Código, obrigatório: vazio" in whole
        assert "Identificação" in whole
        assert whole[-1] == "Código, obrigatório:"
        place = await ear.types("<ctrl+o>")
        assert any(line.startswith("Campo 1 de ") for line in place)
        assert await ear.types("<ctrl+t>") == ["Neste ecrã não há totais.", "Código, obrigatório:"]


async def test_a_slow_list_says_its_row_once_and_adds_the_count_when_it_comes() -> None:
    table = Table(200)
    table.delay = 0.1
    async with heard(list_demo(table)) as (app, ear):
        await ear.types("")
        for _ in range(100):
            await asyncio.sleep(0.02)
            if app.bench.widget.count is not None:
                break
        await ear.types("")
        row = app.bench.widget.current.cells
        assert [line for line in ear.lines if row[1] in line] == [ear.lines[-1]]
        assert ear.lines[-1].startswith(f"{row[0]}, {row[1]}")
        assert ear.lines[-1].endswith(". 1 de 200")
        assert (await ear.types("<down>"))[-1].endswith(". 2 de 200")


async def test_a_fault_of_ours_is_never_just_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: MessageLine) -> str:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(MessageLine, "spoken", broken)
    with pytest.raises(ZeroDivisionError):
        async with heard() as (_, ear):
            await ear.types("")


KEYS = ["a", "ç", "5", ",", "<left>", "<home>", "<end>", "<backspace>", "<delete>", "<ctrl+u>", "<tab>", "<enter>",
        "<shift+tab>", "<f1>", "<escape>", "<space>", "<ctrl+o>", "<alt+u>", "<f10>"]  # fmt: skip


@settings(max_examples=8)
@given(st.lists(st.sampled_from(KEYS), min_size=1, max_size=14))
async def test_whatever_is_typed_the_last_line_is_that_of_the_focus(keys: list[str]) -> None:
    async with heard() as (app, ear):
        await ear.types("")
        for key in keys:
            await ear.types(key)
            line = app.screen.focused.spoken_focus()
            if line.cursor is None:
                assert ear.lines[-1] == plain(line.whole)
            elif len(line.label) + len(line.text) < 79:
                assert ear.lines[-1] == f"{line.label}{line.text}".rstrip()
                assert ear.cursor == len(line.label) + line.cursor
        assert "\x1b" not in re.sub(r"\x1b\[\d*[CDK]", "", ear.written)
