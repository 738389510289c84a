"""Receipts as the database keeps them: what they settle, their payments and totals, stored as every document is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.amounts import Amounts, RateAmounts
from fiscal.doctypes import document_type
from models import db
from models.company.setup import current
from models.sales.customer import buyer
from models.sales.draft import Draft, DraftCustomer
from models.sales.store import document_row, record_issue, sign, store, tax_rows
from models.sales.tables import DocumentPayment, DocumentSettled, DocumentTax
from models.series.series import series_for
from models.session import Session

D = Decimal
NO_TAX: dict[str, Any] = {
    "tax": D(0), "tax_type": "", "region": "", "tax_code": "", "rate": D(0), "exemption_code": "", "exemption_reason": "",
}  # fmt: skip


def settled(
    source: str, day: date, amount: str, *, debit: bool = False, settlement: str = "0", **tax: Any
) -> dict[str, Any]:
    """A line: what it pays of a document."""
    return {
        "source": source, "source_date": day, "debit": debit, "amount": D(amount), "settlement": D(settlement),
        **NO_TAX, **tax,
    }  # fmt: skip


def receipt(
    session: Session,
    kind: str,
    lines: list[dict[str, Any]],
    *,
    net: str,
    tax: str = "0",
    rates: tuple[RateAmounts, ...] = (),
    customer: DraftCustomer | None = None,
    paid: tuple[tuple[str, str], ...] = (),
) -> str:
    """Stores one and gives its number. paid: mechanism and amount."""
    now = session.clock.now()
    draft = Draft(kind, customer=customer)
    total = Amounts((), rates, D(net), D(tax), D(net) + D(tax))
    with db.writing():
        series, company = series_for(kind, "", now.date()), current()
        whom = buyer(draft, company, {}, session)
        row = document_row(draft, document_type(kind), series, company, whom, total, now.date(), now, session)
        sign(row, series, rates, company, session)
        payments = [
            {"method": m, "name": m, "mechanism": m, "amount": D(amount), "tendered": D(amount)} for m, amount in paid
        ]
        numbered = [{"number": n, "source_id": None, **line} for n, line in enumerate(lines, 1)]
        store(row, {DocumentTax: tax_rows(rates), DocumentPayment: payments, DocumentSettled: numbered}, series)
        record_issue(row, session)
    return str(row["number"])
