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
from tui.terminal.keys import PREFIX, after_prefix, with_alt
from tui.terminal.scans import Scanned

if TYPE_CHECKING:
    from textual.app import App

Typed = events.Key | events.Paste | Scanned

PATIENCE = 1.0
"""Seconds to wait for a widget that is busy handling something before the next key goes out anyway."""
STEP, LONGEST = 0.005, 2.0
"""Seconds between two looks at whether a list shows what was asked for, and after which a key goes out anyway."""
QUIET = 0.15
"""Seconds after a flush in which keys are still dropped: those under way in the line."""
TURNS, WAITS = 60, 1000
"""Turns of the loop in which to look whether all is done, and then how many times at an interval."""
QUIET_TURNS = 6
"""Turns without anything to do after which a key is done with: those that its workers need for their first step."""


class TypeAhead:
    """Keys on their way to the app. ``put`` takes them, ``hold`` keeps them waiting, ``flush`` drops them.

    Here too the second ways to the function keys become those keys: Ctrl+R and a digit, Alt and a digit. A widget that
    has a use of its own for Alt and a digit says so with a true ``takes_alt_digits``.
    """

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
        self._prefixed = False

    def __len__(self) -> int:
        """Keys waiting."""
        return len(self._waiting)

    @property
    def delivering(self) -> bool:
        """Whether a key is still being handled, or what it set off."""
        return self._task is not None and not self._task.done()

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
            self._start()
        return True

    def put_first(self, typed: list[Typed]) -> None:
        """Put keys before all that wait: those that something just handled stands for (a scan, a pasted line)."""
        self._waiting.extendleft(reversed(typed))
        self._start()

    def _start(self) -> None:
        if not self.delivering:
            self._task = asyncio.get_running_loop().create_task(self._deliver(), name="type-ahead")

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
        self._prefixed = False
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
            event = self._meant(self._waiting.popleft())
            if event is None:
                continue
            if isinstance(event, events.Key) and not event.is_printable:
                await self._shown()
            self._released = event
            if isinstance(event, Scanned):
                event._set_forwarded()
                (self._focused or self._app.screen).post_message(event)
            else:
                self._app.post_message(event)
            await self._handled()
            while self._busy():
                await asyncio.sleep(STEP)

    def _meant(self, event: Typed) -> Typed | None:
        """The key that the one typed stands for; None for one that only says how the next is meant."""
        prefixed, self._prefixed = self._prefixed, False
        if not isinstance(event, events.Key):
            return event
        if event.key == PREFIX and not prefixed:
            self._prefixed = True
            return None
        own = getattr(self._focused, "takes_alt_digits", False)
        key = after_prefix(event.character) if prefixed else None if own else with_alt(event.key)
        return event if key is None else events.Key(key, None)

    @property
    def _focused(self) -> Any:
        return self._app.screen.focused if self._app.screen_stack else None

    async def _handled(self) -> None:
        """Until the app, its screen and the focused widget have nothing left to do, for some turns of the loop."""
        quiet = 0
        for turn in range(TURNS + WAITS):
            await asyncio.sleep(0 if turn < TURNS else PATIENCE / WAITS)
            path = self._path()
            quiet = quiet + 1 if all(map(_idle, path)) else 0
            if quiet == QUIET_TURNS or not self._app.is_running:
                return

    async def _shown(self) -> None:
        """Until what was asked for is what is shown: a key that acts on the row chosen must not find the one before.

        Letters do not wait, so that a slow list is still typed over; and nothing waits for ever.
        """
        for _ in range(int(LONGEST / STEP)):
            if not any(getattr(node, "settling", False) for node in self._path()):
                return
            await asyncio.sleep(STEP)

    def _path(self) -> list[MessagePump]:
        if not self._app.screen_stack:
            return [self._app]
        screen = self._app.screen
        focused = screen.focused
        path: list[MessagePump] = [self._app, screen]
        return path if focused is None else [*path, *focused.ancestors_with_self[:-2]]

    def _busy(self) -> bool:
        return any(getattr(node, "busy", False) for node in self._path())


def _idle(node: MessagePump) -> bool:
    """Whether a widget has handled all its messages and waits for the next.

    Looking costs nothing; a message of ours to each of them, answered twice, was a third of a key's time. It leans on
    Textual's private queue, whose event has waiters only while its widget has nothing else to do.
    """
    queue: Any = node._message_queue
    return not queue.values and bool(queue.ready_event._waiters)
