"""The bank's statement against paid references: CAMT.053 and CSV, one credit for one or for a day, and what stays unsaid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from company import Lojinha, refusal

from models.references import follow, request, states
from models.references.bank import Credit, matched, settle
from models.references.bank_file import credits_of
from models.references.events import POLL
from models.references.tables import PaymentReference
from models.references.values import PAID, RemotePayment, Wanted

D = Decimal
MONDAY = dt.date(2026, 11, 30)
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-30</Dt></BookgDt>
<NtryDtls><TxDtls><RmtInf><Ustrd>PAYPAY {text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">50.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2026-11-30</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""
CSV = """Conta;PT50
Data mov.;Data valor;Descrição;Débito;Crédito
30-11-2026;30/11/2026;PAYPAY;;1.234,56
30-11-2026;30/11/2026;Renda;50,00;
"""


def paid(company: Lojinha, amount: str, reference: str, day: dt.date = dt.date(2026, 11, 27)) -> PaymentReference:
    """Paid on a Friday, so that the bank has it on Monday; the fee is 0,33 € rounded from 0,32745 €."""
    code = request.reserve(Wanted(f"op-{reference}", "paypay", "MB", D(amount)), company.session)
    given = RemotePayment(reference, PAID, D(amount), entity="12797", reference=reference)
    request.obtained(code, given, company.session)
    told = RemotePayment(
        reference, PAID, D(amount), happened_at=dt.datetime.combine(day, dt.time(12)), fee_net=D("0.2775"), fee_tax=D("0.04995")
    )  # fmt: skip
    follow.learn(code, told, POLL, company.session)
    found: PaymentReference = PaymentReference.get(PaymentReference.code == code)
    return found


def credit(amount: str, text: str = "PAYPAY", day: dt.date = MONDAY) -> Credit:
    return Credit(day, D(amount), text)


def test_one_reference_by_its_net_value_is_settled_once(company: Lojinha) -> None:
    one = paid(company, "12.30", "002492622")
    matches = matched([credit("11.97")])  # 12,30 - 0,32745 = 11,97255
    assert [row.code for row in matches[0].references] == [one.code]
    assert settle(matches, company.session) == 1
    assert settle(matches, company.session) == 0
    row = PaymentReference.get_by_id(one.id)
    assert (row.state, row.transferred_on) == (states.SETTLED, MONDAY)


def test_all_of_a_day_in_one_credit(company: Lojinha) -> None:
    codes = {paid(company, "12.30", "002492622").code, paid(company, "20.00", "002492700").code}
    matches = matched([credit("31.65")])  # 32,30 - 2 x 0,32745 = 31,6451
    assert {row.code for row in matches[0].references} == codes


def test_what_could_be_two_things_is_left_for_a_person(company: Lojinha) -> None:
    first = paid(company, "12.30", "002492622")
    paid(company, "12.30", "002492700")
    assert matched([credit("11.97")])[0].references == ()
    named = matched([credit("11.97", "PAYPAY REF 002 492 622")])[0]
    assert [row.code for row in named.references] == [first.code]


@pytest.mark.parametrize("day", [dt.date(2026, 11, 27), dt.date(2026, 12, 11)])
def test_too_early_or_too_late_is_nothing_of_ours(company: Lojinha, day: dt.date) -> None:
    paid(company, "12.30", "002492622")
    assert matched([credit("11.97", day=day)])[0].references == ()


def test_the_files_of_banks_are_read() -> None:
    assert credits_of(CAMT.format(amount="11.97", text="002492622").encode()) == [credit("11.97", "PAYPAY 002492622")]
    assert credits_of(CSV.encode("cp1252")) == [credit("1234.56")]
    signed = "Data,Descrição,Valor\n2026-11-30,PAYPAY,11.97\n2026-11-30,Renda,-50.00\n"
    assert credits_of(signed.encode()) == [credit("11.97")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<a/>", "CAMT.053"), (b"ola;mundo\n1;2\n", "Data, Descri"), (b"", "Data, Descri"),
        (CAMT.format(amount="x", text="").encode(), "Linha 3"),
        ("Data;Descrição;Valor\nontem à tarde;x;1,00\n".encode(), "Linha 2"),
        ("Data;Descrição;Valor\n30-11-2026;x;um euro\n".encode(), "Linha 2"),
    ],
)  # fmt: skip
def test_other_files_are_refused_with_the_line(data: bytes, said: str) -> None:
    assert said in refusal(lambda: credits_of(data)).message
