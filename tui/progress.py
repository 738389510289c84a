"""Long work from a screen: not a word if it is quick, else how far it is, how long it will take, and Esc to stop it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from models.work import Cancelled, Told, how_far
from tui.widgets.progress import ProgressDialog

if TYPE_CHECKING:
    from tui.app import BalcaoApp

Result = TypeVar("Result")
APPEARS = 0.5
"""Seconds that work may take without anything being shown."""
EVERY = 0.5
"""Seconds between two drawings."""


class _Counted:
    """What the work told last; written by its thread, read by the screen."""

    done = 0
    total = 0

    def told(self, done: int, total: int) -> None:
        self.done, self.total = done, total


async def progress(app: BalcaoApp, title: str, job: Callable[[Told, Cancelled], Result], unit: str = "") -> Result:
    """Runs ``job(told, cancelled)`` on the database thread and gives its result.

    Keys typed meanwhile wait for what comes after; Esc makes ``cancelled()`` true. Called from a worker. Raises what
    the job raises: ``models.work.Stopped`` when it stopped because of Esc.
    """
    counted, stop = _Counted(), threading.Event()
    with app.typeahead.hold():
        work = asyncio.ensure_future(app.fetch(lambda: job(counted.told, stop.is_set)))
        # Who leaves the program meanwhile does not wait for how it ended.
        work.add_done_callback(lambda ended: None if ended.cancelled() else ended.exception() and None)
        try:
            await asyncio.wait({work}, timeout=APPEARS)
            if not work.done():
                await _shown(app, title, unit, counted, work, stop)
            return await work
        finally:
            stop.set()  # where the program is left meanwhile, the thread must come to an end too


async def _shown(
    app: BalcaoApp, title: str, unit: str, counted: _Counted, work: asyncio.Future[Result], stop: threading.Event
) -> None:
    began, dialog = monotonic() - APPEARS, ProgressDialog(title)
    await app.push_screen(dialog)
    app.typeahead.interrupt = stop.set
    try:
        while not work.done():
            done, total = counted.done, counted.total
            text = "A interromper…" if stop.is_set() else how_far(done, total, monotonic() - began, unit)
            dialog.view.show(done, total, text)
            await asyncio.wait({work}, timeout=EVERY)
    finally:
        app.typeahead.interrupt = None
        if app.screen is dialog:
            app.pop_screen()
