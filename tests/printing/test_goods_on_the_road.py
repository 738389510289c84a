"""Guides on paper: what the law on goods on the road wants to see, and the copies that go with them (DL 147/2003)."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from company import Lojinha, line
from every_type import PADARIA, one_of_each, to_the_bakery

from models.sales.draft import DraftTransport
from models.sales.find import document
from printing.columns import text
from printing.deliver import as_escpos, as_pdf, on_screen, to_pdf
from printing.paper import Labelled
from printing.receipt import lay_out
from printing.travel import copies
from tests.printing.roll import print_job

pytestmark = pytest.mark.parametrize("company", ["sqlite"], indirect=True)
NOT_VALID = "Cópia de documento não válida para os fins previstos no regime de bens em circulação"


def pages(data: bytes) -> list[str]:
    read = pypdfium2.PdfDocument(io.BytesIO(data))
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in read]


def test_the_transport_block(company: Lojinha) -> None:
    """Art. 4: places of loading and unloading, date and hour of start, plate; then AT's code, once there is one."""
    guide = company.issue("GT", line("CAFE", "4"), customer=PADARIA, transport=to_the_bakery(comments="Frágil"))
    block = (
        Labelled("Local de carga", "Rua de Cedofeita, 120, 4050-180 Porto"),
        Labelled("Local de descarga", "Zona Industrial, lote 4, 4470-177 Maia"),
        Labelled("Início do transporte", "24-11-2026 às 14:30"),
        Labelled("Matrícula", "AA-01-BB"),
        Labelled("Observações", "Frágil"),
    )
    paper = lay_out(guide)
    assert paper.transport == block
    assert (paper.customer_label, paper.customer.name) == ("Destinatário", "Padaria Central, S.A.")
    told = replace(guide, at_code="15000123456")
    assert Labelled("Código AT", "15000123456") in lay_out(told).transport
    assert len(copies(told, 0)) == 1, "AT's code takes the place of the three copies"


def test_paper_goes_in_three_copies_and_no_later_one_is_valid(company: Lojinha) -> None:
    """Art. 5 and 6: original, duplicate and triplicate at once; what is printed afterwards says that it is none."""
    number = company.issue("GR", line("CAFE", "4"), customer=PADARIA).number
    first = pages(as_pdf(number, company.session))
    assert [next(w for w in ("Original", "Duplicado", "Triplicado") if w in page) for page in first] == [
        "Original", "Duplicado", "Triplicado",
    ]  # fmt: skip
    (later,) = pages(as_pdf(number, company.session))
    assert NOT_VALID in later
    assert "2.ª via" not in later
    assert NOT_VALID in " ".join(" ".join(on_screen(number, 80)[1]).split())


def test_three_copies_on_the_roll_open_the_drawer_never(company: Lojinha) -> None:
    number = company.issue("GT", line("CAFE", "4"), customer=PADARIA).number
    roll = print_job(as_escpos(number, company.session, "generic-80")).text
    assert [roll.count(word) for word in ("Original", "Duplicado", "Triplicado")] == [1, 1, 1]


def test_an_invoice_that_goes_with_goods_has_three_copies_too(company: Lojinha) -> None:
    with_goods = company.issue("FT", line("CAFE"), customer=PADARIA, transport=to_the_bakery())
    without = company.issue("FT", line("CAFE"), customer=PADARIA)
    assert [len(copies(each, 0)) for each in (with_goods, without)] == [3, 1]
    assert [copy.marking for copy in copies(without, 1)] == ["2.ª via"]


def test_a_guide_without_prices_shows_none(company: Lojinha) -> None:
    guide = company.issue("GR", line("CAFE", "4"), customer=PADARIA, valued=False)
    for width in (32, 48, 80):
        shown = text(lay_out(guide), width)
        assert "4 UN" in shown
        for absent in ("TOTAL", "IVA", "12,30", "10,00", "0,00", "Valor"):
            assert absent not in shown
    (page, *_) = pages(as_pdf(guide.number, company.session))
    assert not [word for word in ("TOTAL", "Preço", "Valor", "0,00", "IVA") if word in page]


def test_a_global_guide_has_no_recipient_yet(company: Lojinha) -> None:
    """Art. 4 n.6: neither recipient nor places of unloading; each delivery has a document that refers to it."""
    van = company.issue("GT", line("CAFE", "20"), valued=False, transport=DraftTransport(global_guide=True))
    paper = lay_out(van)
    assert paper.heading == "Guia de transporte global GT 2026A/1"
    assert Labelled("Local de descarga", "a conhecer em cada entrega") in paper.transport
    assert "Consumidor final" not in text(paper)
    assert paper.customer.name == "A conhecer no percurso"


def test_many_sources_are_named_at_their_lines(company: Lojinha) -> None:
    from models.sales.convert import convert_draft
    from models.sales.issue import issue

    guides = [company.issue("GR", line("CAFE"), customer=PADARIA).number for _ in range(5)]
    paper = lay_out(document(issue(convert_draft(guides, "FT"), company.session)))
    assert paper.references == ("5 documentos, indicados em cada linha",)
    assert [row.details[-1] for row in paper.lines] == [f"De {number} de 24-11-2026" for number in guides]


def test_the_qr_code_of_every_type_is_read_back_from_its_page(company: Lojinha, tmp_path: Path) -> None:
    for kind, made in one_of_each(company).items():
        read = pypdfium2.PdfDocument(to_pdf(made.number, company.session, tmp_path))
        picture = read[0].render(scale=200 / 72).to_pil()
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        assert [code.text for code in found] == [made.qr], kind
