"""C10 to C14: what paper carries page by page, exemptions, second copies, withholding (Despacho 8632/2014, 2.2)."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from company import Lojinha, article, line, loose
from paper import a4, everywhere, pages, roll

from models.catalogue.articles import save_article
from models.parties.customers import save_customer
from models.parties.tables import Customer
from models.sales.draft import DraftCustomer, DraftWithholding
from models.sales.find import document
from printing.paper import SECOND

D = Decimal
once = pytest.mark.parametrize("company", ["sqlite"], indirect=True)
"""Paper knows no database."""


def amount(text: str) -> Decimal:
    return D(text.replace(" ", "").replace(".", "").replace(",", "."))


@once
def test_C10_every_page_has_number_page_count_running_total_and_atcud(company: Lojinha) -> None:
    """2.2.11; Portaria 195/2020, 4.º n.3: 120 lines of 1,00 to 120,00 are 7 260,00; totals only on the last page."""
    lines = [loose(f"Artigo de teste {n}", "1", str(n)) for n in range(1, 121)]
    sold = company.issue("FT", *lines)
    assert sold.net == 7260
    found = pages(sold)
    assert len(found) > 2
    for n, text in enumerate(found, 1):
        assert "Fatura FT 2026A/1" in text
        assert f"Página {n} de {len(found)}" in text
        assert "ATCUD:CSDF7T5H-1" in text
        assert ("TOTAL" in text) == (n == len(found)), "the total stands on the last page only"
        assert ("Processado por programa certificado" in text) == (n == len(found))
    shown = [[int(x) for x in re.findall(r"Artigo de teste (\d+)", text)] for text in found]
    assert [n for page in shown for n in page] == list(range(1, 121)), "each line once, in order"
    carried = D(0)
    for n, text in enumerate(found):
        if n:
            assert re.search(
                rf"Transportado\D*{re.escape(shown_as(carried))}|{re.escape(shown_as(carried))}\D*Transportado", text
            )
        carried += sum(shown[n])
        if n < len(found) - 1:
            assert re.search(
                rf"A transportar\D*{re.escape(shown_as(carried))}|{re.escape(shown_as(carried))}\D*A transportar", text
            )


def shown_as(value: Decimal) -> str:
    return f"{value:,.2f}".replace(",", " ").replace(".", ",")


@once
def test_C10_a_single_page_carries_nothing(company: Lojinha) -> None:
    """2.2.11: carried totals belong to documents of several pages."""
    text = a4(company.issue("FT", line("CAFE")))
    assert "Página 1 de 1" in text
    assert "ransport" not in text


@once
def test_C11_white_paper_is_enough(company: Lojinha) -> None:
    """2.2.13: every fiscal element is printed by the program itself; nothing is left to a pre-printed form."""
    sold = company.issue("FT", line("CAFE", "2"), line("FORM"), customer=DraftCustomer(code="PADARIA"), condition="30D")
    elements = [
        "Lojinha da Esquina, Lda", "Rua de Cedofeita, 120", "4050-180 Porto", "NIF 509964435",  # issuer
        "Padaria Central, S.A.", "Rua do Forno, 5", "4000-001 Porto", "NIF 501964843",  # buyer
        "Fatura FT 2026A/1", "24-11-2026", "24-12-2026",
        "Café em grão 1 kg", "Formação certificada", "23%", "M07", "Isento artigo 9.º do CIVA",
        "20,00", "4,60", "15,65", "40,25",  # 20,00 + 4,60 + 15,65
        "ATCUD:CSDF7T5H-1", "Processado por programa certificado n.º 9999/AT",
        "Os bens/serviços foram colocados à disposição do adquirente na data do documento.",
    ]  # fmt: skip
    for text in everywhere(sold):
        assert [element for element in elements if element not in text] == []


@once
def test_C12_an_exempt_line_is_linked_to_the_law_that_exempts_it(company: Lojinha) -> None:
    """2.2.14: the reason why no tax is charged is printed and linked to its lines; so is the rate of the others."""
    sold = company.issue(
        "FT",
        line("FORM"),
        line("CAFE"),
        line("MAO", tax="ISE", exemption="M05"),
        line("A1", tax="NS", exemption="M99"),
    )
    for text in everywhere(sold):
        for mark, mention in (
            ("M07", "Isento artigo 9.º do CIVA"),
            ("M05", "Isento artigo 14.º do CIVA"),
            ("M99", "Não sujeito ou não tributado"),
        ):
            assert text.count(mark) >= 2, "at the line and at the mention"
            assert f"{mark} {mention}" in text
        assert "23%" in text
    for reason in [x.exemption_reason for x in sold.lines if x.tax_code in ("ISE", "NS")]:
        assert 6 <= len(reason) <= 60, "SAF-T TaxExemptionReason"


@once
def test_C13_a_second_copy_is_the_original_word_for_word_but_marked(company: Lojinha) -> None:
    """2.2.15: a later print has the same content, old name and address too, and says that it is not the original."""
    sold = company.issue("FT", line("VINHO"), customer=DraftCustomer(code="PADARIA"))
    originals = everywhere(sold)
    company.change(name="Lojinha Nova, Lda", address="Rua Nova, 1", phone="999")
    buyer = Customer.get(Customer.code == "PADARIA")
    moved = {"code": "PADARIA", "nif": buyer.nif, "name": "Padaria Moderna, S.A.", "address": "Avenida Nova, 9"}
    save_customer(buyer.id, moved, company.session)
    wine = article("VINHO")
    save_article(
        wine.id, {"code": "VINHO", "description": wine.description, "price": D(9), "tax_code": "NOR"}, company.session
    )
    copies = everywhere(document(sold.number), SECOND)
    for original, copy in zip(originals, copies, strict=True):
        assert "Original" in original
        assert "2.ª via" not in original
        assert copy.count("2.ª via") == original.count("Original")
        assert copy.replace("2.ª via", "Original") == original


@once
def test_C13_a_cancelled_document_says_so_on_every_print(company: Lojinha) -> None:
    """2.2.15 and 1.11: the content stays as issued; only the status shows, with its date and reason."""
    from models.sales.cancel import cancel

    sold = company.issue("FT", line("CAFE"))
    cancel(sold.number, "Artigo errado", company.session)
    for text in everywhere(document(sold.number), SECOND):
        assert re.search(r"ANULADO|A N U L A D O", text)
        assert "Motivo: Artigo errado" in text
        assert "12,30" in text


@once
def test_C14_what_is_withheld_has_its_own_label_after_the_total(company: Lojinha) -> None:
    """2.2.7: withholding is shown after the total with tax, under a fixed label, never as a line, never changing it."""
    sold = company.issue(
        "FR", line("MAO", "10"), customer=DraftCustomer(code="PADARIA"), withholding=DraftWithholding("IRS", D(23))
    )
    assert (sold.net, sold.tax, sold.gross, sold.payable) == (200, 46, 246, 200)
    assert len(sold.lines) == 1
    for text in (roll(sold), roll(sold, width=32)):
        assert re.search(r"TOTAL +246,00 € +Retenção na fonte IRS 23% +46,00 +A pagar +200,00 €", text)
    text = a4(sold)
    assert text.index("246,00") < text.index("Retenção na fonte IRS 23%")
    assert "200,00 €" in text


@once
def test_C14_without_withholding_there_is_no_such_label(company: Lojinha) -> None:
    """2.2.7: the field shows only where there is something."""
    for text in everywhere(company.issue("FR", line("MAO", "10"))):
        assert "Retenção" not in text
        assert "A pagar" not in text
