"""What can be meant by a text in the code field: one value for each row of the line grammar."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Add:
    """``17``, ``3*17``, ``17@2,50``, ``17-10%``: sell an article."""

    code: str
    """An article's code or bar code, as typed."""
    quantity: Decimal = ONE
    price: Decimal | None = None
    """Euro per unit, in the document's basis (with or without tax); ``None`` is the article's own."""
    discount: str = ""
    """In the form of a draft: ``10%+5%``, ``1.00``."""
    vat: str = ""
    """``+`` if VAT at the article's rate is to be added to the price typed (``@10iva+``), ``-`` if taken out of it."""
    unit: str = ""
    """``2 CX*17``: the unit that quantity and price are of, where it is not the article's own."""


@dataclass(frozen=True, slots=True)
class FreeText:
    """``'Transporte``, ``2*'Horas extra@15``: a line that no article has, described by what was typed."""

    text: str
    quantity: Decimal = ONE
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """``-17``, ``-2*17``, ``-2 CX*17``: take off what is in this document. ``-.`` is of the last line."""

    code: str | None
    quantity: Decimal = ONE
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """``+`` or ``-`` alone: the last line one more or one less."""

    by: int


@dataclass(frozen=True, slots=True)
class SetQuantity:
    """``*4``: the last line's quantity."""

    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Repeat:
    """``.`` or ``"``: the last article again; ``3*.`` three times."""

    quantity: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Search:
    """``leite meio``, ``PIZZA*CA``: look up by words; what else was typed goes to the article chosen."""

    words: str
    quantity: Decimal = ONE
    price: Decimal | None = None
    discount: str = ""
    vat: str = ""


@dataclass(frozen=True, slots=True)
class SetCustomer:
    """``c123`` or a NIF: choose the customer."""

    text: str
    """The customer's code or, if ``is_nif``, the NIF."""
    is_nif: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A text that is an article's code and also a customer: the caller asks which."""

    article: Add
    customer: SetCustomer


@dataclass(frozen=True, slots=True)
class DocumentDiscount:
    """``%5`` per cent or ``%2,50€`` off all lines; ``%`` alone takes it away."""

    text: str
    """In the form of a draft: ``5%``, ``2.50`` or empty."""


@dataclass(frozen=True, slots=True)
class Calculate:
    """``=12,5+3*2``: a sum whose result is offered."""

    text: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class End:
    """Nothing typed: the lines are done, on to the totals."""


Entry = (
    Add
    | FreeText
    | Remove
    | Step
    | SetQuantity
    | Repeat
    | Search
    | SetCustomer
    | Ambiguous
    | DocumentDiscount
    | Calculate
    | End
)
