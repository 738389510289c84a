"""balcao issue: the contract that scripts rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Said, balcao

LOOSE = {"code": "L1", "description": "Artigo solto", "quantity": "1", "unit": "UN", "price": "10.00", "tax": "NOR"}
KEYS = ["number", "atcud", "hash", "hash_control", "printed_hash", "system_entry_date", "net", "tax", "gross", "qr"]
Issue = Callable[[dict[str, Any]], Said]


def test_the_worked_invoice_of_the_law_notes(issue: Issue) -> None:
    """Appendix A: 100 x 0,55 less 8,8 % with 23 %, and 3 x 15,6488 exempt: 97,11 + 11,54 = 108,65."""
    said = issue(
        {
            "type": "FT",
            "lines": [
                {**LOOSE, "quantity": "100", "price": "0.55", "discount": "8.8%"},
                {
                    **LOOSE,
                    "code": "L2",
                    "quantity": "3",
                    "unit": "H",
                    "price": 15.6488,
                    "tax": "ISE",
                    "exemption": "M07",
                },
            ],
        }
    )
    assert said.code == 0
    assert list(said.proof) == KEYS
    assert (said.proof["net"], said.proof["tax"], said.proof["gross"]) == ("97.11", "11.54", "108.65")
    assert said.proof["number"] == "FT 2026A/1"
    assert said.proof["atcud"] == "CSDF7T5H-1"
    assert "*I1:PT*I2:46.95*I7:50.16*I8:11.54*N:11.54*O:108.65*" in said.proof["qr"]
    assert said.proof["printed_hash"] == said.proof["hash"][0:31:10]
    assert len(said.proof["hash"]) == 172


def test_the_defaults_are_those_of_a_counter_sale(issue: Issue, run: Callable[..., Said]) -> None:
    """Only type and lines are required: the type's series, today, Consumidor final, PT, paid in cash."""
    said = issue({"type": "FS", "lines": [{"code": "CAFE"}]})
    # 12,30 with tax is 10,00 without: prices in the file are without tax unless it says otherwise.
    assert (said.proof["net"], said.proof["tax"], said.proof["gross"]) == ("10.00", "2.30", "12.30")
    whole = json.loads(run("show", said.proof["number"], "--format", "json").out)
    assert whole["customer"]["nif"] == "999999990"
    assert whole["customer"]["name"] == "Consumidor final"
    assert whole["payments"] == [{"method": "NU", "name": "Numerário", "amount": "12.30", "tendered": "12.30"}]
    assert whole["change"] == "0.00"
    assert whole["lines"][0]["description"] == "Café em grão 1 kg"


def test_the_same_id_gives_the_first_document_again_byte_for_byte(home: Path) -> None:
    """Repeated by a script that timed out, even with other content: one document, the same output."""
    draft = {"type": "FT", "lines": [LOOSE], "id": "encomenda-1001"}
    other = {"type": "FT", "lines": [{**LOOSE, "price": "99"}], "id": "encomenda-1001"}
    first = balcao("issue", "--home", str(home), "--file", "-", given=json.dumps(draft))
    again = balcao("issue", "--home", str(home), "--file", "-", given=json.dumps(other))
    assert first.returncode == again.returncode == 0
    assert first.stdout == again.stdout
    listed = balcao("--home", str(home), "list", "documents", "--json")
    assert len(listed.stdout.splitlines()) == 1


def test_discounts_chain_and_prices_may_include_tax(issue: Issue) -> None:
    """2 x 10,00 less 10 % and then 5 % is 17,10; less 5 % of all, 0,86 (0,855): 16,24, of which 13,20 + 3,04."""
    said = issue(
        {
            "type": "FR",
            "prices_include_tax": True,
            "global_discount": "5%",
            "lines": [{**LOOSE, "quantity": "2", "discount": "10%+5%"}],
            "payments": [{"method": "NU", "amount": "20.00"}],
        }
    )
    assert (said.proof["net"], said.proof["tax"], said.proof["gross"]) == ("13.20", "3.04", "16.24")


