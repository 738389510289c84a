"""Overdue notices: made of what is past its date, sent by SMTP over real sockets, and each answer kept."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from integrations.mail.config import FILE, read, write
from integrations.mail.notices import send_waiting
from integrations.mail.smtp import MailError, greeted
from models.accounts.notices import lines_of, make_notice, notice_of, overdue_customers, waiting
from models.accounts.opening import OpeningDraft, record_opening
from models.parties.customers import find_customer, save_customer
from models.parties.form import load
from printing.dunning import notice_pdf
from tests.company import Lojinha, refusal
from tests.integrations.mail.mail_server import MailServer, mail_server

D = Decimal


@pytest.fixture
def post(company: Lojinha) -> Iterator[MailServer]:
    """PADARIA and MARIA are overdue; the company's mailbox is the server's."""
    for code, address in (("PADARIA", "contas@padaria.exemplo"), ("MARIA", "maria@casa.exemplo")):
        card = find_customer(code)
        assert card is not None
        save_customer(int(card.id), {**load(card.id), "email": address}, company.session)
    record_opening(OpeningDraft("C", "PADARIA", "V/1", date(2026, 7, 1), D(310), date(2026, 7, 31)), company.session)
    record_opening(OpeningDraft("C", "PADARIA", "V/2", date(2026, 11, 1), D(50), date(2026, 12, 31)), company.session)
    record_opening(OpeningDraft("C", "PADARIA", "V/3", date(2026, 11, 1), D(-10)), company.session)
    record_opening(OpeningDraft("C", "MARIA", "V/4", date(2026, 11, 20), D(7)), company.session)
    with mail_server() as server:
        write(company.folder, _settings(server))
        yield server


def _settings(server: MailServer, **other: str) -> dict[str, str]:
    return {
        "servidor": "127.0.0.1", "porta": str(server.port), "seguranca": "nenhuma", "utilizador": "", "senha": "",
        "remetente": "loja@lojinha.exemplo", **other,
    }  # fmt: skip


def made(company: Lojinha, code: str, **how: Any) -> int:
    card = find_customer(code)
    assert card is not None
    return make_notice(int(card.id), company.session, **how)


def test_a_notice_tells_what_is_overdue_and_is_made_once_a_day(company: Lojinha, post: MailServer) -> None:
    """310,00 due on 31 July, less 10,00 in the customer's favour; V/2 is not due yet."""
    today = company.clock.at.date()
    assert len(overdue_customers(today)) == 2
    assert len(overdue_customers(today, 30)) == 1
    first = made(company, "PADARIA", by_mail=True)
    assert made(company, "PADARIA", by_mail=True) == first
    assert notice_of(first).total == 300
    assert [(line.number, line.left) for line in lines_of(notice_of(first))] == [("V/1", 310), ("V/3", -10)]
    assert refusal(lambda: made(company, "MARIA", days=30)).rule == "notice"
    text = pypdfium2.PdfDocument(notice_pdf(first))[0].get_textpage().get_text_range()
    for part in ("Aviso de vencimento", "Padaria Central, S.A.", "V/1", "31-07-2026", "116", "300,00 €"):
        assert part in text, part


def test_each_notice_is_sent_and_the_server_s_words_are_kept(company: Lojinha, post: MailServer) -> None:
    post.refused["maria@casa.exemplo"] = "550 5.1.1 No such user"
    one, two = made(company, "PADARIA", by_mail=True), made(company, "MARIA", by_mail=True)
    assert send_waiting(company.folder, company.session, notice_pdf) == (1, 1)
    told = [(n.state, n.attempts, n.answer) for n in (notice_of(one), notice_of(two))]
    assert told == [("S", 1, "250 2.0.0 Queued as 1"), ("F", 1, "550 5.1.1 No such user")]
    assert notice_of(one).sent_at == company.clock.at
    assert send_waiting(company.folder, company.session, notice_pdf) == (0, 0)
    ((sender, to, body),) = post.taken
    assert (sender, to) == ("FROM:<loja@lojinha.exemplo>", "contas@padaria.exemplo")
    mail = email.message_from_bytes(body, policy=email.policy.default)
    assert mail["Subject"] == "Aviso de vencimento de Lojinha da Esquina, Lda"
    assert "300,00 €" in mail.get_body().get_content()  # type: ignore[union-attr]
    (letter,) = mail.iter_attachments()
    assert letter.get_content() == notice_pdf(one)


def test_what_the_server_cannot_take_now_waits_for_the_next_time(company: Lojinha, post: MailServer) -> None:
    post.refused["contas@padaria.exemplo"] = "451 4.3.0 Try again later"
    one = made(company, "PADARIA", by_mail=True)
    assert send_waiting(company.folder, company.session, notice_pdf) == (0, 1)
    assert (notice_of(one).state, notice_of(one).answer, waiting()) == ("W", "451 4.3.0 Try again later", [one])
    post.refused.clear()
    assert send_waiting(company.folder, company.session, notice_pdf) == (1, 0)
    assert (notice_of(one).state, notice_of(one).attempts) == ("S", 2)


def test_a_password_goes_only_where_it_is_safe_and_is_read_by_nobody_else(company: Lojinha, post: MailServer) -> None:
    post.password = "segredo"
    write(company.folder, _settings(post, utilizador="loja", senha="segredo"))
    assert (company.folder / FILE).stat().st_mode & 0o777 == 0o600
    made(company, "PADARIA", by_mail=True)
    assert send_waiting(company.folder, company.session, notice_pdf) == (1, 0)
    assert "aceita entrar" in greeted(read(company.folder))
    write(company.folder, _settings(post, utilizador="loja", senha="errada"))
    with pytest.raises(MailError, match="senha"):
        greeted(read(company.folder))
    write(company.folder, _settings(post, servidor="smtp.exemplo.pt", senha="segredo"))
    assert refusal(lambda: read(company.folder)).field == "seguranca"
    (company.folder / FILE).chmod(0o644)
    assert "chmod 600" in refusal(lambda: read(company.folder)).message


def test_a_server_that_is_not_there_is_said(company: Lojinha, post: MailServer, tmp_path: Path) -> None:
    one = made(company, "PADARIA", by_mail=True)
    write(company.folder, _settings(post, porta="1"))
    assert send_waiting(company.folder, company.session, notice_pdf) == (0, 1)
    assert "Não se chega a 127.0.0.1:1" in notice_of(one).answer
    assert refusal(lambda: read(tmp_path / "nada")).rule == "mail"
