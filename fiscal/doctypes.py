"""Document types: what each is called, where it goes in SAF-T, which side it books to (Portaria 302/2016, 4.1.4.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fiscal.errors import Refusal

INVOICES = "SalesInvoices"
GUIDES = "MovementOfGoods"
WORKING = "WorkingDocuments"
RECEIPTS = "Payments"
AT_CLASSES = {INVOICES: "SI", GUIDES: "MG", WORKING: "WD", RECEIPTS: "PY"}
"""SAF-T table to AT's classeDoc (series web service, 1.3.7)."""


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
    """Lines go to the debit side: it gives money back, or goods come in."""
    settled: bool = False
    """Is paid when issued."""
    moves: int = 0
    """What it does to stock: -1 out, 1 in, 0 nothing."""
    transports: bool = False
    """May accompany goods (DL 147/2003, art. 2): guides always, invoices where they carry the transport data."""
    offers: bool = False
    """Says at what price something may be had, and perhaps until when: quotes, pro-formas, orders."""
    until: date | None = None
    """An old type: only documents up to this day are read, none is issued."""

    @property
    def at_class(self) -> str:
        return AT_CLASSES[self.table]

    @property
    def is_invoice(self) -> bool:
        """An invoice or a document that rectifies one; anything else must say that it is none (1.2; C5)."""
        return self.table == INVOICES

    @property
    def is_guide(self) -> bool:
        return self.table == GUIDES

    @property
    def is_receipt(self) -> bool:
        return self.table == RECEIPTS

    @property
    def signed(self) -> bool:
        """Receipts are the only ones that are not (1.1; Portaria 302/2016, 4.4)."""
        return not self.is_receipt


TYPES = {
    t.code: t
    for t in (
        DocumentType("FT", "Fatura", INVOICES, moves=-1, transports=True),
        DocumentType("FS", "Fatura simplificada", INVOICES, settled=True, moves=-1),
        DocumentType("FR", "Fatura-recibo", INVOICES, settled=True, moves=-1, transports=True),
        DocumentType("NC", "Nota de crédito", INVOICES, rectifies=True, debit=True, moves=1),
        DocumentType("ND", "Nota de débito", INVOICES, rectifies=True),
        DocumentType("GR", "Guia de remessa", GUIDES, moves=-1, transports=True),
        DocumentType("GT", "Guia de transporte", GUIDES, moves=-1, transports=True),
        DocumentType("GA", "Guia de movimentação de ativos fixos próprios", GUIDES, transports=True),
        DocumentType("GC", "Guia de consignação", GUIDES, moves=-1, transports=True),
        DocumentType("GD", "Guia de devolução", GUIDES, moves=-1, transports=True),
        DocumentType("OR", "Orçamento", WORKING, offers=True),
        DocumentType("PF", "Fatura pró-forma", WORKING, offers=True),
        DocumentType("NE", "Nota de encomenda", WORKING, offers=True),
        DocumentType("FO", "Folha de obra", WORKING),
        DocumentType("CM", "Consulta de mesa", WORKING),
        DocumentType("CC", "Crédito de consignação", WORKING, debit=True),
        DocumentType("FC", "Fatura de consignação", WORKING),
        DocumentType("OU", "Outro documento", WORKING),
        DocumentType("RC", "Recibo de IVA de caixa", RECEIPTS),
        DocumentType("RG", "Recibo", RECEIPTS),
    )
}
"""Every type that can be issued. All but receipts are signed, all are exported: nobody chooses (F4)."""

NOT_A_SALE = tuple(t.code for t in TYPES.values() if not t.is_invoice or t.debit)
"""Types that sell nothing: what is known of earlier sales (last price, turnover of the day) leaves them out."""

OLD_TYPES = {
    t.code: t
    for t in (
        DocumentType("VD", "Venda a dinheiro", INVOICES, settled=True, until=date(2012, 12, 31)),
        DocumentType("TV", "Talão de venda", INVOICES, settled=True, until=date(2012, 12, 31)),
        DocumentType("TD", "Talão de devolução", INVOICES, debit=True, until=date(2012, 12, 31)),
        DocumentType("AA", "Alienação de ativos", INVOICES, until=date(2012, 12, 31)),
        DocumentType("DA", "Devolução de ativos", INVOICES, debit=True, until=date(2012, 12, 31)),
        DocumentType("DC", "Documento de conferência", WORKING, until=date(2017, 6, 30)),
    )
}
"""Types of which only old documents are read (1.1)."""

INSURANCE_TYPES = {
    t.code: t
    for t in (
        DocumentType("RP", "Prémio ou recibo de prémio", INVOICES),
        DocumentType("RE", "Estorno ou recibo de estorno", INVOICES, debit=True),
        DocumentType("CS", "Imputação a co-seguradoras", INVOICES),
        DocumentType("LD", "Imputação a co-seguradora líder", INVOICES),
        DocumentType("RA", "Resseguro aceite", INVOICES),
    )
}
"""Of insurers, who have programs of their own: read, not issued."""


def document_type(code: str) -> DocumentType:
    """The type of a code that can be issued; raises Refusal."""
    found = TYPES.get(code)
    if found is None:
        names = ", ".join(f"{t.code} ({t.name})" for t in TYPES.values())
        raise Refusal(f"Tipo de documento «{code}» desconhecido: use {names}.", field="type", rule="type")
    return found
