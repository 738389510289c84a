"""balcao at send and its like: the queue to AT from scripts and timers, against the stand-in over HTTPS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.at_server import identity, troubles
from tests.at_server.configured import configure
from tests.at_server.server import AtServer, schemas
from tests.cli.command import Said
from tests.cli.conftest import Run
from tests.company import NIF

BREAD = {"type": "FS", "prices_include_tax": True, "lines": [{"code": "CAFE"}]}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> identity.Identity:
    return identity.make(tmp_path_factory.mktemp("at"))


@pytest.fixture
def server(world: identity.Identity) -> Iterator[AtServer]:
    with AtServer(world, schemas(None), lambda: dt.datetime.now(dt.UTC)) as running:
        yield running


@pytest.fixture
def shop(home: Path, server: AtServer, run: Run) -> Path:
    """at.toml in place, invoices told by web service."""
    assert run("at", "mode", "faturas=servico").out.splitlines() == [
        "faturas=servico  Serviço web, logo que emitidas",
        "transporte=dispensado  Não obrigada (até 100 000 € por ano)",
        "series=manual  Portal das Finanças, código escrito à mão",
    ]
    return configure(home, server, NIF)


def test_what_was_sold_is_sent_and_nothing_is_left(
    shop: Path, run: Run, issue: Callable[[dict[str, Any]], Said], server: AtServer
) -> None:
    number = issue(BREAD).proof["number"]
    (waits,) = run("at", "outbox", "--json").rows
    assert (waits["subject"], waits["state"], waits["attempts"]) == (number, "waiting", 0)
    said = run("at", "send")
    assert (said.code, said.out) == (0, f"{number}  enviado  Comunicado à AT.\n")
    assert run("at", "outbox").out == ""
    (done,) = run("at", "outbox", "--all", "--json").rows
    assert (done["state"], done["code"]) == ("sent", "0")
    assert (NIF, "Invoice", number) in server.documents.known


def test_waiting_goes_on_until_nothing_waits(
    shop: Path, run: Run, issue: Callable[[dict[str, Any]], Said], server: AtServer
) -> None:
    """Two sold, AT hiccups on the first: it waits for its minute at the end of the queue; without --wait it would stay."""
    first, second = (issue(BREAD).proof["number"] for _ in range(2))
    server.troubles.append(troubles.page(503))
    said = run("at", "send")
    assert said.code == 1
    assert [text.split("  ")[:2] for text in said.out.splitlines()] == [[first, "por enviar"]]
    assert "HTTP 503" in said.out
    said = run("at", "retry")
    assert said.out.startswith("De novo na fila: 2.")
    assert run("at", "send", "--wait").out.splitlines() == [f"{n}  enviado  Comunicado à AT." for n in (first, second)]


def test_a_wrong_password_stops_everything_and_says_what_to_do(
    shop: Path, home: Path, run: Run, issue: Callable[[dict[str, Any]], Said], server: AtServer
) -> None:
    shop.write_text(shop.read_text().replace("Segredo", "Segrado"), encoding="utf-8")
    number = issue(BREAD).proof["number"]
    said = run("at", "send", "--wait")
    assert (said.code, said.out.split("  ")[:2]) == (1, [number, "parado"])
    assert "não volta a tentar com esta senha" in said.out
    run("at", "retry")
    run("at", "send")
    assert server.gate.wrong_passwords == 1
    configure(home, server, NIF)
    run("at", "retry", "1")
    assert run("at", "send").out == f"{number}  enviado  Comunicado à AT.\n"


def test_settled_and_withdrawn_with_a_reason(shop: Path, run: Run, issue: Callable[[dict[str, Any]], Said]) -> None:
    issue(BREAD)
    issue(BREAD)
    assert run("at", "settle", "1", "--reason", "Pelo portal").out == "Dado por comunicado.\n"
    assert run("at", "withdraw", "2", "--reason", "Vai no SAF-T").out == "Retirado da fila.\n"
    again = run("at", "withdraw", "2", "--reason", "Vai no SAF-T")
    assert (again.code, again.err) == (1, "balcao: FS 2026A/2 já está retirado: não há nada a fazer.\n")
    assert "volte a abrir a lista" in run("at", "retry", "77").err
    assert [row["message"] for row in run("at", "outbox", "--all", "--json").rows] == [
        "Comunicado por outro meio: Pelo portal", "Retirado: Vai no SAF-T",
    ]  # fmt: skip


def test_what_came_before_the_web_service_is_queued(run: Run, issue: Callable[[dict[str, Any]], Said]) -> None:
    issue(BREAD)
    run("at", "mode", "faturas=servico")
    assert run("at", "queue", "--since", "01-01-2026").out == "Postos na fila: 1 documentos desde 01-01-2026.\n"
    assert run("at", "outbox").out.split("  ")[1:4] == ["Fatura", "FS 2026A/1", "por enviar"]
    assert run("at", "mode", "faturas=pombo").code == 1
    assert run("at", "mode", "pombos=servico").code == 1
    assert run("at", "queue", "--since", "ontem à tarde").code == 1


def test_without_at_toml_the_command_says_what_is_missing(run: Run) -> None:
    said = run("at", "send")
    assert said.code == 1
    assert "falta o ficheiro" in said.err
