"""An issued document on its way to paper: noted first as original or second copy, then laid out and sent."""

from __future__ import annotations

from pathlib import Path

from hardware import DeviceError, open_device
from models.sales.find import document, row_of, times_printed
from models.sales.printed import record_lost, record_print
from models.sales.record import IssuedDocument
from models.session import Session
from printing import columns
from printing.escpos import receipt
from printing.paper import Paper
from printing.pdf import pdf
from printing.profiles import Profile, profile
from printing.receipt import lay_out
from printing.travel import copies


def _papers(issued: IssuedDocument, medium: str, session: Session) -> list[Paper]:
    """What the next print is made of, once it is noted."""
    return [lay_out(issued, copy) for copy in copies(issued, record_print(issued.number, medium, session))]


def _receipts(papers: list[Paper], used: Profile, *, drawer: bool = False) -> bytes:
    return b"".join(receipt(paper, used, drawer=drawer and n == 0) for n, paper in enumerate(papers))


def to_printer(number: str, session: Session, address: str, profile_name: str, *, drawer: bool = False) -> None:
    """Prints a receipt. address: ``tcp://…``, ``serial://…`` or ``file://…``. Raises DeviceError, Refusal.

    The print is noted before it is sent (C13): if the printer fails half-way, what comes next is a second copy;
    if it could not be reached at all, the next print is still the original.
    """
    used = profile(profile_name)
    device = open_device(address, chunk=used.chunk, pause=used.pause / 1000)
    issued = document(number)
    try:
        device.send(_receipts(_papers(issued, "talão", session), used, drawer=drawer))
    except DeviceError as error:
        if error.nothing_sent:
            record_lost(number, session)
        raise


def as_pdf(number: str, session: Session) -> bytes:
    """The A4, noted as a print."""
    issued = document(number)
    return pdf(*_papers(issued, "pdf", session))


def as_escpos(number: str, session: Session, profile_name: str) -> bytes:
    """The receipt as a printer's bytes, noted as a print."""
    used = profile(profile_name)
    issued = document(number)
    return _receipts(_papers(issued, "talão", session), used)


def to_pdf(number: str, session: Session, folder: Path) -> Path:
    """Writes the A4 into ``folder`` under a temporary name, then renames it; gives its path."""
    data = as_pdf(number, session)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number.replace(' ', '_').replace('/', '_')}.pdf"
    temporary = path.with_suffix(".novo")
    temporary.write_bytes(data)
    temporary.replace(path)
    return path


def on_screen(number: str, width: int) -> tuple[IssuedDocument, list[str]]:
    """The document and its paper as lines of text, exactly as it would be printed next. Not a print."""
    issued = document(number)
    copy = copies(issued, times_printed(int(row_of(number).id)))[0]
    return issued, columns.text(lay_out(issued, copy), width).splitlines()
