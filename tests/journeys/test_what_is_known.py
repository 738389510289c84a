"""Without leaving the document: what the customer bought last is sold again, and what is known of both is one key away."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.journeys.shop_with_demo import copied, documents, signed_in


async def test_the_same_order_again(tmp_path: Path) -> None:
    home = copied(tmp_path)
    with sqlite3.connect(home / "balcao.db") as base:
        number, nif, gross, code = base.execute(
            "SELECT d.number, d.customer_nif, d.gross, l.code FROM document d JOIN document_line l ON l.document_id = d.id "
            "WHERE d.customer_id IS NOT NULL AND d.type <> 'NC' AND d.global_discount = '' AND l.number = 1 "
            "AND NOT EXISTS (SELECT 1 FROM document n WHERE n.customer_nif = d.customer_nif AND n.id > d.id) "
            "ORDER BY d.id DESC LIMIT 1"
        ).fetchone()
    before = len(documents(home))
    async with signed_in(home) as clerk:
        await clerk.types("vf")
        await clerk.types(f"{nif}<enter>")
        shown = await clerk.types("<f5>")
        assert f"de {number}, com os preços de então" in shown
        shown = await clerk.types("<f6>")
        assert f"{number}" in shown.split("Documento")[1]
        shown = await clerk.types("<escape><up><home><f7>")
        assert f"│ {code}  " in shown
        assert "Últimas vendas a " in shown
        await clerk.types("<escape><f10>")
        await clerk.sees("Enter emite sem pagamento")
        await clerk.pilot.pause(0.3)
        await clerk.types("<enter>")
        await clerk.sees("emitida")
    made = documents(home)[before:]
    assert [total for _, total, _ in made] == [gross]


async def test_a_consumer_has_no_documents_of_its_own(tmp_path: Path) -> None:
    async with signed_in(copied(tmp_path)) as cashier:
        await cashier.types("vb")
        shown = await cashier.types("<f6>")
        assert "consumidor final não tem documentos seus" in shown
        shown = await cashier.types("nada disto<f7>")
        assert "F7 mostra um artigo" in shown
        assert "Artigo ▸ nada disto" in shown
