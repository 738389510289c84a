"""What went on paper is counted: the first time is the original, every later one a second copy (C13)."""

from __future__ import annotations

from company import Lojinha, line, refusal

from models.audit.tables import Audit
from models.sales.find import times_printed
from models.sales.printed import record_lost, record_print
from models.sales.tables import Document, DocumentPrint


def test_the_first_is_the_original(company: Lojinha) -> None:
    sold, other = company.issue("FT", line("CAFE")), company.issue("FT", line("CAFE"))
    assert record_print(sold.number, "pdf", company.session) == 0
    company.tick(minutes=1)
    assert record_print("ft 2026a/1", "talão", company.terminal("caixa2")) == 1
    assert record_print(other.number, "pdf", company.session) == 0
    row = Document.get(Document.number == sold.number)
    assert times_printed(row.id) == 2
    found = [(p.medium, p.terminal, p.at.minute) for p in DocumentPrint.select().order_by(DocumentPrint.id)]
    assert found == [("pdf", "caixa1", 0), ("talão", "caixa2", 1), ("pdf", "caixa1", 1)]


def test_a_print_that_never_left_does_not_count_but_is_not_forgotten(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    assert record_print(sold.number, "talão", company.session) == 0
    record_lost(sold.number, company.session)
    assert record_print(sold.number, "talão", company.session) == 0, "still the original"
    assert record_print(sold.number, "talão", company.session) == 1
    record_lost(sold.number, company.session)
    assert record_print(sold.number, "talão", company.session) == 1
    assert DocumentPrint.select().count() == 6
    assert [row.action for row in Audit.select().where(Audit.subject == sold.number)].count("print.lost") == 2


def test_every_paper_is_audited(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    record_print(sold.number, "pdf", company.session)
    record_print(sold.number, "pdf", company.session)
    last = Audit.select().order_by(Audit.id.desc()).limit(2)
    assert [(row.action, row.subject, '"copy":2' in row.detail) for row in last] == [
        ("print", sold.number, True),
        ("print", sold.number, False),
    ]


def test_what_does_not_exist_is_not_printed(company: Lojinha) -> None:
    assert refusal(lambda: record_print("FT 2026A/1", "pdf", company.session)).rule == "number"
    assert not DocumentPrint.select().exists()
