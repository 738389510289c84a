"""Issued is frozen: both databases themselves refuse to change or delete what the law wants kept (F2, F3, F15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, line, loose

from models import db
from models.accounts.opening import OpeningDraft, record_opening
from models.accounts.pay import PaidLine, PaymentDraft, pay_supplier
from models.counting.count import count_line, open_count
from models.failures import StorageFailure
from models.frozen import FROZEN, Freeze
from models.parties.suppliers import save_supplier
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.record import record_purchase
from models.references.request import obtained, reserve
from models.references.values import RemotePayment, Wanted
from models.sales.cancel import cancel
from models.sales.draft import Draft, DraftCustomer, DraftPayment
from models.sales.issue import issue
from models.sales.printed import record_print
from models.sales.transfers import guide_draft
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from models.stock.tables import StockMovement
from models.stock.valuation import add_cost
from models.stock.warehouses import save_warehouse

SETTLED = (
    "INSERT INTO document_settled (document_id, number, source, source_date, debit, amount, settlement, tax, tax_type, "
    "region, tax_code, rate, exemption_code, exemption_reason) "
    "VALUES (1, 1, 'FT 2026A/1', '2026-11-24', 0, 1, 0, 0, '', '', '', 0, '', '')"
)
"""A line of a receipt."""
SUPPLIER = (
    "INSERT INTO supplier (id, code, nif, name, address, postal_code, city, country, phone, email, self_billing, active, "
    "search) VALUES (9, 'Q', '245678909', 'Quinta', '', '', '', 'PT', '', '', 1, 1, 'quinta')"
)
SELLER = (
    "INSERT INTO document_seller (document_id, supplier_id, code, nif, name, address, postal_code, city, country) "
    "VALUES (1, 9, 'Q', '245678909', 'Quinta', '', '', '', 'PT')"
)
PLACE = {"address": "Rua das Flores, 8", "postal_code": "4000-200", "city": "Porto"}
EACH = pytest.mark.parametrize("freeze", FROZEN, ids=lambda freeze: freeze.table)


@pytest.fixture(autouse=True)
def _a_day(company: Lojinha) -> None:
    """A row in every frozen table."""
    sold = company.issue("FS", line("CAFE"), line("LEITE"), payments=[DraftPayment("NU", Decimal(20))])
    company.issue("ND", loose("Portes", "1", "5", reference=sold.number, reference_reason="Portes"))
    record_print(sold.number, "pdf", company.session)
    cancel(company.issue("FT", line("CAFE")).number, "Engano", company.session)
    company.issue("GR", line("CAFE"), customer=DraftCustomer(code="PADARIA"))
    company.issue(
        "FT", line("CAFE", origin="GR 2026A/1", origin_line=1), customer=DraftCustomer(code="PADARIA"),
    )  # fmt: skip
    record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", Decimal(2), cost=Decimal(1))]), company.session)
    save_warehouse(None, {"code": "LOJA2", "name": "Loja 2", **PLACE}, company.session)
    sent = record_sheet(SheetDraft("T", "A1", [SheetLine("CAFE")], to_warehouse="LOJA2"), company.session)
    issue(guide_draft(sent), company.session)
    save_supplier(None, {"code": "TORRA", "nif": "501964843", "name": "Torrefação, Lda"}, company.session)
    record_purchase(
        PurchaseDraft("FF", "TORRA", [BoughtLine("CAFE", price=Decimal(6))], supplier_number="1"), company.session
    )
    record_opening(OpeningDraft("C", "PADARIA", "FT V/1", date(2026, 1, 5), Decimal(1)), company.session)
    pay_supplier(PaymentDraft("TORRA", [PaidLine("FF 2026/1", Decimal(1))]), company.session)
    count_line(open_count("A1", company.session), "CAFE", Decimal(2), company.session)
    code = reserve(Wanted("op-1", "paypay", "MB", Decimal("12.30")), company.session)
    obtained(
        code, RemotePayment("1", "pending", Decimal("12.30"), entity="12797", reference="002492622"), company.session
    )
    paid_by = Draft("FT", [line("CAFE")], operation="op-1", payment_reference=code)
    issue(paid_by, company.session)
    with db.writing():
        add_cost(StockMovement.select().order_by(StockMovement.id.desc()).get(), Decimal(1), company.clock.at, "portes")
        for statement in (SETTLED, SUPPLIER, SELLER):
            db.database.execute_sql(statement)


def refused(sql: str, *values: Any) -> None:
    with pytest.raises(StorageFailure, match="frozen: "), db.writing():
        db.database.execute_sql(sql, values or None)


def count(table: str) -> int:
    return int(db.database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])


def other(name: str, kind: str) -> str:
    """An expression that differs from the column's value, whatever that is."""
    return f"coalesce(\"{name}\", '') || 'x'" if kind.lower() == "text" else f'coalesce("{name}", 0) + 1'


