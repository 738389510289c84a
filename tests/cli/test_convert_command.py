"""balcao convert: what scripts rely on when one document becomes another."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.cli.command import Said

Issue = Callable[[dict[str, Any]], Said]
Run = Callable[..., Said]
BAKERY = {
    "nif": "501964843",
    "name": "Padaria Central",
    "address": "Rua do Forno, 5",
    "postal_code": "4000-001",
    "city": "Porto",
}


def guide(issue: Issue, quantity: str = "4", **more: Any) -> str:
    said = issue({"type": "GR", "customer": BAKERY, "lines": [{"code": "CAFE", "quantity": quantity}], **more})
    assert said.code == 0, said.err
    return str(said.proof["number"])


def test_two_guides_become_one_invoice(issue: Issue, run: Run) -> None:
    """4 and 2 units at 10,00 without tax: 60,00 and 13,80 of tax."""
    first, second = guide(issue), guide(issue, "2")
    said = run("convert", *first.split(), *second.split(), "--to", "ft")
    assert (said.code, said.proof["gross"]) == (0, "73.80")
    whole = json.loads(run("show", said.proof["number"], "--format", "json").out)
    assert [[o["number"] for o in own["origins"]] for own in whole["lines"]] == [[first], [second]]
    states = {row["number"]: row["status"] for row in run("list", "documents", "--json").rows}
    assert states == {first: "F", second: "F", said.proof["number"]: "N"}


def test_part_of_a_document_and_the_same_key_twice(issue: Issue, run: Run) -> None:
    number = guide(issue)
    once = run("convert", number, "--to", "FT", "--lines", "1=1.5", "--id", "chave-1")
    assert once.proof["net"] == "15.00"
    assert run("convert", number, "--to", "FT", "--lines", "1=1.5", "--id", "chave-1").out == once.out
    too_much = run("convert", number, "--to", "FT", "--lines", "1=3")
    assert too_much.code == 1
    assert "só falta passar 2.5 UN" in too_much.err


def test_a_draft_is_written_and_nothing_issued(issue: Issue, run: Run) -> None:
    number = guide(issue)
    said = run("convert", number, "--to", "FT", "--draft")
    draft = said.proof
    assert draft["lines"][0]["origin"] == number
    assert len(run("list", "documents", "--json").rows) == 1
    draft["lines"][0]["quantity"] = "1"
    assert issue(draft).proof["net"] == "10.00"


def test_a_delivery_out_of_the_van(issue: Issue, run: Run) -> None:
    said = issue(
        {
            "type": "GT", "valued": False, "transport": {"global_guide": True, "vehicle": "aa-01-bb"},
            "lines": [{"code": "CAFE", "quantity": "20"}],
        }
    )  # fmt: skip
    van = str(said.proof["number"])
    run("convert", guide(issue), "--to", "FT")  # the bakery gets its card
    sold = run("convert", van, "--to", "FT", "--lines", "1=3", "--customer", "501964843")
    assert (sold.code, sold.proof["gross"]) == (0, "36.90")


def test_what_cannot_be(issue: Issue, run: Run) -> None:
    number = guide(issue)
    for words, told in (
        ((number, "--to", "NC"), "não pode passar a nota de crédito"),
        (("GR", "2026A", "--to", "FT"), "não são números de documento"),
        (("GR 2026A/99", "--to", "FT"), "Não há nenhum documento GR 2026A/99"),
        ((number, "--to", "XX"), "desconhecido"),
        ((number, number, "--to", "FT", "--lines", "1=1"), "um documento de cada vez"),
        ((number, "--to", "FT", "--lines", "um"), "não se percebe"),
        ((number, "--to", "FT", "--lines", "9=1"), "em pelo menos uma linha"),
    ):
        said = run("convert", *words)
        assert (said.code, told in said.err) == (1, True), (words, said.err)
    assert len(run("list", "documents", "--json").rows) == 1
