"""A SAF-T from anybody: what is broken is refused whole in one sentence, what cannot be taken is told and the rest comes in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from company import Lojinha, article, refusal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiscal.errors import Refusal
from models import db
from models.history.importing import import_saft
from models.history.tables import HistoryBatch, HistoryDocument
from models.parties.tables import Customer
from models.work import Stopped
from tests.models.old_saft import BODY, HIM, JOAO, OldSaft, bring, invoice, line, open_balances, party
from tests.models.test_saft_imported import everything

FT = invoice("FT A/1", "20.00", "4.60", "24.60")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("saft.xml", OldSaft((FT,)).data)
    return out.getvalue()


BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
WHOLE_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "acaba antes do tempo ou está vazio"),
    "no XML": (lambda: b"codigo;nome\n1;Ana\n", "não é XML bem formado"),
    "another XML": (lambda: b"<html><body/></html>", "devia ser «AuditFile»|começa por «AuditFile»"),
    "a ZIP": (zipped, "comprimido"),
    "entities": (lambda: OldSaft((FT,), prolog=BOMB).data, "DOCTYPE"),
    "an external file": (
        lambda: OldSaft((FT,), prolog='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>').data, "DOCTYPE"),
    "cut": (lambda: OldSaft((FT,)).data[:-200], "não é XML bem formado"),
    "a text without end": (
        lambda: OldSaft((FT,), masters=party("Customer", "9", JOAO, "x" * 20_000)).data, "mais de 10000 caracteres"),
    "too deep": (lambda: OldSaft((FT,), other="<a>" * 60 + "</a>" * 60).data, "níveis"),
    "of another company": (lambda: OldSaft((FT,), nif="501964843").data, "é de outra empresa: o NIF dele é 501964843"),
    "of nobody": (lambda: OldSaft((FT,), nif="").data, "não diz de quem é"),
    "of no time": (lambda: OldSaft((FT,), month=13).data, "não diz de quem é"),
    "without a header": (
        lambda: OldSaft((FT,)).data.replace(b"<Header>", b"<Cabeca>").replace(b"</Header>", b"</Cabeca>"),
        "não começa pelo cabeçalho"),
    "of a release that is to come": (lambda: OldSaft((FT,), release="2.00_01").data, "leem-se as versões"),
    "UTF-8 by name only": (
        lambda: OldSaft((FT,), encoding="Windows-1252").data.replace(b"Windows-1252", b"UTF-8"),
        "não é a verdadeira|que não o são"),
    "UTF-16": (lambda: OldSaft((FT,)).text.encode("utf-16"), "UTF-16"),
    "an encoding that is none": (lambda: OldSaft((FT,)).data.replace(b"UTF-8", b"KLINGON"), "codificação"),
}  # fmt: skip


@pytest.mark.parametrize("what", WHOLE_FILES)
def test_a_broken_file_is_one_sentence_and_nothing_changes(company: Lojinha, what: str) -> None:
    data, said = WHOLE_FILES[what]
    before = everything()
    message = refusal(lambda: bring(company, data())).message
    assert any(part in message for part in said.split("|")), message
    assert everything() == before


ODD_DOCUMENTS: dict[str, tuple[str, str]] = {
    "an amount of 39 digits": (invoice("FT A/1", "9" * 39 + ".00", "0.00", "1.00"), "não é um número que se possa guardar"),
    "a quantity beyond counting": (
        invoice("FT A/1", "1.00", "0.23", "1.23", line("1.00", quantity="1" + "0" * 14)), "absurdo"),
    "a negative total": (invoice("FT A/1", "-20.00", "-4.60", "-24.60"), "negativo"),
    "a negative line": (invoice("FT A/1", "20.00", "4.60", "24.60", line("-20.00")), "negativo"),
    "letters for a total": (invoice("FT A/1", "20.00", "4.60", "vinte"), "GrossTotal não é um número"),
    "an exponent": (invoice("FT A/1", "20.00", "4.60", "1e999999"), "GrossTotal não é um número"),
    "no total": (FT.replace("<GrossTotal>24.60</GrossTotal>", ""), "falta-lhe GrossTotal"),
    "no number": (FT.replace("FT A/1", ""), "não tem um número"),
    "a control character in the number": (FT.replace("FT A/1", "FT A&#x9;/1"), "não tem um número"),
    "a day that never was": (invoice("FT A/1", "20.00", "4.60", "24.60", day="2026-02-30"), "não tem uma data"),
    "a type that is none": (FT.replace("<InvoiceType>FT<", "<InvoiceType>XX<"), "o tipo «XX» não se conhece"),
}  # fmt: skip


@pytest.mark.parametrize("what", ODD_DOCUMENTS)
def test_a_document_that_cannot_be_is_told_and_the_others_come_in(company: Lojinha, what: str) -> None:
    odd, said = ODD_DOCUMENTS[what]
    outcome = bring(company, OldSaft((odd, invoice("FT A/2", "10.00", "2.30", "12.30"))))
    assert open_balances() == {"FT A/2": "12.30"}
    assert outcome.refused == {"documents": 1}
    (remark,) = outcome.remarks
    assert said in remark.why
    assert remark.line == 5  # after declaration, AuditFile, Header and MasterFiles
    assert not remark.taken


def test_one_number_twice_is_the_first_of_them(company: Lojinha) -> None:
    outcome = bring(company, OldSaft((FT, invoice("FT A/1", "1.00", "0.23", "1.23"))))
    assert open_balances() == {"FT A/1": "24.60"}
    assert "está duas vezes" in outcome.remarks[0].why


def product(code: str, description: str, number: str = "") -> str:
    return (
        f"<Product><ProductType>P</ProductType><ProductCode>{code}</ProductCode><ProductDescription>{description}"
        f"</ProductDescription><ProductNumberCode>{number or code}</ProductNumberCode></Product>"
    )


RATE_21 = (
    "<TaxTable><TaxTableEntry><TaxType>IVA</TaxType><TaxCountryRegion>PT</TaxCountryRegion><TaxCode>NOR</TaxCode>"
    "<TaxPercentage>21</TaxPercentage></TaxTableEntry></TaxTable>"
)
CARDS: dict[str, tuple[str, str, dict[str, int]]] = {
    "a NIF that is none": (party("Customer", "7", "123456780", "Zé"), "NIF", {"customers": 1}),
    "our own": (party("Customer", "7", "509964435", "Nós"), "própria empresa", {"customers": 1}),
    "a name of one letter": (party("Customer", "7", "999999990", "Z"), "nome", {"customers": 1}),
    "a postal code that is none": (
        party("Customer", "7", "999999990", "Zé Alto", "<PostalCode>35</PostalCode><Country>PT</Country>"),
        "ficou sem código postal", {}),
    "a code of another card": (party("Customer", "MARIA", "999999990", "Outra Maria"), "recebeu outro", {}),
    "an article without a name": (product("Z", ""), "designação", {"articles": 1}),
    "an article's code with spaces": (product("ART 7*", "Sal"), "ficou ART-7-", {}),
    "a bar code of another": (product("Z", "Sal", "5601234567892"), "ficou sem código de barras", {}),
    "a rate that the law has not": (RATE_21, "não é a da lei", {}),
}  # fmt: skip


@pytest.mark.parametrize("what", CARDS)
def test_a_card_that_the_rules_refuse_is_told_and_the_others_come_in(company: Lojinha, what: str) -> None:
    odd, said, refused = CARDS[what]
    outcome = bring(company, OldSaft((FT,), masters=HIM + odd + BODY))
    assert [said in remark.why for remark in outcome.remarks] == [True]
    assert dict(outcome.refused) == refused
    assert open_balances() == {"FT A/1": "24.60"}
    assert article("AZ1").price == Decimal(20)


def test_a_file_of_escapes_and_markup_is_kept_as_plain_text(company: Lojinha) -> None:
    name = "Zé [red]&#x202E;Alto&lt;b&gt; \u200bX"
    bring(company, OldSaft((FT,), masters=party("Customer", "9", "999999990", name)))
    assert Customer.get(Customer.code == "9").name == "Zé [red]Alto<b> X"
    assert HistoryDocument.get().customer_name == "Zé [red]Alto<b> X"


def test_stopped_in_the_middle_nothing_stays(company: Lojinha) -> None:
    many = OldSaft(tuple(invoice(f"FT A/{n}", "20.00", "4.60", "24.60") for n in range(1, 900)))
    asked: list[int] = []

    def stop() -> bool:
        asked.append(HistoryDocument.select().count())
        return len(asked) == 7

    before = everything()
    with pytest.raises(Stopped):
        import_saft(io.BytesIO(many.data), "a.xml", company.session, cancelled=stop)
    assert asked[-1] == 500  # it was well on its way
    assert everything() == before


def test_a_full_disk_in_the_middle_leaves_nothing(company: Lojinha, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.history.importing.settle", full)
    with pytest.raises(OSError):
        bring(company, OldSaft((FT,)))
    monkeypatch.undo()
    assert everything() == before
    assert bring(company, OldSaft((FT,))).new["documents"] == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 3000), put=st.binary(min_size=1, max_size=12), taken=st.integers(0, 40))
def test_any_damage_ends_in_a_sentence_or_an_import(company: Lojinha, at: int, put: bytes, taken: int) -> None:
    data = OldSaft((FT, invoice("FT A/2", "10.00", "2.30", "12.30"))).data
    spoiled = data[:at] + put + data[at + taken :]
    before = HistoryBatch.select().count()
    try:
        new = bring(company, spoiled, only_look=True).new["documents"]
    except Refusal as refused:
        new, told = 0, refused.message
    else:
        told = "."
    assert told.endswith(".")
    assert new <= 2
    assert HistoryBatch.select().count() == before
    assert db.database.execute_sql("SELECT count(*) FROM history_document").fetchone()[0] == 0
