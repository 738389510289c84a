"""Pages of a list from the database: one question at a time, stale answers dropped, the next page asked for early."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from models.declared import Count, Key, Listing, Question, Row
from models.marks import Marks
from tui.widgets.list_rows import PAGE, Rows

Answer = TypeVar("Answer")


class Fetch(Protocol):
    """How the screen runs a question to the database, off the event loop (its one database thread)."""

    def __call__(self, question: Callable[[], Answer], /) -> Awaitable[Answer]: ...


@dataclass(frozen=True, slots=True)
class Request:
    """A page wanted. ``fresh`` starts the window over; otherwise the page is added at one end."""

    question: Question
    after: Key | None = None
    backwards: bool = False
    fresh: bool = True
    keep: tuple[Any, int | None, int] | None = None
    """A re-read: the id of the row to stay on, the rows before the window, how far down it stood."""
    around: bool = False
    """The row of ``keep`` is looked for anew: it stands elsewhere in the order of this question."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a request, the key they come after, and which of them are among ``marks``."""

    rows: list[Row]
    after: Key | None
    marked: set[Any]
    marks: Marks


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
        self.question = listing.asked(Question())
        self.count: Count | None = None
        self.height = 1
        self.loaded = False
        self.waits = False
        """Whether the cursor can only move once an answer is there."""
        self.marks = Marks()
        self.marked: set[Any] = set()
        """Which rows of the window are marked."""
        self.marked_count: int | None = 0
        self._fetch, self._run, self._arrived, self._counted = fetch, run, arrived, counted
        self._serial = 0
        self._fresh: Request | None = None
        self._carry = 0
        self._asking = False

    def start(self, question: Question) -> None:
        """From the first row that answers ``question``."""
        self.question, self.count = question, None
        self._start_over(Request(question))

    def rearrange(self, question: Question) -> None:
        """The same rows in another order, staying on the row chosen."""
        self.question = question
        row = self.rows.current
        place = self.rows.cursor - self.rows.top
        self._start_over(Request(question, keep=(row.id, None, place) if row else None, around=row is not None))

    def end(self) -> None:
        """To the last row."""
        if self.rows.at_end:
            self.move(len(self.rows.rows))
        else:
            self._start_over(Request(self.question, backwards=True))

    def home(self) -> None:
        """To the first row."""
        if self.rows.at_start:
            self.move(-len(self.rows.rows))
        else:
            self._start_over(Request(self.question))

    def reload(self) -> None:
        """Read the rows again, staying on the same one."""
        rows = self.rows
        self.count = None
        if rows.current is None:
            self._start_over(Request(self.question))
            return
        first = rows.top if rows.at_start else max(rows.top, 1)
        before = None if rows.before is None else rows.before + first
        keep = (rows.current.id, before, rows.cursor - first)
        self._start_over(Request(self.question, after=rows.rows[first - 1].key if first else None, keep=keep))

    def move(self, step: int) -> None:
        """Move the cursor; what the window does not hold yet is moved over when it comes."""
        rest = self.rows.move(step, self.height)
        if rest and not (self.rows.at_start if rest < 0 else self.rows.at_end):
            self._carry, self.waits = rest, True
        self._ask()

    def mark(self, *, down: bool = True) -> None:
        """Mark the row chosen, or unmark it, and go to the next."""
        row = self.rows.current
        if row is None:
            return
        put = row.id not in self.marked
        self.marks = self.marks.one(row.id, marked=put)
        (self.marked.add if put else self.marked.discard)(row.id)
        if self.marked_count is not None:
            self.marked_count += 1 if put else -1
        if down:
            self.move(1)

    def mark_all(self) -> None:
        """Mark everything that answers; if it is what was marked last, unmark everything instead."""
        group = self.marks.steps[-1]
        if group.group is not None and not group.removed and self.marks.all_of(self.question).steps[-1] == group:
            self.unmark()
            return
        self.marks = self.marks.all_of(self.question)
        self.marked |= {row.id for row in self.rows.rows}
        self.marked_count = None
        self._ask()

    def unmark(self) -> None:
        """Take every mark away."""
        self.marks, self.marked, self.marked_count = Marks(), set(), 0

    def _start_over(self, request: Request) -> None:
        """Ask afresh: an answer still under way to an earlier question will be dropped."""
        self._serial += 1
        self._fresh, self._carry, self.waits = request, 0, True
        self._ask()

    def _ask(self) -> None:
        wanted = self._fresh is not None or self._wanted() is not None or self.marked_count is None
        if not self._asking and wanted:
            self._asking = True
            self._run(self._answer())

    def _wanted(self) -> Request | None:
        """The page to add now: where the cursor wants to go, or what is nearly in sight."""
        for backwards in (self._carry < 0, self._carry >= 0):
            carried = self._carry < 0 if backwards else self._carry > 0
            if self.rows.rows and (carried or self.rows.near(backwards=backwards, height=self.height)):
                return Request(self.question, self.rows.edge(backwards=backwards), backwards, fresh=False)
        return None

    async def _answer(self) -> None:
        """Ask until nothing is wanted, then count."""
        try:
            while True:
                request, self._fresh = self._fresh or self._wanted(), None
                serial = self._serial
                if request is not None:
                    found = await self._fetch(partial(self._read, request, self.marks))
                    if serial == self._serial:
                        self._take(request, found)
                elif self.count is None:
                    count = await self._fetch(partial(self.listing.count, self.question))
                    if serial == self._serial:
                        self.count = count
                        self._counted()
                elif self.marked_count is None and self.listing.source is not None:
                    marks = self.marks
                    number = await self._fetch(partial(self.listing.source.count_all, Question(marked=marks)))
                    if marks is self.marks:
                        self.marked_count = number
                        self._counted()
                else:
                    return
        finally:
            self._asking = False

    def _read(self, request: Request, marks: Marks) -> Found:
        """In the database's thread: the rows of a request."""
        listing, question, after = self.listing, request.question, request.after
        if request.around and request.keep is not None:
            assert listing.source is not None
            key = listing.source.key_of(question, request.keep[0])
            before = [] if key is None else listing.page(question, key, max(1, request.keep[2]) + 1, True)
            after = before[0].key if len(before) > max(1, request.keep[2]) else None
        rows = listing.page(question, after, PAGE, request.backwards)
        ids = [row.id for row in rows]
        if marks.groups and listing.source is not None:
            return Found(rows, after, listing.source.marked(marks, ids), marks)
        return Found(rows, after, marks.alone(ids), marks)

    def _take(self, request: Request, found: Found) -> None:
        rows = self.rows
        if request.fresh:
            rows.start_over(found.rows, backwards=request.backwards, height=self.height)
            self.marked = found.marked
        else:
            rows.add(found.rows, backwards=request.backwards)
            self.marked |= found.marked
            if len(self.marked) > 4 * len(rows.rows):
                self.marked &= {row.id for row in rows.rows}
        if request.keep is not None:
            wanted, before, place = request.keep
            rows.at_start = found.after is None
            rows.before = 0 if rows.at_start else before
            same = next((i for i, row in enumerate(found.rows) if row.id == wanted), place)
            rows.move(same, self.height)
        rest = rows.move(self._carry, self.height)
        stuck = rest and not (rows.at_start if rest < 0 else rows.at_end)
        self._carry, self.waits = (rest, True) if stuck else (0, False)
        self.loaded = True
        if found.marks is not self.marks and self._fresh is None:
            self.reload()  # something was marked while the rows were on their way
        self._arrived()
