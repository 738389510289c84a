"""Series: creating them, typing AT's validation code, closing them."""

from __future__ import annotations

from datetime import date

from peewee import fn

from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from fiscal.numbering import check_series_name, check_validation_code
from models import db
from models.audit.log import record
from models.company.tables import Establishment, Setting
from models.declared import Values
from models.outbox.enqueue import code_known, queue_end, queue_registration
from models.series.tables import Series, SigningKey
from models.session import Session

CASH_VAT, RECOVERY, INTEGRATED = "cash_vat", "recovery", "integrated"
PURPOSES = {
    "": "Documentos próprios",
    CASH_VAT: "IVA de caixa",
    "self_billing": "Autofaturação",
    "third_party": "Por conta de terceiros",
    RECOVERY: "Recuperação de documentos",
    INTEGRATED: "Documentos integrados",
}
"""A series holds documents of one origin only (Despacho 8632/2014, 2.3.3; DL 71/2013 for cash VAT)."""


TRAINING = "formacao"
"""The setting that makes a company one for training; it is written when the company is made and never taken away."""
SELLERS = ("self_billing", "third_party")
"""Purposes of series in which documents are issued in the name of a supplier, one series for each."""


def create_series(values: Values, session: Session) -> int:
    """A new series of one type.

    values: ``type``, ``name``, and optionally ``validation_code``, ``starts_on``, ``kind`` (AT's tipoSerie) and
    ``establishment`` (the code of one).

    A name is used once per type, whatever its case, also after the series was closed (Despacho 8632/2014, 1.8).
    """
    kind = document_type(str(values.get("type") or ""))
    name = check_series_name(str(values.get("name") or ""))
    purpose = str(values.get("purpose") or "")
    if purpose not in PURPOSES or (purpose == CASH_VAT and not kind.is_invoice):
        raise Refusal(
            f"Uma série de {kind.code} não pode ser de «{PURPOSES.get(purpose, purpose)}»: só as faturas e as notas são.",
            field="purpose",
            rule="series",
        )
    code = str(values.get("validation_code") or "")
    code = check_validation_code(code) if code else ""
    establishment = str(values.get("establishment") or "")
    starts_on = values.get("starts_on") or date(session.clock.now().year, 1, 1)
    supplier = values.get("supplier_id")
    if (supplier is None) == (purpose in SELLERS):
        raise Refusal(
            "Uma série de autofaturação, ou por conta de terceiros, é de um fornecedor; as outras não são de nenhum.",
            field="supplier_id",
            rule="series",
        )
    with db.writing():
        if Series.select().where(Series.type == kind.code, fn.UPPER(Series.name) == name.upper()).exists():
            raise Refusal(f"A série {kind.code} {name} já existe: escolha outro nome.", field="name", rule="series")
        _check_own_code(code, None)
        if establishment and not Establishment.select().where(Establishment.code == establishment).exists():
            raise Refusal(
                f"Não há nenhum estabelecimento {establishment}: crie-o em Entidade > Filiais.",
                field="establishment",
                rule="series",
            )
        series = Series.create(
            type=kind.code, name=name, validation_code=code, first_number=1, starts_on=starts_on, open=True, last_number=0,
            last_hash="", kind=_kind(purpose), purpose=purpose, supplier_id=supplier, establishment=establishment,
        )  # fmt: skip
        queue_registration(series, session.clock.now())
        told = {"purpose": purpose, "establishment": establishment}
        record(
            session,
            "series.create",
            f"{kind.code} {name}",
            validation_code=code,
            starts_on=starts_on.isoformat(),
            **{name: value for name, value in told.items() if value},
        )
    return int(series.id)


def _kind(purpose: str) -> str:
    """AT's tipoSerie: all series of a training company are for training (Despacho 8632/2014, 1.5)."""
    training = Setting.get_or_none(Setting.key == TRAINING)
    return "F" if training is not None else "R" if purpose == RECOVERY else "N"


def set_validation_code(series_id: int, code: str, session: Session) -> None:
    """Types the code that AT gave; it cannot change after the first document (every ATCUD carries it)."""
    code = check_validation_code(code)
    with db.writing():
        series = _get(series_id)
        if series.validation_code == code:
            return
        if series.last_number:
            raise Refusal(
                f"A série {series.type} {series.name} já tem documentos: o código de validação não se muda.",
                field="validation_code",
                rule="atcud",
            )
        _check_own_code(code, series_id)
        Series.update(validation_code=code).where(Series.id == series_id).execute()
        code_known(series_id, session.clock.now())
        record(session, "series.code", f"{series.type} {series.name}", validation_code=code)


