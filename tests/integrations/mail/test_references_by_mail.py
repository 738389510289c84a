"""A reference told to its customer by e-mail, through a real SMTP conversation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from email import message_from_bytes, policy

import pytest
from company import Lojinha, line, refusal

from integrations.mail.config import write
from integrations.mail.references import send_notice
from models.parties.customers import find_customer, save_customer
from models.parties.form import load
from models.references import request
from models.references.events import events_of
from models.references.tables import PaymentReference
from models.references.values import RemotePayment, Wanted
from models.sales.draft import Draft, DraftCustomer
from models.sales.issue import issue
from printing import notice
from tests.integrations.mail.mail_server import MailServer, mail_server
from tests.integrations.mail.test_notices_by_mail import _settings


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def open_reference(company: Lojinha) -> PaymentReference:
    code = request.reserve(Wanted("op", "paypay", "MB", Decimal("12.30")), company.session)
    given = RemotePayment("1", "pending", Decimal("12.30"), entity="12797", reference="002492622")
    request.obtained(code, given, company.session)
    draft = Draft("FT", [line("CAFE")], customer=DraftCustomer(code="PADARIA"))
    draft.operation, draft.payment_reference = "op", code
    issue(draft, company.session)
    found: PaymentReference = PaymentReference.get()
    return found


def test_the_customer_gets_the_reference_in_words_and_as_pdf(company: Lojinha, post: MailServer) -> None:
    write(company.folder, _settings(post))
    row = open_reference(company)
    told = notice.rows(row), notice.notice(row)
    assert "não tem e-mail" in refusal(lambda: send_notice(company.folder, row, *told, company.session)).message
    card = find_customer("PADARIA")
    assert card is not None
    save_customer(int(card.id), {**load(card.id), "email": "padaria@example.pt"}, company.session)
    assert send_notice(company.folder, row, *told, company.session) == "padaria@example.pt"
    mail = message_from_bytes(post.taken[0][2], policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Entidade: 12797\nReferência: 002 492 622\nMontante: 12,30 €" in body.get_content().replace("\r\n", "\n")
    attached = next(iter(mail.iter_attachments()))
    assert attached.get_content().startswith(b"%PDF")
    assert events_of(row.id)[-1].kind == "told"
