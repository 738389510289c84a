"""What AT's schema says with assertions, between elements: tax and exemption, tax base, receipts of cash VAT, accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fiscal.saft.findings import Finding
from fiscal.saft.values import amount_of
from fiscal.xmltree import Node

OF_LINES = ("InvoiceLine", "WorkLine", "MovementLine", "PaymentLine")
WITH_ASSERTS = frozenset((*OF_LINES, "Payment", "Account"))
"""The structures of schema.py that have any."""


def asserted(kind: str, node: Node, at: Callable[[str], str]) -> Iterator[Finding]:
    """What is wrong between the elements of one structure. Values that are no numbers are left to the schema.

    at: gives the place of an element below the node. Rules: 1 no tax and its reason go together; 2 reason and code of
    an exemption go together; 3 a tax base stands for no sale; 4 a receipt of cash VAT tells the tax; 5 which accounts
    have a taxonomy and belong to another.
    """
    if kind == "Account":
        yield from _account(node, at)
    elif kind == "Payment":
        yield from _cash_vat(node, at)
    else:
        yield from _line(node, at)


def _zero(node: Node | None) -> bool | None:
    """Whether an amount is zero; None where there is none."""
    amount = None if node is None else amount_of(node.text)
    return None if amount is None else amount == 0


def _line(line: Node, at: Callable[[str], str]) -> Iterator[Finding]:
    by_name = {child.name: child for child in line.children}
    reason, code = by_name.get("TaxExemptionReason"), by_name.get("TaxExemptionCode")
    if (tax := by_name.get("Tax")) is not None:
        for name in ("TaxPercentage", "TaxAmount"):
            zero = _zero(tax.first(name))
            if zero and reason is None:
                yield _error(
                    1,
                    at(f"Tax/{name}"),
                    tax.line,
                    f"O imposto é zero ({name}) e a linha não diz porquê: falta «TaxExemptionReason».",
                    "Escreva a menção e o código da isenção, ou a taxa que se aplica.",
                )
            elif zero is False and reason is not None:
                yield _error(
                    1,
                    at("TaxExemptionReason"),
                    reason.line,
                    f"A linha tem um motivo de isenção e o imposto não é zero ({name}).",
                    "Retire o motivo e o código da isenção, ou ponha a taxa a zero.",
                )
    if (reason is None) != (code is None):
        there, lacks = (reason, "TaxExemptionCode") if reason is not None else (code, "TaxExemptionReason")
        if there is not None:
            yield _error(
                2,
                at(f"{there.name}"),
                there.line,
                f"A linha tem «{there.name}» mas não «{lacks}».",
                "Escreva os dois, a menção e o código, ou nenhum.",
            )
    if (base := by_name.get("TaxBase")) is not None:
        for name in ("UnitPrice", "DebitAmount", "CreditAmount"):
            if _zero(by_name.get(name)) is False:
                yield _error(
                    3,
                    at("TaxBase"),
                    base.line,
                    f"A linha tem «TaxBase» e «{name}» não é zero.",
                    f"Com TaxBase, que é a base de um imposto sem venda, escreva 0.00 em {name}; senão retire TaxBase.",
                )


def _cash_vat(payment: Node, at: Callable[[str], str]) -> Iterator[Finding]:
    if payment.get("PaymentType") != "RC":
        return
    told = any(tax.first("TaxType") is not None for line in payment.all("Line") for tax in line.all("Tax"))
    if not told:
        yield _error(
            4,
            at(""),
            payment.line,
            "O recibo de IVA de caixa (RC) não diz o imposto em nenhuma linha.",
            "Escreva «Tax» em cada linha, uma linha por cada taxa de cada fatura paga.",
        )
        return
    for number, line in enumerate(payment.all("Line"), 1):
        if line.first("Tax") is not None:
            continue
        yield Finding(
            "warning",
            "assert.4",
            at(f"Line[{number}]"),
            line.line,
            "Uma linha do recibo de IVA de caixa (RC) não diz o imposto.",
            "Escreva «Tax» em cada linha, uma linha por cada taxa de cada fatura paga.",
        )


def _account(account: Node, at: Callable[[str], str]) -> Iterator[Finding]:
    category = account.get("GroupingCategory")
    taxonomy, group = account.first("TaxonomyCode"), account.first("GroupingCode")
    if category == "GM" and taxonomy is None:
        yield _error(
            5,
            at(""),
            account.line,
            "A conta de movimento (GM) não tem «TaxonomyCode».",
            "Escreva o código da taxonomia da conta.",
        )
    elif category and category != "GM" and taxonomy is not None:
        yield _error(
            5,
            at(""),
            taxonomy.line,
            f"A conta é {category} e tem «TaxonomyCode», que é só das contas de movimento (GM).",
            "Retire TaxonomyCode desta conta.",
        )
    if category in ("GR", "AR") and group is not None:
        yield _error(
            5,
            at(""),
            group.line,
            f"A conta é do 1.º grau ({category}) e tem «GroupingCode».",
            "Retire GroupingCode: uma conta do 1.º grau não pertence a outra.",
        )
    elif category in ("GA", "AA", "GM", "AM") and group is None:
        yield _error(
            5,
            at(""),
            account.line,
            f"A conta é {category} e não diz a que conta pertence: falta «GroupingCode».",
            "Escreva em GroupingCode o código da conta agregadora.",
        )


def _error(number: int, place: str, line: int, message: str, remedy: str) -> Finding:
    return Finding("error", f"assert.{number}", place, line, message, remedy)
