"""The header: whose file it is, of what time, and which program made it (Portaria 302/2016, 1)."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

from fiscal.nif import FINAL_CONSUMER
from fiscal.producer import PROGRAM
from models import db
from models.company.tables import Company
from models.parties.tables import Supplier
from models.session import Session
from reports.saft.texts import address, element, words
from reports.saft.wanted import Wanted

NAMESPACE = "urn:OECD:StandardAuditFile-Tax:PT_1.04_01"
NO_PRODUCER = "sem produtor certificado"
"""In the place of the producer while the program is in test mode."""


def header(wanted: Wanted, company: Company, supplier: Supplier | None, session: Session, today: date) -> str:
    """Name, NIF and address are the company's, or those of the supplier in whose name the documents were made (1 g, 1 h)."""
    whose = company if supplier is None else supplier
    nif = words(whose.nif, 50)
    producer = session.producer
    test = producer is None or session.certificate != producer.certificate
    name, product_nif = (
        (f"{PROGRAM}/{NO_PRODUCER}", FINAL_CONSUMER)
        if producer is None or test
        else (f"{producer.product.replace('/', '-')}/{producer.name.replace('/', '-')}", producer.nif)
    )
    return (
        "<Header>\n<AuditFileVersion>1.04_01</AuditFileVersion>"
        f"<CompanyID>{nif}</CompanyID><TaxRegistrationNumber>{nif}</TaxRegistrationNumber>"
        f"<TaxAccountingBasis>{wanted.basis}</TaxAccountingBasis><CompanyName>{words(whose.name, 100)}</CompanyName>"
        f"<CompanyAddress>{address(whose.address, whose.postal_code, whose.city, 'PT', 'PT')}</CompanyAddress>"
        f"<FiscalYear>{wanted.fiscal_year}</FiscalYear><StartDate>{wanted.start}</StartDate><EndDate>{wanted.end}</EndDate>"
        f"<CurrencyCode>EUR</CurrencyCode><DateCreated>{today}</DateCreated>"
        f"<TaxEntity>{words(wanted.establishment, 20) or 'Global'}</TaxEntity>"
        f"<ProductCompanyTaxID>{words(product_nif, 20)}</ProductCompanyTaxID>"
        f"<SoftwareCertificateNumber>{session.certificate}</SoftwareCertificateNumber>"
        f"<ProductID>{words(name, 255)}</ProductID><ProductVersion>{words(version('balcao'), 30)}</ProductVersion>"
        f"{_comment(wanted, company)}{element('Telephone', whose.phone, 20)}{element('Email', whose.email, 254)}"
        "\n</Header>\n"
    )


def _comment(wanted: Wanted, company: Company) -> str:
    """Who really issued and where the database is, where that is not whose file it is (1 h)."""
    if wanted.basis != "E":
        return ""
    place = "PostgreSQL" if db.on_postgres() else "SQLite"
    said = (
        f"Faturação emitida por terceiros: {company.nif} {company.name}; base de dados {place} em {company.address}, "
        f"{company.postal_code} {company.city}"
    )
    return element("HeaderComment", said, 255)
