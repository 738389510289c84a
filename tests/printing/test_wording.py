"""What must stand on paper, whatever the layout (fiscal.md 7.1, 7.2, 7.8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal

import examples
import pytest
from examples import line

from fiscal.errors import Refusal
from fiscal.text import clean
from models.sales.record import TaxTotal
from printing.columns import text
from printing.paper import ORIGINAL, SECOND, Copy, Labelled, Paper
from printing.receipt import lay_out

AVAILABILITY = "Os bens/serviços foram colocados à disposição do adquirente"


def flat(paper: Paper) -> str:
    """The text as on screen, its line breaks undone."""
    return " ".join(text(paper, 80).split())


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("FT", "Fatura FT 2027A/1"),
        ("FS", "Fatura simplificada FS 2027A/1"),
        ("FR", "Fatura-recibo FR 2027A/1"),
        ("NC", "Nota de crédito NC 2027A/1"),
        ("ND", "Nota de débito ND 2027A/1"),
    ],
)
def test_c5_c8_the_nature_type_series_number_and_date_are_plain(code: str, title: str) -> None:
    paper = lay_out(replace(examples.appendix_a(), type=code, number=f"{code} 2027A/1"))
    assert paper.heading == title
    assert paper.dates[0] == Labelled("Data", "04-01-2027")


def test_an_unknown_type_has_no_paper() -> None:
    with pytest.raises(Refusal):
        lay_out(replace(examples.appendix_a(), type="XX"))


def test_c6_a_credit_note_names_what_it_rectifies_and_why() -> None:
    paper = lay_out(examples.credit_note())
    assert paper.references_label == "Retifica"
    assert paper.references == ("FT 2027A/1, motivo: Devolução de mercadoria",)


def test_c6_many_rectified_documents_are_named_at_their_lines() -> None:
    note = examples.credit_note()
    lines = tuple(
        replace(note.lines[0], number=n, reference=f"FT 2027A/{n}", reference_reason="Rappel") for n in range(1, 8)
    )
    paper = lay_out(replace(note, lines=lines))
    assert paper.references == ("7 documentos, indicados em cada linha",)
    assert [x.details for x in paper.lines] == [(f"Retifica FT 2027A/{n}, motivo: Rappel",) for n in range(1, 8)]


def test_c7_the_hash_characters_and_the_phrase() -> None:
    paper = lay_out(examples.appendix_a())
    assert paper.certification == "Nq6a-Processado por programa certificado n.º 9999/AT"
    shown = text(paper, 80).splitlines()
    where = next(n for n, row in enumerate(shown) if paper.certification in row)
    assert 0 < where < len(shown) - 1, "not in the first or the last line (Despacho 8632/2014, 2.2.12)"


def test_test_mode_is_said_until_certified() -> None:
    notice = "Modo de ensaio: programa ainda não certificado pela AT"
    assert notice in flat(lay_out(examples.appendix_a()))
    assert notice not in flat(lay_out(replace(examples.appendix_a(), certificate="1234")))


def test_c9_without_a_nif_the_words_consumidor_final_take_its_place() -> None:
    paper = lay_out(examples.appendix_a())
    assert paper.customer.name == "Consumidor final"
    assert "999999990" not in flat(paper)
    named = lay_out(replace(examples.appendix_a(), customer=replace(examples.CONSUMER, name="Rui Sá")))
    assert named.customer.name == "Rui Sá"
    assert named.customer.lines == ("Consumidor final",)


def test_customer_with_nif_and_one_from_abroad() -> None:
    paper = lay_out(examples.to_a_company())
    assert paper.customer.lines == ("Avenida da Liberdade, 245, 3.º Esq.", "1250-143 Lisboa", "NIF 509964435")
    spanish = replace(examples.CLIENT, country="ES", nif="B58378431")
    paper = lay_out(replace(examples.appendix_a(), customer=spanish))
    assert paper.customer.lines[-2:] == ("País: ES", "NIF B58378431")


def test_c12_an_exempt_line_carries_the_mark_of_its_legal_mention() -> None:
    paper = lay_out(examples.appendix_a())
    assert [x.tax for x in paper.lines] == ["23%", "0% M07"]
    assert paper.mentions == (Labelled("M07", "Isento artigo 9.º do CIVA"),)
    assert [t.name for t in paper.taxes] == ["23%", "Isento M07"]


def test_c12_two_reasons_and_one_outside_the_tax() -> None:
    base = examples.appendix_a()
    second = replace(base.lines[1], number=3, exemption_code="M05", exemption_reason="Isento artigo 14.º do CIVA")
    third = line(4, tax_type="NS", tax_code="NS", rate=Decimal(0), exemption_code="M99",
                 exemption_reason="Não sujeito ou não tributado")  # fmt: skip
    taxes = (*base.taxes[:1], TaxTotal("IVA", "PT", "ISE", Decimal(0), Decimal("93.90"), Decimal(0)),
             TaxTotal("NS", "PT", "NS", Decimal(0), Decimal("1.00"), Decimal(0), "M99"))  # fmt: skip
    paper = lay_out(replace(base, lines=(*base.lines, second, third), taxes=taxes))
    assert [x.tax for x in paper.lines] == ["23%", "0% M07", "0% M05", "M99"]
    assert [m.label for m in paper.mentions] == ["M07", "M05", "M99"]
    assert [t.name for t in paper.taxes] == ["23%", "Isento M07, M05", "Não sujeito M99"]


def test_c13_the_second_copy_differs_only_by_its_marking() -> None:
    first, second = (lay_out(examples.to_a_company(), copy) for copy in (ORIGINAL, SECOND))
    assert (first.copy, second.copy) == ("Original", "2.ª via")
    assert replace(second, copy="Original") == first
    assert Copy("second") == SECOND


def test_c14_withholding_stands_after_the_total_and_does_not_change_it() -> None:
    paper = lay_out(examples.to_a_company())
    assert paper.total == Labelled("TOTAL", "108,65 €")
    assert paper.after_total == (Labelled("Retenção na fonte IRS 23%", "22,34"), Labelled("A pagar", "86,31 €"))
    shown = flat(paper)
    assert shown.index("TOTAL 108,65 €") < shown.index("Retenção na fonte IRS 23% 22,34") < shown.index("A pagar")
    assert lay_out(examples.appendix_a()).after_total == ()


def test_the_sums_of_the_worked_invoice() -> None:
    """55,00 + 46,95 = 101,95 before the discount of 4,84; 97,11 + 11,54 = 108,65."""
    assert lay_out(examples.appendix_a()).sums == (
        Labelled("Total ilíquido", "101,95"),
        Labelled("Desconto nas linhas", "4,84"),
        Labelled("Total s/ IVA", "97,11"),
        Labelled("IVA", "11,54"),
    )


def test_a_till_sale_shows_prices_with_tax_and_says_so() -> None:
    """24,60 + 4,48 = 29,08, less 2,46; 30,00 handed over for 26,62."""
    paper = lay_out(examples.till_sale())
    assert "Valor c/ IVA" in flat(paper)
    assert [x.price for x in paper.lines] == ["12,30", "12,99"]
    assert paper.sums[:2] == (
        Labelled("Total ilíquido c/ IVA", "29,08"),
        Labelled("Desconto nas linhas c/ IVA", "2,46"),
    )
    assert paper.payments == (Labelled("Numerário", "30,00"), Labelled("Troco", "3,38"))


def test_three_regions_are_told_apart_in_the_table_and_at_the_lines() -> None:
    paper = lay_out(examples.three_regions())
    assert paper.show_region
    assert [(t.region, t.name, t.base, t.tax) for t in paper.taxes] == [
        ("Continente", "23%", "9,50", "2,19"),
        ("Açores", "16%", "9,50", "1,52"),
        ("Madeira", "4%", "9,50", "0,38"),
    ]
    assert [x.details for x in paper.lines] == [("IVA: Continente",), ("IVA: Açores",), ("IVA: Madeira",)]
    assert paper.sums[:2] == (Labelled("Total ilíquido", "30,00"), Labelled("Desconto global 5%", "1,50"))
    assert not lay_out(examples.appendix_a()).show_region


def test_one_region_other_than_the_mainland_is_named() -> None:
    base = examples.credit_note()
    taxes = (replace(base.taxes[0], region="PT-MA", rate=Decimal(22)),)
    paper = lay_out(replace(base, taxes=taxes, lines=(replace(base.lines[0], region="PT-MA", rate=Decimal(22)),)))
    assert paper.show_region
    assert paper.taxes[0].region == "Madeira"
    assert paper.lines[0].details == ()


def test_when_the_goods_were_made_available() -> None:
    base = examples.appendix_a()
    assert f"{AVAILABILITY} na data do documento." in lay_out(base).statements
    eve = dt.date(2027, 1, 2)
    earlier = replace(base, lines=tuple(replace(x, tax_point=eve) for x in base.lines))
    assert f"{AVAILABILITY} em 02-01-2027." in lay_out(earlier).statements
    mixed = replace(base, lines=(base.lines[0], replace(base.lines[1], tax_point=eve)))
    paper = lay_out(mixed)
    assert f"{AVAILABILITY} nas datas indicadas em cada linha." in paper.statements
    assert paper.lines[1].details == ("Colocado à disposição em 02-01-2027",)
    assert AVAILABILITY not in flat(lay_out(examples.credit_note()))


def test_a_cancelled_document_says_so_when_and_why() -> None:
    paper = lay_out(examples.cancelled(examples.till_sale()))
    assert paper.cancelled == "Documento anulado em 04-01-2027 às 18:30. Motivo: Cliente trocado por engano"
    assert "*** A N U L A D O ***" in text(paper, 48)
    assert "ANULADO" not in text(lay_out(examples.till_sale()), 48)


@pytest.mark.parametrize(
    "make", [examples.appendix_a, examples.till_sale, examples.credit_note, examples.three_regions]
)
def test_f13_no_amount_is_negative(make: object) -> None:
    shown = flat(lay_out(make()))  # type: ignore[operator]
    assert not [word for word in shown.split() if word.startswith("-") and word.strip("-")]


def test_rounding_never_prints_a_discount_that_nobody_gave() -> None:
    """Three lines of 0,335 at three rates: the net is 0,34 x 3 = 1,02, though the lines sum to 1,005."""
    rates = (("NOR", 23), ("INT", 13), ("RED", 6))
    base = examples.appendix_a()
    lines = tuple(
        line(n, price=Decimal("0.335"), shown=Decimal("0.335"), tax_code=code, rate=Decimal(rate))
        for n, (code, rate) in enumerate(rates, 1)
    )
    paper = lay_out(replace(base, lines=lines, net=Decimal("1.02"), tax=Decimal("0.14"), gross=Decimal("1.16")))
    assert [s.label for s in paper.sums] == ["Total s/ IVA", "IVA"]


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [s for f in fields(value) for s in strings(getattr(value, f.name))]
    if isinstance(value, tuple):
        return [s for item in value for s in strings(item)]
    return []


def test_hostile_text_is_only_visible_text_on_every_paper() -> None:
    for string in strings(lay_out(examples.hostile())):
        assert string.isprintable(), ascii(string)
        assert string == clean(string)
    assert "[red]Leite[/red] ]52;c;cm0gLXJm gnp.exe" in flat(lay_out(examples.hostile()))
