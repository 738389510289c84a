"""The company's own data: first set-up and later changes, each a new version."""

from __future__ import annotations

import re

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from fiscal.nif import check_nif
from fiscal.rules.lines import check_issuer
from fiscal.rules.schemes import CASH
from fiscal.tables import REGIONS
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.company.tables import Company, Setting
from models.declared import Values
from models.people.operators import create_operator
from models.series.series import CASH_VAT, create_series
from models.session import Session

REGIMES = (
    ("NORMAL", "Regime normal de IVA"),
    ("ISENTO", "Isento, artigo 53.º do CIVA"),
    ("CAIXA", "IVA de caixa (DL 71/2013)"),
    ("RETALHISTA", "Pequenos retalhistas, artigo 60.º"),
)
_POSTAL = re.compile(r"[0-9]{4}-[0-9]{3}")
_LIMITS = {"name": 100, "address": 210, "postal_code": 8, "city": 50, "phone": 20, "email": 100, "register": 200}


def current() -> Company:
    """The company as it is now. Raises Refusal when the set-up was not made."""
    found = db.rows(Company, "ORDER BY id DESC LIMIT 1")
    if not found:
        raise Refusal("A empresa ainda não foi configurada: abra o Balcão e responda ao assistente.", rule="setup")
    return found[0]


def is_set_up() -> bool:
    return bool(Company.select().exists())


def check_postal_code(text: str) -> str:
    """``1000-001``."""
    code = clean(text)
    if not _POSTAL.fullmatch(code):
        raise Refusal(
            f"Código postal «{code[:12]}» inválido: escreva quatro algarismos, hífen e três, por exemplo 1000-001.",
            field="postal_code",
            rule="postal_code",
        )
    return code


def save_company(values: Values, session: Session) -> int:
    """A new version of the company's data. The NIF never changes: another NIF is another company."""
    row = {name: clean(str(values.get(name) or ""), limit) for name, limit in _LIMITS.items()}
    row["nif"] = check_nif(str(values.get("nif") or ""))
    check_issuer(row["name"], row["nif"], row["address"], row["postal_code"], row["city"])
    row["postal_code"] = check_postal_code(row["postal_code"])
    row["region"] = values.get("region") or "PT"
    if row["region"] not in REGIONS:
        raise Refusal("Região fiscal desconhecida: use PT, PT-AC ou PT-MA.", field="region", rule="region")
    row["regime"] = values.get("regime") or "NORMAL"
    if row["regime"] not in dict(REGIMES):
        raise Refusal(
            "Regime de IVA desconhecido: use NORMAL, ISENTO, CAIXA ou RETALHISTA.", field="regime", rule="regime"
        )
    with db.writing():
        before = Company.select().order_by(Company.id.desc()).first()
        if before is not None and before.nif != row["nif"]:
            raise Refusal(
                f"O NIF da empresa ({before.nif}) não se muda: outra empresa é outra instalação.",
                field="nif",
                rule="F6",
            )
        version = Company.create(
            **row,
            country="PT",
            retailer=bool(values.get("retailer")),
            since=session.clock.now(),
            operator=session.operator,
        )
        record(session, "company.save", row["nif"], **row)
    return int(version.id)


def set_up(values: Values, session: Session) -> str:
    """The first set-up, whole or not at all: company, administrator, and one series for each type. Gives the series' name.

    Under cash VAT the invoices get a second one, whose name has a C behind it.

    values: those of ``save_company`` plus ``operator``, ``operator_name``, ``password`` and ``series`` (its name).
    The series can issue only after AT's validation codes have been typed.
    """
    with db.writing():
        if is_set_up():
            raise Refusal("A empresa já está configurada.", rule="setup")
        save_company(values, session)
        create_operator(
            str(values.get("operator") or ""),
            str(values.get("operator_name") or ""),
            str(values.get("password") or ""),
            session,
            admin=True,
        )
        name = str(values.get("series") or f"{session.clock.now().year}A")
        for type_code in TYPES:
            create_series({"type": type_code, "name": name}, session)
            if values.get("regime") == CASH and TYPES[type_code].is_invoice:
                create_series({"type": type_code, "name": f"{name}C", "purpose": CASH_VAT}, session)
    return name


def setting(key: str, default: str = "") -> str:
    """A company-wide setting."""
    found = Setting.get_or_none(Setting.key == key)
    return default if found is None else str(found.value)


def set_setting(key: str, value: str, session: Session) -> None:
    with db.writing():
        Setting.insert(key=key, value=value).on_conflict(
            conflict_target=[Setting.key], update={Setting.value: value}
        ).execute()
        record(session, "setting", key, value=value)
