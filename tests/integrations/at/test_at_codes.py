"""Every code of fiscal.md 3.2, 6.1, 6.3 and 6.4 has an action, written down here a second time, and a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from integrations.at import code_tables
from integrations.at.code_tables import Meaning
from integrations.at.codes import answered, meaning
from integrations.at.values import Answer, Service

SENT, FIX, RETRY, CONFLICT, CONFIGURE, STOP = "sent", "fix", "retry", "conflict", "configure", "stop"


def span(first: int, last: int) -> list[str]:
    return [str(code) for code in range(first, last + 1)]


AUTHENTICATION = {
    CONFIGURE: [*span(1, 11), *span(13, 20)],
    RETRY: ["12"],
    FIX: ["33"],
    STOP: ["99"],
}
DOCUMENTS = {
    SENT: ["0", "-2", "-9", "-10"],
    CONFLICT: ["-3"],
    FIX: ["-1", "-4", "-5", "-6", "-7", "-8", *[f"-{n}" for n in range(28, 37)], "-50", "-51"],
    CONFIGURE: ["-16", "-17", "-39"],
    RETRY: ["-97", "-99"],
}
SERIES = {
    SENT: ["2001", "2002", "2003", "2004"],
    CONFLICT: ["4001"],
    FIX: ["4000", "4002", "4003", "4004", "4005", "4045", "4046", "4047", "4048", "4049", "4051"],
    CONFIGURE: ["4043"],
    RETRY: ["5000"],
}
FAULTS = {
    CONFIGURE: [*span(1040, 1049), *span(1200, 1299)],
    RETRY: span(1050, 1059),
    STOP: span(1100, 1199),
}
TRANSPORT = {
    SENT: ["0", "-100", "-3"],
    CONFLICT: ["-4", "-8", "-9", "-24"],
    FIX: [
        "-1", "-2", "-5", "-6", "-11", "-13", "-14", "-15", "-16", "-17", "-18", "-19", "-20", "-21", "-22", "-23",
        "-26", "-27", "-20005", "-20006", "-20007", "-20008", "-20009",
    ],
    CONFIGURE: ["-7", "-10", *span(1, 12), *span(14, 20), "50", "51", "52"],
    RETRY: ["-12", "-25", "-99", "-20000", "13"],
    STOP: ["99"],
}  # fmt: skip
CASES: list[tuple[Service, str, dict[str, list[str]]]] = [
    (Service.SERIES, "registarSerie", SERIES),
    (Service.SERIES, "consultarSeries", FAULTS),
    (Service.SELF_BILLING, "registarSerieAutofaturacao", SERIES),
    (Service.SELF_BILLING, "consultarAcordosAutofaturacao", FAULTS),
    *((Service.INVOICES, f"Register{kind}Request", DOCUMENTS) for kind in ("Invoice", "Work", "Payment")),
    (Service.INVOICES, "RegisterInvoiceRequest", AUTHENTICATION),
    (Service.INVOICES, "RegisterWorkRequest", {SENT: ["-22"], FIX: ["-20", "-21", "-45"]}),
    (Service.INVOICES, "RegisterPaymentRequest", {SENT: ["-25"], FIX: ["-23", "-24"]}),
    (
        Service.INVOICES,
        "ChangeInvoiceStatusRequest",
        {SENT: ["0", "-2", "-10"], FIX: ["-11", "-12", "-19", "-26", "-27", "-37", "-38", "-43"], RETRY: ["-97"]},
    ),
    (Service.INVOICES, "ChangeInvoiceStatusRequest", AUTHENTICATION),
    (Service.INVOICES, "DeleteInvoiceRequest", {SENT: ["0"], FIX: ["400", "401", *span(474, 491)]}),
    (Service.INVOICES, "DeleteInvoiceRequest", AUTHENTICATION),
    (Service.TRANSPORT, "enviar", TRANSPORT),
    (Service.TRANSPORT, "cancelar", {SENT: ["0", "-100", "-4"], FIX: ["-13"], CONFLICT: ["-8", "-9"], STOP: ["99"]}),
]


@pytest.mark.parametrize(("service", "operation", "wanted"), CASES)
def test_every_code_has_its_action(service: Service, operation: str, wanted: dict[str, list[str]]) -> None:
    told = {(code, action): meaning(service, operation, code) for action, codes in wanted.items() for code in codes}
    assert {key: found and found.action.value for key, found in told.items()} == {key: key[1] for key in told}


def every_meaning() -> Iterable[Meaning]:
    for table in vars(code_tables).values():
        if isinstance(table, dict):
            yield from (found for found in table.values() if isinstance(found, Meaning))


def test_every_sentence_is_one_and_says_what_to_do() -> None:
    found = list(every_meaning())
    assert len(found) > 300
    assert not [one.sentence for one in found if not one.sentence.endswith(".") or not one.sentence[0].isupper()]
    # AT's own words follow where the code alone does not say enough.
    advises = re.compile(r":|[Vv]olta|[Nn]ada|[Uu]se|[Cc]onfirme|[Vv]eja|[Pp]eça|[Ee]screva|[Tt]roque|[Mm]ude")
    mute = {
        one.sentence
        for one in found
        if one.action.value != SENT and not one.quotes and not advises.search(one.sentence)
    }
    assert mute <= {
        "A AT não conhece a classe de documentos desta série.",
        "O tipo de documento não é da classe desta série.",
        "A AT só aceita anular uma série por erro de registo (ER).",
        "Faltam dados obrigatórios no pedido.",
    }


def test_an_unknown_code_is_to_be_fixed_and_shows_at_s_words() -> None:
    told: Answer[None] = answered(Service.INVOICES, "RegisterInvoiceRequest", "-4711", "Campo novo em falta")
    assert (told.action.value, told.code) == (FIX, "-4711")
    assert "(-4711): Campo novo em falta. Corrija" in told.message


def test_a_value_is_given_only_where_it_was_done() -> None:
    assert answered(Service.TRANSPORT, "enviar", "-14", "", value="123").value is None
    assert answered(Service.TRANSPORT, "enviar", "0", "", value="123").value == "123"


def test_every_code_that_the_specification_lists_is_known(reference: Path) -> None:
    """Read from the tables of fiscal.md themselves, so that a code added there is missed here."""
    text = (reference / "fiscal.md").read_text(encoding="utf-8")
    sections = (
        (Service.SERIES, "registarSerie", "### 3.2", "### 3.3"),
        (Service.INVOICES, "RegisterInvoiceRequest", "### 6.3", "### 6.4"),
        (Service.TRANSPORT, "enviar", "### 6.4", "### 6.5"),
    )
    counted = 0
    for service, operation, begins, ends in sections:
        rows = text[text.index(begins) : text.index(ends)].splitlines()
        operations = (operation, "ChangeInvoiceStatusRequest", "DeleteInvoiceRequest")
        for row in rows:
            cell = row.split("|")[1] if row.startswith("|") else ""
            for code in re.findall(r"-?\d+", re.sub(r"(\d+)\.\.(\d+)", r"\1 \2", cell)):
                counted += 1
                assert any(meaning(service, one, code) for one in operations), f"{service} {code}: {row}"
    assert counted > 100
