"""Signers outside the program: a real process and a real HTTP service; what they get wrong never becomes a document (C4)."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from company import Lojinha, line, refusal
from keystores import producer_file
from signing_service import SigningService, serving

from fiscal.signature import KeySigner, generate_key
from models.audit.tables import Audit
from models.home import Home
from models.opening import session_of
from models.sales.draft import Draft
from models.sales.find import document
from models.sales.issue import issue
from models.sales.record import IssuedDocument
from models.sales.tables import Document
from models.series.tables import SigningKey
from models.settings import BadSettings
from models.signing.check import check_key
from models.verify import verify

on_sqlite = pytest.mark.parametrize("company", ["sqlite"], indirect=True)
OPENSSL = 'sh -c "openssl dgst -sha1 -sign {key} | openssl enc -base64 -A"'


@pytest.fixture
def private(company: Lojinha) -> bytes:
    """The key that is not in ``keys/``; its public half is in the company's folder."""
    made = generate_key()
    (company.folder / "fora.pem").write_bytes(made)
    (company.folder / "publica.pem").write_text(KeySigner(made).public_pem)
    return made


def configure(company: Lojinha, **keys: str | int) -> None:
    """``[assinatura]`` of balcao.toml; the public key is ``publica.pem`` unless told otherwise."""
    given = {"chave_publica": "publica.pem", **keys}
    lines = [f"{key} = {value}" if isinstance(value, int) else f"{key} = '{value}'" for key, value in given.items()]
    (company.folder / "balcao.toml").write_text("\n".join(["[assinatura]", *lines]) + "\n", encoding="utf-8")


def sell(company: Lojinha) -> IssuedDocument:
    session = session_of(Home(company.folder), "ana", company.clock)
    return document(issue(Draft("FT", [line("CAFE")]), session))


def refused_and_unchanged(company: Lojinha) -> str:
    """What is said of a signer that fails; nothing may have been stored, and no number used."""
    before = (Document.select().count(), Audit.select().count(), SigningKey.select().count())
    refused = refusal(lambda: sell(company))
    assert (Document.select().count(), Audit.select().count(), SigningKey.select().count()) == before
    assert "Nada foi emitido" in refused.message
    return refused.message


def script(company: Lojinha, text: str) -> str:
    """A signing command in Python."""
    path = company.folder / "assina.py"
    path.write_text(text)
    return f'"{sys.executable}" "{path}"'


def test_openssl_as_the_signing_process(company: Lojinha, private: bytes) -> None:
    configure(company, comando=OPENSSL.format(key=company.folder / "fora.pem"))
    documents = [sell(company) for _ in range(3)]
    assert [x.number for x in documents] == ["FT 2026A/1", "FT 2026A/2", "FT 2026A/3"]
    assert SigningKey.get().public_pem == KeySigner(private).public_pem
    assert verify().findings == ()
    found = list(check_key(Home(company.folder), session_of(Home(company.folder), "ana", company.clock)))
    assert [one.text for one in found if not one.right] == []
    assert found[0].text == "Assina o programa «sh», fora do Balcão."


def test_a_producers_number_goes_with_a_process_that_has_the_producers_key(company: Lojinha, private: bytes) -> None:
    configure(company, comando=OPENSSL.format(key=company.folder / "fora.pem"))
    producer_file(company.folder, private).rename(company.folder / "producer.toml")
    assert sell(company).certificate == "1234"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import sys; sys.stderr.write('o cartao nao esta la'); sys.exit(3)", "código 3 e disse: o cartao nao esta la"),
        ("import sys; sys.exit(1)", "saiu com o código 1."),
        ("print('bWVudGlyYQ==')", "não é uma assinatura válida com a chave pública publica.pem (bWVudGlyYQ==)"),
        ("pass", "não é uma assinatura válida com a chave pública publica.pem (nada)"),
        ("import os; os.write(1, bytes(range(256)))", "não é uma assinatura válida"),
        ("import sys\nwhile True: sys.stdout.write('A' * 5000)", "respondeu com texto a mais"),
        ("import time; time.sleep(60)", "não respondeu em 1 s"),
        ("import os, time; os.close(1); os.close(2); time.sleep(60)", "não acabou em 1 s"),
        ("import os\nif os.fork() == 0:\n    import time; time.sleep(60)", "não respondeu em 1 s"),
    ],
)
def test_a_process_that_fails_stops_the_document(company: Lojinha, private: bytes, text: str, said: str) -> None:
    configure(company, comando=script(company, text), prazo=1)
    assert said in refused_and_unchanged(company)
    configure(company, comando=OPENSSL.format(key=company.folder / "fora.pem"))
    assert sell(company).number == "FT 2026A/1", "the number was not lost"


def test_a_process_that_is_not_there(company: Lojinha, private: bytes) -> None:
    configure(company, comando="/nao/ha/assinador")
    assert "«/nao/ha/assinador»: não arranca" in refused_and_unchanged(company)


