"""The file of `balcao issue`, read strictly: what it may say, and how what it may not is refused by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fiscal.errors import Refusal
from models.sales import draft_file
from models.sales.draft import Draft, DraftCustomer, DraftLine, DraftPayment

D = Decimal
LINE = {"code": "A1"}


def test_the_example_of_the_issue() -> None:
    draft = draft_file.read(
        {
            "type": "FT", "series": "2026A", "date": "2026-11-24", "customer": {"nif": "509964435", "name": "Cliente"},
            "prices_include_tax": False, "global_discount": "0%", "region": "PT",
            "lines": [
                {"code": "A1", "description": "Artigo", "quantity": "2", "unit": "UN", "price": "10.00", "discount": "8.8%",
                 "tax": "NOR", "exemption": None, "reference": "FT 2026A/1", "reference_reason": "Devolução"}
            ],
            "payments": [{"method": "NU", "amount": "24.60"}], "id": "own key",
        }
    )  # fmt: skip
    assert draft == Draft(
        "FT",
        [DraftLine("A1", "Artigo", D(2), "UN", D(10), "8.8%", "NOR", "", "FT 2026A/1", "Devolução")],
        series="2026A",
        date=date(2026, 11, 24),
        customer=DraftCustomer(nif="509964435", name="Cliente"),
        global_discount="0%",
        payments=[DraftPayment("NU", D("24.60"))],
        operation="own key",
    )


def test_only_type_and_lines_are_required_and_the_rest_is_a_counter_sale() -> None:
    draft = draft_file.read({"type": "fs", "lines": [LINE]})
    assert (draft.type, draft.series, draft.date, draft.customer, draft.region) == ("FS", "", None, None, "PT")
    assert (draft.prices_include_tax, draft.global_discount, draft.payments) == (False, "", [])
    assert draft.lines == [DraftLine("A1")]
    assert len(draft.operation) == 32
    assert draft_file.read({"type": "FS", "lines": [LINE]}).operation != draft.operation


@pytest.mark.parametrize(
    ("change", "field", "part"),
    [
        ({"tipo": "FT"}, "tipo", "Chave desconhecida «tipo»"),
        ({"lines": [{**LINE, "preço": "1"}]}, "preço", "em «lines.1»"),
        ({"customer": {"vat": "1"}}, "vat", "em «customer»"),
        ({"payments": [{"metodo": "NU"}]}, "metodo", "em «payments.1»"),
        ({"lines": "A1"}, "lines", "lista"),
        ({"lines": ["A1"]}, "lines.1", "objeto"),
        ({"lines": [LINE] * 501}, "lines", "máximo é 500"),
        ({"lines": [LINE, {"code": 17}]}, "lines.2.code", "texto entre aspas"),
        ({"lines": [{**LINE, "price": 10.5}]}, "lines.1.price", "número entre aspas"),
        ({"lines": [{**LINE, "quantity": True}]}, "lines.1.quantity", "número entre aspas"),
        ({"lines": [{**LINE, "quantity": "1e3"}]}, "lines.1.quantity", "não é um número"),
        ({"lines": [{**LINE, "quantity": "NaN"}]}, "lines.1.quantity", "não é um número"),
        ({"lines": [{**LINE, "quantity": "Infinity"}]}, "lines.1.quantity", "não é um número"),
        ({"lines": [{**LINE, "price": "1,50"}]}, "lines.1.price", "não é um número"),
        ({"lines": [{**LINE, "price": "1_000"}]}, "lines.1.price", "não é um número"),
        ({"lines": [{**LINE, "price": "9" * 41}]}, "lines.1.price", "não é um número"),
        ({"lines": [{**LINE, "description": "x" * 201}]}, "lines.1.description", "máximo é 200"),
        ({"date": "24-11-2026"}, "date", "AAAA-MM-DD"),
        ({"date": "20261124"}, "date", "AAAA-MM-DD"),
        ({"date": "2026-W48-2"}, "date", "AAAA-MM-DD"),
        ({"date": "2026-02-30"}, "date", "AAAA-MM-DD"),
        ({"prices_include_tax": "sim"}, "prices_include_tax", "true ou false"),
        ({"prices_include_tax": 1}, "prices_include_tax", "true ou false"),
        ({"customer": "509964435"}, "customer", "objeto"),
        ({"payments": [{"method": "NU"}]}, "payments.1.amount", "Falta"),
        ({"payments": {"NU": "1"}}, "payments", "lista"),
        ({"payments": [{"method": "NU", "amount": "1"}] * 21}, "payments", "20"),
        ({"withholding": {"type": "IRS"}}, "withholding.rate", "Falta"),
        ({"id": ""}, "id", "não pode ser vazio"),
        ({"id": 7}, "id", "texto"),
        ({"notes": "x" * 1001}, "notes", "máximo é 1000"),
    ],
)
def test_what_the_file_may_not_say_is_refused_by_name(change: dict[str, Any], field: str, part: str) -> None:
    with pytest.raises(Refusal) as refused:
        draft_file.read({"type": "FT", "lines": [LINE], **change})
    assert refused.value.field == field
    assert part in refused.value.message


@pytest.mark.parametrize("data", [None, [], "FT", 7, {}, {"type": "FT"}, {"lines": []}])
def test_what_is_no_document_is_refused(data: Any) -> None:
    with pytest.raises(Refusal):
        draft_file.read(data)


def test_text_comes_in_clean() -> None:
    draft = draft_file.read(
        {
            "type": "FT",
            "lines": [{"code": "A\x1b1", "description": "[red]\x1b[31mJoa\u0303o"}],
            "notes": "um\r\ndois\x07",
        }
    )
    assert (draft.lines[0].code, draft.lines[0].description, draft.notes) == ("A1", "[red][31mJoão", "um\ndois")
