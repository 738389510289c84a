"""Goods by keys: ordered, received in part, invoiced dearer, moved to the van, broken; and what is left is worth."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.shop_with_demo import Watching, barcodes, copied, signed_in
from tests.journeys.test_every_document import rows


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
    of_article = f"JOIN barcode b ON b.article_id = s.article_id WHERE b.code = '{code}'"
    before = rows(home, f"SELECT s.quantity / 1000000.0 FROM stock_balance s {of_article}")
    sold = before[0][0] if before else 0  # what the demonstration sold of it without having it
    async with signed_in(home) as clerk:
        await clerk.types("ef<f2>")
        await clerk.sees("Código")
        await clerk.types("TORRA<enter><enter>501964843<enter>Torrefação do Norte, Lda<enter><f10>")
        await clerk.sees("Torrefação")
        await clerk.types("<escape><escape>sz<f2>")
        await clerk.sees("Stock negativo")
        await clerk.types("VAN<enter>Carrinha<enter><enter><enter><enter><enter>n<f10>")
        await clerk.sees("Carrinha")
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
        await clerk.types("<up>20<enter>")
        await clerk.sees("120,00")
        await clerk.types("<f10>")
        await clerk.sees("RM 2026/1 com 1 linha")
        await clerk.types("<escape>cf")
        await clerk.sees("Fatura de fornecedor")
        await clerk.types("torra<tab>FT 77")
        await lines(clerk)
        await clerk.types("<alt+p>")
        await clerk.sees("RM 2026/1")
        await clerk.types("<down><enter>")
        await clerk.sees("1 linha(s) de RM 2026/1")
        await clerk.types("<up><tab><tab>6,50<enter>")  # dearer than received
        await clerk.sees("130,00")
        await clerk.types("<f10>")
        await clerk.sees("a 6,5 € cada, e foi recebido a 6 €")
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("FF 2026/1 com 1 linha")
        await clerk.types("<escape><escape>st")
        await clerk.sees("Transferência")
        await clerk.types("<tab>van")
        await lines(clerk, f"5*{code}")
        await clerk.types("<f10>")
        await clerk.sees("T 2026/1 com 1 linha")
        await clerk.types("<escape>o")
        await clerk.sees("A caminho")
        await clerk.types("<f6>")
        await clerk.sees("Receber T 2026/1")
        await clerk.types("4<f10>")
        await clerk.sees("R 2026/1: recebido de T 2026/1")
        await clerk.types("<escape>s")
        await clerk.sees("Saída de stock")
        await clerk.types("q<tab>van<tab><tab>caiu da carrinha")
        await lines(clerk, f"5*{code}")
        await clerk.types("<f10>")
        await clerk.sees("Faltam 1")
        await clerk.types("4<enter><f10>")
        await clerk.sees("Q 2026/1 com 1 linha")
        await clerk.types("<escape><escape>rs")
        await clerk.sees("Total")
        await clerk.types("<escape><escape>co")
        await clerk.sees("FT 77")
        await clerk.types("<enter>")
        await clerk.sees("TOTAL 137,80")  # 130,00 + 6 %
    left, value = rows(
        home, f"SELECT s.quantity / 1000000.0, s.average_value / 1000000.0 FROM stock_balance s {of_article}"
    )[0]
    assert (left, round(value, 6)) == (sold + 16, round((sold + 16) * 6.5, 6))


async def test_freight_is_borne_by_what_it_brought(tmp_path: Path) -> None:
    home = copied(tmp_path)
    first, second = barcodes(home, 2)
    async with signed_in(home) as clerk:
        await clerk.types("ef<f2>")
        await clerk.sees("Código")
        await clerk.types("TORRA<enter><enter>501964843<enter>Torrefação do Norte, Lda<enter><f10>")
        await clerk.sees("Torrefação")
        await clerk.types("<escape><escape>cr")
        await clerk.sees("Receção de mercadoria")
        await clerk.types("torra")
        await lines(clerk, f"10*{first}@3", f"10*{second}@1")
        await clerk.types("<f10>")
        await clerk.sees("RM 2026/1 com 2 linhas")
        await clerk.types("<escape>f")
        await clerk.sees("Fatura de fornecedor")
        await clerk.types("torra<tab>T 9")
        await lines(clerk, "'Portes@8")
        await clerk.types("nor<enter><f10>")
        await clerk.sees("FF 2026/1 com 1 linha")
        await clerk.types("<escape><escape>co")
        await clerk.sees("FF 2026/1")
        await clerk.types("<f6>")
        await clerk.sees("Pela mercadoria de")
        await clerk.types("rm 2026/1<f10>")
        await clerk.sees("+6,00 €, 0,60 cada")  # 8,00 over 30,00 and 10,00
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("FF 2026/1 repartida por 2 linha(s)")
    shared = rows(home, "SELECT amount / 1000000.0 FROM stock_cost ORDER BY id")
    assert [amount for (amount,) in shared] == [6, 2]
