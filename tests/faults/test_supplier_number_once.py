"""Two clerks type the same invoices of a supplier at once: each is recorded once, and its goods come in once."""

from __future__ import annotations

from pathlib import Path

from models import db
from models.clock import SystemClock
from models.parties.suppliers import save_supplier
from models.purchases.tables import Purchase
from models.stock.tables import StockBalance
from models.verify import verify
from tests.company import article, found, session_in
from tests.faults.invoicer import NUMBERS
from tests.faults.running import start


def test_each_number_is_recorded_once(database_url: str, tmp_path: Path) -> None:
    found(database_url, tmp_path)
    db.connect(database_url)
    supplier = {"code": "TORRA", "nif": "501964843", "name": "Torrefação, Lda"}
    save_supplier(None, supplier, session_in(tmp_path, SystemClock()))  # type: ignore[arg-type]
    db.close()
    clerks = [start("invoicer", tmp_path, database_url) for _ in range(2)]
    for clerk in clerks:
        assert clerk.stdout is not None
        assert clerk.stdout.readline() == "ready\n"
    for clerk in clerks:
        assert clerk.stdin is not None
        clerk.stdin.write("go\n")
        clerk.stdin.flush()
    said: list[str] = []
    for clerk in clerks:
        out, err = clerk.communicate(timeout=120)
        assert clerk.returncode == 0, err
        said += out.splitlines()
    answers = [line.partition(": ")[::2] for line in said]
    assert sorted(number for number, answer in answers if answer.startswith("FF ")) == sorted(NUMBERS)
    others = [answer for _, answer in answers if not answer.startswith("FF ")]
    assert len(others) == len(NUMBERS)
    assert all(answer.startswith("unique ") and "já está registado" in answer for answer in others), others
    db.connect(database_url)
    try:
        assert Purchase.select().count() == len(NUMBERS)
        assert StockBalance.get_by_id(article("CAFE").id).quantity == len(NUMBERS)
        assert verify().findings == ()
    finally:
        db.close()
