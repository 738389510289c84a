"""What old and wrongly set terminals send: no byte ends the program, no function key is lost, Esc is quick."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from tui.terminal.driver import Decoder, Escapes, TerminalDriver, corrected

FUNCTION_KEYS = {
    "\x1b[1;2R": "shift+f3",
    "\x1b[1;5R": "ctrl+f3",
    "\x1b[25~": "shift+f3",
    "\x1b[26~": "shift+f4",
    "\x1b[28~": "shift+f5",
    "\x1b[29~": "shift+f6",
    "\x1b[31~": "shift+f7",
    "\x1b[32~": "shift+f8",
    "\x1b[33~": "shift+f9",
    "\x1b[34~": "shift+f10",
    "\x1bOP": "f1",
    "\x1b[11~": "f1",
    "\x1b[[A": "f1",
    "\x1b[24~": "f12",
    "\x1b[Z": "shift+tab",
    "\x1b[1;5D": "ctrl+left",
}


def keys(typed: str) -> list[str]:
    return [event.key for event in XTermParser().feed(typed) if isinstance(event, events.Key)]


@pytest.mark.parametrize(("sent", "key"), FUNCTION_KEYS.items())
def test_function_keys(sent: str, key: str) -> None:
    assert keys(corrected(sent)) == [key]


@pytest.mark.parametrize(("sent", "key"), FUNCTION_KEYS.items())
def test_function_keys_split_between_two_reads(sent: str, key: str) -> None:
    for at in range(1, len(sent)):
        escapes = Escapes()
        assert keys(escapes.feed(sent[:at]) + escapes.feed(sent[at:])) == [key], at


def test_latin_1_and_utf_8_and_both() -> None:
    assert Decoder().feed("ação 漢 €".encode()) == "ação 漢 €"
    assert Decoder().feed("a\xe7\xe3o!".encode("latin-1")) == "ação!"
    split = Decoder()
    assert split.feed(b"\xc3") == ""
    assert split.feed(b"\xa7") == "ç"
    alone = Decoder()
    assert alone.feed(b"\xe7") == ""
    assert alone.feed(b"", final=True) == "ç"


@given(st.lists(st.binary(max_size=12), max_size=8))
def test_no_bytes_end_the_program(reads: list[bytes]) -> None:
    decoder, escapes, parser = Decoder(), Escapes(), XTermParser()
    for data in reads:
        for text in (escapes.feed(decoder.feed(data)), escapes.feed(decoder.feed(b"", final=True), final=True)):
            if text:
                list(parser.feed(text))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30), st.integers(0, 60))
def test_utf_8_split_anywhere_is_read_whole(text: str, at: int) -> None:
    data = text.encode()
    decoder = Decoder()
    assert decoder.feed(data[:at]) + decoder.feed(data[at:]) + decoder.feed(b"", final=True) == text


class Reader(TerminalDriver):
    """The input thread alone, over a pipe."""

    def __init__(self, fileno: int) -> None:
        import threading

        self.fileno = fileno
        self.exit_event = threading.Event()
        self._debug = False
        self.got: list[tuple[float, Any]] = []

    def process_message(self, message: Any) -> None:
        self.got.append((time.monotonic(), message))


def read_from_pipe(*writes: tuple[float, bytes]) -> tuple[list[str], list[float]]:
    import threading

    out, into = os.pipe()
    reader = Reader(out)
    thread = threading.Thread(target=reader.run_input_thread)
    thread.start()
    started = []
    for wait, data in writes:
        time.sleep(wait)
        started.append(time.monotonic())
        os.write(into, data)
    time.sleep(0.3)
    os.close(into)
    thread.join(2)
    os.close(out)
    assert not thread.is_alive()
    return [m.key for _, m in reader.got], [at - started[-1] for at, _ in reader.got]


def test_a_closed_line_ends_the_reading_quietly() -> None:
    assert read_from_pipe((0, "olá".encode()))[0] == ["o", "l", "á"]


def test_a_lone_escape_is_answered_at_once() -> None:
    took = []
    for _ in range(3):
        read, times = read_from_pipe((0.0, b"\x1b"))
        assert read == ["escape"]
        took.append(times[0])
    assert min(took) < 0.04


def test_three_hundred_keys_and_a_burst_of_bar_codes() -> None:
    typed = "x" * 300 + "5601234567897\r" * 20
    read, _ = read_from_pipe((0, typed.encode()))
    assert read == ["x"] * 300 + (list("5601234567897") + ["enter"]) * 20


def test_a_latin_1_letter_in_the_middle() -> None:
    assert read_from_pipe((0, b"a\xe7b"), (0.05, b"\xe7"))[0] == ["a", "ç", "b", "ç"]
