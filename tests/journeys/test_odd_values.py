"""Slips of the finger at the screen: the question says both figures, going back keeps the typing, a yes is in the log."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from models.verify import verify
from tests.journeys.shop_with_demo import copied, documents, signed_in
from tests.journeys.test_first_day import Operator
from tui.terminal.typeahead import QUIET


def _cheap(home: Path) -> tuple[str, str, int]:
    """Code, description and price in millionths of an article sold with tax for less than 5 €, the first by code."""
    with sqlite3.connect(home / "balcao.db") as base:
        row: tuple[str, str, int] = base.execute(
            "SELECT code, description, price FROM article WHERE price_includes_tax = 1 AND price < 5000000 "
            "AND tax_code = 'NOR' ORDER BY code LIMIT 1"
        ).fetchone()
    return row


def _answers(home: Path) -> list[dict[str, str]]:
    """What was said yes to, oldest first."""
    with sqlite3.connect(home / "balcao.db") as base:
        rows = base.execute("SELECT operator, detail FROM audit WHERE action = 'doubt.accept' ORDER BY id")
        return [{"operator": operator, **json.loads(detail)} for operator, detail in rows]


async def _answers_with(operator: Operator, key: str) -> str:
    """A key pressed after the question was read: what comes sooner was typed ahead, and is dropped."""
    await operator.pilot.pause(2 * QUIET)
    return await operator.types(key)


async def test_a_price_ten_times_the_card_is_asked_once_and_logged(tmp_path: Path) -> None:
    home = copied(tmp_path)
    code, description, price = _cheap(home)
    cents = price // 10_000
    usual, typed = f"{cents // 100},{cents % 100:02}", f"{cents // 10},{cents % 10}0"
    before = len(documents(home))
    async with signed_in(home) as cashier:
        await cashier.types("vb")
        shown = await cashier.types(f"{code}@{typed}<enter>")
        assert "Não, corrigir" in shown
        assert usual in shown
        assert "ficha do" in " ".join(shown.split())
        shown = await _answers_with(cashier, "<enter>")
        assert f"Artigo ▸ {code}@{typed}" in shown, "Enter goes back, and what was typed is still there"
        assert _answers(home) == []
        await cashier.types("<enter>")
        shown = await _answers_with(cashier, "s")
        assert f"1 × {description}"[:20] in shown
        await cashier.types(f"{code}@{typed}<enter>")
        await cashier.sees("2 × ")
        await cashier.types("<f10><enter>")
        await cashier.sees("emitida")
        assert verify().findings == ()
    assert len(documents(home)) == before + 1
    (yes,) = _answers(home)
    assert (yes["operator"], yes["of"], yes["field"], yes["value"]) == ("dono", code, "price", typed)
    assert yes["compared"] == f"{usual} (ficha do artigo)"


async def test_a_date_of_another_week_is_asked_once_and_goes_through(tmp_path: Path) -> None:
    """Sixty days ahead: asked on leaving the field; said yes to, the issue does not ask again."""
    home = copied(tmp_path)
    code, _, _ = _cheap(home)
    before = len(documents(home))
    async with signed_in(home) as clerk:
        await clerk.types("vf")
        shown = await clerk.types("<enter>+60<enter>")
        assert "é posterior a hoje" in " ".join(shown.replace("│", " ").split())
        await _answers_with(clerk, "n")
        shown = await clerk.types("<enter>")
        assert "Não, corrigir" in shown, "still in the date"
        await _answers_with(clerk, "s")
        await clerk.types("<enter><enter><enter><enter>")
        await clerk.types(f"{code}<enter>")
        await clerk.types("<f10>")
        await clerk.sees("Enter emite sem pagamento")
        await _answers_with(clerk, "<enter>")
        await clerk.sees("emitida")
    assert len(documents(home)) == before + 1
    assert [yes["field"] for yes in _answers(home)] == ["date"]


async def test_what_was_refused_in_a_cell_is_still_there_to_be_corrected(tmp_path: Path) -> None:
    home = copied(tmp_path)
    code, _, _ = _cheap(home)
    async with signed_in(home) as cashier:
        await cashier.types("vb")
        await cashier.types(f"{code}<enter>2*{code}-1%<enter>")
        shown = await cashier.types("por acabar<up><enter>12,x5<enter>")
        assert "não é um número" in shown
        assert "12,x5" in shown
        shown = await cashier.types("7<enter>")
        assert "7 × " in shown
        shown = await cashier.types("<f5>")
        assert "1 × " in shown, "F5 takes the quantity of the line above"
        assert "Artigo ▸ por acabar" in shown, "what was being typed is still there"
        shown = await cashier.types("<alt+u>")
        assert "Desfeito" in shown
        assert "Artigo ▸ por acabar" in shown


async def test_free_text_at_the_till(tmp_path: Path) -> None:
    """Free text, its price and its tax asked in their cells: 15 € and 23 %."""
    home = copied(tmp_path)
    async with signed_in(home) as cashier:
        await cashier.types("vb")
        shown = await cashier.types("'Arranjo de bicicleta<enter>")
        assert "falta" not in shown.split("Arranjo")[0]
        await cashier.types("12+3<enter>")
        shown = await cashier.types("normal<enter>")
        assert "15,00        NOR" in shown
        await cashier.types("<enter>")
        await cashier.sees("Entregue ▸")
        await cashier.types("<enter>")
        await cashier.sees("emitida: 15,00 €")
        assert verify().findings == ()
