"""Document types: what each is called, where it goes in SAF-T, which side it books to (Portaria 302/2016, 4.1.4.8)."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal.errors import Refusal


@dataclass(frozen=True, slots=True)
class DocumentType:
    code: str
    name: str
    """As printed, which is also its nature (C5)."""
    table: str
    """SAF-T table."""
    rectifies: bool = False
    """Needs the number of the document that it corrects, and why (C6)."""
    debit: bool = False
    """Lines go to the debit side: it gives money back."""
    settled: bool = False
    """Is paid when issued."""


TYPES = {
    t.code: t
    for t in (
        DocumentType("FT", "Fatura", "SalesInvoices"),
        DocumentType("FS", "Fatura simplificada", "SalesInvoices", settled=True),
        DocumentType("FR", "Fatura-recibo", "SalesInvoices", settled=True),
        DocumentType("NC", "Nota de crédito", "SalesInvoices", rectifies=True, debit=True),
        DocumentType("ND", "Nota de débito", "SalesInvoices", rectifies=True),
    )
}
"""Every type that can be issued. All are signed and exported: nobody chooses (F4)."""


def document_type(code: str) -> DocumentType:
    """The type of a code; raises Refusal."""
    found = TYPES.get(code)
    if found is None:
        names = ", ".join(f"{t.code} ({t.name})" for t in TYPES.values())
        raise Refusal(f"Tipo de documento «{code}» desconhecido: use {names}.", field="type", rule="type")
    return found
