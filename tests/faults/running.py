"""Running the helper programs of the fault tests, and judging what they left."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from models import db
from models.sales.find import document, row_of
from models.stock.tables import StockMovement
from models.verify import Verdict, verify

CHECKOUT = Path(__file__).parents[2]


def python(module: str, *arguments: object) -> list[str]:
    """The command line of a program in this folder."""
    return [sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)]


def start(module: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        python(module, *arguments),
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def acknowledged(lines: Sequence[str]) -> list[str]:
    """Numbers that were told to the operator as issued."""
    return [" ".join(line.split()[1:3]) for line in lines if line.startswith("ack ")]


def judged(url: str, numbers: Sequence[str]) -> Verdict:
    """Opens the company anew and checks it whole; every number acknowledged must be there with all that belongs to it."""
    db.connect(url)
    try:
        for number in numbers:
            issued = document(number)
            assert len(issued.lines) == 2
            assert StockMovement.select().where(StockMovement.document_id == row_of(number).id).count() == 2
        verdict = verify()
        assert verdict.findings == ()
        return verdict
    finally:
        db.close()
