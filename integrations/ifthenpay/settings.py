"""ifthenpay in Configurações > Integrações: its fields, how it stands, and a trial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fiscal.errors import Refusal
from fiscal.multibanco import check_entity
from integrations import kept
from integrations.declared import Integration
from integrations.ifthenpay.client import ADDRESS, Contract, Ifthenpay
from integrations.trouble import NOT_CONFIGURED, Trouble
from integrations.web import check_address
from models.company.setup import set_setting, setting
from models.declared import Field, Form, Text, Values, YesNo
from models.home import Home
from models.references.question import PROVIDER
from models.session import Session

NAME = "ifthenpay"
_SECRET = ("mbkey", "antiphishing")
_PLAIN = ("entidade", "subentidade")


def open_ifthenpay(home: Home) -> Ifthenpay:
    """The contract as kept. Raises Trouble where it is not whole."""
    return Ifthenpay(contract(kept.kept(home, NAME)))


def contract(found: dict[str, Any]) -> Contract:
    """Raises Trouble with the field that lacks."""
    entity, sub = str(found.get("entidade") or ""), str(found.get("subentidade") or "")
    if not found.get("mbkey"):
        if not entity or not sub:
            raise Trouble(
                NOT_CONFIGURED,
                "A ifthenpay não está configurada: escreva a entidade e a subentidade do contrato, ou a MB Key.",
                field="entidade",
            )
        check_entity(entity)
        if not re.fullmatch(r"[0-9]{1,3}", sub):
            raise Trouble(NOT_CONFIGURED, "A subentidade tem de um a três algarismos.", field="subentidade")
    address = check_address(str(found.get("endereco") or ADDRESS))
    return Contract(entity, sub, str(found.get("mbkey") or ""), str(found.get("antiphishing") or ""), address)


def _fields() -> tuple[Field, ...]:
    return (
        Field("usar", "Usar nas faturas", YesNo(), 5, default=False, group="Contrato",
              help="Sim: as faturas que não sejam a pronto perguntam se levam referência, e são desta."),
        Field("entidade", "Entidade", Text(5), 8, default="",
              help="Do contrato que deixa fazer referências aqui, sem rede."),
        Field("subentidade", "Subentidade", Text(3), 5, default="", help="De um a três algarismos."),
        Field("mbkey", "MB Key", Text(60, secret=True), 20, default="",
              help="Para referências pedidas à ifthenpay. Vazio: fica a que está; sem nenhuma, fazem-se aqui."),
        Field("antiphishing", "Chave anti-phishing", Text(60, secret=True), 20, default="",
              help="Prova que um callback é da ifthenpay. Vazio: fica a que está."),
    )  # fmt: skip


def ifthenpay_form(home: Home) -> Form:
    """The form over integracoes/ifthenpay.toml (mode 0600) and the company's choice."""
    fields = _fields()

    def load(_: object) -> Values:
        found = kept.kept(home, NAME)
        values: Values = {name: found.get(name, "") for name in _PLAIN}
        return {**values, **dict.fromkeys(_SECRET, ""), "usar": setting(PROVIDER) == NAME}

    def save(values: Values, session: Session) -> dict[str, str]:
        found = kept.kept(home, NAME) | {name: str(values[name] or "") for name in _PLAIN}
        found |= {name: str(values[name]) for name in _SECRET if values[name]}
        if values["usar"]:
            contract(found)
        kept.keep(home, NAME, found)
        used = setting(PROVIDER) == NAME
        if used != bool(values["usar"]):
            set_setting(PROVIDER, NAME if values["usar"] else "", session)
        return {}

    return Form("ifthenpay", fields, load, save)


def _state(home: Home) -> str:
    try:
        found = contract(kept.kept(home, NAME))
    except Refusal:
        return "Não configurada"
    how = "pedidas" if found.mb_key else "feitas aqui"
    return f"{how}, {'nas faturas' if setting(PROVIDER) == NAME else 'sem uso'}"


def _trial(home: Home) -> Iterator[tuple[bool, str]]:
    try:
        yield True, open_ifthenpay(home).check()
    except Trouble as trouble:
        yield False, trouble.message


IFTHENPAY = Integration(
    "ifthenpay",
    "Referências Multibanco por contrato, sem rede, ou pedidas.",
    ifthenpay_form,
    _state,
    _trial,
    "MB WAY, ligações de pagamento e perguntar o estado: por agora só o callback ou o ficheiro do banco dizem que se pagou.",
)
