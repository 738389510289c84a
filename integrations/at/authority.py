"""AT behind the port of tax authorities: each operation as a request of its service."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from fiscal.errors import Refusal
from integrations.at import config, invoices, self_billing
from integrations.at import series as series_requests
from integrations.at import transport as transport_requests
from integrations.at.client import Client
from integrations.at.invoices import INVOICE, PAYMENT, WORK, Kind
from integrations.at.refused import RefusedInFile
from integrations.at.request import Request
from integrations.at.values import (
    Action,
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
from integrations.ports import TaxAuthority

T = TypeVar("T")


def open_authority(home: Path, now: Callable[[], dt.datetime], environ: Mapping[str, str] = os.environ) -> Authority:
    """AT as a company's home has it configured. now: UTC; environ: where passwords may be. Raises BadConfiguration."""
    refused = RefusedInFile(config.folder(home) / "senhas-recusadas.json")
    return Authority(Client(config.read(home, environ), now, refused=refused))


class Authority(TaxAuthority):
    """See there what each method is for."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def register_series(self, series: SeriesData) -> Answer[SeriesInfo]:
        return self.client.ask(series_requests.register(series))

    def query_series(self, wanted: SeriesQuery) -> Answer[tuple[SeriesInfo, ...]]:
        return self.client.ask(series_requests.query(wanted))

    def finish_series(self, end: SeriesEnd) -> Answer[SeriesInfo]:
        return self.client.ask(series_requests.finish(end))

    def annul_series(self, annulment: SeriesAnnulment) -> Answer[SeriesInfo]:
        return self._ask(lambda: series_requests.annul(annulment))

    def register_self_billing(self, series: SeriesData, agreement: SelfBillingAgreement) -> Answer[SeriesInfo]:
        return self.client.ask(self_billing.register(series, agreement))

    def query_self_billing(
        self, wanted: SeriesQuery, agreement: SelfBillingAgreement | None = None
    ) -> Answer[tuple[SeriesInfo, ...]]:
        return self.client.ask(self_billing.query(wanted, agreement))

    def finish_self_billing(self, end: SeriesEnd, agreement: SelfBillingAgreement) -> Answer[SeriesInfo]:
        return self.client.ask(self_billing.finish(end, agreement))

    def annul_self_billing(self, annulment: SeriesAnnulment, agreement: SelfBillingAgreement) -> Answer[SeriesInfo]:
        return self._ask(lambda: self_billing.annul(annulment, agreement))

    def query_agreements(self, wanted: AgreementQuery) -> Answer[tuple[SelfBillingAgreement, ...]]:
        return self.client.ask(self_billing.agreements(wanted))

    def send_invoice(self, invoice: InvoiceData) -> Answer[None]:
        return self.client.ask(invoices.register_invoice(invoice))

    def change_invoice(self, issuer: str, header: DocumentHeader, status: DocumentStatus) -> Answer[None]:
        return self._change(INVOICE, issuer, header, status)

    def delete_invoices(self, issuer: str, deletion: Deletion) -> Answer[None]:
        return self._ask(lambda: invoices.delete(INVOICE, issuer, deletion))

    def send_work(self, work: WorkData) -> Answer[None]:
        return self.client.ask(invoices.register_work(work))

    def change_work(self, issuer: str, header: DocumentHeader, status: DocumentStatus) -> Answer[None]:
        return self._change(WORK, issuer, header, status)

    def delete_works(self, issuer: str, deletion: Deletion) -> Answer[None]:
        return self._ask(lambda: invoices.delete(WORK, issuer, deletion))

    def send_payment(self, payment: PaymentData) -> Answer[None]:
        return self._ask(lambda: invoices.register_payment(payment))

    def change_payment(self, issuer: str, header: DocumentHeader, status: DocumentStatus) -> Answer[None]:
        return self._change(PAYMENT, issuer, header, status)

    def delete_payments(self, issuer: str, deletion: Deletion) -> Answer[None]:
        return self._ask(lambda: invoices.delete(PAYMENT, issuer, deletion))

    def send_transport(self, transport: TransportData) -> Answer[str]:
        return self.client.ask(transport_requests.send(transport))

    def cancel_transport(self, transport: TransportData) -> Answer[str]:
        return self.client.ask(transport_requests.cancel(transport))

    def _ask(self, make: Callable[[], Request[T]]) -> Answer[T]:
        """As the client's, where a request may be refused before it is sent."""
        try:
            request = make()
        except Refusal as refusal:
            return Answer(Action.FIX, refusal.message)
        return self.client.ask(request)

    def _change(self, kind: Kind, issuer: str, header: DocumentHeader, status: DocumentStatus) -> Answer[None]:
        """The WSDL's name of the element first; the manual's where AT does not read that (decision 21)."""
        answer = self.client.ask(invoices.change(kind, issuer, header, status))
        if answer.action is Action.FIX and answer.code in ("33", ""):
            return self.client.ask(invoices.change(kind, issuer, header, status, as_in_manual=True))
        return answer
