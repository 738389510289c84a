"""The terminal of an operator, whatever it sends: broken encodings, odd function keys, a lone Esc answered at once.

A subclass of Textual 8.2.8's LinuxDriver; the private names it leans on are ``run_input_thread``, ``write``,
the mouse's and SIGCONT's methods; of its parser only what a mouse report means.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from contextvars import copy_context
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.terminal.decoding import Decoder
from tui.terminal.keys import key_of
from tui.terminal.kind import Kind
from tui.terminal.scans import GAP, Scan, Scanned, Scans
from tui.terminal.sequences import Pasted, Piece, Splitter
from tui.terminal.typeahead import Typed

if TYPE_CHECKING:
    from tui.terminal.app import TerminalApp

ESC_WAIT = 0.02
"""Seconds after which a lone Esc is the Esc key and not the start of a sequence."""
SPLIT_WAIT = 0.25
"""Seconds that the rest of a sequence already begun may take on a slow line."""
PASTE_WAIT = 1.0
"""The same for the rest of a paste."""
LETTER_WAIT = 0.05
"""The same for a letter: sent in one piece, so a longer wait would only delay those of a Latin-1 terminal."""
POLL = 0.1
MOST_BEHIND = 5000
"""Keys read ahead of the program at most: far more than anybody types ahead, far less than a file sent as keys."""
LAST_KEYS = 2.0
"""Seconds that the keys already read have for their work when the line is cut."""

_MOUSE = ("\x1b[?1000h\x1b[?1006h", "\x1b[?1006l\x1b[?1000l")
"""Clicks and the wheel. Never every move (1003): nothing here needs them, and each would be a packet over SSH."""
_PASTE = ("\x1b[?2004h", "\x1b[?2004l")
_OTHER_SCREEN = ("\x1b[?1049h", "\x1b[?1049l")
_NEVER = ("\x1b[>", "\x1b[<u", "\x1b[?2026$p", "\x1b[?2048$p", "\x1b[?1004", "\x1b[?1016", "\x1b]22;")
"""What Textual asks of terminals at the start and we have no use for: the kitty protocol, which makes eight bytes of every key;
resizes told in the line; the focus; the pointer's shape; and synchronised output. Old terminals print some of them."""


def asks_for(kind: Kind) -> tuple[str, ...]:
    """The modes, each as (set, reset) in turn, that a terminal is asked for."""
    return (*_OTHER_SCREEN, *_PASTE, *_MOUSE) if kind.modes else ()


def escape_wait(setting: object = None) -> float:
    """Seconds to wait after an Esc: ESCDELAY (milliseconds), else ``setting`` (milliseconds), else 20 ms."""
    for given in (os.environ.get("ESCDELAY"), setting):
        with suppress(TypeError, ValueError):
            return max(1, min(int(given), 1000)) / 1000  # type: ignore[call-overload,no-any-return]
    return ESC_WAIT


