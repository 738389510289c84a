"""Prices by keys: a group of resellers with a list, a step of quantity, a campaign; an invoice that has them."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.shop_with_demo import copied, signed_in
from tests.journeys.test_every_document import rows
from tests.journeys.test_goods_come_and_go import lines


async def test_a_list_for_resellers_and_a_campaign(tmp_path: Path) -> None:
    home = copied(tmp_path)
    with_tax = rows(
        home, "SELECT code FROM article WHERE kind = 'P' AND price_includes_tax = 1 AND unit = 'UN' ORDER BY code"
    )
    first, second = str(with_tax[0][0]), str(with_tax[1][0])
    async with signed_in(home) as clerk:
        await clerk.types("sp<f2>")
        await clerk.sees("Desconto %")
        await clerk.types("REV<enter>Revenda<enter>10<f10>")
        await clerk.sees("-10 %")
        await clerk.types("<f6>")
        await clerk.sees("Preços de REV")
        await clerk.types("<f2>")
        await clerk.sees("A partir de")
        await clerk.types(f"{first}<enter><ctrl+u>10<enter>0,40<f10>")
        await clerk.sees("0,40")
        await clerk.types("<escape>")
        await clerk.sees("Tabelas de preços")
        await clerk.types("<escape><escape>eg<f2>")
        await clerk.sees("Grupo de clientes")
        await clerk.types("LOJAS<enter>Lojas de bairro<enter>rev<f10>")
        await clerk.sees("Lojas de bairro")
        await clerk.types("<escape><escape>ec<f2>")
        await clerk.sees("Código")
        await clerk.types(
            "LOJA1<enter><enter>501964843<enter>Loja da Praça, Lda<enter>Praça 1<enter>1000-001<enter>Lisboa"
        )
        await clerk.types("<enter><enter><enter><enter>lojas<f10>")
        await clerk.sees("LOJA1         501964843    Loja da Praça")
        await clerk.types("<escape><escape>sn<f2>")
        await clerk.sees("Também sobre tabelas")
        await clerk.types(
            f"LEVE3<enter>Leve 3 pague 2<enter>h<enter>+30<enter>l<enter><enter>3<enter>2<enter><enter><enter>{second}<f10>"
        )
        await clerk.sees("leve 3 pague 2")
        await clerk.types("<escape><escape>vf")
        await clerk.sees("Fatura")
        await clerk.types("loja1")
        await lines(clerk, f"10*{first}")
        await clerk.sees("tabela Revenda desde 10")
        await clerk.sees("4,00")
        await clerk.types(f"3*{second}<enter>")
        await clerk.sees("tabela Revenda: -10 %")  # who has a list has no campaign that does not say so
        await clerk.types("<escape>b")
        await clerk.sees("Leia o código")
        await clerk.types(f"3*{second}<enter>")
        await clerk.sees("(Leve 3 pague 2)")
    assert rows(home, "SELECT from_quantity / 1000000, price FROM price") == [(10, 400000)]


async def test_prices_go_up_and_back(tmp_path: Path) -> None:
    home = copied(tmp_path)
    before = rows(home, "SELECT id, price FROM article ORDER BY id")
    first = str(rows(home, "SELECT code FROM article WHERE price > 0 AND active = 1 ORDER BY code LIMIT 1")[0][0])
    async with signed_in(home) as clerk:
        await clerk.types("sx")
        await clerk.sees("Quanto")
        await clerk.types("<tab>10<tab>9<f10>")
        await clerk.sees(first)
        await clerk.types("<enter>")
        await clerk.sees("0: este não muda")
        await clerk.types("<ctrl+u>0<f10>")
        await clerk.pilot.pause(0.3)
        await clerk.types("<f10>")
        await clerk.sees("% sobre o preço: 10")
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("F8 anula.")
        changed = rows(home, "SELECT id, price FROM article ORDER BY id")
        assert sum(new != old for new, old in zip(changed, before, strict=True)) > 5
        assert all(new[1] % 100000 == 90000 for new, old in zip(changed, before, strict=True) if new != old)  # type: ignore[operator]
        await clerk.types("<f8>")
        await clerk.sees("Anular a mudança?")
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("como eram")
    assert rows(home, "SELECT id, price FROM article ORDER BY id") == before
