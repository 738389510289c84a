"""A document of every type that a draft becomes, as a shop would issue it in a day (receipts have tests of their own)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from company import COMPANY_BUYER, Lojinha, line, loose

from models.parties.suppliers import save_supplier
from models.sales.convert import convert_draft
from models.sales.draft import DraftCustomer, DraftPlace, DraftTransport
from models.sales.find import document
from models.sales.issue import issue
from models.sales.record import IssuedDocument

NAMES = {
    "FT": "Fatura", "FS": "Fatura simplificada", "FR": "Fatura-recibo", "NC": "Nota de crédito", "ND": "Nota de débito",
    "GR": "Guia de remessa", "GT": "Guia de transporte global", "GA": "Guia de movimentação de ativos fixos próprios",
    "GC": "Guia de consignação", "GD": "Guia de devolução", "OR": "Orçamento", "PF": "Fatura pró-forma",
    "NE": "Nota de encomenda", "FO": "Folha de obra", "CM": "Consulta de mesa", "CC": "Crédito de consignação",
    "FC": "Fatura de consignação", "OU": "Outro documento",
}  # fmt: skip
"""What each must be called on its paper (fiscal.md 1.1)."""
PADARIA = DraftCustomer(code="PADARIA")


def to_the_bakery(**given: object) -> DraftTransport:
    """Goods that leave for the bakery's warehouse at half past two."""
    place = DraftPlace("Zona Industrial, lote 4", "4470-177", "Maia")
    return DraftTransport(unload=place, starts_at=dt.datetime(2026, 11, 24, 14, 30), vehicle="AA-01-BB", **given)  # type: ignore[arg-type]


def one_of_each(company: Lojinha) -> dict[str, IssuedDocument]:
    """By type code, in the order in which they are issued."""
    supplier = {
        "code": "TORRA", "nif": COMPANY_BUYER, "name": "Torrefação do Norte, Lda", "address": "Rua do Café, 9",
        "postal_code": "4000-002", "city": "Porto",
    }  # fmt: skip
    save_supplier(None, supplier, company.session)

    def born(number: str, into: str, quantity: str) -> IssuedDocument:
        return document(issue(convert_draft([number], into, {(number, 1): Decimal(quantity)}), company.session))

    made: dict[str, IssuedDocument] = {}
    made["OR"] = company.issue(
        "OR", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True, valid_until=dt.date(2026, 12, 24)
    )
    made["PF"] = born(made["OR"].number, "PF", "1")
    made["NE"] = born(made["OR"].number, "NE", "9")
    made["FO"] = born(made["NE"].number, "FO", "1")
    made["GR"] = company.issue("GR", line("CAFE", "4"), line("LEITE", "6"), customer=PADARIA, transport=to_the_bakery())
    made["GT"] = company.issue("GT", line("CAFE", "20"), valued=False, transport=DraftTransport(global_guide=True))
    made["GA"] = company.issue("GA", loose("Forno elétrico", "1", "900"), valued=False, transport=to_the_bakery())
    made["GC"] = company.issue("GC", line("VINHO", "12"), customer=PADARIA)
    made["GD"] = company.issue("GD", line("CAFE", "2"), supplier="TORRA", valued=False)
    made["CM"] = company.issue("CM", line("CAFE"), line("LEITE"), prices_include_tax=True)
    made["CC"] = company.issue("CC", line("VINHO", "2"), customer=PADARIA)
    made["FC"] = born(made["GC"].number, "FC", "10")
    made["OU"] = company.issue("OU", line("CAFE"), customer=PADARIA)
    made["FT"] = born(made["GR"].number, "FT", "4")
    made["FS"] = document(issue(convert_draft([made["CM"].number], "FS"), company.session))
    made["FR"] = company.issue("FR", line("VINHO"), customer=PADARIA, transport=to_the_bakery())
    made["NC"] = company.credit(made["FT"].number)
    made["ND"] = company.issue(
        "ND", loose("Portes", "1", "5", reference=made["FR"].number, reference_reason="Portes")
    )  # fmt: skip
    return made
