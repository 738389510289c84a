"""What other people's systems must do for Balcão, kind by kind; each integration is one package behind one of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from integrations.at.values import (
        AgreementQuery,
        Answer,
        Deletion,
        DocumentHeader,
        DocumentStatus,
        InvoiceData,
        PaymentData,
        SelfBillingAgreement,
        SeriesAnnulment,
        SeriesData,
        SeriesEnd,
        SeriesInfo,
        SeriesQuery,
        TransportData,
        WorkData,
    )


class TaxAuthority(Protocol):
    """Tells a tax authority of series and documents. Values in, answers out: nothing is stored and nothing is repeated.

    No method raises for what the authority, the network or the settings say: an ``Answer`` holds what to do next.
    ``issuer`` is the NIF of the taxpayer. Calls take seconds: never from a screen's own thread.
    """

    def register_series(self, series: SeriesData) -> Answer[SeriesInfo]:
        """Asks for the validation code of a series that will be used."""

    def query_series(self, wanted: SeriesQuery) -> Answer[tuple[SeriesInfo, ...]]:
        """The series registered so far; none is an answer too."""

    def finish_series(self, end: SeriesEnd) -> Answer[SeriesInfo]:
        """Says that a series will not be used any more, and its last number."""

    def annul_series(self, annulment: SeriesAnnulment) -> Answer[SeriesInfo]:
        """Takes back a registration made by mistake, on its day or the next, before any document."""

    def register_self_billing(self, series: SeriesData, agreement: SelfBillingAgreement) -> Answer[SeriesInfo]:
        """As ``register_series``, for the documents that a customer issues in a supplier's name."""

    def query_self_billing(
        self, wanted: SeriesQuery, agreement: SelfBillingAgreement | None = None
    ) -> Answer[tuple[SeriesInfo, ...]]:
        """The self-billing series registered so far, of one agreement or of all."""

    def finish_self_billing(self, end: SeriesEnd, agreement: SelfBillingAgreement) -> Answer[SeriesInfo]:
        """As ``finish_series``."""

    def annul_self_billing(self, annulment: SeriesAnnulment, agreement: SelfBillingAgreement) -> Answer[SeriesInfo]:
        """As ``annul_series``."""

    def query_agreements(self, wanted: AgreementQuery) -> Answer[tuple[SelfBillingAgreement, ...]]:
        """The self-billing agreements that the authority knows."""

    def send_invoice(self, invoice: InvoiceData) -> Answer[None]:
        """Communicates an invoice or a note (SAF-T SalesInvoices)."""

    def change_invoice(self, issuer: str, header: DocumentHeader, status: DocumentStatus) -> Answer[None]:
        """Communicates the new status of an invoice that was sent."""

    def delete_invoices(self, issuer: str, deletion: Deletion) -> Answer[None]:
        """Takes back invoices that were sent by mistake."""

    def send_work(self, work: WorkData) -> Answer[None]:
        """Communicates a working document (SAF-T WorkingDocuments)."""

    def change_work(self, issuer: str, header: DocumentHeader, status: DocumentStatus) -> Answer[None]:
        """As ``change_invoice``."""

    def delete_works(self, issuer: str, deletion: Deletion) -> Answer[None]:
        """As ``delete_invoices``."""

    def send_payment(self, payment: PaymentData) -> Answer[None]:
        """Communicates a receipt of the cash VAT regime (RC)."""

    def change_payment(self, issuer: str, header: DocumentHeader, status: DocumentStatus) -> Answer[None]:
        """As ``change_invoice``."""

    def delete_payments(self, issuer: str, deletion: Deletion) -> Answer[None]:
        """As ``delete_invoices``."""

    def send_transport(self, transport: TransportData) -> Answer[str]:
        """Communicates a transport document; the answer's value is its identification code, which replaces the paper."""

    def cancel_transport(self, transport: TransportData) -> Answer[str]:
        """Cancels one, before it starts: the same data, with the code that the authority gave (``at_code``)."""
