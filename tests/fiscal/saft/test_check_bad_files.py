"""The check of SAF-T files ends in a report or in one clear sentence, whatever it is given."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.bench.saft_made import Business
from fiscal.errors import Refusal
from fiscal.saft.check.run import keys_of
from fiscal.signature import KeySigner, generate_key
from tests.fiscal.saft.spoiled import File, checked, made

GOOD = made(
    Business(counts={"FT": 3, "FS": 2, "FR": 2, "NC": 2, "GT": 2, "OR": 2, "RG": 2}, lines=2), KeySigner(generate_key())
)
ODD = st.one_of(
    st.sampled_from(
        ["", " ", "0", "-1", "1e999999", "NaN", "Infinity", "9" * 60, "0." + "0" * 40 + "1", "FT", "FT /1", "1/1"]
        + ["FT 2026A/" + "9" * 40, "0000-00-00", "9999-12-31", "2026-02-30", "2026-10-01T25:00:00", "A" * 172, "²", "١"]
        + ["0001-01-01", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "PT", "M", "I", "-0.00", "+5", "1-FTM a/1"]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<&>\ufffe\uffff"), max_size=40),
)


@settings(max_examples=150)
@given(spoiled=st.lists(st.tuples(st.integers(0, 10**6), ODD, st.sampled_from(("put", "drop", "twice"))), max_size=8))
def test_any_text_anywhere_ends_in_a_report(spoiled: list[tuple[int, str, str]]) -> None:
    """Elements emptied, filled with anything, left out or written twice."""
    file = File(GOOD)
    for where, text, how in spoiled:
        leaves = [n for n, line in enumerate(file.lines, 1) if re.match("<[A-Za-z]+>.*</", line)]
        line = leaves[where % len(leaves)]
        if how == "drop":
            file.drop(line)
        elif how == "twice":
            file.insert(line, file.lines[line - 1])
        else:
            file.put(line, text)
    report = checked(file.data)
    assert len(report.findings) <= sum(report.counts.values())
    for finding in report.findings:
        assert finding.message.isprintable()
        assert finding.place.isprintable()
        assert 0 <= finding.line <= len(file.lines)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "não é XML bem formado"),
        (b"NIF;Nome\r\n501964843;Ana", "não é XML bem formado"),
        (b"<html><body>SAF-T</body></html>", "Não é um ficheiro SAF-T: o primeiro elemento é «html»"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><AuditFile>&x;</AuditFile>', "DOCTYPE"),
        (b"<AuditFile>" + b"<a>" * 60 + b"</a>" * 60 + b"</AuditFile>", "níveis"),
        (
            b"<AuditFile><Header><CompanyName>" + b"x" * 20_000 + b"</CompanyName></Header></AuditFile>",
            "texto com mais",
        ),
        (b"<AuditFile><Header>", "não é XML bem formado"),
        (b"\x1f\x8b\x08\x00", "GZIP"),
        ('<?xml version="1.0" encoding="utf-8"?><AuditFile><a>ção</a></AuditFile>'.encode("cp1252"), "bem formado"),
    ],
)
def test_what_is_no_saft_is_told_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked(data)
    assert said in refused.value.message


def test_a_zip_is_to_be_opened_first() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("saft.xml", "<AuditFile/>")
    with pytest.raises(Refusal) as refused:
        checked(packed.getvalue())
    assert "ZIP" in refused.value.message
    assert "descomprima-o" in refused.value.message


def test_a_file_with_nothing_in_it_is_no_error_of_ours() -> None:
    report = checked(b"<AuditFile/>")
    assert report.documents == {}


@pytest.mark.parametrize("pem", ["", "chave", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_a_key_that_is_none_is_refused(pem: str) -> None:
    with pytest.raises(Refusal) as refused:
        keys_of({None: pem})
    assert refused.value.field == "public_key"
