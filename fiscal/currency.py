"""Foreign currency: what is a currency, what a plausible rate is, and prices from one side to the other (4.1.4.20.4)."""

from __future__ import annotations

from decimal import Decimal

from fiscal.discounts import Step, read_discount, write_discount
from fiscal.errors import Refusal
from fiscal.notation import show_number
from fiscal.rounding import CENT, cents, micro, rounded

EURO = "EUR"
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
"""
CURRENCIES = frozenset(_CODES.split())
"""ISO 4217 codes of money in circulation that SAF-T 1.04_01 knows; the euro is no foreign currency."""
LEAST = Decimal("0.0001")
MOST = Decimal(10)
"""Euro for one unit: no currency is worth more than a few euro; below, six decimals say too little of the rate."""


def check_currency(code: str, rate: Decimal | None) -> None:
    """Refuses the euro, codes that are none, and rates that cannot be meant. rate: euro for one unit of the currency."""
    if code == EURO:
        raise Refusal(
            "O euro não é moeda estrangeira: deixe a moeda e o câmbio vazios.", field="currency", rule="currency"
        )
    if code not in CURRENCIES:
        raise Refusal(
            f"Moeda «{code}» desconhecida: use o código ISO de três letras, por exemplo USD, GBP ou CHF.",
            field="currency",
            rule="currency",
        )
    if rate is None:
        raise Refusal(
            f"Falta o câmbio: quantos euros vale 1 {code}, por exemplo 0,92.", field="exchange_rate", rule="currency"
        )
    if not LEAST <= rate <= MOST or rate != micro(rate):
        raise Refusal(
            f"Câmbio {show_number(rate, 6, least=2)} inválido: escreva quantos euros vale 1 {code}, entre "
            f"{show_number(LEAST, 4)} e {show_number(MOST, 0)}, com 6 casas decimais no máximo.",
            field="exchange_rate",
            rule="currency",
        )


def to_euro(price: Decimal, rate: Decimal) -> Decimal:
    """A price in the currency as euro, 6 decimals."""
    return micro(price * rate)


def from_euro(price: Decimal, rate: Decimal) -> Decimal:
    """The price in the currency that gives ``price`` in euro: the one with the fewest decimals, at most six."""
    exact = price / rate
    for places in range(2, 6):
        typed = rounded(exact, Decimal(1).scaleb(-places))
        if to_euro(typed, rate) == price:
            return typed
    return micro(exact)


def discount_to_euro(text: str, rate: Decimal, *, back: bool = False) -> str:
    """A discount whose values are in the currency, with values in euro; percentages stay. back: the other way."""
    turned = from_euro if back else to_euro
    steps = read_discount(text)
    return write_discount([s if s.percent else Step(_short(turned(s.amount, rate)), percent=False) for s in steps])


def _short(value: Decimal) -> Decimal:
    """Without needless decimals, two at least: 27.00, 1.234."""
    return value.quantize(CENT) if value == cents(value) else value.normalize()
