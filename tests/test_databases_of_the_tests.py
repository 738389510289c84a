"""The databases that the tests run on: empty, apart from each other, and as strict as a shop's."""

from __future__ import annotations

import os
import sqlite3

import postgres
import psycopg
import pytest


def test_every_test_gets_an_empty_database(database_url: str) -> None:
    if database_url.startswith("sqlite:///"):
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    else:
        with psycopg.connect(database_url) as connection:
            tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
            assert connection.execute(tables).fetchone() == (0,)
            connection.execute("CREATE TABLE left_behind (id int)")


@pytest.mark.postgres
def test_postgres_is_durable_and_closed_to_the_network(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        asked = "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting(%s)"
        assert connection.execute(asked, ["listen_addresses"]).fetchone() == ("on", "on", "")
        assert connection.execute("SELECT current_setting('server_encoding')").fetchone() == ("UTF8",)


@pytest.mark.postgres
def test_a_database_is_dropped_though_a_terminal_still_holds_it(postgres_server: postgres.Server) -> None:
    with postgres_server.fresh_database() as url:
        held = psycopg.connect(url)
        held.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        held.execute("SELECT 1")
    held.close()


@pytest.mark.postgres
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to drop its rights")
def test_the_server_does_not_run_as_root(postgres_server: postgres.Server) -> None:
    assert (postgres_server.folder / "data" / "postmaster.pid").stat().st_uid != 0
