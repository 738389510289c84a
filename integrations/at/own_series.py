"""The company's own series, from their rows in the database, as AT's service of series wants them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fiscal.doctypes import document_type
from fiscal.producer import TEST_CERTIFICATE
from integrations.at import mapping
from integrations.at.values import SelfBillingAgreement, SeriesAnnulment, SeriesData, SeriesEnd

if TYPE_CHECKING:
    from models.parties.tables import Supplier
    from models.series.tables import Series

NO_CERTIFICATE = "0"


def registration(row: Series, certificate: str, today: dt.date) -> SeriesData:
    """A series as it is registered. certificate: of who signs; AT's number for tests stands for none."""
    return mapping.series(
        row.name,
        row.type,
        kind=row.kind,
        first_number=row.first_number,
        starts_on=row.starts_on,
        certificate=NO_CERTIFICATE if certificate == TEST_CERTIFICATE else certificate,
        today=today,
    )


def end(row: Series) -> SeriesEnd:
    """A series that is closed, with its last number."""
    return SeriesEnd(row.name, document_type(row.type).at_class, row.type, row.validation_code, row.last_number)


def annulment(row: Series) -> SeriesAnnulment:
    """A registration that is taken back: declared unused only if it is."""
    return SeriesAnnulment(
        row.name, document_type(row.type).at_class, row.type, row.validation_code, nothing_issued=row.last_number == 0
    )


def agreement(supplier: Supplier) -> SelfBillingAgreement:
    """In whose name a self-billing series bills, as its agreement is registered at AT."""
    if supplier.country == "PT":
        return SelfBillingAgreement("FN", supplier.nif)
    return SelfBillingAgreement("FE", supplier.nif, supplier.country, supplier.name)
