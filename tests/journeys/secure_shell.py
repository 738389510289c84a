"""A real sshd on a free port of this machine, for one account and one home: what docs/manual/ssh.md tells, at work."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.terminal import Terminal

CLOSED = """
    ForceCommand {command}
    PermitTTY yes
    AllowTcpForwarding no
    AllowStreamLocalForwarding no
    AllowAgentForwarding no
    X11Forwarding no
    PermitTunnel no
    GatewayPorts no
    PermitUserRC no
"""
"""The account's block, as the manual prints it (a test compares them)."""
KEY_OPTIONS = 'restrict,pty,command="{command}"'
"""The other way, in the line of the key."""


class Unavailable(Exception):
    """There is no sshd here, or it does not let this account in."""


@dataclass
class Server:
    """A running sshd whose only account opens Balcão on ``home``."""

    folder: Path
    home: Path
    port: int
    user: str

    def options(self, *more: str) -> list[str]:
        """What every client needs: nothing of this machine's own configuration or keys."""
        given = [
            f"IdentityFile={self.folder / 'key'}",
            f"UserKnownHostsFile={self.folder / 'known'}",
            "IdentitiesOnly=yes",
            "StrictHostKeyChecking=no",
            "BatchMode=yes",
            "LogLevel=ERROR",
            "SendEnv=LANG",
            *more,
        ]
        return ["-F", "none", *(part for option in given for part in ("-o", option))]

    def client(self, *more: str, program: str = "ssh") -> list[str]:
        """A command line up to the host's name."""
        path = shutil.which(program)
        assert path is not None
        return [path, "-p", str(self.port), *self.options(), *more, f"{self.user}@127.0.0.1"]

    def line(self, *more: str) -> Terminal:
        """An operator's line: a terminal here, Balcão at the other end."""
        return Terminal(self.home, command=self.client("-t", *more))

    def programs(self) -> list[int]:
        """Processes of Balcão on this home that still run (zombies do not)."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError):
                continue
            if entry.name.isdigit() and str(self.home).encode() in words:
                found.append(int(entry.name))
        return found

    def gone(self, seconds: float = 20) -> bool:
        """Whether every process of Balcão ends by itself within some seconds."""
        end = time.monotonic() + seconds
        while self.programs() and time.monotonic() < end:
            time.sleep(0.05)
        return not self.programs()


def run(command: Sequence[str], **options: object) -> subprocess.CompletedProcess[str]:
    """A client that needs no terminal; a minute at most."""
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False, **options
    )


@contextmanager
def sshd(folder: Path, home: Path, *, by_key: bool) -> Iterator[Server]:
    """Starts a server. by_key: the account is closed by the options of its key, not by the server's configuration."""
    program = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or not all(map(shutil.which, ("ssh", "scp", "sftp", "ssh-keygen", "ssh-agent"))):
        raise Unavailable("OpenSSH (sshd and its clients) is not installed")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd keeps nothing, and insists on
    user = pwd.getpwuid(os.getuid()).pw_name
    for name in ("host", "key"):
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)])
    command = f"exec {Path(sys.executable).with_name('balcao')} --home {home}"
    key = (folder / "key.pub").read_text(encoding="ascii")
    options = KEY_OPTIONS.format(command=command) + " " if by_key else ""
    (folder / "keys").write_text(options + key, encoding="ascii")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    block = "" if by_key else f"Match User {user}{CLOSED.format(command=command)}"
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile {folder / 'pid'}\n"
        f"AuthorizedKeysFile {folder / 'keys'}\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nSubsystem sftp internal-sftp\nAcceptEnv LANG LC_*\n"
        f"ClientAliveInterval 1\nClientAliveCountMax 2\n{block}",
        encoding="utf-8",
    )
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([program, "-f", str(folder / "config"), "-D", "-e"], stderr=log)
    server = Server(folder, home, port, user)
    try:
        _answers(server, running)
        yield server
    finally:
        running.terminate()
        running.wait()


def _answers(server: Server, running: subprocess.Popen[bytes]) -> None:
    """Waits until the account is let in. Raises Unavailable with what sshd says where it never is."""
    end = time.monotonic() + 15
    while time.monotonic() < end and running.poll() is None:
        if run(server.client()).returncode == 2:  # Balcão's own: it wants a terminal
            return
        time.sleep(0.2)
    raise Unavailable(f"sshd does not let in: {(server.folder / 'log').read_text(errors='replace')[-400:]}")
