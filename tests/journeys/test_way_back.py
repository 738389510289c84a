"""The way back is the way: what is kept of a place leads to the very same place; what is gone leads to the menu."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from models.presence.tables import Presence
from tests.journeys.shop_with_demo import Watching, barcodes, copied, documents, signed_in
from tests.typing_keys import but_the_clock, screen_text
from tui.screens.main_menu import MenuScreen
from tui.screens.places import return_to, whereabouts


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copied(tmp_path)


def drop(home: Path, sql: str = "") -> None:
    """The line drops: nobody signed out. sql: what somebody else does before the operator is back."""
    with sqlite3.connect(home / "balcao.db") as base:
        base.execute("UPDATE presence SET process = ''")
        base.executescript(sql)


async def settle(clerk: Watching) -> str:
    """The place, once it is no longer changing."""
    for _ in range(40):
        place = whereabouts(clerk.pilot.app)  # type: ignore[arg-type]
        await clerk.pilot.pause(0.1)
        if place and place == whereabouts(clerk.pilot.app):  # type: ignore[arg-type]
            return place
    raise AssertionError(f"no place:\n{screen_text(clerk.pilot.app)}")


PLACES = {
    "a field of an invoice's head, half typed": "vf@501964843<enter><enter>2026",
    "the line below, after two lines": "vf@<enter><enter><enter><enter><enter><enter>{a}<enter>3*{b}<enter>4*qu",
    "a cell half typed": "vf@<enter><enter><enter><enter><enter><enter>{a}<enter>3*{b}<enter><up><up><right>7,3",
    "a cell only stood on": "vf@<enter><enter><enter><enter><enter><enter>{a}<enter><up><right>",
    "the cursor within a word": "vf@Maria Silva<left><left><left>",
    "an empty debit note": "vd",
    "more fields of an invoice": "vf@<enter><enter><enter><enter><enter><enter>{a}<enter><f3>@<enter>Entregar amanhã",
    "a customer created from an invoice": "vf@<f2>@NOVO<enter><enter><enter>Padaria",
    "the till": "vb@{a}<enter>2*",
    "a list with a filter, three rows down": "sa@a<down><down><down>",
    "a list scrolled to its end": "sa@<end>",
    "an article card, untouched": "sa@<enter>@<down><down>",
    "an article card, half changed": "sa@<down><enter>@<down><down><down><down><down><down>9,9",
    "the company": "nd@<down><down>Rua Nova",
    "the settings": "nc@caixa das traseiras",
    "an operator card": "nu@<f2>@rui<enter>Rui",
    "a document on paper": "vo@<down><down><enter>",
    "a credit note on a document": "vo@<enter>@<f5>@<down>0",
    "drafts": "vp",
    "the series": "fs@<down>",
    "the keys": "na",
    "the inventory's question": "fi@<enter><enter>c<enter>custos.csv",
    "the name of next year's series": "fn@<enter>NOVA",
    "a SAF-T file to be made": "ft@<enter><enter>",
    "the month end": "fm",
    "the calendar": "fa",
    "after a loss": "fr",
    "a report with other words": "rs@caf",
    "a recovered document half described": "vf@<f3>@<end>",
}


@pytest.mark.parametrize("keys", PLACES.values(), ids=PLACES)
async def test_there_and_back(keys: str, home: Path) -> None:
    """``@`` waits until the screen stands."""
    a, b = barcodes(home)
    async with signed_in(home) as clerk:
        for part in keys.format(a=a, b=b).split("@"):
            await clerk.types(part)
            await clerk.pilot.pause(0.2)
        place, shown = await settle(clerk), screen_text(clerk.pilot.app)
        await clerk.pilot.pause(0.6)
    drop(home)
    async with signed_in(home, seeing="Retomado onde estava") as clerk:
        assert json.loads(await settle(clerk)) == json.loads(place)
        again = screen_text(clerk.pilot.app)
        assert but_the_clock(again)[:21] == but_the_clock(shown)[:21]


async def test_a_password_is_kept_nowhere_nor_its_length(home: Path) -> None:
    async with signed_in(home) as clerk:
        await clerk.types("nu")
        await clerk.sees("Administrador")
        await clerk.types("<f2>")
        await clerk.sees("provisória")
        await clerk.types("rui<enter>Rui<enter>abracadabra")
        place = await settle(clerk)
        await clerk.pilot.pause(0.6)
    assert "Rui" in place
    assert "abracadabra" not in place
    assert "11" not in place
    for file in home.glob("balcao.db*"):
        assert b"abracadabra" not in file.read_bytes()


async def test_an_article_card_half_changed_is_saved_as_a_change(home: Path) -> None:
    async with signed_in(home) as clerk:
        await clerk.types("sa")
        await clerk.sees("20 artigos")
        await clerk.types("<enter>")
        await clerk.sees("Designação")
        await clerk.types("<down><down><down><down><down><down>9,9")
        await clerk.pilot.pause(0.6)
    drop(home)
    async with signed_in(home, seeing="Retomado") as clerk:
        await clerk.types("5<f10>")
        await clerk.sees("20 artigos")
    with sqlite3.connect(home / "balcao.db") as base:
        assert base.execute("SELECT price FROM article ORDER BY code LIMIT 1").fetchone() == (9_950_000,)


async def invoice_begun(home: Path) -> None:
    (code,) = barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types("vf")
        await clerk.sees("Condição")
        await clerk.types(f"<enter><enter><enter><enter><enter><enter>{code}<enter>")
        await clerk.sees("1 linha")
        await clerk.pilot.pause(0.6)


async def test_a_draft_gone_meanwhile_leads_to_the_menu(home: Path) -> None:
    await invoice_begun(home)
    drop(home, "DELETE FROM draft")
    sold = len(documents(home))
    async with signed_in(home, seeing="Não se voltou a onde estava") as clerk:
        shown = screen_text(clerk.pilot.app)
        assert "já não existe" in shown
        assert isinstance(clerk.pilot.app.screen, MenuScreen)
    assert len(documents(home)) == sold


async def test_a_record_gone_meanwhile_leads_to_its_list(home: Path) -> None:
    async with signed_in(home) as clerk:
        await clerk.types("ec")
        await clerk.sees("clientes")
        await clerk.types("<f2>")
        await clerk.sees("Código postal")
        await clerk.types("ZULMIRA<enter><enter><enter>Zulmira<f10>")
        await clerk.sees("Zulmira")
        await clerk.types("Zulmira")
        await clerk.pilot.pause(0.2)
        await clerk.types("<enter>")
        await clerk.sees("Código postal")
        await clerk.pilot.pause(0.6)
    drop(home, "DELETE FROM customer WHERE code = 'ZULMIRA'")
    async with signed_in(home, seeing="Não se voltou a onde estava") as clerk:
        shown = screen_text(clerk.pilot.app)
        assert "clientes" in shown


JUNK = (
    "nada disto", "null", "[]", "3", '{"VF": {}}', "[[]]", '[["VF"]]', '[["XX", {}]]', '[["document", {"type": "ZZ"}]]',
    '[["document", {}]]', '[["record", {"title": "Cliente", "key": 999999}]]', '[["record", {"title": "Nada"}]]',
    '[["list", {"title": "Clientes", "filter": 3, "row": {}, "above": 7}]]', '[["paper", {"number": "FT X/1"}]]',
    '[["VF", {"in": "lines", "lines": {"line": 99, "column": "zzz", "cell": null, "cursor": "x"}}]]',
    '[["VF", {"in": "head", "head": {"texts": [1], "field": 7}}]]', '[["EC", {"filter": "a", "row": 1, "above": ["z"]}]]',
    '[["VF", {"kept": true, "operation": "outra"}]]', '[["VF", {}], ["more", {"texts": {"notes": "x"}, "field": "y"}]]',
)  # fmt: skip


async def test_no_kept_text_brings_the_program_down(home: Path) -> None:
    """Places of other versions, or of a hand that wrote in the base."""
    async with signed_in(home) as clerk:
        app = clerk.pilot.app
        for place in JUNK:
            await app.run_worker(return_to(app, place)).wait()  # type: ignore[arg-type]
            await clerk.pilot.pause(0.1)
            while not isinstance(app.screen, MenuScreen):
                await app.pop_screen()
        await clerk.types("sa")
        await clerk.sees("20 artigos")


async def test_what_one_operator_types_is_never_in_the_place_of_another(home: Path) -> None:
    await invoice_begun(home)
    drop(home)
    async with signed_in(home, seeing="Retomado"):
        operators = {row.operator for row in Presence.select()}
    assert operators == {"dono"}
