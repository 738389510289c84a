"""The structure of SAF-T (PT) 1.04_01: which elements stand in which, in what order and how often."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiscal.saft.elements import VALUES
from fiscal.saft.values import Value

NAMESPACE = "urn:OECD:StandardAuditFile-Tax:PT_1.04_01"

_STRUCTURES = """
AuditFile: Header MasterFiles GeneralLedgerEntries? SourceDocuments?

Header: AuditFileVersion CompanyID TaxRegistrationNumber TaxAccountingBasis CompanyName BusinessName?
    CompanyAddress:Address FiscalYear StartDate EndDate CurrencyCode:Euro DateCreated TaxEntity ProductCompanyTaxID
    SoftwareCertificateNumber ProductID ProductVersion HeaderComment? Telephone? Fax? Email? Website?

MasterFiles: GeneralLedgerAccounts? Customer* Supplier* Product* TaxTable?
GeneralLedgerAccounts: TaxonomyReference Account+
Account: AccountID:LedgerAccount AccountDescription OpeningDebitBalance OpeningCreditBalance ClosingDebitBalance
    ClosingCreditBalance GroupingCategory GroupingCode:LedgerAccount? TaxonomyCode?
Customer: CustomerID AccountID CustomerTaxID CompanyName Contact? BillingAddress:CustomerAddress
    ShipToAddress:CustomerAddress* Telephone? Fax? Email? Website? SelfBillingIndicator
Supplier: SupplierID AccountID SupplierTaxID CompanyName Contact? BillingAddress:Address ShipFromAddress:Address*
    Telephone? Fax? Email? Website? SelfBillingIndicator
Product: ProductType ProductCode ProductGroup? ProductDescription ProductNumberCode CustomsDetails?
TaxTable: TaxTableEntry+
TaxTableEntry: TaxType TaxCountryRegion TaxCode Description:LongDescription TaxExpirationDate? (TaxPercentage|TaxAmount)

GeneralLedgerEntries: NumberOfEntries TotalDebit TotalCredit Journal*
Journal: JournalID Description Transaction*
Transaction: TransactionID Period:LedgerPeriod TransactionDate SourceID Description DocArchivalNumber TransactionType
    GLPostingDate (CustomerID|SupplierID)? Lines
Lines: & DebitLine+ CreditLine+
DebitLine: RecordID AccountID:LedgerAccount SourceDocumentID? SystemEntryDate Description DebitAmount
CreditLine: RecordID AccountID:LedgerAccount SourceDocumentID? SystemEntryDate Description CreditAmount

SourceDocuments: SalesInvoices? MovementOfGoods? WorkingDocuments? Payments?

SalesInvoices: NumberOfEntries TotalDebit TotalCredit Invoice*
Invoice: InvoiceNo ATCUD DocumentStatus:InvoiceState Hash HashControl Period? InvoiceDate InvoiceType SpecialRegimes
    SourceID EACCode? SystemEntryDate TransactionID? CustomerID ShipTo:ShippingPoint? ShipFrom:ShippingPoint?
    MovementEndTime? MovementStartTime? Line:InvoiceLine+ DocumentTotals:InvoiceTotals WithholdingTax*
InvoiceState: InvoiceStatus InvoiceStatusDate Reason? SourceID SourceBilling
InvoiceLine: LineNumber OrderReferences* ProductCode ProductDescription Quantity UnitOfMeasure UnitPrice TaxBase?
    TaxPointDate References* Description ProductSerialNumber? (DebitAmount|CreditAmount) Tax TaxExemptionReason?
    TaxExemptionCode? SettlementAmount? CustomsInformation?
InvoiceTotals: TaxPayable NetTotal GrossTotal Currency? Settlement* Payment:PaymentMethod*

MovementOfGoods: NumberOfMovementLines TotalQuantityIssued StockMovement*
StockMovement: DocumentNumber ATCUD DocumentStatus:MovementState Hash HashControl Period? MovementDate MovementType
    SystemEntryDate TransactionID? (CustomerID|SupplierID) SourceID EACCode? MovementComments? ShipTo:ShippingPoint?
    ShipFrom:ShippingPoint? MovementEndTime? MovementStartTime ATDocCodeID? Line:MovementLine+
    DocumentTotals:PlainTotals
MovementState: MovementStatus MovementStatusDate Reason? SourceID SourceBilling
MovementLine: LineNumber OrderReferences* ProductCode ProductDescription Quantity UnitOfMeasure UnitPrice Description
    ProductSerialNumber? (DebitAmount|CreditAmount) Tax:MovementTax? TaxExemptionReason? TaxExemptionCode?
    SettlementAmount? CustomsInformation?
MovementTax: TaxType:MovementTaxType TaxCountryRegion TaxCode:MovementTaxCode TaxPercentage
PlainTotals: TaxPayable NetTotal GrossTotal Currency?

WorkingDocuments: NumberOfEntries TotalDebit TotalCredit WorkDocument*
WorkDocument: DocumentNumber ATCUD DocumentStatus:WorkState Hash HashControl Period? WorkDate WorkType SourceID EACCode?
    SystemEntryDate TransactionID? CustomerID Line:WorkLine+ DocumentTotals:PlainTotals
WorkState: WorkStatus WorkStatusDate Reason? SourceID SourceBilling
WorkLine: LineNumber OrderReferences* ProductCode ProductDescription Quantity UnitOfMeasure UnitPrice TaxBase?
    TaxPointDate References* Description ProductSerialNumber? (DebitAmount|CreditAmount) Tax? TaxExemptionReason?
    TaxExemptionCode? SettlementAmount? CustomsInformation?

