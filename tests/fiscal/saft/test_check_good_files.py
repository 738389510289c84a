"""The check of SAF-T files says nothing of what is right: AT's signatures, the worked example, and made-up businesses."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.bench.saft_made import Business
from fiscal.errors import Refusal
from fiscal.saft.check.run import check
from fiscal.signature import KeySigner, Verifier, generate_key
from fiscal.tables import tables
from tests.fiscal.saft.spoiled import MIXED, TODAY, File, checked, made

KEY = KeySigner(generate_key())
FT = "FT 2026A/5"


def test_the_worked_example_is_right_and_its_signatures_hold(reference: Path) -> None:
    """Two invoices, one receipt, discounts and an exempt line; signed with AT's demonstration key (fiscal.md, appendix A)."""
    pem = (reference / "at" / "hash_demo_public_key.pem").read_text()
    with (reference / "saft" / "example_minimal_F.xml").open("rb") as source:
        report = check(source, tables=tables(), today=date(2027, 2, 2), keys={1: pem})
    assert report.findings == ()
    assert report.verified is not None
    assert (report.verified.held, report.verified.failed, report.verified.unknown) == (2, 0, 0)
    assert {name: sums.documents for name, sums in report.documents.items()} == {"SalesInvoices": 2, "Payments": 1}
    assert report.masters == {"Customer": 1, "Supplier": 0, "Product": 2}
    assert (report.header.nif, report.header.basis) == ("599999993", "F")


def test_at_s_chain_is_verified_from_what_the_file_says(reference: Path, good: bytes) -> None:
    """AT's vectors put into a file: 1T 1/1 to 1/3 are a chain, 2T A/1 begins its own."""
    pem = (reference / "at" / "hash_demo_public_key.pem").read_text()
    rows = (reference / "at" / "hash_vectors.tsv").read_text(encoding="ascii").splitlines()
    file = File(good)
    for place, row in enumerate((row for row in rows if row and not row.startswith("#")), 1):
        number, text, signature, _ = row.split("\t")
        day, entry, _, gross, _ = text.split(";")
        mine = f"FT 2026A/{place}"
        file.set("GrossTotal", mine, gross)
        for element, value in (("Hash", signature), ("InvoiceDate", day), ("SystemEntryDate", entry)):
            file.set(element, mine, value)
        file.set("InvoiceNo", "", number) if place == 1 else file.put(file.find("InvoiceNo", mine), number)
    report = checked(file.data, {None: pem})
    assert report.verified is not None
    assert report.verified.held == 4
    failed = {finding.place for finding in report.findings if finding.rule == "chain"}
    assert not failed & {"1T 1/1", "1T 1/2", "1T 1/3", "2T A/1"}


@settings(max_examples=30)
@given(
    seed=st.integers(0, 10**6),
    sales=st.integers(1, 12),
    part=st.sampled_from((1, 2, 3)),
    lines=st.integers(1, 7),
    first=st.sampled_from((1, 137)),
    rounding=st.sampled_from(("rate", "document", "line")),
    regions=st.lists(st.sampled_from(("PT", "PT-AC", "PT-MA")), min_size=1, max_size=3, unique=True),
    encoding=st.sampled_from(("utf-8", "windows-1252", "iso-8859-1")),
    days=st.integers(1, 60),
)
def test_businesses_that_are_right_are_found_right(
    seed: int,
    sales: int,
    part: int,
    lines: int,
    first: int,
    rounding: str,
    regions: list[str],
    encoding: str,
    days: int,
) -> None:
    """However tax is rounded. Of a series that begins before the file, only the first signature is left open."""
    counts = {
        "FT": sales,
        "FS": sales * 2,
        "FR": sales,
        "GT": sales,
        "NC": sales // part,
        "OR": sales,
        "RG": sales // part,
    }
    start = date(2026, 12, 15) if days > 31 else date(2026, 9, 1)
    business = Business(seed, counts, lines, first, rounding, tuple(regions), encoding, start, days)
    report = checked(made(business, KEY), {None: KEY.public_pem})
    signed = [kind for kind in ("FT", "FS", "FR", "NC", "GT", "OR") if counts[kind]]
    opened = [finding.rule for finding in report.findings]
    if start.year == 2026 and start.month == 12:
        opened = [rule for rule in opened if rule != "early-file"]  # made in 2027, read "today" in November 2026
    assert opened == (["chain-unverifiable"] * len(signed) if first > 1 else [])
    assert report.verified is not None
    assert report.verified.failed == 0
    assert report.verified.held + report.verified.unknown == sum(counts[kind] for kind in signed)


