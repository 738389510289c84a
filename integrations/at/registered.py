"""Series and agreements as AT registers them, from what is stored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fiscal.producer import TEST_CERTIFICATE
from integrations.at import mapping
from integrations.at.values import SelfBillingAgreement, SeriesAnnulment, SeriesData, SeriesEnd

if TYPE_CHECKING:
    from fiscal.doctypes import DocumentType
    from models.parties.tables import Supplier
    from models.series.tables import Series

NO_CERTIFICATE = "0"


def series(row: Series, certificate: str, today: dt.date) -> SeriesData:
    """A series as it is registered. certificate: of whoever signs here; AT's test number is none."""
    return mapping.series(
        row.name,
        row.type,
        kind=row.kind,
        first_number=row.first_number,
        starts_on=row.starts_on,
        certificate=NO_CERTIFICATE if certificate == TEST_CERTIFICATE else certificate,
        today=today,
    )


def series_end(row: Series, kind: DocumentType) -> SeriesEnd:
    return SeriesEnd(row.name, kind.at_class, row.type, row.validation_code, row.last_number)


def series_annulment(row: Series, kind: DocumentType) -> SeriesAnnulment:
    return SeriesAnnulment(row.name, kind.at_class, row.type, row.validation_code, nothing_issued=row.last_number == 0)


def agreement(supplier: Supplier) -> SelfBillingAgreement:
    """In whose name a self-billing series bills, as its agreement is registered at AT."""
    if supplier.country == "PT":
        return SelfBillingAgreement("FN", supplier.nif)
    return SelfBillingAgreement("FE", supplier.nif, supplier.country, supplier.name)
