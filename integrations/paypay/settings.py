"""PayPay in Configurações > Integrações: its fields, how it stands, and a trial that really calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.nif import check_nif
from integrations import kept
from integrations.declared import Integration
from integrations.paypay.client import ADDRESSES, PRODUCTION, TEST, Account, PayPay
from integrations.trouble import NOT_CONFIGURED, Trouble
from integrations.web import check_address
from models.company.setup import current, set_setting, setting
from models.declared import Choice, Field, Form, Number, Text, Values, YesNo
from models.home import Home
from models.references import receipt
from models.references.question import DAYS, PROVIDER
from models.session import Session

NAME = "paypay"
_DIGITS = re.compile(r"[0-9]{1,3}")


def open_paypay(home: Home) -> PayPay:
    """The account as kept. Raises Trouble where it is not whole."""
    return PayPay(account(kept.kept(home, NAME)))


def account(found: dict[str, Any]) -> Account:
    """Raises Trouble with the field that lacks."""
    for name, label in (("nif", "o NIF"), ("codigo", "o código da plataforma"), ("chave", "a chave privada")):
        if not found.get(name):
            raise Trouble(
                NOT_CONFIGURED,
                f"A PayPay não está configurada: falta {label}. Configurações > Integrações > PayPay.",
                field=name,
            )
    address = str(found.get("endereco") or ADDRESSES[str(found.get("ambiente") or TEST)])
    seconds = float(found.get("prazo") or 15)
    return Account(
        str(found["nif"]), str(found["codigo"]), str(found["chave"]), check_address(address), min(max(seconds, 1), 60)
    )


def _fields() -> tuple[Field, ...]:
    return (
        Field("usar", "Usar nas faturas", YesNo(), 5, default=True, group="Conta",
              help="Sim: ao emitir uma fatura que não seja a pronto pergunta-se se leva referência."),
        Field("ambiente", "Ambiente", Choice(((TEST, "Testes"), (PRODUCTION, "Produção"))), 18, default=TEST,
              help="Em testes nada se paga a sério."),
        Field("nif", "NIF", Text(9), 12, default="", check=lambda text, _: check_nif(text),
              help="Do comerciante que aderiu à PayPay."),
        Field("codigo", "Código da plataforma", Text(60), 30, default="",
              help="Gera-se em paypay.pt: Configurações > Integrações."),
        Field("chave", "Chave privada", Text(200, secret=True), 30, default="",
              help="Dada com o código. Vazio: fica a que já está guardada."),
        Field("dias", "Dias depois do vencimento", Number(0), 5, default=Decimal(30), group="Referências",
              help="Até quando se pode pagar a referência, contado do vencimento da fatura."),
        Field("recibos", "Ao pagar", Choice(receipt.CHOICES), 24, default=receipt.PROPOSE,
              help="Propor: o recibo emite-se na Gestão de Referências com F6. Emitir: logo que se sabe do pagamento."),
    )  # fmt: skip


def paypay_form(home: Home) -> Form:
    """The form over integracoes/paypay.toml (mode 0600) and the company's choices."""
    fields = _fields()

    def load(_: object) -> Values:
        found = kept.kept(home, NAME)
        values: Values = {f.name: found.get(f.name, f.default) for f in fields}
        return {
            **values,
            "nif": found.get("nif") or str(current().nif),
            "chave": "",
            "usar": setting(PROVIDER) == NAME or not found,
            "dias": Decimal(setting(DAYS, "30")),
            "recibos": setting(receipt.SETTING, receipt.PROPOSE),
        }

    def save(values: Values, session: Session) -> dict[str, str]:
        found = kept.kept(home, NAME)
        found |= {name: str(values[name] or "") for name in ("ambiente", "nif", "codigo")}
        if values["chave"]:
            found["chave"] = str(values["chave"])
        days = str(int(values["dias"] or 0))
        if not _DIGITS.fullmatch(days):
            raise Refusal("Os dias vão de 0 a 999.", field="dias", rule="range")
        if values["usar"]:
            account(found)
        kept.keep(home, NAME, found)
        _set(PROVIDER, NAME if values["usar"] else "", session)
        _set(DAYS, days, session)
        _set(receipt.SETTING, str(values["recibos"]), session)
        return {}

    return Form("PayPay", fields, load, save)


def _set(key: str, value: str, session: Session) -> None:
    if setting(key) != value:
        set_setting(key, value, session)


def _state(home: Home) -> str:
    try:
        found = kept.kept(home, NAME)
        account(found)
    except Refusal:
        return "Não configurada"
    place = "produção" if found.get("ambiente") == PRODUCTION else "testes"
    return f"{place}, {'nas faturas' if setting(PROVIDER) == NAME else 'sem uso'}"


def _trial(home: Home) -> Iterator[tuple[bool, str]]:
    provider = open_paypay(home)
    try:
        yield True, provider.check()
    except Trouble as trouble:
        yield False, trouble.message


PAYPAY = Integration("PayPay", "Referências Multibanco, MB WAY e ligações de pagamento.", paypay_form, _state, _trial)