def test_a_credit_note_by_file_and_what_is_left(issue: Issue) -> None:
    issue({"type": "FT", "lines": [{**LOOSE, "quantity": "3"}]})
    back = {"code": "L1", "reference": "FT 2026A/1", "reference_reason": "Devolução"}
    said = issue({"type": "NC", "lines": [{**back, "quantity": "2"}]})
    assert (said.code, said.proof["gross"]) == (0, "24.60")
    refused = issue({"type": "NC", "lines": [{**back, "quantity": "2"}]})
    assert refused.code == 1
    assert "só resta creditar 1" in refused.err
    assert refused.out == ""


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"linhas": []}, "Chave desconhecida «linhas»"),
        ({"type": "XX"}, "Tipo de documento «XX» desconhecido"),
        ({"type": 7}, "tem de ser texto"),
        ({"lines": "nada"}, "tem de ser uma lista"),
        ({"lines": []}, "não tem linhas"),
        ({"lines": [{**LOOSE, "cor": "azul"}]}, "Chave desconhecida «cor»"),
        ({"lines": [{**LOOSE, "quantity": "0"}]}, "maior que zero"),
        ({"lines": [{**LOOSE, "quantity": "-1"}]}, "nota de crédito"),
        ({"lines": [{**LOOSE, "quantity": "5601234567890"}]}, "código de barras"),
        ({"lines": [{**LOOSE, "quantity": "1e3"}]}, "não é um número"),
        ({"lines": [{**LOOSE, "quantity": "NaN"}]}, "não é um número"),
        ({"lines": [{**LOOSE, "quantity": "٣"}]}, "não é um número"),
        ({"lines": [{**LOOSE, "price": "1.1234567"}]}, "casas decimais"),
        ({"lines": [{**LOOSE, "price": "-1"}]}, "negativo"),
        ({"lines": [{**LOOSE, "price": "0"}]}, "não pode ser zero"),
        ({"lines": [{**LOOSE, "discount": "101%"}]}, "entre 0 e 100 %"),
        ({"lines": [{**LOOSE, "discount": "11,00"}]}, "ultrapassa"),
        ({"lines": [{**LOOSE, "tax": "MUI"}]}, "Taxa de IVA «MUI»"),
        ({"lines": [{**LOOSE, "tax": "ISE"}]}, "Sem IVA é preciso o motivo"),
        ({"lines": [{**LOOSE, "tax": "ISE", "exemption": "M03"}]}, "desconhecido"),
        ({"lines": [{**LOOSE, "tax": "ISE", "exemption": "M26"}]}, "não está em vigor"),
        ({"lines": [{**LOOSE, "exemption": "M07"}]}, "apague um dos dois"),
        ({"lines": [{"code": "NADA"}]}, "desconhecido"),
        ({"lines": [{**LOOSE, "description": "x" * 201}]}, "o máximo é 200"),
        ({"series": "2099Z"}, "Não há série FT 2099Z"),
        ({"region": "XX"}, "Região fiscal «XX»"),
        ({"region": "ES"}, "fiscal/oss.toml"),
        ({"date": "1899-01-01"}, "fora do aceitável"),
        ({"date": "24-11-2026"}, "use AAAA-MM-DD"),
        ({"date": "2098-01-01"}, "--confirm data-futura"),
        ({"customer": {"nif": "123456780", "name": "Ana"}}, "NIF 123456780 inválido: o último dígito devia ser 9."),
        ({"customer": {"nif": "509964435", "name": "Nós"}}, "própria empresa"),
        ({"customer": {"code": "NINGUEM"}}, "Cliente «NINGUEM» desconhecido"),
        ({"payments": [{"method": "XX", "amount": "1"}]}, "Meio de pagamento «XX»"),
        ({"payments": [{"method": "CD", "amount": "13"}]}, "só o numerário dá troco"),
        ({"type": "FS", "lines": [{**LOOSE, "price": "900"}]}, "não pode passar de 1 000,00 €"),
        (
            {"type": "FS", "customer": {"code": "PADARIA"}, "lines": [{**LOOSE, "price": "90"}]},
            "não pode passar de 100,00 €",
        ),
        ({"type": "FR", "lines": [{**LOOSE, "price": "2500"}]}, "a lei proíbe 3 000,00 €"),
        ({"type": "NC"}, "tem de indicar o documento que retifica"),
        ({"lines": [{**LOOSE, "reference": "FT 2026A/1"}]}, "não retifica"),
        ({"id": ""}, "não pode ser vazio"),
    ],
)
def test_what_a_rule_refuses(change: dict[str, Any], word: str, issue: Issue, run: Callable[..., Said]) -> None:
    """Exit code 1, a sentence on the standard error, nothing on the output, nothing issued."""
    said = issue({"type": "FT", "lines": [LOOSE], **change})
    assert said.code == 1
    assert word in said.err
    assert said.out == ""
    assert run("list", "documents", "--json").out == ""


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b'{"type":"FT",', 2, "não é JSON: linha 1"),
        (b'{"type":"FT","type":"FS","lines":[]}', 1, "aparece duas vezes"),
        (b'{"type":"FT","lines":[{"price":NaN}]}', 1, "não é um número"),
        (b'{"type":"\xff"}', 2, "não está em UTF-8"),
        (b"[" * 100_000, 2, "sem fim"),
        (b" " * 3_000_000, 2, "demasiado grande"),
        (b"[]", 1, "tem de ser um objeto"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, code: int, word: str, run: Callable[..., Said]) -> None:
    said = run("issue", "--file", "-", given=data)
    assert (said.code, word in said.err) == (code, True), said.err


def test_misuse_is_exit_code_2_and_speaks_portuguese(run: Callable[..., Said]) -> None:
    assert "falta indicar: --file" in run("issue").err
    assert run("issue").code == 2
    assert run("voar").code == 2
    assert run("issue", "--file", "nao-existe.json").code == 2


def test_hostile_text_is_kept_visible_and_drives_nothing(issue: Issue, run: Callable[..., Said]) -> None:
    nasty = "[red]\x1b]52;c;x\x07\u202eX"
    said = issue(
        {"type": "FT", "customer": {"name": nasty}, "notes": nasty, "lines": [{**LOOSE, "description": nasty}]}
    )
    number = said.proof["number"]
    for form in ("text", "json"):
        shown = run("show", number, "--format", form).out
        assert "[red]]52;c;xX" in shown
        assert not set(shown) & set("\x1b\x07\u202e")
