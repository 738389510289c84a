"""Paying at issue: change, several means, cash and the law (LGT 63-C, 63-E)."""

from __future__ import annotations

from decimal import Decimal

from company import Lojinha, line, refusal

from models.sales.advise import warnings
from models.sales.draft import DraftCustomer, DraftPayment
from models.sales.record import IssuedDocument

D = Decimal


def paid(*means: tuple[str, str]) -> list[DraftPayment]:
    return [DraftPayment(method, D(amount)) for method, amount in means]


def sale(company: Lojinha, *means: tuple[str, str], kind: str = "FS", quantity: str = "2") -> IssuedDocument:
    """Coffees of 12,30."""
    return company.issue(kind, line("CAFE", quantity), prices_include_tax=True, payments=paid(*means))


def rows(sold: IssuedDocument) -> list[tuple[str, Decimal, Decimal]]:
    return [(p.method, p.amount, p.tendered) for p in sold.payments]


def test_a_note_of_30_for_24_60_gives_5_40_back(company: Lojinha) -> None:
    sold = sale(company, ("NU", "30"))
    assert rows(sold) == [("NU", D("24.60"), 30)]
    assert sold.change == D("5.40")


def test_part_by_card_the_rest_in_cash(company: Lojinha) -> None:
    sold = sale(company, ("CD", "20"), ("NU", "10"))
    assert rows(sold) == [("CD", 20, 20), ("NU", D("4.60"), 10)]
    assert sold.change == D("5.40")
    twice = sale(company, ("NU", "20"), ("NU", "20"))
    assert sum(p.amount for p in twice.payments) == D("24.60")
    assert twice.change == D("15.40")


def test_only_cash_gives_change(company: Lojinha) -> None:
    assert refusal(lambda: sale(company, ("CD", "25"))).field == "payments"
    assert refusal(lambda: sale(company, ("CD", "30"), ("NU", "1"))).field == "payments"
    assert rows(sale(company, ("CD", "24.60"))) == [("CD", D("24.60"), D("24.60"))]


def test_what_is_paid_when_issued_is_paid_whole(company: Lojinha) -> None:
    for kind in ("FS", "FR"):
        refused = refusal(lambda k=kind: sale(company, ("NU", "24.59"), kind=k))
        assert refused.message.startswith("Faltam pagar 0,01 € de 24,60 €")
    assert rows(sale(company, ("NU", "10"), kind="FT")) == [("NU", 10, 10)], "an invoice may be paid in part"
    assert rows(sale(company, kind="FT")) == []
    assert rows(sale(company, kind="FR")) == [("NU", D("24.60"), D("24.60"))]


def test_nonsense_is_refused_at_its_field(company: Lojinha) -> None:
    for means, field in (
        ((("XX", "24.60"),), "payments.1.method"),
        ((("NU", "20"), ("CD", "-4.60")), "payments.2.amount"),
        ((("NU", "0"),), "payments.1.amount"),
        ((("NU", "24.605"),), "payments.1.amount"),
        ((("NU", "1" * 39),), "payments.1.amount"),
        ((("CD", "1000000"),), "payments.1.amount"),
    ):
        assert refusal(lambda m=means: sale(company, *m)).field == field


def test_three_thousand_in_cash_is_forbidden(company: Lojinha) -> None:
    """LGT art. 63-E; what counts is the cash kept, after change."""
    at_limit = {"prices_include_tax": True, "customer": DraftCustomer(code="PADARIA")}
    refused = refusal(lambda: company.issue("FR", line("CAFE", price="3000"), **at_limit))
    assert (refused.rule, refused.field) == ("LGT-63E", "payments")
    sold = company.issue("FR", line("CAFE", price="2999.99"), payments=paid(("NU", "3100")), **at_limit)
    assert sold.change == D("100.01")
    mixed = company.issue("FR", line("CAFE", price="5000"), payments=paid(("TB", "2500"), ("NU", "2500")), **at_limit)
    assert mixed.gross == 5000
    company.issue("FR", line("CAFE", price="5000"), payments=paid(("TB", "5000")), **at_limit)


def test_a_company_that_pays_a_thousand_in_cash_is_warned_of(company: Lojinha) -> None:
    """LGT art. 63-C: a warning, after the document."""

    def told(code: str, price: str, method: str = "NU") -> bool:
        sold = company.issue(
            "FR", line("CAFE", price=price), prices_include_tax=True, customer=DraftCustomer(code=code),
            payments=paid((method, price)),
        )  # fmt: skip
        return any("LGT, art. 63.º-C" in text for text in warnings(sold.number, company.session))

    assert told("PADARIA", "1000.00")
    assert not told("PADARIA", "999.99")
    assert not told("PADARIA", "1000.00", "TB")
    assert not told("MARIA", "1000.00")


def test_a_condition_gives_the_due_date_of_what_is_paid_later(company: Lojinha) -> None:
    later = company.issue("FT", line("CAFE"), condition="30D")
    assert (later.condition, later.due.isoformat()) == ("30 dias", "2026-12-24")  # type: ignore[union-attr]
    now = company.issue("FT", line("CAFE"))
    assert (now.condition, now.due) == ("Pronto pagamento", now.date)
    paid_at_once = company.issue("FR", line("CAFE"), condition="30D")
    assert (paid_at_once.condition, paid_at_once.due) == ("", None)


def test_a_free_document_needs_no_payment(company: Lojinha) -> None:
    sold = company.issue("FS", line("CAFE", discount="100%"))
    assert (sold.gross, rows(sold)) == (0, [])


def test_money_given_back_with_a_credit_note(company: Lojinha) -> None:
    first = sale(company, ("NU", "24.60"))
    note = company.issue(
        "NC",
        line("CAFE", "2", reference=first.number, reference_reason="Devolução"),
        prices_include_tax=True,
        payments=paid(("NU", "24.60")),
    )
    assert rows(note) == [("NU", D("24.60"), D("24.60"))]


def test_change_of_a_whole_500_euro_note_is_a_slip_of_the_finger(company: Lojinha) -> None:
    """Who gives 524,60 for 24,60 has given a note that was not needed; 524,59 is still thinkable."""
    refused = refusal(lambda: sale(company, ("NU", "524.60")))
    assert (refused.field, refused.rule) == ("payments", "limits")
    assert "500,00 €" in refused.message
    assert sale(company, ("NU", "524.59")).change == D("499.99")
