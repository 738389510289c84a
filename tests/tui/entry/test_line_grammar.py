"""Every row of the line grammar, its guards, and what holds of any text at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from entry_catalogue import BARCODE, Catalogue
from hypothesis import given
from hypothesis import strategies as st

from fiscal.errors import Refusal
from tui.entry.barcode import is_barcode
from tui.entry.entries import (
    Add,
    Ambiguous,
    Calculate,
    DocumentDiscount,
    End,
    Entry,
    FreeText,
    Remove,
    Repeat,
    Search,
    SetCustomer,
    SetQuantity,
    Step,
)
from tui.entry.grammar import read

D = Decimal
KNOWN = Catalogue().known

ROWS: list[tuple[str, Entry]] = [
    # one, several, a weight
    (BARCODE, Add(BARCODE)),
    (f"3*{BARCODE}", Add(BARCODE, D(3))),
    ("17", Add("17")),
    ("3*17", Add("17", D(3))),
    ("3 * 17", Add("17", D(3))),
    ("1,250*203", Add("203", D("1.250"))),
    ("1.250*203", Add("203", D("1.250"))),
    (",5*203", Add("203", D("0.5"))),
    ("999999*17", Add("17", D(999999))),
    ("00000018*17", Add("17", D(18))),  # eight digits with a wrong check digit
    ("88888", Add("88888")),
    ("2012345678903", Add("2012345678903")),
    # price
    ("17@2,50", Add("17", price=D("2.50"))),
    ("17@2.50 €", Add("17", price=D("2.50"))),
    ("17 @ 0,123456", Add("17", price=D("0.123456"))),
    ("17@(10/4)", Add("17", price=D("2.5"))),
    ("17@10iva--10%", Add("17", price=D(10), discount="10%", vat="-")),
    ("17@12,30iva-", Add("17", price=D("12.30"), vat="-")),
    ("17@10 € IVA+", Add("17", price=D(10), vat="+")),
    ("leite@1iva+", Search("leite", price=D(1), vat="+")),
    ("(12+3)*17", Add("17", D(15))),
    ("(1+2)*(2)*17", Add("17", D(6))),
    ("*(2+2)", SetQuantity(D(4))),
    # discounts
    ("17-10%", Add("17", discount="10%")),
    ("17-1,00", Add("17", discount="1.00")),
    ("17-1€", Add("17", discount="1.00")),
    ("17-10", Add("17", discount="10.00")),
    ("17-10%+5%", Add("17", discount="10%+5%")),
    ("17-8,8 % + 1,5", Add("17", discount="8.8%+1.50")),
    ("17-0%", Add("17")),
    ("17-100%", Add("17", discount="100%")),
    # all together, in either order
    ("3*17@2,50-10%", Add("17", D(3), D("2.50"), "10%")),
    ("3*17-10%@2,50", Add("17", D(3), D("2.50"), "10%")),
    ("17@2,50-1,00", Add("17", D(1), D("2.50"), "1.00")),
    # codes that hold the signs of the grammar
    ("CAF-01", Add("CAF-01")),
    ("caf-01", Add("caf-01")),
    ("2*CAF-01-10%", Add("CAF-01", D(2), None, "10%")),
    ("CAF-01-1,00", Add("CAF-01", discount="1.00")),
    ("CAF-01@2-1,00", Add("CAF-01", price=D(2), discount="1.00")),
    ("CAF-02", Search("CAF-02")),
    ("17-B", Add("17-B")),
    ("17-B-5%", Add("17-B", discount="5%")),
    ("L1-10", Add("L1", discount="10.00")),
    ("L1", Add("L1")),
    # remove
    ("-17", Remove("17")),
    ("-1*17", Remove("17")),
    ("-2,5*203", Remove("203", D("2.5"))),
    ("- 2 * 17-B", Remove("17-B", D(2))),
    ("-CAF-01", Remove("CAF-01")),
    ("-.", Remove(None)),
    ("-2*.", Remove(None, D(2))),
    # the last line
    ("+", Step(1)),
    ("-", Step(-1)),
    ("*4", SetQuantity(D(4))),
    ("* 1,5", SetQuantity(D("1.5"))),
    (".", Repeat()),
    ("3*.", Repeat(D(3))),
    ('"', Repeat()),
    ('3*"', Repeat(D(3))),
    ('-"', Remove(None)),
    # free text
    ("'Transporte", FreeText("Transporte")),
    ("' Transporte 3*2 ", FreeText("Transporte 3*2")),
    ("2*'Horas extra@15", FreeText("Horas extra", D(2), D(15))),
    ("'ana@loja", FreeText("ana@loja")),
    # search
    ("leite meio", Search("leite meio")),
    ("PIZZA*CA", Search("PIZZA*CA")),
    ("*CA", Search("*CA")),
    ("3*leite meio", Search("leite meio", D(3))),
    ("2*PIZZA*CA", Search("PIZZA*CA", D(2))),
    ("leite-10%", Search("leite", discount="10%")),
    ("2*leite@0,99", Search("leite", D(2), D("0.99"))),
    ("sumo-1,5", Search("sumo-1,5")),
    ("água 33", Search("água 33")),
    ("café", Search("café")),
    # customer
    ("c123", SetCustomer("123")),
    ("C123", SetCustomer("123")),
    ("c509964435", SetCustomer("509964435", is_nif=True)),
    ("501964843", SetCustomer("501964843", is_nif=True)),
    ("501964842", Add("501964842")),
    ("509964435", Ambiguous(Add("509964435"), SetCustomer("509964435", is_nif=True))),
    ("c4", Ambiguous(Add("c4"), SetCustomer("4"))),
    ("c4-10%", Add("c4", discount="10%")),
    # document discount
    ("%5", DocumentDiscount("5%")),
    ("%5%", DocumentDiscount("5%")),
    ("% 2,50", DocumentDiscount("2.5%")),
    ("%2,50€", DocumentDiscount("2.50")),
    ("%2,50e", DocumentDiscount("2.50")),
    ("%", DocumentDiscount("")),
    ("%0", DocumentDiscount("")),
    # calculator, end
    ("=12,5+3*2", Calculate("12,5+3*2", D("18.5"))),
    ("=(1+2)/4", Calculate("(1+2)/4", D("0.75"))),
    ("", End()),
]


@pytest.mark.parametrize(("typed", "meant"), ROWS, ids=[row[0] or "empty" for row in ROWS])
def test_every_row_of_the_grammar(typed: str, meant: Entry) -> None:
    assert read(typed, KNOWN) == meant
    assert read(f"  {typed}\t", KNOWN) == meant


@pytest.mark.parametrize(
    ("typed", "part", "rule"),
    [
        (f"{BARCODE}*17", f"escreva a quantidade primeiro, 17*{BARCODE}", "limits"),
        (f"{BARCODE}*{BARCODE}", f"3*{BARCODE}", "limits"),
        ("1000000*17", "o máximo é 999 999", "limits"),
        (f"*{BARCODE}", "código de barras no lugar da quantidade", "limits"),
        ("0*17", "maior que zero", "F12"),
        ("*0", "use F8", "F12"),
        ("-0*17", "maior que zero", "F12"),
        ("0,0000001*17", "casas decimais a mais", "limits"),
        (f"17@{BARCODE}", "não pode ser um preço", "limits"),
        ("17@509964435", "não pode ser um preço", "limits"),
        ("17@0", "desconto de 100%", "F13"),
        ("17@abc", "«abc» não é um preço", "grammar"),
        ("17@", "Falta o preço depois de @", "grammar"),
        ("@2,50", "Falta o código", "grammar"),
        ("3*", "Falta o código", "grammar"),
        ("-10%", "só o código, sem preço nem desconto", "grammar"),
        ("-17@2", "só o código", "grammar"),
        ("-3*", "artigo a retirar", "grammar"),
        ("17-150%", "entre 0 e 100 %", "C22"),
        ("%101", "entre 0 e 100 %", "C22"),
        ("%muito", "não é um desconto", "grammar"),
        ("3*4*17", "Não percebi «4*17»", "grammar"),
        ("12+3", "comece por =", "grammar"),
        ("*", "Não percebi", "grammar"),
        ("=12+", "não é um número", "number"),
        ("=99999999999999999999999999999/7", "demasiado grande", "limits"),
        ("x" * 201, "201 caracteres", "grammar"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_remedy(typed: str, part: str, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed, KNOWN)
    assert part in refused.value.message
    assert (refused.value.field, refused.value.rule) == ("code", rule)


def test_a_text_that_is_a_code_is_always_that_code() -> None:
    odd = {"3*4", "17@2", "17-10%", "=1+1", "%5", "-17", "*4", "leite meio"}
    for code in odd:
        assert read(code, odd.__contains__) == Add(code)


def test_a_lone_sign_is_never_a_code() -> None:
    for sign in ("+", "-", ".", "%", ""):
        assert not isinstance(read(sign, lambda text: True), Add)


@pytest.mark.parametrize("code", ["96385074", "036000291452", "5601234567892", "4006381333931", "10614141000415"])
def test_bar_codes_are_known_by_size_and_check_digit(code: str) -> None:
    assert is_barcode(code)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert not is_barcode(wrong)
    assert not is_barcode(code[1:])


def test_other_digits_are_no_bar_code() -> None:
    assert not any(map(is_barcode, ["", "17", "509964435", "00000000", "٥٦٠١٢٣٤٥٦٧٨٩٢", " 96385074"]))


SIGNS = st.text(st.sampled_from("0123456789*@-+%=.,c €ABáe/()\"' "), max_size=25)


@given(st.one_of(st.text(max_size=60), SIGNS))
def test_any_text_is_read_or_refused_and_outer_spaces_do_not_count(text: str) -> None:
    def result(typed: str) -> Entry | tuple[str, str | None]:
        try:
            return read(typed, KNOWN)
        except Refusal as refusal:
            return refusal.message, refusal.field

    found = result(text)
    assert result(f" {text}\n ") == found
    assert not isinstance(found, tuple) or (found[0] and found[1] == "code")


@given(
    st.integers(1, 999_999),
    st.sampled_from(["17", "203", "L1", "CAF-01", "17-B", BARCODE]),
    st.one_of(st.none(), st.decimals("0.01", "9999", places=2)),
    st.sampled_from(["", "10%", "8.8%+5%", "1.00"]),
    st.booleans(),
)
def test_what_is_written_by_the_grammar_is_read_back(
    quantity: int, code: str, price: Decimal | None, discount: str, comma: bool
) -> None:
    typed = f"{quantity}*{code}" + (f"@{price}" if price else "") + (f"-{discount}" if discount else "")
    typed = typed.replace(".", ",") if comma else typed
    assert read(typed, KNOWN) == Add(code, D(quantity), price or None, discount)
