"""F1, F2, F6 to F13: what the program must not do (Despacho 8632/2014, 1.10, 1.11, 2.2.6, 3.3)."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import get_type_hints

import pytest
from company import PASSWORD, Lojinha, article, line, loose, refusal
from paper import everywhere

from fiscal.errors import Refusal
from models import db
from models.catalogue.articles import save_article
from models.catalogue.tables import Article
from models.failures import StorageFailure
from models.parties.customers import save_customer
from models.parties.tables import Customer
from models.people.operators import create_operator
from models.people.tables import Operator
from models.sales.cancel import cancel
from models.sales.credit import credit_draft
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.find import document
from models.sales.issue import issue
from models.sales.keep import keep
from models.sales.printed import record_print
from models.sales.record import IssuedDocument
from models.sales.tables import Document, DocumentPrint, DraftRow
from printing.receipt import lay_out


def back(code: str, quantity: str, number: str, **given: object) -> DraftLine:
    return line(code, quantity, reference=number, reference_reason="Devolução", **given)


def change_customer(company: Lojinha, code: str, **values: str) -> None:
    card = Customer.get(Customer.code == code)
    before = {name: getattr(card, name) for name in ("code", "nif", "name", "address", "postal_code", "city")}
    save_customer(card.id, {**before, **values}, company.session)


def change_article(company: Lojinha, code: str, **values: object) -> None:
    card = article(code)
    names = ("code", "description", "price", "price_includes_tax", "tax_code", "unit")
    save_article(card.id, {**{n: getattr(card, n) for n in names}, **values}, company.session)


def test_F1_a_draft_has_no_paper(company: Lojinha) -> None:
    """1.10: nothing is printed before it is final and signed. Paper is made of issued documents only; a draft is none."""
    draft = Draft("FT", [line("CAFE")])
    keep(draft, company.session)
    row = DraftRow.get()
    assert not {"number", "hash", "atcud", "qr"} & {field.name for field in DraftRow._meta.sorted_fields}
    assert not {"number", "hash", "atcud", "qr"} & {field.name for field in dataclasses.fields(Draft)}
    assert get_type_hints(lay_out)["document"] is IssuedDocument
    for name in (draft.operation, str(row.id), row.title):
        assert refusal(lambda n=name: document(n)).rule == "number"
        assert refusal(lambda n=name: record_print(n, "pdf", company.session)).rule == "number"
    assert not DocumentPrint.select().exists()
    with pytest.raises(AttributeError):
        lay_out(draft)  # type: ignore[arg-type]


def test_F2_nothing_of_a_signed_document_can_change(company: Lojinha) -> None:
    """1.11: neither by a verb (there is none) nor in the database, whose triggers refuse it; a value object is frozen too."""
    sold = company.issue("FT", line("CAFE"), customer=DraftCustomer(code="PADARIA"))
    for statement in (
        "UPDATE document SET gross = gross + 1",
        "UPDATE document SET customer_nif = '510000010'",
        "UPDATE document SET date = '2026-11-25'",
        "UPDATE document_line SET description = 'Chá'",
        "UPDATE document_line SET quantity = 2000000",
        "UPDATE document_tax SET tax = 0",
        "DELETE FROM document_payment",
        "DELETE FROM document_line",
        "DELETE FROM document",
    ):
        if "payment" in statement:
            company.issue("FS", line("CAFE"))
        with pytest.raises(StorageFailure, match="frozen"), db.writing():
            db.database.execute_sql(statement)
    with pytest.raises(dataclasses.FrozenInstanceError):
        sold.gross = Decimal(0)  # type: ignore[misc]
    assert document(sold.number) == sold


def test_F6_the_nif_of_a_customer_with_documents_stays(company: Lojinha) -> None:
    """3.3.3: it is only filled in where it was missing."""
    save_customer(None, {"code": "RUI", "name": "Rui Costa"}, company.session)
    for code in ("PADARIA", "RUI"):
        company.issue("FT", line("CAFE"), customer=DraftCustomer(code=code))
    for nif in ("510000010", ""):
        assert refusal(lambda n=nif: change_customer(company, "PADARIA", nif=n)).rule == "F6"
    change_customer(company, "RUI", nif="245123458")
    assert refusal(lambda: change_customer(company, "RUI", nif="210000015")).rule != ""
    assert Customer.get(Customer.code == "RUI").nif == "245123458"


def test_F7_the_name_of_a_customer_with_documents_and_no_nif_stays(company: Lojinha) -> None:
    """3.3.4: until the NIF is filled in."""
    save_customer(None, {"code": "RUI", "name": "Rui Costa"}, company.session)
    change_customer(company, "RUI", name="Rui Costa e Silva")
    company.issue("FT", line("CAFE"), customer=DraftCustomer(code="RUI"))
    assert refusal(lambda: change_customer(company, "RUI", name="Outro")).rule == "F7"
    change_customer(company, "RUI", nif="245123458", name="Rui da Costa")


def test_F8_the_description_of_an_article_with_documents_stays(company: Lojinha) -> None:
    """3.3.5: another product is another code."""
    change_article(company, "CAFE", description="Café moído")
    company.issue("FT", line("CAFE"))
    assert refusal(lambda: change_article(company, "CAFE", description="Chá")).rule == "F8"
    change_article(company, "CAFE", price=Decimal(99))
    assert Article.get(Article.code == "CAFE").description == "Café moído"


def test_F9_a_user_code_is_never_used_again(company: Lojinha) -> None:
    """3.3.6: not even of someone who left; a user cannot be deleted, only put out of use."""
    create_operator("rui", "Rui", PASSWORD, company.session)
    with db.writing():
        Operator.update(active=False).where(Operator.code == "rui").execute()
    for statement in (
        "DELETE FROM operator WHERE code = 'rui'",
        "UPDATE operator SET code = 'rui2' WHERE code = 'rui'",
    ):
        with pytest.raises(StorageFailure, match="frozen"), db.writing():
            db.database.execute_sql(statement)
    assert refusal(lambda: create_operator("Rui", "Rui Novo", PASSWORD, company.session)).rule == "F9"


def test_F10_a_cancelled_or_wholly_rectified_document_cannot_be_credited(company: Lojinha) -> None:
    """3.3.7."""
    cancelled, credited = company.issue("FT", line("CAFE")), company.issue("FT", line("CAFE", "2"))
    cancel(cancelled.number, "Engano", company.session)
    note = company.credit(credited.number)
    for number in (cancelled.number, credited.number, note.number):
        assert refusal(lambda n=number: credit_draft(n, "Devolução")).rule == "F10"
        assert refusal(lambda n=number: company.issue("NC", back("CAFE", "1", n))).rule == "F10"
    late = loose("Portes", "1", "5", reference=cancelled.number, reference_reason="Portes")
    assert refusal(lambda: company.issue("ND", late)).rule == "F10"


def test_F11_a_rectified_document_is_cancelled_only_after_what_rectifies_it(company: Lojinha) -> None:
    """3.3.8: also when it was rectified only in part."""
    sold = company.issue("FT", line("CAFE", "2"))
    note = company.credit(sold.number, {1: Decimal(1)})
    assert refusal(lambda: cancel(sold.number, "Engano", company.session)).rule == "F11"
    cancel(note.number, "Engano", company.session)
    cancel(sold.number, "Engano", company.session)
    assert {row.status for row in Document.select()} == {"A"}


def test_F12_no_returns_in_a_sale_and_no_sales_in_a_credit_note(company: Lojinha) -> None:
    """3.3.9: a return is a credit note; a credit note holds only what its document has."""
    for kind in ("FT", "FS", "FR"):
        for quantity in ("-1", "0"):
            refused = refusal(lambda k=kind, q=quantity: company.issue(k, line("CAFE"), line("LEITE", q)))
            assert (refused.rule, refused.field) == ("F12", "lines.2.quantity")
    sold = company.issue("FT", line("CAFE"))
    for wrong in (back("LEITE", "1", sold.number), back("CAFE", "-1", sold.number)):
        assert refusal(lambda x=wrong: company.issue("NC", x)).rule == "F12"


def test_F13_nothing_negative_is_sold_or_printed(company: Lojinha) -> None:
    """2.2.6: no negative price, and no paper with a minus before an amount; a credit note's amounts are positive too."""
    assert refusal(lambda: company.issue("FT", line("CAFE", price="-0.01"))).rule == "F13"
    assert refusal(lambda: company.issue("FT", line("CAFE", price="0"))).rule == "F13"
    sold = company.issue(
        "FT",
        line("CAFE", "2", discount="10%+1"),
        line("LEITE"),
        global_discount="5%",
        customer=DraftCustomer(code="MARIA"),
    )
    note = issue(credit_draft(sold.number, "Devolução", {1: Decimal(1)}), company.session)
    for printed in (sold, document(note)):
        for text in everywhere(printed):
            assert not [part for part in text.split() if part.startswith("-") and part[1:2].isdigit()]
        values = [printed.net, printed.tax, printed.gross]
        values += [
            v for x in printed.lines for v in (x.quantity, x.price, x.shown, x.unit_price, x.amount, x.settlement)
        ]
        assert min(values) >= 0


def test_F2_a_refused_change_leaves_no_trace_and_an_allowed_one_leaves_one(company: Lojinha) -> None:
    """1.11; P363, 3.º: the only thing that changes is the status, with who, when and why."""
    sold = company.issue("FT", line("CAFE"))
    with pytest.raises(Refusal):
        cancel(sold.number, "", company.session)
    assert document(sold.number) == sold
    cancel(sold.number, "Engano", company.session)
    row = Document.get(Document.number == sold.number)
    assert (row.status, row.status_operator, row.status_reason) == ("A", "ana", "Engano")
