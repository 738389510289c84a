"""Whatever text a document holds, its papers can be made, and no control byte leaves for a printer."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import examples
import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st
from roll import print_job

from models.sales.record import IssuedDocument
from printing.columns import cells, text
from printing.escpos import receipt
from printing.pdf import pdf
from printing.profiles import profile
from printing.receipt import lay_out

TEXT = st.text(st.characters(codec=None), max_size=120)


def document_of(words: list[str]) -> IssuedDocument:
    base = examples.cancelled(examples.to_a_company())
    one, two, three, four = words
    return replace(
        base,
        issuer=replace(base.issuer, name=one, address=two, email=three, register=four),
        customer=replace(base.customer, name=two, city=three, postal_code=four, nif=one),
        lines=(replace(base.lines[0], code=one, description=two, unit=three, reference=four), base.lines[1]),
        notes=three,
        condition=four,
        operator=one,
        status_reason=two,
    )


@given(st.lists(TEXT, min_size=4, max_size=4))
@settings(max_examples=100)
def test_receipts(words: list[str]) -> None:
    paper = lay_out(document_of(words))
    for name in ("generic-58", "epson-80"):
        roll = print_job(receipt(paper, profile(name)), profile(name).dots)
        assert (roll.cuts, roll.drawers, len(roll.pictures)) == (1 if name == "epson-80" else 0, [], 1)
    shown = text(paper, 80)
    assert all(cells(row) <= 80 for row in shown.splitlines())
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]


@given(st.lists(TEXT, min_size=4, max_size=4))
@settings(max_examples=15)
def test_pdf(words: list[str]) -> None:
    pages = pypdfium2.PdfDocument(pdf(lay_out(document_of(words))))
    assert "108,65 €" in pages[len(pages) - 1].get_textpage().get_text_bounded()
