"""Portuguese notation: reading numbers and dates as people type them, writing them as people read them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation

from fiscal.errors import Refusal
from fiscal.rounding import rounded

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)

_TOKEN = re.compile(r"\s*(?:([0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)|([-+*/()]))")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:(?:[ .\u00a0\u202f][0-9]{3})+,[0-9]+|(?:[ \u00a0\u202f][0-9]{3})+)")
_TAX = re.compile(r"(.*?)\s*iva\s*([+-])\s*([0-9]{1,2}(?:[.,][0-9]{1,4})?)?\s*%?", re.IGNORECASE)
_HUNDRED = Decimal(100)
_TOO_LARGE = Decimal(10) ** 18
_ARITHMETIC = Context(prec=40, rounding=ROUND_HALF_EVEN)


def number(text: str, *, places: int = 6, field: str | None = None) -> Decimal:
    """What was typed, as a number: comma or point for decimals, ``1 234,56``, or a sum such as ``12+3*2``.

    ``iva+23`` at the end adds VAT at that per cent, ``iva-23`` takes it out; where a rate is known, ``at_rate`` writes
    it in first. places: decimals allowed after the result; a division may give more and is rounded to them.
    Raises Refusal with a message that names what could not be read.
    """
    if (tax := _TAX.fullmatch(text.strip())) is not None:
        return _with_tax(tax[1], tax[2], tax[3], places, field)
    typed = text.strip().removesuffix("€").strip()
    if len(typed) > 60 or not typed:
        raise Refusal("Escreva um número, por exemplo 12,50.", field=field, rule="number")
    if _GROUPED.fullmatch(typed):
        typed = re.sub(r"[ .\u00a0\u202f]", "", typed)
    try:
        value = _Sum(typed.removeprefix("=")).value()
    except (ValueError, DivisionByZero, InvalidOperation):
        shown = typed if len(typed) <= 20 else typed[:20] + "…"
        raise Refusal(f"«{shown}» não é um número: escreva, por exemplo, 12,50.", field=field, rule="number") from None
    if abs(value) >= _TOO_LARGE:
        raise Refusal("O número é demasiado grande: confirme o que escreveu.", field=field, rule="limits")
    if "/" in typed:
        value = rounded(value, Decimal(1).scaleb(-places))
    if -int(value.normalize().as_tuple().exponent) > places:
        raise Refusal(f"«{typed}» tem casas decimais a mais: o máximo é {places}.", field=field, rule="number")
    return value


def at_rate(text: str, rate: Decimal) -> str:
    """``text`` with the rate (per cent) written after an ``iva+`` or ``iva-`` that says none; else as it is."""
    tax = _TAX.fullmatch(text.strip())
    return text if tax is None or tax[3] else f"{tax[1]} iva{tax[2]}{format(rate.normalize(), 'f')}"


def _with_tax(text: str, sign: str, rate: str | None, places: int, field: str | None) -> Decimal:
    value = number(text, places=12, field=field)
    if not rate:
        raise Refusal(
            f"Aqui não se sabe a taxa de IVA: escreva-a, por exemplo {text.strip()[:20]} iva{sign}23.",
            field=field,
            rule="number",
        )
    factor = 1 + Decimal(rate.replace(",", ".")) / _HUNDRED
    with_tax = _ARITHMETIC.multiply(value, factor) if sign == "+" else _ARITHMETIC.divide(value, factor)
    return rounded(with_tax, Decimal(1).scaleb(-places))


class _Sum:
    """A recursive-descent reader of + - * / and parentheses over decimals."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise ValueError(text)
            self.tokens.append(match[1].replace(",", ".") if match[1] else match[2])
            at = match.end()
        self.at = 0

    def value(self) -> Decimal:
        result = self._terms()
        if self.at != len(self.tokens):
            raise ValueError(self.tokens)
        return result

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self.at += 1
        return token

    def _terms(self) -> Decimal:
        total = self._factors()
        while self._peek() in ("+", "-"):
            sign, other = self._next(), self._factors()
            total = _ARITHMETIC.add(total, other) if sign == "+" else _ARITHMETIC.subtract(total, other)
        return total

    def _factors(self) -> Decimal:
        total = self._atom()
        while self._peek() in ("*", "/"):
            sign, other = self._next(), self._atom()
            total = _ARITHMETIC.multiply(total, other) if sign == "*" else _ARITHMETIC.divide(total, other)
        return total

    def _atom(self) -> Decimal:
        token = self._next()
        if token == "-":
            return -self._atom()
        if token == "(":
            inner = self._terms()
            if self._next() != ")":
                raise ValueError(token)
            return inner
        if not token or token in "+*/)":
            raise ValueError(token)
        return Decimal(token)


