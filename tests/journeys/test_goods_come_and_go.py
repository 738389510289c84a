"""Goods by keys: ordered, received in part, invoiced dearer, moved to the van, broken; and what is left is worth."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.shop_with_demo import Watching, barcodes, copied, signed_in


async def lines(clerk: Watching, *typed: str) -> None:
    """From the head to the lines, and those."""
    for _ in range(12):
        if type(clerk.pilot.app.focused).__name__ == "LineGrid":
            break
        await clerk.types("<tab>")
    for one in typed:
        await clerk.types(f"{one}<enter>")
        await clerk.pilot.pause(0.2)


async def test_from_the_order_to_the_shelf(tmp_path: Path) -> None:
    home = copied(tmp_path)
    (code,) = barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types("ef<f2>")
        await clerk.sees("Código")
        await clerk.types("TORRA<enter><enter>501964843<enter>Torrefação do Norte, Lda<enter><f10>")
        await clerk.sees("Torrefação")
        await clerk.types("<escape><escape>ce")
        await clerk.sees("Encomenda a fornecedor")
        await clerk.types("torra")
        await lines(clerk, f"30*{code}@6")
        await clerk.sees("180,00")
        await clerk.types("<f10>")
        await clerk.sees("EF 2026/1 com 1 linha")
        await clerk.types("<escape>cr")
        await clerk.sees("Receção de mercadoria")
        await clerk.types("torra")
        await lines(clerk)
        await clerk.types("<alt+p>")
        await clerk.sees("1 linha(s) de EF 2026/1")
        await clerk.types("<up>")
        await clerk.pilot.pause(0.3)
        print(await clerk.sees())
        await clerk.types("20<enter>")
        await clerk.pilot.pause(0.5)
        print(await clerk.sees())
        await clerk.types("<f10>")
        await clerk.sees("RM 2026/1 com 1 linha")
        await clerk.types("<escape>cf")
        await clerk.sees("Fatura de fornecedor")
        await clerk.types("torra<tab>FT 77")
        await lines(clerk)
        await clerk.types("<alt+p>")
        print(await clerk.sees("Trazer"))
        await clerk.types("<down><enter>")
        await clerk.sees("1 linha(s) de RM 2026/1")
        await clerk.types("<f10>")
        await clerk.sees("FF 2026/1 com 1 linha")
