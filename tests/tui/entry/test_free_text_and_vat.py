"""Lines that no article has, and VAT put on a price or taken out of it, as typed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from entry_catalogue import editor

from fiscal.errors import Refusal
from models.sales.draft import DraftLine

D = Decimal


def refused(act: Callable[..., object], *given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act(*given)
    return caught.value


def test_a_line_of_free_text_asks_its_price_and_tax() -> None:
    """A garage writes what it did; nothing of it is in the catalogue."""
    till = editor("FT")
    assert till.enter("'Afinação").column == "price"
    assert till.edit(0, "price", "12+3").column == "tax"
    assert till.edit(0, "tax", "NOR").column == ""
    till.edit(0, "description", "Afinação de travões")
    assert refused(till.edit, 0, "description", "A").rule == "C27"
    assert refused(till.edit, 0, "tax", "").rule == "required"
    done = DraftLine("DIV", "Afinação de travões", D(1), "UN", D(15), tax="NOR")
    assert till.draft.lines == [done]
    assert till.enter("2*'Horas extra@20").column == "tax"
    assert (till.draft.lines[1].description, till.draft.lines[1].quantity, till.draft.lines[1].price) == (
        "Horas extra",
        D(2),
        D(20),
    )
    assert till.edit(1, "tax", "ISE").column == "exemption"
    assert refused(till.enter, "'A").rule == "grammar"
    assert till.enter("-DIV").notice == "Retirado: 1 × Horas extra"


def test_vat_is_put_on_a_price_or_taken_out_of_it_at_the_rate_of_the_line() -> None:
    """12,30 with 23 % is 10,00 without; 1,06 with 6 % is 1,00. In the calculator the last line says the rate."""
    shop = editor("FT")
    shop.enter("17@12,30iva-")
    assert shop.draft.lines[0].price == D(10)
    assert shop.enter("=10 iva+").notice == "10 iva+23 = 12,3"
    shop.edit(0, "price", "20 iva+")
    assert shop.draft.lines[0].price == D("24.60")
    shop.enter("L1@1,06iva-")
    assert shop.draft.lines[1].price == D(1)
    assert shop.enter("=2,12iva-").notice == "2,12 iva-6 = 2"
    shop.enter("FORM@40iva+")
    assert shop.draft.lines[2].price == D(40), "an exempt article has no VAT to add"
