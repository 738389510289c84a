"""The line grammar: what was typed in the code field of a document, read into one value.

    entry     = "" | "+" | "-" | repeat | "%" [number ["%" | "€" | "e"]] | "=" sum | "*" number
              | "-" [times] (code | repeat) | [times] (article | words | text | repeat)
              | "c" digit {digit | letter} | NIF
    times     = number [unit] "*"                         a unit (letters) only before a code that there is: 2 CX*17
    article   = code {"@" price | "-" discount}           each at most once, in either order
    text      = "'" letters ["@" price]                   no article: free text
    price     = number ["€"] ["iva+" | "iva-"]            "iva" only after the price of an article
    discount  = number ["%" | "€"] {"+" number ["%" | "€"]}
    repeat    = "." | '"'
    number    = digits, with at most one comma or point for the decimals, or "(" sum ")"

docs/manual/escrita-rapida.md says the same for who uses it, with examples that the tests read.
Codes may hold any of these signs, so the catalogue is asked (``known``): a text that is a code is always that code.
Of the others, a ``-`` begins a discount only before numbers at the end, and if none of them has ``%`` or ``€``, only after
a known code or digits alone: ``CAF-01`` is never 1 € off an unknown ``CAF``, it is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from fiscal import notation
from fiscal.errors import Refusal
from fiscal.nif import is_nif
from fiscal.rounding import ZERO
from fiscal.rules.lines import MOST
from fiscal.text import clean
from tui.entry.barcode import is_barcode
from tui.entry.discount import stored
from tui.entry.entries import (
    Add,
    Ambiguous,
    Calculate,
    DocumentDiscount,
    End,
    Entry,
    FreeText,
    Remove,
    Repeat,
    Search,
    SetCustomer,
    SetQuantity,
    Step,
)

LONGEST = 200
"""Characters of an entry: more is something pasted by mistake."""
PLACES = 6
"""Decimals of quantities and prices."""

_PLAIN = r"(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)"
_NUMBER = rf"(?:{_PLAIN}|\([0-9.,+*/() -]+\))"
_OFF = rf"{_PLAIN}\s*[%€]?"
_TIMES = re.compile(rf"({_NUMBER})\s*\*\s*(.*)")
_IN_UNIT = re.compile(rf"({_NUMBER})\s*([^\W\d_]{{1,10}})\s*\*\s*(.*)")
_SET = re.compile(rf"\*\s*({_NUMBER})")
_PRICE = re.compile(rf"(.*?)\s*@\s*({_NUMBER})\s*€?\s*(?:iva\s*([+-]))?", re.IGNORECASE)
_DISCOUNT = re.compile(rf"(.*?)\s*-\s*({_OFF}(?:\s*\+\s*{_OFF})*)")
_DOCUMENT = re.compile(rf"({_PLAIN})\s*(%|€|e|eur)?", re.IGNORECASE)
_CUSTOMER = re.compile(r"[cC]([0-9][0-9A-Za-z]*)")
_REPEAT = (".", '"')
_CODE = re.compile(r"[0-9][0-9./_-]*")

Known = Callable[[str], bool]


def no_catalogue(text: str) -> bool:
    """The ``known`` of a program without articles."""
    return False


def read(text: str, known: Known = no_catalogue) -> Entry:
    """What ``text`` means. Spaces around it do not count.

    known: whether a text is exactly an article's code or bar code.
    Raises Refusal (field ``code``) for what cannot be meant, such as a bar code in the place of a quantity.
    """
    typed = clean(text)
    if len(typed) > LONGEST:
        raise _refusal(f"O texto tem {len(typed)} caracteres: num artigo o máximo é {LONGEST}. Foi colado por engano?")
    alone = _alone(typed)
    if alone is not None:
        return alone
    customer = _customer(typed)
    if known(typed):
        return Ambiguous(Add(typed), customer) if customer else Add(typed)
    if customer:
        return customer
    if typed[0] == "%":
        return _document_discount(typed[1:].strip())
    if typed[0] == "=":
        return _calculate(typed[1:].strip())
    if match := _SET.fullmatch(typed):
        return SetQuantity(_quantity(match[1]))
    if typed[0] == "-":
        return _removal(typed[1:].strip(), known)
    return _article(typed, known)


def _alone(typed: str) -> Entry | None:
    """The signs that mean something by themselves: these are never codes."""
    if typed in ("+", "-"):
        return Step(1 if typed == "+" else -1)
    signs: dict[str, Entry] = {"": End(), "%": DocumentDiscount(""), **dict.fromkeys(_REPEAT, Repeat())}
    return signs.get(typed)


def _refusal(message: str, rule: str = "grammar") -> Refusal:
    return Refusal(message, field="code", rule=rule)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"


def _customer(typed: str) -> SetCustomer | None:
    if match := _CUSTOMER.fullmatch(typed):
        return SetCustomer(match[1], is_nif(match[1]))
    if typed.isascii() and typed.isdigit() and is_nif(typed):
        return SetCustomer(typed, is_nif=True)
    return None


def _document_discount(typed: str) -> DocumentDiscount:
    match = _DOCUMENT.fullmatch(typed)
    if match is None:
        raise _refusal(
            f"«%{_short(typed)}» não é um desconto: escreva %5 (por cento), %2,50€ (valor) ou % para o retirar."
        )
    euro = match[2] not in (None, "%")
    return DocumentDiscount(stored(match[1] if euro else match[1] + "%", field="code"))


def _calculate(typed: str) -> Calculate:
    return Calculate(typed, notation.number(typed, places=12, field="code"))


def _removal(typed: str, known: Known) -> Remove:
    quantity = Decimal(1)
    if not known(typed) and (match := _IN_UNIT.fullmatch(typed)) and known(match[3]):
        return Remove(match[3], _quantity(match[1], match[3]), match[2].upper())
    if not known(typed) and (match := _TIMES.fullmatch(typed)):
        quantity, typed = _quantity(match[1], match[2]), match[2]
    if not typed:
        raise _refusal("Falta o código do artigo a retirar, por exemplo -17 ou -2*17.")
    if typed in _REPEAT:
        return Remove(None, quantity)
    if ("@" in typed or "%" in typed) and not known(typed):
        raise _refusal("Para retirar um artigo escreva só o código, sem preço nem desconto: -17 ou -2*17.")
    return Remove(typed, quantity)


def _article(typed: str, known: Known) -> Add | Search | FreeText | Repeat:
    quantity = Decimal(1)
    if match := _IN_UNIT.fullmatch(typed):
        body, price, vat, discount = _parts(match[3], known)
        if known(body):
            return Add(body, _quantity(match[1], match[3]), price, discount, vat, match[2].upper())
    if match := _TIMES.fullmatch(typed):
        quantity, typed = _quantity(match[1], match[2]), match[2]
        if typed in _REPEAT:
            return Repeat(quantity)
    if typed.startswith("'") and not known(typed):
        return _free(typed[1:].strip(), quantity)
    # A weighed label (13 digits that begin with 2) stays a code: the catalogue says what it stands for, and how much
    # of it, in ArticleData.barcode_quantity, since the mask of the labels is the shop's own.
    body, price, vat, discount = _parts(typed, known)
    if not body:
        raise _refusal("Falta o código do artigo, por exemplo 3*17 ou 17@2,50.")
    if known(body) or _CODE.fullmatch(body):
        return Add(body, quantity, price, discount, vat)
    if "@" in body:
        after = body.partition("@")[2].strip()
        if not after:
            raise _refusal("Falta o preço depois de @, por exemplo 17@2,50.")
        raise _refusal(f"«{_short(after)}» não é um preço: depois de @ escreva um número, por exemplo 17@2,50.")
    if any(character.isalpha() for character in body):
        return Search(body, quantity, price, discount, vat)
    raise _refusal(
        f"Não percebi «{_short(body)}»: escreva um código, 3*código ou palavras para procurar. "
        "Para fazer uma conta comece por =, por exemplo =12,5+3*2."
    )


def _free(typed: str, quantity: Decimal) -> FreeText:
    price = None
    if (match := _PRICE.fullmatch(typed)) and not match[3]:
        typed, price = match[1], _price(match[2])
    if len(typed) < 2:
        raise _refusal("Falta o texto da linha depois de ', por exemplo 'Transporte ou 2*'Horas extra@15.")
    return FreeText(typed, quantity, price)


def _parts(body: str, known: Known) -> tuple[str, Decimal | None, str, str]:
    """The code or words, the price after ``@``, whether VAT is put on it or taken off, the discount after ``-``."""
    price: Decimal | None = None
    vat = ""
    discount: str | None = None
    while not known(body):
        if price is None and (match := _PRICE.fullmatch(body)):
            body, price, vat = match[1], _price(match[2]), match[3] or ""
        elif discount is None and (match := _DISCOUNT.fullmatch(body)) and _takes_off(match[1], match[2], known):
            body, discount = match[1], stored(match[2], field="code")
        else:
            break
    return body, price, vat, discount or ""


def _takes_off(before: str, after: str, known: Known) -> bool:
    """Whether ``before-after`` is a discount: see the head of this file."""
    code = before.partition("@")[0].strip()
    return "%" in after or "€" in after or (code.isascii() and code.isdigit()) or known(before) or known(code)


def _decimal(text: str) -> Decimal:
    """A number of the grammar. Raises Refusal for a sum in parentheses that is none."""
    if text.startswith("("):
        return notation.number(text, places=PLACES, field="code")
    return Decimal(text.replace(",", "."))


def _too_fine(text: str) -> bool:
    return not text.startswith("(") and len(text.replace(",", ".").partition(".")[2].rstrip("0")) > PLACES


def _quantity(text: str, code: str = "") -> Decimal:
    """A quantity, plausible. code: what stands after the ``*``, for the remedy."""
    if is_barcode(text):
        count = code if re.fullmatch(_PLAIN, code) and _decimal(code) <= MOST else "3"
        raise _refusal(
            f"«{text}» é um código de barras no lugar da quantidade: escreva a quantidade primeiro, {count}*{text}.",
            "limits",
        )
    if is_nif(text):
        raise _refusal(
            f"«{text}» é um NIF, não pode ser uma quantidade: para escolher o cliente escreva só o NIF.", "limits"
        )
    value = _decimal(text)
    if value > MOST:
        raise _refusal(
            f"A quantidade {_short(text)} é demasiado grande (o máximo é 999 999): "
            "a quantidade vem antes do * e o código depois, por exemplo 3*17.",
            "limits",
        )
    if value <= ZERO:
        raise _refusal("A quantidade tem de ser maior que zero: para apagar a linha use F8.", "F12")
    if _too_fine(text):
        raise _refusal(f"A quantidade {_short(text)} tem casas decimais a mais: o máximo é {PLACES}.", "limits")
    return value


def _price(text: str) -> Decimal:
    """A unit price, plausible."""
    if is_nif(text):
        raise _refusal(f"«{text}» é um NIF, não pode ser um preço: para escolher o cliente escreva só o NIF.", "limits")
    value = _decimal(text)
    if is_barcode(text) or value > MOST:
        raise _refusal(
            f"«{_short(text)}» não pode ser um preço (o máximo é 999 999): "
            "o código vem antes do @ e o preço depois, por exemplo 17@2,50.",
            "limits",
        )
    if value <= ZERO:
        raise _refusal(
            "O preço não pode ser zero: para uma oferta use um desconto de 100%, por exemplo 17-100%.", "F13"
        )
    if _too_fine(text):
        raise _refusal(f"O preço {_short(text)} tem casas decimais a mais: o máximo é {PLACES}.", "limits")
    return value
