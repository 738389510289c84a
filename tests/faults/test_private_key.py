"""T22: the signing key is in its file of mode 0600 and nowhere else (C4)."""

from __future__ import annotations

import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from fiscal.errors import Refusal
from models import db
from models.backup import backup
from models.clock import SystemClock
from models.keys import FileSigner
from models.session import Session
from tests.company import found
from tests.faults.issuer import sell
from tests.faults.running import CHECKOUT


def test_the_key_is_only_in_its_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'balcao.db'}"
    found(url, tmp_path)
    sell(tmp_path, url, 3, lambda text: None)
    key = tmp_path / "keys" / "signing.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o077 == 0
    backup(tmp_path / "copia.db", Session("ana", clock=SystemClock()))
    db.close()
    secret = b"".join(key.read_bytes().splitlines()[1:-1])
    for path in tmp_path.rglob("*"):
        if path.is_file() and path != key:
            data = path.read_bytes().replace(b"\n", b"")
            assert b"PRIVATE KEY" not in data, path
            assert secret[:60] not in data, path


def test_the_key_does_not_show_where_objects_are_shown(tmp_path: Path) -> None:
    signer = FileSigner(tmp_path / "keys" / "signing.pem")
    signer.sign("x")
    session = Session("ana", clock=SystemClock(), signer=signer)
    shown = f"{signer!r} {signer} {session!r} {vars(signer)!r}"
    try:
        raise ValueError(session)
    except ValueError as error:
        shown += "".join(traceback.format_exception(error))
    assert "PRIVATE" not in shown
    assert "MII" not in shown


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_does_not_sign(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.pem"
    FileSigner(path).sign("x")
    path.chmod(mode)
    with pytest.raises(Refusal, match="chmod 600"):
        FileSigner(path).sign("x")


def test_two_programs_that_start_at_once_make_one_key(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from models.keys import FileSigner\n"
        "print(FileSigner(Path(sys.argv[1])).public_pem)"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "keys" / "signing.pem")],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    assert len({run.communicate(timeout=60)[0] for run in runs}) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["signing.pem"]
