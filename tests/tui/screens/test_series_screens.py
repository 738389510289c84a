"""Fiscal > Ano novo and Códigos das séries, through the real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import db
from models.series.tables import Series
from tests.company import found
from tests.tui.screens.test_saft_screens import opened
from tui.terminal.cells import width


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "loja"
    folder.mkdir()
    found(f"sqlite:///{folder / 'balcao.db'}", folder)
    return folder


async def test_a_new_year_and_its_codes(home: Path) -> None:
    async with opened(home, "N", "Nome da série") as desk:
        await desk.types("<f10>")
        await desk.sees("Criar 20 série(s) de 2027?")
        await desk.types("s")
        await desk.sees("FS 2027A")
        await desk.types("<f10>")
        await desk.sees("Escreva pelo menos um código")
        await desk.types("CDF7T5HD<f10>")  # the code of last year's FS
        await desk.sees("já é da série FS 2026A")
        await desk.types("<escape>")
        await desk.sees("Os códigos ficam para depois")
        await desk.types("<f10>")
        await desk.sees("FS 2027A")
        await desk.types("NOVO27FS<enter>NOVO27FT<f10>")
        await desk.sees("2 código(s) escrito(s).")
    db.connect(f"sqlite:///{home / 'balcao.db'}")
    made = {row.type: row.validation_code for row in Series.select().where(Series.name == "2027A")}
    db.close()
    assert len(made) == 20
    assert {kind: code for kind, code in made.items() if code} == {"FS": "NOVO27FS", "FT": "NOVO27FT"}


async def test_the_sheet_for_the_portal(home: Path) -> None:
    async with opened(home, "D", "Todas as séries abertas têm código") as desk:
        await desk.types("<f11>")
        await desk.sees("0 série(s) em")
    assert next((home / "exportacoes").glob("series_*.csv")).read_text("utf-8-sig").startswith("Tipo;")


async def test_the_calendar_is_read_and_marked(home: Path) -> None:
    async with opened(home, "A", "05-12-2026  11 dias") as desk:
        shown = await desk.sees("(nenhuma até hoje)")
        assert all(len(row.rstrip()) <= 78 for row in shown.split("\n")[2:20])
        await desk.types("<f9>")
        await desk.sees("Dar como feito, ou como por fazer")
        await desk.types("<enter>")
        await desk.sees("05-12-2026  feito")
        await desk.types("<f7>")
        await desk.sees("Declaração de IVA trimestral.")


async def test_the_inventory_of_a_shop_without_stock(home: Path) -> None:
    async with opened(home, "I", "31-12-2025") as desk:
        await desk.types("<f10>")
        await desk.sees("Sem existências (NoStock)")
        await desk.types("31-12-2026<f10>")
        await desk.sees("Esse dia ainda não acabou")
    assert (home / "exportacoes" / "inventario_2025-12-31.xml").exists()


async def test_the_end_of_the_month(home: Path) -> None:
    async with opened(home, "M", "Fim do mês: novembro de 2026") as desk:
        await desk.types("<f6>")
        await desk.sees("outubro de 2026")
        await desk.types("<f7><f7>")
        await desk.sees("Dezembro de 2026 ainda não começou.")


async def test_after_a_loss_the_series_go_on_and_the_lost_is_written_again(home: Path) -> None:
    """Every step by keys: what would be done, a yes, the codes, and a duplicate of what is on paper only."""
    async with opened(home, "R", "O que esta base conhece") as desk:
        shown = await desk.sees("Fechar e abrir séries")
        assert all(width(row.rstrip()) <= 80 for row in shown.split("\n"))
        await desk.types("<f10>")
        await desk.sees("Fechar 20 série(s)")
        await desk.types("n")
        await desk.types("<f10>")
        await desk.sees("Fechar 20 série(s)")
        await desk.types("s")
        await desk.sees("FT 2026A.2")
        await desk.types("<escape>")
        await desk.sees("20 série(s) fechada(s). Faltam códigos")
        await desk.types("<f7>")
        await desk.sees("FS 2026A.2")
        await desk.types("NOVAFS77<enter>NOVAFT77<f10>")
        await desk.sees("2 código(s) escrito(s).")
    db.connect(f"sqlite:///{home / 'balcao.db'}")
    of_ft = {row.name: (bool(row.open), row.kind) for row in Series.select().where(Series.type == "FT")}
    db.close()
    assert of_ft == {"2026A": (False, "N"), "2026A.2": (True, "N"), "REC2026.1": (True, "R")}
