"""One key and one good file for all tests of the check of SAF-T files."""

from __future__ import annotations

import pytest

from cli.bench.saft_made import Business
from fiscal.signature import KeySigner, generate_key
from tests.fiscal.saft.spoiled import MIXED, made


@pytest.fixture(scope="session")
def signer() -> KeySigner:
    return KeySigner(generate_key())


@pytest.fixture(scope="session")
def good(signer: KeySigner) -> bytes:
    """A month of a shop: every kind of document that the maker knows."""
    return made(Business(seed=7, counts=MIXED), signer)