def _check_own_code(code: str, series_id: int | None) -> None:
    """A validation code belongs to one series of one type: with two, an ATCUD would come twice."""
    taken = (
        Series.select().where(Series.validation_code == code, Series.id != (series_id or 0)).first() if code else None
    )
    if taken is not None:
        raise Refusal(
            f"O código {code} já é da série {taken.type} {taken.name}: cada tipo de documento tem o seu.",
            field="validation_code",
            rule="atcud",
        )


def close_series(series_id: int, session: Session, *, lost: bool = False) -> None:
    """Blocks a series; its documents stay (Despacho 8632/2014, 1.9; F3).

    lost: data was lost, so that its last number is not known here, and none is told to AT.
    """
    with db.writing():
        series = _get(series_id)
        Series.update(open=False).where(Series.id == series_id).execute()
        queue_end(series, session.clock.now(), last_known=not lost)
        told = {"lost": True} if lost else {}
        record(session, "series.close", f"{series.type} {series.name}", last_number=series.last_number, **told)


def series_for(type_code: str, name: str, day: date, purpose: str = "", supplier: int | None = None) -> Series:
    """The series to issue in, its row locked: the one named, or the type's newest open one in use on ``day``.

    purpose: one of ``PURPOSES``: the origin of what is issued; supplier: in whose name, where that is a supplier.
    Raises Refusal when there is none, or when it has no validation code yet (Portaria 195/2020).
    """
    series = _wanted(type_code, name, day, purpose, supplier, locked=True)
    if series is None:
        wanted = f"{type_code} {name}".strip() + (f" de {PURPOSES[purpose].lower()}" if purpose else "")
        raise Refusal(
            f"Não há série {wanted} em uso" + ("" if name else " com código de validação") + ": veja Fiscal > Séries.",
            field="series",
            rule="series",
        )
    if (series.purpose, series.supplier_id) != (purpose, supplier):
        raise Refusal(
            f"A série {type_code} {series.name} é de {PURPOSES[series.purpose].lower()} e este documento é de "
            f"{PURPOSES[purpose].lower()}: escolha outra.",
            field="series",
            rule="series",
        )
    if not series.open:
        raise Refusal(
            f"A série {type_code} {series.name} está fechada: escolha outra em Fiscal > Séries.",
            field="series",
            rule="series",
        )
    if not series.validation_code:
        raise Refusal(
            f"A série {type_code} {series.name} ainda não tem código de validação: registe-a no Portal das Finanças "
            "e escreva o código em Fiscal > Séries.",
            field="series",
            rule="atcud",
        )
    return series


def in_use(type_code: str, name: str, day: date, purpose: str = "") -> str:
    """The name of the series that ``series_for`` would give now, for a title; empty if there is none. Locks nothing."""
    series = _wanted(type_code, name, day, purpose, None, locked=False)
    return str(series.name) if series is not None else ""


def _wanted(type_code: str, name: str, day: date, purpose: str, supplier: int | None, *, locked: bool) -> Series | None:
    chosen = (
        "upper(name) = ?"
        if name
        else "open = 1 AND validation_code <> '' AND starts_on <= ? AND purpose = ? AND coalesce(supplier_id, 0) = ?"
    )
    found = db.rows(
        Series,
        f"WHERE type = ? AND {chosen} ORDER BY starts_on DESC, id DESC LIMIT 1",
        (type_code, name.upper()) if name else (type_code, day.isoformat(), purpose, supplier or 0),
        locked=locked,
    )
    return found[0] if found else None


def key_version(session: Session) -> int:
    """The version of the session's public key, entered at its first signature (Despacho 8632/2014, 2.1.3)."""
    pem = session.signer.public_pem
    row = db.database.execute_sql(
        f"SELECT version FROM signing_key WHERE public_pem = {'%s' if db.on_postgres() else '?'}",  # noqa: S608
        (pem,),
    ).fetchone()
    if row:
        return int(row[0])
    version = int(SigningKey.select(fn.COALESCE(fn.MAX(SigningKey.version), 0)).scalar()) + 1
    SigningKey.create(version=version, public_pem=pem, since=session.clock.now())
    record(session, "key.enter", str(version))
    return version


def _get(series_id: int) -> Series:
    found: Series | None = db.lock_for_writing(Series.select().where(Series.id == series_id)).first()
    if found is None:
        raise Refusal("Essa série não existe.", field="series", rule="series")
    return found
