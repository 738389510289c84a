"""The queue of what was typed ahead: one key at a time, in order, never to the wrong screen, never lost.

Textual hands a key to the widget focused at that moment. When the key before it is about to open a dialog, that is
still the widget underneath, and what was typed for the dialog ends up there. So keys wait here until everything the
key before them set off has been done: messages handled, screens pushed and focused. Old terminals (5250) did the
same in hardware, and clerks type ahead because of it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message_pump import MessagePump

from tui.terminal.keymap import STANDARD

if TYPE_CHECKING:
    from textual.app import App

Typed = events.Key | events.Paste

PATIENCE = 0.25
"""Seconds to wait for a widget that is busy handling something before the next key goes out anyway."""
QUIET = 0.15
"""Seconds after a flush in which keys are still dropped: those under way in the line."""
ROUNDS = 40
"""Most rounds of asking before a key goes out anyway (two messages that answer each other for ever)."""


class TypeAhead:
    """Keys on their way to the app. ``put`` takes them, ``hold`` keeps them waiting, ``flush`` drops them."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.key_map = STANDARD
        """The user's keys: what is pressed goes on as the key that the program knows."""
        self.interrupt: Callable[[], None] | None = None
        """What Esc does at once, before all keys that wait: it stops the work that they wait for."""
        self._waiting: deque[Typed] = deque()
        self._released: Typed | None = None
        self._task: asyncio.Task[None] | None = None
        self._holds = 0
        self._free = asyncio.Event()
        self._free.set()
        self._deaf_until = 0.0

    def __len__(self) -> int:
        """Keys waiting."""
        return len(self._waiting)

    def put(self, event: Typed) -> bool:
        """Take a key as it arrives. False if it has been here already and is now to be handled."""
        if event is self._released:
            return False
        loop = asyncio.get_running_loop()
        known = self._known(event)
        if self.interrupt is not None and isinstance(known, events.Key) and known.key in ("escape", "f12"):
            self.interrupt()
        elif known is not None and loop.time() >= self._deaf_until:
            self._waiting.append(known)
            if self._task is None or self._task.done():
                self._task = loop.create_task(self._deliver(), name="type-ahead")
        return True

    def _known(self, event: Typed) -> Typed | None:
        """The event with the standard key for the one pressed; None where that key does nothing."""
        if not isinstance(event, events.Key) or (key := self.key_map.standard(event.key)) == event.key:
            return event
        return events.Key(key, None) if key else None

    def flush(self, quiet: float = QUIET) -> None:
        """Forget what was typed ahead, and whatever still arrives within ``quiet`` seconds.

        Called before a question that cannot be undone, so that no key typed earlier answers it.
        """
        self._waiting.clear()
        self._deaf_until = asyncio.get_running_loop().time() + quiet

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep keys waiting while something runs that they must not overtake (saving, issuing)."""
        self._holds += 1
        self._free.clear()
        try:
            yield
        finally:
            self._holds -= 1
            if not self._holds:
                self._free.set()

    async def settled(self) -> None:
        """Until every key taken so far has been handled, and what it set off."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _deliver(self) -> None:
        while self._waiting:
            await self._free.wait()
            if not self._waiting:
                return
            self._released = event = self._waiting.popleft()
            self._app.post_message(event)
            await self._handled()
            while self._busy():
                await asyncio.sleep(0.005)

    async def _handled(self) -> None:
        """Until the app, its screen and the focused widget have nothing left to do, twice in a row."""
        quiet = 0
        for _ in range(ROUNDS):
            path = self._path()
            await _round(path)
            still = path == self._path() and not any(node.message_queue_size for node in path)
            quiet = quiet + 1 if still else 0
            if quiet == 2 or not self._app.is_running:
                return

    def _path(self) -> list[MessagePump]:
        if not self._app.screen_stack:
            return [self._app]
        screen = self._app.screen
        focused = screen.focused
        path: list[MessagePump] = [self._app, screen]
        return path if focused is None else [*path, *focused.ancestors_with_self[:-2]]

    def _busy(self) -> bool:
        return any(getattr(node, "busy", False) for node in self._path())


async def _round(path: list[MessagePump]) -> None:
    """Until each of ``path`` has done what was in its queue now; a blocked one is waited for ``PATIENCE``."""
    waiting = []
    for node in path:
        done = asyncio.Event()
        if node.call_later(done.set):
            waiting.append(asyncio.ensure_future(done.wait()))
    if waiting:
        _, late = await asyncio.wait(waiting, timeout=PATIENCE)
        for task in late:
            task.cancel()
