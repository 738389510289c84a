"""Which pieces went is in the file for AT and on the paper, also when a guide took them; lots are on the paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from company import D, Lojinha, article, line

from models import db
from models.catalogue.tables import Article
from models.sales.draft import DraftCustomer
from models.sales.find import document
from models.sales.record import IssuedDocument
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from printing.receipt import lay_out
from reports.saft.export import node_of
from tests.every_type import to_the_bakery
from tests.reports.saft.files import exported

PADARIA = DraftCustomer(code="PADARIA")


def followed(company: Lojinha) -> None:
    """Three coffee machines with their numbers, wine of two lots."""
    with db.writing():
        Article.update(tracking="S").where(Article.id == article("CAFE").id).execute()
        Article.update(tracking="L").where(Article.id == article("VINHO").id).execute()
    machines = [SheetLine("CAFE", D(1), lot=f"M-{n}", cost=D(50)) for n in (1, 2, 3)]
    wine = [SheetLine("VINHO", D(6), lot=lot, cost=D(2)) for lot in ("A&B", "C")]
    record_sheet(SheetDraft("E", "A1", [*machines, *wine], day=date(2026, 11, 1)), company.session)


def serials(number: str) -> list[str]:
    return re.findall(r"<SerialNumber>([^<]*)</SerialNumber>", node_of(number).decode("cp1252"))


def details(sold: IssuedDocument) -> list[tuple[str, ...]]:
    return [own.details for own in lay_out(sold).lines]


def test_pieces_are_in_the_file_and_lots_on_the_paper(company: Lojinha, official: Callable[[bytes], list[str]]) -> None:
    followed(company)
    sold = company.issue("FT", line("CAFE", lot="m-2"), line("VINHO", "2", lot="A&B"), customer=PADARIA)
    assert serials(sold.number) == ["M-2"]
    assert details(sold) == [("N.º de série: M-2",), ("Lote: A&B",)]
    back = company.credit(sold.number, {1: D(1)})
    assert serials(back.number) == ["M-2"]
    assert details(document(sold.number)) == [("N.º de série: M-2",), ("Lote: A&B",)]
    assert official(exported(company.session)) == []


def test_what_a_guide_took_is_told_by_the_invoice_too(company: Lojinha, official: Callable[[bytes], list[str]]) -> None:
    followed(company)
    guide = company.issue("GR", line("CAFE", lot="M-1"), customer=PADARIA, transport=to_the_bakery())
    assert serials(guide.number) == ["M-1"]
    taken = line("CAFE")
    taken.origin, taken.origin_line = guide.number, 1
    invoice = company.issue("FT", taken, customer=PADARIA)
    assert serials(invoice.number) == ["M-1"]
    assert ("N.º de série: M-1",) in [tuple(d for d in own if "série" in d) for own in details(invoice)]
    assert official(exported(company.session)) == []
