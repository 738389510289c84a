"""What other people's systems must do for Balcão, kind by kind; each integration is one package behind one of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt

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
    from models.references.values import Asked, RemotePayment


@dataclass(frozen=True, slots=True)
class Hook:
    """A call of a provider, proved to be its own: what happened, when it says so, and to which payments."""

    action: str
    moment: str
    """As written: it tells a call from the same one made again."""
    payments: tuple[str, ...]
    """The provider's numbers, in the order of the call; an empty one cannot be told."""
    told: tuple[RemotePayment, ...] = ()
    """Of a provider that cannot be asked: the payments as the call tells them, found by entity and reference."""


class PaymentProvider(Protocol):
    """Gives references that customers pay by, and says what became of them. Nothing is stored and nothing is repeated.

    Methods raise ``integrations.trouble.Trouble``, whose ``taken`` says whether the provider may have done it all the
    same. Moments are Portuguese time without zone, money is in euro. Calls take seconds: never from a screen's thread.
    """

    @property
    def code(self) -> str:
        """A short name for the database."""

    @property
    def name(self) -> str:
        """As people know it."""

    @property
    def methods(self) -> tuple[str, ...]:
        """Which of MB, MW and LK it gives."""

    def check(self) -> str:
        """Asks how the account stands, and says it in a sentence."""

    def create(self, asked: Asked) -> RemotePayment:
        """Asks for a reference, an MB WAY request or a page."""

    def find(self, asked: Asked, known: Callable[[str], bool]) -> RemotePayment | None:
        """What it has already for a request whose answer was lost. known: whether a payment is another intent's."""

    def get(self, remote_id: str) -> RemotePayment:
        """How a payment stands."""

    def listed(self, since: dt.datetime) -> Iterator[RemotePayment]:
        """Payments that changed since then, the latest first."""

    def cancel(self, remote_id: str) -> RemotePayment:
        """Takes an unpaid one back, where the provider lets one."""

    def hook(self, headers: Mapping[str, str], raw: bytes, now: dt.datetime) -> Hook:
        """What a call to our address is about. raw: the body as it came."""

    def subscribe(self, url: str) -> list[str]:
        """Has the provider call that address; gives what it will call for."""


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