@pytest.mark.parametrize("anew", [False, True], ids=["chained on", "begun anew"])
def test_a_year_may_go_on_with_the_chain_or_begin_it_anew(anew: bool) -> None:
    """Despacho 8632/2014, 2.1.5: both are found right."""
    begun: list[str] = []

    def sign(text: str) -> str:
        series = text.split(";")[2].partition("/")[0]
        if anew and text.startswith("2027") and series not in begun:
            begun.append(series)
            text = text.rpartition(";")[0] + ";"
        return KEY.sign(text)

    out = io.BytesIO()
    Business(counts={"FT": 9, "FS": 9}, start=date(2026, 12, 20), days=30).write(out, sign)
    report = checked(out.getvalue(), {None: KEY.public_pem})
    assert bool(begun) == anew
    assert report.verified is not None
    assert (report.verified.held, report.verified.failed) == (18, 0)


def test_a_chain_begun_anew_inside_a_year_is_broken() -> None:
    def sign(text: str) -> str:
        return KEY.sign(text.rpartition(";")[0] + ";" if ";FT 2026A/5;" in text else text)

    out = io.BytesIO()
    Business(counts={"FT": 9}).write(out, sign)
    report = checked(out.getvalue(), {None: KEY.public_pem})
    assert [(finding.rule, finding.place) for finding in report.findings] == [("chain", FT)]


def test_documents_in_any_order_are_read_by_their_numbers() -> None:
    file = File(made(Business(counts={"FT": 9}), KEY))
    text = "\n".join(file.lines)
    before, _, rest = text.partition("<Invoice>")
    inside, _, after = rest.rpartition("</Invoice>")
    documents = ("<Invoice>" + inside).split("</Invoice>\n")
    turned = before + "</Invoice>\n".join(reversed(documents)) + "</Invoice>" + after
    report = checked(turned.encode(), {None: KEY.public_pem})
    assert report.findings == ()
    assert report.verified is not None
    assert report.verified.held == 9


def test_numbers_with_zeros_before_are_read_and_verified() -> None:
    """The zeros are signed, and ATCUD repeats them (Portaria 195/2020, art. 3 n.3)."""

    def padded(text: str) -> str:
        number = text.split(";")[2]
        code, _, digits = number.rpartition("/")
        return text.replace(f";{number};", f";{code}/{digits:>05};")

    out = io.BytesIO()
    Business(counts={"FT": 9}).write(out, lambda text: KEY.sign(padded(text)))
    file = File(out.getvalue())
    for n in range(1, 10):
        file.set("ATCUD", f"FT 2026A/{n}", f"AAJFFT26-0000{n}")
        file.set("InvoiceNo", f"FT 2026A/{n}", f"FT 2026A/0000{n}")
    report = checked(file.data, {None: KEY.public_pem})
    assert report.findings == ()
    assert report.verified is not None
    assert report.verified.held == 9


def test_an_entry_taken_back_inside_an_invoice_is_right() -> None:
    """One line at debit, the same article at credit: F13 allows it, and the totals leave it out."""
    file = File(made(Business(counts={"FT": 1}, lines=1), KEY))
    amount = file.text(file.find("CreditAmount", "FT 2026A/1"))
    start = file.find("Line", "FT 2026A/1")
    end = next(n for n in range(start, len(file.lines)) if file.lines[n - 1] == "</Line>")
    line = file.lines[start - 1 : end]
    back = [text.replace("CreditAmount", "DebitAmount") for text in line]
    file.insert(end, *back, *line)
    file.set("TotalDebit", "", amount)
    total = file.find("TotalCredit")
    file.put(total, f"{2 * float(amount):.6f}")
    assert checked(file.data).findings == ()


def test_amounts_as_some_programs_write_them() -> None:
    """No digit before the point, none after it, zeros at the end: the same number (XSD decimal)."""
    file = File(made(Business(counts={"FT": 3}), KEY))
    for n, line in enumerate(file.lines, 1):
        if line.startswith(("<CreditAmount>", "<UnitPrice>", "<Quantity>")):
            text = file.text(n)
            file.put(n, text.lstrip("0") if text.startswith("0.") else text + ("0000" if "." in text else "."))
    assert checked(file.data).findings == ()


def test_a_foreign_currency_at_its_rate(good: bytes) -> None:
    """AT's own example: 317.45 USD at 0.740747 are 235.15 EUR."""
    file = File(good)
    file.set("GrossTotal", FT, "235.15")
    file.insert(
        file.find("GrossTotal", FT),
        "<Currency>",
        "<CurrencyCode>USD</CurrencyCode>",
        "<CurrencyAmount>317.45</CurrencyAmount>",
        "<ExchangeRate>0.740747</ExchangeRate>",
        "</Currency>",
    )
    assert {finding.rule for finding in checked(file.data).findings} == {"gross"}


