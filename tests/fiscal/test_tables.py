"""VAT rates by region and date, reasons for not charging VAT, limits: the shipped tables against the law's."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fiscal.errors import Refusal
from fiscal.rules.lines import check_tax
from fiscal.tables import Tables, saft_mention, tables

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("region", "reduced", "intermediate", "normal"), [("PT", 6, 13, 23), ("PT-AC", 4, 9, 16), ("PT-MA", 4, 12, 22)]
)
def test_rates_in_force(region: str, reduced: int, intermediate: int, normal: int) -> None:
    found = [tables().rate(region, code, TODAY) for code in ("RED", "INT", "NOR", "ISE", "NS")]
    assert found == [reduced, intermediate, normal, 0, 0]


@pytest.mark.parametrize(
    ("region", "code", "day", "rate"),
    [
        ("PT-MA", "RED", date(2024, 9, 30), 5),
        ("PT-MA", "RED", date(2024, 10, 1), 4),  # DLR 6/2024/M
        ("PT-AC", "NOR", date(2021, 6, 30), 18),
        ("PT-AC", "NOR", date(2021, 7, 1), 16),  # DLR 15-A/2021/A
        ("PT", "NOR", date(2011, 1, 1), 23),
        ("PT-MA", "NOR", date(2012, 4, 1), 22),  # Lei 14-A/2012
        ("PT-MA", "INT", date(2012, 4, 1), 12),
    ],
)
def test_the_rate_of_the_day_applies(region: str, code: str, day: date, rate: int) -> None:
    assert tables().rate(region, code, day) == rate


@pytest.mark.parametrize(
    ("region", "code", "day", "field"),
    [("PT", "NOR", date(2010, 12, 31), "date"), ("ES", "NOR", TODAY, "region"), ("PT", "SUP", TODAY, "tax")],
)
def test_what_has_no_rate_is_refused_with_its_field(region: str, code: str, day: date, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        tables().rate(region, code, day)
    assert refused.value.field == field


def law(reference: Path) -> dict[str, str]:
    """Codes and mentions of the table in fiscal.md 8.3."""
    text = (reference / "fiscal.md").read_text(encoding="utf-8")
    section = text.split("### 8.3")[1].split("### 8.4")[0]
    return {m[1]: m[2].strip() for m in re.finditer(r"^\| (M[0-9]{2}) \| ([^|]+) \|", section, re.MULTILINE)}


def test_the_exemption_table_is_the_tax_authority_s(reference: Path) -> None:
    shipped = {code: reason.mention for code, reason in tables().exemptions.items()}
    assert len(shipped) == 33
    assert shipped == law(reference)
    assert not {"M03", "M08"} & set(shipped)


@pytest.mark.parametrize(
    ("code", "day", "offered"),
    [
        ("M26", date(2023, 4, 13), False),
        ("M26", date(2023, 4, 14), True),
        ("M26", TODAY, False),
        ("M34", date(2023, 4, 13), False),
        ("M34", date(2023, 4, 14), True),
        ("M35", date(2026, 6, 30), False),
        ("M35", date(2026, 7, 1), True),
        ("M44", date(2025, 8, 13), False),
        ("M44", date(2025, 8, 14), True),
        ("M45", TODAY, True),
        ("M46", TODAY, True),
        ("M07", date(2010, 1, 1), True),
        ("M03", TODAY, False),
    ],
)
def test_a_reason_serves_only_while_it_is_in_force(code: str, day: date, offered: bool) -> None:
    if offered:
        assert tables().exemption(code, day).code == code
    else:
        with pytest.raises(Refusal) as refused:
            tables().exemption(code, day)
        assert (refused.value.rule, refused.value.field) == ("C20", "exemption")


def test_only_m99_is_not_subject() -> None:
    assert [code for code, reason in tables().exemptions.items() if reason.type == "NS"] == ["M99"]
    assert check_tax(tables(), "ISE", "M99", TODAY) == ("NS", "NS", "Não sujeito ou não tributado")
    assert check_tax(tables(), "NS", "M99", TODAY) == ("NS", "NS", "Não sujeito ou não tributado")
    assert check_tax(tables(), "ISE", "M07", TODAY) == ("IVA", "ISE", "Isento artigo 9.º do CIVA")
    with pytest.raises(Refusal, match="é de isenção"):
        check_tax(tables(), "NS", "M07", TODAY)


def test_limits_of_the_law() -> None:
    names = ("simplified_retail", "simplified_other", "cash_forbidden", "cash_traceable", "withholding_least")
    assert [tables().limit(name, TODAY) for name in names] == [1000, 100, 3000, 1000, 25]


def test_a_new_rate_and_a_new_reason_come_with_a_file_without_new_code(tmp_path: Path) -> None:
    (tmp_path / "vat_rates.toml").write_text(
        '[[rate]]\nregion = "PT"\ncode = "NOR"\npercent = "23"\nsince = 2011-01-01\nuntil = 2027-12-31\n'
        '[[rate]]\nregion = "PT"\ncode = "NOR"\npercent = "21.5"\nsince = 2028-01-01\n',
        encoding="utf-8",
    )
    (tmp_path / "exemptions.toml").write_text(
        '[[exemption]]\ncode = "M47"\nmention = "Novo motivo"\nnorm = "Lei 1/2028"\nsince = 2028-01-01\n',
        encoding="utf-8",
    )
    own = Tables(tmp_path)
    assert own.rate("PT", "NOR", date(2027, 12, 31)) == 23
    assert own.rate("PT", "NOR", date(2028, 1, 1)) == Decimal("21.5")
    assert own.exemption("M47", date(2028, 1, 1)).mention == "Novo motivo"
    assert own.limit("simplified_other", TODAY) == 100, "what the folder does not hold is the shipped table"


def test_a_broken_table_is_named_not_ignored(tmp_path: Path) -> None:
    (tmp_path / "vat_rates.toml").write_text("[[rate\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"vat_rates\.toml não se consegue ler"):
        Tables(tmp_path).rate("PT", "NOR", TODAY)


def test_every_mention_fits_saf_t_and_only_the_longest_is_shortened() -> None:
    """M15 has 61 characters, one more than TaxExemptionReason; on paper it is whole."""
    mentions = {code: e.mention for code, e in tables().exemptions.items()}
    assert {code for code, mention in mentions.items() if saft_mention(mention) != mention} == {"M15"}
    assert saft_mention(mentions["M15"]) == "Regime da margem de lucro–Objetos de coleção e antiguidades"
    assert all(6 <= len(saft_mention(mention)) <= 60 for mention in mentions.values())
    assert len(saft_mention("x" * 90)) == 60
