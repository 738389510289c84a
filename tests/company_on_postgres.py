"""The shop of the tests on PostgreSQL: one database, put back to its first minute for each test.

Making a database takes half a second, putting its rows back a hundredth; only after a test that changed the schema
(triggers, tables) is it made anew.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import postgres
import psycopg
from company import found

_SCHEMA = """
SELECT md5(string_agg(what, '|' ORDER BY what)) FROM (
    SELECT concat(table_name, column_name, data_type, is_nullable) AS what
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT concat(tgname, tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat(proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS parts
"""
_ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class ShopOnPostgres:
    """The shop and its key; ``open`` gives the URL of a database that holds it as it was when it was made."""

    def __init__(self, server: postgres.Server, template: str, folder: Path) -> None:
        found(template, folder)
        self.folder = folder
        self._server = server
        self._template = urlsplit(template).path.lstrip("/")
        self._name = f"{self._template}_open"
        with psycopg.connect(template, autocommit=True) as connection:
            self._schema = connection.execute(_SCHEMA).fetchone()
            tables = [
                row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ]
            connection.execute("CREATE SCHEMA ready")
            for table in tables:
                connection.execute(f"CREATE TABLE ready.{table} AS TABLE public.{table}")
            counted = connection.execute(
                "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'"
            ).fetchall()
        self._put_back = "SET session_replication_role = replica;" + "".join(  # no triggers, no foreign keys
            f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM ready.{table};" for table in tables
        )
        self._put_back += "".join(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false) FROM {table};"
            for (table,) in counted
        )
        self._make()

    def open(self) -> str:
        url = self._server.url(self._name)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_ALONE)
            unchanged = connection.execute(_SCHEMA).fetchone() == self._schema
            if unchanged:
                connection.execute(self._put_back)
        if not unchanged:
            self.drop()
            self._make()
        return url

    def drop(self) -> None:
        self._administer(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _make(self) -> None:
        self._administer(f"CREATE DATABASE {self._name} TEMPLATE {self._template}")

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self._server.url(), autocommit=True) as connection:
            connection.execute(statement)
