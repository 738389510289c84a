"""When AT, the network, the clock, the certificate or the password says no: what is told, and what may have been taken."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from integrations.at.authority import Authority
from integrations.at.client import Client
from integrations.at.config import Configuration
from integrations.at.mapping import invoice
from integrations.at.refused import RefusedInFile
from integrations.at.security import Credential
from integrations.at.values import Action, Answer, SeriesData, SeriesQuery, Service
from tests.at_server import identity
from tests.at_server.identity import PFX_PASSWORD, Identity
from tests.at_server.server import PASSWORD, USER, AtServer, User
from tests.at_server.troubles import cut_before, cut_inside, endless, faults, page, slow, writes
from tests.integrations.at.conftest import SharedClock
from tests.printing import examples

Open = Callable[..., Authority]
ALL = (Service.SERIES, Service.INVOICES, Service.TRANSPORT)


def send(at: Authority) -> Answer[None]:
    return at.send_invoice(invoice(examples.appendix_a()))


def using(user: str = USER, password: str = PASSWORD) -> dict[Service, Credential]:
    return {service: Credential(user, password) for service in ALL}


# --- the line ---


def test_nothing_was_taken_where_nobody_listens(at: Authority, server: AtServer) -> None:
    server.down()
    told = send(at)
    assert told.action is Action.RETRY
    assert told.message == (
        f"127.0.0.1:{server.port} recusa a ligação ou está em baixo: nada foi enviado. Volta a tentar-se mais tarde."
    )
    server.up()
    assert send(at).code == "0"


def test_a_port_that_is_filtered_is_given_up_with_a_hint(opened: Open) -> None:
    """A listener whose queue is full drops further connections without a word, as a firewall does."""
    with socket.socket() as wall:
        wall.bind(("127.0.0.1", 0))
        wall.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for connection in waiting:
            connection.setblocking(False)
            connection.connect_ex(wall.getsockname())
        address = f"https://127.0.0.1:{wall.getsockname()[1]}/"
        told = send(opened(addresses={Service.INVOICES: address}, connect_seconds=1))
        for connection in waiting:
            connection.close()
    assert told.action is Action.RETRY
    assert "veja se a rede deixa sair ligações para esta porta" in told.message


def test_something_that_speaks_no_tls(opened: Open) -> None:
    """A proxy that answers in its own words."""
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        told = send(opened(addresses={Service.INVOICES: f"https://127.0.0.1:{other.getsockname()[1]}/"}))
        thread.join()
    assert told.action is Action.RETRY
    assert "não se estabelece (" in told.message


def test_a_name_that_does_not_exist(opened: Open) -> None:
    told = send(opened(addresses={Service.INVOICES: "https://at.invalid:423/fatcorews/ws/"}))
    assert (told.action, "veja a ligação à Internet" in told.message) == (Action.RETRY, True)


@pytest.mark.parametrize("trouble", [cut_before(), cut_inside()], ids=["before", "inside"])
def test_a_line_that_falls_after_the_request_leaves_it_unknown(
    at: Authority, server: AtServer, trouble: Callable[..., None]
) -> None:
    server.troubles.append(trouble)
    told = send(at)
    assert (told.action, told.code) == (Action.UNKNOWN, "")
    assert "pode ter sido aceite" in told.message


def test_an_answer_that_does_not_come_leaves_it_unknown_and_the_next_finds_it(opened: Open, server: AtServer) -> None:
    at = opened(answer_seconds=1)
    server.troubles.append(slow())
    told = send(at)
    assert (told.action, told.message.startswith("A AT não respondeu a tempo")) == (Action.UNKNOWN, True)
    assert send(at).code == "-10"


def test_an_answer_that_never_ends_is_left(opened: Open, server: AtServer) -> None:
    server.troubles.append(endless())
    told = send(opened(answer_seconds=1))
    assert (told.action, told.message.startswith("A AT começou a responder e não acabou")) == (Action.UNKNOWN, True)


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (503, Action.RETRY), (429, Action.RETRY), (500, Action.UNKNOWN), (502, Action.UNKNOWN), (504, Action.UNKNOWN),
        (200, Action.UNKNOWN), (403, Action.CONFIGURE), (404, Action.CONFIGURE), (302, Action.CONFIGURE),
        (400, Action.FIX),
    ],
)  # fmt: skip
def test_a_page_instead_of_an_answer(at: Authority, server: AtServer, status: int, action: Action) -> None:
    server.troubles.append(page(status))
    told = send(at)
    assert (told.action, told.code) == (action, f"HTTP {status}")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<aberto>",
        b'<!DOCTYPE e [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><e>&b;</e>',
        b'<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><outra/></S:Body></S:Envelope>',
    ],
)
def test_an_answer_that_nobody_understands_is_unknown(at: Authority, server: AtServer, answer: bytes) -> None:
    server.troubles.append(writes(answer))
    assert send(at).action is Action.UNKNOWN


# --- faults ---


@pytest.mark.parametrize(
    ("code", "words", "of_server", "action"),
    [
        ("1040", "Cabeçalho mal formado", False, Action.CONFIGURE),
        ("1050", "Erro interno", True, Action.RETRY),
        ("1101", "Falhou", False, Action.STOP),
        ("1200", "Sem permissão", False, Action.CONFIGURE),
        ("1210", "Não autorizado", False, Action.CONFIGURE),
        ("", "cvc-type.3.1.3: valor inválido", False, Action.FIX),
        ("", "Senha do utilizador errada", False, Action.STOP),
        ("", "Authentication failed", True, Action.STOP),
        ("", "Erro interno", True, Action.UNKNOWN),
    ],
)
def test_soap_faults(at: Authority, server: AtServer, code: str, words: str, of_server: bool, action: Action) -> None:
    server.troubles.append(faults(code, words, server=of_server))
    told = at.query_series(SeriesQuery())
    assert told.action is action
    assert told.message.endswith((".", "!", "?"))


def test_a_user_without_the_profile_is_told_which_one(at: Authority, server: AtServer) -> None:
    server.gate.users[USER] = User(PASSWORD, frozenset({"WFA"}))
    told = at.query_series(SeriesQuery())
    assert (told.action, told.code) == (Action.CONFIGURE, "1200")
    assert "WSE para séries" in told.message
    assert send(at).done


# --- the password ---


def test_a_wrong_password_is_tried_once_and_never_again(opened: Open, server: AtServer) -> None:
    at = opened(credentials=using(password="errada"))
    told = [send(at), send(at), at.query_series(SeriesQuery()), send(at)]
    assert {answer.action for answer in told} == {Action.STOP}
    assert server.gate.wrong_passwords == 1
    assert len(server.taken) == 1
    assert "não volta a tentar com esta senha" in told[0].message


def test_no_other_process_tries_it_either_until_it_is_changed(
    configuration: Configuration, server: AtServer, clock: SharedClock, tmp_path: Path
) -> None:
    def ask(password: str) -> Answer[None]:
        refused = RefusedInFile(tmp_path / "at" / "senhas-recusadas.json")
        client = Client(replace(configuration, credentials=using(password=password)), clock.client, refused=refused)
        try:
            return send(Authority(client))
        finally:
            client.close()

    assert [ask("errada").action, ask("errada").action] == [Action.STOP, Action.STOP]
    assert server.gate.wrong_passwords == 1
    assert ask(PASSWORD).done
    kept = tmp_path / "at" / "senhas-recusadas.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "errada" not in kept.read_text()


def test_a_disk_that_is_full_does_not_make_us_try_again(
    configuration: Configuration, server: AtServer, clock: SharedClock, tmp_path: Path
) -> None:
    (tmp_path / "ficheiro").write_text("no folder")
    client = Client(
        replace(configuration, credentials=using(password="errada")),
        clock.client,
        refused=RefusedInFile(tmp_path / "ficheiro" / "senhas-recusadas.json"),
    )
    told = [send(Authority(client)) for _ in range(2)]
    client.close()
    assert [answer.action for answer in told] == [Action.STOP, Action.STOP]
    assert server.gate.wrong_passwords == 1


def test_a_password_that_works_again_may_be_allowed_again(tmp_path: Path) -> None:
    """AT suspended the account for a time: the same password is right once more, and a person says so."""
    refused = RefusedInFile(tmp_path / "senhas-recusadas.json")
    refused.add(Credential(USER, PASSWORD))
    assert refused.holds(Credential(USER, PASSWORD))
    assert not refused.holds(Credential(USER, "outra"))
    refused.forget(Credential(USER, PASSWORD))
    assert not refused.holds(Credential(USER, PASSWORD))


def test_a_damaged_memory_of_refused_passwords_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "senhas-recusadas.json").write_text('{"599999993/1": 3')
    refused = RefusedInFile(tmp_path / "senhas-recusadas.json")
    assert not refused.holds(Credential(USER, PASSWORD))
    refused.add(Credential(USER, PASSWORD))
    assert refused.holds(Credential(USER, PASSWORD))


@pytest.mark.parametrize("user", ["599999993", "599999993/x", "1/1", "599999993/12345"])
def test_a_user_that_is_written_wrongly(opened: Open, user: str) -> None:
    told = send(opened(credentials=using(user=user)))
    assert (told.action, told.code) == (Action.CONFIGURE, "4")
    assert told.message.endswith("é o NIF, uma barra e o número do subutilizador (555555555/1).")


def test_without_credentials_nothing_goes_out(opened: Open, server: AtServer) -> None:
    told = send(opened(credentials={}))
    assert (told.action, server.taken) == (Action.CONFIGURE, [])
    assert told.message == (
        "Falta o utilizador da AT para «faturas»: é o que vai em at.toml, na tabela [credenciais.faturas], "
        "de um subutilizador com o perfil WFA."
    )
    assert "Falta a senha" in send(opened(credentials=using(password=""))).message


# --- the clock and the keys ---


@pytest.mark.parametrize("minutes", [-20, 20])
def test_a_wrong_clock_is_named(at: Authority, clock: SharedClock, minutes: int) -> None:
    clock.client_off = dt.timedelta(minutes=minutes)
    told = send(at)
    assert (told.action, told.code) == (Action.CONFIGURE, "10")
    assert told.message == "A AT achou o pedido antigo: acerte a data, a hora e o fuso do relógio deste computador."
    assert at.client.clock_ahead == dt.timedelta(minutes=minutes)


def test_every_request_has_a_new_key_and_a_repeated_one_is_tried_again_later(
    configuration: Configuration, server: AtServer, clock: SharedClock
) -> None:
    broken = Client(configuration, clock.client, random=lambda count: b"k" * count)
    told = [send(Authority(broken)) for _ in range(2)]
    broken.close()
    assert [(answer.action, answer.code) for answer in told] == [(Action.SENT, "0"), (Action.RETRY, "12")]


def test_many_requests_of_one_client_never_repeat_a_key(at: Authority, server: AtServer) -> None:
    for _ in range(20):
        assert at.query_series(SeriesQuery()).done
    assert len(server.gate.seen) == 20


def test_an_outdated_key_of_at_is_named(opened: Open, world: Identity, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    old = tmp_path / "ChaveAntiga.cer"
    old.write_bytes(identity.certificate("Chave antiga", identity.new_key()).public_bytes(Encoding.DER))
    told = send(opened(at_key=old))
    assert (told.action, told.code) == (Action.CONFIGURE, "8")
    assert "Descarregue a nova «Chave Cifra Pública AT»" in told.message


# --- certificates ---


def test_a_pem_pair_serves_as_well_as_a_pfx(opened: Open, world: Identity) -> None:
    at = opened(certificate=world.client_certificate, certificate_key=world.client_key, certificate_password="")
    assert send(at).code == "0"


def test_a_certificate_that_at_does_not_know_is_refused_before_anything_is_taken(
    opened: Open, server: AtServer, world: Identity
) -> None:
    told = send(opened(certificate=world.stranger_pfx))
    assert (told.action, server.taken) == (Action.CONFIGURE, [])
    assert "A AT recusou o certificado de cliente" in told.message


def test_somebody_who_is_not_at_gets_nothing(opened: Open, server: AtServer) -> None:
    """The stand-in's certificate is not of an authority that this machine believes."""
    told = send(opened(authorities=None))
    assert (told.action, server.taken) == (Action.CONFIGURE, [])
    assert "não prova ser a AT" in told.message


def test_a_wrong_password_of_the_pfx(opened: Open) -> None:
    told = send(opened(certificate_password="outra"))
    assert told.action is Action.CONFIGURE
    assert told.message == "O certificado .pfx não se abre: veja o ficheiro e a senha em «senha_certificado»."


def test_a_private_key_that_others_can_read_is_not_used(opened: Open, world: Identity, tmp_path: Path) -> None:
    shown = tmp_path / "cliente.pfx"
    shown.write_bytes(world.client_pfx.read_bytes())
    shown.chmod(0o644)
    told = send(opened(certificate=shown, certificate_password=PFX_PASSWORD))
    assert (told.action, "chmod 600" in told.message) == (Action.CONFIGURE, True)


def test_two_threads_share_a_client(at: Authority, server: AtServer) -> None:
    answers: list[Answer[object]] = []
    day = dt.date(2027, 1, 4)
    threads = [
        threading.Thread(
            target=lambda n=n: answers.append(at.register_series(SeriesData(f"2027{n}", "SI", "FT", day, "9999")))
        )
        for n in "ABCDEFGH"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [answer.code for answer in answers] == ["2001"] * 8
