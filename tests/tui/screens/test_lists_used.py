"""Lists as an operator uses them: ordered, filtered, marked, copied, exported, printed, through the real program."""

from __future__ import annotations

import base64
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models import db
from models.catalogue.tables import Article
from models.clock import FixedClock
from models.home import Home
from models.opening import session_of
from models.sales.cancel import cancel
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.issue import issue
from tests.company import OPENING, found
from tests.typing_keys import screen_text, type_text
from tui.app import BalcaoApp
from tui.widgets.list import ListView


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Lojinha with three receipts (12,30, 2,12, 1,01), one of them cancelled, and an invoice (67,80)."""
    folder = tmp_path / "loja"
    folder.mkdir()
    found(f"sqlite:///{folder / 'balcao.db'}", folder)
    db.connect(f"sqlite:///{folder / 'balcao.db'}")
    session = session_of(Home(folder), "ana", FixedClock(OPENING))
    for kind, code, quantity, customer in (
        ("FS", "CAFE", 1, ""), ("FS", "LEITE", 2, "MARIA"), ("FT", "VINHO", 12, "PADARIA"), ("FS", "SACO", 3, ""),
    ):  # fmt: skip
        lines = [DraftLine(code, quantity=Decimal(quantity))]
        issue(Draft(kind, lines, prices_include_tax=True, customer=DraftCustomer(code=customer)), session)
    cancel("FS 2026A/3", "Venda não concluída", session)
    db.close()
    return folder


class Desk:
    """The program with one list open."""

    def __init__(self, app: BalcaoApp, pilot: Any) -> None:
        self.app, self._pilot = app, pilot

    async def types(self, text: str) -> None:
        await type_text(self._pilot, text)
        for _ in range(20):
            await self._pilot.pause(0.02)

    async def sees(self, text: str) -> str:
        """The screen, once ``text`` is on it."""
        for _ in range(150):
            shown = screen_text(self.app)
            if text in shown:
                return shown
            await self._pilot.pause(0.02)
        raise AssertionError(f"{text!r} is not on the screen:\n{shown}")

    @property
    def view(self) -> ListView:
        return self.app.screen.query_one(ListView)

    @property
    def rows(self) -> list[str]:
        """The first cell of each row on the screen, a ``*`` before what is marked."""
        lines = screen_text(self.app).split("\n")
        top = next(n for n, line in enumerate(lines) if "▲" in line or "▼" in line)
        found = []
        for line in lines[top + 1 :]:
            if not line[3:17].strip() or "documento" in line or "artigo" in line:
                break
            found.append(("*" if line[0] == "*" else "") + line[2:17].strip())
        return found


@asynccontextmanager
async def opened(home: Path, area: str, letter: str) -> AsyncIterator[Desk]:
    from tests.tui.screens.test_screens_look import Shown, _entry

    app = Shown(home, _entry(area, letter))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        await app.open_wanted()
        desk = Desk(app, pilot)
        await desk.sees("1 de ")
        yield desk


async def test_ordered_by_a_column_and_the_other_way_round(home: Path) -> None:
    async with opened(home, "V", "O") as desk:
        assert desk.rows == ["FS 2026A/3", "FT 2026A/1", "FS 2026A/2", "FS 2026A/1"]
        await desk.types("<down>")
        await desk.types("<ctrl+o>")
        await desk.sees("Ordenar por")
        await desk.types("tot<enter>")
        assert "Total € ▲" in await desk.sees("▲")
        assert desk.rows == ["FS 2026A/3", "FS 2026A/2", "FS 2026A/1", "FT 2026A/1"]
        assert desk.view.current is not None
        assert desk.view.current.cells[0] == "FT 2026A/1", "the cursor stayed on its row"
        await desk.types("<ctrl+o><enter>")
        assert "Total € ▼" in await desk.sees("▼")
        assert desk.rows == ["FT 2026A/1", "FS 2026A/1", "FS 2026A/2", "FS 2026A/3"]


async def test_filtered_in_a_small_form_and_cleared_with_one_key(home: Path) -> None:
    async with opened(home, "V", "O") as desk:
        await desk.types("<ctrl+f>")
        await desk.sees("Total desde")
        await desk.types("FS<enter>Anulado<f10>")
        shown = await desk.sees("Tipo FS · Anulado")
        assert "1 de 1 documentos" in shown
        assert desk.rows == ["FS 2026A/3"]
        await desk.types("<ctrl+f>")
        await desk.sees("Total desde")
        await desk.types("XX<enter>")
        await desk.sees("não é uma opção")
        await desk.types("<escape>")
        assert desk.rows == ["FS 2026A/3"], "a question given up changes nothing"
        await desk.types("<ctrl+u>")
        assert len(desk.rows) == 4
        assert "Tipo FS" not in screen_text(desk.app)


async def test_marks_outlive_order_and_search_and_are_counted(home: Path) -> None:
    async with opened(home, "V", "O") as desk:
        await desk.types("<insert><insert><down><ctrl+t>")
        assert desk.rows == ["*FS 2026A/3", "*FT 2026A/1", "FS 2026A/2", "*FS 2026A/1"]
        await desk.sees("* 3 marcados")
        await desk.types("maria")
        assert desk.rows == ["FS 2026A/2"]
        await desk.sees("* 3 marcados")
        await desk.types("<ctrl+a>")
        await desk.sees("* 4 marcados")
        await desk.types("<ctrl+u>")
        assert all(row.startswith("*") for row in desk.rows)
        await desk.types("<home><insert>")
        await desk.sees("* 3 marcados")
        assert desk.rows[0] == "FS 2026A/3"


async def test_rows_are_copied_to_the_operators_clipboard(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(home, "V", "O") as desk:
        written: list[str] = []
        assert desk.app._driver is not None
        monkeypatch.setattr(desk.app._driver, "write", written.append)
        await desk.types("<ctrl+y>")
        await desk.sees("Copiado: FS 2026A/3.")
        await desk.types("<ctrl+a><ctrl+y>")
        await desk.sees("Copiadas 4 linhas.")
        copies = [base64.b64decode(w[7:-1]).decode() for w in written if w.startswith("\x1b]52;c;")]
        assert copies[0] == "FS 2026A/3\t24-11-2026\tConsumidor final\t1,01\tANULADO"
        assert copies[1].split("\n")[2].split("\t")[0] == "FS 2026A/2"
        assert len(copies[1].split("\n")) == 4


async def test_what_is_filtered_goes_to_a_file_in_the_order_of_the_screen(home: Path) -> None:
    async with opened(home, "V", "O") as desk:
        await desk.types("<ctrl+f>")
        await desk.sees("Total desde")
        await desk.types("FS<f10>")
        await desk.sees("Tipo FS")
        await desk.types("<ctrl+o>tot<enter><ctrl+e>")
        await desk.sees("Exportar a lista")
        await desk.types("<enter>")
        await desk.sees("3 linhas em ")
        (file,) = (home / "exportacoes").iterdir()
        rows = file.read_bytes().decode("utf-8-sig").splitlines()
        assert file.name == "documentos-20261124-110000.csv"
        assert [row.split(";")[0] for row in rows] == ["Número", "FS 2026A/3", "FS 2026A/2", "FS 2026A/1"]
        await desk.types("<ctrl+e>exc<enter>")
        assert sorted(p.suffix for p in (home / "exportacoes").iterdir()) == [".csv", ".xlsx"]


async def test_marked_documents_are_printed_one_after_the_other(home: Path) -> None:
    async with opened(home, "V", "O") as desk:
        await desk.types("<insert><insert><f11>")
        await desk.sees("2 documentos")
        await desk.types("p")
        await desk.sees("2 de 2: ")
        assert sorted(p.suffix for p in (home / "pdf").iterdir()) == [".pdf", ".pdf"]


async def test_marked_articles_are_put_out_of_sale_together(home: Path) -> None:
    async with opened(home, "S", "A") as desk:
        await desk.types("<insert><insert><f9>")
        await desk.sees("Aos marcados")
        await desk.types("<enter>")
        await desk.sees("2 linhas marcadas.")
        await desk.types("s")
        await desk.sees("Desativar: 2 de 2.")
        shown = await desk.sees("*×")
        assert shown.count("*×") == 2
    db.connect(f"sqlite:///{home / 'balcao.db'}")
    assert [a.code for a in Article.select().where(Article.active == False).order_by(Article.code)] == ["A1", "CAFE"]  # noqa: E712
    db.close()


async def test_a_click_on_a_title_orders_by_it(home: Path) -> None:
    async with opened(home, "S", "A") as desk:
        await desk._pilot.click(ListView, offset=(20, 0))
        await desk.sees("Designação ▲")
        assert desk.rows[:2] == ["A1", "CAFE"]
        await desk._pilot.click(ListView, offset=(20, 0))
        await desk.sees("Designação ▼")
        assert desk.rows[0] == "VINHO"


async def test_a_long_export_says_how_far_it_is_and_esc_stops_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reports import export

    seen, rows_of = threading.Event(), export.pages_of

    def slowly(*asked: Any) -> Any:
        for page in rows_of(*asked):
            yield page
            seen.wait(10)
            yield page

    monkeypatch.setattr(export, "pages_of", slowly)
    async with opened(home, "V", "O") as desk:
        await desk.types("<ctrl+e><enter>")
        await desk.sees("4 de 4 linhas")
        await desk.types("<escape>")
        await desk.sees("A interromper")
        seen.set()
        await desk.sees("Exportação interrompida: não ficou nenhum ficheiro.")
        assert list((home / "exportacoes").iterdir()) == []
        assert len(desk.rows) == 4, "the list is still there"
        await desk.types("<down>")
        assert desk.view.current is not None
        assert desk.view.current.cells[0] == "FT 2026A/1"
