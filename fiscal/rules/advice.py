"""What to warn of without refusing: missing data (C27), cash where it should not be, tax that looks wrong for the buyer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiscal.countries import EU_NAMES
from fiscal.nif import FINAL_CONSUMER
from fiscal.notation import show_euro
from fiscal.rules.payment import cash_warning
from fiscal.rules.schemes import NORMAL, advise, advise_abroad
from fiscal.rules.withholding import withholding_advice
from fiscal.tables import Tables


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document about to be issued, or issued."""

    type_code: str
    day: date
    gross: Decimal
    cash: Decimal
    """Euro paid in cash."""
    nif: str
    address: str
    postal_code: str
    city: str
    country: str = "PT"
    regime: str = NORMAL
    reasons: Sequence[str] = ()
    """Codes of the reasons why lines have no VAT."""
    regions: Sequence[str] = ()
    withholding: str = ""
    """IRS, IRC or IS where the customer keeps tax back."""


def advice(tables: Tables, facts: Facts) -> list[str]:
    """Warnings in Portuguese; none is a reason not to issue.

    A taxable person's invoice carries its address (CIVA art. 36 n.5 a), a consumer's above 1000 € too (n.15 and 16);
    SAF-T then says ``Desconhecido``. Simplified invoices need neither (art. 40).
    """
    found = []
    wanted = ((facts.address, "morada"), (facts.postal_code, "código postal"), (facts.city, "localidade"))
    missing = ", ".join(label for value, label in wanted if not value)
    limit = tables.limit("consumer_data", facts.day)
    if facts.type_code in ("FT", "FR", "ND") and missing:
        if facts.nif[:1] in ("5", "6"):
            found.append(f"Falta no cliente: {missing}. A fatura a uma empresa deve levar a morada.")
        elif facts.nif == FINAL_CONSUMER and facts.gross > limit:
            found.append(f"Acima de {show_euro(limit)} a fatura a um consumidor leva o nome e a morada dele.")
    warning = cash_warning(tables, facts.cash, facts.nif, facts.day)
    found += [warning] if warning else []
    for code in dict.fromkeys(facts.reasons):
        if (reason := tables.exemptions.get(code)) is not None:
            found.append(advise(reason, facts.regime, facts.nif, facts.country))
    for region in dict.fromkeys(facts.regions):
        if region in EU_NAMES:
            found.append(advise_abroad(region, facts.nif, facts.country))
    found.append(withholding_advice(facts.withholding, facts.nif))
    return [text for text in found if text]
