"""AT for a test: the stand-in, a clock that both sides share, and a client configured for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from integrations.at.authority import Authority
from integrations.at.client import Client
from integrations.at.config import Configuration
from integrations.at.security import Credential
from integrations.at.values import Service
from tests.at_server import identity
from tests.at_server.server import PASSWORD, USER, AtServer, schemas

CHECKOUT = Path(__file__).resolve().parents[3]
NOW = dt.datetime(2027, 1, 4, 10, 20, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> identity.Identity:
    """Keys and certificates, made once."""
    return identity.make(tmp_path_factory.mktemp("at"))


class SharedClock:
    """The time for client and server; ``client_off`` is how far the client's clock is wrong."""

    def __init__(self) -> None:
        self.at = NOW
        self.client_off = dt.timedelta()

    def server(self) -> dt.datetime:
        return self.at

    def client(self) -> dt.datetime:
        return self.at + self.client_off


@pytest.fixture
def clock() -> SharedClock:
    return SharedClock()


@pytest.fixture
def server(world: identity.Identity, clock: SharedClock) -> Iterator[AtServer]:
    """The stand-in, running; at the end no schema may have complained unless the test cleared it."""
    folder = CHECKOUT.parent / "shared" / "reference"
    with AtServer(world, schemas(folder if folder.is_dir() else None), clock.server) as running:
        yield running
        assert not running.complaints


@pytest.fixture
def configuration(world: identity.Identity, server: AtServer) -> Configuration:
    """As a company would have it, with the addresses of the stand-in."""
    return Configuration(
        addresses={service: server.address(service.value) for service in Service},
        credentials={
            service: Credential(USER, PASSWORD) for service in (Service.SERIES, Service.INVOICES, Service.TRANSPORT)
        },
        certificate=world.client_pfx,
        certificate_password=identity.PFX_PASSWORD,
        at_key=world.at_key,
        authorities=world.authority,
        connect_seconds=5,
        answer_seconds=10,
    )


@pytest.fixture
def opened(configuration: Configuration, clock: SharedClock) -> Iterator[Callable[..., Authority]]:
    """``opened(answer_seconds=1)``: AT with something configured otherwise."""
    clients: list[Client] = []

    def open_with(**changed: object) -> Authority:
        clients.append(Client(replace(configuration, **changed), clock.client))  # type: ignore[arg-type]
        return Authority(clients[-1])

    yield open_with
    for client in clients:
        client.close()


@pytest.fixture
def at(opened: Callable[..., Authority]) -> Authority:
    return opened()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "loja"
