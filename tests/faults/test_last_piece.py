"""Two tills sell the last piece at once: one gets it, the other is told what is left, on both databases."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from models import db
from models.catalogue.articles import save_article
from models.clock import SystemClock
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from models.stock.tables import StockBalance, Warehouse
from models.verify import verify
from tests.company import article, found, session_in
from tests.faults.buyer import PIECES
from tests.faults.running import start


def one_of_each(url: str, folder: Path, below_zero: str) -> None:
    """A shop with one piece of each article. below_zero: N forbids, A warns."""
    found(url, folder)
    db.connect(url)
    session = session_in(folder, SystemClock())  # type: ignore[arg-type]
    for code in PIECES:
        save_article(None, {"code": code, "description": f"Peça {code}", "price": Decimal(1)}, session)
    record_sheet(SheetDraft("E", "A1", [SheetLine(code) for code in PIECES]), session)
    with db.writing():
        Warehouse.update(negative=below_zero).where(Warehouse.code == "A1").execute()
    db.close()


def race(url: str, folder: Path, answer: str) -> list[str]:
    """What two tills said, started at the same moment."""
    tills = [start("buyer", folder, url, name, answer) for name in ("caixa1", "caixa2")]
    for till in tills:
        assert till.stdout is not None
        assert till.stdout.readline() == "ready\n"
    said = []
    for till in tills:
        assert till.stdin is not None
        till.stdin.write("go\n")
        till.stdin.flush()
    for till in tills:
        out, err = till.communicate(timeout=120)
        assert till.returncode == 0, err
        said += out.splitlines()
    return said


def there(url: str) -> list[Decimal]:
    db.connect(url)
    try:
        assert verify().findings == ()
        return [StockBalance.get_by_id(article(code).id).quantity for code in PIECES]
    finally:
        db.close()


@pytest.mark.parametrize(("below_zero", "word"), [("N", "left"), ("A", "asked")], ids=["forbidden", "warned"])
def test_exactly_one_gets_it(database_url: str, tmp_path: Path, below_zero: str, word: str) -> None:
    one_of_each(database_url, tmp_path, below_zero)
    said = race(database_url, tmp_path, "no")
    assert sorted(line for line in said if line.startswith("sold ")) == [f"sold {code}" for code in PIECES]
    others = sorted(line for line in said if not line.startswith("sold "))
    assert [line.split()[:2] for line in others] == [[word, code] for code in PIECES]
    assert all(f"Faltam 1 UN de {line.split()[1]} em " in line and "onde há 0" in line for line in others)
    assert there(database_url) == [0] * len(PIECES)


def test_who_says_yes_to_the_warning_sells_what_is_not_there(database_url: str, tmp_path: Path) -> None:
    one_of_each(database_url, tmp_path, "A")
    said = race(database_url, tmp_path, "yes")
    assert sum(line.startswith("asked ") for line in said) == len(PIECES)
    assert there(database_url) == [-1] * len(PIECES)
