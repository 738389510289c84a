"""A SAF-T file as bytes: encodings that lie, other releases, other formats, and attacks through the whole check."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from fiscal.saft.findings import Finding
from fiscal.saft.source import Source
from fiscal.saft.validate import validate_file

GOOD = Path(__file__).with_name("every_element.xml").read_text(encoding="utf-8")
DECLARED_UTF8 = '<?xml version="1.0" encoding="UTF-8"?>'
DECLARED_1252 = '<?xml version="1.0" encoding="Windows-1252"?>'
IN_1252 = GOOD.replace(DECLARED_UTF8, DECLARED_1252)


def check(data: bytes) -> list[Finding]:
    return list(validate_file(io.BytesIO(data)))


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace(DECLARED_UTF8 + "\n", "").encode(),
        IN_1252.encode("cp1252"),
        GOOD.replace("UTF-8", "iso-8859-1", 1).encode("latin-1"),
        GOOD.replace("\n", "\r\n").encode(),
        re.sub("<(/?)([A-Z])", r"<\1p:\2", GOOD).replace("xmlns=", "xmlns:p=").encode(),
    ],
)
def test_encodings_that_are_what_they_say_and_prefixes(data: bytes) -> None:
    assert check(data) == []


def test_windows_1252_that_is_utf_8() -> None:
    """Nothing breaks, but every accent is read as two letters: only the bytes tell."""
    [found] = check(IN_1252.encode("utf-8"))
    assert (found.severity, found.rule) == ("error", "file.encoding")
    assert found.line == GOOD[: GOOD.index("ú")].count("\n") + 1
    assert "está escrito em UTF-8" in found.message


def test_utf_8_that_is_windows_1252() -> None:
    [lie, end] = check(GOOD.encode("cp1252"))
    assert (lie.rule, end.rule) == ("file.encoding", "file.xml")
    assert lie.line == end.line == GOOD[: GOOD.index("ú")].count("\n") + 1
    assert "talvez Windows-1252" in lie.message


def test_the_mark_of_utf_8_before_a_declaration_of_windows_1252() -> None:
    found = check(b"\xef\xbb\xbf" + IN_1252.encode("utf-8"))
    assert [(x.rule, x.line) for x in found] == [("file.encoding", 1)]
    assert "BOM" in found[0].message


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_well_formed_and_refused(codec: str) -> None:
    text = GOOD.replace("UTF-8", "UTF-16", 1)
    [found] = check(text.encode(codec))
    assert found.rule == "file.encoding"
    assert "UTF-16" in found.message


def test_xml_1_1() -> None:
    [found] = check(GOOD.replace('version="1.0"', 'version="1.1"', 1).encode())
    assert found.rule == "file.xml_version"
    assert "«1.1»" in found.message


def test_accents_as_numbers_are_a_warning_and_other_references_are_not() -> None:
    [found] = check(GOOD.replace("Setúbal", "Set&#250;bal").encode())
    assert (found.severity, found.rule) == ("warning", "file.references")
    assert found.line == GOOD[: GOOD.index("<City>Setúbal")].count("\n") + 1
    assert check(GOOD.replace("Só imposto", "Só &amp; &#38; &#x26;").encode()) == []


@pytest.mark.parametrize("release", ["1.01_01", "1.02_01", "1.03_01"])
def test_an_older_release_is_named_and_sent_to_the_import(release: str) -> None:
    text = GOOD.replace("PT_1.04_01", f"PT_{release}")
    [found] = check(text.encode())
    assert found.rule == "file.release"
    assert release in found.message
    assert "importe-o" in found.remedy
    assert Source(io.BytesIO(text.encode())).release == release


def test_a_release_that_does_not_exist_and_no_release_at_all() -> None:
    [found] = check(GOOD.replace("PT_1.04_01", "PT_1.05_01").encode())
    assert "1.05_01" in found.message
    [found] = check(GOOD.replace(' xmlns="urn:OECD:StandardAuditFile-Tax:PT_1.04_01"', "").encode())
    assert "não há nenhum" in found.message


@pytest.mark.parametrize("data", [b"<StockFile xmlns='urn:StockFile:PT_2_01'/>", b"<html><body/></html>"])
def test_another_format_is_named(data: bytes) -> None:
    [found] = check(data)
    assert (found.rule, found.line) == ("file.root", 1)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"InvoiceNo;Date\r\n", b"PK\x03\x04\x14\x00", b"\x1f\x8b\x08", b"\x00" * 100_000, b"\xff" * 70_000],
)
def test_what_is_no_xml_at_all(data: bytes) -> None:  # fmt: skip
    found = check(data)
    assert found[-1].rule == "file.xml"
    assert all(x.message.endswith(".") and x.remedy for x in found)


BEGIN = GOOD[: GOOD.index("    <Customer>")].encode()


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE AuditFile [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><AuditFile x="&b;">&b;</AuditFile>',
        b'<!DOCTYPE AuditFile [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + GOOD.encode().partition(b"\n")[2],
        BEGIN + b"<Customer><CompanyName>" + b"x" * 40_000_000 + b"</CompanyName></Customer>",
        BEGIN + b"<Customer>" * 1000,
        BEGIN + b"<Customer><CompanyName>a\x00b</CompanyName></Customer>",
        BEGIN + b"<Foo/>" * 2_000_000,
        BEGIN + b"<Customer>" + b"<Foo/>" * 2_000_000 + b"</Customer>",
        BEGIN + b"<!--" + b"-" * 3_000_000,
        GOOD.encode()[:-30],
    ],
)
def test_attacks_and_broken_files_end_in_one_sentence(data: bytes) -> None:
    found = check(data)
    assert [x.rule for x in found] == ["file.xml"]
    assert found[0].message.startswith("O ficheiro não se pode ler: na linha ")
    assert len(found[0].message) < 200


def test_unknown_elements_in_every_record_are_counted_and_not_kept() -> None:
    customer = b"<Customer>" + b"<Foo/>" * 300 + b"</Customer>"
    found = check(BEGIN + customer * 200 + b"</MasterFiles></AuditFile>")
    assert len(found) < 200
    assert any("vezes" in x.message for x in found)
