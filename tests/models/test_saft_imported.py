"""A shop comes from another program: its cards and documents come in from the SAF-T once, and can be taken out again."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from company import NIF, PERSON, Lojinha, article, refusal

from models import db
from models.audit import log
from models.catalogue.tables import Barcode
from models.history.tables import HistoryBatch, HistoryDocument, HistoryLine
from models.history.undo import undo_import
from models.parties.tables import Customer, Supplier
from models.sales.draft import DraftCustomer
from models.verify import verify
from tests.company import line as sold
from tests.models.old_saft import JOAO, OldSaft, bring, credit, invoice, line, open_balances, party, receipt


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows that an import could touch."""
    tables = ("customer", "supplier", "article", "barcode", "family", "unit", "history_batch", "history_document",
              "history_line", "audit")  # fmt: skip
    return {t: db.database.execute_sql(f"SELECT * FROM {t} ORDER BY id").fetchall() for t in tables}


def test_the_example_of_the_reference_comes_in_paid(company: Lojinha, reference: Path) -> None:
    data = (reference / "saft" / "example_minimal_F.xml").read_bytes().replace(b"599999993", NIF.encode())
    outcome = bring(company, data)
    assert outcome.types == {"FT": 1, "NC": 1, "RG": 1}
    # RG 46,95 = 108,65 of the invoice less 61,70 of its credit note: both are settled whole.
    assert open_balances() == {"FT 2027A/1": "0.00", "NC 2027A/1": "0.00", "RG 2027A/1": "0.00"}
    made = article("S1")
    assert (made.description, made.kind, made.unit, made.price) == ("Formação isenta", "S", "H", Decimal("15.6488"))
    assert (made.tax_code, made.exemption_code, made.price_includes_tax) == ("ISE", "M07", False)
    assert article("A1").price == Decimal("0.55")  # we had it: it stays as it was


def test_who_and_what_was_missing_gets_a_card_and_the_rest_stays(company: Lojinha) -> None:
    maria = party("Customer", "77", PERSON, "MARIA C.")
    supplier = party("Supplier", "F1", "501964843", "Azeites, Lda")
    file = OldSaft((invoice("FT A/1", "20.00", "4.60", "24.60", line("20.00", price="10.00", quantity="2")),))
    file.masters += maria + supplier
    outcome = bring(company, file)
    assert (outcome.new["customers"], outcome.had["customers"]) == (1, 1)
    assert (outcome.new["suppliers"], outcome.new["articles"], outcome.new["documents"]) == (1, 1, 1)
    card = Customer.get(Customer.code == "9")
    assert (card.nif, card.name, card.address, card.postal_code, card.city) == (
        JOAO, "João Brandão", "Rua Direita, 3", "3500-115", "Viseu",
    )  # fmt: skip
    assert Customer.get(Customer.nif == PERSON).name == "Maria da Conceição"
    assert Supplier.get(Supplier.code == "F1").name == "Azeites, Lda"
    oil = article("AZ1")
    assert (oil.price, oil.tax_code, oil.family) == (Decimal(10), "NOR", "MERCEARIA-FINA")
    assert Barcode.get(Barcode.article_id == oil.id).code == "5609876543212"
    kept = HistoryDocument.get()
    assert (kept.number, kept.customer_id, kept.gross, kept.open) == (
        "FT A/1",
        card.id,
        Decimal("24.60"),
        Decimal("24.60"),
    )
    assert [(row.code, row.quantity, row.amount) for row in HistoryLine.select()] == [("AZ1", Decimal(2), Decimal(20))]


def test_a_look_before_and_a_second_import_change_nothing(company: Lojinha) -> None:
    file = OldSaft((invoice("FT A/1", "20.00", "4.60", "24.60"),))
    before = everything()
    assert bring(company, file, only_look=True).new["documents"] == 1
    assert everything() == before
    assert bring(company, file).batch is not None
    after = everything()
    again = bring(company, file)
    assert (again.same, again.batch) == (True, None)
    # The same documents in other bytes are nothing new either.
    rewritten = bring(company, file.data + b"\n<!-- outra vez -->")
    assert (rewritten.same, rewritten.changes, rewritten.had["documents"]) == (False, False, 1)
    assert everything() == after


