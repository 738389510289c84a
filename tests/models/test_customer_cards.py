"""Customer cards: what is checked, and what documents protect (F6, F7)."""

from __future__ import annotations

from typing import Any

import pytest
from company import COMPANY_BUYER, NIF, PERSON, Lojinha, line, refusal

from fiscal.errors import Refusal
from models.parties.customers import find_customer, save_customer
from models.parties.tables import Customer
from models.sales.draft import DraftCustomer


def card(code: str) -> Customer:
    return Customer.get(Customer.code == code)


def save(company: Lojinha, of: str | None = None, **changes: Any) -> int:
    """Saves a card, starting from the one it changes."""
    names = (
        "code",
        "nif",
        "name",
        "address",
        "postal_code",
        "city",
        "country",
        "phone",
        "email",
        "condition",
        "active",
    )
    before = {name: getattr(card(of), name) for name in names} if of else {}
    return save_customer(card(of).id if of else None, {**before, **changes}, company.session)


def test_a_card_without_code_gets_the_next_number(company: Lojinha) -> None:
    first, second = save(company, name="Rui"), save(company, name="Eva")
    assert [Customer.get_by_id(n).code for n in (first, second)] == ["C3", "C4"]
    save(company, code="C6", name="Ivo")
    assert Customer.get_by_id(save(company, name="Zé")).code == "C7"


def test_what_a_card_may_not_hold(company: Lojinha) -> None:
    for values, field in (
        ({"name": ""}, "name"),
        ({"name": "X"}, "name"),
        ({"name": "Zé", "nif": "123456780"}, "nif"),
        ({"name": "Zé", "nif": "999999990"}, "nif"),
        ({"name": "Zé", "nif": NIF}, "nif"),
        ({"name": "Zé", "nif": PERSON}, "nif"),
        ({"name": "Zé", "code": "MARIA"}, "code"),
        ({"name": "Zé", "postal_code": "4000"}, "postal_code"),
        ({"name": "Zé", "country": "Portugal"}, "country"),
        ({"name": "Zé", "condition": "90D"}, "condition"),
        ({"name": "Zé", "country": "ES", "nif": "A*B:999999990"}, "nif"),
        ({"name": "Zé", "country": "ES", "nif": "X" * 31}, "nif"),
    ):
        assert refusal(lambda v=values: save(company, **v)).field == field, values


def test_the_code_of_the_final_consumer_is_taken(company: Lojinha) -> None:
    """Documents without customer carry the code CF: a card with it would be two customers in SAF-T."""
    with pytest.raises(Refusal) as refused:
        save(company, code="CF", name="Casa Ferreira")
    assert refused.value.field == "code"


def test_a_foreign_number_loses_its_country_prefix_and_is_not_checked(company: Lojinha) -> None:
    number = save(company, name="Bodega", country="es", nif="ES B-12345678")
    assert (Customer.get_by_id(number).nif, Customer.get_by_id(number).country) == ("B-12345678", "ES")


def test_a_foreign_customer_is_found_again_however_the_number_is_typed(company: Lojinha) -> None:
    for typed in ("ESB12345678", "B12345678", "es b12345678"):
        buyer = DraftCustomer(nif=typed, name="Bodega S.L.", country="ES")
        sold = company.issue("FT", line("CAFE"), customer=buyer)
        assert (sold.customer.nif, sold.customer.country) == ("B12345678", "ES")
        assert "*B:B12345678*C:ES*" in sold.qr
    assert Customer.select().where(Customer.country == "ES").count() == 1


def test_without_documents_everything_may_change(company: Lojinha) -> None:
    save(company, "MARIA", nif="210000015", name="Maria Outra")
    assert card("MARIA").name == "Maria Outra"


def test_f6_a_nif_with_documents_stays(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"), customer=DraftCustomer(code="PADARIA"))
    for nif in ("510000010", ""):
        with pytest.raises(Refusal) as refused:
            save(company, "PADARIA", nif=nif)
        assert (refused.value.rule, refused.value.field) == ("F6", "nif")
    save(company, "PADARIA", name="Padaria Central, Unipessoal", address="Rua Nova, 2")
    assert card("PADARIA").nif == COMPANY_BUYER


def test_f7_a_name_without_nif_stays_until_the_nif_comes(company: Lojinha) -> None:
    save(company, code="RUI", name="Rui Costa")
    company.issue("FT", line("CAFE"), customer=DraftCustomer(code="RUI"))
    with pytest.raises(Refusal) as refused:
        save(company, "RUI", name="Rui da Costa")
    assert (refused.value.rule, refused.value.field) == ("F7", "name")
    save(company, "RUI", address="Rua Nova, 3")
    save(company, "RUI", nif="245123458", name="Rui da Costa")
    assert (card("RUI").nif, card("RUI").name) == ("245123458", "Rui da Costa")


def test_text_comes_in_clean(company: Lojinha) -> None:
    number = save(company, name="[red]Zé\x1b[0m\u202e Lda[/x]", address="A\nB")
    assert (Customer.get_by_id(number).name, Customer.get_by_id(number).address) == ("[red]Zé[0m Lda[/x]", "A B")


def test_finding_by_code_or_nif_exactly(company: Lojinha) -> None:
    assert find_customer("MARIA").code == find_customer(PERSON).code == "MARIA"  # type: ignore[union-attr]
    for unknown in ("", "%", "MARI", "' OR 1=1 --"):
        assert find_customer(unknown) is None


def test_a_nif_typed_at_the_counter_makes_a_card_and_is_found_the_next_time(company: Lojinha) -> None:
    first = company.issue("FS", line("CAFE"), customer=DraftCustomer(nif="245 123 458"))
    again = company.issue("FS", line("CAFE"), customer=DraftCustomer(nif="PT245123458", name="Rui Costa"))
    assert (first.customer.nif, first.customer.name) == ("245123458", "Desconhecido")
    assert (again.customer.nif, again.customer.name) == ("245123458", "Rui Costa")
    assert Customer.select().where(Customer.nif == "245123458").count() == 1


def test_a_wrong_buyer_stops_the_sale_at_its_field(company: Lojinha) -> None:
    for buyer, field in (
        ({"code": "NINGUEM"}, "customer.code"),
        ({"nif": "123456780"}, "customer.nif"),
        ({"nif": NIF}, "customer.nif"),
        ({"nif": "999999990", "name": "Rui"}, "customer.nif"),
        ({"nif": "510000010"}, "customer.name"),
        ({"nif": "245123458", "name": "Rui", "postal_code": "4000"}, "customer.postal_code"),
    ):
        act = lambda b=buyer: company.issue("FT", line("CAFE"), customer=DraftCustomer(**b))  # noqa: E731
        assert refusal(act).field == field, buyer
    assert Customer.select().count() == 2, "no card is left of a sale that was refused"
