"""What is missing is ordered by keys: who sells the article is said, the quantity proposed is changed, an order is made."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.shop_with_demo import copied, signed_in
from tests.journeys.test_every_document import rows


async def test_the_shop_orders_water(tmp_path: Path) -> None:
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        await clerk.types("ef<f2>")
        await clerk.sees("Código")
        await clerk.types("AGUAS<enter><enter>501964843<enter>Águas da Serra, Lda<enter><f10>")
        await clerk.sees("Águas da Serra")
        await clerk.types("<escape><escape>cs")
        await clerk.sees("BEB0001")
        await clerk.sees("(ninguém)")
        await clerk.types("<f10>")
        await clerk.sees("Encomendar?")
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("Ninguém vende")
        await clerk.types("<escape><escape>sagás")
        await clerk.sees("1 de 1 artigos")
        await clerk.types("<f7>")
        await clerk.sees("Últimas vendas")
        await clerk.types("<escape><f6>")
        await clerk.sees("Fornecedores de BEB0001")
        await clerk.types("<f2>")
        await clerk.sees("Código dele")
        await clerk.types("aguas<enter>AG-25<enter><enter>0,25<enter><f10>")
        await clerk.sees("AG-25")
        await clerk.types("<escape><escape><escape><escape>cs")
        await clerk.sees("Águas da Serra")
        await clerk.types("<ctrl+f>")
        await clerk.sees("Para quantos dias")
        await clerk.types("aguas<f10>")
        await clerk.sees("1 de 1 linhas")
        await clerk.types("<enter>")
        await clerk.sees("0: não se encomenda")
        await clerk.types("<ctrl+u>48<f10>")
        await clerk.sees("Valor: 12,00")  # 48 at 0,25
        await clerk.types("<f10>")
        await clerk.sees("1 linha(s) a 1 fornecedor(es)")
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("Feitas: EF 2026/1")
        await clerk.sees("Não falta nada")
    assert rows(home, "SELECT l.code, l.quantity / 1000000, l.price / 1000000.0 FROM purchase_line l") == [
        ("BEB0001", 48, 0.25)
    ]
