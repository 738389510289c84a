"""The queue of keys: held while a verb runs, dropped before what cannot be undone, never stuck."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from textual import events
from textual.screen import Screen
from typing_keys import keys_of, type_text

from tui.terminal.app import TerminalApp
from tui.terminal.scans import Scanned


class Below(Screen[None]):
    """F1 opens another screen, slowly; every other key is written down."""

    BINDINGS: ClassVar = [("f1", "above", "")]

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""

    def on_key(self, event: events.Key) -> None:
        self.typed += event.character or ""

    async def action_above(self) -> None:
        await asyncio.sleep(0.03)
        await self.app.push_screen(Above())


class Above(Below):
    BINDINGS: ClassVar = [("escape", "dismiss", "")]


class Two(TerminalApp[None]):
    def on_mount(self) -> None:
        self.push_screen(Below())


async def test_keys_after_one_that_opens_a_screen_go_to_that_screen() -> None:
    app = Two()
    async with app.run_test() as pilot:
        below = app.screen
        await type_text(pilot, "ab<f1>cd")
        above = app.screen
        assert isinstance(above, Above)
        assert (below.typed, above.typed) == ("ab", "cd")  # type: ignore[attr-defined]
        await type_text(pilot, "<escape>ef")
        assert below.typed == "abef"  # type: ignore[attr-defined]


async def test_keys_wait_while_a_verb_runs() -> None:
    app = Two()
    async with app.run_test() as pilot:
        screen: Any = app.screen
        with app.typeahead.hold():
            for event in keys_of("issue"):
                app.post_message(event)
            await pilot.pause(0.05)
            assert screen.typed == ""
            assert len(app.typeahead) == 5
        await app.typeahead.settled()
        await pilot.pause()
        assert screen.typed == "issue"


async def test_a_flush_drops_what_waits_and_what_is_under_way() -> None:
    app = Two()
    async with app.run_test() as pilot:
        screen: Any = app.screen
        with app.typeahead.hold():
            for event in keys_of("typed before"):
                app.post_message(event)
            await pilot.pause(0.02)
            app.flush_input()
            app.post_message(next(keys_of("x")))
            await pilot.pause(0.02)
        await pilot.pause(0.2)
        await type_text(pilot, "after")
        assert screen.typed == "after"


async def test_a_blocked_handler_slows_keys_down_but_never_stops_them() -> None:
    class Stuck(Below):
        async def on_key(self, event: events.Key) -> None:
            if event.character == "z":
                await asyncio.sleep(1.0)

    class App(TerminalApp[None]):
        def on_mount(self) -> None:
            self.push_screen(Stuck())

    app = App()
    async with app.run_test() as pilot:
        screen: Any = app.screen
        await type_text(pilot, "azb")
        await pilot.pause(0.1)
        assert screen.typed == "azb"


async def test_three_hundred_keys_around_a_screen_that_opens_slowly_keep_their_order() -> None:
    app = Two()
    async with app.run_test() as pilot:
        below = app.screen
        await type_text(pilot, "ab" * 75 + "<f1>" + "cd" * 75)
        assert (below.typed, app.screen.typed) == ("ab" * 75, "cd" * 75)  # type: ignore[attr-defined]


async def test_a_scan_that_nobody_takes_is_its_digits_and_its_end_in_their_place() -> None:
    app = Two()
    async with app.run_test() as pilot:
        screen: Any = app.screen
        before, after = keys_of("ab")
        for event in (before, Scanned("96385074"), Scanned("5601234567892", "tab", typed=1), after):
            app.post_message(event)
        await type_text(pilot, "")
        assert screen.typed == "a96385074\r601234567892\tb"


async def test_a_scan_goes_to_the_screen_that_the_key_before_it_opens() -> None:
    class Reading(Above):
        def on_scanned(self, event: Scanned) -> None:
            event.stop()
            self.typed += f"<{event.code}>"

    class Opening(Below):
        async def action_above(self) -> None:
            await asyncio.sleep(0.03)
            await self.app.push_screen(Reading())

    class App(TerminalApp[None]):
        def on_mount(self) -> None:
            self.push_screen(Opening())

    app = App()
    async with app.run_test() as pilot:
        below: Any = app.screen
        for event in (events.Key("f1", None), Scanned("96385074"), *keys_of("x"), Scanned("96385074")):
            app.post_message(event)
        await type_text(pilot, "")
        reading: Any = app.screen
        assert (below.typed, reading.typed) == ("", "<96385074>x<96385074>")


async def test_the_prefix_waits_for_its_digit_and_only_for_it() -> None:
    app = Two()
    async with app.run_test() as pilot:
        below: Any = app.screen
        await type_text(pilot, "a<ctrl+r>b<ctrl+r>")
        assert below.typed == "ab"
        await type_text(pilot, "1cd")
        assert isinstance(app.screen, Above)
        assert app.screen.typed == "cd"
