"""A draft as a file: the form that ``balcao issue --file`` reads and in which drafts are kept."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from fiscal.errors import Refusal
from fiscal.text import clean
from models.sales.draft import (
    LINES_AT_MOST,
    Draft,
    DraftCustomer,
    DraftLine,
    DraftPayment,
    DraftPlace,
    DraftRecovery,
    DraftTransport,
    DraftWithholding,
)


def written(draft: Draft) -> dict[str, Any]:
    """Plain values in the form that ``balcao issue --file`` reads."""
    customer = draft.customer
    return {
        "type": draft.type,
        "series": draft.series,
        "date": draft.date.isoformat() if draft.date else None,
        "customer": {name: getattr(customer, name) for name in _CUSTOMER} if customer else None,
        "prices_include_tax": draft.prices_include_tax,
        "global_discount": draft.global_discount,
        "region": draft.region,
        "lines": [_written_line(line) for line in draft.lines],
        "payments": [{"method": p.method, "amount": format(p.amount, "f")} for p in draft.payments],
        "condition": draft.condition,
        "notes": draft.notes,
        "withholding": {
            "type": draft.withholding.type,
            **({} if draft.withholding.rate is None else {"rate": format(draft.withholding.rate, "f")}),
            "description": draft.withholding.description,
            **({"income": draft.withholding.income} if draft.withholding.income else {}),
        }
        if draft.withholding
        else None,
        **_rarely(draft),
        "id": draft.operation,
    }


def _written_line(line: DraftLine) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in _LINE}
    for name in ("origin_line", "charge"):
        if not values[name]:
            del values[name]
    return {name: _plain(value) for name, value in values.items() if value not in ("", None)}


def _rarely(draft: Draft) -> dict[str, Any]:
    """What most documents have not, in the same form, where there is any."""
    more: dict[str, Any] = {name: getattr(draft, name) for name in _TEXTS if getattr(draft, name)}
    if draft.valid_until is not None:
        more["valid_until"] = draft.valid_until.isoformat()
    if not draft.valued:
        more["valued"] = False
    if draft.transport:
        more["transport"] = written_transport(draft.transport)
    if draft.recovery:
        given = {name: getattr(draft.recovery, name) for name in _RECOVERY}
        more["recovery"] = {name: _plain(value) for name, value in given.items() if value is not None}
    if draft.exchange_rate is not None:
        more["exchange_rate"] = format(draft.exchange_rate, "f")
    if draft.waived:
        more["waived"] = list(draft.waived)
    return more


def read(data: object) -> Draft:
    """Reads the file of ``balcao issue`` strictly: unknown keys, wrong types and absurd values are refused by name."""
    given = _object(data, _DRAFT, "documento")
    for name in ("type", "lines"):
        if name not in given:
            raise Refusal(f"Falta a chave «{name}».", field=name, rule="file")
    lines = given["lines"]
    if not isinstance(lines, list):
        raise Refusal("«lines» tem de ser uma lista de linhas.", field="lines", rule="file")
    if len(lines) > LINES_AT_MOST:
        raise Refusal(f"O documento tem {len(lines)} linhas: o máximo é {LINES_AT_MOST}.", field="lines", rule="file")
    draft = Draft(type=_text(given, "type", 2).upper())
    draft.lines = [_line(line, f"lines.{n}") for n, line in enumerate(lines, 1)]
    draft.series = _text(given, "series", 35)
    draft.date = _date(given, "date")
    draft.customer = _customer(given.get("customer"))
    draft.prices_include_tax = _flag(given, "prices_include_tax")
    draft.global_discount = _text(given, "global_discount", 40)
    draft.region = _text(given, "region", 5) or "PT"
    draft.payments = _payments(given.get("payments"))
    draft.condition = _text(given, "condition", 20)
    draft.valid_until = _date(given, "valid_until")
    draft.notes = _text(given, "notes", 1000, lines=True)
    draft.withholding = _withholding(given.get("withholding"))
    draft.valued = _flag(given, "valued", default=True)
    draft.transport = read_transport(given.get("transport"))
    for name, limit in _TEXTS.items():
        setattr(draft, name, _text(given, name, limit))
    draft.recovery = _recovery(given.get("recovery"))
    draft.exchange_rate = _decimal(given, "exchange_rate", "")
    draft.waived = _codes(given, "waived")
    if given.get("id") is not None:
        draft.operation = _text(given, "id", 100)
        if not draft.operation:
            raise Refusal("«id» não pode ser vazio.", field="id", rule="file")
    return draft


_CUSTOMER = ("code", "nif", "name", "address", "postal_code", "city", "country")
_LINE = (
    "code", "description", "quantity", "unit", "price", "discount", "tax", "exemption", "reference", "reference_reason",
    "region", "tax_point", "origin", "origin_line", "stamp", "lot", "expires_on", "charge",
)  # fmt: skip
_DRAFT = (
    "type", "series", "date", "customer", "prices_include_tax", "global_discount", "region", "lines", "payments",
    "condition", "valid_until", "notes", "withholding", "valued", "transport", "supplier", "billing", "recovery", "currency",
    "exchange_rate", "waived", "warehouse", "payment_reference", "transfer", "id",
)  # fmt: skip
_LIMITS = {
    "code": 60, "description": 200, "unit": 20, "discount": 40, "tax": 3, "exemption": 3, "reference": 60,
    "reference_reason": 50, "region": 5, "origin": 60, "stamp": 40, "lot": 40,
}  # fmt: skip


_TEXTS = {"supplier": 30, "billing": 5, "currency": 3, "warehouse": 20, "payment_reference": 40, "transfer": 20}


_RECOVERY = ("kind", "number", "net", "tax")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def _object(data: object, known: tuple[str, ...], where: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise Refusal(f"«{where}» tem de ser um objeto com chaves e valores.", field=where, rule="file")
    check_keys(data, known, where)
    return data


def check_keys(data: Mapping[str, Any], known: Sequence[str], where: str = "") -> None:
    """Refuses, by its name, a key that is not one of ``known``. where: of what in the file, for the message."""
    for key in data:
        if key not in known:
            place = f" em «{where}»" if where else ""
            raise Refusal(
                f"Chave desconhecida «{clean(str(key), 40)}»{place}: as chaves são {', '.join(known)}.",
                field=clean(str(key), 40),
                rule="file",
            )


def _text(data: Mapping[str, Any], name: str, limit: int, where: str = "", *, lines: bool = False) -> str:
    value = data.get(name)
    field_name = f"{where}.{name}" if where else name
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refusal(f"«{field_name}» tem de ser texto entre aspas.", field=field_name, rule="file")
    text = clean(value, lines=lines)
    if len(text) > limit:
        raise Refusal(
            f"«{field_name}» tem {len(text)} caracteres: o máximo é {limit}.", field=field_name, rule="length"
        )
    return text


def _flag(data: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    value = data.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise Refusal(f"«{name}» tem de ser true ou false.", field=name, rule="file")
    return value


def _date(data: Mapping[str, Any], name: str, where: str = "") -> dt.date | None:
    text = _text(data, name, 10, where)
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):  # fromisoformat alone also takes 20261124 and 2026-W48-2
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            f"Data «{text}» inválida: use AAAA-MM-DD, por exemplo 2026-11-24.",
            field=f"{where}.{name}" if where else name,
            rule="date",
        ) from None


def _decimal(data: Mapping[str, Any], name: str, where: str) -> Decimal | None:
    """A number: text with a decimal point, a JSON integer, or a JSON number read exactly (never a float)."""
    value = data.get(name)
    field_name = f"{where}.{name}" if where else name
    if value is None:
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        value = format(value, "f") if isinstance(value, Decimal) else str(value)
    if not isinstance(value, str):
        raise Refusal(
            f'«{field_name}» tem de ser um número entre aspas, por exemplo "12.50".', field=field_name, rule="file"
        )
    text = clean(value)
    try:
        number = Decimal(text) if text.isascii() and "_" not in text and len(text) <= 40 else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or "e" in text.casefold():
        raise Refusal(
            f"«{text[:20]}» não é um número em «{field_name}»: use, por exemplo, 12.50.",
            field=field_name,
            rule="number",
        )
    return number


def _line(data: object, where: str) -> DraftLine:
    given = _object(data, _LINE, where)
    texts = {name: _text(given, name, limit, where) for name, limit in _LIMITS.items()}
    quantity = _decimal(given, "quantity", where)
    origin_line = given.get("origin_line", 0)
    if not isinstance(origin_line, int) or isinstance(origin_line, bool) or not 0 <= origin_line <= LINES_AT_MOST:
        raise Refusal(
            f"«{where}.origin_line» tem de ser o número de uma linha.", field=f"{where}.origin_line", rule="file"
        )
    return DraftLine(
        quantity=Decimal(1) if quantity is None else quantity,
        price=_decimal(given, "price", where),
        tax_point=_date(given, "tax_point", where),
        expires_on=_date(given, "expires_on", where),
        origin_line=origin_line,
        charge=_flag(given, "charge"),
        **texts,
    )


_PLACE = {"address": 210, "postal_code": 20, "city": 50, "country": 2}
_TRANSPORT = ("load", "unload", "starts_at", "ends_at", "vehicle", "comments", "global_guide")


def written_transport(transport: DraftTransport) -> dict[str, Any]:
    """As ``read_transport`` reads it."""
    moments = {name: getattr(transport, name) for name in ("starts_at", "ends_at")}
    return {
        **{side: {name: getattr(getattr(transport, side), name) for name in _PLACE} for side in ("load", "unload")},
        **{name: moment.isoformat(timespec="minutes") for name, moment in moments.items() if moment},
        "vehicle": transport.vehicle,
        "comments": transport.comments,
        "global_guide": transport.global_guide,
    }


def read_transport(data: object) -> DraftTransport | None:
    if data is None:
        return None
    given = _object(data, _TRANSPORT, "transport")
    places = []
    for side in ("load", "unload"):
        place = _object(given.get(side) or {}, tuple(_PLACE), f"transport.{side}")
        texts = {name: _text(place, name, limit, f"transport.{side}") for name, limit in _PLACE.items()}
        places.append(DraftPlace(**{**texts, "country": texts["country"].upper() or "PT"}))
    return DraftTransport(
        places[0],
        places[1],
        _moment(given, "starts_at"),
        _moment(given, "ends_at"),
        _text(given, "vehicle", 32, "transport").upper(),
        _text(given, "comments", 60, "transport"),
        _flag(given, "global_guide"),
    )


def _moment(data: Mapping[str, Any], name: str) -> dt.datetime | None:
    text = _text(data, name, 19, "transport")
    if not text:
        return None
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError(text)
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(
            f"Hora «{text}» inválida: use AAAA-MM-DDThh:mm, por exemplo 2026-11-24T14:30.",
            field=f"transport.{name}",
            rule="date",
        ) from None


def _recovery(data: object) -> DraftRecovery | None:
    if data is None:
        return None
    given = _object(data, _RECOVERY, "recovery")
    return DraftRecovery(
        _text(given, "kind", 1, "recovery").upper(),
        _text(given, "number", 60, "recovery"),
        _decimal(given, "net", "recovery"),
        _decimal(given, "tax", "recovery"),
    )


def _customer(data: object) -> DraftCustomer | None:
    if data is None:
        return None
    given = _object(data, _CUSTOMER, "customer")
    limits = {"code": 30, "nif": 30, "name": 100, "address": 210, "postal_code": 20, "city": 50, "country": 12}
    texts = {name: _text(given, name, limit, "customer") for name, limit in limits.items()}
    texts["country"] = texts["country"].upper() or "PT"
    return DraftCustomer(**texts)


def _payments(data: object) -> list[DraftPayment]:
    if data is None:
        return []
    if not isinstance(data, list) or len(data) > 20:
        raise Refusal("«payments» tem de ser uma lista com 20 pagamentos no máximo.", field="payments", rule="file")
    payments = []
    for n, item in enumerate(data, 1):
        where = f"payments.{n}"
        given = _object(item, ("method", "amount"), where)
        amount = _decimal(given, "amount", where)
        if amount is None:
            raise Refusal(f"Falta «{where}.amount».", field=f"{where}.amount", rule="file")
        payments.append(DraftPayment(_text(given, "method", 10, where).upper(), amount))
    return payments


def _withholding(data: object) -> DraftWithholding | None:
    if data is None:
        return None
    given = _object(data, ("type", "rate", "description", "income"), "withholding")
    rate = _decimal(given, "rate", "withholding")
    income = _text(given, "income", 5, "withholding").upper()
    if rate is None and not income:
        raise Refusal("Falta «withholding.rate».", field="withholding.rate", rule="file")
    return DraftWithholding(
        _text(given, "type", 3, "withholding").upper(), rate, _text(given, "description", 60, "withholding"), income
    )


def _codes(data: Mapping[str, Any], name: str) -> list[str]:
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value) or len(value) > LINES_AT_MOST:
        raise Refusal(f"«{name}» tem de ser uma lista de códigos de artigo.", field=name, rule="file")
    return [clean(code, 60) for code in value]
