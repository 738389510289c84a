"""The SAF-T of the program before this one, written by hand: only what a story needs, in any release."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from company import NIF, Lojinha

from models.history.importing import import_saft
from models.history.outcome import Outcome
from models.history.tables import HistoryDocument

JOAO = "123456789"
BODY = (
    "<Product><ProductType>P</ProductType><ProductCode>AZ1</ProductCode><ProductGroup>Mercearia fina</ProductGroup>"
    "<ProductDescription>Azeite 5 l</ProductDescription><ProductNumberCode>5609876543212</ProductNumberCode></Product>"
)


def party(kind: str, code: str, nif: str, name: str, address: str = "") -> str:
    """kind: Customer or Supplier; address: the elements of BillingAddress."""
    return (
        f"<{kind}><{kind}ID>{code}</{kind}ID><{kind}TaxID>{nif}</{kind}TaxID><CompanyName>{name}</CompanyName>"
        f"<BillingAddress>{address}</BillingAddress></{kind}>"
    )


HOME = "<AddressDetail>Rua Direita, 3</AddressDetail><City>Viseu</City><PostalCode>3500-115</PostalCode><Country>PT</Country>"
HIM = party("Customer", "9", JOAO, "João Brandão", HOME)


def line(amount: str, *, code: str = "AZ1", price: str = "", rate: str = "23", tax: str = "NOR", side: str = "Credit",
         quantity: str = "1", reference: str = "", unit: str = "UN") -> str:  # fmt: skip
    """A line of an invoice, guide or order; amount and price without tax."""
    references = (
        f"<References><Reference>{reference}</Reference><Reason>Devolução</Reason></References>" if reference else ""
    )
    return (
        f"<Line><LineNumber>1</LineNumber><ProductCode>{code}</ProductCode><ProductDescription>Azeite 5 l</ProductDescription>"
        f"<Quantity>{quantity}</Quantity><UnitOfMeasure>{unit}</UnitOfMeasure><UnitPrice>{price or amount}</UnitPrice>"
        f"<TaxPointDate>2026-01-05</TaxPointDate>{references}<Description>Azeite 5 l</Description>"
        f"<{side}Amount>{amount}</{side}Amount><Tax><TaxType>IVA</TaxType><TaxCountryRegion>PT</TaxCountryRegion>"
        f"<TaxCode>{tax}</TaxCode><TaxPercentage>{rate}</TaxPercentage></Tax></Line>"
    )


def invoice(number: str, net: str, tax: str, gross: str, *lines: str, status: str = "N", day: str = "2026-01-05",
            customer: str = "9") -> str:  # fmt: skip
    return (
        f"<Invoice><InvoiceNo>{number}</InvoiceNo><ATCUD>AAAA2222-1</ATCUD><DocumentStatus><InvoiceStatus>{status}"
        f"</InvoiceStatus></DocumentStatus><Hash>abc</Hash><HashControl>1</HashControl><InvoiceDate>{day}</InvoiceDate>"
        f"<InvoiceType>{number[:2]}</InvoiceType><SystemEntryDate>{day}T10:00:00</SystemEntryDate><CustomerID>{customer}"
        f"</CustomerID>{''.join(lines) or line(net)}<DocumentTotals><TaxPayable>{tax}</TaxPayable><NetTotal>{net}</NetTotal>"
        f"<GrossTotal>{gross}</GrossTotal></DocumentTotals></Invoice>"
    )


def credit(number: str, net: str, tax: str, gross: str, of: str, **head: str) -> str:
    return invoice(number, net, tax, gross, line(net, side="Debit", reference=of), **head)


def receipt(number: str, net: str, tax: str, gross: str, *settled: tuple[str, str], rate: str = "", side: str = "Credit",
            status: str = "N") -> str:  # fmt: skip
    """settled: number of a document and the amount; rate: of the tax told in each line, empty where none is."""
    told = (
        "<Tax><TaxType>IVA</TaxType><TaxCountryRegion>PT</TaxCountryRegion><TaxCode>NOR</TaxCode>"
        f"<TaxPercentage>{rate}</TaxPercentage></Tax>"
    )
    lines = "".join(
        f"<Line><LineNumber>{n}</LineNumber><SourceDocumentID><OriginatingON>{of}</OriginatingON><InvoiceDate>2026-01-05"
        f"</InvoiceDate></SourceDocumentID><{side}Amount>{amount}</{side}Amount>{told if rate else ''}</Line>"
        for n, (of, amount) in enumerate(settled, 1)
    )
    return (
        f"<Payment><PaymentRefNo>{number}</PaymentRefNo><TransactionDate>2026-01-20</TransactionDate><PaymentType>{number[:2]}"
        f"</PaymentType><DocumentStatus><PaymentStatus>{status}</PaymentStatus></DocumentStatus>"
        f"<SystemEntryDate>2026-01-20T10:00:00</SystemEntryDate><CustomerID>9</CustomerID>{lines}<DocumentTotals>"
        f"<TaxPayable>{tax}</TaxPayable><NetTotal>{net}</NetTotal><GrossTotal>{gross}</GrossTotal></DocumentTotals></Payment>"
    )


@dataclass
class OldSaft:
    """A file. The parts are XML as it will stand."""

    invoices: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    masters: str = HIM + BODY
    nif: str = NIF
    release: str = "1.04_01"
    month: int = 1
    encoding: str = "UTF-8"
    other: str = ""
    prolog: str = field(default="")

    @property
    def text(self) -> str:
        return (
            f'<?xml version="1.0" encoding="{self.encoding}"?>{self.prolog}\n'
            f'<AuditFile xmlns="urn:OECD:StandardAuditFile-Tax:PT_{self.release}">\n<Header><AuditFileVersion>{self.release}'
            f"</AuditFileVersion><TaxRegistrationNumber>{self.nif}</TaxRegistrationNumber><CompanyName>Loja Velha</CompanyName>"
            f"<StartDate>2026-{self.month:02}-01</StartDate><EndDate>2026-{self.month:02}-28</EndDate></Header>\n"
            f"<MasterFiles>{self.masters}</MasterFiles>\n<SourceDocuments><SalesInvoices>{''.join(self.invoices)}"
            f"</SalesInvoices>{self.other}<Payments>{''.join(self.receipts)}</Payments></SourceDocuments>\n</AuditFile>"
        )

    @property
    def data(self) -> bytes:
        return self.text.encode(self.encoding)


def bring(shop: Lojinha, file: OldSaft | bytes, **how: bool) -> Outcome:
    data = file if isinstance(file, bytes) else file.data
    return import_saft(io.BytesIO(data), "antigo.xml", shop.session, **how)  # type: ignore[arg-type]


def open_balances() -> dict[str, str]:
    """What is still to be settled, by number."""
    return {row.number: f"{row.open:.2f}" for row in HistoryDocument.select().order_by(HistoryDocument.id)}
