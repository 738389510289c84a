"""A small shop's catalogue for the tests of typing a document."""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from fiscal.tables import tables
from fiscal.text import fold
from models.sales.draft import Draft
from tui.entry.articles import ArticleData
from tui.entry.editor import DraftEditor

D = Decimal
DAY = dt.date(2026, 11, 24)

COFFEE = ArticleData("17", "Café torrado 250 g", "UN", D("4.50"), False, "NOR")
HAM = ArticleData("203", "Fiambre fatiado", "KG", D("9.90"), False, "NOR")
MILK = ArticleData("L1", "Leite meio gordo 1 L", "UN", D("1.06"), True, "RED")
SKIMMED = ArticleData("L2", "Leite magro 1 L", "UN", D("1.06"), True, "RED")
PIZZA = ArticleData("PZ", "Pizza de carne", "UN", D("5.65"), True, "INT")
DASHED = ArticleData("CAF-01", "Café em cápsulas", "CX", D("3.99"), False, "NOR")
LETTERED = ArticleData("17-B", "Café moído", "UN", D("4.80"), False, "NOR")
REPAIR = ArticleData("REP", "Reparação", "H", D(0), False, "NOR")
TRAINING = ArticleData("FORM", "Formação profissional", "H", D("40.00"), False, "ISE", "M07")
SODA = ArticleData("LATA", "Sumo de laranja 33 cl", "UN", D("1.23"), True, "NOR")
DEPOSIT = ArticleData("VOLTA", "Depósito de embalagem", "UN", D("0.10"), True, "ISE", "M01")
CHARGES = {"LATA": (("VOLTA", D(1)),)}
"""A can of juice carries a deposit."""
BOXES = {(COFFEE.code, "CX"): (D(12), None)}
"""Coffee comes in boxes of twelve, at twelve times the price."""
NIF_CODE = ArticleData("509964435", "Peça de origem", "UN", D("12.00"), False, "NOR")
CARD = ArticleData("C4", "Cabo 4 mm", "M", D("0.80"), False, "NOR")

BARCODE = "5601234567892"
PACK = "5601234567908"
ALL = (COFFEE, HAM, MILK, SKIMMED, PIZZA, DASHED, LETTERED, REPAIR, TRAINING, NIF_CODE, CARD, SODA, DEPOSIT)


class Catalogue:
    """Articles in memory; the bar codes are of the coffee, alone and in packs of six."""

    def __init__(self, articles: tuple[ArticleData, ...] = ALL) -> None:
        self._all = articles
        self._by_code = {article.code.casefold(): article for article in articles}
        self._by_code[BARCODE] = COFFEE
        self._by_code[PACK] = replace(COFFEE, barcode_quantity=D(6))

    def find(self, code: str) -> ArticleData | None:
        return self._by_code.get(code.casefold())

    def in_unit(self, code: str, unit: str) -> ArticleData | None:
        article = self.find(code)
        if article is None or (article.code, unit) not in BOXES:
            return None
        factor, price = BOXES[article.code, unit]
        return replace(article, barcode_quantity=factor, price=price or article.price, pack=unit)

    def search(self, words: str, limit: int) -> list[ArticleData]:
        patterns = [f"*{fold(word)}*" for word in words.split()]
        return [a for a in self._all if all(fnmatch.fnmatchcase(fold(a.description), p) for p in patterns)][:limit]

    def charges(self, code: str) -> Sequence[tuple[str, Decimal]]:
        return CHARGES.get(code, ())

    def known(self, text: str) -> bool:
        return self.find(text) is not None


def editor(type_code: str = "FS", *, with_tax: bool = False) -> DraftEditor:
    """An editor over an empty draft of 24-11-2026, with the law's own rates."""
    draft = Draft(type_code, prices_include_tax=with_tax)
    return DraftEditor(draft, Catalogue(), tables().rate, lambda: DAY)
