"""Issuing: what a document takes from cards and defaults, what stops it, and that one operation gives one document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from company import Lojinha, line, loose, refusal

from fiscal.errors import Refusal
from fiscal.tables import Tables
from models import db
from models.audit.tables import Audit
from models.catalogue.articles import save_article
from models.sales import draft_file
from models.sales.draft import Draft, DraftCustomer, DraftLine, DraftWithholding
from models.sales.find import document
from models.sales.issue import issue, issued_as
from models.sales.record import IssuedDocument
from models.sales.tables import Document
from models.series.series import close_series
from models.series.tables import Series

D = Decimal


def totals(sold: IssuedDocument) -> tuple[Decimal, Decimal, Decimal]:
    return sold.net, sold.tax, sold.gross


def rates(sold: IssuedDocument) -> list[tuple[str, str, Decimal, Decimal, Decimal]]:
    return [(t.region, t.tax_code, t.rate, t.base, t.tax) for t in sold.taxes]


def test_a_sale_takes_everything_from_the_cards(company: Lojinha) -> None:
    """2 coffees of 12,30, a wine of 5,65, a milk of 1,06: 31,31 = 26,00 + 4,60 + 0,65 + 0,06."""
    sold = company.issue("FS", line("CAFE", "2"), line("VINHO"), line("LEITE"), prices_include_tax=True)
    assert (sold.number, sold.atcud, sold.series, sold.sequence) == ("FS 2026A/1", "CDF7T5HD-1", "2026A", 1)
    assert (sold.customer.nif, sold.customer.name, sold.customer.code) == ("999999990", "Consumidor final", "CF")
    assert totals(sold) == (D("26.00"), D("5.31"), D("31.31"))
    assert rates(sold) == [
        ("PT", "NOR", 23, D("20.00"), D("4.60")),
        ("PT", "INT", 13, D("5.00"), D("0.65")),
        ("PT", "RED", 6, D("1.00"), D("0.06")),
    ]
    first = sold.lines[0]
    assert (first.code, first.description, first.unit, first.price) == ("CAFE", "Café em grão 1 kg", "UN", D("12.3"))
    assert [(p.method, p.amount, p.tendered) for p in sold.payments] == [("NU", D("31.31"), D("31.31"))]
    assert (sold.operator, sold.certificate, sold.hash_control, sold.status) == ("ana", "9999", "1", "N")
    assert sold.date.isoformat() == "2026-11-24"
    assert sold.system_entry_date == sold.status_at == company.clock.now()


def test_the_worked_invoice_of_appendix_a_through_the_verb(company: Lojinha) -> None:
    sold = company.issue("FT", line("A1", "100", discount="8,8%"), line("FORM", "3"))
    assert totals(sold) == (D("97.11"), D("11.54"), D("108.65"))
    first, second = sold.lines
    assert (first.unit_price, first.amount, first.settlement, first.discount) == (
        D("0.5016"),
        D("50.16"),
        D("4.84"),
        "8.8%",
    )
    assert (second.exemption_code, second.exemption_reason) == ("M07", "Isento artigo 9.º do CIVA")
    assert "*I1:PT*I2:46.95*I7:50.16*I8:11.54*N:11.54*O:108.65*" in sold.qr


def test_a_price_with_tax_in_a_document_without_and_the_other_way_round(company: Lojinha) -> None:
    """12,30 with 23 % is 10 without; 0,55 without is 0,6765 with."""
    without = company.issue("FT", line("CAFE"), line("A1"))
    assert [x.price for x in without.lines] == [D("10"), D("0.55")]
    with_tax = company.issue("FT", line("CAFE"), line("A1"), prices_include_tax=True)
    assert [x.price for x in with_tax.lines] == [D("12.3"), D("0.6765")]
    assert with_tax.gross == D("12.98")  # 12,30 + 0,68


def test_what_the_line_says_goes_before_the_card(company: Lojinha) -> None:
    sold = company.issue(
        "FT", line("CAFE", description="Café da casa", price="9.00", tax="ISE", exemption="M05", unit="KG")
    )
    row = sold.lines[0]
    assert (row.description, row.price, row.tax_code, row.exemption_code, row.unit) == (
        "Café da casa",
        9,
        "ISE",
        "M05",
        "KG",
    )
    assert totals(sold) == (9, 0, 9)


def test_a_line_that_no_article_has_brings_everything(company: Lojinha) -> None:
    sold = company.issue("FT", loose("Diversos", "2", "10.00"))
    assert (sold.lines[0].code, totals(sold)) == ("DIV", (D("20.00"), D("4.60"), D("24.60")))
    for missing in ("description", "unit", "price", "tax"):
        whole = loose("Diversos", "2", "10.00")
        setattr(whole, missing, None if missing == "price" else "")
        assert refusal(lambda x=whole: company.issue("FT", x)).field == "lines.1.code"


def test_codes_are_typed_in_any_case_and_bar_codes_count_as_codes(company: Lojinha) -> None:
    sold = company.issue("FT", line("cafe"), line("5601000000011", "2"))
    assert [x.code for x in sold.lines] == ["CAFE", "LEITE"]


def test_every_rule_of_a_line_names_its_line_and_field(company: Lojinha) -> None:
    for wrong, field in (
        (line("CAFE", "0"), "quantity"),
        (line("CAFE", "-1"), "quantity"),
        (line("CAFE", "0.0000001"), "quantity"),
        (line("CAFE", "5601234567892"), "quantity"),
        (line("CAFE", price="-1"), "price"),
        (line("CAFE", price="0"), "price"),
        (line("CAFE", price="5601234567892"), "price"),
        (line("CAFE", price="0.1234567"), "price"),
        (line("CAFE", discount="101%"), "discount"),
        (line("CAFE", discount="-5"), "discount"),
        (line("CAFE", discount="12.31"), "discount"),
        (line("CAFE", tax="ISE"), "exemption"),
        (line("CAFE", tax="ISE", exemption="M26"), "exemption"),
        (line("CAFE", tax="NOR", exemption="M07"), "exemption"),
        (line("CAFE", tax="XYZ"), "tax"),
        (line("CAFE", reference="FT 2026A/1"), "reference"),
        (line("CAFE", description="X"), "description"),
        (line(""), "code"),
        (line("NAOHA"), "code"),
    ):
        assert refusal(lambda x=wrong: company.issue("FT", line("LEITE"), x)).field == f"lines.2.{field}", wrong
    assert not Document.select().exists()
    assert Series.get(Series.type == "FT").last_number == 0, "no number was used up"


def test_a_document_without_lines_or_with_absurd_totals_is_refused(company: Lojinha) -> None:
    assert refusal(lambda: company.issue("FT")).field == "lines"
    assert refusal(lambda: company.issue("FT", line("CAFE", "999999", price="999999"))).rule == "limits"
    for kind in ("", "XX", "VD", "ft"):
        assert refusal(lambda k=kind: company.issue(k, line("CAFE"))).field == "type"
    assert refusal(lambda: company.issue("FT", line("CAFE"), region="ES")).field == "lines.1.region"
    assert refusal(lambda: company.issue("FT", line("CAFE"), condition="90D")).field == "condition"
    assert refusal(lambda: company.issue("FT", line("CAFE"), series="2025A")).field == "series"
    assert refusal(lambda: company.issue("FT", line("CAFE"), global_discount="101%")).field == "global_discount"


def test_the_rate_is_of_the_place_of_supply(company: Lojinha) -> None:
    """Coffee of 10 net: 16 % in the Azores, 22 % in Madeira; milk in Madeira 4 %."""
    azores = company.issue("FT", line("CAFE", price="10"), region="PT-AC")
    assert rates(azores) == [("PT-AC", "NOR", 16, 10, D("1.60"))]
    assert "*I1:PT-AC*I7:10.00*I8:1.60*" in azores.qr
    madeira = company.issue("FT", line("CAFE", price="10"), line("LEITE", price="1"), region="PT-MA")
    assert rates(madeira) == [("PT-MA", "NOR", 22, 10, D("2.20")), ("PT-MA", "RED", 4, 1, D("0.04"))]


def test_a_rate_in_the_home_s_folder_applies_without_new_code(company: Lojinha) -> None:
    (company.folder / "vat_rates.toml").write_text(
        '[[rate]]\nregion = "PT"\ncode = "NOR"\npercent = "21.5"\nsince = 2026-01-01\n', encoding="utf-8"
    )
    own = replace(company.session, tables=Tables(company.folder))
    sold = document(issue(Draft("FT", [line("CAFE", price="10")]), own))
    assert rates(sold) == [("PT", "NOR", D("21.5"), 10, D("2.15"))]


def test_an_exempt_company_charges_no_tax_and_says_why(company: Lojinha) -> None:
    """CIVA art. 53: every line ISE, M10; the price asked is what is paid, whichever way the document is written."""
    company.change(regime="ISENTO")
    for with_tax in (True, False):
        sold = company.issue("FR", line("CAFE"), prices_include_tax=with_tax)
        row = sold.lines[0]
        assert (row.tax_code, row.rate, row.exemption_code, row.exemption_reason) == (
            "ISE", 0, "M10", "IVA – regime de isenção",
        )  # fmt: skip
        assert totals(sold) == (D("12.30"), 0, D("12.30"))
    kept = company.issue("FR", line("FORM"))
    assert kept.lines[0].exemption_code == "M07", "an exemption of its own stays"
    taxed = refusal(lambda: company.issue("FR", line("CAFE", tax="NOR")))
    assert (taxed.field, taxed.rule) == ("lines.1.tax", "C20")


def test_withholding_is_shown_after_the_total_and_changes_nothing(company: Lojinha) -> None:
    """C14: 10 hours of 20 = 200 + 46 = 246; IRS 23 % of 200 = 46; to pay 200."""
    held = DraftWithholding("IRS", D(23))
    sold = company.issue("FR", line("MAO", "10"), customer=DraftCustomer(code="PADARIA"), withholding=held)
    assert totals(sold) == (200, 46, 246)
    assert sold.withholding is not None
    assert (sold.withholding.amount, sold.payable) == (46, 200)
    assert [p.amount for p in sold.payments] == [200]
    assert "*O:246.00*P:46.00*" in sold.qr
    for wrong in (DraftWithholding("IVA", D(23)), DraftWithholding("IRS", D(0)), DraftWithholding("IRS", D(101)),
                  DraftWithholding("IRS", D("-1")), DraftWithholding("IRS", D("1.0000001"))):  # fmt: skip
        assert refusal(lambda w=wrong: company.issue("FR", line("MAO"), withholding=w)).rule == "C14", wrong


def test_the_same_operation_twice_gives_the_same_document(company: Lojinha) -> None:
    draft = Draft("FS", [line("CAFE")], operation="caixa1-000017")
    number = issue(draft, company.session)
    company.tick(days=40)
    close_series(Series.get(Series.type == "FS").id, company.session)
    assert issue(draft, company.terminal("caixa2")) == number
    changed = Draft("FT", [line("LEITE", "9")], operation="caixa1-000017")
    assert issue(changed, company.session) == number, "whatever the second one says"
    assert (Document.select().count(), issued_as("caixa1-000017"), issued_as("outra")) == (1, number, None)


def test_a_refused_operation_may_be_tried_again(company: Lojinha) -> None:
    draft = Draft("FS", [line("CAFE", "0")])
    with pytest.raises(Refusal):
        issue(draft, company.session)
    draft.lines[0].quantity = D(1)
    assert issue(draft, company.session) == "FS 2026A/1"


def test_issuing_does_not_change_the_draft(company: Lojinha) -> None:
    draft = Draft("FS", [line("cafe"), line("DIV", description="X2", unit="UN", price="1", tax="NOR")])
    before = draft_file.read(draft_file.written(draft))
    issue(draft, company.session)
    assert draft == before


def test_text_of_any_origin_is_stored_clean(company: Lojinha) -> None:
    """Whatever screen, shop or file made the draft: the verb is where text enters the books."""
    dirty = "[red]Cafe\u0301\x1b[31m\u202e\ud800 bom[/x]"
    sold = company.issue(
        "FT",
        DraftLine("CAFE", description=dirty),
        DraftLine("X\x1b1", dirty, D(1), "U\x07N", D(1), tax="NOR"),
        customer=DraftCustomer(nif="245123458", name=dirty, address=dirty),
        notes=f"{dirty}\n{dirty}",
    )
    seen = "[red]Café[31m bom[/x]"
    assert [x.description for x in sold.lines] == [seen, seen]
    assert (sold.lines[1].code, sold.lines[1].unit) == ("X1", "UN")
    assert (sold.customer.name, sold.customer.address, sold.notes) == (seen, seen, f"{seen}\n{seen}")


def test_nothing_is_left_of_an_issue_that_fails_at_its_last_step(company: Lojinha) -> None:
    """The disk fails when the audit row is written: no document, no number, no stock, and the draft is there."""
    before = {
        table: db.database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in db.database.get_tables()
    }
    with db.writing():
        if company.postgres:
            db.database.execute_sql(
                "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''disk I/O error''; END'"
            )
            db.database.execute_sql(
                "CREATE TRIGGER broken BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION broken()"
            )
        else:
            db.database.execute_sql(
                "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
            )
    refused = refusal(lambda: company.issue("FT", line("CAFE"), customer=DraftCustomer(nif="245123458", name="Rui")))
    assert "nada foi gravado" in refused.message
    with db.writing():
        db.database.execute_sql("DROP TRIGGER broken" + (" ON audit" if company.postgres else ""))
    after = {table: db.database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0] for table in before}
    assert after == before
    assert company.issue("FT", line("CAFE")).number == "FT 2026A/1"


def test_a_document_is_found_by_its_number_however_it_is_typed(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    for typed in ("FT 2026A/1", "ft 2026a/1", "  FT  2026A/1 "):
        assert document(typed) == sold


def test_issue_is_audited_with_its_digest(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    last = Audit.select().order_by(Audit.id.desc()).first()
    stored = Document.get(Document.number == sold.number)
    assert (last.action, last.subject, last.operator, last.terminal) == ("issue", "FT 2026A/1", "ana", "caixa1")
    assert stored.digest in last.detail
    assert stored.operation in last.detail


def test_an_article_deleted_from_sale_meanwhile_stops_the_draft_not_the_old_document(company: Lojinha) -> None:
    number = save_article(None, {"code": "N1", "description": "Novo", "price": D(1)}, company.session)
    sold = company.issue("FT", line("N1"))
    save_article(number, {"code": "N1", "description": "Novo", "price": D(2), "active": False}, company.session)
    assert refusal(lambda: company.issue("FT", line("N1"))).field == "lines.1.code"
    assert document(sold.number) == sold
