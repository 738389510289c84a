"""Fixtures that every test may use: the reference folder, and an empty database of each kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from company import Lojinha, found, opened
from company_on_postgres import ShopOnPostgres
from hypothesis import settings

settings.register_profile("balcao", settings.default, deadline=None)  # no timed tests
settings.load_profile("balcao")

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
) -> Iterator[ShopOnPostgres]:
    with postgres_server.fresh_database() as template:
        shop = ShopOnPostgres(postgres_server, template, tmp_path_factory.mktemp("lojinha"))
        yield shop
        shop.drop()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lojinha]:
    """The shop, open, once on SQLite and once on PostgreSQL: company, series 2026A with codes, articles, customers."""
    if request.param == "sqlite":
        ready: Path = request.getfixturevalue("_shop_on_sqlite")
        shutil.copy(ready / "balcao.db", tmp_path)
        url = f"sqlite:///{tmp_path}/balcao.db"
    else:
        made: ShopOnPostgres = request.getfixturevalue("_shop_on_postgres")
        ready, url = made.folder, made.open()
    with opened(url, tmp_path, ready / "keys") as shop:
        yield shop
