"""The tax of a stored line, as a draft's line says it: what a document born of another, or rectifying it, takes over."""

from __future__ import annotations

from typing import Any

from fiscal.stamp import STAMP_DUTY, Stamp, read_stamp, write_stamp
from models.sales.draft import DraftLine
from models.sales.tables import DocumentLine


def tax_of(own: DocumentLine) -> dict[str, Any]:
    """``tax``, ``exemption``, ``stamp`` and ``region`` for a DraftLine."""
    if own.tax_type != STAMP_DUTY:
        return {"tax": own.tax_code, "exemption": own.exemption_code, "stamp": "", "region": own.region}
    stamp = "" if own.exemption_code else write_stamp(Stamp(own.tax_code, own.rate, own.fixed_tax))
    return {"tax": STAMP_DUTY, "exemption": own.exemption_code, "stamp": stamp, "region": own.region}


def same_tax(line: DraftLine, own: DocumentLine) -> bool:
    """Whether a draft's line may be about a stored one: the same tax, reason and region, where it names any."""
    kept = tax_of(own)
    same = all(getattr(line, name) in ("", kept[name]) for name in ("tax", "exemption", "region"))
    return same and (not line.stamp or (bool(kept["stamp"]) and read_stamp(line.stamp) == read_stamp(kept["stamp"])))
