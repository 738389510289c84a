"""The terminal of an operator, whatever it sends: broken encodings, odd function keys, a lone Esc answered at once.

A subclass of Textual 8.2.8's LinuxDriver; the private names it leans on are ``run_input_thread``
and ``_run_input_thread``.
"""

from __future__ import annotations

import os
import re
import selectors
import termios
from collections.abc import Iterator

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

ESC_WAIT = float(os.environ.get("ESCDELAY", "25")) / 1000
"""Seconds after which a lone Esc is the Esc key and not the start of a sequence (ESCDELAY, in milliseconds)."""
SPLIT_WAIT = 0.25
"""Seconds that the rest of a sequence already begun may take on a slow line."""
LETTER_WAIT = 0.05
"""The same for a letter: sent in one piece, so a longer wait would only delay those of a Latin-1 terminal."""
RELEASE = 0.002
"""Seconds that Textual's parser waits after an Esc: the waiting was done here."""
POLL = 0.1

# The Linux console and PuTTY send Shift+F3..F10 as F13..F20; Textual reads those numbers as characters.
_SHIFTED = {25: 13, 26: 14, 28: 15, 29: 17, 31: 18, 32: 19, 33: 20, 34: 21}
_SHIFTED_KEY = re.compile(r"\x1b\[(25|26|28|29|31|32|33|34)~")
# xterm's modified F3 has the form of a cursor position report, which we never ask for.
_MODIFIED_F3 = re.compile(r"\x1b\[1;([2-8])R")


def corrected(typed: str) -> str:
    """The function keys that Textual loses, in the form it understands."""
    typed = _SHIFTED_KEY.sub(lambda found: f"\x1b[{_SHIFTED[int(found[1])]};2~", typed)
    return _MODIFIED_F3.sub(lambda found: f"\x1b[13;{found[1]}~", typed)


class Decoder:
    """Bytes from the line as text: UTF-8, and where a byte cannot be UTF-8, Latin-1 (a PuTTY set wrongly)."""

    def __init__(self) -> None:
        self.rest = b""

    def feed(self, data: bytes, *, final: bool = False) -> str:
        """Text of ``data``. The start of a letter is kept for the next call, unless ``final``."""
        data, self.rest = self.rest + data, b""
        text = []
        while data:
            try:
                text.append(data.decode("utf-8"))
                break
            except UnicodeDecodeError as error:
                text.append(data[: error.start].decode("utf-8"))
                if error.end == len(data) and error.reason == "unexpected end of data" and not final:
                    self.rest = data[error.start :]
                    break
                text.append(data[error.start : error.end].decode("latin-1"))
                data = data[error.end :]
        return "".join(text)


class Escapes:
    """Holds back the start of an escape sequence split between two reads, so that ``corrected`` sees it whole."""

    _START = re.compile(r"\x1b(?:\[[0-?]*|O)?\Z")

    def __init__(self) -> None:
        self.rest = ""

    def feed(self, text: str, *, final: bool = False) -> str:
        text, self.rest = self.rest + text, ""
        start = None if final else self._START.search(text)
        if start is not None:
            text, self.rest = text[: start.start()], start[0]
        return corrected(text)


class TerminalDriver(LinuxDriver):
    """Reads keys tolerantly and shows the terminal's own cursor, which stands where typing goes."""

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write("\x1b[?12l\x1b[?25h")
        self.flush()

    def flush_input(self) -> None:
        """Drop what the operator typed and nobody has read yet."""
        try:
            termios.tcflush(self.fileno, termios.TCIFLUSH)
        except termios.error:
            return

    def _run_input_thread(self) -> None:
        super()._run_input_thread()
        if not self.exit_event.is_set():  # the line is closed, also where nobody sent SIGHUP
            self._loop.call_soon_threadsafe(self._app.hang_up)  # type: ignore[attr-defined]

    def run_input_thread(self) -> None:
        constants.ESCAPE_DELAY = RELEASE  # type: ignore[misc]
        parser = XTermParser(self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            for text in self._typed(selector):
                for event in parser.feed(text) if text else ():
                    self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        try:
            for event in parser.feed(""):
                self.process_message(event)
        except (EOFError, ParseError):
            return

    def _typed(self, selector: selectors.BaseSelector) -> Iterator[str]:
        """Text as it arrives; an empty one when nothing came for a while. Ends when the line is closed."""
        decoder, escapes = Decoder(), Escapes()
        wait = POLL
        while not self.exit_event.is_set():
            if selector.select(wait):
                try:
                    data = os.read(self.fileno, 4096)
                except OSError:
                    return
                if not data:
                    return
                text = escapes.feed(decoder.feed(data))
            else:
                text = escapes.feed(decoder.feed(b"", final=True), final=True)
            if escapes.rest == "\x1b":
                wait = ESC_WAIT
            elif decoder.rest:
                wait = LETTER_WAIT
            elif escapes.rest:
                wait = SPLIT_WAIT
            else:
                wait = RELEASE if "\x1b" in text else POLL
            yield text
