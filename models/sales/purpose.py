"""Which of a type's series a draft goes into: each holds documents of one origin (2.3.3; DL 71/2013 for cash VAT)."""

from __future__ import annotations

from fiscal.doctypes import DocumentType, document_type
from fiscal.rules.schemes import CASH
from fiscal.tables import REGIONS, TAXED
from models.catalogue.tables import Article
from models.company.setup import current
from models.company.tables import Company
from models.sales.draft import Draft
from models.sales.seller import PURPOSE
from models.sales.tables import Document
from models.series.series import CASH_VAT, RECOVERY


def purpose_of(draft: Draft, kind: DocumentType, company: Company) -> str:
    """What is issued in another's name, or recovered, has series of its own; so has cash VAT.

    ``cash_vat`` for an invoice of a company under cash VAT that charges Portuguese VAT, else empty.

    What charges none (exports, supplies within the Union, reverse charge, exempt) is outside that regime; a
    rectifying document is of the regime that its original was of, also after the company left it.
    """
    if draft.billing:
        return PURPOSE.get(draft.billing, "")
    if draft.recovery is not None:
        return RECOVERY
    if not kind.is_invoice:
        return ""
    if kind.rectifies:
        numbers = {line.reference.strip() for line in draft.lines if line.reference}
        found = Document.select(Document.cash_vat).where(Document.number.in_(list(numbers))) if numbers else ()
        return CASH_VAT if any(own.cash_vat for own in found) else ""
    if company.regime != CASH:
        return ""
    here = [line for line in draft.lines if (line.region or draft.region) in REGIONS]
    if any(line.tax in TAXED for line in here):
        return CASH_VAT
    codes = {code for line in here if not line.tax for code in (line.code, line.code.upper())}
    taxed = Article.select().where(Article.code.in_(list(codes)), Article.tax_code.in_(TAXED))
    return CASH_VAT if codes and taxed.exists() else ""


def purpose_now(draft: Draft) -> str:
    """The purpose as the draft stands, for the title of a screen: of an empty one, that of a taxed sale."""
    kind, company = document_type(draft.type), current()
    if not draft.lines and kind.is_invoice and not kind.rectifies:
        return CASH_VAT if company.regime == CASH else ""
    return purpose_of(draft, kind, company)
