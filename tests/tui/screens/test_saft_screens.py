"""Fiscal > SAF-T and Verificar SAF-T, through the real program: a file of the month, checked at once, and a foreign one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from models import db
from models.clock import FixedClock
from models.home import Home
from models.opening import session_of
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue
from tests.company import OPENING, found
from tests.tui.screens.test_lists_used import Desk
from tests.tui.screens.test_screens_look import Shown, _entry
from tui.screens.saft import FIELDS, FILE, KEY
from tui.terminal.cells import width


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "loja"
    folder.mkdir()
    found(f"sqlite:///{folder / 'balcao.db'}", folder)
    db.connect(f"sqlite:///{folder / 'balcao.db'}")
    session = session_of(Home(folder), "ana", FixedClock(OPENING))
    issue(Draft("FS", [DraftLine("CAFE", quantity=Decimal(1))], prices_include_tax=True), session)
    db.close()
    return folder


@asynccontextmanager
async def opened(home: Path, letter: str, sees: str) -> AsyncIterator[Desk]:
    app = Shown(home, _entry("F", letter))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        await app.open_wanted()
        desk = Desk(app, pilot)
        await desk.sees(sees)
        yield desk
    db.close()


async def test_the_file_of_the_month_is_made_and_checked(home: Path) -> None:
    async with opened(home, "T", "01-10-2026") as desk:  # last month, until something else is typed
        await desk.types("0111<enter>3011<f10>")
        shown = await desk.sees("Programa: Balcão")
        assert "1 documentos em" in shown
        assert "509964435 Lojinha da Esquina, Lda, de 01-11-2026 a 30-11-2026, tipo F" in shown
        assert "Assinaturas: 1 conferem" in shown
        assert "0 erros, 1 aviso, 0 notas." in shown
        assert "Exporte outra vez depois do fim do período." in shown
        assert all(width(row.rstrip()) <= 80 for row in shown.split("\n"))
        made = home / "exportacoes" / "SAFT_509964435_2026_11.xml"
        assert b"<InvoiceNo>FS 2026A/1</InvoiceNo>" in made.read_bytes()
        before = made.read_bytes()
        await desk.types("<escape>")
        await desk.sees("Só sem código da AT")
        await desk.types("<f10>")
        await desk.sees("já existe. Substituir?")
        await desk.types("n")
        await desk.sees("Só sem código da AT")
        assert made.read_bytes() == before


async def test_two_tax_years_are_refused_in_their_field(home: Path) -> None:
    async with opened(home, "T", "01-10-2026") as desk:
        await desk.types("<enter>31-01-2027<f10>")
        await desk.sees("são dois exercícios")
        assert not (home / "exportacoes").exists()


async def test_a_foreign_file_is_checked(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "outro.xml"
    other.write_text('<?xml version="1.0"?>\n<Fatura/>\n', encoding="utf-8")
    async with opened(home, "X", "Chave pública") as desk:
        await desk.types(f"{other}<f10>")
        await desk.sees("Não é um ficheiro SAF-T")
        await desk.types("<f10>")
        await desk.sees("Chave pública")
    async with opened(home, "X", "Chave pública") as desk:
        await desk.types(f"{tmp_path}/nada.xml<f10>")
        await desk.sees("Não se consegue ler")


def test_every_hint_fits_the_message_line() -> None:
    assert not [field.name for field in (*FIELDS, FILE, KEY) if width(field.help) > 76]