def one_line(item: tuple[str, ...], tax: tuple[str, ...], totals: tuple[str, str, str]) -> File:
    """An invoice of one line: from its quantity to its tax, which is put into the tax table, and its totals."""
    file = File(made(Business(counts={"FT": 1}, lines=1), KEY))
    file.drop(file.find("TotalCredit"))
    file.insert(file.find("TotalDebit"), "<TotalCredit>0</TotalCredit>")
    start = file.find("Quantity", "FT 2026A/1")
    end = next(n for n in range(start, len(file.lines)) if file.lines[n - 1] == "</Line>")
    file.drop(start, end - start)
    item = (item[0], "<UnitOfMeasure>UN</UnitOfMeasure>", *item[1:-1], "<Description>x</Description>", item[-1])
    file.insert(start - 1, *item, "<Tax>", *tax, "</Tax>")
    for name, value in zip(("TaxPayable", "NetTotal", "GrossTotal"), totals, strict=True):
        file.set(name, "FT 2026A/1", value)
    file.insert(
        file.lines.index("<TaxTable>") + 1,
        "<TaxTableEntry>",
        *tax[:3],
        "<Description>x</Description>",
        tax[3],
        "</TaxTableEntry>",
    )
    return file


def test_a_line_of_tax_alone() -> None:
    """Stamp duty of 0.8 % on 100 000, which is no income of the issuer: NetTotal 0, TaxPayable 800."""
    file = one_line(
        (
            "<Quantity>1</Quantity>",
            "<UnitPrice>0</UnitPrice>",
            "<TaxBase>100000</TaxBase>",
            "<TaxPointDate>2026-10-01</TaxPointDate>",
            "<CreditAmount>0</CreditAmount>",
        ),
        (
            "<TaxType>IS</TaxType>",
            "<TaxCountryRegion>PT</TaxCountryRegion>",
            "<TaxCode>1.1</TaxCode>",
            "<TaxPercentage>0.8</TaxPercentage>",
        ),
        ("800.00", "0", "800.00"),
    )
    assert checked(file.data).findings == ()
    file.set("TaxPayable", "FT 2026A/1", "799.00")
    file.set("GrossTotal", "FT 2026A/1", "799.00")
    assert [finding.rule for finding in checked(file.data).findings] == ["tax"]


def test_a_fixed_tax_counts_for_each_unit() -> None:
    """TaxAmount of 1 euro on 3 bills of 0: 3 euro (Portaria 302/2016, 4.1.4.19.15.5)."""
    file = one_line(
        (
            "<Quantity>3</Quantity>",
            "<UnitPrice>0</UnitPrice>",
            "<TaxPointDate>2026-10-01</TaxPointDate>",
            "<CreditAmount>0</CreditAmount>",
        ),
        (
            "<TaxType>IS</TaxType>",
            "<TaxCountryRegion>PT</TaxCountryRegion>",
            "<TaxCode>23.1</TaxCode>",
            "<TaxAmount>1.00</TaxAmount>",
        ),
        ("3.00", "0", "3.00"),
    )
    assert checked(file.data).findings == ()


def test_reverse_charge_written_as_out_without_tax() -> None:
    """AT's demonstration file has IVA OUT at 0 per cent."""
    file = one_line(
        (
            "<Quantity>1</Quantity>",
            "<UnitPrice>0.01</UnitPrice>",
            "<TaxPointDate>2026-10-01</TaxPointDate>",
            "<CreditAmount>0.01</CreditAmount>",
        ),
        (
            "<TaxType>IVA</TaxType>",
            "<TaxCountryRegion>PT</TaxCountryRegion>",
            "<TaxCode>OUT</TaxCode>",
            "<TaxPercentage>0</TaxPercentage>",
        ),
        ("0.00", "0.01", "0.01"),
    )
    end = file.lines.index("</Line>") + 1
    file.insert(
        end - 1,
        "<TaxExemptionReason>IVA – autoliquidação</TaxExemptionReason>",
        "<TaxExemptionCode>M31</TaxExemptionCode>",
    )
    assert checked(file.data).findings == ()