@EACH
def test_no_frozen_column_can_change_and_no_row_can_go(company: Lojinha, freeze: Freeze) -> None:
    table, rows = freeze.table, count(freeze.table)
    assert rows > 0
    columns = {column.name: column.data_type for column in db.database.get_columns(table)}
    assert set(freeze.mutable) <= set(columns)
    before = db.database.execute_sql(f"SELECT * FROM {table} ORDER BY 1").fetchall()
    for name, kind in columns.items():
        if name not in freeze.mutable:
            refused(f'UPDATE {table} SET "{name}" = {other(name, kind)}')
    refused(f"DELETE FROM {table}")
    if company.postgres:
        refused(f"TRUNCATE {table} CASCADE")
    else:
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        refused(f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    assert db.database.execute_sql(f"SELECT * FROM {table} ORDER BY 1").fetchall() == before


def test_a_status_goes_from_normal_to_cancelled_for_ever_or_to_invoiced(company: Lojinha) -> None:
    for wrong in ("N", "F", "A"):
        refused(f"UPDATE document SET status = '{wrong}' WHERE number = 'FT 2026A/1'")
    refused("UPDATE document SET status_reason = 'Outro motivo' WHERE number = 'FT 2026A/1'")
    refused("UPDATE document SET status = 'S' WHERE number = 'FS 2026A/1'")
    refused("UPDATE document SET status_at = '2020-01-01T00:00:00' WHERE number = 'FS 2026A/1'")
    with db.writing():
        db.database.execute_sql("UPDATE document SET status = 'F' WHERE number = 'FS 2026A/1'")
    refused("UPDATE document SET status = 'A' WHERE number = 'FS 2026A/1'")
    with db.writing():
        db.database.execute_sql("UPDATE document SET status = 'N' WHERE number = 'FS 2026A/1'")


def test_a_series_never_counts_back_nor_changes_its_code_after_the_first_document(company: Lojinha) -> None:
    refused("UPDATE series SET last_number = last_number - 1 WHERE type = 'FS'")
    refused("UPDATE series SET validation_code = 'OUTRO123' WHERE type = 'FS'")
    with db.writing():
        db.database.execute_sql("UPDATE series SET validation_code = 'OUTRO123' WHERE type = 'FR'")
        db.database.execute_sql("UPDATE series SET open = 0 WHERE type = 'FS'")


def test_an_operator_s_code_stays_and_the_rest_may_change(company: Lojinha) -> None:
    with db.writing():
        db.database.execute_sql("UPDATE operator SET name = 'Ana Maria', active = 0")
    refused("UPDATE operator SET code = 'rui'")


def test_articles_and_customers_of_documents_cannot_be_deleted(company: Lojinha) -> None:
    for table in ("article", "document"):
        with pytest.raises(StorageFailure), db.writing():
            db.database.execute_sql(f"DELETE FROM {table} WHERE id = 1")
    assert count("article") == 7
