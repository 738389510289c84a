"""Whole days typed through the program: from quote to invoice, a van and its global guide, a table's check."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.journeys.shop_with_demo import Watching, barcodes, copied, signed_in


def rows(home: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "balcao.db") as base:
        return base.execute(sql, values).fetchall()


def states(home: Path, *types: str) -> dict[str, str]:
    """Status by number of the documents of these types."""
    marks = ", ".join("?" * len(types))
    found = rows(home, f"SELECT number, status FROM document WHERE type IN ({marks}) ORDER BY id", *types)
    return {str(number): str(status) for number, status in found}


def buyer(home: Path) -> str:
    """NIF of a customer with an address."""
    ((nif,),) = rows(
        home, "SELECT nif FROM customer WHERE nif <> '' AND address <> '' AND active = 1 ORDER BY id LIMIT 1"
    )
    return str(nif)


async def issue(clerk: Watching, said: str) -> None:
    """F10 and yes to the one question."""
    await clerk.types("<f10>")
    await clerk.sees("Emitir ")
    await clerk.pilot.pause(0.3)
    await clerk.types("s")
    await clerk.sees(said)


async def test_quote_order_guide_invoice(tmp_path: Path) -> None:
    home = copied(tmp_path)
    nif, (code,) = buyer(home), barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types("vn")
        await clerk.sees("Orçamento")
        shown = await clerk.types(f"{nif}<tab><tab><tab><tab><tab><tab>+30<enter>10*{code}<enter>")
        assert "Válido até" in shown
        await issue(clerk, "OR 2026A/1 emitido")
        await clerk.types("<escape>")
        await clerk.types("vo<enter>")
        await clerk.sees("Válido até")
        await clerk.types("<f6>")
        await clerk.sees("Passar OR 2026A/1 a")
        await clerk.types("<enter>")
        await clerk.sees("De OR 2026A/1")
        await issue(clerk, "NE 2026A/1 emitida")
        # The order is delivered in part: 4 of 10, set in the cell before issuing.
        await clerk.types("<escape><escape><escape>")
        await clerk.types("vo<f6>")
        await clerk.sees("Passar NE 2026A/1 a")
        await clerk.types("guia de r<enter>")
        await clerk.sees("De NE 2026A/1")
        await clerk.types("<tab><tab><tab><tab><tab><tab><tab><tab><tab><up>4<enter>")
        await clerk.sees("4 KG")
        await issue(clerk, "GR 2026A/1 emitida")
        await clerk.types("<escape>")
        await clerk.types("<enter>")
        await clerk.sees("Nota de encomenda NE 2026A/1")
        assert "Nota de crédito" not in await clerk.sees("F7 O que falta")
        shown = await clerk.types("<f7>")
        assert [word for word in shown.split("Falta")[-1].split() if word.isdigit()][:3] == ["10", "4", "6"]
        await clerk.types("<escape><escape><escape>")
        # The guide and the rest of the order are brought into one invoice of the customer.
        await clerk.types(f"vf{nif}<enter>")
        await clerk.types("<alt+p>")
        await clerk.sees("Trazer de")
        await clerk.types("todos<enter>")
        await clerk.sees("2 linhas")
        await clerk.types("<f10>")
        await clerk.sees("Enter emite sem pagamento")
        await clerk.pilot.pause(0.3)
        await clerk.types("<enter>")
        await clerk.sees("emitida")
        await clerk.types("<escape><escape>vo<enter>")
        await clerk.sees("F5 Nota de crédito")
    assert states(home, "OR", "NE", "GR") == {"OR 2026A/1": "F", "NE 2026A/1": "F", "GR 2026A/1": "F"}
    taken = rows(
        home,
        "SELECT o.number, o.quantity / 1000000 FROM document_origin o JOIN document d ON d.id = o.document_id "
        "WHERE d.type = 'FT' ORDER BY o.number",
    )
    assert taken == [("GR 2026A/1", 4), ("NE 2026A/1", 6)]


async def test_a_day_of_the_van(tmp_path: Path) -> None:
    """7.7: a global guide leaves with 20; two deliveries are invoiced from it; what is left is seen and comes back."""
    home = copied(tmp_path)
    nif, (code,) = buyer(home), barcodes(home, 1)
    async with signed_in(home) as driver:
        await driver.types("vl")
        await driver.sees("Guia de transporte global")
        await driver.types("<tab><tab><tab><tab>aa-01-bb<tab><tab><tab><tab><tab>")
        shown = await driver.types(f"20*{code}<enter>")
        assert "AA-01-BB" in shown
        await driver.types("<f10>")
        await driver.sees("os destinatários ainda não se conhecem")
        await driver.pilot.pause(0.3)
        await driver.types("s")
        await driver.sees("GT 2026A/1 emitida")
        await driver.types("<escape>")
        for quantity in (3, 5):
            await driver.types(f"vf{nif}<enter>")
            await driver.types("<alt+p>")
            await driver.sees("GT 2026A/1")
            await driver.types("<enter>")
            await driver.sees("1 linha de GT 2026A/1")
            await driver.types(f"<up>{quantity}<enter>")
            await driver.types("<f10>")
            await driver.sees("Enter emite sem pagamento")
            await driver.pilot.pause(0.3)
            await driver.types("<enter>")
            await driver.sees("emitida")
            await driver.types("<escape>")
        await driver.types("voGT 2026A")
        await driver.sees("GT 2026A/1")
        await driver.types("<enter>")
        await driver.sees("a conhecer em cada entrega")
        shown = await driver.types("<f7>")
        assert [word for word in shown.split("Falta")[1].split() if word.isdigit()][:3] == ["20", "8", "12"]
        assert "Passou a" in shown
    ((vehicle, is_global),) = rows(home, "SELECT vehicle, global_guide FROM document_transport")
    assert (vehicle, is_global) == ("AA-01-BB", 1)
    assert states(home, "GT") == {"GT 2026A/1": "F"}


async def test_a_table_asks_for_the_bill(tmp_path: Path) -> None:
    """A table check for nobody in particular, then the simplified invoice at the till is born from it."""
    home = copied(tmp_path)
    first, second = barcodes(home)
    async with signed_in(home) as waiter:
        await waiter.types("vq")
        await waiter.sees("Consulta de mesa")
        await waiter.types(f"<f4><escape><tab><tab><tab><tab><tab>{first}<enter>2*{second}<enter>")
        await issue(waiter, "CM 2026A/1 emitida")
        await waiter.types("<escape>vb")
        await waiter.types("<alt+p>")
        await waiter.sees("CM 2026A/1")
        await waiter.types("<enter>")
        await waiter.sees("2 linhas de CM 2026A/1")
        await waiter.types("<f10><enter>")
        await waiter.sees("emitida")
    ((checked,), (billed,)) = rows(home, "SELECT gross FROM document ORDER BY id DESC LIMIT 2")
    assert checked == billed
    assert states(home, "CM") == {"CM 2026A/1": "F"}


async def test_nothing_to_pass_says_so(tmp_path: Path) -> None:
    async with signed_in(copied(tmp_path)) as clerk:
        await clerk.types("vf<alt+p>")
        await clerk.sees("Não há documentos por passar")
        await clerk.types("<escape>voFS 2026")
        await clerk.pilot.pause(0.3)
        await clerk.types("<f6>")
        await clerk.sees("não dá origem a outros documentos")
