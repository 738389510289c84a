"""The message of the QR code: AT's four official strings, and the rules between the lines (fiscal.md 4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fiscal.amounts import RateAmounts
from fiscal.qr import qr_message

D = Decimal
PERCENT = {
    ("PT", "RED"): 6, ("PT", "INT"): 13, ("PT", "NOR"): 23, ("PT-AC", "RED"): 4, ("PT-AC", "INT"): 9,
    ("PT-AC", "NOR"): 18, ("PT-MA", "RED"): 5, ("PT-MA", "INT"): 12, ("PT-MA", "NOR"): 22,
}  # fmt: skip


def rate(region: str, code: str, base: str, tax: str = "0.00") -> RateAmounts:
    kind = "NS" if code == "NS" else "IVA"
    return RateAmounts(kind, region, code, D(PERCENT.get((region, code), 0)), D(base), D(tax), "")


STAMP = RateAmounts("IS", "PT", "17.3.4", D(4), D("625.00"), D("25.00"), "")
"""4 % of 625: the M of AT's string; its base is part of I2."""
THREE_REGIONS: dict[str, Any] = {
    "issuer_nif": "123456789", "type_code": "FT", "day": date(2019, 12, 31), "number": "FT AB2019/0035",
    "atcud": "CSDF7T5H-0035", "tax": D("64000.02"), "gross": D("513600.58"), "printed_hash": "kLp0",
    "withheld": D(100), "extra": "TB;PT00000000000000000000000;513500.58",
    "rates": [
        rate("PT", "ISE", "11375"), STAMP, rate("PT", "RED", "15000", "900"), rate("PT", "INT", "50000", "6500"),
        rate("PT", "NOR", "80000", "18400"), rate("PT", "NS", "100"),
        rate("PT-AC", "ISE", "10000"), rate("PT-AC", "RED", "25000.56", "1000.02"),
        rate("PT-AC", "INT", "75000", "6750"), rate("PT-AC", "NOR", "100000", "18000"),
        rate("PT-MA", "ISE", "5000"), rate("PT-MA", "RED", "12500", "625"), rate("PT-MA", "INT", "25000", "3000"),
        rate("PT-MA", "NOR", "40000", "8800"),
    ],
}  # fmt: skip
SIMPLIFIED: dict[str, Any] = {
    "issuer_nif": "123456789", "type_code": "FS", "day": date(2019, 8, 12), "number": "FS CDVF/12345",
    "atcud": "CDF7T5HD-12345", "tax": D("0.15"), "gross": D("0.80"), "printed_hash": "YhGV", "extra": "NU;0.80",
    "rates": [rate("PT", "NOR", "0.65", "0.15")],
}  # fmt: skip
PRO_FORMA: dict[str, Any] = {
    "issuer_nif": "500000000", "customer_nif": "123456789", "type_code": "PF", "day": date(2019, 1, 23),
    "number": "PF G2019CB/145789", "atcud": "HB6FT7RV-145789", "tax": D("15072.44"), "gross": D("125165.12"),
    "printed_hash": "r/fY",
    "rates": [
        rate("PT", "NOR", "32425.69", "7457.91"), rate("PT", "ISE", "12345.34"),
        rate("PT", "INT", "52789.00", "6862.57"), rate("PT", "RED", "12532.65", "751.96"),
    ],
}  # fmt: skip
TRANSPORT: dict[str, Any] = {
    "issuer_nif": "500000000", "customer_nif": "123456789", "type_code": "GT", "day": date(2019, 7, 20),
    "number": "GT G234CB/50987", "atcud": "GTVX4Y8B-50987", "tax": D(0), "gross": D(0), "printed_hash": "5uIg",
    "rates": [],
}  # fmt: skip


def message(**values: Any) -> str:
    return qr_message(
        **{"customer_nif": "999999990", "customer_country": "PT", "status": "N", "certificate": "9999", **values}
    )


def test_the_four_official_strings_come_out_byte_for_byte(reference: Path) -> None:
    official = (reference / "at" / "qr_examples.txt").read_text(encoding="ascii").splitlines()
    assert [len(text) for text in official] == [452, 141, 209, 116]
    assert [message(**values) for values in (THREE_REGIONS, SIMPLIFIED, PRO_FORMA, TRANSPORT)] == official


def test_the_worked_invoice_of_appendix_a() -> None:
    made = message(
        issuer_nif="599999993", customer_country="Desconhecido", type_code="FT", day=date(2027, 1, 4),
        number="FT 2027A/1", atcud="CSDF7T5H-1", tax=D("11.54"), gross=D("108.65"), printed_hash="Nq6a",
        rates=[rate("PT", "NOR", "50.16", "11.54"), rate("PT", "ISE", "46.95")],
    )  # fmt: skip
    assert made == (
        "A:599999993*B:999999990*C:Desconhecido*D:FT*E:N*F:20270104*G:FT 2027A/1*H:CSDF7T5H-1*I1:PT*I2:46.95*I7:50.16"
        "*I8:11.54*N:11.54*O:108.65*Q:Nq6a*R:9999"
    )


@pytest.mark.parametrize(
    ("regions", "spaces"),
    [
        (["PT-AC"], ["I1:PT-AC"]),
        (["PT-MA", "PT-AC"], ["I1:PT-AC", "J1:PT-MA"]),
        (["PT-MA", "PT"], ["I1:PT", "J1:PT-MA"]),
    ],
)
def test_the_spaces_used_fill_i_j_k_in_order(regions: list[str], spaces: list[str]) -> None:
    """I1 is mandatory, so the first space used is always I, whatever it is."""
    rates = [rate(region, "NOR", "10.00", "2.00") for region in regions]
    fields = message(**{**SIMPLIFIED, "rates": rates}).split("*")
    assert [field for field in fields if field[1:3] == "1:"] == spaces


def test_what_is_not_subject_goes_to_l_and_what_is_exempt_to_2() -> None:
    fields = message(**{**SIMPLIFIED, "rates": [rate("PT", "NS", "7.00"), rate("PT", "ISE", "3.00")]}).split("*")
    assert "I2:3.00" in fields
    assert "L:7.00" in fields


def test_a_document_only_of_what_is_not_subject_still_names_its_space() -> None:
    assert "*I1:PT*L:7.00*N:0.15*" in message(**{**SIMPLIFIED, "rates": [rate("PT", "NS", "7.00")]})


def test_sums_of_the_official_examples_hold() -> None:
    """I4+I6+I8+...+M = N and the bases + L + N = O (fiscal.md 4.2)."""
    fields = dict(part.split(":", 1) for part in message(**THREE_REGIONS).split("*"))
    taxes = sum(D(fields[f"{letter}{n}"]) for letter in "IJK" for n in (4, 6, 8)) + D(fields["M"])
    bases = sum(D(fields[f"{letter}{n}"]) for letter in "IJK" for n in (2, 3, 5, 7)) + D(fields["L"])
    assert taxes == D(fields["N"])
    assert bases + taxes == D(fields["O"])


def test_free_text_cannot_begin_another_field() -> None:
    made = message(**{**SIMPLIFIED, "extra": "NU;0.80*R:1" + "x" * 100})
    assert made.count("*R:") == 1
    assert len(made.split("*S:")[1]) == 65
