"""The document in columns: receipts of 80 and 58 mm, and the text on screen."""

from __future__ import annotations

from dataclasses import replace

import examples
import pytest

from printing.columns import cells, rows, text
from printing.receipt import lay_out

EVERY = (
    examples.appendix_a, examples.to_a_company, examples.till_sale, examples.credit_note, examples.three_regions,
    examples.long_invoice, examples.hostile,
)  # fmt: skip


@pytest.mark.parametrize("width", [32, 42, 48, 80])
@pytest.mark.parametrize("make", EVERY)
def test_no_row_is_wider_than_the_paper(make: object, width: int) -> None:
    paper = lay_out(examples.cancelled(make()))  # type: ignore[operator]
    for row in rows(paper, width):
        assert cells(row.text) * (2 if row.style == "large" else 1) <= width, row


def test_the_whole_receipt_of_a_till_sale_on_58_mm() -> None:
    assert (
        text(lay_out(examples.till_sale()), 32)
        == """\
    Mercearia São João, Lda
    Rua das Flores, 12, r/c
         4050-262 Porto
         NIF 599999993
        Tel. 222 000 111
     geral@saojoao.example
 C. R. C. Porto n.º 599999993,
     capital social 5000 €

Fatura simplificada FS 2027L/12
            Original
 Modo de ensaio: programa ainda
    não certificado pela AT

Data: 04-01-2027
Cliente: Consumidor final
--------------------------------
Descrição           Valor c/ IVA
Azeite virgem extra «Quinta do
Côa» 0,75 l
  2 UN x 12,30 desc. 10%
  23%                      22,14
Queijo da ilha
  0,345 KG x 12,99  6%      4,48
--------------------------------
Total ilíquido c/ IVA      29,08
Desconto nas linhas c/ IVA  2,46
Total s/ IVA               22,23
IVA                         4,39
TOTAL                    26,62 €

Pagamento:
  Numerário                30,00
  Troco                     3,38
--------------------------------
Taxa              Base       IVA
23%              18,00      4,14
6%                4,23      0,25
--------------------------------
Os bens/serviços foram colocados
à disposição do adquirente na
data do documento.
Registado em 04-01-2027 às 10:15
por ana
Nq6a-Processado por programa
certificado n.º 9999/AT

       ATCUD:CDF7T5HD-12
"""
    )


def test_the_qr_code_stands_right_under_the_atcud() -> None:
    *_, atcud, qr = rows(lay_out(examples.appendix_a()), 48)
    assert atcud.text.strip() == "ATCUD:CSDF7T5H-1"
    assert qr.style == "qr"


def test_wide_papers_show_the_codes_of_the_articles() -> None:
    assert "A1 Artigo A\n" in text(lay_out(examples.appendix_a()), 80)


def test_large_amounts_and_endless_words_are_broken_not_lost() -> None:
    document = examples.appendix_a()
    word = "Otorrinolaringologista" * 6
    rich = replace(document.lines[0], description=word, shown=document.lines[0].shown * 10**9)
    shown = text(lay_out(replace(document, lines=(rich,))), 32)
    assert word in shown.replace("\n", "")
    assert "50 160 000 000,00" in shown


def test_east_asian_letters_take_two_columns_and_combining_marks_none() -> None:
    assert cells("São") == 3
    assert cells("漢字") == 4
    assert cells("x̂") == 1
