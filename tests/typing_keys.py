"""Typing at the speed of a scanner: every key is posted at once, as one burst from the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

_KEY = re.compile(r"<([a-z0-9+]+)>|(.)", re.DOTALL)


def keys_of(typed: str) -> Iterator[events.Key]:
    """``Leite<tab>12,50<f10>`` as key events; a lone ``<`` is itself."""
    for named, character in _KEY.findall(typed):
        if named:
            yield events.Key(named, {"enter": "\r", "tab": "\t", "escape": "\x1b"}.get(named))
        else:
            yield events.Key(character if character.isalnum() else _character_to_key(character), character)


async def type_text(pilot: Pilot[Any], typed: str) -> None:
    """Post all of ``typed`` in one go, and wait until all of it was handled and drawn."""
    for event in keys_of(typed):
        event.set_sender(pilot.app)
        pilot.app.post_message(event)
    await pilot.pause()
    queue = getattr(pilot.app, "typeahead", None)
    if queue is not None:
        await queue.settled()
    await pilot.pause()


def but_the_clock(shown: str) -> list[str]:
    """The lines of a screen without the hour of its title: the minute may turn between two looks."""
    title, *rest = shown.splitlines()
    return [re.sub(r"\d\d:\d\d *$", "", title), *rest]


def screen_text(app: Any) -> str:
    """What is on the screen, line by line."""
    from textual._compositor import visible_screen_stack

    visible_screen_stack.set(app._background_screens)
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text for strip in strips)
