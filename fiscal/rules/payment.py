"""Limits on what a simplified invoice may be and on what may be paid in cash (CIVA art. 40; LGT art. 63)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.nif import is_taxable
from fiscal.notation import show_euro
from fiscal.tables import Tables

CASH = "NU"
LARGEST_NOTE = Decimal(500)


def check_simplified(
    tables: Tables, gross: Decimal, day: date, *, retailer: bool, small_exempt: bool, customer_nif: str
) -> None:
    """The limit of a simplified invoice: 1000 € by retailers to non-taxable persons, else 100 € (CIVA art. 40).

    small_exempt: the issuer is under art. 53, which has no limit since 2025-07-01 (DL 35/2025).
    """
    if small_exempt and day >= date(2025, 7, 1):
        return
    retail = retailer and not is_taxable(customer_nif)
    limit = tables.limit("simplified_retail" if retail else "simplified_other", day)
    if gross > limit:
        raise Refusal(
            f"Uma fatura simplificada não pode passar de {show_euro(limit)} neste caso e esta soma {show_euro(gross)}: "
            "emita uma fatura (FT) ou uma fatura-recibo (FR).",
            field="type",
            rule="CIVA-40",
        )


def check_cash(tables: Tables, amount: Decimal, day: date) -> None:
    """Cash of 3000 € or more is forbidden (LGT art. 63-E). amount: euro paid in cash for one document."""
    limit = tables.limit("cash_forbidden", day)
    if amount >= limit:
        raise Refusal(
            f"Não se pode receber {show_euro(amount)} em numerário: a lei proíbe {show_euro(limit)} ou mais. "
            "Use cartão ou transferência.",
            field="payments",
            rule="LGT-63E",
        )


def check_change(change: Decimal) -> None:
    """Change of a whole 500 € note or more is a slip of the finger: without that note all was paid already.

    change: euro to give back. 500 € is the largest euro note in circulation (European Central Bank). Raises Refusal.
    """
    if change >= LARGEST_NOTE:
        raise Refusal(
            f"O troco seria de {show_euro(change)}, uma nota de {LARGEST_NOTE:f} € ou mais: "
            "corrija o valor entregue em numerário.",
            field="payments",
            rule="limits",
        )


def cash_warning(tables: Tables, amount: Decimal, customer_nif: str, day: date) -> str:
    """A warning when a taxable person pays 1000 € or more in cash (LGT art. 63-C), else an empty text."""
    limit = tables.limit("cash_traceable", day)
    if amount >= limit and is_taxable(customer_nif):
        return (
            f"Uma empresa deve pagar {show_euro(limit)} ou mais por meio rastreável, "
            "não em numerário (LGT, art. 63.º-C)."
        )
    return ""