def test_recovered_papers_keep_their_own_dates() -> None:
    """Papers typed in later, not in the order of their dates; the moments of typing are in order (Despacho 8632/2014, 2.4)."""
    file = File(made(Business(counts={"FT": 5}), KEY))
    for n in range(1, 6):
        file.set("SourceBilling", f"FT 2026A/{n}", "M")
        file.set("HashControl", f"FT 2026A/{n}", f"1-FTM abc/0000{n}")
        file.set("InvoiceDate", f"FT 2026A/{n}", "2026-10-02" if n % 2 else "2026-10-01")
    file.set("InvoiceDate", "FT 2026A/1", "2026-10-01")
    assert checked(file.data).findings == ()


def test_a_discount_of_the_year_rectifies_no_one_invoice(good: bytes) -> None:
    """A rappel says its period as the reason, and no number (as AT's demonstration file does)."""
    file = File(good)
    file.drop(file.find("Reference", "NC 2026A/1"))
    assert checked(file.data).findings == ()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.set("Hash", FT, "0") and file.set("HashControl", FT, "0"), set()),
        (lambda file: file.set("ATCUD", FT, "0"), set()),
    ],
    ids=["unsigned", "without ATCUD"],
)
def test_what_another_program_made_keeps_what_it_had(
    spoil: Callable[[File], object], said: set[str], good: bytes
) -> None:
    """Integrated documents of an uncertified program have no signature, and old ones no ATCUD (fiscal.md 1.6)."""
    file = File(good)
    for n in range(1, 13):
        file.set("SourceBilling", f"FT 2026A/{n}", "I")
        file.set("HashControl", f"FT 2026A/{n}", "1234.1")
    spoil(file)
    assert {finding.rule for finding in checked(file.data).findings} == said


def test_another_program_s_signature_is_not_called_wrong(good: bytes, signer: KeySigner) -> None:
    """HashControl n.m: what cannot be verified is said once for each series, never as an error."""
    file = File(good)
    other = KeySigner(generate_key())
    for n in range(1, 13):
        file.set("SourceBilling", f"FT 2026A/{n}", "I")
        file.set("HashControl", f"FT 2026A/{n}", "1234.1")
        file.set("Hash", f"FT 2026A/{n}", other.sign(str(n)))
    report = checked(file.data, {None: signer.public_pem})
    assert [(finding.rule, finding.severity) for finding in report.findings] == [("chain-unverifiable", "note")]
    assert report.verified is not None
    assert (report.verified.failed, report.verified.unknown) == (0, 12)


def test_each_version_has_its_own_key(good: bytes, signer: KeySigner) -> None:
    """A key changed in the month: version 1 until FT 4, version 2 from then on."""
    second = KeySigner(generate_key())
    out = io.BytesIO()

    def sign(text: str) -> str:
        return (second if int(text.split(";")[2].rpartition("/")[2]) > 4 else signer).sign(text)

    Business(counts={"FT": 9}).write(out, sign)
    file = File(out.getvalue())
    for n in range(5, 10):
        file.set("HashControl", f"FT 2026A/{n}", "2")
    both = checked(file.data, {1: signer.public_pem, 2: second.public_pem})
    assert both.findings == ()
    one = checked(file.data, {1: signer.public_pem})
    assert [(finding.rule, finding.place) for finding in one.findings] == [("chain-unverifiable", FT)]
    assert one.verified is not None
    assert (one.verified.held, one.verified.failed, one.verified.unknown) == (4, 0, 5)
    assert Verifier(second.public_pem)


def test_many_findings_of_one_rule_are_counted_and_the_first_kept() -> None:
    file = File(made(Business(counts={"FS": 250}, lines=1), KEY))
    for n, line in enumerate(file.lines, 1):
        if line.startswith("<GrossTotal>"):
            file.put(n, "987.65")
    report = checked(file.data)
    assert report.counts["gross"] == 250
    assert sum(finding.rule == "gross" for finding in report.findings) == 100
    assert report.number("error") == 250


def test_work_can_be_watched_and_stopped(good: bytes) -> None:
    told: list[tuple[int, int]] = []
    check(io.BytesIO(good), tables=tables(), today=TODAY, told=lambda *far: told.append(far), total=5_000_000)
    assert told
    assert {total for _, total in told} == {5}
    with pytest.raises(Refusal) as stopped:
        check(io.BytesIO(good), tables=tables(), today=TODAY, cancelled=lambda: True)
    assert stopped.value.rule == "stopped"


def test_the_file_of_the_tests_has_every_kind(good: bytes) -> None:
    report = checked(good)
    assert report.findings == ()
    counted = {name: sums.documents for name, sums in report.documents.items()}
    assert counted == {"SalesInvoices": 46, "MovementOfGoods": 24, "WorkingDocuments": 6, "Payments": 6}
    assert sum(MIXED.values()) == sum(counted.values())
