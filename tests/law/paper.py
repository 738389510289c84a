"""What a reader sees of a document's paper: the A4's text page by page, the receipt's text, the bytes for the printer."""

from __future__ import annotations

import re

import pypdfium2

from models.sales.record import IssuedDocument
from printing import columns
from printing.escpos import receipt
from printing.paper import ORIGINAL, Copy
from printing.pdf import pdf
from printing.profiles import profile
from printing.receipt import lay_out


def pages(document: IssuedDocument, copy: Copy = ORIGINAL) -> list[str]:
    """The text of each page of the A4, read back out of the file; runs of spaces and breaks are one space."""
    read = pypdfium2.PdfDocument(pdf(lay_out(document, copy)))
    return [flat(page.get_textpage().get_text_bounded()) for page in read]


def a4(document: IssuedDocument, copy: Copy = ORIGINAL) -> str:
    return " ".join(pages(document, copy))


def roll(document: IssuedDocument, copy: Copy = ORIGINAL, width: int = 48) -> str:
    """The text of the receipt."""
    return flat(columns.text(lay_out(document, copy), width))


def printed(document: IssuedDocument, copy: Copy = ORIGINAL) -> str:
    """The text in the bytes that go to an 80 mm receipt printer."""
    return flat(receipt(lay_out(document, copy), profile()).decode("cp858", errors="replace"))


def everywhere(document: IssuedDocument, copy: Copy = ORIGINAL) -> list[str]:
    """The same document on every kind of paper."""
    return [a4(document, copy), roll(document, copy), roll(document, copy, 32), printed(document, copy)]


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
