"""The QR code itself: what AT asks of it, read back by another program's eyes."""

from __future__ import annotations

from pathlib import Path

import examples
import pytest
import zxingcpp
from PIL import Image

from fiscal.qr_image import MODULE_MM, SIDE_MM, VERSION_AT_LEAST, matrix, may_come_out_small, version


def read(message: str) -> zxingcpp.Barcode:
    modules = matrix(message)
    side = len(modules)
    image = Image.new("L", (side + 8, side + 8), 255)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            image.putpixel((x + 4, y + 4), 0 if dark else 255)
    (found,) = zxingcpp.read_barcodes(image.resize((4 * (side + 8),) * 2, Image.Resampling.NEAREST))
    return found


def test_a_short_message_still_gives_version_9_at_level_m() -> None:
    message = examples.appendix_a().qr
    found = read(message)
    assert found.text == message
    assert found.ec_level == "M"
    assert len(matrix(message)) == 53
    assert 53 * MODULE_MM >= SIDE_MM


def test_the_official_strings_give_the_versions_that_at_states(reference: Path) -> None:
    """fiscal.md 4.3: 17, 9, 10 and 9, for messages of 452, 141, 209 and 116 characters."""
    lines = (reference / "at" / "qr_examples.txt").read_text(encoding="utf-8").splitlines()
    messages = {len(x.strip()): x.strip() for x in lines if x.startswith("A:")}
    for length, expected in ((452, 17), (141, 9), (209, 10), (116, 9)):
        assert version(len(matrix(messages[length]))) == expected
        assert read(messages[length]).text == messages[length]


def test_letters_outside_ascii_survive() -> None:
    assert read("A:Conceição & Irmãos").text == "A:Conceição & Irmãos"


def test_too_long_a_message_is_an_error_and_not_another_code() -> None:
    with pytest.raises(ValueError):
        matrix("A" * 2332)


def test_a_printers_own_encoder_is_trusted_only_with_what_cannot_come_out_small() -> None:
    assert may_come_out_small(examples.appendix_a().qr), "capitals and digits pack into less than version 9"
    assert not may_come_out_small("a" * 155), "1 240 bits do not fit version 8"
    assert version(17 + 4 * VERSION_AT_LEAST) == VERSION_AT_LEAST
