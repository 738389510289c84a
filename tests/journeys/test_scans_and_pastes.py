"""Bar codes and pastes that arrive in the wrong place: never an amount, never an answer, never lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from textual import events

from tests.journeys.shop_with_demo import Watching, barcodes, copied, documents, signed_in
from tests.typing_keys import type_text
from tui.terminal.scans import Scanned

Event = Scanned | events.Paste


async def arrives(clerk: Any, *arriving: Event) -> None:
    """What the terminal's driver sends for a scan or a paste, and then all that follows from it."""
    for event in arriving:
        event.set_sender(clerk.pilot.app)
        clerk.pilot.app.post_message(event)
    await type_text(clerk.pilot, "")


def drafted(clerk: Watching) -> list[tuple[str, int]]:
    """Code and quantity of each line on the screen."""
    return [(line.code, int(line.quantity)) for line in clerk.pilot.app.screen.draft.lines]  # type: ignore[attr-defined]


def _articles(home: Path, codes: list[str]) -> list[str]:
    with sqlite3.connect(home / "balcao.db") as base:
        find = "SELECT a.code FROM article a JOIN barcode b ON b.article_id = a.id WHERE b.code = ?"
        return [base.execute(find, (code,)).fetchone()[0] for code in codes]


async def test_a_scan_in_a_quantity_becomes_an_article(tmp_path: Path) -> None:
    home = copied(tmp_path)
    first, second = barcodes(home)
    one, other = _articles(home, [first, second])
    async with signed_in(home) as clerk:
        await clerk.types("vb")
        await clerk.sees("Leia o código de barras")
        await arrives(clerk, Scanned(first))
        assert drafted(clerk) == [(one, 1)]
        await clerk.types("<up>3")  # three of it, and no Enter
        await arrives(clerk, Scanned(second))
        assert drafted(clerk) == [(one, 3), (other, 1)]
        await clerk.sees("posto como artigo")
        # The first digit of a serial reader had been typed over the quantity.
        await clerk.types(f"<up>{first[0]}")
        await arrives(clerk, Scanned(first, typed=1))
        assert drafted(clerk) == [(one, 3), (other, 1), (one, 1)]


async def test_a_scan_pays_nothing_and_answers_nothing(tmp_path: Path) -> None:
    home = copied(tmp_path)
    before = len(documents(home))
    first, second = barcodes(home)
    async with signed_in(home) as clerk:
        await clerk.types("vb")
        await clerk.sees("Leia o código de barras")
        await arrives(clerk, Scanned(first))
        await clerk.types("<f10>")
        await clerk.sees("Entregue")
        await arrives(clerk, Scanned(second))
        await clerk.sees(f"{second} é um código de barras")
        assert len(documents(home)) == before
        await clerk.types("<escape>")
        await clerk.sees("Artigo ▸")
        await clerk.types("<ctrl+n>")
        await clerk.sees("Apagar o rascunho?")
        await clerk.pilot.pause(0.2)
        await arrives(clerk, Scanned(second))
        await clerk.sees("Responda primeiro")
        await clerk.types("n")
        assert len(drafted(clerk)) == 1


async def test_a_scan_in_the_head_of_a_document_goes_to_its_lines(tmp_path: Path) -> None:
    home = copied(tmp_path)
    (first,) = barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types("vf")
        await clerk.sees("Condição")
        await arrives(clerk, Scanned(first))
        assert drafted(clerk) == [(_articles(home, [first])[0], 1)]
        shown = await clerk.sees("posto como artigo")
        assert "Consumidor final" in shown


async def test_a_scan_in_a_price_changes_nothing(tmp_path: Path) -> None:
    home = copied(tmp_path)
    (first,) = barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types("sa<f2>")
        await clerk.sees("Designação")
        form = clerk.pilot.app.screen.query_one("FormView")
        form.focus_field("price")  # type: ignore[attr-defined]
        await clerk.types("1,25")
        await arrives(clerk, Scanned(first))
        assert form.texts["price"] == "1,25"  # type: ignore[attr-defined]
        await clerk.sees(f"{first} é um código de barras e não serve em")
        form.focus_field("barcodes")  # type: ignore[attr-defined]
        await arrives(clerk, Scanned(first, "tab"))
        assert form.texts["barcodes"] == first  # type: ignore[attr-defined]


async def test_a_scan_in_the_menu_opens_nothing(tmp_path: Path) -> None:
    home = copied(tmp_path)
    (first,) = barcodes(home, 1)
    async with signed_in(home) as clerk:
        await arrives(clerk, Scanned(first))
        await clerk.sees("Código de barras ignorado")


async def test_each_line_pasted_is_an_entry_and_a_wrong_one_waits_for_its_correction(tmp_path: Path) -> None:
    home = copied(tmp_path)
    first, second = barcodes(home)
    one, other = _articles(home, [first, second])
    async with signed_in(home) as clerk:
        await clerk.types("vb")
        await clerk.sees("Leia o código de barras")
        await arrives(clerk, events.Paste(f"2*{first}\r\n\nNAO-HA-ISTO\n{second}\n3*{second}\n"))
        assert drafted(clerk) == [(one, 2)]
        await clerk.sees("Faltam 2 linha(s) coladas")
        await clerk.types(f"<ctrl+u>{first}<enter>")
        assert drafted(clerk) == [(one, 3), (other, 4)]
        await arrives(clerk, events.Paste(f"{first}\n{second}"))
        assert drafted(clerk)[-1] == (one, 1)
        assert clerk.pilot.app.screen.grid.entry == second  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["x" * 1_048_577, "17\n" * 300_000], ids=["one line", "many"])
async def test_a_paste_of_a_megabyte_changes_nothing(text: str, tmp_path: Path) -> None:
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        await clerk.types("vb")
        await clerk.sees("Leia o código de barras")
        await arrives(clerk, events.Paste(text))
        assert "ada mudou" in await clerk.sees("Colou")
        assert drafted(clerk) == []
        assert clerk.pilot.app.screen.grid.entry == ""  # type: ignore[attr-defined]
        await clerk.types("<escape><escape>sa<f2>")
        await clerk.sees("Designação")
        await arrives(clerk, events.Paste(text[:1_000_000]))
        await clerk.sees("nada mudou")
        await arrives(clerk, events.Paste("uma\nduas"))
        await clerk.sees("ficaram juntas")


async def test_the_second_ways_to_a_function_key(tmp_path: Path) -> None:
    """Ctrl+R and then 4, however late; Alt+4; and at the payment Alt+2 is the second means, not F2."""
    home = copied(tmp_path)
    (first,) = barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types("vb")
        await clerk.sees("Leia o código de barras")
        for keys in ("<ctrl+r>4", "<alt+4>"):
            await clerk.types(keys)
            await clerk.sees("Escreva para procurar")
            await clerk.types("<escape>")
            await clerk.sees("Artigo ▸")
        await clerk.types(f"{first}<enter><ctrl+r>0")
        await clerk.sees("Entregue")
        await clerk.types("<alt+2>")
        await clerk.sees("emitida")