_SHORT_DAY = re.compile(r"[0-9]{1,2}")
_DIGITS = re.compile(r"[0-9]{4}|[0-9]{6}|[0-9]{8}")
_FULL = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{2}|[0-9]{4}))?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_STEP = re.compile(r"([+-][0-9]{1,4})([dsma]?)|([0-9]{1,4})([dsma])")


def day(text: str, today: date, *, field: str | None = None) -> date:
    """What was typed, as a date: ``h``, ``o``, ``+1``, ``-3``, ``+1s``, ``30d``, ``24``, ``2411``, ``24-11-2026``.

    ``h`` or ``=`` is today, ``o`` yesterday, ``i``/``f`` the first/last day of the month, ``I``/``F`` of the year;
    a step counts days (d), weeks (s), months (m) or years (a) from ``today``, which for a due date is the
    document's. Raises Refusal when no such day exists.
    """
    typed = text.strip()
    try:
        found = _day(typed, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Refusal(
            f"«{typed[:20]}» não é uma data: escreva, por exemplo, 24-11-2026, 2411, h (hoje) ou +1.",
            field=field,
            rule="date",
        )
    if not EARLIEST <= found <= LATEST:
        raise Refusal(
            f"A data {show_day(found)} está fora do aceitável: use um ano entre {EARLIEST.year} e {LATEST.year}.",
            field=field,
            rule="date",
        )
    return found


def _day(typed: str, today: date) -> date | None:
    named = {
        "h": today,
        "=": today,
        "o": today - timedelta(days=1),
        "i": today.replace(day=1),
        "f": today.replace(day=monthrange(today.year, today.month)[1]),
        "I": today.replace(month=1, day=1),
        "F": today.replace(month=12, day=31),
    }
    if typed in named:
        return named[typed]
    if step := _STEP.fullmatch(typed):
        return stepped(today, int(step[1] or step[3]), step[2] or step[4] or "d")
    if iso := _ISO.fullmatch(typed):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if _SHORT_DAY.fullmatch(typed):
        return today.replace(day=int(typed))
    if _DIGITS.fullmatch(typed):
        year = int(typed[4:]) if len(typed) == 8 else 2000 + int(typed[4:]) if len(typed) == 6 else today.year
        return date(year, int(typed[2:4]), int(typed[:2]))
    if full := _FULL.fullmatch(typed):
        year = today.year if full[3] is None else int(full[3])
        return date(2000 + year if year < 100 else year, int(full[2]), int(full[1]))
    return None


def stepped(start: date, count: int, unit: str) -> date:
    """``count`` days (d), weeks (s), months (m) or years (a) after ``start``; a short month gives its last day."""
    if unit == "d":
        return start + timedelta(days=count)
    if unit == "s":
        return start + timedelta(weeks=count)
    months = start.year * 12 + start.month - 1 + (count if unit == "m" else 12 * count)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def show_number(value: Decimal, places: int = 2, *, least: int | None = None) -> str:
    """``1 234,56``: comma, thousands set apart by a space, ``places`` decimals, rounded as everywhere (half up).

    least: drop trailing zeros beyond this many decimals (``0.5016`` with places 6, least 2 gives ``0,5016``).
    """
    text = f"{rounded(value, Decimal(1).scaleb(-places)):,f}"
    if least is not None and places > least:
        whole, _, fraction = text.partition(".")
        fraction = fraction.rstrip("0").ljust(least, "0")
        text = f"{whole}.{fraction}" if fraction else whole
    return text.replace(",", " ").replace(".", ",")


def show_euro(value: Decimal) -> str:
    """``1 234,56 €``."""
    return show_number(value) + " €"


def show_quantity(value: Decimal) -> str:
    """As few decimals as the quantity needs: ``3``, ``1,25``."""
    return show_number(value, 6, least=0)


def show_price(value: Decimal) -> str:
    """At least two decimals, at most six: ``0,55``, ``0,5016``."""
    return show_number(value, 6, least=2)


def show_rate(value: Decimal) -> str:
    """A percentage without needless decimals: ``23%``, ``8,8%``."""
    return show_number(value, 4, least=0) + "%"


def show_day(value: date) -> str:
    """``24-11-2026``."""
    return value.strftime("%d-%m-%Y")