class TerminalDriver(LinuxDriver):
    """Reads keys tolerantly, ends quietly when the line does, and shows the terminal's own cursor, where typing goes."""

    _app: Any
    _cut = False
    """Whether the line is gone: nothing more can be written."""

    def __init__(
        self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._asked = asks_for(app.kind)
        self._linux = app.kind.name == "linux"
        self._under_way = 0
        self._context = copy_context()
        self._ending: asyncio.Task[None] | None = None
        self._esc_wait = float(getattr(app, "esc_wait", ESC_WAIT))
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._encoding = app.kind.encoding
        cast("TextIOWrapper", self._file).reconfigure(encoding=self._encoding, errors="replace")
        self._file = Line(self._file, self._cut_off)  # type: ignore[assignment]

    # Writing.

    def write(self, data: str) -> None:
        if self._cut or data.startswith(_NEVER) or (data in (*_OTHER_SCREEN, *_PASTE) and data not in self._asked):
            return
        super().write(data)

    def _enable_mouse_support(self) -> None:
        self._switch_mouse(_MOUSE[0])

    def _disable_mouse_support(self) -> None:
        self._switch_mouse(_MOUSE[1])

    def _switch_mouse(self, modes: str) -> None:
        if self._mouse and modes in self._asked:
            self.write(modes)
            self.flush()

    # Beginning and ending.

    def start_application_mode(self) -> None:
        app = cast("TerminalApp[Any]", self._app)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        app.call_later(app.repaint)  # coming back from suspension, the screen is another program's
        for number in (signal.SIGHUP, signal.SIGTERM):
            self._loop.add_signal_handler(number, self._ended, number)
        self.write("\x1b[?12l\x1b[?25h")
        self.flush()

    def stop_application_mode(self) -> None:
        self.write("\x1b[m")  # the shell does not go on in our colours
        super().stop_application_mode()

    def _ended(self, number: int) -> None:
        """The line was cut, or somebody ends the program."""
        if number == signal.SIGTERM:
            # A second one ends the program at once.
            self._loop.remove_signal_handler(number)
        if self._ending is None:
            self._ending = self._loop.create_task(self._end(number))

    async def _end(self, number: int) -> None:
        """Ends the program once the keys already read have done their work; drafts are then in the database."""
        typeahead = getattr(self._app, "typeahead", None)
        if typeahead is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(typeahead.settled(), LAST_KEYS)
        cast("TerminalApp[Any]", self._app).leaving()
        self._app.exit(return_code=128 + number)

    def _sigcont_application(self, *_: Any) -> None:
        """SIGCONT also follows SIGHUP, and a stop that was no suspension: there is nothing to begin again then."""
        if self._must_signal_resume:
            super()._sigcont_application()

    def _cut_off(self) -> None:
        """Reading or writing says that there is no terminal any more; called from their threads."""
        if not self._cut:
            self._cut = True
            with suppress(RuntimeError):  # the program has ended by itself
                self._loop.call_soon_threadsafe(self._ended, signal.SIGHUP)

    def flush_input(self) -> None:
        """Drop what the operator typed and nobody has read yet."""
        with suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)

    # Reading.

    def run_input_thread(self) -> None:
        mouse = XTermParser()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            for pieces in self._read(selector):
                typed: list[Typed] = []
                for piece in pieces:
                    message = self._event(piece, mouse)
                    if isinstance(message, Typed):
                        typed.append(message)
                    elif message is not None:
                        self.process_message(message)
                if typed:
                    self.hand_over(typed)
                # Left unread until the program has caught up: whoever sends has to wait.
                while self._behind() > MOST_BEHIND and not self.exit_event.is_set():
                    time.sleep(0.01)

    def hand_over(self, typed: list[Typed]) -> None:
        """All that one read brought goes to the type-ahead queue in one step of the loop."""
        self._under_way += len(typed)
        with suppress(RuntimeError):  # the program has ended
            self._loop.call_soon_threadsafe(self._put, typed, context=self._context)

    def _put(self, typed: list[Typed]) -> None:
        self._under_way -= len(typed)
        for event in typed:
            event.set_sender(self._app)
            self._app.typeahead.put(event)

    def _behind(self) -> int:
        """Keys read and not yet handled."""
        return self._under_way + len(self._app.typeahead)

    def _event(self, piece: Piece | Scan, mouse: XTermParser) -> Message | None:
        """What the app is told of a piece; None for what means nothing here."""
        if isinstance(piece, Scan):
            return Scanned(piece.code, piece.end, piece.typed)
        if isinstance(piece, Pasted):
            return events.Paste(piece.text.replace("\x00", ""))
        if piece.startswith(("\x1b[<", "\x1b[M")):
            return mouse.parse_mouse_code(piece) if self._mouse and _MOUSE[0] in self._asked else None
        key = key_of(piece, linux=self._linux)
        return events.Key(*key) if key is not None else None

    def _read(self, selector: selectors.BaseSelector) -> Iterator[Sequence[Piece | Scan]]:
        """What arrives, read by read. Ends when the line is closed or the program ends."""
        decoder, splitter, scans = Decoder(self._encoding), Splitter(), Scans()
        while not self.exit_event.is_set():
            if selector.select(self._patience(decoder, splitter, scans)):
                try:
                    data = os.read(self.fileno, 65536)
                except OSError:
                    data = b""
                if not data:
                    yield scans.late()
                    self._cut_off()
                    return
                yield scans.feed(splitter.feed(decoder.feed(data)), time.monotonic())
            elif scans.held:
                yield scans.late()
            else:
                yield splitter.feed(decoder.feed(b"", final=True), final=True)

    def _patience(self, decoder: Decoder, splitter: Splitter, scans: Scans) -> float:
        """Seconds to wait for more before what has come is taken as all there is."""
        if scans.held:
            return GAP
        if splitter.rest == "\x1b":
            return self._esc_wait
        if decoder.rest:
            return LETTER_WAIT
        if splitter.rest:
            return SPLIT_WAIT
        return PASTE_WAIT if splitter.pasting else POLL


class Line:
    """The file that the terminal is written to. A line that is cut is told once, and raises nothing."""

    def __init__(self, file: Any, cut: Any) -> None:
        self._file, self._told = file, cut

    def write(self, text: str) -> None:
        try:
            self._file.write(text)
        except OSError:
            self._told()

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError:
            self._told()

    def fileno(self) -> int:
        return int(self._file.fileno())
