"""ESC/POS jobs, run by a strict printer of our own: what stands on the paper, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import examples
import pytest
import zxingcpp
from roll import Roll, print_job

from fiscal.errors import Refusal
from models.sales.record import IssuedDocument
from printing.columns import rows
from printing.escpos import drawer_pulse, receipt
from printing.paper import SECOND
from printing.profiles import Profile, names, profile
from printing.receipt import lay_out

EVERY = (
    examples.appendix_a, examples.to_a_company, examples.till_sale, examples.credit_note, examples.three_regions,
    examples.long_invoice, examples.hostile,
)  # fmt: skip
DOTS_PER_MM = 203 / 25.4


def printed(document: IssuedDocument, its: Profile | str = "generic-80", *, drawer: bool = False) -> Roll:
    its = profile(its) if isinstance(its, str) else its
    return print_job(receipt(lay_out(document), its, drawer=drawer), its.dots)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("make", EVERY)
def test_every_printer_prints_every_document(make: object, name: str) -> None:
    document: IssuedDocument = make()  # type: ignore[operator]
    roll = printed(document, name)
    assert roll.code_page == "cp858"
    assert not roll.kanji
    assert roll.text.count(document.number) >= 1
    for line in roll.lines:
        assert len(line.text) * (2 if line.wide else 1) <= profile(name).columns
    assert "Nq6a-Processado por programa certificado n.º 9999/AT" in " ".join(roll.text.split())


@pytest.mark.parametrize("name", ["generic-80", "generic-58", "sunmi-v2", "epson-80"])
@pytest.mark.parametrize("make", EVERY)
def test_the_qr_code_read_from_the_receipt_is_the_record(make: object, name: str) -> None:
    document: IssuedDocument = make()  # type: ignore[operator]
    roll = printed(document, name)
    (picture,) = roll.pictures
    (code,) = zxingcpp.read_barcodes(roll.drawn())
    assert code.text == document.qr
    place = code.position
    assert (place.top_right.x - place.top_left.x + 2) / DOTS_PER_MM >= 30
    margin = (picture.width - (place.top_right.x - place.top_left.x)) / 2 / DOTS_PER_MM
    assert margin >= 2.4, "2,5 mm of white in the picture itself"
    assert picture.width <= profile(name).dots
    before = [item for item in roll.paper if item is not picture][-1]
    assert before.text.strip() == f"ATCUD:{document.atcud}"  # type: ignore[union-attr]


def test_a_printer_draws_the_code_itself_only_when_it_cannot_come_out_smaller_than_version_9() -> None:
    """``GS ( k`` takes no version; long messages with small letters exceed version 8 however they are packed."""
    long = replace(examples.appendix_a(), qr=examples.appendix_a().qr + "*S:" + "tb;" * 40)
    roll = printed(long, "epson-80")
    assert not roll.pictures
    assert roll.native_qr[80] == b"0" + long.qr.encode()
    assert roll.native_qr[69] == b"1", "48 + 1: level M"
    assert roll.native_qr[67] == b"\x05", "5 dots x 53 modules = 265 dots = 33 mm"
    assert roll.native_qr_printed
    assert printed(long, "generic-80").pictures, "a printer without the command gets a picture"
    assert printed(examples.appendix_a(), "epson-80").pictures


def test_portuguese_letters_and_the_euro_in_code_page_858() -> None:
    text = "São João € nº çãõ ÃÕ ª «ÁÉÍÓÚÂÊÔÀ» áéíóúâêôà ½"
    document = replace(examples.appendix_a(), notes=text)
    data = receipt(lay_out(document), profile())
    assert data.count(b"\x1bt") == 1, "one page for the whole receipt"
    assert data.startswith(b"\x1b@\x1c.\x1bt\x13")
    assert text.encode("cp858") in data
    assert text in print_job(data).text


def test_what_the_code_page_lacks_is_written_with_what_it_has() -> None:
    notes = "“Preço” – 5,00\u00a0€ … ‘ok’\nŁódź, Kraków, Dvořák, Œuvre, Ağrı\nΑθήνα 漢字"
    shown = printed(replace(examples.appendix_a(), notes=notes)).text
    assert "\"Preço\" - 5,00 € ... 'ok'" in shown
    assert "Lódz, Kraków, Dvorák, OEuvre, Agri" in shown
    assert "????? ??" in shown


def test_a_printer_without_the_euro_says_eur() -> None:
    old = replace(profile(), code_page="CP860", code_page_number=3)
    roll = printed(examples.appendix_a(), old)
    assert "108,65 EUR" in roll.text
    assert "Mercearia São João, Lda" in roll.text


def test_the_total_is_tall_and_bold_and_anulado_is_large() -> None:
    roll = printed(examples.cancelled(examples.till_sale()))
    (total,) = [line for line in roll.lines if line.text.startswith("TOTAL")]
    assert (total.bold, total.tall, total.wide) == (True, True, False)
    (void,) = [line for line in roll.lines if "ANULADO" in line.text]
    assert (void.tall, void.wide) == (True, True)
    (plain,) = [line for line in roll.lines if line.text.startswith("IVA ")]
    assert (plain.bold, plain.tall, plain.wide) == (False, False, False)


def test_the_second_copy_is_marked() -> None:
    assert "2.ª via" in print_job(receipt(lay_out(examples.till_sale(), SECOND), profile())).text


def test_cut_and_drawer_follow_the_profile() -> None:
    roll = printed(examples.till_sale(), drawer=True)
    assert (roll.cuts, roll.drawers) == (1, [2])
    roll = printed(examples.till_sale(), "sunmi-v2", drawer=True)
    assert (roll.cuts, roll.drawers, roll.fed) == (0, [], 4), "no cutter, no drawer: only enough paper to tear"
    assert printed(examples.till_sale()).drawers == []
    assert print_job(drawer_pulse(replace(profile(), drawer=5))).drawers == [5]
    assert drawer_pulse(profile("sunmi-v2")) == b""
    partial = receipt(lay_out(examples.till_sale()), replace(profile(), cut="partial"))
    assert partial.endswith(b"\x1dV\x01")


def test_hostile_text_reaches_the_printer_as_text_only() -> None:
    """The strict printer fails on any control byte; no cut, pulse or picture comes from the data."""
    roll = printed(examples.hostile(), "generic-58")
    assert (roll.cuts, roll.drawers, len(roll.pictures)) == (0, [], 1)
    assert "[red]Leite[/red] ]52;c;cm0gLXJm" in roll.text
    raw = replace(lay_out(examples.appendix_a()), number="FT \x1b@\x1dV\x00\n\x07/1", notes=("a\x9bb\u202ec\u0000",))
    assert print_job(receipt(raw, profile())).text.count("\x1b") == 0, "not even text that nobody cleaned"


def test_paper_and_screen_have_the_same_rows() -> None:
    paper = lay_out(examples.till_sale())
    assert printed(examples.till_sale()).text == "\n".join(row.text for row in rows(paper, 48) if row.style != "qr")


def test_profiles_are_named_in_the_refusal() -> None:
    with pytest.raises(Refusal, match=r"«abc» desconhecida: use generic-80, generic-58"):
        profile("abc")
    for name in names():
        its = profile(name)
        assert its.dots // 12 == its.columns, "font A is 12 dots wide"
        assert its.cut in ("", "full", "partial")
        assert its.drawer in (0, 2, 5)
        assert b"".join(c.encode(its.code_page) for c in "ãõçº€")


PROBE = """
import logging, os, sys, threading
sys.path.insert(0, sys.argv[1])
import examples
from printing.escpos import receipt
from printing.profiles import profile
from printing.receipt import lay_out
assert "escpos" not in sys.modules and "PIL" not in sys.modules
paper = lay_out(examples.till_sale())
jobs = []
threads = [threading.Thread(target=lambda: jobs.append(receipt(paper, profile()))) for _ in range(4)]
[t.start() for t in threads]
[t.join() for t in threads]
assert len(set(jobs)) == 1 and len(jobs) == 4
assert logging.getLogger().handlers == []
assert os.environ["ESCPOS_CAPABILITIES_FILE"] == "of somebody else"
assert "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ
"""


def test_importing_python_escpos_leaves_nothing_behind(tmp_path: Path) -> None:
    """No text on the screen, no handler on the root logger, no temporary folder, no changed environment."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(Path(__file__).parent)],
        capture_output=True,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path), "ESCPOS_CAPABILITIES_FILE": "of somebody else"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []
    assert tempfile.gettempdir() != str(tmp_path)
