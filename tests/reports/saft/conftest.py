"""AT's own schema, for files of the open shop."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def official(reference: Path) -> Callable[[bytes], list[str]]:
    """What AT's own schema, read as XSD 1.1, has against a file."""
    import xmlschema

    schema = xmlschema.XMLSchema11(str(reference / "saft" / "SAFTPT1.04_01.xsd"))
    assert len(schema.elements) == 146, "as XSD 1.0 it would load with nothing in it and accept everything"

    def faults(file: bytes) -> list[str]:
        return [f"{error.path}: {error.reason}" for error in schema.iter_errors(io.BytesIO(file))]

    return faults


@pytest.fixture(scope="session")
def shop_ready(request: pytest.FixtureRequest) -> Path:
    """The folder of the shop on SQLite as it was made, to be copied."""
    folder: Path = request.getfixturevalue("_shop_on_sqlite")
    return folder
