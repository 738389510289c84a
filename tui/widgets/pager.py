"""Pages of a list from the database: one question at a time, stale answers dropped, the next page asked for early."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from models.declared import Key, Listing, Row
from tui.widgets.list_rows import PAGE, Rows

Answer = TypeVar("Answer")


class Fetch(Protocol):
    """How the screen runs a question to the database, off the event loop (its one database thread)."""

    def __call__(self, question: Callable[[], Answer], /) -> Awaitable[Answer]: ...


@dataclass(frozen=True, slots=True)
class Request:
    """A page wanted. ``fresh`` starts the window over; otherwise the page is added at one end."""

    text: str
    after: Key | None = None
    backwards: bool = False
    fresh: bool = True
    keep: tuple[Any, int | None, int] | None = None
    """A re-read: the id of the row to stay on, the rows before the window, how far down it stood."""


class Pager:
    """The window of rows, and the questions that fill it.

    run: starts a coroutine in the background. arrived: called when rows are other than before. counted: called when
    the number of rows is known. ``height`` is the number of rows on the screen, kept right by the view.
    """

    def __init__(
        self,
        listing: Listing,
        fetch: Fetch,
        run: Callable[[Coroutine[Any, Any, None]], object],
        arrived: Callable[[], None],
        counted: Callable[[], None],
    ) -> None:
        self.listing = listing
        self.rows = Rows()
        self.text = ""
        self.count: int | None = None
        self.height = 1
        self.loaded = False
        self.waits = False
        """Whether the cursor can only move once an answer is there."""
        self._fetch, self._run, self._arrived, self._counted = fetch, run, arrived, counted
        self._serial = 0
        self._fresh: Request | None = None
        self._carry = 0
        self._asking = False

    def start(self, text: str) -> None:
        """From the first row that matches ``text``."""
        self.text, self.count = text, None
        self._start_over(Request(text))

    def end(self) -> None:
        """To the last row."""
        if self.rows.at_end:
            self.move(len(self.rows.rows))
        else:
            self._start_over(Request(self.text, backwards=True))

    def home(self) -> None:
        """To the first row."""
        if self.rows.at_start:
            self.move(-len(self.rows.rows))
        else:
            self._start_over(Request(self.text))

    def reload(self) -> None:
        """Read the rows again, staying on the same one."""
        rows = self.rows
        self.count = None
        if rows.current is None:
            self._start_over(Request(self.text))
            return
        first = rows.top if rows.at_start else max(rows.top, 1)
        before = None if rows.before is None else rows.before + first
        keep = (rows.current.id, before, rows.cursor - first)
        self._start_over(Request(self.text, after=rows.rows[first - 1].key if first else None, keep=keep))

    def move(self, step: int) -> None:
        """Move the cursor; what the window does not hold yet is moved over when it comes."""
        rest = self.rows.move(step, self.height)
        if rest and not (self.rows.at_start if rest < 0 else self.rows.at_end):
            self._carry, self.waits = rest, True
        self._ask()

    def _start_over(self, request: Request) -> None:
        """Ask afresh: an answer still under way to an earlier question will be dropped."""
        self._serial += 1
        self._fresh, self._carry, self.waits = request, 0, True
        self._ask()

    def _ask(self) -> None:
        if not self._asking and (self._fresh is not None or self._wanted() is not None):
            self._asking = True
            self._run(self._answer())

    def _wanted(self) -> Request | None:
        """The page to add now: where the cursor wants to go, or what is nearly in sight."""
        for backwards in (self._carry < 0, self._carry >= 0):
            carried = self._carry < 0 if backwards else self._carry > 0
            if self.rows.rows and (carried or self.rows.near(backwards=backwards, height=self.height)):
                return Request(self.text, self.rows.edge(backwards=backwards), backwards, fresh=False)
        return None

    async def _answer(self) -> None:
        """Ask until nothing is wanted, then count."""
        try:
            while True:
                request, self._fresh = self._fresh or self._wanted(), None
                serial = self._serial
                if request is not None:
                    question = partial(self.listing.page, request.text, request.after, PAGE, request.backwards)
                    found = await self._fetch(question)
                    if serial == self._serial:
                        self._take(request, found)
                elif self.count is None:
                    count = await self._fetch(partial(self.listing.count, self.text))
                    if serial == self._serial:
                        self.count = count
                        self._counted()
                else:
                    return
        finally:
            self._asking = False

    def _take(self, request: Request, found: list[Row]) -> None:
        rows = self.rows
        if request.fresh:
            rows.start_over(found, backwards=request.backwards, height=self.height)
        else:
            rows.add(found, backwards=request.backwards)
        if request.keep is not None:
            wanted, before, place = request.keep
            rows.at_start = request.after is None
            rows.before = 0 if rows.at_start else before
            same = next((i for i, row in enumerate(found) if row.id == wanted), place)
            rows.move(same, self.height)
        rest = rows.move(self._carry, self.height)
        stuck = rest and not (rows.at_start if rest < 0 else rows.at_end)
        self._carry, self.waits = (rest, True) if stuck else (0, False)
        self.loaded = True
        self._arrived()
