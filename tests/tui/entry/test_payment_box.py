"""Taking the money: exact with Enter, mixed means, change in cash only."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.errors import Refusal
from fiscal.text import clean
from models.sales.draft import DraftPayment
from tui.entry.payment import Means, PaymentBox

D = Decimal
MEANS = (Means("NU", "Dinheiro", cash=True), Means("CD", "Cartão de débito"), Means("MB", "Multibanco"))


def refused(box: PaymentBox, typed: str) -> Refusal:
    before = box.so_far()
    with pytest.raises(Refusal) as caught:
        box.enter(typed)
    assert box.so_far() == before
    assert caught.value.field == "payments"
    return caught.value


def test_enter_pays_all_in_cash() -> None:
    box = PaymentBox(D("24.60"), MEANS)
    assert not box.complete
    assert box.enter() == "Dinheiro 24,60 €. Pago"
    assert box.complete
    assert box.payments() == [DraftPayment("NU", D("24.60"))]


def test_a_note_of_fifty_gives_change() -> None:
    box = PaymentBox(D("24.60"), MEANS)
    assert box.enter("50") == "Dinheiro 50,00 €. Troco 25,40 €"
    assert (box.paid, box.remaining, box.change) == (D(50), D(0), D("25.40"))
    assert box.payments() == [DraftPayment("NU", D(50))]


def test_the_change_is_seen_while_the_amount_is_typed() -> None:
    box = PaymentBox(D("24.60"), MEANS)
    assert box.foreseen("") == D("24.60")
    assert [box.foreseen(typed) for typed in ("5", "50", "50,0", "50,00")] == [D("19.60"), *[D("-25.40")] * 3]
    assert box.foreseen("2*10") == D("14.60")
    assert box.foreseen("2*50") == box.foreseen("abc") == box.foreseen("-5") == D("24.60"), "refused: nothing changes"
    assert box.so_far() == [], "looking ahead pays nothing"


def test_cash_beyond_what_a_note_can_explain_is_refused() -> None:
    box = PaymentBox(D("24.60"), MEANS)
    assert "troco seria de 501,40 €" in refused(box, "526").message
    box.enter("520")
    assert box.change == D("495.40")


def test_part_by_card_the_rest_in_cash() -> None:
    box = PaymentBox(D("24.60"), MEANS)
    assert box.enter("2*10,00") == "Cartão de débito 10,00 €. Falta 14,60 €"
    with pytest.raises(Refusal, match=r"Faltam 14,60 €: Enter paga o resto em Dinheiro\."):
        box.payments()
    assert box.enter("20") == "Dinheiro 20,00 €. Troco 5,40 €"
    assert box.payments() == [DraftPayment("CD", D(10)), DraftPayment("NU", D(20))]


@pytest.mark.parametrize("typed", ["mb", "MB*", "3*", "3**", "mb 24,60", "MB24.60", "3*24,60 €", "3*=12,30*2"])
def test_means_by_number_or_code(typed: str) -> None:
    box = PaymentBox(D("24.60"), MEANS)
    box.enter(typed)
    assert box.payments() == [DraftPayment("MB", D("24.60"))]


def test_function_keys_and_the_selected_means() -> None:
    box = PaymentBox(D(30), MEANS)
    box.press(3, "10")
    box.select(1)
    box.enter("5")
    box.press(1)
    assert box.payments() == [DraftPayment("MB", D(10)), DraftPayment("CD", D(5)), DraftPayment("NU", D(15))]
    with pytest.raises(Refusal, match="Não há o meio de pagamento 4"):
        box.press(4)


def test_only_cash_gives_change() -> None:
    box = PaymentBox(D("24.60"), MEANS)
    assert refused(box, "2*30").message == "Só faltam 24,60 €: Cartão de débito não dá troco, só o dinheiro."
    box.enter("20")
    assert "Só faltam 4,60 €" in refused(box, "cd 5").message
    box.enter("cd")
    assert box.change == 0
    assert "Já está tudo pago" in refused(box, "1").message


@pytest.mark.parametrize(
    "typed", ["0", "-5", "10,001", "x9", "abc", "5601234567892", "509964435", "1" * 60, "9*1", "0*5", "%", "12+"]
)
def test_nonsense_is_refused(typed: str) -> None:
    assert refused(PaymentBox(D(5), MEANS), typed).message


def test_taking_back_and_undoing() -> None:
    box = PaymentBox(D(25), MEANS)
    box.enter("cd 10")
    box.enter("20")
    assert box.take_back("cd") == "Retirado: Cartão de débito. Falta 5,00 €"
    assert box.undo() == "Desfeito. Troco 5,00 €"
    box.undo()
    box.undo()
    assert box.so_far() == []
    with pytest.raises(Refusal):
        box.undo()
    with pytest.raises(Refusal):
        box.take_back("nu")


def test_a_box_opens_with_the_payments_of_the_draft_if_they_still_fit() -> None:
    kept = [DraftPayment("CD", D(10)), DraftPayment("NU", D(20))]
    assert PaymentBox(D(25), MEANS, kept).change == D(5)
    assert PaymentBox(D(8), MEANS, kept).so_far() == []
    assert PaymentBox(D(25), MEANS, [DraftPayment("ZZ", D(1))]).so_far() == []


def test_nothing_to_pay_is_complete() -> None:
    box = PaymentBox(D(0), MEANS)
    assert box.payments() == []
    assert refused(box, "").message == "Não há nada a pagar: F10 emite."


@given(st.integers(0, 100_000), st.lists(st.one_of(st.text(max_size=12), st.text("0123456789,*cdnumb ", max_size=8))))
def test_money_adds_up_whatever_is_typed(cents: int, typed: list[str]) -> None:
    box = PaymentBox(D(cents) / 100, MEANS)
    for text in typed:
        ahead = box.foreseen(text)
        try:
            box.enter(text)
        except Refusal:
            assert ahead == box.total - box.paid
            continue
        assert ahead == box.total - box.paid or not clean(text), "Enter alone pays all"
    assert box.paid - box.change + box.remaining == box.total
    assert box.change <= box.amount("NU")
    assert all(p.amount > 0 for p in box.so_far())
