"""Invoices, working documents and receipts communicated, changed and taken back, over the wire (fiscal.md 6.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from integrations.at.authority import Authority
from integrations.at.mapping import header, invoice
from integrations.at.values import (
    Action,
    Deletion,
    DocumentHeader,
    DocumentStatus,
    OrderReference,
    PaymentData,
    PaymentLine,
    SettledDocument,
    SummaryLine,
    Tax,
    Totals,
    WorkData,
)
from tests.at_server.server import AtServer
from tests.at_server.troubles import cut_after, cut_before, says
from tests.printing import examples

D = Decimal
ISSUER = "599999993"
AT_SIGNING = dt.datetime(2027, 1, 4, 10, 15, 30)
LATER = dt.datetime(2027, 1, 4, 10, 18, 0)
NORMAL = Tax("IVA", "PT", "NOR", D(23))
ORDER = WorkData(
    ISSUER, "9999",
    DocumentHeader("NE 2027A/1", "CNE12345-1", dt.date(2027, 1, 4), "NE", "509964435", "PT"),
    DocumentStatus("N", AT_SIGNING), "a1Bc", AT_SIGNING,
    (SummaryLine(D("100.00"), "C", NORMAL, dt.date(2027, 1, 4), orders=(OrderReference("OR 2027A/9", dt.date(2027, 1, 3)),)),),
    Totals(D("23.00"), D("100.00"), D("123.00")), activity="47110",
)  # fmt: skip
RECEIPT = PaymentData(
    ISSUER, "9999",
    DocumentHeader("RC 2027A/1", "CRC12345-1", dt.date(2027, 1, 4), "RC", "509964435", "PT"),
    DocumentStatus("N", AT_SIGNING), AT_SIGNING,
    (PaymentLine((SettledDocument("FT 2027A/1", dt.date(2027, 1, 4)),), D("100.00"), "C", NORMAL, settlement=D("1.50")),),
    Totals(D("23.00"), D("100.00"), D("123.00")),
)  # fmt: skip


def sent(server: AtServer) -> etree._Element:
    body = etree.fromstring(server.taken[-1].body).find("{*}Body")
    assert body is not None
    return body[0]


def texts(node: etree._Element, path: str) -> list[str | None]:
    return [found.text for found in node.iterfind("/".join(f"{{*}}{step}" for step in path.split("/")))]


@pytest.mark.parametrize(
    "document",
    [
        examples.appendix_a(),
        examples.to_a_company(),
        examples.till_sale(),
        replace(examples.three_regions(), sequence=3),
        examples.cancelled(examples.appendix_a()),
        examples.long_invoice(),
        replace(
            examples.till_sale(),
            customer=replace(examples.CLIENT, nif="FR12345678901", country="FR"),
        ),
    ],
    ids=["exempt", "withholding", "till", "regions", "cancelled", "long", "foreign"],
)
def test_every_invoice_that_the_shop_issues_is_taken(
    at: Authority, server: AtServer, document: examples.IssuedDocument
) -> None:
    answer = at.send_invoice(invoice(document))
    assert (answer.action, answer.code, answer.at) == (Action.SENT, "0", "2027-01-04T10:20:00")
    assert (ISSUER, "Invoice", document.number) in server.documents.known


def test_a_credit_note_says_what_it_rectifies(at: Authority, server: AtServer) -> None:
    note = replace(examples.credit_note(), date=dt.date(2027, 1, 4))
    assert at.send_invoice(invoice(note)).done
    assert texts(sent(server), "InvoiceData/LineSummary/Reference") == ["FT 2027A/1"]
    assert texts(sent(server), "InvoiceData/LineSummary/DebitCreditIndicator") == ["D"]


def test_all_names_are_in_the_namespace_and_the_soap_action_is_empty(at: Authority, server: AtServer) -> None:
    at.send_invoice(invoice(examples.appendix_a()))
    assert server.taken[-1].headers["soapaction"] == '""'
    assert {etree.QName(node).namespace for node in sent(server).iter()} == {
        "http://factemi.at.min_financas.pt/documents"
    }


def test_the_same_invoice_twice_is_sent_once(at: Authority, server: AtServer) -> None:
    told = [at.send_invoice(invoice(examples.appendix_a())) for _ in range(2)]
    assert [(answer.action, answer.code) for answer in told] == [(Action.SENT, "0"), (Action.SENT, "-10")]
    assert len(server.documents.known) == 1


def test_a_cut_line_leaves_no_doubt_after_the_next_try(at: Authority, server: AtServer) -> None:
    """Cut before it was taken, then after: both are unknown, and the third try says that AT has it."""
    server.troubles += [cut_before(), cut_after()]
    told = [at.send_invoice(invoice(examples.appendix_a())) for _ in range(3)]
    assert [(answer.action, answer.code) for answer in told] == [
        (Action.UNKNOWN, ""),
        (Action.UNKNOWN, ""),
        (Action.SENT, "-10"),
    ]


def test_another_invoice_under_the_same_number_is_a_conflict(at: Authority) -> None:
    at.send_invoice(invoice(examples.appendix_a()))
    other = at.send_invoice(invoice(examples.to_a_company()))
    assert (other.action, other.code) == (Action.CONFLICT, "-3")
    assert "compare-o no e-Fatura" in other.message


def test_a_cancelled_invoice_is_told_and_is_final(at: Authority, server: AtServer) -> None:
    document = examples.appendix_a()
    at.send_invoice(invoice(document))
    told = at.change_invoice(ISSUER, header(document), DocumentStatus("A", LATER))
    assert (told.action, told.code, told.message) == (Action.SENT, "0", "Mudança de estado comunicada à AT.")
    assert texts(sent(server), "InvoiceStatus/InvoiceStatus") == ["A"]
    assert texts(sent(server), "InvoiceStatus/InvoiceStatusDate") == ["2027-01-04T10:18:00"]
    again = at.send_invoice(invoice(document))
    assert (again.action, again.code) == (Action.SENT, "-2")
    back = at.change_invoice(ISSUER, header(document), DocumentStatus("N", LATER))
    assert (back.action, back.code) == (Action.FIX, "-12")


def test_a_status_before_its_document_says_what_to_send_first(at: Authority) -> None:
    told = at.change_invoice(ISSUER, header(examples.appendix_a()), DocumentStatus("A", LATER))
    assert (told.action, told.code) == (Action.FIX, "-11")
    assert told.message == "A AT ainda não tem este documento: comunique-o antes de comunicar a mudança de estado."


def test_a_status_older_than_the_one_at_has_is_refused(at: Authority) -> None:
    document = examples.appendix_a()
    at.send_invoice(invoice(document))
    told = at.change_invoice(ISSUER, header(document), DocumentStatus("A", AT_SIGNING - dt.timedelta(seconds=1)))
    assert (told.action, told.code) == (Action.FIX, "-45")


def test_the_manual_s_name_of_the_status_is_tried_where_the_wsdl_s_is_not_read(at: Authority, server: AtServer) -> None:
    """Fiscal.md 14.9: InvoiceStatus in the WSDL, NewInvoiceStatus in the manual."""
    document = examples.appendix_a()
    at.send_invoice(invoice(document))
    server.documents.says_new_status = True
    told = at.change_invoice(ISSUER, header(document), DocumentStatus("A", LATER))
    assert (told.action, told.code) == (Action.SENT, "0")
    assert [b"<ns:NewInvoiceStatus>" in taken.body for taken in server.taken[-2:]] == [False, True]


def test_invoices_are_taken_back_by_list_and_by_date(at: Authority, server: AtServer) -> None:
    first, second = examples.appendix_a(), examples.long_invoice()
    for document in (first, second):
        at.send_invoice(invoice(document))
    by_list = at.delete_invoices(ISSUER, Deletion("Comunicada em duplicado", documents=(header(first),)))
    assert (by_list.action, by_list.message) == (Action.SENT, "Documentos eliminados na AT.")
    assert list(server.documents.known) == [(ISSUER, "Invoice", "FT 2027A/60")]
    day = dt.date(2027, 1, 4)
    assert at.delete_invoices(ISSUER, Deletion("Comunicadas por engano", first_day=day, last_day=day)).done
    assert server.documents.known == {}


@pytest.mark.parametrize(
    ("deletion", "code", "message"),
    [
        (Deletion("x" * 10, (header(examples.appendix_a()),)), "490", "Documento desconhecido"),
        (Deletion("x" * 10, (header(examples.appendix_a()),) * 2), "491", "Documento repetido no pedido"),
        (
            Deletion("x" * 10, first_day=dt.date(2026, 12, 31), last_day=dt.date(2027, 1, 1)),
            "401",
            "As datas abrangem dois anos: peça um ano de cada vez.",
        ),
        (Deletion("engano", (header(examples.appendix_a()),)), "", "pelo menos 10 letras"),
        (Deletion("Comunicadas por engano"), "", "uma lista, ou as datas"),
    ],
)
def test_a_deletion_that_cannot_be_says_why(at: Authority, deletion: Deletion, code: str, message: str) -> None:
    told = at.delete_invoices(ISSUER, deletion)
    assert (told.action, told.code) == (Action.FIX, code)
    assert message in told.message


def test_a_working_document_is_sent_changed_and_taken_back(at: Authority, server: AtServer) -> None:
    assert at.send_work(ORDER).code == "0"
    again = at.send_work(ORDER)
    assert (again.action, again.code) == (Action.SENT, "-22")
    data = sent(server)
    assert texts(data, "WorkData/LineSummary/OrderReferences/OriginatingON") == ["OR 2027A/9"]
    assert texts(data, "WorkData/LineSummary/OrderReferences/OrderDate") == ["2027-01-03"]
    assert texts(data, "WorkData/EACCode") == ["47110"]
    assert at.change_work(ISSUER, ORDER.header, DocumentStatus("F", LATER)).done
    assert server.documents.known[ISSUER, "Work", "NE 2027A/1"].status == "F"
    assert at.delete_works(ISSUER, Deletion("Comunicada por engano", (ORDER.header,))).done


def test_a_working_document_without_tax_is_one_too(at: Authority) -> None:
    bare = replace(ORDER, lines=(replace(ORDER.lines[0], tax=None),), totals=Totals(D(0), D("100.00"), D("100.00")))
    assert at.send_work(bare).code == "0"


def test_a_receipt_of_cash_vat_is_sent_changed_and_taken_back(at: Authority, server: AtServer) -> None:
    assert at.send_payment(RECEIPT).code == "0"
    assert texts(sent(server), "PaymentData/LineSummary/SourceDocumentID/OriginatingON") == ["FT 2027A/1"]
    assert texts(sent(server), "PaymentData/LineSummary/SettlementAmount") == ["1.50"]
    assert at.send_payment(RECEIPT).code == "-25"
    assert at.change_payment(ISSUER, RECEIPT.header, DocumentStatus("A", LATER)).done
    assert at.delete_payments(ISSUER, Deletion("Comunicado por engano", (RECEIPT.header,))).done


def test_a_receipt_that_is_no_rc_has_no_place_at_at(at: Authority, server: AtServer) -> None:
    told = at.send_payment(replace(RECEIPT, header=replace(RECEIPT.header, number="RG 2027A/1", type="RG")))
    assert (told.action, server.taken) == (Action.FIX, [])
    assert told.message == "O recibo RG 2027A/1 não se comunica: a AT só recebe os do regime de IVA de caixa (RC)."


def test_a_summary_given_twice_or_wrong_totals_are_found(at: Authority) -> None:
    """The stand-in is as strict as it must be, or the tests above would prove little."""
    good = invoice(examples.appendix_a())
    twice = at.send_invoice(replace(good, lines=(good.lines[0], *good.lines)))
    assert (twice.action, twice.code) == (Action.FIX, "-28")
    odd = at.send_invoice(replace(good, totals=Totals(D("11.54"), D("97.12"), D("108.66"))))
    assert (odd.action, odd.code) == (Action.FIX, "-7")


@pytest.mark.parametrize(
    ("code", "action"),
    [
        ("0", Action.SENT), ("-1", Action.FIX), ("-2", Action.SENT), ("-3", Action.CONFLICT), ("-7", Action.FIX),
        ("-9", Action.SENT), ("-16", Action.CONFIGURE), ("-39", Action.CONFIGURE), ("-50", Action.FIX),
        ("-97", Action.RETRY), ("-99", Action.RETRY), ("12", Action.RETRY), ("10", Action.CONFIGURE),
        ("8", Action.CONFIGURE), ("33", Action.FIX), ("99", Action.STOP), ("12345", Action.FIX),
    ],
)  # fmt: skip
def test_what_each_kind_of_answer_asks_for(at: Authority, server: AtServer, code: str, action: Action) -> None:
    server.troubles.append(says(code, "Texto da AT"))
    told = at.send_invoice(invoice(examples.appendix_a()))
    assert (told.action, told.code, told.said) == (action, code, "Texto da AT")


def test_a_code_nobody_listed_shows_at_s_own_words(at: Authority, server: AtServer) -> None:
    server.troubles.append(says("-777", "Algo de \u202enovo"))
    told = at.send_invoice(invoice(examples.appendix_a()))
    assert told.action is Action.FIX
    assert told.message == (
        "A AT respondeu com um código que o Balcão não conhece (-777): Algo de novo. "
        "Corrija o que a mensagem diz e reenvie."
    )