OWED: dict[str, tuple[OldSaft, dict[str, str]]] = {
    "nothing was paid": (OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"),)), {"FT A/1": "123.00"}),
    "paid at once": (
        OldSaft((invoice("FR A/1", "100.00", "23.00", "123.00"), invoice("FS A/1", "1.00", "0.23", "1.23"))),
        {"FR A/1": "0.00", "FS A/1": "0.00"},
    ),
    "cancelled": (OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00", status="A"),)), {"FT A/1": "0.00"}),
    # 40 without tax are 49,20 with 23 %: 123,00 - 49,20.
    "a part, with its tax told": (
        OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"),),
                (receipt("RC A/1", "40.00", "9.20", "49.20", ("FT A/1", "40.00"), rate="23"),)),
        {"FT A/1": "73.80", "RC A/1": "0.00"},
    ),
    "a part, as it was received": (
        OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"),),
                (receipt("RG A/1", "100.00", "0.00", "100.00", ("FT A/1", "100.00")),)),
        {"FT A/1": "23.00", "RG A/1": "0.00"},
    ),
    "all, the line without the tax that the total has": (
        OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"),),
                (receipt("RG A/1", "100.00", "23.00", "123.00", ("FT A/1", "100.00")),)),
        {"FT A/1": "0.00", "RG A/1": "0.00"},
    ),
    "a cancelled receipt pays nothing": (
        OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"),),
                (receipt("RG A/1", "123.00", "0.00", "123.00", ("FT A/1", "123.00"), status="A"),)),
        {"FT A/1": "123.00", "RG A/1": "0.00"},
    ),
    "a credit note takes from its invoice": (
        OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"), credit("NC A/1", "10.00", "2.30", "12.30", "FT A/1"))),
        {"FT A/1": "110.70", "NC A/1": "0.00"},
    ),
    "a credit note of what was paid is owed to the customer": (
        OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"), credit("NC A/1", "10.00", "2.30", "12.30", "FT A/1")),
                (receipt("RG A/1", "123.00", "0.00", "123.00", ("FT A/1", "123.00")),)),
        {"FT A/1": "0.00", "NC A/1": "12.30", "RG A/1": "0.00"},
    ),
    "more was received than owed": (
        OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"),),
                (receipt("RG A/1", "200.00", "0.00", "200.00", ("FT A/1", "200.00")),)),
        {"FT A/1": "0.00", "RG A/1": "0.00"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("story", OWED)
def test_what_is_still_owed(company: Lojinha, story: str) -> None:
    file, owed = OWED[story]
    bring(company, file)
    assert open_balances() == owed


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_months_come_in_any_order(company: Lojinha, order: tuple[int, ...]) -> None:
    months = {
        1: OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"),)),
        2: OldSaft((), (receipt("RG A/1", "23.00", "0.00", "23.00", ("FT A/1", "23.00")),), month=2),
    }
    batches = {month: bring(company, months[month]).batch for month in order}
    assert open_balances()["FT A/1"] == "100.00"
    february = batches[2]
    assert february is not None
    undo_import(february, company.session)
    assert open_balances() == {"FT A/1": "123.00"}


def test_undone_the_shop_is_as_before_but_for_the_log(company: Lojinha) -> None:
    before = everything()
    batch = bring(company, OldSaft((invoice("FT A/1", "20.00", "4.60", "24.60"),))).batch
    assert batch is not None
    gone = undo_import(batch, company.session)
    assert (gone["documents"], gone["customers"], gone["articles"]) == (1, 1, 1)
    after = everything()
    for table in before:
        if table not in ("audit", "history_batch"):
            assert after[table] == before[table], table
    assert [row["action"] for row in log.rows()][-1] == "saft.undo"
    assert HistoryBatch.get().undone_at == company.clock.now()
    assert "já foi anulada" in refusal(lambda: undo_import(batch, company.session)).message
    # The file may come in once more.
    assert bring(company, OldSaft((invoice("FT A/1", "20.00", "4.60", "24.60"),))).new["documents"] == 1


def test_a_card_that_was_used_since_stays_when_the_import_goes(company: Lojinha) -> None:
    batch = bring(company, OldSaft((invoice("FT A/1", "20.00", "4.60", "24.60"),))).batch
    assert batch is not None
    company.issue("FT", sold("AZ1"), customer=DraftCustomer(code="9"))
    gone = undo_import(batch, company.session)
    assert (gone["documents"], gone["customers"], gone["articles"]) == (1, 0, 0)
    assert Customer.get(Customer.code == "9").nif == JOAO
    assert not verify().findings


def test_history_is_no_turnover_and_takes_no_number(company: Lojinha) -> None:
    bring(company, OldSaft((invoice("FT 2026A/7", "20.00", "4.60", "24.60"),)))
    assert company.issue("FT", sold("CAFE"), customer=DraftCustomer(code="PADARIA")).number == "FT 2026A/1"
    assert not verify().findings


def test_a_number_of_ours_is_not_taken_twice(company: Lojinha) -> None:
    ours = company.issue("FT", sold("CAFE"), customer=DraftCustomer(code="PADARIA"))
    theirs = invoice("FT 2026A/1", "20.00", "4.60", "24.60")
    outcome = bring(company, OldSaft((theirs,)), only_look=True)
    assert (outcome.refused["documents"], outcome.remarks[0].what) == (1, "FT 2026A/1")
    assert "emitido no Balcão" in outcome.remarks[0].why
    # In a file of this program's own it is the same document, and we have it.
    outcome = bring(company, OldSaft((theirs.replace("<Hash>abc<", f"<Hash>{ours.hash}<"),)), only_look=True)
    assert (outcome.had["documents"], outcome.remarks) == (1, [])


OTHER_RELEASES: dict[str, Callable[[], OldSaft]] = {
    "1.01_01": lambda: OldSaft(
        (
            invoice("VD A/1", "20.00", "4.60", "24.60", day="2011-03-01")
            .replace("<DocumentStatus><InvoiceStatus>N</InvoiceStatus></DocumentStatus>", "<InvoiceStatus>N</InvoiceStatus>"),
            invoice("FT A/1", "20.00", "4.60", "24.60", day="2011-03-01")
            .replace("<DocumentStatus><InvoiceStatus>N</InvoiceStatus></DocumentStatus>", "<InvoiceStatus>A</InvoiceStatus>"),
        )
    ),
    "1.02_01": lambda: OldSaft((invoice("TV A/1", "20.00", "4.60", "24.60"), invoice("AA A/1", "20.00", "4.60", "24.60"))),
    "1.03_01": lambda: OldSaft((invoice("RP A/1", "20.00", "0.00", "20.00"),)),
}  # fmt: skip
EXPECTED = {
    "1.01_01": {"VD A/1": "0.00", "FT A/1": "0.00"},
    "1.02_01": {"TV A/1": "0.00", "AA A/1": "24.60"},
    "1.03_01": {"RP A/1": "20.00"},
}


@pytest.mark.parametrize("release", OTHER_RELEASES)
def test_older_releases_and_their_types_are_read(company: Lojinha, release: str) -> None:
    file = OTHER_RELEASES[release]()
    file.release, file.encoding = release, "Windows-1252"
    outcome = bring(company, file)
    assert outcome.release == release
    assert open_balances() == EXPECTED[release]
    assert Customer.get(Customer.code == "9").name == "João Brandão"


def test_credit_notes_before_1_03_name_their_invoice_elsewhere(company: Lojinha) -> None:
    note = credit("NC A/1", "10.00", "2.30", "12.30", "FT A/1")
    note = note.replace("<Reference>FT A/1</Reference>", "<CreditNote><Reference>FT A/1</Reference></CreditNote>")
    bring(company, OldSaft((invoice("FT A/1", "100.00", "23.00", "123.00"), note), release="1.02_01"))
    assert open_balances() == {"FT A/1": "110.70", "NC A/1": "0.00"}
