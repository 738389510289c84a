"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a Unix socket only, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_WITHIN = 30.0
"""Seconds, on a loaded machine; an idle one needs about one."""

# Durable as in a shop (fsync stays on), but small: it serves a handful of connections.
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "16MB",
    "max_connections": "40",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_messages": "fatal",
}


class Unavailable(Exception):
    """PostgreSQL cannot be run here; the message says why."""


def find_programs() -> Path:
    """The folder that holds initdb and postgres. Raises Unavailable."""
    candidates = [Path(found).parent for found in [shutil.which("postgres")] if found]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if shutil.which("pg_config"):
        told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(told.stdout.strip() or "."))
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Unavailable("PostgreSQL's programs (initdb, postgres) are not installed here")


def find_owner() -> pwd.struct_passwd | None:
    """Whom to run the server as, since it refuses root; ``None`` is whoever runs the tests. Raises Unavailable."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Unavailable("PostgreSQL does not run as root, and there is no user postgres or nobody here")


class Server:
    """A running server; its role ``balcao`` may do everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://balcao@/{database}?host={self.folder}"

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The URL of an empty database, dropped at the end with whatever is still connected to it."""
        name = f"test_{uuid.uuid4().hex}"
        self._administer(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_server(programs: Path, owner: pwd.struct_passwd | None) -> Iterator[Server]:
    """Starts a server with what ``find_programs`` and ``find_owner`` gave; stops it at the end, whatever happened."""
    # The system's temporary folder: pytest's own is closed to other users, and a socket's path may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="balcao-pg-"))
    process: subprocess.Popen[bytes] | None = None
    who = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    try:
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _make_cluster(programs, folder, who)
        options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, *options],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C reaches pytest, which then stops the server in order
                **who,
            )
        server = Server(folder)
        _wait_until_ready(server, process)
        yield server
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(programs: Path, folder: Path, who: dict[str, object]) -> None:
    command = [programs / "initdb", "-D", folder / "data", "-U", "balcao", "-A", "trust", "-E", "UTF8", "--no-sync"]
    # A shop's server sorts as Portuguese does; one built without ICU, or before version 15, sorts by bytes.
    for order in (["--locale=C", "--locale-provider=icu", "--icu-locale=pt-PT"], ["--locale=C"]):
        made = subprocess.run([*command, *order], cwd=folder, capture_output=True, text=True, check=False, **who)
        if made.returncode == 0:
            return
        shutil.rmtree(folder / "data", ignore_errors=True)
    raise RuntimeError(f"initdb failed: {made.stderr[-500:]}")


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_WITHIN
    while True:
        try:
            psycopg.connect(server.url(), connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > give_up:
                log = (server.folder / "log").read_text(errors="replace")[-500:]
                raise RuntimeError(f"PostgreSQL did not start: {error} {log}") from error
            time.sleep(0.02)
        else:
            return


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(2)  # SIGINT: fast shutdown, which ends sessions that are still open
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.send_signal(3)  # SIGQUIT: at once
        process.wait(timeout=10)
