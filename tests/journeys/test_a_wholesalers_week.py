"""A wholesaler's week by keys: ordered, received, invoiced dearer, freight shared, to the van, sold, broken, counted."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.shop_with_demo import Watching, copied, signed_in
from tests.journeys.test_every_document import rows
from tests.journeys.test_goods_come_and_go import lines

COFFEE = "CAFEX<enter>Café de saco<enter><enter><enter><enter><enter>10<f10>"


async def yes(clerk: Watching, question: str) -> None:
    """Says yes to a question, once it stands and takes keys."""
    await clerk.sees(question)
    await clerk.pilot.pause(0.3)
    await clerk.types("s")


async def test_from_monday_to_friday(tmp_path: Path) -> None:
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        # Monday: the article, a second warehouse and the van, the supplier, an order.
        await clerk.types("sa<f2>")
        await clerk.sees("Códigos de barras")
        await clerk.types(COFFEE)
        await clerk.sees("1 de 21 artigos")
        await clerk.types("<escape>z<f2>")
        await clerk.sees("Stock negativo")
        await clerk.types("LOJA2<enter>Loja da Baixa<enter><enter><enter><enter><enter>n<f10>")
        await clerk.sees("Loja da Baixa")
        await clerk.types("<f2>")
        await clerk.sees("Stock negativo")
        await clerk.types("VAN<enter>Carrinha<enter><enter><enter><enter><enter>n<f10>")
        await clerk.sees("Carrinha")
        await clerk.types("<escape><escape>ef<f2>")
        await clerk.sees("Código")
        await clerk.types("TORRA<enter><enter>501964843<enter>Torrefação do Norte, Lda<enter><f10>")
        await clerk.sees("Torrefação")
        await clerk.types("<escape><escape>ce")
        await clerk.sees("Encomenda a fornecedor")
        await clerk.types("torra")
        await lines(clerk, "100*cafex@4")
        await clerk.types("<f10>")
        await clerk.sees("EF 2026/1 com 1 linha")

        # Tuesday: sixty of them come.
        await clerk.types("<escape>r")
        await clerk.sees("Receção de mercadoria")
        await clerk.types("torra")
        await lines(clerk)
        await clerk.types("<alt+p>")
        await clerk.sees("1 linha(s) de EF 2026/1")
        await clerk.types("<up>60<enter>")
        await clerk.sees("240,00")
        await clerk.types("<f10>")
        await clerk.sees("RM 2026/1 com 1 linha")

        # Wednesday: the invoice is dearer, and so is the way here.
        await clerk.types("<escape>f")
        await clerk.sees("Fatura de fornecedor")
        await clerk.types("torra<tab>FT 1")
        await lines(clerk)
        await clerk.types("<alt+p>")
        await clerk.sees("RM 2026/1")
        await clerk.types("<down><enter>")
        await clerk.sees("1 linha(s) de RM 2026/1")
        await clerk.types("<up><tab><tab>4,10<enter>")
        await clerk.sees("246,00")
        await clerk.types("<f10>")
        await yes(clerk, "a 4,1 € cada")
        await clerk.sees("FF 2026/1 com 1 linha")
        await clerk.types("torra<tab>T 9")
        await lines(clerk, "'Portes@12")
        await clerk.types("nor<enter><f10>")
        await clerk.sees("FF 2026/2 com 1 linha")
        await clerk.types("<escape><escape>co")
        await clerk.sees("FF 2026/2")
        await clerk.types("ff 2026/2")
        await clerk.sees("1 de 1")
        await clerk.types("<f6>")
        await clerk.sees("Pela mercadoria de")
        await clerk.types("rm 2026/1<f10>")
        await yes(clerk, "+12,00 €, 0,20 cada")
        await clerk.sees("FF 2026/2 repartida")

        # Thursday: twenty go to the van, ten are sold in the shop, one breaks on the way.
        await clerk.types("<escape><escape><escape>st")
        await clerk.sees("Transferência")
        await clerk.types("<tab>van")
        await lines(clerk, "20*cafex")
        await clerk.types("<f10>")
        await clerk.sees("T 2026/1 com 1 linha")
        await clerk.types("<escape>o")
        await clerk.sees("A caminho")
        await clerk.types("<f6>")
        await clerk.sees("Receber T 2026/1")
        await clerk.types("<f10>")
        await clerk.sees("R 2026/1: recebido de T 2026/1")
        await clerk.types("<escape>s")
        await clerk.sees("Saída de stock")
        await clerk.types("q<tab>van<tab><tab>rasgou-se")
        await lines(clerk, "1*cafex")
        await clerk.types("<f10>")
        await clerk.sees("Q 2026/1 com 1 linha")
        await clerk.types("<escape><escape>vb")
        await clerk.sees("Leia o código")
        await clerk.types("10*cafex<enter><f10>")
        await clerk.sees("Totais e pagamento")
        await clerk.types("<enter>")
        await clerk.sees("emitida")

        # Friday: one is missing on the shelf, and the price follows the cost.
        await clerk.types("<escape><escape>sc<f2>")
        await clerk.sees("Nova contagem")
        await clerk.types("<tab>a<tab><tab>cafex<f10>")
        await clerk.sees("Leia ou escreva")
        await clerk.types("29*cafex<enter>")
        await clerk.sees("contado 29")
        await clerk.types("<f10>")
        await yes(clerk, "Tudo o que os livros têm foi contado")
        await clerk.sees("-4,30")
        await clerk.types("<f10>")
        await yes(clerk, "Aprovar CT 2026/1?")
        await clerk.sees("aprovada: acerto C 2026/1")
        await clerk.types("<escape><escape>x")
        await clerk.sees("Quanto")
        await clerk.types("m<tab>50<tab>9<f10>")
        await clerk.sees("10,59")  # 4,30 at a margin of half is 8,60, and 10,578 with 23 %
        await clerk.types("<f10>")
        await yes(clerk, "Mudar 1 preço(s)?")
        await clerk.sees("F8 anula.")
        await clerk.types("<escape>acafex<f7>")
        await clerk.sees("A chegar 40")
        await clerk.sees("Custo    4,30")
        await clerk.sees("Carrinha")
    of_coffee = "FROM article a JOIN stock_balance b ON b.article_id = a.id WHERE a.code = 'CAFEX'"
    assert rows(
        home, f"SELECT b.quantity / 1000000.0, b.average_value / 1000000.0, a.price / 1000000.0 {of_coffee}"
    ) == [
        (48, 206.4, 10.59)  # 60 - 10 - 1 - 1, at 4,30
    ]
    where = (
        "SELECT w.code, p.quantity / 1000000 FROM stock_place p JOIN warehouse w ON w.id = p.warehouse_id "
        "JOIN article a ON a.id = p.article_id WHERE a.code = 'CAFEX' AND p.quantity <> 0 ORDER BY w.code"
    )
    assert rows(home, where) == [("A1", 29), ("VAN", 19)]
