"""Suppliers' cards and the company's places: what is checked, what documents and series protect."""

from __future__ import annotations

from typing import Any

import pytest
from company import COMPANY_BUYER, NIF, PERSON, Lojinha, line, refusal

from models.company.establishments import ESTABLISHMENTS, establishments, save_establishment
from models.company.establishments import form as establishment_form
from models.declared import Question
from models.importing import KINDS, bring_in
from models.parties.supplier_form import SUPPLIERS, load
from models.parties.suppliers import find_supplier, save_supplier
from models.parties.tables import Supplier
from models.series.form import save as save_series
from models.series.series import in_use
from models.series.tables import Series
from models.verify import verify

TORRA: dict[str, Any] = {
    "code": "TORRA", "nif": COMPANY_BUYER, "name": "Torrefação do Norte, Lda", "address": "Rua do Café, 9",
    "postal_code": "4000-002", "city": "Porto",
}  # fmt: skip


def test_a_card_is_found_by_code_nif_and_words(company: Lojinha) -> None:
    first = save_supplier(None, dict(TORRA), company.session)
    second = save_supplier(None, {"name": "Moagem do Sul"}, company.session)
    assert [Supplier.get_by_id(n).code for n in (first, second)] == ["TORRA", "F2"]
    assert find_supplier("TORRA") == find_supplier(COMPANY_BUYER) == Supplier.get_by_id(first)
    assert find_supplier("nada") is None
    for typed, codes in (("torref", ["TORRA"]), ("porto", ["TORRA"]), ("moa", ["F2"]), ("f2", ["F2"]), ("x", [])):
        assert [row.cells[0] for row in SUPPLIERS.page(Question(typed), None, 9, False)] == codes
    save_supplier(first, {**load(first), "active": False}, company.session)
    assert find_supplier(COMPANY_BUYER) is None


def test_what_a_card_may_not_hold(company: Lojinha) -> None:
    save_supplier(None, dict(TORRA), company.session)
    for values, field in (
        ({"name": "X"}, "name"),
        ({"name": "Zé", "nif": "123456780"}, "nif"),
        ({"name": "Zé", "nif": "999999990"}, "nif"),
        ({"name": "Zé", "nif": NIF}, "nif"),
        ({"name": "Zé", "nif": COMPANY_BUYER}, "nif"),
        ({"name": "Zé", "code": "TORRA"}, "code"),
        ({"name": "Zé", "postal_code": "4000"}, "postal_code"),
        ({"name": "Zé", "self_billing": True}, "nif"),
        ({"name": "Zé", "country": "Portugal"}, "country"),
    ):
        assert refusal(lambda given=values: save_supplier(None, given, company.session)).field == field  # type: ignore[misc]
    assert Supplier.select().count() == 1


def test_a_return_protects_the_card_and_takes_the_goods(company: Lojinha) -> None:
    number = save_supplier(None, dict(TORRA), company.session)
    sent = company.issue("GD", line("CAFE", "2"), supplier="TORRA", valued=False)
    assert (sent.to_supplier, sent.customer.name, sent.debit) == (True, "Torrefação do Norte, Lda", False)
    assert sent.transport is not None
    assert sent.transport.unload.address == "Rua do Café, 9"
    assert refusal(lambda: save_supplier(number, {**load(number), "nif": PERSON}, company.session)).rule == "F6"
    assert refusal(lambda: company.issue("GD", line("CAFE"), supplier="NADA")).field == "supplier"
    assert verify().findings == ()


def test_a_file_of_suppliers(company: Lojinha) -> None:
    data = f"codigo;nif;nome;localidade;autofaturacao\nTORRA;{COMPANY_BUYER};Torrefação do Norte;Porto;S\n;;Moagem;;\n"
    done = bring_in(KINDS["suppliers"], data.encode(), company.session)
    assert (done.new, done.changed, done.errors) == (2, 0, [])
    again = bring_in(KINDS["suppliers"], f"nif;nome\n{COMPANY_BUYER};Torra, Lda\n".encode(), company.session)
    assert (again.new, again.changed) == (0, 1)
    card = Supplier.get(Supplier.code == "TORRA")
    assert (card.name, card.city, card.self_billing) == ("Torra, Lda", "Porto", True)


def test_a_series_of_an_establishment_keeps_its_code(company: Lojinha) -> None:
    shop = save_establishment(None, {"code": "loja2", "name": "Loja da Baixa", "city": "Porto"}, company.session)
    assert establishments() == [("", "a sede"), ("LOJA2", "Loja da Baixa")]
    values = {"type": "FT", "name": "2026B", "validation_code": "CSDF7T5K", "establishment": "LOJA2", "kind": "N"}
    series = Series.get_by_id(save_series({**values, "id": None}, company.session))
    assert (series.establishment, series.kind) == ("LOJA2", "N")
    moved = {**establishment_form().load(shop), "code": "LOJA3"}
    assert refusal(lambda: save_establishment(shop, moved, company.session)).rule == "series"
    wrong = {**values, "name": "2026C", "validation_code": "", "establishment": "NADA"}
    assert refusal(lambda: save_series({**wrong, "id": None}, company.session)).field == "establishment"
    assert [row.cells[0] for row in ESTABLISHMENTS.page(Question(""), None, 9, False)] == ["LOJA2"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "", "name": "Loja"}, "code"),
        ({"code": "LOJA 2", "name": "Loja"}, "code"),
        ({"code": "LOJA2", "name": ""}, "name"),
        ({"code": "LOJA2", "name": "Loja", "postal_code": "4"}, "postal_code"),
    ],
)
def test_what_an_establishment_may_not_hold(company: Lojinha, values: dict[str, str], field: str) -> None:
    assert refusal(lambda: save_establishment(None, values, company.session)).field == field


def test_a_recovery_series_is_never_the_one_in_use(company: Lojinha) -> None:
    """1.6: recovered documents have a series of their own; a sale must not fall into it because it is the newest."""
    values = {"type": "FT", "name": "2026R", "validation_code": "CSDF7T5R", "purpose": "recovery", "id": None}
    save_series(values, company.session)
    assert in_use("FT", "", company.clock.at.date()) == "2026A"
