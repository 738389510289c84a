"""Typing lines into a draft: merging, removing, editing cells, conversion of prices, undo."""

from __future__ import annotations

import copy
from decimal import Decimal

import pytest
from entry_catalogue import ALL, BARCODE, DAY, PACK, Catalogue, editor
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal.errors import Refusal
from fiscal.tables import tables
from models.sales import draft_file
from models.sales.draft import LINES_AT_MOST, Draft, DraftCustomer, DraftLine
from tui.entry.editor import DraftEditor
from tui.entry.effect import Bell
from tui.entry.entries import Ambiguous, Calculate, End, Search, SetCustomer

D = Decimal


def lines(of: DraftEditor) -> list[tuple[str, Decimal, Decimal | None, str]]:
    return [(line.code, line.quantity, line.price, line.discount) for line in of.draft.lines]


def refused(act: object, *arguments: object) -> Refusal:
    assert callable(act)
    with pytest.raises(Refusal) as caught:
        act(*arguments)
    return caught.value


def test_a_counter_sale_is_typed() -> None:
    till = editor()
    assert till.enter(BARCODE).notice == "1 × Café torrado 250 g"
    effect = till.enter(BARCODE)
    assert (effect.notice, effect.line, effect.bell) == ("2 × Café torrado 250 g", 0, Bell.ACCEPTED)
    till.enter("1,250*203")
    till.enter("17@4,00-10%")
    till.enter("pizza*ca")
    assert lines(till) == [
        ("17", D(2), D("4.50"), ""),
        ("203", D("1.250"), D("9.90"), ""),
        ("17", D(1), D("4.00"), "10%"),
        ("PZ", D(1), D("5.00"), ""),  # 5.65 with 13 % is 5.00 without
    ]
    assert till.enter("").pending == End()


def test_the_same_article_adds_to_the_last_line_only_if_all_else_is_equal() -> None:
    till = editor()
    for typed in ("17", "203", "17", "17@4,50", "17-5%", "17-5%", "17-1,00", "17-1,00"):
        till.enter(typed)
    assert lines(till) == [
        ("17", D(1), D("4.50"), ""),
        ("203", D(1), D("9.90"), ""),
        ("17", D(2), D("4.50"), ""),
        ("17", D(2), D("4.50"), "5%"),
        ("17", D(1), D("4.50"), "1.00"),
        ("17", D(1), D("4.50"), "1.00"),
    ]


def test_a_pack_counts_its_units() -> None:
    till = editor()
    till.enter(f"2*{PACK}")
    assert lines(till) == [("17", D(12), D("4.50"), "")]
    till.enter(f"-{PACK}")
    assert lines(till) == [("17", D(6), D("4.50"), "")]


def test_prices_turn_into_the_basis_of_the_document() -> None:
    net, gross = editor(), editor(with_tax=True)
    for till in (net, gross):
        till.enter("L1")
        till.enter("17")
    # 1.06 with 6 % is 1.00 without; 4.50 without 23 % is 5.535 with
    assert [line.price for line in net.draft.lines] == [D("1.00"), D("4.50")]
    assert [line.price for line in gross.draft.lines] == [D("1.06"), D("5.535")]
    azores = editor()
    azores.draft.region = "PT-AC"
    azores.enter("L1")
    assert azores.draft.lines[0].price == D("1.019231")  # 1.06 / 1.04 = 1.01923076...


def test_plus_minus_times_and_dot_act_on_the_last_line() -> None:
    till = editor()
    till.enter("203")
    till.enter("17")
    till.enter("+")
    till.enter("*4")
    till.enter(".")
    till.enter("2*.")
    till.enter("-")
    assert lines(till) == [("203", D(1), D("9.90"), ""), ("17", D(6), D("4.50"), "")]
    till.enter("-6*.")
    assert till.enter("-").notice == "Retirado: 1 × Fiambre fatiado"
    assert lines(till) == []
    assert refused(till.enter, "+").message == "Ainda não há linhas: escreva primeiro um artigo."


def test_a_dot_does_not_give_a_discount_in_euro_twice() -> None:
    till = editor()
    till.enter("17-1,00")
    till.enter(".")
    assert lines(till) == [("17", D(1), D("4.50"), "1.00"), ("17", D(1), D("4.50"), "")]


def test_removing_takes_from_the_last_lines_and_never_more_than_is_there() -> None:
    till = editor()
    for typed in ("2*17", "203", "3*17@4,00"):
        till.enter(typed)
    effect = till.enter("-4*17")
    assert (effect.notice, effect.line) == ("Retirado: 4 × Café torrado 250 g", 0)
    assert lines(till) == [("17", D(1), D("4.50"), ""), ("203", D(1), D("9.90"), "")]
    no = refused(till.enter, "-2*17")
    assert no.rule == "F13"
    assert no.message == (
        "Só há 1 × Café torrado 250 g: não se pode retirar 2. Uma devolução faz-se com uma nota de crédito."
    )
    assert refused(till.enter, "-L1").rule == "F12"
    assert len(lines(till)) == 2


