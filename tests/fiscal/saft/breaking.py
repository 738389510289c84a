"""The rules of the check of SAF-T files, each with what breaks it: here, one element that says something else."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.fiscal.saft.spoiled import File

Spoil = Callable[[File], int]
"""Spoils a file, and gives the line where that must be found."""
FT, NC, FR, RG, GT = "FT 2026A/5", "NC 2026A/1", "FR 2026A/1", "RG 2026A/1", "GT 2026A/5"
CASES: list[tuple[str, Spoil]] = []


def breaks(rule: str) -> Callable[[Spoil], Spoil]:
    def kept(spoil: Spoil) -> Spoil:
        CASES.append((rule, spoil))
        return spoil

    return kept


def put(rule: str, element: str, document: str, text: str) -> None:
    """A text in an element of a document, found where it stands."""
    CASES.append((rule, lambda file: file.set(element, document, text)))


def more(rule: str, element: str, document: str, by: str) -> None:
    """A number raised by ``by``."""

    def spoil(file: File) -> int:
        line = file.find(element, document)
        return file.put(line, str(Decimal(file.text(line)) + Decimal(by)))

    CASES.append((rule, spoil))


# The header and the totals of the tables.
put("header-nif", "TaxRegistrationNumber", "", "599999992")
put("header-dates", "EndDate", "", "2026-09-30")
put("header-dates", "EndDate", "", "2027-10-01")
put("fiscal-year", "FiscalYear", "", "2027")
put("early-file", "DateCreated", "", "2026-10-20")
put("uncertified", "SoftwareCertificateNumber", "", "0")
more("count", "NumberOfEntries", "", "1")
more("count", "NumberOfMovementLines", "", "-1")
more("total-debit", "TotalDebit", "", "0.06")
more("total-credit", "TotalCredit", "", "-0.06")
more("total-quantity", "TotalQuantityIssued", "", "0.06")

# Sums of a document.
more("line-value", "CreditAmount", FT, "0.02")
more("net", "NetTotal", FT, "0.06")
more("tax", "TaxPayable", FT, "0.06")
more("gross", "GrossTotal", FT, "0.02")

# Numbers and ATCUD.
put("number-form", "InvoiceNo", FT, "FT 2026A-5")
put("duplicate", "InvoiceNo", FT, "FT 2026A/4")
put("code-two-types", "InvoiceType", FT, "FS")
put("atcud-missing", "ATCUD", FT, "0")
put("atcud-form", "ATCUD", FT, "AAJF26")
put("atcud-number", "ATCUD", FT, "AAJFFT26-6")
put("atcud-padding", "ATCUD", FT, "AAJFFT26-05")
put("atcud-series", "ATCUD", FT, "AAJFFT27-5")
put("atcud-shared", "ATCUD", "FS 2026A/1", "AAJFFT26-1")
put("period", "InvoiceDate", FT, "2026-11-01")
put("period", "MovementDate", GT, "2026-09-30")

# Signatures, without a key.
put("hash-form", "Hash", FT, "abc")
put("hash-form", "Hash", FT, "é" * 172)
put("hash-control", "HashControl", FT, "9999.1")

# Masters, taxes, parties.
put("master-missing", "CustomerID", FT, "C999")
put("master-missing", "ProductCode", FT, "P999")
put("master-twice", "CustomerID", "C2", "C1")
put("master-twice", "ProductCode", "P2", "P1")
put("description", "ProductDescription", FT, "Outra coisa")
put("nif", "CustomerTaxID", "C1", "501000379")
put("nif", "CustomerTaxID", "C1", "12345")
put("nif-prefix", "CustomerTaxID", "C1", "PT501964843")
put("own-nif", "CustomerTaxID", "C1", "599999993")
put("consumer-name", "CompanyName", "C0", "Ana Silva")
put("final-consumer", "CompanyName", "C1", "CONSUMIDOR FINAL")
put("garbled", "CompanyName", "C1", "IrmÃ£os ConceiÃ§Ã£o")
put("garbled", "CompanyName", "C1", "Irm\ufffdos")
put("garbled", "City", "C1", "Guimar&amp;atilde;es")
put("garbled", "Description", FT, "PÃ£o de forma")

# What the law no longer allows, and what cannot be meant.
put("old-type", "InvoiceType", FT, "VD")
put("old-type", "WorkType", "OR 2026A/1", "DC")
put("simplified-limit", "GrossTotal", "FS 2026A/1", "1000.01")
put("absurd-number", "Quantity", FT, "501964843")
put("absurd-number", "UnitPrice", FT, "5601234567892")
put("absurd-value", "Quantity", FT, "100000001")
put("absurd-date", "TaxPointDate", FT, "1899-12-30")
put("absurd-date", "InvoiceDate", FT, "2206-10-10")
put("dates-apart", "SystemEntryDate", FT, "2025-01-02T10:00:00")
put("transport-start", "MovementStartTime", GT, "2026-10-01T00:00:00")