Payments: NumberOfEntries TotalDebit TotalCredit Payment*
Payment: PaymentRefNo ATCUD Period? TransactionID? TransactionDate PaymentType Description? SystemID?
    DocumentStatus:PaymentState PaymentMethod* SourceID SystemEntryDate CustomerID Line:PaymentLine+
    DocumentTotals:PaymentTotals WithholdingTax*
PaymentState: PaymentStatus PaymentStatusDate Reason? SourceID SourcePayment
PaymentLine: LineNumber SourceDocumentID:PaidDocument+ SettlementAmount? (DebitAmount|CreditAmount) Tax?
    TaxExemptionReason? TaxExemptionCode?
PaidDocument: OriginatingON InvoiceDate Description?
PaymentTotals: TaxPayable NetTotal GrossTotal Settlement:PaymentSettlement? Currency?
PaymentSettlement: SettlementAmount

Address: BuildingNumber? StreetName? AddressDetail City PostalCode Region? Country
CustomerAddress: BuildingNumber? StreetName? AddressDetail City PostalCode Region? Country:CustomerCountry
Currency: CurrencyCode CurrencyAmount ExchangeRate
CustomsDetails: CNCode* UNNumber*
CustomsInformation: ARCNo* IECAmount?
OrderReferences: OriginatingON? OrderDate?
PaymentMethod: PaymentMechanism? PaymentAmount PaymentDate
ProductSerialNumber: SerialNumber+
References: Reference? Reason?
Settlement: SettlementDiscount? SettlementAmount? SettlementDate? PaymentTerms?
ShippingPoint: DeliveryID* DeliveryDate? (WarehouseID|LocationID)* Address:CustomerAddress?
SpecialRegimes: SelfBillingIndicator CashVATSchemeIndicator ThirdPartiesBillingIndicator
Tax: TaxType TaxCountryRegion TaxCode (TaxPercentage|TaxAmount)
WithholdingTax: WithholdingTaxType? WithholdingTaxDescription? WithholdingTaxAmount
"""
"""After each name: ``?`` once at most, ``*`` any number, ``+`` one or more, nothing: exactly once. ``(A|B)``: one of them.
``A:B``: an element A that holds what B holds. ``&``: in any order. What is no structure here is a value of elements.py."""

_ITEM = re.compile(r"\(([A-Za-z|]+)\)([?*+]?)|([A-Za-z]+)(?::([A-Za-z]+))?([?*+]?)")


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an element in a structure."""

    position: int
    bit: int
    many: bool
    value: Value | None
    """What it holds, or None where it holds a structure."""
    structure: Structure | None


@dataclass(frozen=True, slots=True)
class Structure:
    """What stands in an element.

    kind: its name here (``InvoiceLine``). slots: by name of element. needed: the bits of those that must be there.
    names: of each place, in order; two where one of two stands. ordered: whether the order counts.
    """

    kind: str
    slots: dict[str, Slot]
    needed: int
    names: tuple[tuple[str, ...], ...]
    ordered: bool


def _compiled() -> dict[str, Structure]:
    declared = dict(line.split(": ", 1) for line in _STRUCTURES.replace("\n    ", " ").splitlines() if line.strip())
    made: dict[str, Structure] = {}

    def structure(kind: str) -> Structure:
        if kind not in made:
            body = declared[kind]
            slots: dict[str, Slot] = {}
            names = []
            needed = 0
            for position, (choice, often, name, holds, often_one) in enumerate(_ITEM.findall(body)):
                here = tuple((choice or name).split("|"))
                count = often or often_one
                for element in here:
                    content = holds or element
                    inner = structure(content) if content in declared else None
                    value = VALUES[content] if inner is None else None
                    slots[element] = Slot(position, 1 << position, count in ("*", "+"), value, inner)
                names.append(here)
                if count in ("", "+"):
                    needed |= 1 << position
            made[kind] = Structure(kind, slots, needed, tuple(names), not body.startswith("&"))
        return made[kind]

    structure("AuditFile")
    return made


STRUCTURES = _compiled()
"""Every structure by its name here."""

RECORDS = {
    "AuditFile/Header": "Header",
    "AuditFile/MasterFiles/GeneralLedgerAccounts/Account": "Account",
    "AuditFile/MasterFiles/Customer": "Customer",
    "AuditFile/MasterFiles/Supplier": "Supplier",
    "AuditFile/MasterFiles/Product": "Product",
    "AuditFile/MasterFiles/TaxTable/TaxTableEntry": "TaxTableEntry",
    "AuditFile/GeneralLedgerEntries/Journal/Transaction": "Transaction",
    "AuditFile/SourceDocuments/SalesInvoices/Invoice": "Invoice",
    "AuditFile/SourceDocuments/MovementOfGoods/StockMovement": "StockMovement",
    "AuditFile/SourceDocuments/WorkingDocuments/WorkDocument": "WorkDocument",
    "AuditFile/SourceDocuments/Payments/Payment": "Payment",
}
"""The paths at which a file is taken apart (``fiscal.xmltree.records``), each with its structure."""


def length(element: str) -> int:
    """Characters that a text element may have at most. Raises KeyError for what is no text."""
    most = VALUES[element].most
    if most is None:
        raise KeyError(element)
    return most