def test_a_credit_note_does_not_send_to_a_credit_note() -> None:
    assert "nota de crédito" not in refused(editor("NC").enter, "-17").message


def test_words_with_one_hit_are_added_with_several_are_asked() -> None:
    till = editor()
    till.enter("3*leite meio")
    assert lines(till) == [("L1", D(3), D("1.00"), "")]
    effect = till.enter("2*leite-10%")
    assert isinstance(effect.pending, Search)
    assert [article.code for article in effect.found] == ["L1", "L2"]
    assert effect.notice == "2 artigos com «leite»: escolha."
    till.choose(effect.pending, effect.found[1])
    assert lines(till)[1] == ("L2", D(2), D("1.00"), "10%")
    assert "F2 cria-o" in refused(till.enter, "bacalhau").message
    assert refused(till.enter, "9999").message == ("Não há artigo com o código «9999»: F2 cria-o, F4 procura na lista.")


def test_what_another_table_or_a_person_must_answer_is_given_back() -> None:
    till = editor()
    assert till.enter("501964843").pending == SetCustomer("501964843", is_nif=True)
    assert isinstance(till.enter("509964435").pending, Ambiguous)
    effect = till.enter("=12,5+3*2")
    assert isinstance(effect.pending, Calculate)
    assert effect.notice == "12,5+3*2 = 18,5"
    assert lines(till) == []
    assert till.undo().bell is Bell.REFUSED


def test_an_article_without_price_asks_for_it() -> None:
    till = editor()
    assert till.enter("REP").column == "price"
    assert refused(till.edit, 0, "price", "").field == "lines.1.price"
    assert till.edit(0, "price", "12,5+3*2").column == ""
    assert lines(till) == [("REP", D(1), D("18.5"), "")]


def test_cells_are_edited_and_checked() -> None:
    till = editor()
    till.enter("17")
    till.edit(0, "quantity", "2+1")
    till.edit(0, "price", "3,123456")
    till.edit(0, "discount", "10% + 5%")
    assert lines(till) == [("17", D(3), D("3.123456"), "10%+5%")]
    till.edit(0, "price", "")
    assert till.draft.lines[0].price == D("4.50")
    till.edit(0, "code", "203")
    assert lines(till) == [("203", D(3), D("9.90"), "10%+5%")]
    before = copy.deepcopy(till.draft)
    for column, typed, rule in (
        ("quantity", "0", "F12"),
        ("quantity", "-1", "F12"),
        ("quantity", "", "required"),
        ("quantity", "509964435", "limits"),
        ("quantity", "99999999999999999999999999999/7", "limits"),
        ("price", "-1", "F13"),
        ("price", "0", "F13"),
        ("price", "1,1234567", "number"),
        ("discount", "101%", "C22"),
        ("discount", "50", "C22"),  # 3 x 9,90 = 29,70
        ("description", "Outro nome", "locked"),
        ("unit", "CX", "locked"),
        ("total", "10", "locked"),
        ("tax", "XYZ", "choice"),
        ("exemption", "M07", "locked"),
        ("code", "nada", "article"),
    ):
        no = refused(till.edit, 0, column, typed)
        assert (no.field, no.rule) == (f"lines.1.{column}", rule)
    assert till.draft == before


def test_a_line_without_tax_asks_for_its_reason() -> None:
    till = editor()
    till.enter("17")
    assert till.edit(0, "tax", "ISE").column == "exemption"
    assert till.edit(0, "exemption", "M07").column == ""
    assert refused(till.edit, 0, "exemption", "M03").rule == "choice"
    till.edit(0, "tax", "normal")
    assert (till.draft.lines[0].tax, till.draft.lines[0].exemption) == ("NOR", "")
    till.enter("FORM")
    assert (till.draft.lines[1].tax, till.draft.lines[1].exemption) == ("ISE", "M07")


def test_a_scan_that_falls_into_an_amount_becomes_an_article() -> None:
    till = editor()
    till.enter("203")
    for column in ("quantity", "price", "discount"):
        assert till.edit(0, column, BARCODE).notice.startswith("Código de barras lido em «")
    assert lines(till) == [("203", D(1), D("9.90"), ""), ("17", D(3), D("4.50"), "")]


def test_discounts_stay_within_the_line() -> None:
    till = editor()
    assert refused(till.enter, "17-4,51").rule == "C22"
    till.enter("2*17-9,00")
    no = refused(till.enter, "-17")
    assert (no.rule, no.field) == ("C22", "lines.1.discount")
    assert lines(till) == [("17", D(2), D("4.50"), "9.00")]


def test_limits() -> None:
    till = editor()
    till.enter("999999*17")
    assert refused(till.enter, "2*17").rule == "limits"
    full = editor()
    full.draft.lines[:] = [DraftLine("17", "Café", D(1), "UN", D(n), tax="NOR") for n in range(1, LINES_AT_MOST + 1)]
    assert refused(full.enter, "203").rule == "lines"
    full.enter("-17")
    full.enter("203")
    assert len(full.draft.lines) == LINES_AT_MOST


