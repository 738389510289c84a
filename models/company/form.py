"""The company's data and the set-up assistant, as declared: ten questions at most."""

from __future__ import annotations

from typing import Any

from fiscal.nif import check_nif
from fiscal.tables import REGION_NAMES
from models.company.setup import REGIMES, check_postal_code, current, save_company
from models.declared import Choice, Field, Form, Text, Values, YesNo

_NIF = Field("nif", "NIF da empresa", Text(9), 12, required=True, check=lambda value, _: check_nif(value),
             help="Nove algarismos. Depois da configuração já não se muda.",
             law="Sai em todos os documentos (CIVA, art. 36.º n.º 5 a).")  # fmt: skip
_ISSUER = "A fatura leva o nome ou firma e a sede de quem a emite (CIVA, art. 36.º n.º 5 a)."
_PLACE = (
    Field("name", "Nome ou firma", Text(100), 44, required=True, help="Como está registado nas Finanças.",
          law=_ISSUER),
    Field("address", "Morada da sede", Text(210), 44, required=True, help="Rua, número, andar.", law=_ISSUER),
    Field("postal_code", "Código postal", Text(8), 10, required=True,
          check=lambda value, _: check_postal_code(value), help="Por exemplo 1000-001.", law=_ISSUER),
    Field("city", "Localidade", Text(50), 30, required=True, help="A localidade do código postal.", law=_ISSUER),
)  # fmt: skip
_TAX = (
    Field("region", "Região fiscal", Choice(tuple(REGION_NAMES.items())), 18, default="PT", required=True,
          help="Onde se vende: decide as taxas de IVA.", law="CIVA, art. 18.º n.º 3; DL 347/85."),
    Field("regime", "Regime de IVA", Choice(REGIMES), 34, default="NORMAL", required=True,
          help="Isento: linhas com M10; retalhistas: M09; caixa: faturas em série própria.",
          law="CIVA, art. 53.º e 60.º; DL 71/2013 (IVA de caixa)."),
    Field("retailer", "Vende a retalho", YesNo(), 4, default=True,
          help="Sim: faturas simplificadas até 1000 € a consumidores; não: até 100 €.", law="CIVA, art. 40.º."),
)  # fmt: skip

SETUP_FIELDS = (
    _NIF,
    *_PLACE,
    *_TAX,
    Field("operator", "O seu código de operador", Text(30), 14, required=True, help="Para entrar, por exemplo ana."),
    Field("password", "Palavra-passe", Text(200, secret=True), 24, required=True,
          help="Pelo menos 6 caracteres; será pedida outra na primeira entrada.", law="Despacho 8632/2014, 3.1.1."),
)  # fmt: skip

COMPANY_FIELDS = (
    Field("nif", _NIF.label, _NIF.kind, _NIF.width, required=True, help=_NIF.help, law=_NIF.law,
          locked=lambda _: "O NIF da empresa não se muda: outra empresa é outra instalação."),
    *_PLACE,
    *_TAX,
    Field("phone", "Telefone", Text(20), 16, help="Sai no cabeçalho dos documentos."),
    Field("email", "E-mail", Text(100), 40, help="Sai no cabeçalho dos documentos."),
    Field("register", "Registo e capital social", Text(200), 50,
          help="Por exemplo: Capital social 5 000 €, matrícula 500000000 na CRC do Porto.",
          law="Código das Sociedades Comerciais, art. 171.º."),
)  # fmt: skip


def _load(_: Any) -> Values:
    company = current()
    return {f.name: getattr(company, f.name) for f in COMPANY_FIELDS}


def company_form() -> Form:
    return Form("Dados da empresa", COMPANY_FIELDS, _load, save_company)
