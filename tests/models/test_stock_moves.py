"""Stock follows documents: out with a sale, in with a credit note, back with a cancellation; services never move."""

from __future__ import annotations

from decimal import Decimal

from company import Lojinha, article, line, loose

from models.sales.cancel import cancel
from models.stock.tables import StockBalance, StockMovement
from models.verify import verify

D = Decimal


def balance(code: str) -> Decimal | None:
    found = StockBalance.get_or_none(StockBalance.article_id == article(code).id)
    return None if found is None else found.quantity


def moves() -> list[tuple[str, Decimal]]:
    return [(m.reason, m.quantity) for m in StockMovement.select().order_by(StockMovement.id)]


def test_the_life_of_a_sale(company: Lojinha) -> None:
    sold = company.issue("FS", line("CAFE", "3"), line("LEITE", "0.5"), line("CAFE", "2"), line("MAO"))
    assert (balance("CAFE"), balance("LEITE"), balance("MAO")) == (-5, D("-0.5"), None)
    note = company.credit(sold.number, {1: D(1)})
    assert balance("CAFE") == -4
    cancel(note.number, "Engano", company.session)
    assert balance("CAFE") == -5
    cancel(sold.number, "Engano", company.session)
    assert (balance("CAFE"), balance("LEITE")) == (0, 0)
    assert moves() == [
        ("FS", D(-3)), ("FS", D("-0.5")), ("FS", D(-2)), ("NC", D(1)), ("A", D(-1)), ("A", D(3)), ("A", D("0.5")), ("A", D(2)),
    ]  # fmt: skip
    assert verify().findings == ()


def test_what_is_no_article_and_what_is_refused_moves_nothing(company: Lojinha) -> None:
    company.issue("FT", loose("Diversos", "3", "10"), line("FORM"))
    assert moves() == []


def test_two_terminals_add_up(company: Lojinha) -> None:
    for quantity in ("1", "2", "3"):
        company.issue("FS", line("CAFE", quantity), line("LEITE", quantity))
    assert (balance("CAFE"), balance("LEITE")) == (-6, -6)