def test_customer_discount_and_lines_are_undone_one_by_one() -> None:
    till = editor("FT")
    states = [copy.deepcopy(till.draft)]
    acts = (
        lambda: till.enter("17"),
        lambda: till.set_customer(DraftCustomer("7", "501964843", "Padaria Sol, Lda.")),
        lambda: till.enter("%5"),
        lambda: till.enter("203"),
        lambda: till.delete(0),
        lambda: till.enter("%"),
        lambda: till.set_customer(None),
    )
    notices = []
    for act in acts:
        notices.append(act().notice)
        states.append(copy.deepcopy(till.draft))
    assert notices[1:3] == ["Cliente: Padaria Sol, Lda.", "Desconto do documento: 5%"]
    assert notices[4] == "Linha apagada: 1 × Café torrado 250 g (Alt+U repõe)"
    for state, notice in zip(reversed(states[:-1]), reversed(notices), strict=True):
        assert till.undo().notice == f"Desfeito: {notice}"
        assert till.draft == state
    assert till.undo().notice == "Não há nada para desfazer."


def test_an_edit_that_changes_nothing_leaves_nothing_to_undo() -> None:
    till = editor()
    till.enter("17")
    till.edit(0, "quantity", "1,0")
    till.set_customer(None)
    till.undo()
    assert lines(till) == []


TYPED = st.one_of(
    st.builds(
        "{}{}*{}".format,
        st.sampled_from(["", "-"]),
        st.sampled_from(["1", "2", "0,5", "7"]),
        st.sampled_from(["17", "203", "L1", "CAF-01", PACK, "PZ@4-10%", "17-0,50", "qqq"]),
    ),
    st.sampled_from(["+", "-", ".", "*4", "*0,5", "", "c9", "%5", "%", "leite", "=1+1", "1,5*.", "-."]),
    st.just("undo"),
)


def totals(draft: Draft) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = {}
    for line in draft.lines:
        amounts[line.code] = amounts.get(line.code, D(0)) + line.quantity
    return amounts


@settings(max_examples=150)
@given(st.lists(TYPED, max_size=25))
def test_quantities_follow_a_plain_model_and_undo_restores_exactly(typed: list[str]) -> None:
    till = editor()
    history: list[Draft] = []
    for text in typed:
        before, expected = copy.deepcopy(till.draft), totals(till.draft)
        if text == "undo":
            till.undo()
            assert till.draft == (history.pop() if history else before)
            continue
        try:
            till.enter(text)
        except Refusal:
            assert till.draft == before
            continue
        if "*" in text and text[0] != "*":
            count, _, code = text.partition("*")
            amount = D(count.replace(",", "."))
            code = code.partition("@")[0]
            code = "17" if code in (PACK, "17-0,50") else before.lines[-1].code if code == "." else code
            expected[code] = expected.get(code, D(0)) + amount * (6 if PACK in text else 1)
        elif text in ("+", ".", "-", "-."):
            expected[before.lines[-1].code] += 1 if text in "+." else -1
        elif text[:1] == "*":
            last = before.lines[-1]
            expected[last.code] += D(text[1:].replace(",", ".")) - last.quantity
        assert totals(till.draft) == {code: amount for code, amount in expected.items() if amount}
        assert all(line.quantity > 0 for line in till.draft.lines)
        if till.draft != before:
            history.append(before)
    while history:
        till.undo()
        assert till.draft == history.pop()
    assert till.undo().bell is Bell.REFUSED


@settings(max_examples=300)
@given(
    st.sampled_from(["code", "description", "quantity", "unit", "price", "discount", "tax", "exemption", "total"]),
    st.one_of(st.text(max_size=45), st.text(st.sampled_from("0123456789,.+-*/()% €M"), max_size=45)),
)
def test_any_text_in_any_cell_is_taken_or_refused(column: str, text: str) -> None:
    till = editor()
    till.add_free("Diversos", D(2), D(5))
    till.edit(0, "tax", "ISE")
    till.edit(0, "exemption", "M07")
    before = copy.deepcopy(till.draft)
    try:
        till.edit(0, column, text)
    except Refusal:
        assert till.draft == before


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=60), st.text(st.sampled_from("0123456789*@-+%=.,c €ABáe/()17"), max_size=60)))
def test_any_text_in_the_code_field_is_taken_or_refused(text: str) -> None:
    till = editor()
    till.enter("17")
    before = copy.deepcopy(till.draft)
    try:
        till.enter(text)
    except Refusal:
        assert till.draft == before
    else:
        assert draft_file.read(draft_file.written(till.draft)) == till.draft


def test_the_date_of_the_document_decides_the_rate() -> None:
    asked = []

    def rate(region: str, code: str, day: object) -> Decimal:
        asked.append(day)
        return tables().rate(region, code, DAY)

    draft = Draft("FT", date=DAY.replace(year=2025))
    DraftEditor(draft, Catalogue(ALL), rate, lambda: DAY).enter("L1")
    assert asked == [DAY.replace(year=2025)]
