"""Fixtures that every test may use: the reference folder, and an empty database of each kind."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import postgres
import psycopg
import pytest
from company import Lojinha, found, opened

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of schemas, vectors and samples that lies beside the checkout."""
    folder = CHECKOUT.parent / "shared" / "reference"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/reference is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One PostgreSQL for each test process, started when the first test asks for it."""
    try:
        programs, owner = postgres.find_programs(), postgres.find_owner()
    except postgres.Unavailable as reason:
        pytest.skip(str(reason))
    with postgres.running_server(programs, owner) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """The URL of a fresh empty PostgreSQL database."""
    with postgres_server.fresh_database() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path}/balcao.db"


# The shop of tests/company.py: made once in each test process, then copied for every test.


@pytest.fixture(scope="session")
def _shop_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lojinha")
    found(f"sqlite:///{folder}/balcao.db", folder)
    return folder


@pytest.fixture(scope="session")
def _shop_on_postgres(
    postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("lojinha")
    with postgres_server.fresh_database() as url:
        found(url, folder)
        yield url, folder


@contextmanager
def _copy_of(template: str, server: postgres.Server) -> Iterator[str]:
    """The URL of a database with the content of another one, dropped at the end."""
    name = f"shop_{uuid.uuid4().hex}"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {urlsplit(template).path.lstrip('/')}")
        try:
            yield server.url(name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lojinha]:
    """The shop, open, once on SQLite and once on PostgreSQL: company, series 2026A with codes, articles, customers."""
    if request.param == "sqlite":
        ready: Path = request.getfixturevalue("_shop_on_sqlite")
        shutil.copy(ready / "balcao.db", tmp_path)
        with opened(f"sqlite:///{tmp_path}/balcao.db", tmp_path, ready / "keys") as shop:
            yield shop
    else:
        template, ready = request.getfixturevalue("_shop_on_postgres")
        with (
            _copy_of(template, request.getfixturevalue("postgres_server")) as url,
            opened(url, tmp_path, ready / "keys") as shop,
        ):
            yield shop
