"""Files of issue and of set-up with values of the wrong type or beyond reason: refused by name, nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Said, balcao

LOOSE = {"code": "L1", "description": "Artigo solto", "quantity": "1", "unit": "UN", "price": "10.00", "tax": "NOR"}
Run = Callable[..., Said]
Issue = Callable[[dict[str, Any]], Said]

NOT_TEXT = (7, True, ["x"], {"x": "y"})
NOT_NUMBER = ("doze", "", True, ["1"], {"x": 1})
TEXTS = ("type", "series", "date", "global_discount", "region", "condition", "notes", "id")
LINE_TEXTS = ("code", "description", "unit", "discount", "tax", "exemption", "reference", "reference_reason")
CUSTOMER_TEXTS = ("code", "nif", "name", "address", "postal_code", "city", "country")

WRONG: list[tuple[dict[str, Any], str]] = [
    *(({key: value}, key) for key in TEXTS for value in NOT_TEXT),
    *(({"lines": [{**LOOSE, key: value}]}, f"lines.1.{key}") for key in LINE_TEXTS for value in NOT_TEXT),
    *(({"lines": [{**LOOSE, key: v}]}, f"lines.1.{key}") for key in ("quantity", "price") for v in NOT_NUMBER),
    *(({"customer": {"name": "Ana", key: value}}, f"customer.{key}") for key in CUSTOMER_TEXTS for value in NOT_TEXT),
    *(({"customer": value}, "customer") for value in (7, "Ana", ["Ana"], True)),
    *(({"prices_include_tax": value}, "prices_include_tax") for value in (0, 1, "true", [], {})),
    *(({"lines": value}, "lines") for value in (None, "x", 7, {}, {"1": LOOSE})),
    *(({"lines": [value]}, "lines.1") for value in (None, "x", 7, [])),
    *(({"payments": value}, "payments") for value in ("NU", 7, {"method": "NU", "amount": "1"})),
    *(({"payments": [value]}, "payments.1") for value in ("NU", 7, None, {"method": 7, "amount": "1"})),
    *(({"payments": [{"method": "NU", "amount": value}]}, "payments.1.amount") for value in (*NOT_NUMBER, None)),
    *(({"withholding": value}, "withholding") for value in ("IRS", 25, ["IRS"])),
    *(({"withholding": {"type": "IRS", "rate": value}}, "withholding.rate") for value in (*NOT_NUMBER, None)),
    ({"withholding": {"type": "ZZZ", "rate": "25"}}, "withholding.type"),
    ({"withholding": {"type": "IRS", "rate": "101"}}, "withholding.rate"),
    ({"withholding": {"type": "IRS", "rate": "25", "kind": "B"}}, "kind"),
    ({"customer": {"name": "Ana", "cor": "azul"}}, "cor"),
    ({"payments": [{"method": "NU", "amount": "1", "cor": "azul"}]}, "cor"),
]


@pytest.mark.parametrize(("change", "place"), WRONG)
def test_a_value_of_the_wrong_type_is_refused_by_name(
    change: dict[str, Any], place: str, issue: Issue, run: Run
) -> None:
    said = issue({"type": "FT", "lines": [LOOSE], **change})
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("balcao: ")
    assert "Erro inesperado" not in said.err
    assert place in said.err
    assert run("list", "documents", "--json").out == ""


@pytest.mark.parametrize(
    "number",
    ["1e999", "-1e999", "1e999999999999", "1e-99999999", "1e99999999999999999999999", "Infinity", "-Infinity", "NaN"],
)
@pytest.mark.parametrize("key", ["price", "quantity"])
def test_numbers_beyond_reason_neither_fill_the_memory_nor_pass(key: str, number: str, run: Run, home: Path) -> None:
    """Each is short to write; written out in full some would be longer than any memory."""
    said = run("issue", "--file", "-", given=f'{{"type":"FT","lines":[{{"code":"CAFE","{key}":{number}}}]}}'.encode())
    assert (said.code, said.out) == (1, "")
    assert "não é um número" in said.err
    assert run("list", "documents", "--json").out == ""
    assert not (home / "erro.log").exists()


def test_a_json_number_is_read_exactly(issue: Issue, run: Run) -> None:
    """0.1 + 0.2 of a float would be 0.30000000000000004: here 3 x 0,10 is 0,30 and the price stays 0.1."""
    line = {**LOOSE, "quantity": 3, "price": 0.1}
    number = issue({"type": "FT", "lines": [line]}).proof["number"]
    whole = json.loads(run("show", number, "--format", "json").out)
    assert whole["net"] == "0.30"
    assert whole["lines"][0]["price"] == "0.100000"


@pytest.mark.parametrize("missing", ["description", "unit", "price", "tax"])
def test_a_code_that_no_article_has_needs_the_rest(missing: str, issue: Issue, run: Run) -> None:
    said = issue({"type": "FT", "lines": [{k: v for k, v in LOOSE.items() if k != missing}]})
    assert said.code == 1
    assert "«L1» desconhecido" in said.err
    assert run("list", "documents", "--json").out == ""


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"date": "2150-01-01"}, "fora do aceitável"),
        ({"date": "0001-01-01"}, "fora do aceitável"),
        ({"date": "2026-02-30"}, "use AAAA-MM-DD"),
        ({"lines": [{**LOOSE, "tax": "NS"}]}, "Sem IVA é preciso o motivo"),
        ({"lines": [{**LOOSE, "quantity": "1.1234567"}]}, "casas decimais"),
        ({"lines": [{**LOOSE, "price": "5601234567892"}]}, "código de barras"),
        ({"lines": [{**LOOSE, "discount": "-5%"}]}, "entre 0 e 100 %"),
        ({"lines": [{**LOOSE, "discount": "NaN%"}]}, "não é um número"),
        ({"global_discount": "101%"}, "entre 0 e 100 %"),
        ({"lines": [LOOSE] * 501}, "o máximo é 500"),
        ({"condition": "ZZ"}, "Condição de pagamento «ZZ»"),
        ({"type": "FR", "payments": [{"method": "NU", "amount": "-12.30"}]}, "maior que zero"),
        ({"type": "FR", "payments": [{"method": "NU", "amount": "5"}]}, "Faltam pagar 7,30 € de 12,30 €"),
        ({"type": "FR", "prices_include_tax": True, "lines": [{**LOOSE, "price": "3000"}]}, "a lei proíbe 3 000,00 €"),
    ],
)
def test_values_beyond_the_rules(change: dict[str, Any], word: str, issue: Issue, run: Run) -> None:
    said = issue({"type": "FT", "lines": [LOOSE], **change})
    assert (said.code, said.out) == (1, "")
    assert word in said.err
    assert run("list", "documents", "--json").out == ""


def test_cash_stops_a_cent_before_the_law_and_cards_do_not(issue: Issue) -> None:
    """LGT 63.º-E: 3 000,00 € in cash is forbidden, 2 999,99 € is not, and a card may pay it."""
    three_thousand = {"type": "FR", "prices_include_tax": True, "lines": [{**LOOSE, "price": "3000.00"}]}
    assert issue(three_thousand).code == 1
    assert issue({**three_thousand, "payments": [{"method": "CD", "amount": "3000.00"}]}).code == 0
    assert issue({**three_thousand, "lines": [{**LOOSE, "price": "2999.99"}]}).code == 0


NASTY = "[red]\x1b[31m\x07\x00\x9b2J\u202e\u200bçX"
SEEN = "[red][31m2JçX"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"lines": [{**LOOSE, "description": NASTY}]}, "lines"),
        ({"lines": [{**LOOSE, "code": NASTY[:5] + "\x1bX"}]}, "lines"),
        ({"customer": {"name": NASTY, "address": NASTY, "city": NASTY}}, "customer"),
        ({"notes": NASTY}, "notes"),
    ],
)
def test_escape_codes_are_stored_and_printed_without_their_control(
    change: dict[str, Any], where: str, issue: Issue, run: Run
) -> None:
    number = issue({"type": "FT", "lines": [LOOSE], **change}).proof["number"]
    whole = json.loads(run("show", number, "--format", "json").out)
    assert "[red]" in json.dumps(whole[where])
    if "code" not in str(change.get("lines", "")) or where != "lines":
        assert SEEN in json.dumps(whole[where], ensure_ascii=False)
    shown = run("show", number).out + run("list", "documents").out
    assert not set(json.dumps(whole, ensure_ascii=False) + shown) & set("\x1b\x07\x00\x9b\u202e\u200b")


def test_a_refusal_prints_no_escape_code_of_what_was_given(issue: Issue, run: Run) -> None:
    for given in ({"type": "FT", "lines": [], "\x1b[31mcor": 1}, {"type": "\x1b]"}, {"type": "FT", "series": NASTY}):
        assert not set(issue({"lines": [LOOSE], **given}).err) & set("\x1b\x07\x9b\u202e")
    assert "\x1b" not in run("show", "\x1b[31mFT 1/1").err


COMPANY = {
    "nif": "599999993", "name": "Nova, Lda", "address": "Rua A, 1", "postal_code": "1000-001", "city": "Lisboa",
    "operator": "rui", "operator_name": "Rui", "password": "segredo",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"retailer": "não"}, "«retailer» tem de ser true ou false"),
        ({"retailer": 1}, "«retailer» tem de ser true ou false"),
        ({"name": ["Nova"]}, "«name» tem de ser texto"),
        ({"nif": 599999993}, "«nif» tem de ser texto"),
        ({"series": [1]}, "«series»"),
        ({"series": {"name": 2026}}, "«series»"),
        ({"series": {"nome": "2026A"}}, "Chave desconhecida «nome»"),
        ({"series": {"codes": {"VD": "AAAA1111"}}}, "series.codes.VD"),
        ({"series": {"codes": {"FT": 11111111}}}, "series.codes.FT"),
        ({"cor": "azul"}, "Chave desconhecida «cor»"),
        ({"nif": "123456780"}, "NIF 123456780 inválido: o último dígito devia ser 9."),
    ],
)
def test_a_company_is_not_set_up_from_a_file_that_is_wrong(change: dict[str, Any], word: str, tmp_path: Path) -> None:
    at = ("--home", str(tmp_path / "nova"))
    said = balcao(*at, "setup", "--file", "-", given=json.dumps({**COMPANY, **change}))
    assert (said.returncode, said.stdout) == (1, b"")
    assert word in said.stderr.decode()
    assert balcao(*at, "list", "documents").returncode == 1
