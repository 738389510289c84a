"""A shop's first day, typed through the real program: set-up, three sales, a credit note, a cancelled document, the list.

Every figure is worked out by hand in the comments; nothing is asked of the code under test.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from models import db
from models.clock import FixedClock
from models.home import Home
from models.sales.find import document
from models.sales.tables import Document
from models.verify import verify
from tests.typing_keys import screen_text, type_text
from tui.app import BalcaoApp

CODES = {"FT": "CSDF7T5H", "FS": "CDF7T5HD", "FR": "HB6FT7RV", "NC": "GTVX4Y8B"}


class Operator:
    """Hands on the keyboard and eyes on the screen."""

    def __init__(self, pilot: Pilot[Any], clock: FixedClock) -> None:
        self.pilot, self.clock = pilot, clock

    async def types(self, keys: str) -> str:
        """Types, waits until all is done, and gives what the screen then shows."""
        self.clock.at += timedelta(seconds=20)
        try:
            await asyncio.wait_for(type_text(self.pilot, keys), 20)
        except TimeoutError:
            raise AssertionError(f"«{keys}» was never done with:\n{screen_text(self.pilot.app)}") from None
        return await self.sees()

    async def sees(self, text: str = "", patience: int = 80) -> str:
        """The screen, once ``text`` is on it."""
        for _ in range(patience):
            await self.pilot.pause(0.05)
            shown = screen_text(self.pilot.app)
            if text in shown:
                return shown
        raise AssertionError(f"«{text}» never came up:\n{shown}")


@asynccontextmanager
async def program(home: Path, clock: FixedClock) -> AsyncIterator[Operator]:
    """The program open at 80x24, on a home that may be empty."""
    app = BalcaoApp(Home(home), clock)
    async with app.run_test(size=(80, 24)) as pilot:
        yield Operator(pilot, clock)
    db.close()


async def set_up(ana: Operator) -> None:
    """Ten answers, the change of password, the codes of the series, and six articles."""
    await ana.sees("NIF da empresa")
    await ana.types(
        "599999993<enter>Mercearia do Largo, Lda<enter>Largo da Igreja, 3<enter>2300-001<enter>Tomar<enter>"
    )
    await ana.types("<enter><enter>S<enter>ana<enter>provisoria<f10>")
    await ana.sees("Entrada")
    await ana.types("ana<enter>provisoria<enter>")
    await ana.sees("É a sua primeira entrada")
    await ana.types("provisoria<enter>segredo de ana<enter>segredo de ana<enter>")


async def enter_series_codes(ana: Operator) -> None:
    """The program asks by itself, since without a code nothing can be sold: of twenty types the shop uses four."""
    shown = await ana.sees("Falta uma coisa para vender")
    assert [shown.index(f"{kind} 2026A") for kind in ("FS", "FT", "FR", "NC", "RG")] == sorted(
        shown.index(f"{kind} 2026A") for kind in ("FS", "FT", "FR", "NC", "RG")
    )
    await ana.types("".join(f"{CODES[kind]}<enter>" for kind in ("FS", "FT", "FR", "NC")) + "<f10>")
    shown = await ana.sees("Já pode vender")
    assert "16 série(s) sem código de validação" in shown


ARTICLES = (
    # code, description, price with tax, rate, exemption, kind, bar code
    ("LEITE", "Leite meio-gordo 1 L", "0,89", "RED", "", "P", "5601234567892"),
    ("CAFE", "Café torrado moído 250 g", "3,49", "INT", "", "P", "5601111111118"),
    ("DETERG", "Detergente da loiça", "2,35", "NOR", "", "P", ""),
    ("AULA", "Aula de culinária", "15,00", "ISE", "M07", "S", ""),
)


async def enter_articles(ana: Operator) -> None:
    await ana.types("sa")
    await ana.sees("Nenhum artigo")
    for code, name, price, tax, reason, kind, barcode in ARTICLES:
        await ana.types("<f2>")
        await ana.sees("Designação")
        unit = "H" if kind == "S" else "UN"
        await ana.types(
            f"{code}<enter>{name}<enter>{barcode}<enter>{kind}<enter><enter>{unit}<enter>{price}<enter>S<enter>"
            f"{tax}<enter>{reason}<f10>"
        )
        await ana.sees(f"{name[:12]}")
    await ana.types("<escape>")
    await ana.sees("Hoje, 24-11-2026")
    await ana.types("<escape>")


async def test_a_shops_first_day(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 24, 9, 0))
    async with program(tmp_path / "loja", clock) as ana:
        await set_up(ana)
        await enter_series_codes(ana)
        await enter_articles(ana)

        # First sale, at the till: two scans of milk, one of coffee, 10 € handed over.
        # 2 x 0,89 + 3,49 = 5,27; change 10,00 - 5,27 = 4,73.
        await ana.types("vb")
        await ana.types("5601234567892<enter>5601234567892<enter>5601111111118<enter><enter>")
        await ana.sees("Totais e pagamento")
        await ana.types("10<enter>")
        shown = await ana.sees("TROCO 4,73")
        assert "FS 2026A/1" in shown

        # Second sale: an invoice with NIF, mixed rates and 10 % off one line, typed ahead in one go.
        # Coffee 2 x 3,49 - 10 % = 6,282 -> 6,28 with 13 %: net 5,56 (6,28/1,13 = 5,5575), tax 0,72.
        # Detergent 3 x 2,35 = 7,05 with 23 %: net 5,73 (7,05/1,23 = 5,7317), tax 1,32. Total 13,33.
        await ana.types("<escape>")
        await ana.sees("Hoje, 24-11-2026")
        await ana.types("f501964843<enter>")
        await ana.sees("NIF 501964843 ainda sem ficha")
        await ana.types("<f12>")
        await ana.sees("Hoje, 24-11-2026")
        await ana.types("f")
        await ana.sees("501964843")
        await ana.types("<f2>")
        await ana.sees("País")
        await ana.types("<down><down><down>Café Central, Lda<enter>Rua A, 1<enter>2300-002<enter>Tomar<f10>")
        await ana.sees("Cliente: Café Central, Lda")
        await ana.types("<enter><enter><enter><enter><enter><enter>2*cafe-10%<enter>3*deterg<enter>")
        shown = await ana.sees("TOTAL 13,33")
        await ana.types("<f10>")
        await ana.sees("Enter emite sem pagamento")
        await ana.pilot.pause(0.2)
        await ana.types("<enter>")
        await ana.sees("FT 2026A/1 emitida: 13,33")

        # Third sale: an invoice-receipt, exempt: two hours of class at 15,00, paid by card (the second means).
        await ana.types("<escape>")
        await ana.sees("Hoje, 24-11-2026")
        await ana.types("r<enter><enter><enter><enter><enter>2*aula<enter>")
        await ana.sees("TOTAL 30,00")
        await ana.types("<f10>")
        await ana.sees("Totais e pagamento")
        await ana.types("cd<enter>")
        await ana.sees("FR 2026A/1 emitida: 30,00")

        # A credit note on the invoice: one of the three detergents comes back. 2,35 with 23 %: net 1,91, tax 0,44.
        await ana.types("<escape>")
        await ana.sees("Hoje, 24-11-2026")
        await ana.types("cFT 2026A/1<enter>")
        await ana.sees("Detergente da loiça")
        await ana.types("Veio roto<enter>0<enter>1<f10>")
        await ana.sees("Creditar 2,35 € de FT 2026A/1?")
        await ana.pilot.pause(0.2)
        await ana.types("s")
        await ana.sees("Hoje, 24-11-2026")

        # The first sale was a mistake: cancelled with its reason, on its own paper.
        await ana.types("oFS 2026A/1<enter>")
        await ana.sees("Original")
        await ana.types("<f8>")
        await ana.sees("Anular FS 2026A/1")
        await ana.types("Artigo trocado<enter>")
        await ana.sees("Não se pode desfazer.")
        await ana.pilot.pause(0.2)
        await ana.types("s")
        await ana.sees("FS 2026A/1 anulado.")

        # The day's list, newest first, the cancelled one marked by a sign and a word.
        await ana.types("<escape>")
        await ana.sees("Procurar: FS 2026A/1")
        shown = await ana.types("<escape>")
        numbers = [line.split("  ")[1].strip() for line in shown.splitlines() if "2026A/" in line]
        rows = [line for line in shown.splitlines() if "2026A/" in line]
        assert [row[2:18].strip() for row in rows] == ["NC 2026A/1", "FR 2026A/1", "FT 2026A/1", "FS 2026A/1"], numbers
        assert rows[3].startswith("×") or rows[3].startswith(" ×")
        assert "ANULADO" in rows[3]
        await ana.types("<escape>")

    _the_books_agree(tmp_path / "loja", clock)


def _the_books_agree(home: Path, clock: FixedClock) -> None:
    """What the day left in the database, read apart from the screens."""
    from models.opening import open_company

    open_company(Home(home), clock)
    try:
        totals = {row.number: (str(row.net), str(row.tax), str(row.gross), row.status) for row in Document.select()}
        assert totals == {
            # milk 1,78 with 6 %: net 1,68, tax 0,10; coffee 3,49 with 13 %: net 3,09, tax 0,40
            "FS 2026A/1": ("4.77", "0.50", "5.27", "A"),
            "FT 2026A/1": ("11.29", "2.04", "13.33", "N"),
            "FR 2026A/1": ("30.00", "0.00", "30.00", "N"),
            "NC 2026A/1": ("1.91", "0.44", "2.35", "N"),
        }
        invoice = document("FT 2026A/1")
        assert (invoice.customer.nif, invoice.customer.name) == ("501964843", "Café Central, Lda")
        assert [line.discount for line in invoice.lines] == ["10%", ""]
        exempt = document("FR 2026A/1").lines[0]
        assert (exempt.exemption_code, exempt.exemption_reason) == ("M07", "Isento artigo 9.º do CIVA")
        assert document("NC 2026A/1").lines[0].reference == "FT 2026A/1"
        assert document("FS 2026A/1").status_reason == "Artigo trocado"
        assert document("FS 2026A/1").atcud == "CDF7T5HD-1"
        assert verify().findings == ()
    finally:
        db.close()
