"""An invoice of the program before this one is credited here: never more than is left of it, at its own price and rate."""

from __future__ import annotations

from decimal import Decimal

import pytest
from company import Lojinha, article, refusal

from models.history.undo import undo_import
from models.sales.cancel import cancel
from models.sales.credit import credit_draft
from models.stock.tables import StockBalance
from models.verify import verify
from tests.models.old_saft import OldSaft, bring, credit, invoice, line

D = Decimal


@pytest.fixture
def moved(company: Lojinha) -> Lojinha:
    """FT A/1 of the old program: five bottles at 10,00 without tax, one of them credited there."""
    sold = invoice("FT A/1", "50.00", "11.50", "61.50", line("50.00", price="10.00", quantity="5"))
    back = credit("NC A/1", "10.00", "2.30", "12.30", "FT A/1")
    bring(company, OldSaft((sold, back)))
    return company


def test_what_is_left_of_it_is_credited_to_the_same_customer(moved: Lojinha) -> None:
    note = moved.credit("FT A/1")
    assert (note.number, note.net, note.tax, note.gross) == ("NC 2026A/1", D("40.00"), D("9.20"), D("49.20"))
    assert (note.customer.name, note.customer.nif) == ("João Brandão", "123456789")
    (only,) = note.lines
    assert (only.code, only.quantity, only.reference) == ("AZ1", D(4), "FT A/1")
    assert StockBalance.get_by_id(article("AZ1").id).quantity == D(4)
    assert "totalmente creditado" in refusal(lambda: moved.credit("FT A/1")).message
    assert not verify().findings


def test_a_part_now_and_no_more_than_the_rest_later(moved: Lojinha) -> None:
    assert moved.credit("FT A/1", {1: D(3)}).gross == D("36.90")
    assert refusal(lambda: moved.credit("FT A/1", {1: D(2)})).rule == "C21"
    assert moved.credit("FT A/1", {1: D(1)}).gross == D("12.30")


def test_a_cancelled_note_gives_back_what_it_took(moved: Lojinha) -> None:
    note = moved.credit("FT A/1")
    cancel(note.number, "Engano no cliente", moved.session)
    assert moved.credit("FT A/1").gross == D("49.20")


def test_what_is_no_invoice_or_is_cancelled_is_not_credited(company: Lojinha) -> None:
    bring(
        company,
        OldSaft(
            (invoice("FT A/1", "10.00", "2.30", "12.30", status="A"), credit("NC A/1", "1.00", "0.23", "1.23", "X"))
        ),
    )
    assert "está anulado" in refusal(lambda: credit_draft("FT A/1", "Devolução")).message
    assert "não é uma fatura" in refusal(lambda: credit_draft("NC A/1", "Devolução")).message
    assert "Não há nenhum documento" in refusal(lambda: credit_draft("FT A/9", "Devolução")).message


def test_an_import_that_was_credited_here_stays(moved: Lojinha) -> None:
    moved.credit("FT A/1", {1: D(1)})
    assert "FT A/1" in refusal(lambda: undo_import(1, moved.session)).message
