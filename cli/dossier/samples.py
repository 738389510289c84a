"""The sample documents, in two accounting periods, each issued through the verb that every screen uses (fiscal.md 7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.clock import FixedClock
from models.company.setup import current, save_company
from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.credit import credit_draft
from models.sales.draft import (
    Draft,
    DraftCustomer,
    DraftLine,
    DraftPayment,
    DraftPlace,
    DraftRecovery,
    DraftTransport,
    DraftWithholding,
)
from models.sales.issue import issue
from models.sales.owed import open_of
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.session import Session

D = Decimal
COMPANY_FIELDS = ("nif", "name", "address", "postal_code", "city", "region", "retailer", "phone", "email", "register")
COMPANY = DraftCustomer(code="CLIENTE1")
PERSON = DraftCustomer(code="CLIENTE2")
SUPPLIER = "FORN1"


@dataclass(frozen=True, slots=True)
class Sample:
    """A document that was issued, what it shows, and whether it was cancelled afterwards."""

    number: str
    shows: str
    cancelled: bool = False


def line(code: str, quantity: str = "1", **given: Any) -> DraftLine:
    return DraftLine(code, quantity=D(quantity), **given)


@dataclass(slots=True)
class Desk:
    """Who issues, and when: each document some minutes after the one before."""

    session: Session
    clock: FixedClock

    def on(self, day: date, hour: int, minute: int = 0) -> None:
        self.clock.at = datetime(day.year, day.month, day.day, hour, minute)

    def issue(self, kind: str, *lines: DraftLine, **head: Any) -> str:
        return self.draft(Draft(kind, list(lines), **head))

    def draft(self, draft: Draft) -> str:
        self.clock.at += timedelta(minutes=4)
        return issue(draft, self.session)

    def cash_vat(self) -> None:
        """The company enters the regime of cash VAT (DL 71/2013)."""
        now = current()
        kept = {name: getattr(now, name) for name in COMPANY_FIELDS}
        self.clock.at += timedelta(minutes=4)
        save_company({**kept, "regime": "CAIXA"}, self.session)

    def receipt(self, *numbers: str) -> str:
        self.clock.at += timedelta(minutes=4)
        lines = [ReceiptLine(number, open_of(number)) for number in numbers]
        return issue_receipt(ReceiptDraft(lines, payments=[]), self.session)


def samples(desk: Desk, first: date, second: date) -> Iterator[Sample]:
    """All of them, in order. first, second: the first days of the two periods."""
    yield from _sales(desk, first)
    yield from _conference(desk, first + timedelta(days=4))
    yield from _goods(desk, first + timedelta(days=9))
    yield from _second_period(desk, second)


def _sales(desk: Desk, day: date) -> Iterator[Sample]:
    desk.on(day, 9, 10)
    yield Sample(desk.issue("FS", line("ART1")), "Cliente sem NIF (consumidor final), emitida antes das 10:00")
    yield Sample(
        desk.issue("FS", line("ART1", "2"), customer=PERSON), "Fatura simplificada a cliente que indicou o NIF"
    )
    desk.on(day, 15)
    yield Sample(desk.issue("FS", line("ART2", "3")), "Cliente sem NIF, emitida depois das 10:00")
    sold = desk.issue("FT", line("ART1", "10"), line("SERV1", "2"), customer=COMPANY, condition="30D")
    yield Sample(sold, "Fatura a sujeito passivo, a crédito")
    wrong = desk.issue("FT", line("ART1", "1"), customer=COMPANY)
    desk.clock.at += timedelta(minutes=2)
    cancel(wrong, "Emitida por engano", desk.session)
    yield Sample(wrong, "Fatura anulada: o PDF diz ANULADO e o SAF-T tem o estado A", cancelled=True)
    yield Sample(
        desk.issue("FT", line("ART1", "1"), line("FORM1", "3"), customer=COMPANY),
        "Fatura com uma linha com IVA e outra isenta, com o motivo",
    )
    yield Sample(
        desk.issue("FT", line("ARTD", "100", discount="8.8%"), line("FORM1"), customer=COMPANY, global_discount="5%"),
        "Linha 1: 100 × 0,55 com desconto de linha de 8,8 %, e desconto global de 5 %",
    )
    yield Sample(
        desk.issue("FT", line("ART1", "5", price=D("20")), customer=DraftCustomer(code="CLIENTE3"), currency="USD",
                   exchange_rate=D("0.92")),
        "Fatura em moeda estrangeira, com o câmbio e os valores em euros",
    )  # fmt: skip
    yield Sample(
        desk.issue("FR", line("ART2", "2"), prices_include_tax=True, payments=[DraftPayment("NU", D("50"))]),
        "Fatura-recibo paga em numerário",
    )
    yield Sample(
        desk.issue("FT", line("SERV1", "8"), customer=COMPANY,
                   withholding=DraftWithholding("IRS", D("25"), "Art. 101.º n.º 1 b) do CIRS")),
        "Fatura com retenção na fonte",
    )  # fmt: skip
    desk.clock.at += timedelta(minutes=4)
    yield Sample(desk.draft(credit_draft(sold, "Devolução de bens", {1: D(4)})), f"Nota de crédito sobre {sold}")
    added = DraftLine("ART2", quantity=D(1), reference=sold, reference_reason="Portes em falta")
    yield Sample(desk.issue("ND", added), f"Nota de débito sobre {sold}")
    yield Sample(desk.receipt(sold), f"Recibo de {sold}")


def _conference(desk: Desk, day: date) -> Iterator[Sample]:
    desk.on(day, 10)
    yield Sample(desk.issue("OR", line("ART1", "8"), line("SERV1"), customer=COMPANY), "Orçamento")
    yield Sample(desk.issue("PF", line("ART2", "2"), customer=COMPANY), "Fatura pró-forma")
    order = desk.issue("NE", line("ART1", "6"), line("ART2", "1"), customer=COMPANY)
    yield Sample(order, "Nota de encomenda, que a fatura seguinte fatura (estado F)")
    yield Sample(desk.draft(convert_draft([order], "FT")), f"Fatura com origem em {order} (OrderReferences)")
    yield Sample(desk.issue("FO", line("SERV1", "3"), customer=COMPANY), "Folha de obra")
    table = desk.issue("CM", line("ART2", "4"))
    yield Sample(table, "Consulta de mesa")
    yield Sample(desk.draft(convert_draft([table], "FS")), f"Fatura simplificada com origem em {table}")
    yield Sample(desk.issue("OU", line("SERV1"), customer=COMPANY), "Outro documento de conferência")


def _goods(desk: Desk, day: date) -> Iterator[Sample]:
    desk.on(day, 8, 30)
    there = DraftTransport(unload=DraftPlace("Rua do Armazém, 10", "4100-002", "Porto"), vehicle="AA-00-AA")
    guide = desk.issue("GR", line("ART1", "12"), customer=COMPANY, transport=there)
    yield Sample(guide, "Guia de remessa com valores, que a fatura seguinte fatura")
    yield Sample(desk.draft(convert_draft([guide], "FT")), f"Fatura com origem em {guide}")
    yield Sample(
        desk.issue("GT", line("ART2", "5"), customer=COMPANY, transport=there, valued=False), "Guia sem valores"
    )
    van = desk.issue("GT", line("ART1", "20"), transport=DraftTransport(global_guide=True), valued=False)
    yield Sample(van, "Guia global, sem destinatário")
    delivered = convert_draft([van], "GR", {(van, 1): D(3)})
    delivered.customer = COMPANY
    yield Sample(desk.draft(delivered), f"Entrega de bens de {van}")
    yield Sample(
        desk.issue("GA", line("ART1"), transport=there, valued=False), "Guia de movimentação de ativos fixos próprios"
    )
    placed = desk.issue("GC", line("ART2", "9"), customer=COMPANY, transport=there)
    yield Sample(placed, "Guia de consignação")
    yield Sample(desk.draft(convert_draft([placed], "FC", {(placed, 1): D(5)})), f"Fatura de consignação de {placed}")
    yield Sample(desk.issue("CC", line("ART2", "1"), customer=COMPANY), "Crédito de consignação")
    yield Sample(desk.issue("GD", line("ART1", "2"), supplier=SUPPLIER), "Guia de devolução a um fornecedor")


def _second_period(desk: Desk, day: date) -> Iterator[Sample]:
    desk.on(day, 9, 5)
    yield Sample(desk.issue("FS", line("ART1")), "Cliente sem NIF, no segundo período, antes das 10:00")
    sold = desk.issue("FT", line("ART1", "3"), customer=COMPANY)
    yield Sample(sold, "Fatura do segundo período, que continua a cadeia do primeiro")
    back = desk.draft(credit_draft(sold, "Desconto comercial", {1: D(1)}))
    yield Sample(back, f"Nota de crédito sobre {sold}")
    yield Sample(desk.receipt(sold, back), f"Recibo de {sold} com abatimento de {back}")
    yield Sample(
        desk.draft(
            Draft("FT", [line("ART1", "2")], customer=COMPANY, date=day, recovery=DraftRecovery("M", "abc/00001"))
        ),
        "Recuperação de um documento manual (HashControl 1-FTM abc/00001)",
    )
    yield Sample(
        desk.issue("FT", line("ART2", "7"), billing="self", supplier=SUPPLIER),
        "Autofaturação, em nome do fornecedor; está no SAF-T do tipo S",
    )
    yield Sample(desk.issue("OR", line("SERV1", "10"), customer=COMPANY), "Orçamento do segundo período")
    yield Sample(desk.issue("GT", line("ART1", "2"), customer=COMPANY), "Guia de transporte do segundo período")
    desk.cash_vat()
    cash = desk.issue("FT", line("ART1", "2"), line("ART2", "3"), customer=COMPANY)
    yield Sample(cash, "Fatura de IVA de caixa, depois de a empresa passar a esse regime")
    yield Sample(desk.receipt(cash), f"Recibo de IVA de caixa de {cash}, com o imposto de cada taxa")
