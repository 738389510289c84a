"""Recovering documents: paper written while the program was down, and duplicates of what was lost (2.4, 2.5; C31, C33)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from fiscal.amounts import Amounts, RateAmounts
from fiscal.doctypes import DocumentType
from fiscal.errors import Refusal
from fiscal.rounding import ZERO, cents
from fiscal.text import clean
from models.sales.draft import Draft, DraftRecovery
from models.sales.tables import Document

MANUAL, DUPLICATE = "M", "D"
_NUMBER = {MANUAL: re.compile(r"[^/^ ]+/[0-9]+"), DUPLICATE: re.compile(r"[^ ]+ [^/^ ]+/[0-9]+")}
_EXAMPLE = {MANUAL: "abc/00001", DUPLICATE: "FT 2026A/99"}


def recovered_origin(draft: Draft, kind: DocumentType) -> str:
    """The identification of the original: ``FTM abc/00001`` or ``FTD XY 2013A/00099`` (1.6); empty for a document of today.

    Raises Refusal, field ``recovery.*``; also where another recovery of the same original is in force (3.2.2; C33).
    """
    given = draft.recovery
    if given is None:
        return ""
    if given.kind not in _NUMBER:
        raise Refusal(
            "Diga o que se recupera: M, um documento manual; D, o duplicado de um documento perdido.",
            field="recovery.kind",
            rule="C31",
        )
    number = clean(given.number, 60)
    if not _NUMBER[given.kind].fullmatch(number):
        raise Refusal(
            f"Número do original «{number}» inválido: escreva-o como está no papel, por exemplo {_EXAMPLE[given.kind]}.",
            field="recovery.number",
            rule="C31",
        )
    if draft.date is None:
        raise Refusal("Escreva a data do documento original.", field="date", rule="C31")
    origin = f"{kind.code}{given.kind} {number}"
    same = Document.select().where(Document.origin == origin, Document.source_billing == "M", Document.status != "A")
    if (already := same.first()) is not None:
        raise Refusal(
            f"O original {number} já foi recuperado em {already.number}: anule primeiro essa recuperação.",
            field="recovery.number",
            rule="C33",
        )
    return origin


def original_number(origin: str) -> str:
    """What a rectifying document names: the number on the paper, not that of the recovery (2.4.6, 2.5.7)."""
    return origin.partition(" ")[2]


def as_on_paper(amounts: Amounts, recovery: DraftRecovery) -> Amounts:
    """The totals of the original where they were given: nothing is calculated again (3.3.2; F5).

    A wrong tax on the paper stays visible. Raises Refusal where the totals given do not add up.
    """
    if recovery.net is None or recovery.tax is None:
        return amounts
    net, tax = cents(recovery.net), cents(recovery.tax)
    if net < 0 or tax < 0:
        raise Refusal("Os totais do original não podem ser negativos.", field="recovery.net", rule="C31")
    if (net, tax) == (amounts.net, amounts.tax):
        return amounts
    if len(amounts.rates) > 1 and abs(net - amounts.net) + abs(tax - amounts.tax) > Decimal("0.05") * len(
        amounts.rates
    ):
        raise Refusal(
            "Os totais do papel diferem muito dos das linhas e há várias taxas: confirme as linhas, ou recupere cada taxa "
            "em linhas com o valor do papel.",
            field="recovery.net",
            rule="C31",
        )
    return replace(amounts, rates=_spread(amounts.rates, net, tax), net=net, tax=tax, gross=net + tax)


def _spread(rates: tuple[RateAmounts, ...], net: Decimal, tax: Decimal) -> tuple[RateAmounts, ...]:
    """The difference goes to the rate with the largest base, and that of the tax to the largest tax."""
    base_off = net - sum((r.base for r in rates), ZERO)
    tax_off = tax - sum((r.tax for r in rates), ZERO)
    largest = max(range(len(rates)), key=lambda i: rates[i].base)
    taxed = max(range(len(rates)), key=lambda i: rates[i].tax)
    return tuple(
        replace(r, base=r.base + (base_off if i == largest else ZERO), tax=r.tax + (tax_off if i == taxed else ZERO))
        for i, r in enumerate(rates)
    )
