"""Labels by keys: of what came with a receipt and of one more article, on a sheet that was begun; read back from the PDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import zxingcpp

from tests.journeys.shop_with_demo import barcodes, copied, signed_in
from tests.journeys.test_goods_come_and_go import lines


async def test_labels_of_a_receipt(tmp_path: Path) -> None:
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
        await lines(clerk, f"3*{first}@6")
        await clerk.sees("18,00")
        await clerk.types("<f10>")
        await clerk.sees("RM 2026/1 com 1 linha")
        await clerk.types("<escape><escape>sl")
        await clerk.sees("Começar na etiqueta")
        await clerk.types("<tab><ctrl+u>60")
        await lines(clerk, f"2*{second}")
        await clerk.types("<f10>")
        await clerk.sees("Esta folha só tem 24 etiquetas")
        await clerk.types("<ctrl+u>23")
        await lines(clerk)
        await clerk.types("<alt+p>")
        await clerk.sees("Torrefação do Norte")
        await clerk.types("<enter>")
        await clerk.sees("1 linha(s) de RM 2026/1")
        await clerk.types("<f10>")
        await clerk.sees("5 etiquetas em etiquetas_")
    (file,) = (home / "pdf").glob("etiquetas*.pdf")
    document = pypdfium2.PdfDocument(file)
    read = [found.text for page in document for found in zxingcpp.read_barcodes(page.render(scale=4).to_pil())]
    assert len(document) == 2
    assert sorted(read) == sorted([first] * 3 + [second] * 2)
