"""What a line may hold: C20, C27, F12, F13, and limits that catch a bar code typed as a price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.notation import show_number
from fiscal.rounding import MICRO
from fiscal.tables import FOREIGN, TAXED, Tables

MOST = Decimal("999999.999999")
"""Largest quantity or unit price accepted: more is a bar code or a NIF in the wrong field."""


def check_line(description: str, quantity: Decimal, unit: str, price: Decimal, *, valued: bool = True) -> None:
    """C27 (mandatory fields), F12 and F13 (nothing negative), and plausibility. Fields are named without prefix.

    valued: False in a guide without prices.
    """
    if len(description) < 2:
        raise Refusal("Falta a designação do artigo (pelo menos 2 letras).", field="description", rule="C27")
    if not unit:
        raise Refusal("Falta a unidade, por exemplo UN.", field="unit", rule="C27")
    if quantity <= 0:
        raise Refusal(
            f"Quantidade {show_number(quantity, 6, least=0)} inválida: tem de ser maior que zero. "
            "Devoluções fazem-se numa nota de crédito.",
            field="quantity",
            rule="F12",
        )
    if price < 0:
        raise Refusal(
            f"Preço {show_number(price, 6, least=2)} inválido: não pode ser negativo.", field="price", rule="F13"
        )
    if price == 0 and valued:
        raise Refusal(
            "O preço não pode ser zero: para uma oferta use o preço normal e um desconto de 100 %.",
            field="price",
            rule="F13",
        )
    for value, name, label in ((quantity, "quantity", "Quantidade"), (price, "price", "Preço")):
        if value > MOST:
            raise Refusal(
                f"{label} {show_number(value, 0)} demasiado grande: será um código de barras ou um NIF?",
                field=name,
                rule="limits",
            )
        if value != value.quantize(MICRO):
            raise Refusal(f"{label} com casas decimais a mais: o máximo é 6.", field=name, rule="limits")


def check_tax(
    tables: Tables, tax_code: str, exemption: str, day: date, *, abroad: bool = False
) -> tuple[str, str, str]:
    """C20: without tax there must be a reason; with tax there must be none.

    abroad: the tax is due in another Member State (OSS), which may have more rates.
    Returns (tax type, tax code, mention). A reason of type NS makes the line not subject, whatever code was typed.
    """
    if tax_code in (FOREIGN if abroad else TAXED):
        if exemption:
            raise Refusal(
                f"A linha tem taxa {tax_code} e motivo de isenção {exemption}: apague um dos dois.",
                field="exemption",
                rule="C20",
            )
        return "IVA", tax_code, ""
    if tax_code not in ("ISE", "NS"):
        raise Refusal(
            f"Taxa de IVA «{tax_code}» desconhecida: use NOR, INT, RED, ISE (isento) ou NS (não sujeito).",
            field="tax",
            rule="tax",
        )
    if not exemption:
        raise Refusal(
            "Sem IVA é preciso o motivo: escolha o código de isenção (por exemplo M07) com F4.",
            field="exemption",
            rule="C20",
        )
    reason = tables.exemption(exemption, day)
    if tax_code == "NS" and reason.type != "NS":
        raise Refusal(
            f"O motivo {exemption} é de isenção: use a taxa ISE, ou M99 para o que não é sujeito a IVA.",
            field="exemption",
            rule="C20",
        )
    return (reason.type, "NS", reason.mention) if reason.type == "NS" else ("IVA", "ISE", reason.mention)


def check_issuer(name: str, nif: str, address: str, postal_code: str, city: str) -> None:
    """C27: what SAF-T and the invoice need of the issuer (CIVA art. 36 n.5 a)."""
    for value, label in (
        (name, "o nome"),
        (nif, "o NIF"),
        (address, "a morada"),
        (postal_code, "o código postal"),
        (city, "a localidade"),
    ):
        if not value:
            raise Refusal(f"Falta {label} da empresa: preencha em Entidade > Dados.", field="company", rule="C27")
