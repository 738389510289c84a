"""Fiscal > Importar SAF-T and Histórico, through the real program: looked at, imported, found, read, and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from models import db
from models.clock import FixedClock
from models.history.importing import import_saft
from models.home import Home
from models.opening import session_of
from tests.company import OPENING, found
from tests.models.old_saft import OldSaft, invoice, receipt
from tests.tui.screens.test_lists_used import Desk
from tests.tui.screens.test_screens_look import Shown, _entry
from tui.terminal.cells import width


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "loja"
    folder.mkdir()
    found(f"sqlite:///{folder / 'balcao.db'}", folder)
    db.close()
    paid = receipt("RG A/1", "4.60", "0.00", "4.60", ("FT A/1", "4.60"))
    file = OldSaft((invoice("FT A/1", "20.00", "4.60", "24.60"), invoice("FT A/2", "-1.00", "0.00", "-1.00")), (paid,))
    (tmp_path / "a.xml").write_bytes(file.data)
    (tmp_path / "b.xml").write_bytes(OldSaft(nif="501964843").data)
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


async def test_a_file_is_looked_at_then_imported_found_and_taken_back(home: Path) -> None:
    async with opened(home, "P", "Nada importado") as desk:
        await desk.types("<f2>")
        await desk.sees("Ficheiro")
        await desk.types(f"{home.parent / 'a.xml'}<f10>")
        shown = await desk.sees("Nada foi escrito.")
        assert "Documentos: novos 2, já existentes 0, recusados 1." in shown
        assert "Por receber dos documentos importados: 20,00 €." in shown
        assert "linha 5: FT A/2: NetTotal é negativo" in shown
        assert all(width(row.rstrip()) <= 80 for row in shown.split("\n"))
        await desk.types("<f10>")
        await desk.sees("Importação 1: clientes 1, artigos 1, documentos 2.")
        await desk.types("<enter>")
        await desk.sees("Importado em 24-11-2026 11:00 por ana")
        await desk.types("<escape>")
        await desk.sees("F8 Anular")
    async with opened(home, "H", "FT A/1") as desk:
        await desk.types("ft")
        await desk.sees("1 de 1")
        await desk.types("<enter>")
        shown = await desk.sees("Por saldar quando se importou: 20,00 €")
        assert "Cliente: João Brandão, NIF 123456789" in shown
        assert "1 UN x 20,00" in shown
    async with opened(home, "P", "a.xml") as desk:
        await desk.types("<f8>")
        await desk.sees("Anular a importação?")
        await desk.types("s")
        await desk.sees("Importação 1 anulada. Saíram: clientes 1, artigos 1, documentos 2.")
        await desk.sees("ANULADA")


async def test_a_file_that_is_not_ours_or_not_there_is_told_and_nothing_is_asked(home: Path) -> None:
    async with opened(home, "P", "Nada importado") as desk:
        for name, said in (("b.xml", "é de outra empresa"), ("c.xml", "não existe"), ("", "não se consegue ler")):
            await desk.types("<f2>")
            await desk.sees("Ficheiro")
            await desk.types(f"{home.parent / name}<f10>")
            await desk.sees(said)
            await desk.sees("Nada importado")


async def test_an_imported_invoice_is_credited_from_the_list(home: Path) -> None:
    db.connect(f"sqlite:///{home / 'balcao.db'}")
    session = session_of(Home(home), "ana", FixedClock(OPENING))
    with (home.parent / "a.xml").open("rb") as stream:
        import_saft(stream, "a.xml", session)
    db.close()
    async with opened(home, "H", "FT A/1") as desk:
        await desk.types("ft a")
        await desk.sees("1 de 1")
        await desk.types("<f5>")
        shown = await desk.sees("FT A/1   João Brandão   24,60 €")
        assert "Azeite 5 l" in shown
        await desk.types("<f10>")
        await desk.sees("Creditar 24,60 € de FT A/1?")
        await desk.types("s")
        await desk.sees("NC 2026A/1")
