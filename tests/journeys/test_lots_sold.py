"""Yoghurt by its lot and phones by their serial number: asked at the till, on the paper, and in the SAF-T file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.journeys.shop_with_demo import copied, signed_in
from tests.journeys.test_every_document import rows
from tests.journeys.test_goods_come_and_go import lines

YOGHURT = "IOGURTE<enter>Iogurte natural<enter><enter><enter><enter><enter>1<f10>"
PHONE = "TELE<enter>Telemóvel<enter><enter><enter><enter><enter>100<f10>"


async def test_what_is_followed_is_asked_and_told(tmp_path: Path) -> None:
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        await clerk.types("sa<f2>")
        await clerk.sees("Códigos de barras")
        await clerk.types(YOGHURT)
        await clerk.sees("1 de 21 artigos")
        await clerk.types("<f2>")
        await clerk.sees("Códigos de barras")
        await clerk.types(PHONE)
        await clerk.sees("1 de 22 artigos")
    with sqlite3.connect(home / "balcao.db") as base:  # as the card says it, before anything moved
        base.execute("UPDATE article SET tracking = 'L' WHERE code = 'IOGURTE'")
        base.execute("UPDATE article SET tracking = 'S' WHERE code = 'TELE'")
    async with signed_in(home) as clerk:
        await clerk.types("se")
        await clerk.sees("Entrada de stock")
        await lines(clerk, "6*iogurte@0,4")
        await clerk.sees("Lote de Iogurte natural")
        await clerk.types("L2<tab>31122099<f10>")
        await clerk.sees("lote L2")
        await lines(clerk, "4*iogurte@0,5")
        await clerk.sees("Lote de Iogurte natural")
        await clerk.types("L1<tab>30112099<f10>")
        await clerk.sees("lote L1")
        await lines(clerk, "tele@60")
        await clerk.sees("Telemóvel")
        await clerk.types("IMEI-1<f10>")
        await clerk.sees("número de série IMEI-1")
        await clerk.types("<f10>")
        await clerk.sees("E 2026/1 com 3 linhas")
        await clerk.types("<escape><escape>vb")
        await clerk.sees("Leia o código")
        await clerk.types("2*iogurte<enter>")
        await clerk.sees("até 30-11-2099, 4 UN")  # what ends first is proposed
        await clerk.types("<enter>")
        await clerk.sees("lote L1")
        await clerk.types("tele<enter>")
        await clerk.sees("número de série IMEI-1")  # the only one there is taken
        await clerk.types("<up><up><alt+l>")
        await clerk.sees("até 31-12-2099, 6 UN")
        await clerk.types("<down><enter>")
        await clerk.sees("lote L2")
        await clerk.types("<f10>")
        await clerk.sees("Totais e pagamento")
        await clerk.types("<enter>")
        await clerk.sees("emitida")
    went = (
        "SELECT l.code, m.quantity / 1000000 FROM stock_movement m JOIN lot l ON l.id = m.lot_id WHERE m.reason = 'FS'"
    )
    assert rows(home, went) == [("L2", -2), ("IMEI-1", -1)]