def test_what_a_slow_process_started_is_ended_with_it(company: Lojinha, private: bytes) -> None:
    note = company.folder / "pid"
    text = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(note)!r}, "w").write(str(child.pid))
child.wait()
"""
    configure(company, comando=script(company, text), prazo=1)
    refused_and_unchanged(company)
    child = int(note.read_text())
    for _ in range(200):
        if not runs(child):
            return
        time.sleep(0.05)
    raise AssertionError("it still runs")


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


@pytest.fixture
def service(private: bytes) -> Iterator[SigningService]:
    with serving(SigningService(private, generate_key())) as up:
        yield up


def test_a_service_signs_and_gets_nothing_but_the_text(company: Lojinha, service: SigningService) -> None:
    configure(company, servico=service.address)
    first, second = sell(company), sell(company)
    assert verify().findings == ()
    assert service.asked == [
        ("", "2026-11-24;2026-11-24T10:00:00;FT 2026A/1;12.30;"),
        ("", f"2026-11-24;2026-11-24T10:00:00;FT 2026A/2;12.30;{first.hash}"),
    ]
    assert second.hash_control == "1"


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("other", "não é uma assinatura válida"),
        ("empty", "não é uma assinatura válida com a chave pública publica.pem (nada)"),
        ("refuses", "respondeu 403: Senha errada"),
        ("moved", "respondeu 302"),
        ("endless", "respondeu com texto a mais"),
        ("slow", "não respondeu em 1 s"),
    ],
)
def test_a_service_that_fails_stops_the_document(
    company: Lojinha, service: SigningService, behaviour: str, said: str
) -> None:
    configure(company, servico=service.address, prazo=1)
    service.behaviour = behaviour
    assert said in refused_and_unchanged(company)
    assert len(service.asked) == 1
    service.behaviour = "good"
    assert sell(company).number == "FT 2026A/1"


def test_a_service_that_is_down(company: Lojinha, private: bytes) -> None:
    with serving(SigningService(private, generate_key())) as gone:
        configure(company, servico=gone.address)
    assert "o serviço 127.0.0.1: não se consegue falar com ele" in refused_and_unchanged(company)


def test_over_tls_only_with_who_is_trusted(company: Lojinha, private: bytes) -> None:
    with serving(SigningService(private, generate_key()), tls=company.folder) as service:
        configure(company, servico=service.address)
        assert "não se consegue falar com ele" in refused_and_unchanged(company)
        assert service.asked == [], "nothing was sent to a stranger"
        configure(company, servico=service.address, autoridade="ca.pem")
        assert sell(company).number == "FT 2026A/1"


def test_the_token_comes_from_a_file_of_the_owner_or_the_environment(
    company: Lojinha, service: SigningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = company.folder / "senha"
    token.write_text("s3nha\n")
    token.chmod(0o644)
    configure(company, servico=service.address, token="senha")
    assert "chmod 600" in refusal(lambda: sell(company)).message
    assert service.asked == []
    token.chmod(0o600)
    sell(company)
    monkeypatch.setenv("BALCAO_SIGN_TOKEN", "outra")
    sell(company)
    assert [authorization for authorization, _ in service.asked] == ["Bearer s3nha", "Bearer outra"]
    everything = "".join(row.detail + row.subject for row in Audit.select())
    assert "s3nha" not in everything


@on_sqlite
@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({}, "comando"),
        ({"comando": "x", "servico": "https://a.pt"}, "comando"),
        ({"comando": '"aspas'}, "comando"),
        ({"servico": "http://a.pt/assina"}, "servico"),
        ({"servico": "ftp://localhost"}, "servico"),
        ({"servico": "http://[::1"}, "servico"),
        ({"comando": "x", "chave_publica": ""}, "chave_publica"),
        ({"comando": "x", "prazo": 5}, "prazo"),
        ({"comando": "x", "prazo": 0}, "prazo"),
    ],
)
def test_settings_that_cannot_be_used_are_named(company: Lojinha, keys: dict[str, str | int], field: str) -> None:
    configure(company, **keys)
    with pytest.raises(BadSettings) as refused:
        session_of(Home(company.folder), "ana", company.clock)
    assert refused.value.field == f"assinatura.{field}"


def test_a_public_key_that_is_none_is_named(company: Lojinha, private: bytes) -> None:
    configure(company, comando="true")
    for content, said in (
        (b"isto nao e chave", "publica.pem não é uma chave pública em PEM"),
        (None, "não se lê"),
    ):
        path = company.folder / "publica.pem"
        path.unlink() if content is None else path.write_bytes(content)
        assert said in refusal(lambda: sell(company)).message
    assert not Document.select().exists()
    assert os.environ.get("BALCAO_SIGN_TOKEN") is None
