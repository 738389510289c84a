"""What old, hostile and wrongly set terminals send: no byte ends the reading, nothing unknown is typed, Esc is quick."""

from __future__ import annotations

import os
import threading
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tui.terminal.decoding import Decoder
from tui.terminal.driver import TerminalDriver, asks_for, escape_wait
from tui.terminal.keys import key_of
from tui.terminal.kind import kind_of
from tui.terminal.scans import Scanned
from tui.terminal.sequences import LONGEST_PASTE, Pasted, Piece, Splitter

UNKNOWN = (
    "\x1b[99;99Z", "\x1b[?62;9;c", "\x1b[>41;354;0c", "\x1b[I", "\x1b[O", "\x1b[12;40R", "\x1b[?2026;2$y", "\x1b[97;5u",
    "\x1b[27;5;13~", "\x1b[1;2 q", "\x1b]0;um título\x07", "\x1b]52;c;cGF1bA==\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b_Gi=1;OK\x1b\\",
    "\x1b^privado\x1b\\", "\x1bXtexto\x1b\\", "\x1b[48;24;80;480;800t", "\x9b99z", "\x1b[" + "9;" * 40 + "z",
)  # fmt: skip
"""Sequences that mean nothing here, or that nobody asked the terminal for."""
KEYS = ("a", "ç", "€", "7", "\r", "\t", "\x7f", "\x1b[A", "\x1bOP", "\x1b[24~", "\x1b[[B", "\x1b[1;5D", "\x1bu")


def split(*parts: str) -> list[Piece]:
    splitter = Splitter()
    return [piece for part in parts for piece in splitter.feed(part)] + splitter.feed("", final=True)


def known(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if isinstance(piece, Pasted) or key_of(piece) is not None]


def test_latin_1_and_utf_8_and_both() -> None:
    assert Decoder().feed("ação 漢 €".encode()) == "ação 漢 €"
    assert Decoder().feed("a\xe7\xe3o!".encode("latin-1")) == "ação!"
    assert Decoder().feed(b"\xff\xfe\x80\xc3\x28") == "\xff\xfe\x80\xc3("
    assert Decoder("iso-8859-15").feed(b"5 \xa4") == "5 €"
    parts = Decoder()
    assert parts.feed(b"\xc3") == ""
    assert parts.feed(b"\xa7") == "ç"
    alone = Decoder()
    assert alone.feed(b"\xe7") == ""
    assert alone.feed(b"", final=True) == "ç"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30), st.integers(0, 60))
def test_utf_8_split_anywhere_is_read_whole(text: str, at: int) -> None:
    data = text.encode()
    decoder = Decoder()
    assert decoder.feed(data[:at]) + decoder.feed(data[at:]) + decoder.feed(b"", final=True) == text


@given(st.lists(st.binary(max_size=12) | st.sampled_from([s.encode() for s in UNKNOWN]), max_size=8))
def test_no_bytes_end_the_reading(reads: list[bytes]) -> None:
    decoder, splitter = Decoder(), Splitter()
    for data in reads:
        for piece in splitter.feed(decoder.feed(data)) + splitter.feed(decoder.feed(b"", final=True), final=True):
            assert piece != ""
            if isinstance(piece, str):
                key_of(piece)
    assert splitter.rest == ""
    assert not splitter.pasting


@given(st.lists(st.sampled_from(KEYS) | st.sampled_from(UNKNOWN), max_size=12), st.sets(st.integers(1, 200)))
def test_keys_among_unknown_sequences_are_exactly_the_keys(sent: list[str], cuts: set[int]) -> None:
    text = "".join(sent)
    at = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    parts = [text[start:end] for start, end in pairwise(at)]
    assert known(split(*parts)) == [piece for piece in sent if piece in KEYS]


@pytest.mark.parametrize("begun", ["\x1b[", "\x1b[12;", "\x1b]0;meio", "\x1bPq", "\x1b_x", "\x1b[<0;1"])
def test_a_sequence_never_finished_is_dropped_and_what_follows_is_read(begun: str) -> None:
    splitter = Splitter()
    assert splitter.feed("a" + begun) == ["a"]
    assert splitter.feed("", final=True) == []
    assert splitter.feed("b") == ["b"]
    assert known(split(f"{begun}\rb")) == ["\r", "b"]


