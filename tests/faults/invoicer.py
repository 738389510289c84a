"""A clerk's program that records twenty invoices of one supplier as soon as it is told to; says what became of each."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from fiscal.errors import Refusal
from models import db
from models.clock import SystemClock
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.record import record_purchase
from tests.company import session_in

NUMBERS = [f"FT {n}" for n in range(1, 21)]


def main(folder: str, url: str) -> None:
    db.connect(url)
    session = session_in(Path(folder), SystemClock())  # type: ignore[arg-type]
    print("ready", flush=True)
    sys.stdin.readline()
    for number in NUMBERS:
        draft = PurchaseDraft("FF", "TORRA", [BoughtLine("CAFE", price=Decimal(2))], supplier_number=number)
        try:
            print(f"{number}: {record_purchase(draft, session)}", flush=True)
        except Refusal as refusal:
            print(f"{number}: {refusal.rule} {refusal.message}", flush=True)
    db.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
