"""Proves that what is kept as open is what the documents, receipts and payments say."""

from __future__ import annotations

from models import db
from models.accounts.truth import COLUMNS, ORIGINS, open_of_origin
from models.protection import Finding


def account_findings() -> list[Finding]:
    """The documents whose open amount is not the one that they say, by number."""
    found = []
    for origin in ORIGINS:
        kept = f"SELECT {COLUMNS} FROM open_item WHERE origin = '{origin}'"  # noqa: S608
        true = open_of_origin(origin)
        for one, other in ((kept, true), (true, kept)):
            rows = db.database.execute_sql(f"SELECT number FROM ({one} EXCEPT {other}) wrong").fetchall()  # noqa: S608
            found += [str(row[0]) for row in rows]
    return [Finding(number, "a conta corrente não diz o que dele falta pagar.") for number in dict.fromkeys(found)]
