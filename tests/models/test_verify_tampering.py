"""Verification names what was altered behind the program's back, document by document (T26; F15)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from company import Lojinha, line, loose

from fiscal.signature import KeySigner, generate_key
from models import db
from models.frozen import FROZEN, REFUSE, postgres_triggers, sqlite_triggers
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer, DraftPayment
from models.sales.printed import record_print
from models.verify import Verdict, verify

SECOND = "FT 2026A/2"
OF_SECOND = f"(SELECT id FROM document WHERE number = '{SECOND}')"
CHILDREN = ("document_line", "document_tax", "document_payment", "document_print", "stock_movement")


@pytest.fixture(autouse=True)
def _a_day(company: Lojinha) -> None:
    """FT 1 to 3 (the second to a customer, paid in part), a credit note on the first, a cancelled FS."""
    company.issue("FT", line("CAFE", "2"), line("LEITE"))
    company.issue(
        "FT", line("A1", "100", discount="8.8%"), line("FORM", "3"), customer=DraftCustomer(code="PADARIA"),
        payments=[DraftPayment("NU", Decimal(50))], notes="Entregar cedo",
    )  # fmt: skip
    company.issue("FT", loose("Diversos", "1", "10"))
    company.credit("FT 2026A/1", {1: Decimal(1)})
    cancel(company.issue("FS", line("CAFE")).number, "Engano", company.session)
    record_print(SECOND, "pdf", company.session)


def triggers(company: Lojinha) -> dict[str, tuple[str, str]]:
    """Table and statement of every protecting trigger."""
    make = postgres_triggers if company.postgres else sqlite_triggers
    found = {}
    for freeze in FROZEN:
        columns = [column.name for column in db.database.get_columns(freeze.table)]
        found |= {name: (freeze.table, sql) for name, sql in make(freeze, columns).items()}
    return found


def run(*statements: str) -> None:
    with db.writing():
        for statement in statements:
            db.database.execute_sql(statement)


def tamper(company: Lojinha, *statements: str) -> None:
    """Does what a database administrator could: takes the triggers off, changes, and puts them back as they were."""
    made = {
        name: (table, sql)
        for name, (table, sql) in triggers(company).items()
        if any(table in statement for statement in statements) or not statements
    }
    on = " ON {}" if company.postgres else ""
    off = [f"DROP TRIGGER {name}{on.format(table)}" for name, (table, _) in made.items()]
    run(*off, *statements, *(sql for _, sql in made.values()))


def without(number: str) -> list[str]:
    """Statements that take a document away as if it had never been."""
    which = f"(SELECT id FROM document WHERE number = '{number}')"
    return [
        *(f"DELETE FROM {table} WHERE document_id = {which}" for table in CHILDREN),
        f"DELETE FROM document WHERE id = {which}",
    ]


def places(verdict: Verdict | None = None) -> set[str]:
    return {finding.place for finding in (verdict or verify()).findings}


def test_an_honest_day_holds(company: Lojinha) -> None:
    verdict = verify()
    assert verdict.findings == ()
    assert verdict.documents == 5
    assert verdict.audited == db.database.execute_sql("SELECT max(id) FROM audit").fetchone()[0]
    tamper(company)
    assert verify().findings == (), "taking the triggers off and putting them back is not seen, and alters nothing"


def test_any_change_of_a_document_names_it_and_no_other(company: Lojinha) -> None:
    """One cent, one date, one letter: each is put back before the next."""
    second, of_second = f"number = '{SECOND}'", f"document_id = {OF_SECOND}"
    noon, ten = "system_entry_date = '2026-11-24T12:00:00'", "system_entry_date = '2026-11-24T10:00:00'"
    for table, where, change, back in (
        ("document", second, "gross = gross + 1", "gross = gross - 1"),
        ("document", second, "net = net - 1, tax = tax + 1", "net = net + 1, tax = tax - 1"),
        ("document", second, "date = '2026-11-23'", "date = '2026-11-24'"),
        ("document", second, "date = 'ontem'", "date = '2026-11-24'"),
        ("document", second, noon, ten),
        ("document", second, "customer_nif = '510000010'", "customer_nif = '501964843'"),
        ("document", second, "notes = 'Entregar tarde'", "notes = 'Entregar cedo'"),
        ("document", second, "operator = 'rui'", "operator = 'ana'"),
        ("document", second, "hash_control = '2'", "hash_control = '1'"),
        ("document", second, "company_id = company_id, qr = qr || '*S:x'", "qr = replace(qr, '*S:x', '')"),
        ("document_line", f"{of_second} AND number = 1", "description = 'Artigo B'", "description = 'Artigo A'"),
        ("document_line", f"{of_second} AND number = 1", "amount = amount + 1", "amount = amount - 1"),
        ("document_line", f"{of_second} AND number = 2", "exemption_code = 'M05'", "exemption_code = 'M07'"),
        ("document_tax", f"{of_second} AND tax_code = 'NOR'", "tax = tax + 1", "tax = tax - 1"),
        ("document_payment", of_second, "amount = amount + 1", "amount = amount - 1"),
    ):  # fmt: skip
        tamper(company, f"UPDATE {table} SET {change} WHERE {where}")
        found = places()
        assert SECOND in found, change
        assert found <= {SECOND, "FT 2026A/3"}, change  # what follows may no longer be in order of time
        tamper(company, f"UPDATE {table} SET {back} WHERE {where}")
        assert verify().findings == (), back


def test_a_line_added_or_taken_away_names_the_document(company: Lojinha) -> None:
    tamper(company, f"DELETE FROM document_line WHERE document_id = {OF_SECOND} AND number = 2")
    assert places() == {SECOND}
    third = "(SELECT id FROM document WHERE number = 'FT 2026A/3')"
    tamper(company, f"UPDATE document_payment SET document_id = {third} WHERE document_id = {OF_SECOND}")
    assert places() == {SECOND, "FT 2026A/3"}


def test_the_last_document_deleted_is_named(company: Lojinha) -> None:
    tamper(company, *without("FT 2026A/3"))
    assert places() == {"FT 2026A/3"}


def test_the_last_document_deleted_and_the_series_set_back_is_still_in_the_log(company: Lojinha) -> None:
    hash_before = db.database.execute_sql(f"SELECT hash FROM document WHERE number = '{SECOND}'").fetchone()[0]
    tamper(
        company,
        *without("FT 2026A/3"),
        f"UPDATE series SET last_number = 2, last_hash = '{hash_before}' WHERE type = 'FT'",
    )
    assert places() == {"FT 2026A/3"}


def test_a_middle_document_deleted_is_named(company: Lojinha) -> None:
    tamper(company, *without(SECOND))
    found = places()
    assert {place for place in found if "2026A" in place} == {SECOND}
    assert [place for place in found if place.startswith("artigo")], "and what it moved is missing in the stock"


def test_the_first_and_only_document_of_a_series_deleted_is_named(company: Lojinha) -> None:
    tamper(company, *without("FS 2026A/1"), "UPDATE series SET last_number = 0, last_hash = '' WHERE type = 'FS'")
    assert places() == {"FS 2026A/1"}


def test_two_documents_swapped_are_both_named(company: Lojinha) -> None:
    swaps = [
        f"UPDATE document SET sequence = {to}, number = 'FT 2026A/{to}', atcud = 'CSDF7T5H-{to}' "
        f"WHERE number = 'FT 2026A/{was}'"
        for was, to in ((2, 9), (3, 2), (9, 3))
    ]
    tamper(company, *swaps)
    assert {SECOND, "FT 2026A/3"} <= places()
    assert "FT 2026A/1" not in places()


def test_a_document_made_up_is_named(company: Lojinha) -> None:
    """A copy of the last one with the next number, the series moved on."""
    columns = [column.name for column in db.database.get_columns("document")]
    values = {
        "id": "id + 1000", "sequence": "4", "number": "'FT 2026A/4'", "atcud": "'CSDF7T5H-4'", "operation": "'outra'",
    }  # fmt: skip
    chosen = ", ".join(values.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    tamper(
        company,
        f"INSERT INTO document ({names}) SELECT {chosen} FROM document WHERE number = 'FT 2026A/3'",
        "UPDATE series SET last_number = 4 WHERE type = 'FT'",
    )
    assert places() == {"FT 2026A/4"}


def test_a_cancellation_undone_or_made_up_is_named(company: Lojinha) -> None:
    for number, change, back in (
        ("FS 2026A/1", "status = 'N', status_reason = ''", "status = 'A', status_reason = 'Engano'"),
        ("FS 2026A/1", "status_reason = 'Outro motivo'", "status_reason = 'Engano'"),
        (SECOND, "status = 'A', status_reason = 'Engano'", "status = 'N', status_reason = ''"),
        (SECOND, "status = 'F'", "status = 'N'"),
    ):
        tamper(company, f"UPDATE document SET {change} WHERE number = '{number}'")
        assert places() == {number}, change
        tamper(company, f"UPDATE document SET {back} WHERE number = '{number}'")


def test_a_replaced_key_names_every_document_it_should_verify(company: Lojinha) -> None:
    public = KeySigner(generate_key()).public_pem
    for wrong in (public, "isto não é uma chave"):
        tamper(company, f"UPDATE signing_key SET public_pem = '{wrong}'")
        assert {"FT 2026A/1", SECOND, "FT 2026A/3", "NC 2026A/1", "FS 2026A/1"} <= places()


def test_a_series_whose_counter_or_hash_was_altered_is_named(company: Lojinha) -> None:
    last = db.database.execute_sql("SELECT last_hash FROM series WHERE type = 'FT'").fetchone()[0]
    for change, back in (
        ("last_number = 1", "last_number = 3"),
        ("last_number = 0", "last_number = 3"),
        ("last_hash = 'x'", f"last_hash = '{last}'"),
    ):
        tamper(company, f"UPDATE series SET {change} WHERE type = 'FT'")
        assert places() == {"FT 2026A"}, change
        tamper(company, f"UPDATE series SET {back} WHERE type = 'FT'")
    tamper(company, "UPDATE series SET last_number = 5000000000 WHERE type = 'FT'")
    found = verify().findings
    assert len(found) < 200, "a monstrous gap is told in few words"
    assert "FT 2026A/4" in {finding.place for finding in found}


def test_the_issuer_s_name_on_old_documents_cannot_be_changed_unseen(company: Lojinha) -> None:
    company.change(address="Rua Nova, 1")
    assert verify().findings == ()
    tamper(company, "UPDATE company SET name = 'Outra Loja, Lda' WHERE id = 1")
    assert places() == {"empresa, versão 1"}


def test_the_audit_log_altered_names_its_row(company: Lojinha) -> None:
    """An edited row breaks nothing but itself; a deleted one leaves a hole; one at the end takes its document's proof."""
    number = db.database.execute_sql(
        f"SELECT id FROM audit WHERE action = 'issue' AND subject = '{SECOND}'"
    ).fetchone()[0]
    row = db.database.execute_sql(f"SELECT operator, at FROM audit WHERE id = {number}").fetchone()
    for change, back in (("operator = 'rui'", f"operator = '{row[0]}'"), ("at = 'nunca'", f"at = '{row[1]}'")):
        tamper(company, f"UPDATE audit SET {change} WHERE id = {number}")
        assert places() == {f"auditoria {number}"}
        tamper(company, f"UPDATE audit SET {back} WHERE id = {number}")
    assert verify().findings == ()
    tamper(company, f"UPDATE audit SET detail = 'isto não é JSON' WHERE id = {number}")
    assert places() == {f"auditoria {number}", SECOND}
    tamper(company, f"DELETE FROM audit WHERE id = {number}")
    assert places() == {f"auditoria {number}", SECOND}


