"""A shop sets its articles up by keys: families and brands, a box with its bar code, a supplier, a shirt in sizes, a hamper."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.shop_with_demo import copied, signed_in
from tests.journeys.test_every_document import rows
from tests.journeys.test_goods_come_and_go import lines

SHIRT = "CAMISA<enter>Camisa de linho<enter><enter><enter><enter><enter>40<f10>"
BREAD = "PAOX<enter>Pão de forma<enter><enter><enter><enter><enter>2<f10>"

HAMPER = "CABAZX<enter>Cabaz de pão<enter><enter><enter><enter><enter>5" + "<enter>" * 16 + "m<enter>2*paox<f10>"


async def test_from_the_families_to_the_hampers(tmp_path: Path) -> None:
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        # A family inside another, and a brand.
        await clerk.types("sf<f2>")
        await clerk.sees("Dentro de")
        await clerk.types("ROUPA<enter>Vestuário<f10>")
        await clerk.sees("Vestuário")
        await clerk.types("<f2>")
        await clerk.sees("Dentro de")
        await clerk.types("CAMISAS<enter>Camisas e blusas<enter>ROUPA<f10>")
        await clerk.sees("· Camisas e blusas")
        await clerk.types("<escape>v<f2>")
        await clerk.sees("Curto, sem espaços.")
        await clerk.types("LINHO<enter>Linho & Cia<f10>")
        await clerk.sees("Linho & Cia")

        # A shirt in two sizes; the model is listed first, and what is sold are the sizes.
        await clerk.types("<escape>a<f2>")
        await clerk.sees("Códigos de barras")
        await clerk.types(SHIRT)
        await clerk.sees("Camisa de linho")
        await clerk.types("camisa")
        await clerk.sees("1 de 1 artigos")
        await clerk.types("<f5>")
        await clerk.sees("Variantes de CAMISA")
        await clerk.types("Tamanho: S, M<f10>")
        await clerk.sees("2 artigos de CAMISA")
        await clerk.types("s")
        await clerk.sees("CAMISA-M")
        await clerk.sees("2 variantes de CAMISA criadas.")

        # Who sells it: one, and then another that is preferred.
        await clerk.types("<f6>")
        await clerk.sees("Fornecedores de CAMISA")
        await clerk.types("<escape><escape>")

        # Bread, its hamper of two, put together and taken apart.
        await clerk.types("<escape>a<f2>")
        await clerk.sees("Códigos de barras")
        await clerk.types(BREAD)
        await clerk.sees("1 de 24 artigos")
        await clerk.types("<f2>")
        await clerk.sees("Códigos de barras")
        await clerk.types(
            "CABAZX<enter>Cabaz de pão<enter><enter><enter><enter><enter>5" + "<enter>" * 16 + "m<enter>2*paox<f10>"
        )
        await clerk.sees("1 de 25 artigos")
        await clerk.types("<escape>g")
        await clerk.sees("M montar")
        await clerk.types("<enter>cabazx<enter>3<f10>")
        shown = await clerk.sees("3 de CABAZX")
        assert "PAOX" in shown
        await clerk.types("s")
        await clerk.sees("M 2026/1: 3 de CABAZX.")
        await clerk.types("d<enter>cabazx<enter>1<f10>")
        await clerk.sees("1 de CABAZX")
        await clerk.types("s")
        await clerk.sees("D 2026/1: 1 de CABAZX.")
    of = "SELECT s.quantity / 1000000 FROM stock_balance s JOIN article a ON a.id = s.article_id WHERE a.code = '{}'"
    assert rows(home, of.format("PAOX")) == [(-4,)]  # 6 for three hampers, 2 back
    assert rows(home, of.format("CABAZX")) == [(2,)]
    assert rows(home, "SELECT attributes FROM article WHERE code = 'CAMISA-S'") == [("Tamanho=S",)]
    assert rows(home, "SELECT path FROM family WHERE code = 'CAMISAS'") == [("ROUPA CAMISAS",)]


async def test_a_supplier_s_box_is_sold_at_the_till(tmp_path: Path) -> None:
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        await clerk.types("ef<f2>")
        await clerk.sees("Código")
        await clerk.types("TORRA<enter><enter>501964843<enter>Torrefação do Norte, Lda<enter><f10>")
        await clerk.sees("Torrefação")
        await clerk.types("<escape><escape>sa<f2>")
        await clerk.sees("Códigos de barras")
        # Milk at 1,00 in boxes of twelve: the unit is the 14th field, after price, tax, charges and brand.
        await clerk.types(
            "LEITEX<enter>Leite do dia<enter><enter><enter><enter><enter>1" + "<enter>" * 6 + "cx=12@10,80<f10>"
        )
        await clerk.sees("Leite do dia")
        await clerk.types("leitex")
        await clerk.sees("1 de 1 artigos")
        await clerk.types("<f6>")
        await clerk.sees("Fornecedores de LEITEX")
        await clerk.types("<f2>")
        await clerk.sees("Encomenda mínima")
        await clerk.types("torra<enter>L-77<enter>cx<enter>9<enter>2<enter>5<f10>")
        shown = await clerk.sees("* Torrefação do Nor")
        row = next(row for row in shown.split("\n") if "* Torrefação" in row)
        assert row.split()[-5:] == ["L-77", "9,00/CX", "2", "5", "d"]
        await clerk.types("<escape><escape><escape><escape>vb")
        await clerk.sees("Balcão")
        await clerk.types("2 cx*leitex<enter>")
        shown = await clerk.sees("2 CX: 24 × Leite do dia")
        assert "21,60" in shown


async def test_boxes_are_bought_as_boxes_whatever_the_supplier_sold_before(tmp_path: Path) -> None:
    """Boxes of twelve at 9,00: two by their unit, three by the last one's unit, and seven by the piece: 67 pieces."""
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        await clerk.types("ef<f2>")
        await clerk.sees("Código")
        await clerk.types("TORRA<enter><enter>501964843<enter>Torrefação do Norte, Lda<enter><f10>")
        await clerk.sees("Torrefação")
        await clerk.types("<escape><escape>sa<f2>")
        await clerk.sees("Códigos de barras")
        await clerk.types(
            "LEITEX<enter>Leite do dia<enter><enter><enter><enter><enter>1" + "<enter>" * 6 + "cx=12@10,80<f10>"
        )
        await clerk.sees("Leite do dia")
        await clerk.types("<escape><escape>cr")
        await clerk.sees("Receção de mercadoria")
        await clerk.types("torra")
        await lines(clerk, "2 cx*leitex@9")
        await clerk.sees("18,00")
        await clerk.types("<f10>")
        await clerk.sees("RM 2026/1 com 1 linha")
        await clerk.types("torra")
        await lines(clerk, "3*leitex", "7 un*leitex")
        await clerk.sees("32,25")  # 27,00 and 7 at 0,75
        await clerk.types("<f10>")
        await clerk.sees("RM 2026/2 com 2 linhas")
    of = (
        "SELECT s.quantity / 1000000 FROM stock_balance s JOIN article a ON a.id = s.article_id WHERE a.code = 'LEITEX'"
    )
    assert rows(home, of) == [(67,)]
