"""Lines of invoices, guides and working documents (Portaria 302/2016, 4.1.4.19, 4.2.3.21 and 4.3.4.14)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from fiscal.doctypes import GUIDES
from fiscal.tables import saft_mention
from reports.saft.chosen import ALL_TYPES
from reports.saft.rows import Row, Whole
from reports.saft.texts import code, element, micro, plain, unit_price, words

_OF_GUIDES = frozenset(("RED", "INT", "NOR", "ISE", "OUT", "NS"))
"""Tax codes that a guide's line may carry; one of another tax goes without."""
_REASON = (6, 60)
"""Characters of an exemption's reason: the mention of M15 has one too many (14.6)."""


def is_debit(row: Row) -> bool:
    """Credit notes give back, and returned goods come in: their lines are debits (4.1.4.19.13, 4.2.3.21.10)."""
    return ALL_TYPES[row.type].debit or (row.type == "GD" and row.supplier_id is None)


def lines(whole: Whole, table: str) -> str:
    """All lines of a document. An amount below zero, in what came from elsewhere, is written on the other side (1 l)."""
    row = whole.row
    debit, guide, taxed = is_debit(row), table == GUIDES, bool(row.valued)
    orders: dict[int, str] = {}
    for line, number, day in whole.origins:
        date = f"<OrderDate>{day}</OrderDate>" if day else ""
        orders[line] = orders.get(line, "") + (
            f"<OrderReferences>{element('OriginatingON', number, 60)}{date}</OrderReferences>"
        )
    written = []
    for (
        number, article, description, quantity, unit, price, amount, settlement, tax_type, region, tax_code, rate,
        exemption, mention, tax_point, reference, reason, fixed, base,
    ) in whole.lines:  # fmt: skip
        side = "DebitAmount" if debit is (amount >= 0) else "CreditAmount"
        quantity, price, amount = abs(quantity), abs(price), abs(amount)
        tax = _tax(tax_type, region, tax_code, rate, fixed, exemption, mention, guide) if taxed else ""
        if guide:
            sale = ""
        else:
            rectified = _references(reference, reason) if reference else ""
            sale = (
                f"{f'<TaxBase>{micro(base)}</TaxBase>' if base else ''}"
                f"<TaxPointDate>{tax_point}</TaxPointDate>{rectified}"
            )
        written.append(
            f"<Line><LineNumber>{number}</LineNumber>{orders.get(number, '')}{_product(article, description)}"
            f"<Quantity>{plain(quantity)}</Quantity>{_unit(unit)}"
            f"<UnitPrice>{unit_price(price, quantity, amount)}</UnitPrice>{sale}"
            f"<Description>{words(description, 200) or code(article, 60)}</Description>"
            f"{_serials(whole.serials.get(number, ()))}"
            f"<{side}>{micro(amount)}</{side}>{tax}"
            f"{f'<SettlementAmount>{micro(abs(settlement))}</SettlementAmount>' if settlement else ''}</Line>\n"
        )
    return "".join(written)


def _serials(codes: Sequence[str]) -> str:
    """ProductSerialNumber: which pieces went, of goods that have a number each."""
    if not codes:
        return ""
    return f"<ProductSerialNumber>{''.join(element('SerialNumber', one, 100) for one in codes)}</ProductSerialNumber>"


@lru_cache(16_384)
def _product(article: str, description: str) -> str:
    return (
        f"<ProductCode>{code(article, 60)}</ProductCode>"
        f"<ProductDescription>{product_description(article, description)}</ProductDescription>"
    )


def product_description(article: str, description: str) -> str:
    """Two characters at least: what is shorter is told with its code."""
    said = words(description, 200)
    return said if len(said) > 1 else words(f"{description} ({article})", 200)


@lru_cache(256)
def _unit(unit: str) -> str:
    return f"<UnitOfMeasure>{words(unit, 20) or 'UN'}</UnitOfMeasure>"


def _references(reference: str, reason: str) -> str:
    return f"<References>{element('Reference', reference, 60)}{element('Reason', reason, 50)}</References>"


@lru_cache(4_096)
def _tax(
    tax_type: str, region: str, tax_code: str, rate: int, fixed: int, exemption: str, mention: str, guide: bool
) -> str:
    """Tax and, where nothing is charged, why. Stamp duty of a fixed amount stands instead of a percentage."""
    if guide and (tax_type == "IS" or tax_code not in _OF_GUIDES):
        return ""
    return tax_element(tax_type, region, tax_code, rate, fixed) + ("" if rate or fixed else why(exemption, mention))


def tax_element(tax_type: str, region: str, tax_code: str, rate: int, fixed: int = 0) -> str:
    """``<Tax>`` of a line of any document. rate: millionths of a per cent; fixed: millionths of a euro."""
    value = f"<TaxAmount>{micro(fixed)}</TaxAmount>" if fixed else f"<TaxPercentage>{plain(rate)}</TaxPercentage>"
    return (
        f"<Tax><TaxType>{tax_type}</TaxType><TaxCountryRegion>{region}</TaxCountryRegion>"
        f"<TaxCode>{tax_code}</TaxCode>{value}</Tax>"
    )


def why(exemption: str, mention: str) -> str:
    """The reason for no tax and its code: both or neither (XSD)."""
    if not exemption:
        return ""
    least, most = _REASON
    reason = words(saft_mention(mention), most)
    if len(reason) < least:
        reason = words(f"{exemption} {mention}".ljust(least, "."), most)
    return f"<TaxExemptionReason>{reason}</TaxExemptionReason><TaxExemptionCode>{exemption}</TaxExemptionCode>"
