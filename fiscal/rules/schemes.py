"""What a reason for not charging VAT, or a tax due abroad, asks of the buyer and of the company (fiscal.md 8.2, 8.3)."""

from __future__ import annotations

from collections.abc import Iterable

from fiscal.countries import EU_NAMES, in_other_member_state
from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER, is_taxable
from fiscal.tables import Exemption

NORMAL = "NORMAL"
SMALL_EXEMPT = "ISENTO"
"""Regime of CIVA art. 53: no tax is charged."""
RETAILER = "RETALHISTA"
"""Small retailers, CIVA art. 60: their invoices give no right to deduct."""
CASH = "CAIXA"
"""Cash VAT (DL 71/2013): the tax is due when the customer pays."""
REGIME_REASON = {SMALL_EXEMPT: "M10", RETAILER: "M09"}
"""Regimes that charge no VAT at all, and the reason that their lines have unless another is said."""
CASH_MENTION = "IVA – regime de caixa"
SPACES_AT_MOST = 3
"""Fiscal spaces that fit in the QR code, Portuguese or foreign (fields I, J, K)."""


def check_buyer(reason: Exemption, nif: str, country: str) -> None:
    """Refuses a buyer that the reason cannot be for. nif: 999999990 for a consumer.

    Reverse charge moves the tax to a buyer that is a taxable person, so it needs a number (CIVA art. 2 n.1); a supply
    within the Union needs one of another Member State (RITI art. 14; checked with VIES by the operator).
    """
    unknown = nif in ("", FINAL_CONSUMER)
    if reason.scheme in ("reverse", "abroad", "eu") and unknown:
        raise Refusal(
            f"{reason.code} ({reason.mention}) é só para clientes que são sujeitos passivos: indique o cliente com o NIF.",
            field="customer.nif",
            rule="scheme",
        )
    if reason.scheme == "eu" and not in_other_member_state(country):
        raise Refusal(
            f"{reason.code} ({reason.mention}) é para empresas de outro Estado-Membro com número de IVA: o cliente é de "
            f"{country}.",
            field="customer.country",
            rule="scheme",
        )
    if reason.scheme == "abroad" and country == "PT":
        raise Refusal(
            f"{reason.code} é para serviços a empresas de fora de Portugal: o cliente é de PT; use outro motivo.",
            field="customer.country",
            rule="scheme",
        )


def check_company(reason: str, tax_code: str, regime: str) -> None:
    """A regime that charges no VAT has no taxed lines (C20). reason: the one of the regime (``REGIME_REASON``)."""
    if regime in REGIME_REASON and tax_code not in ("ISE", "NS"):
        article = "53.º" if regime == SMALL_EXEMPT else "60.º"
        raise Refusal(
            f"A empresa está no regime do artigo {article} do CIVA e não liquida IVA: a linha tem de ser ISE com o motivo "
            f"{reason}.",
            field="tax",
            rule="C20",
        )


def check_spaces(regions: Iterable[str]) -> None:
    """At most three fiscal spaces in one document: the QR code has room for no more."""
    found = sorted(set(regions))
    if len(found) > SPACES_AT_MOST:
        raise Refusal(
            f"O documento tem IVA de {len(found)} espaços fiscais ({', '.join(found)}): o código QR só leva "
            f"{SPACES_AT_MOST}; divida-o em dois.",
            field="region",
            rule="qr",
        )


def advise(reason: Exemption, regime: str, nif: str, country: str) -> str:
    """A warning where the reason looks wrong for this buyer or company, else an empty text: cases differ, nobody is stopped."""
    if reason.scheme == "export" and (country == "PT" or in_other_member_state(country)):
        return f"{reason.code} é para exportações e o cliente é de {country}: guarde a prova de saída da União."
    if reason.scheme == "reverse" and country != "PT":
        return f"{reason.code} é autoliquidação em Portugal e o cliente é de {country}: confirme o motivo."
    if reason.scheme == "small" and regime != SMALL_EXEMPT:
        return f"{reason.code} é do regime de isenção do artigo 53.º, que não é o da empresa: confirme o motivo."
    if reason.scheme == "retailer" and regime != RETAILER:
        return f"{reason.code} é do regime dos pequenos retalhistas, que não é o da empresa: confirme o motivo."
    if reason.scheme == "cross_border" and not in_other_member_state(country):
        return f"{reason.code} é para vendas a outro Estado-Membro e o cliente é de {country}: confirme o motivo."
    return ""


def advise_abroad(region: str, nif: str, country: str) -> str:
    """A warning about tax of another Member State (OSS): it is for consumers there."""
    if country == "PT" and nif not in ("", FINAL_CONSUMER) and is_taxable(nif):
        return f"IVA de {EU_NAMES[region]} (OSS) numa venda a uma empresa portuguesa: confirme a região."
    if country not in ("PT", region):
        return f"IVA de {EU_NAMES[region]} (OSS) e o cliente é de {country}: confirme onde a venda tem lugar."
    if country == region and nif not in ("", FINAL_CONSUMER):
        return f"O cliente tem número de IVA de {country}: a uma empresa vende-se com M16 ou M40, não pelo OSS."
    return ""
