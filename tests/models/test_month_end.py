"""The end of a month in words: what was issued, what must be told, and that nothing must be told too."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from models.company.setup import set_setting
from models.month_end import as_lines, month_end
from models.sales.cancel import cancel
from tests.company import Lojinha, line, refusal

NOVEMBER, TODAY = dt.date(2026, 11, 1), dt.date(2026, 12, 2)


def test_a_month_of_sales(company: Lojinha) -> None:
    company.issue("FS", line("CAFE", "2"), prices_include_tax=True)  # 24,60
    wrong = company.issue("FS", line("LEITE"), prices_include_tax=True)
    cancel(wrong.number, "Engano", company.session)
    company.issue("FR", line("CAFE"), prices_include_tax=True)  # 12,30
    company.at(2026, 12, 2, 9, 0)
    found = month_end(NOVEMBER, TODAY)
    assert found.issued == (("FS", 2, 1, Decimal("24.60")), ("FR", 1, 0, Decimal("12.30")))
    assert (found.to_tell, found.untold, found.drafts) == (3, None, 0)
    told = as_lines(found, TODAY)
    assert "FS Fatura simplificada: 2 documento(s), 1 anulado(s), 24,60 €" in told
    assert "3 documento(s) a comunicar em ficheiro: balcao saft export --month 2026-11" in told
    assert "A seguir, até 05-12-2026: Comunicar 3 documento(s) de novembro de 2026." in told
    set_setting("at.faturas", "servico", company.session)
    assert "Os 3 documento(s) estão comunicados." in as_lines(month_end(NOVEMBER, TODAY), TODAY)


def test_a_month_without_invoices(company: Lojinha) -> None:
    assert any("não houve faturação" in text for text in as_lines(month_end(NOVEMBER, TODAY), TODAY))
    here = dt.date(2026, 11, 24)
    assert any("ainda não acabou" in text for text in as_lines(month_end(here, here), here))
    assert refusal(lambda: month_end(dt.date(2027, 1, 1), TODAY)).field == "month"
