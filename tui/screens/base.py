"""What every screen has: a title, the notice of test mode, its work, one message line, and the keys that it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from fiscal.errors import Refusal
from models.work import Cancelled, Stopped, Told
from tui.widgets import received
from tui.widgets.bars import KeyBar, MessageLine, NoticeBar, TitleBar
from tui.widgets.styled import StyledOnce
from tui.widgets.textview import TextView

if TYPE_CHECKING:
    from models.session import Session
    from tui.app import BalcaoApp

Result = TypeVar("Result")
Keys = Sequence[tuple[str, str]]
"""Keys and what they do, most important first."""


def told(lines: Sequence[str], *, height: int, id: str = "told") -> TextView:  # noqa: A002 - Textual's name
    """A few lines of text that are only read: they never take the focus."""
    view = TextView(lines, id=id)
    view.can_focus = False
    view.styles.height = height
    return view


class WorkScreen(StyledOnce[Any]):
    """Base of the full screens. ``title_text`` is shown in the title bar; ``KEYS`` in the key bar, most important first."""

    AUTO_FOCUS = "*"
    refused: Refusal | None = None
    """The last refusal of a verb that stands, for Alt+X to explain."""
    busy = False
    """Whether keys typed ahead must wait: the screen is still fetching what they are for (see TypeAhead)."""
    title_text = ""
    opened_as = ""
    """The name under which this screen is opened again after a dropped line (tui/screens/places.py); empty: it is not."""
    KEYS: ClassVar[Keys] = ()
    NOTICE_ALOUD = False
    """Whether a screen reader says the notice of test mode by itself here: where one comes in."""
    BINDINGS: ClassVar = [
        Binding("escape,f12", "leave", show=False),
        Binding("ctrl+l", "repaint", show=False),
        Binding("ctrl+p,ctrl+g,colon", "go_to", show=False),
        Binding("f1,question_mark", "manual", show=False),
        Binding("alt+x", "explain", show=False),
    ]

    @property
    def balcao(self) -> BalcaoApp:
        return self.app  # type: ignore[return-value]

    @property
    def acting(self) -> Session:
        return self.balcao.acting

    def today(self) -> date:
        return self.balcao.clock.now().date()

    def compose(self) -> ComposeResult:
        session = self.balcao.session
        yield TitleBar(
            self.title_text,
            self.balcao.company,
            session.operator if session else "",
            self.balcao.clock.now,
            self.balcao.at_queue,
        )
        yield NoticeBar(self.balcao.notice, aloud=self.NOTICE_ALOUD)
        yield from self.body()
        yield MessageLine()
        yield KeyBar(self.KEYS)

    def body(self) -> Iterable[Widget]:
        """The widgets between the bars."""
        return ()

    async def on_screen_resume(self) -> None:
        self.balcao.notices.moved()

    def spoken_title(self) -> str:
        """What a screen reader says on coming to this screen."""
        return next((bar.name_shown for bar in self.query(TitleBar)), self.title_text)

    # The way back after a dropped line.

    def place(self) -> dict[str, Any]:
        """What is typed here and where, as JSON can hold it. Never a password."""
        return {}

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        """Before it is shown again: fetches what ``state`` speaks of. Raises Refusal or DoesNotExist where that is gone."""

    def come_back(self, state: Mapping[str, Any]) -> None:
        """Once it is shown again: the cursor and what was typed, as ``place`` gave them."""

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        """The screen that stood over this one, where this one must make it."""
        return None

    def came_back(self, result: Any) -> None:
        """What a screen that was opened again over this one gave."""

    def told_by_at(self, subject: str) -> None:
        """AT answered about a document or a series while this screen is open; empty: something else about AT is new."""

    def say(self, text: str) -> None:
        """A notice or a hint in the message line."""
        self.refused = None
        self.query_one(MessageLine).say(text)

    def hint(self, text: str) -> None:
        """What the field is for, once the operator pauses."""
        self.query_one(MessageLine).hint(text)

    def refuse(self, why: str | Refusal) -> None:
        """What went wrong, marked, with a bell. A Refusal is kept for Alt+X."""
        self.app.bell()
        if isinstance(why, Refusal):
            self.refused = why
        self.query_one(MessageLine).refuse(why.message if isinstance(why, Refusal) else why)

    def on_told(self, message: received.Told) -> None:
        self.say(message.text)

    def on_not_taken(self, message: received.NotTaken) -> None:
        self.refuse(message.text)

    def keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Shows other keys."""
        self.query_one(KeyBar).show(keys)

    async def attempt(
        self, verb: Callable[[], Result], refused: Callable[[Refusal], None] | None = None
    ) -> Result | None:
        """Runs a verb; a refusal is shown (and handed to ``refused``, to go to its field) and gives None."""
        try:
            done = await self.balcao.act(verb)
            self.refused = None
            return done
        except Refusal as refusal:
            self.refuse(refusal)
            if refused is not None:
                refused(refusal)
            return None

    async def run_long(self, title: str, job: Callable[[Told, Cancelled], Result], unit: str = "") -> Result | None:
        """Runs long work, with its progress shown and Esc to stop it; a refusal is shown and gives None.

        Called from a worker. unit: what ``job`` counts, in the plural. See ``tui.progress``.
        """
        from tui.progress import progress

        try:
            return await progress(self.balcao, title, job, unit)
        except Stopped as stopped:
            self.say(stopped.message)
        except Refusal as refusal:
            self.refuse(refusal)
        return None

    async def action_leave(self) -> None:
        """Esc: back to where one came from."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def action_repaint(self) -> None:
        """Ctrl+L: draw the whole screen again."""
        self.balcao.repaint()

    async def action_manual(self) -> None:
        """F1 where no field answers it: the keys."""
        from tui.screens.manual import ManualScreen

        if not isinstance(self, ManualScreen):
            await self.app.push_screen(ManualScreen())

    def explanation(self) -> list[str]:
        """What Alt+X explains here where nothing was refused: the totals of a document. Empty: nothing. Raises Refusal."""
        return []

    async def action_explain(self) -> None:
        """Alt+X: why something was refused and by which law, or how each cent came about."""
        from tui.screens.explained import explain

        await explain(self)

    async def action_go_to(self) -> None:
        """``:``, Ctrl+P or Ctrl+G: to any screen, document, NIF or article."""
        if self.balcao.session is not None:
            from tui.screens.go_to import go_to

            await go_to(self)
