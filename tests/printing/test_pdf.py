"""The A4 PDF, read back as a stranger would: its text, its pictures, its QR code."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import examples
import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont

import printing
from models.sales.record import IssuedDocument
from printing.paper import ORIGINAL, SECOND, Copy
from printing.pdf import pdf
from printing.receipt import lay_out

DPI = 200
EU_LETTERS = {
    "bg": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯабвгдежзийклмнопрстуфхцчшщъьюя",
    "cs": "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽáčďéěíňóřšťúůýž",
    "da": "ÆØÅæøå",
    "de": "ÄÖÜßẞäöü",
    "el": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫαβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "es": "ÁÉÍÑÓÚÜáéíñóúü¿¡",
    "et": "ÄÕÖÜŠŽäõöüšž",
    "fi": "ÅÄÖåäö",
    "fr": "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ",
    "ga": "ÁÉÍÓÚáéíóúḂḃĊċḊḋḞḟĠġṀṁṖṗṠṡṪṫ",
    "hr": "ČĆĐŠŽčćđšž",
    "hu": "ÁÉÍÓÖŐÚÜŰáéíóöőúüű",
    "it": "ÀÈÉÌÎÒÙàèéìîòù",
    "lt": "ĄČĘĖĮŠŲŪŽąčęėįšųūž",
    "lv": "ĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūž",
    "mt": "ĊĠĦŻċġħż",
    "nl": "ÁËÏÓÖÜáëïóöüĳ",
    "pl": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż",
    "pt": "ÁÂÃÀÇÉÊÍÓÔÕÚáâãàçéêíóôõúºª«»",
    "ro": "ĂÂÎȘȚŞŢăâîșțşţ",
    "sk": "ÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽáäčďéíĺľňóôŕšťúýž",
    "sl": "ČŠŽčšž",
    "sv": "ÅÄÖåäö",
    "signs": "€£§°–—“”„‘’…‰•·×½²³µ±",
}


@cache
def paper_pages(made: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(made)
    return [page.get_textpage().get_text_bounded() for page in document]


def pages_of(document: IssuedDocument, copy: Copy = ORIGINAL) -> list[str]:
    """The text of each page, in the order in which it was drawn."""
    return paper_pages(pdf(lay_out(document, copy)))


def codes_on(page: pypdfium2.PdfPage) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(page.render(scale=DPI / 72).to_pil()))


@pytest.mark.parametrize(
    "make",
    [examples.appendix_a, examples.to_a_company, examples.till_sale, examples.credit_note, examples.three_regions],
)
def test_the_qr_code_read_from_the_page_is_the_record(make: object) -> None:
    document: IssuedDocument = make()  # type: ignore[operator]
    for made in (document, examples.cancelled(document)):
        (page,) = pypdfium2.PdfDocument(pdf(lay_out(made)))
        (code,) = codes_on(page)
        assert code.text == made.qr


def test_the_qr_code_is_30_mm_wide_with_its_margin_and_the_atcud_right_above() -> None:
    (page,) = pypdfium2.PdfDocument(pdf(lay_out(examples.appendix_a())))
    (code,) = codes_on(page)
    place = code.position
    wide = (place.top_right.x - place.top_left.x) / DPI * 25.4
    assert wide > 29.8, "measured between the corners' pixels: 53 x 0,57 = 30,2 mm"
    image = page.render(scale=DPI / 72).to_pil().convert("L")
    margin = int(2.4 / 25.4 * DPI)
    left, top, right = place.top_left.x - 2, place.top_left.y - 2, place.top_right.x + 3
    bottom = place.bottom_left.y + 3
    for box in (
        (left - margin, top, left, bottom), (right, top, right + margin, bottom),
        (left, top - margin, right, top), (left, bottom, right, bottom + margin),
    ):  # fmt: skip
        assert image.crop(box).getextrema() == (255, 255), "2,5 mm of white around the code (P195)"
    height = page.get_height()
    above = page.get_textpage().get_text_bounded(
        left=left / DPI * 72 - 1, right=right / DPI * 72 + 10, bottom=height - top / DPI * 72,
        top=height - (top / DPI * 72 - 20),
    )  # fmt: skip
    assert above.strip() == "ATCUD:CSDF7T5H-1"


def test_everything_that_the_law_wants_is_on_the_page() -> None:
    (shown,) = pages_of(examples.to_a_company())
    for text in (
        "Mercearia São João, Lda", "Rua das Flores, 12, r/c", "4050-262 Porto", "NIF 599999993",
        "C. R. C. Porto n.º 599999993, capital social 5000 €", "Fatura", "FT 2027A/1", "Original", "04-01-2027",
        "03-02-2027", "30 dias", "Construções Conceição & Irmãos, S.A.", "1250-143 Lisboa", "NIF 509964435",
        "Artigo A", "0,55", "8,8%", "50,16", "0% M07", "15,6488", "46,95", "M07 Isento artigo 9.º do CIVA",
        "Total ilíquido", "101,95", "Desconto nas linhas", "4,84", "Total s/ IVA", "97,11", "11,54", "TOTAL",
        "108,65 €", "Retenção na fonte IRS 23%", "22,34", "A pagar", "86,31 €", "ATCUD:CSDF7T5H-1",
        "Nq6a-Processado por programa certificado n.º 9999/AT", "Página 1 de 1",
        "Modo de ensaio: programa ainda não certificado pela AT", "Contacto: Sr. Gonçalo.",
        "Os bens/serviços foram colocados à disposição do adquirente na data do documento.",
    ):  # fmt: skip
        assert text in " ".join(shown.split()), text


def test_the_phrase_is_neither_on_the_first_or_last_line_nor_at_the_border() -> None:
    """Despacho 8632/2014, 2.2.12."""
    (page,) = pypdfium2.PdfDocument(pdf(lay_out(examples.appendix_a())))
    text = page.get_textpage()
    found = text.search("Nq6a-Processado").get_next()
    assert found is not None
    left, bottom, right, _ = text.get_charbox(found[0])
    assert left > 40
    assert right < page.get_width() - 40
    assert bottom > 60, "points from the lower edge"
    assert "Página" in text.get_text_bounded(bottom=0, top=bottom - 20), "other lines follow below"


def test_second_copy_and_cancelled_are_marked() -> None:
    (first,), (second,) = pages_of(examples.appendix_a()), pages_of(examples.appendix_a(), SECOND)
    assert "2.ª via" in second
    assert "2.ª via" not in first
    assert second.replace("2.ª via", "Original") == first
    (void,) = pages_of(examples.cancelled(examples.appendix_a()))
    assert void.count("ANULADO") == 2, "across the page and above the lines"
    assert "Motivo: Cliente trocado por engano" in void


def test_carried_totals_of_sixty_lines_add_up() -> None:
    """Lines of 1,00, 2,00 ... 60,00: up to line n the sum is n(n + 1)/2; all of them 1 830,00."""
    pages = pages_of(examples.long_invoice())
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert f"FT 2027A/60 · Página {number} de 3" in page
        assert "Fatura" in page
        assert "ATCUD:CSDF7T5H-60" in page
        assert "NIF 599999993" in page
        assert "Original" in page
        assert ("TOTAL" in page) == ("420,90" in page) == (number == 3), "totals at the end"
        assert ("A transportar" in page) == (number < 3)
        assert ("Transportado" in page) == (number > 1)
    for before, after in pairwise(pages):
        last = max(n for n in range(1, 61) if f"lote {n} 1 UN" in before)
        whole, cents = f"{last * (last + 1) // 2:,}".replace(",", " "), "00"
        assert f"lote {last + 1} 1 UN" in after
        assert f"{whole},{cents}" in before[before.rindex("lote") :]
        assert f"{whole},{cents}" in after[: after.index("lote")]
    assert "2 250,90 €" in pages[-1]
    codes = [codes_on(page) for page in pypdfium2.PdfDocument(pdf(lay_out(examples.long_invoice())))]
    assert [len(found) for found in codes] == [0, 0, 1], "on the last page only"
    assert codes[2][0].text == examples.long_invoice().qr


@pytest.mark.parametrize("count", [*range(18, 34), 500])
def test_any_number_of_lines_fits_and_every_line_is_printed_once(count: int) -> None:
    pages = pages_of(examples.long_invoice(count))
    everything = "".join(pages)
    assert [everything.count(f"lote {n} 1 UN") for n in range(1, count + 1)] == [1] * count
    assert "lote" in pages[-1]
    assert everything.count("TOTAL") == 1


def inside(made: bytes) -> None:
    """No ink within 10 mm of the edge of any page."""
    for page in pypdfium2.PdfDocument(made):
        image = page.render(scale=1).to_pil().convert("L")
        across, down = image.size
        edge = int(10 / 25.4 * 72)
        for box in (
            (0, 0, edge, down),
            (across - edge, 0, across, down),
            (0, 0, across, edge),
            (0, down - edge, across, down),
        ):
            assert image.crop(box).getextrema() == (255, 255)


def test_long_names_descriptions_and_amounts_stay_on_the_page() -> None:
    base = examples.long_invoice(30, "Serviço de manutenção preventiva e corretiva " * 4)
    long = "Sociedade Portuguesa de Construções e Empreitadas " * 4
    big = Decimal("123456789.123456")
    document = replace(
        base,
        number="FT " + "SERIE-MUITO-COMPRIDA-DE-TRINTA-E-5/123456789",
        atcud="CSDF7T5H-123456789",
        issuer=replace(base.issuer, name=long, address=long, email="a" * 200),
        customer=replace(base.customer, name="Pneumoultramicroscopicossilicovulcanoconiose" * 4, address=long),
        lines=(
            replace(base.lines[0], code="X" * 60, unit="EMBALAGENS DUPLAS", quantity=big, price=big, shown=big,
                    discount="10.55%+5.55%+1%"),
            *base.lines[1:],
        ),
        notes="\n".join(f"Nota {n}" for n in range(150)),
        condition="Trinta dias após a receção da fatura pelo cliente",
        withholding=replace(examples.to_a_company().withholding, description="Artigo 101.º " * 20),
    )  # fmt: skip
    made = pdf(lay_out(document))
    inside(made)
    everything = "".join(paper_pages(made))
    assert all(f"Nota {n}" in everything for n in range(150))


def test_every_letter_of_every_language_of_the_union_prints() -> None:
    letters = "".join(EU_LETTERS.values())
    for file in sorted((Path(printing.__file__).parent / "fonts").glob("*.ttf")):
        missing = {c for c in letters if ord(c) not in TTFont(file).getBestCmap()}
        assert not missing, (file.name, missing)
    document = examples.appendix_a()
    named = replace(document, notes="\n".join(EU_LETTERS.values()))
    (shown,) = pages_of(named)
    assert not [text for text in EU_LETTERS.values() if text not in shown]


def test_letters_outside_the_fonts_are_written_plainly_and_without_warnings(caplog: pytest.LogCaptureFixture) -> None:
    document = examples.appendix_a()
    (shown,) = pages_of(replace(document, notes="Nguyễn Văn 漢 😀 ok"))
    assert "Nguyen Văn ? ? ok" in shown
    assert not caplog.records


def test_hostile_text_is_only_text(capfd: pytest.CaptureFixture[str]) -> None:
    (shown,) = pages_of(examples.hostile())
    assert "[red]Leite[/red]" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert capfd.readouterr() == ("", "")


MAKE = """
import sys
sys.path.insert(0, sys.argv[1])
import examples
from printing.pdf import pdf
from printing.receipt import lay_out
sys.stdout.buffer.write(pdf(lay_out(examples.to_a_company())))
"""


def test_the_same_document_gives_the_same_bytes_in_another_process_and_time_zone() -> None:
    here = pdf(lay_out(examples.to_a_company()))
    there = subprocess.run(
        [sys.executable, "-c", MAKE, str(Path(__file__).parent)],
        capture_output=True,
        check=True,
        env={"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"},
    )
    assert there.stderr == b""
    assert there.stdout == here
    assert b"(D:20270104101530Z" in here


def test_the_file_says_what_it_is() -> None:
    document = pypdfium2.PdfDocument(pdf(lay_out(examples.appendix_a())))
    told = document.get_metadata_dict()
    assert (told["Title"], told["Author"], told["Producer"]) == (
        "Fatura FT 2027A/1",
        "Mercearia São João, Lda",
        "Balcão",
    )
