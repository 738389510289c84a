"""Over a real SSH: an account that opens Balcão and nothing else, and a line that drops in mid-document."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.secure_shell import CLOSED, KEY_OPTIONS, Server, Unavailable, run, sshd
from tests.journeys.shop_with_demo import barcodes, copied
from tests.journeys.terminal import Terminal

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "ssh.md"


@pytest.fixture(params=[False, True], ids=["ForceCommand", "options of the key"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "ssh"
    folder.mkdir()
    try:
        with sshd(folder, copied(tmp_path), by_key=request.param) as running:
            yield running
    except Unavailable as reason:
        pytest.skip(str(reason))


def half_an_invoice(server: Server) -> Terminal:
    """A customer, a line, and half an article on the entry line."""
    (first,) = barcodes(server.home, 1)
    line = server.line()
    line.sign_in()
    line.types("vf")
    line.sees("Condição")
    line.types("501964843\r\r\r\r\r\r")
    line.sees("Artigo ▸")
    line.types(f"3*{first}\r")
    line.sees("1 linha")
    line.types("2*leit")
    line.sees("2*leit")
    line.listen(0.8)
    return line


def found_again(server: Server) -> None:
    line = server.line()
    try:
        line.sees("Operador")
        line.types("dono\rbalcao\r")
        shown = line.sees("Retomado onde estava: Fatura")
        assert "Artigo ▸ 2*leit" in shown
        assert "501964843" in shown
        assert "1 linha" in shown
        assert "noutra sessão" not in shown
    finally:
        line.kill()


def test_the_client_is_killed_in_mid_document(server: Server) -> None:
    """The dead session stands in nobody's way, and leaves no process."""
    half_an_invoice(server).kill()
    assert server.gone()
    found_again(server)


def test_the_line_goes_silent_without_a_word(server: Server) -> None:
    """A cable pulled out: nothing says so, and ClientAliveInterval finds it out."""
    line = half_an_invoice(server)
    os.kill(line.pid, signal.SIGSTOP)
    assert server.gone()
    os.kill(line.pid, signal.SIGCONT)
    line.kill()
    found_again(server)


def test_no_command_no_copy_no_subsystem(server: Server, tmp_path: Path) -> None:
    """Whatever is asked for, Balcão is what runs, and without a terminal it says so and ends."""
    for asked in (["ls", "/"], ["sh"], ["env"], ["bash", "-c", "id"], ["balcao", "key", "public"]):
        answer = run([*server.client("-T"), *asked])
        assert answer.returncode == 2
        assert answer.stdout == ""
        assert "abre-se num terminal" in answer.stderr
    wanted = server.home / "keys" / "signing.pem"
    copy = ["-P", str(server.port), *server.options(), f"{server.user}@127.0.0.1:{wanted}", str(tmp_path / "stolen")]
    for program in (["scp"], ["scp", "-O"], ["sftp"]):
        assert run([*program, *copy]).returncode != 0
    assert not (tmp_path / "stolen").exists()
    put = [str(server.folder / "config"), f"{server.user}@127.0.0.1:{server.home / 'put'}"]
    assert run(["scp", "-P", str(server.port), *server.options(), *put]).returncode != 0
    assert not (server.home / "put").exists()


def test_a_command_with_a_terminal_is_balcao_too(server: Server) -> None:
    line = Terminal(server.home, command=[*server.client("-tt"), "bash"])
    try:
        line.sees("Palavra-passe")
    finally:
        line.kill()


def test_no_port_is_forwarded_either_way(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside, socket.create_server(("127.0.0.1", 0)) as free:
        target, local = inside.getsockname()[1], free.getsockname()[1]
        free.close()
        inside.settimeout(1)
        client = subprocess.Popen(server.client("-N", "-L", f"127.0.0.1:{local}:127.0.0.1:{target}"))
        try:
            with _connected(local) as through:
                through.settimeout(10)
                assert through.recv(1) == b"", "closed, since the server refused to go on"
            with pytest.raises(TimeoutError):
                inside.accept()
        finally:
            client.kill()
            client.wait()
        assert run(server.client("-W", f"127.0.0.1:{target}")).returncode != 0
        back = ["-N", "-o", "ExitOnForwardFailure=yes", "-R", f"0:127.0.0.1:{target}"]
        assert run(server.client(*back)).returncode == 255


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 15
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_no_agent_and_no_display_reach_the_program(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(server.folder / "agent")], stdout=subprocess.DEVNULL)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(server.folder / "agent"))
    line = server.line("-A", "-X")
    try:
        line.sees("Operador")
        (program,) = [p for p in server.programs() if _environment(p)]
        words = _environment(program)
        assert "SSH_CONNECTION" in words
        assert not {"SSH_AUTH_SOCK", "DISPLAY"} & set(words)
    finally:
        line.kill()
        agent.kill()
        agent.wait()


def _environment(program: int) -> dict[str, str]:
    """The environment of Balcão itself; empty for a client, whose command line also names the home."""
    words = Path(f"/proc/{program}/environ").read_bytes().decode(errors="replace").split("\0")
    return dict(word.partition("=")[::2] for word in words if word)


@pytest.mark.parametrize("keys", ["\x1a", "\x03", "\x1c", "\x1a\x1a\x03\x1c"], ids=["Z", "C", "backslash", "all"])
def test_no_signal_key_leads_out_of_the_program(keys: str, server: Server) -> None:
    """Ctrl+Z, Ctrl+C and Ctrl+\\ with the program on the screen: it is still there, not stopped, and goes on."""
    line = server.line()
    try:
        line.sign_in()
        line.types(keys)
        line.listen(0.5)
        for program in server.programs():
            state = Path(f"/proc/{program}/stat").read_text().rpartition(")")[2].split()[0]
            assert state in "RSD"
        line.types("sa")
        line.sees("20 artigos")
    finally:
        line.kill()


@pytest.mark.parametrize("keys", ["\x1a", "\x03", "\x1c"], ids=["Z", "C", "backslash"])
def test_nor_before_it_is_on_the_screen(keys: str, server: Server) -> None:
    """While the program is being loaded the keys still make signals: it opens all the same, or the line ends."""
    line = server.line()
    try:
        while not server.programs():
            time.sleep(0.01)
        for _ in range(10):
            line.types(keys)
            line.listen(0.03)
        end = time.monotonic() + 20
        while "Operador" not in line.shown and line.alive and time.monotonic() < end:
            line.listen(0.1)
            if "Operador" not in line.shown and line.alive:
                line.types("echo $((6*7))\r")
        assert "\n42" not in line.shown
        assert "Operador" in line.shown or not line.alive
    finally:
        if line.alive:
            line.kill()
    assert server.gone()


def test_the_manual_prints_what_was_tried() -> None:
    """Each directive of the tried configuration stands in the manual, word for word."""
    text = MANUAL.read_text(encoding="utf-8")
    for directive in CLOSED.strip().splitlines()[1:]:
        assert directive.strip() in text, directive
    assert KEY_OPTIONS.split("{")[0] in text
