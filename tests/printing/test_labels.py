"""Labels are drawn, turned into an image, and read back by another program."""

from __future__ import annotations

from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from company import Lojinha
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printing.barcodes import QUIET, modules
from printing.labels import SHEETS, Label, labels_of, labels_pdf

D = Decimal


def seen(code: str) -> tuple[str, str]:
    """What a reader sees of a code: its kind and its text."""
    bars = modules(code)
    image = Image.new("L", (len(bars) + 2 * QUIET, 30), 255)
    for x, dark in enumerate(bars):
        for y in range(30 if dark == "1" else 0):
            image.putpixel((x + QUIET, y), 0)
    (found,) = zxingcpp.read_barcodes(image.resize((image.width * 3, 90), Image.Resampling.NEAREST))
    return found.format.name, found.text


def with_check(digits: str) -> str:
    total = sum(int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


@given(st.text("0123456789", min_size=12, max_size=12).map(with_check))
def test_ean_13(code: str) -> None:
    assert seen(code)[1].zfill(13) == code


@given(st.text("0123456789", min_size=7, max_size=7).map(with_check))
def test_ean_8(code: str) -> None:
    assert seen(code) == ("EAN8", code)


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=24)
    | st.from_regex(r"\A[A-Z]{0,3}[0-9]{1,14}[A-Z]{0,3}\Z")
)
def test_code_128(code: str) -> None:
    kind, text = seen(code)
    assert text == code
    assert kind in ("Code128", "EAN13", "EAN8", "UPCA")


def test_what_no_bar_code_holds() -> None:
    assert modules("") == ""
    assert modules("PÃO") == ""


def test_pairs_of_digits_take_half_the_room() -> None:
    assert len(modules("12345678901234567890")) < len(modules("ABCDEFGHIJKLMNOPQRST")) * 0.65


@pytest.mark.parametrize("name", SHEETS)
def test_every_label_of_a_sheet_is_read_back(name: str) -> None:
    sheet = SHEETS[name]
    codes = [with_check(f"56012345{n:04d}") for n in range(sheet.count - 1)]
    labels = [
        Label("Café em grão de montanha, moagem grossa", "12,30 €", "UN", f"A{n}", code) for n, code in enumerate(codes)
    ]
    data = labels_pdf(labels, sheet, 2, "2026-11-24T10:00:00", "Lojinha")
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    image = document[0].render(scale=300 / 72).to_pil()
    dots = image.width / 210
    for n, code in enumerate(codes, 1):  # the first place was used before
        row, column = divmod(n, sheet.columns)
        x, y = sheet.left + column * (sheet.width + sheet.gap), sheet.top + row * sheet.height
        one = image.crop(tuple(int(at * dots) for at in (x, y, x + sheet.width, y + sheet.height)))
        assert [found.text for found in zxingcpp.read_barcodes(one)] == [code]
    used = image.crop((0, 0, int((sheet.left + sheet.width) * dots), int((sheet.top + sheet.height) * dots)))
    assert used.getextrema() == ((255, 255),) * 3


def test_a_used_sheet_goes_on_to_the_next() -> None:
    label = Label("Leite", "1,06 €", "UN", "LEITE", "")
    assert len(pypdfium2.PdfDocument(labels_pdf([label] * 3, SHEETS["24"], 23, "2026-11-24T10:00:00", "Lojinha"))) == 2


def test_what_a_label_says(company: Lojinha) -> None:
    coffee, hours = labels_of([("CAFE", D("1.5")), ("MAO", D(1))], company.session)[1:]
    assert (coffee.price, coffee.unit, coffee.barcode) == ("12,30 €", "UN", "5601234567892")
    assert (hours.price, hours.barcode, hours.code) == ("24,60 €", "", "MAO")  # 20,00 and 23 %
    assert labels_of([("NADA", D(1))], company.session) == []
