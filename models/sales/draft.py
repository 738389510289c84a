"""A draft: a document being written, without number or signature; kept at every field, printable never (F1)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from fiscal.errors import Refusal
from fiscal.text import clean

LINES_AT_MOST = 500


@dataclass(slots=True)
class DraftLine:
    """One line as typed. ``price`` and ``discount`` are with tax if the draft's prices include tax."""

    code: str
    description: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    price: Decimal | None = None
    """Euro per unit, at most 6 decimals; ``None`` takes the article's price at issue."""
    discount: str = ""
    """``""``, ``8.8%``, ``10%+5%`` (one after the other) or a value off the line such as ``1.00``."""
    tax: str = ""
    """``NOR``, ``INT``, ``RED``, ``ISE``, ``NS``; empty takes the article's."""
    exemption: str = ""
    """Code of the reason when no tax is charged (M01 .. M99); empty takes the article's."""
    reference: str = ""
    """Number of the document that the line rectifies (NC, ND)."""
    reference_reason: str = ""


@dataclass(slots=True)
class DraftCustomer:
    """Whom the document is for. Without code and NIF it is Consumidor final."""

    code: str = ""
    nif: str = ""
    name: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "PT"


@dataclass(slots=True)
class DraftPayment:
    method: str
    """Code of a payment means: NU, CD, MB, ..."""
    amount: Decimal
    """Euro handed over; what exceeds the total is change, in cash only."""


@dataclass(slots=True)
class DraftWithholding:
    type: str
    """IRS, IRC or IS."""
    rate: Decimal
    """Per cent of the net total."""
    description: str = ""


def new_operation() -> str:
    """A fresh operation id: repeating an issue with the same id gives the first document again."""
    return uuid.uuid4().hex


@dataclass(slots=True)
class Draft:
    """A document being written."""

    type: str
    lines: list[DraftLine] = field(default_factory=list)
    series: str = ""
    """Name of the series; empty takes the type's own."""
    date: dt.date | None = None
    """Empty takes today."""
    customer: DraftCustomer | None = None
    """``None`` is Consumidor final."""
    prices_include_tax: bool = False
    global_discount: str = ""
    """Over all lines: ``5%`` or a value such as ``2.50`` (with tax if prices include it)."""
    region: str = "PT"
    payments: list[DraftPayment] = field(default_factory=list)
    condition: str = ""
    """Code of the payment condition."""
    notes: str = ""
    withholding: DraftWithholding | None = None
    operation: str = field(default_factory=new_operation)

    def to_json(self) -> dict[str, Any]:
        """Plain values in the form that ``balcao issue --file`` reads."""
        customer = self.customer
        return {
            "type": self.type,
            "series": self.series,
            "date": self.date.isoformat() if self.date else None,
            "customer": {name: getattr(customer, name) for name in _CUSTOMER} if customer else None,
            "prices_include_tax": self.prices_include_tax,
            "global_discount": self.global_discount,
            "region": self.region,
            "lines": [
                {name: _plain(getattr(line, name)) for name in _LINE if getattr(line, name) not in ("", None)}
                for line in self.lines
            ],
            "payments": [{"method": p.method, "amount": format(p.amount, "f")} for p in self.payments],
            "condition": self.condition,
            "notes": self.notes,
            "withholding": {
                "type": self.withholding.type,
                "rate": format(self.withholding.rate, "f"),
                "description": self.withholding.description,
            }
            if self.withholding
            else None,
            "id": self.operation,
        }

    @classmethod
    def from_json(cls, data: object) -> Draft:
        """Reads the file of ``balcao issue`` strictly: unknown keys, wrong types and absurd values are refused by name."""
        given = _object(data, _DRAFT, "documento")
        for name in ("type", "lines"):
            if name not in given:
                raise Refusal(f"Falta a chave «{name}».", field=name, rule="file")
        lines = given["lines"]
        if not isinstance(lines, list):
            raise Refusal("«lines» tem de ser uma lista de linhas.", field="lines", rule="file")
        if len(lines) > LINES_AT_MOST:
            raise Refusal(
                f"O documento tem {len(lines)} linhas: o máximo é {LINES_AT_MOST}.", field="lines", rule="file"
            )
        draft = cls(type=_text(given, "type", 2).upper())
        draft.lines = [_line(line, f"lines.{n}") for n, line in enumerate(lines, 1)]
        draft.series = _text(given, "series", 35)
        draft.date = _date(given, "date")
        draft.customer = _customer(given.get("customer"))
        draft.prices_include_tax = _flag(given, "prices_include_tax")
        draft.global_discount = _text(given, "global_discount", 40)
        draft.region = _text(given, "region", 5) or "PT"
        draft.payments = _payments(given.get("payments"))
        draft.condition = _text(given, "condition", 20)
        draft.notes = _text(given, "notes", 1000, lines=True)
        draft.withholding = _withholding(given.get("withholding"))
        if given.get("id") is not None:
            draft.operation = _text(given, "id", 100)
            if not draft.operation:
                raise Refusal("«id» não pode ser vazio.", field="id", rule="file")
        return draft


_CUSTOMER = ("code", "nif", "name", "address", "postal_code", "city", "country")
_LINE = (
    "code", "description", "quantity", "unit", "price", "discount", "tax", "exemption", "reference", "reference_reason",
)  # fmt: skip
_DRAFT = (
    "type", "series", "date", "customer", "prices_include_tax", "global_discount", "region", "lines", "payments",
    "condition", "notes", "withholding", "id",
)  # fmt: skip
_LIMITS = {
    "code": 60, "description": 200, "unit": 20, "discount": 40, "tax": 3, "exemption": 3, "reference": 60,
    "reference_reason": 50,
}  # fmt: skip


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _plain(value: Any) -> Any:
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


def _flag(data: Mapping[str, Any], name: str) -> bool:
    value = data.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Refusal(f"«{name}» tem de ser true ou false.", field=name, rule="file")
    return value


def _date(data: Mapping[str, Any], name: str) -> dt.date | None:
    text = _text(data, name, 10)
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):  # fromisoformat alone also takes 20261124 and 2026-W48-2
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            f"Data «{text}» inválida: use AAAA-MM-DD, por exemplo 2026-11-24.", field=name, rule="date"
        ) from None


def _decimal(data: Mapping[str, Any], name: str, where: str) -> Decimal | None:
    """A number: text with a decimal point, a JSON integer, or a JSON number read exactly (never a float)."""
    value = data.get(name)
    field_name = f"{where}.{name}"
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
    return DraftLine(
        quantity=Decimal(1) if quantity is None else quantity, price=_decimal(given, "price", where), **texts
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
    given = _object(data, ("type", "rate", "description"), "withholding")
    rate = _decimal(given, "rate", "withholding")
    if rate is None:
        raise Refusal("Falta «withholding.rate».", field="withholding.rate", rule="file")
    return DraftWithholding(
        _text(given, "type", 3, "withholding").upper(), rate, _text(given, "description", 60, "withholding")
    )
