"""When tax may be withheld, and how much (CIRS art. 101, CIRC art. 94; C14). It is shown after the total and changes none."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from fiscal.discounts import HUNDRED
from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER, is_taxable
from fiscal.notation import show_euro
from fiscal.rounding import ZERO, cents, micro
from fiscal.tables import Tables

WITHHOLDING_TYPES = ("IRS", "IRC", "IS")
_ITEM = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}){0,3}")


def withheld(type_code: str, rate: Decimal, net: Decimal) -> Decimal:
    """C14: the tax that the customer keeps back, in cents: ``rate`` per cent of the net total."""
    if type_code not in WITHHOLDING_TYPES:
        raise Refusal(f"Retenção «{type_code}» desconhecida: use IRS, IRC ou IS.", field="withholding.type", rule="C14")
    if not ZERO < rate <= HUNDRED or rate != micro(rate):
        raise Refusal(
            "A taxa de retenção tem de estar entre 0 e 100 %, com 6 casas decimais no máximo.",
            field="withholding.rate",
            rule="C14",
        )
    return cents(net * rate / HUNDRED)


def check_withholding(
    tables: Tables, type_code: str, description: str, amount: Decimal, day: date, nif: str, country: str
) -> None:
    """Refuses withholding that the law does not know: by consumers, by buyers abroad, or of too little.

    amount: euro withheld. Of stamp duty the description names the item of the table (Portaria 302/2016, 4.1.4.21).
    """
    if type_code == "IS":
        if not _ITEM.fullmatch(description):
            raise Refusal(
                "Na retenção de imposto do selo a descrição é a verba da tabela geral, por exemplo 17.3.4.",
                field="withholding.description",
                rule="C14",
            )
        return
    if nif in ("", FINAL_CONSUMER) or country != "PT":
        raise Refusal(
            "Só um cliente português, com NIF, retém imposto: indique o cliente ou tire a retenção.",
            field="withholding.type",
            rule="C14",
        )
    least = tables.limit("withholding_least", day)
    if least.is_finite() and amount < least:
        raise Refusal(
            f"A retenção seria de {show_euro(amount)} e não se retém menos de {show_euro(least)}: tire a retenção.",
            field="withholding.type",
            rule="C14",
        )


def withholding_advice(type_code: str, nif: str) -> str:
    """A warning where the customer does not look like one with organised accounting, else an empty text."""
    if type_code in ("IRS", "IRC") and not is_taxable(nif):
        return "Só retém imposto quem tem contabilidade organizada: confirme que é o caso deste cliente."
    return ""
