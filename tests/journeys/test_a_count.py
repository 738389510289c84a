"""A count by keys: part of the shop is counted while it is open, a difference is counted again, the owner approves."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.shop_with_demo import barcodes, copied, signed_in
from tests.journeys.test_every_document import rows
from tests.journeys.test_goods_come_and_go import lines


async def test_two_shelves_counted_and_put_right(tmp_path: Path) -> None:
    home = copied(tmp_path)
    first, second = barcodes(home, 2)
    there = "SELECT s.quantity / 1000000.0 FROM stock_balance s JOIN barcode b ON b.article_id = s.article_id WHERE b.code = ?"
    sold = [float(str((rows(home, there, code) or [(0,)])[0][0])) for code in (first, second)]
    async with signed_in(home) as clerk:
        await clerk.types("se")
        await clerk.sees("Entrada de stock")
        await lines(clerk, f"{20 - sold[0]}*{first}@2", f"{10 - sold[1]}*{second}@5")
        await clerk.types("<f10>")
        await clerk.sees("E 2026/1 com 2 linhas")
        await clerk.types("<escape>c<f2>")
        await clerk.sees("Nova contagem")
        await clerk.types(f"<tab>a<tab><tab>{first} {second}<f10>")
        await clerk.sees("Leia ou escreva")
        await clerk.types(f"12*{first}<enter>")
        await clerk.sees("contado 12")
        await clerk.types(f"7*{first}<enter>")
        await clerk.sees("contado 19")
        await clerk.types(f"10*{second}<enter>")
        await clerk.sees("contado 10")
        await clerk.types("nada disto<enter>")
        await clerk.sees("Nenhum artigo com «nada disto»")
        await clerk.types("<ctrl+u><escape>")
        await clerk.sees("A contar")  # left open, and gone on with
        await clerk.types("<enter>")
        await clerk.sees("Leia ou escreva")
        await clerk.types("<up><up>18<enter>")  # one was counted twice
        await clerk.sees("contado 18")
        await clerk.types("<f10>")
        await clerk.sees("Tudo o que os livros têm foi contado")
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("Diferenças de contagem")
        await clerk.sees("-4,00")  # two missing, at 2,00
        await clerk.types("<enter>")
        await clerk.sees("Contado de novo")
        await clerk.types("<ctrl+u>19<f10>")
        await clerk.sees("-2,00")
        await clerk.types("<f10>")
        await clerk.sees("Aprovar CT 2026/1?")
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("CT 2026/1 aprovada: acerto C 2026/1")
        await clerk.types("<escape>")
        await clerk.sees("Aprovada")
    assert [rows(home, there, code)[0][0] for code in (first, second)] == [19, 10]
