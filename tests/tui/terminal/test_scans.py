"""What is a scan and what is a person: size, check digit, end and speed. The times are passed in, none is measured."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.scans import Scan, Scans
from tui.terminal.sequences import Pasted, Piece

EAN_13, EAN_8, UPC, GTIN_14 = "5601234567892", "96385074", "036000291452", "15601234567899"


def fed(*reads: tuple[float, str | list[Piece]]) -> list[Piece | Scan]:
    """All that comes out of reads at the given seconds, and of the silence after the last."""
    scans, out = Scans(), []
    for at, pieces in reads:
        out += scans.feed(list(pieces), at)
    return out + scans.late()


def text(out: list[Piece | Scan]) -> str:
    return "".join(piece if isinstance(piece, str) else f"<{piece}>" for piece in out)


def test_a_code_and_its_end_in_one_read_is_a_scan() -> None:
    for code in (EAN_13, EAN_8, UPC, GTIN_14):
        assert fed((0, code + "\r")) == [Scan(code, "enter")]
    assert fed((0, EAN_13 + "\t")) == [Scan(EAN_13, "tab")]
    assert fed((0, EAN_13 + "\r\n")) == [Scan(EAN_13, "enter")]
    assert fed((0, "3*" + EAN_13 + "\rF")) == ["3", "*", Scan(EAN_13, "enter"), "F"]
    assert fed((0, (EAN_13 + "\r") * 20)) == [Scan(EAN_13, "enter")] * 20


def test_a_serial_reader_sends_digit_by_digit() -> None:
    """At 9600 baud a character takes 1 ms; the first has been typed by then, and the scan says so."""
    reads = [(n / 1000, c) for n, c in enumerate(EAN_13 + "\r")]
    assert fed(*reads) == ["5", Scan(EAN_13, "enter", typed=1)]
    halves = fed((0, EAN_13[:6]), (0.02, EAN_13[6:] + "\r"))
    assert halves == [Scan(EAN_13, "enter")]


def test_a_person_is_never_taken_for_a_reader() -> None:
    """Sixteen keys a second is faster than any clerk; each digit is handed on in its own read."""
    scans = Scans()
    for n, c in enumerate(EAN_13 + "\r"):
        assert scans.feed([c], n * 0.06) == [c]


def test_what_is_no_scan_is_typed_as_it_came() -> None:
    for typed in (
        "5601234567893\r",
        "123456789\r",
        "24112026\r",
        "0,96385074\r",
        "1" * 40 + "\r",
        EAN_13,
        EAN_13 + "x\r",
        "17\r",
    ):
        assert text(fed((0, typed))) == typed


def test_digits_held_for_a_moment_are_typed_when_nothing_follows() -> None:
    scans = Scans()
    assert scans.feed(list("5601"), 0) == []
    assert scans.held == "5601"
    assert scans.late() == list("5601")
    assert scans.feed(list(EAN_13 + "\r"), 1) == [Scan(EAN_13, "enter")]


def test_a_pasted_code_is_a_scan() -> None:
    assert fed((0, [Pasted(EAN_13)])) == [Scan(EAN_13, "")]
    assert fed((0, [Pasted(f" {EAN_13}\n")])) == [Scan(EAN_13, "enter")]
    assert fed((0, [Pasted(f"{EAN_13}\n{EAN_8}\n")])) == [Pasted(f"{EAN_13}\n{EAN_8}\n")]


@given(st.lists(st.tuples(st.floats(0, 0.1), st.text("0123456789,*x\r\t", min_size=1, max_size=20)), max_size=12))
def test_nothing_is_lost_or_changes_its_place(reads: list[tuple[float, str]]) -> None:
    """Scans written out again, what was sent is what comes out."""
    now, timed = 0.0, []
    for wait, sent in reads:
        now += wait
        timed.append((now, sent))

    def written(piece: Any) -> str:
        if isinstance(piece, Scan):
            return piece.code[piece.typed :] + {"enter": "\r", "tab": "\t"}[piece.end]
        return str(piece)

    assert "".join(map(written, fed(*timed))) == "".join(sent for _, sent in timed)