def test_the_end_of_the_audit_log_cut_off_shows_at_its_documents(company: Lojinha) -> None:
    cut = db.database.execute_sql("SELECT id FROM audit WHERE action = 'cancel'").fetchone()[0]
    tamper(company, f"DELETE FROM audit WHERE id >= {cut}")
    assert places() == {"FS 2026A/1"}


def test_a_stock_balance_that_is_not_its_movements_is_named(company: Lojinha) -> None:
    run(
        "UPDATE stock_balance SET quantity = quantity + 1000000 WHERE article_id = (SELECT id FROM article WHERE code = 'A1')"
    )
    assert [place for place in places() if place.startswith("artigo")]


def test_every_trigger_taken_off_is_named(company: Lojinha) -> None:
    made = triggers(company)
    assert len(made) >= 22
    run(*(f"DROP TRIGGER {name}" + (f" ON {table}" if company.postgres else "") for name, (table, _) in made.items()))
    findings = verify().findings
    assert len(findings) == len(made)
    for name, (table, _) in made.items():
        assert [f.place for f in findings if f.message.endswith(f" {name}.")] == [table]
    run(*(sql for _, sql in made.values()))
    assert verify().findings == ()


def test_a_trigger_made_harmless_is_named(company: Lojinha) -> None:
    tricks: list[tuple[Callable[[], None], set[str]]] = []
    if company.postgres:
        tricks = [
            (lambda: run("ALTER TABLE document DISABLE TRIGGER frozen_document_update"), {"document"}),
            (lambda: run("ALTER TABLE document ENABLE TRIGGER frozen_document_update"), set()),
            (lambda: run("ALTER TABLE document ENABLE REPLICA TRIGGER frozen_document_update"), {"document"}),
            (lambda: run("ALTER TABLE document ENABLE TRIGGER frozen_document_update"), set()),
            (
                lambda: run(REFUSE.replace("CREATE", "CREATE OR REPLACE").replace("RAISE EXCEPTION", "RAISE NOTICE")),
                {"base de dados"},
            ),
            (lambda: run(REFUSE.replace("CREATE", "CREATE OR REPLACE")), set()),
            (
                lambda: run(
                    "DROP TRIGGER frozen_document_update ON document",
                    "CREATE TRIGGER frozen_document_update BEFORE UPDATE ON document FOR EACH ROW "
                    "WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION frozen_refuse()",
                ),
                {"document"},
            ),
        ]
    else:
        tricks = [
            (
                lambda: run(
                    "DROP TRIGGER frozen_document_update",
                    "CREATE TRIGGER frozen_document_update BEFORE UPDATE OF id ON document BEGIN SELECT 1; END",
                ),
                {"document"},
            )
        ]
    for trick, expected in tricks:
        trick()
        assert places() == expected