def test_an_endless_sequence_takes_no_memory() -> None:
    splitter = Splitter()
    for _ in range(20):
        assert splitter.feed("\x1b]" + "x" * 5000 if not splitter.rest else "x" * 5000) == []
        assert len(splitter.rest) < 20_000
    assert splitter.feed("\x07ok")[-2:] == ["o", "k"]


@given(
    st.text(st.characters(exclude_characters="\x1b\x9b\x8f", exclude_categories=["Cs"]), max_size=30),
    st.integers(0, 50),
)
def test_a_paste_is_one_piece_wherever_it_is_cut(text: str, at: int) -> None:
    sent = f"a\x1b[200~{text}\x1b[201~b"
    assert split(sent[:at], sent[at:]) == ["a", Pasted(text), "b"]


def test_a_paste_without_its_end_is_given_after_a_wait() -> None:
    splitter = Splitter()
    assert splitter.feed("\x1b[200~meio\x1b[20") == []
    assert splitter.pasting
    assert splitter.feed("", final=True) == [Pasted("meio\x1b[20")]
    assert splitter.feed("b") == ["b"]


def test_a_paste_beyond_reason_is_cut_where_it_is_still_refused() -> None:
    (pasted,) = split("\x1b[200~" + "x" * 700_000, "x" * 700_000, "x" * 700_000, "\x1b[201~")
    assert isinstance(pasted, Pasted)
    assert len(pasted.text) == LONGEST_PASTE + 1


class Reader(TerminalDriver):
    """The input thread alone, over a pipe."""

    def __init__(self, fileno: int) -> None:
        self.fileno = fileno
        self.exit_event = threading.Event()
        self._esc_wait, self._encoding = 0.02, "utf-8"
        self._linux = self._mouse = False
        self._encoding = "utf-8"
        self.ended = False
        self.got: list[Any] = []

    def hand_over(self, typed: list[Any]) -> None:
        self.got += typed

    def _behind(self) -> int:
        return 0

    def _cut_off(self) -> None:
        self.ended = True


def read_from_pipe(*writes: tuple[float, bytes]) -> list[Any]:
    out, into = os.pipe()
    reader = Reader(out)
    thread = threading.Thread(target=reader.run_input_thread)
    thread.start()
    for wait, data in writes:
        time.sleep(wait)
        os.write(into, data)
    time.sleep(0.3)
    os.close(into)
    thread.join(2)
    os.close(out)
    assert not thread.is_alive()
    assert reader.ended
    return reader.got


def names(messages: list[Any]) -> list[str]:
    return [m.key if isinstance(m, events.Key) else m.code if isinstance(m, Scanned) else m.text for m in messages]


def test_a_closed_line_ends_the_reading_quietly() -> None:
    assert names(read_from_pipe((0, "olá".encode()))) == ["o", "l", "á"]


def test_a_lone_escape_is_a_key_and_does_not_swallow_what_comes_later() -> None:
    assert names(read_from_pipe((0, b"\x1b"), (0.1, b"v"))) == ["escape", "v"]
    assert names(read_from_pipe((0, b"\x1b\r\x1b\x1b[A"))) == ["escape", "enter", "escape", "up"]


def test_three_hundred_keys_and_a_burst_of_bar_codes() -> None:
    typed = "x" * 300 + "5601234567892\r" * 20
    assert names(read_from_pipe((0, typed.encode()))) == ["x"] * 300 + ["5601234567892"] * 20


def test_a_latin_1_letter_in_the_middle() -> None:
    assert names(read_from_pipe((0, b"a\xe7b"), (0.05, b"\xe7"))) == ["a", "ç", "b", "ç"]


def test_old_terminals_are_asked_for_nothing() -> None:
    for term in ("vt100", "vt220", "linux", "ansi", "linux-16color"):
        assert asks_for(kind_of({"TERM": term})) == ()
    for term in ("xterm", "xterm-256color", "screen", "tmux-256color", "putty", "rxvt-unicode"):
        assert "\x1b[?2004h" in asks_for(kind_of({"TERM": term}))
    assert not any("1003" in modes for modes in asks_for(kind_of({"TERM": "xterm"})))


def test_the_wait_after_esc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ESCDELAY", raising=False)
    assert escape_wait() == 0.02
    assert escape_wait(150) == 0.15
    monkeypatch.setenv("ESCDELAY", "60")
    assert escape_wait(150) == 0.06
    monkeypatch.setenv("ESCDELAY", "depressa")
    assert escape_wait(150) == 0.15
