"""T10: a damaged, missing or unreadable database; never a traceback, never an empty start in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from models import db
from models.clock import SystemClock
from models.failures import StorageFailure
from models.home import Home
from models.opening import NoCompany, open_company
from models.sales.tables import Document
from models.verify import verify
from tests.company import found
from tests.faults.issuer import sell
from tests.faults.running import CHECKOUT

DAMAGED, BYTES, SEED = 50, 512, 7


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with three hundred documents, its log written back into the file."""
    home = tmp_path_factory.mktemp("loja")
    url = f"sqlite:///{home / 'balcao.db'}"
    found(url, home)
    sell(home, url, 300, lambda text: None)
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return home


@pytest.fixture
def home(shop: Path, tmp_path: Path) -> Home:
    """A copy to be damaged."""
    shutil.copytree(shop, tmp_path / "loja")
    return Home(tmp_path / "loja")


def _opens(home: Home) -> str:
    """What opening says: empty if it opens."""
    try:
        open_company(home, SystemClock())
    except (StorageFailure, NoCompany) as refusal:
        return refusal.message
    return ""


def test_random_damage_is_noticed_or_does_no_harm(home: Home, shop: Path) -> None:
    """512 random bytes at 50 random places: refused at opening, named by verify, or nothing that matters was hit."""
    chance = Random(SEED)
    file = home.path / "balcao.db"
    size = file.stat().st_size
    noticed = 0
    for _ in range(DAMAGED):
        shutil.copy(shop / "balcao.db", file)
        for side in ("-wal", "-shm"):
            file.with_name(file.name + side).unlink(missing_ok=True)
        place = chance.randrange(size - BYTES)
        with file.open("r+b") as damaged:
            damaged.seek(place)
            damaged.write(chance.randbytes(BYTES))
        said = _opens(home)
        if said:
            assert "balcao.db" in said or "base de dados" in said, f"seed {SEED}, place {place}: {said}"
            noticed += 1
        else:
            try:
                findings = verify().findings
                count = Document.select().count()
            except (StorageFailure, db.peewee.DatabaseError):
                noticed += 1
            else:
                noticed += bool(findings)
                assert findings or count == 300, f"seed {SEED}, place {place}: a document went unnoticed"
        db.close()
    assert noticed > DAMAGED // 3, f"seed {SEED}: the damage was hardly ever noticed"


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda file: file.write_bytes(b""), "está vazio"),
        (lambda file: file.write_bytes(b"isto e outra coisa" * 100), "não é uma base de dados do Balcão"),
        (lambda file: os.truncate(file, file.stat().st_size // 2), "danificada"),
        (lambda file: os.truncate(file, 100), "danificada"),
        (lambda file: file.unlink(), "Ainda não há empresa"),
    ],
)
def test_a_broken_file_is_refused_by_name(damage: Callable[[Path], object], word: str, home: Home) -> None:
    damage(home.path / "balcao.db")
    assert word in _opens(home)
    db.close()


def test_a_lost_database_is_never_replaced_by_an_empty_one_in_silence(home: Home) -> None:
    """Peers started empty after a loss (9router 3817): here set-up refuses where there has been a company."""
    (home.path / "balcao.db").unlink()
    with pytest.raises(StorageFailure, match="desapareceu"):
        open_company(home, SystemClock(), create=True)
    assert not (home.path / "balcao.db").exists()


def test_the_log_of_another_base_is_not_replayed(home: Home, tmp_path: Path) -> None:
    """A write-ahead log left beside the file by another database does not change a document."""
    other = tmp_path / "outra"
    other.mkdir()
    url = f"sqlite:///{other / 'balcao.db'}"
    found(url, other)
    sell(other, url, 3, lambda text: None)
    shutil.copy(other / "balcao.db-wal", home.path / "balcao.db-wal")
    db.close()
    if not _opens(home):
        assert Document.select().count() == 300
        assert verify().findings == ()
    db.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody without rights")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_without_the_right_to_write_it_says_so(what: str, home: Home) -> None:
    """Another user opens a company whose file or folder may only be read, and tries to issue."""
    for path in [home.path, *home.path.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    for path in home.path.parents:
        if path.stat().st_uid == 0 and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    if what == "file":
        home.path.chmod(0o777)
    script = (
        "import sys; from pathlib import Path\n"
        "from models.home import Home; from models.opening import open_company; from models.clock import SystemClock\n"
        "from fiscal.errors import Refusal; from models import db\n"
        "try:\n"
        "    open_company(Home(Path(sys.argv[1])), SystemClock())\n"
        "    with db.writing(): db.database.execute_sql(\"INSERT INTO setting (key, value) VALUES ('a', 'b')\")\n"
        "except Refusal as refusal: print(refusal.message)\n"
    )
    command = [sys.executable, "-c", script, str(home.path)]
    try:
        run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, user="nobody")
    except PermissionError:
        pytest.skip("somebody without rights cannot even start this Python")
    assert "Traceback" not in run.stderr, run.stderr
    assert "só se pode ler" in run.stdout or "permissão" in run.stdout, run.stdout
