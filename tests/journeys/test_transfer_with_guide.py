"""A transfer to the other shop by keys, and the guide that travels with it: F2, and everything is filled in."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.shop_with_demo import barcodes, copied, signed_in
from tests.journeys.test_every_document import issue, rows
from tests.journeys.test_goods_come_and_go import lines


async def test_to_the_other_shop(tmp_path: Path) -> None:
    home = copied(tmp_path)
    (code,) = barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types("sz<f2>")
        await clerk.sees("Stock negativo")
        await clerk.types("LOJA2<enter>Loja 2<enter>Rua das Flores, 8<enter>4000-200<enter>Porto<f10>")
        await clerk.sees("Loja 2")
        await clerk.types("<escape><escape>st")
        await clerk.sees("F2 Guia")
        await clerk.types("<f2>")
        await clerk.sees("Registe primeiro a transferência")
        await clerk.types("<tab>loja2")
        await lines(clerk, f"5*{code}")
        await clerk.types("<f10>")
        await clerk.sees("T 2026/1 com 1 linha, a caminho. F2 faz a guia de transporte")
        await clerk.types("<f2>")
        assert "falta" not in await clerk.sees("Guia de T 2026/1")
        shown = await clerk.types("<f3>")
        assert "Rua das Flores, 8" in shown
        await clerk.types("<escape>")
        await issue(clerk, "GT 2026A/1 emitida")
        await clerk.types("<escape><escape><escape>so")
        await clerk.sees("A caminho")
        await clerk.types("<enter>")
        await clerk.sees("Guia: GT 2026A/1")
        await clerk.types("<escape>")
        await clerk.sees("1 de 1 folhas")
        await clerk.types("<f2>")
        await clerk.sees("T 2026/1 já vai com a guia GT 2026A/1")
        await clerk.types("<escape><escape>vo<enter>")
        await clerk.sees("Guia de transporte GT 2026A/1")
    moved = "SELECT count(*) FROM stock_movement m JOIN document d ON d.id = m.document_id WHERE d.type = 'GT'"
    assert rows(home, moved) == [(0,)]
    assert rows(
        home, "SELECT unload_address FROM document_transport WHERE document_id = (SELECT max(id) FROM document)"
    ) == [("Rua das Flores, 8",)]
