"""The last piece on two terminals: two real programs on one database; the late one loses nothing of what it typed."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import psycopg

from models import db
from models.clock import SystemClock
from models.people.tables import Operator
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from models.stock.tables import Warehouse
from tests.company import PASSWORD, found, session_in
from tests.journeys.terminal import Terminal


def home_with_one(url: str, folder: Path) -> Path:
    """A shop whose only coffee is one, and which sells nothing that is not there."""
    found(url, folder)
    (folder / "balcao.toml").write_text(f'base = "{url}"\n', encoding="utf-8")
    db.connect(url)
    record_sheet(
        SheetDraft("E", "A1", [SheetLine("CAFE"), SheetLine("LEITE", Decimal(9))]), session_in(folder, SystemClock())
    )  # type: ignore[arg-type]
    with db.writing():
        Operator.update(must_change=False).execute()  # it is not Ana's first day
        Warehouse.update(negative="N").where(Warehouse.code == "A1").execute()
    db.close()
    return folder


def issued(url: str) -> int:
    sql = "SELECT count(*) FROM document"
    if url.startswith("sqlite:///"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as base:
            return int(base.execute(sql).fetchone()[0])
    with psycopg.connect(url) as connection:
        return int(connection.execute(sql).fetchone()[0])  # type: ignore[index]


def till_with_coffee(home: Path) -> Terminal:
    """A till with milk and the last coffee on its lines, on the question of payment."""
    till = Terminal(home)
    till.sees("Operador")
    till.types(f"ana\r{PASSWORD}\r")
    till.sees("Hoje,")
    till.types("vb")
    till.sees("Leia o código")
    till.types("2*leite\rcafe\r")
    till.sees("Café em grão")
    till.types("\x1b[21~")
    till.sees("Totais e pagamento")
    return till


def test_the_late_one_is_told_and_keeps_its_lines(database_url: str, tmp_path: Path) -> None:
    home = home_with_one(database_url, tmp_path / "loja")
    tills: list[Terminal] = []
    try:
        tills += [till_with_coffee(home), till_with_coffee(home)]
        for till in tills:
            till.types("\r")
        end = [till.sees_any("emitida", "Faltam 1 UN de CAFE") for till in tills]
        assert sorted(end) == ["Faltam 1 UN de CAFE", "emitida"]
        assert issued(database_url) == 1
        late = tills[end.index("Faltam 1 UN de CAFE")]
        late.settled()
        assert "onde há 0" in late.shown
        assert "2 linhas" in late.shown
        late.types("\x1b")  # the cursor stands in the quantity: out of it …
        late.settled()
        late.types("\x1b[19~")  # … and F8: without the coffee
        late.sees("1 linha")
        late.types("\x1b[21~")
        late.sees("Totais e pagamento")
        late.types("\r")
        late.sees("emitida")  # the milk is sold
        assert issued(database_url) == 2
    finally:
        for till in tills:
            till.kill()
