"""How each cent came about, told from what was stored; sums by hand beside each."""

from __future__ import annotations

from models.sales.explain import cents_of, signed_string
from tests.company import Lojinha, line, loose


def test_prices_with_tax_line_by_line(company: Lojinha) -> None:
    # 3 x 12,30 = 36,90 less 10 % = 33,21 with 23 %: 33,21 / 1,23 = 27,00; the rest is tax, 6,21.
    # 2 x 1,06 = 2,12 with 6 %: 2,12 / 1,06 = 2,00; tax 0,12. Total 29,00 + 6,33 = 35,33.
    issued = company.issue("FS", line("CAFE", "3", discount="10%"), line("LEITE", "2"), prices_include_tax=True)
    told = "\n".join(cents_of(issued))
    assert "3 UN × 12,30 = 36,90 (com imposto)" in told
    assert "desconto da linha 10%: −3,69 → 33,21" in told
    assert "vale 27,00 sem imposto" in told
    assert "com imposto 33,21 €; base 33,21 € / 1,23" in told
    assert "imposto, o resto: 2,12 € − 2,00 €" in told
    assert "Total sem imposto: 27,00 € + 2,00 € = 29,00 €" in told
    assert "Total: 29,00 € + 6,33 € = 35,33 €" in told


def test_prices_without_tax_are_rounded_once_per_rate(company: Lojinha) -> None:
    # 3 x 0,335 = 1,005 and 1 x 0,50: 1,505 -> 1,51 (once); tax 1,51 x 23 % = 0,3473 -> 0,35; total 1,86.
    issued = company.issue("FR", loose("Saco", "3", "0.335"), loose("Fita", "1", "0.5"), prices_include_tax=False)
    told = "\n".join(cents_of(issued))
    assert "2 linha(s), 1,505 sem imposto" in told
    assert "base, arredondada uma vez: 1,51 €" in told
    assert "imposto: 1,51 € × 23% = 0,35 €" in told
    assert "Total: 1,51 € + 0,35 € = 1,86 €" in told


def test_a_global_discount_is_shared(company: Lojinha) -> None:
    issued = company.issue("FS", line("CAFE"), line("LEITE"), global_discount="5%", prices_include_tax=True)
    told = "\n".join(cents_of(issued))
    assert "Desconto global 5% sobre 13,36" in told  # 12,30 + 1,06


def test_the_signed_text_is_that_of_the_specification(company: Lojinha) -> None:
    first = company.issue("FS", line("CAFE"), prices_include_tax=True)
    assert signed_string(first) == "2026-11-24;2026-11-24T10:00:00;FS 2026A/1;12.30;"
    company.tick(minutes=1)
    second = company.issue("FS", line("LEITE"), prices_include_tax=True)
    assert signed_string(second) == f"2026-11-24;2026-11-24T10:01:00;FS 2026A/2;1.06;{first.hash}"
