"""Entries made from the grammar with their meaning: the reader must give that meaning, whatever the notation chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from entry_catalogue import ALL, BARCODE, Catalogue
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal.errors import Refusal
from fiscal.notation import EARLIEST, LATEST, day, number, show_day, show_number
from models.declared import Day, Number
from tui.entry.discount import shown, stored
from tui.entry.entries import (
    Add,
    Calculate,
    DocumentDiscount,
    Entry,
    FreeText,
    Remove,
    Repeat,
    Search,
    SetCustomer,
    SetQuantity,
)
from tui.entry.grammar import read

D = Decimal
KNOWN = Catalogue().known
Typed = tuple[str, Entry]
Result = TypeVar("Result")

CODES = st.sampled_from([*(a.code for a in ALL if a.code not in ("509964435", "C4")), BARCODE, "88888", "7"])
WORDS = st.lists(st.sampled_from(["leite", "meio", "água", "PIZZA*CA", "gordo", "ção"]), min_size=1, max_size=3).map(
    " ".join
)
SPACE = st.sampled_from(["", "", " ", "  "])


def outcome(act: Callable[[], Result]) -> Result | Refusal:
    """What ``act`` gives, or how it says no; any other exception is a fault."""
    try:
        return act()
    except Refusal as refusal:
        return refusal


@st.composite
def numbers(draw: st.DrawFn, places: int = 6, most: int = 9999) -> tuple[str, Decimal]:
    """A number greater than zero in one of its notations: comma or point, needless zeros, a sum in parentheses."""
    value = D(draw(st.integers(1, most * 10**places))).scaleb(-places)
    text = format(value, "f")
    if draw(st.booleans()):
        text = text.rstrip("0").rstrip(".") if "." in text else text
    if value < 1 and draw(st.booleans()):
        text = text.removeprefix("0")
    text = text.replace(".", draw(st.sampled_from(",.")))
    if draw(st.integers(0, 4)) == 0:
        more = draw(st.integers(1, 99))
        text = draw(st.sampled_from([f"({more}+{text})", f"( {text} + {more} )"]))
        value += more
    return text, value


@st.composite
def discounts(draw: st.DrawFn, *, sign: bool) -> tuple[str, str]:
    """A discount as typed and as kept. sign: the first has its % or €, so that it is one after words too."""
    typed, kept = [], []
    for place in range(draw(st.integers(1, 3))):
        percent = draw(st.integers(1, 9999))
        text = f"{percent / D(100):f}".replace(".", ",")
        if draw(st.booleans()):
            typed.append(text + draw(SPACE) + "%")
            kept.append(format((percent / D(100)).normalize(), "f") + "%")
        else:
            typed.append(text + ("€" if sign and place == 0 else draw(st.sampled_from(["", "€"]))))
            kept.append(f"{percent / D(100):.2f}")
    return "+".join(typed), "+".join(kept)


@st.composite
def sales(draw: st.DrawFn) -> Typed:
    """``[number*] code or words {@price | -discount}`` in either order."""
    searching = draw(st.booleans())
    what = draw(WORDS if searching else CODES)
    text, quantity, price, vat, off = what, D(1), None, "", ""
    for part in draw(st.permutations(["price", "discount"])):
        if draw(st.booleans()):
            continue
        if part == "price":
            typed, price = draw(numbers())
            vat = draw(st.sampled_from(["", "", "+", "-"]))
            text += f"{draw(SPACE)}@{draw(SPACE)}{typed}{draw(st.sampled_from(['', '€', ' €']))}" + (
                f"iva{vat}" if vat else ""
            )
        else:
            typed, off = draw(discounts(sign=searching or not KNOWN(what)))
            text += f"{draw(SPACE)}-{draw(SPACE)}{typed}"
    if draw(st.booleans()):
        typed, quantity = draw(numbers(3))
        text = f"{typed}{draw(SPACE)}*{draw(SPACE)}{text}"
    kind = Search if searching else Add
    return text, kind(what, quantity, price, off, vat)


@st.composite
def others(draw: st.DrawFn) -> Typed:
    """The rows of the grammar that are no sale."""
    typed, value = draw(numbers(3))
    code, text = draw(CODES), draw(st.sampled_from(["Transporte", "Horas extra 3*2", "Peça nº 7-B"]))
    return draw(
        st.sampled_from(
            [
                (f"*{typed}", SetQuantity(value)),
                (f"{typed}*.", Repeat(value)),
                (f'{typed}*"', Repeat(value)),
                (f"-{code}", Remove(code)),
                (f"-{typed}*{code}", Remove(code, value)),
                (f"-{typed}*.", Remove(None, value)),
                (f"'{text}", FreeText(text)),
                (f"{typed}*'{text}", FreeText(text, value)),
                (f"'{text} @ {typed}€", FreeText(text, D(1), value)),
                (f"={typed}*2", Calculate(f"{typed}*2", value * 2)),
                ("%12,5", DocumentDiscount("12.5%")),
                ("c77", SetCustomer("77")),
            ]
        )
    )


@settings(max_examples=500)
@given(st.one_of(sales(), others()), SPACE, SPACE)
def test_what_the_grammar_makes_is_read_as_it_was_meant(typed: Typed, before: str, after: str) -> None:
    text, meaning = typed
    assert read(before + text + after, KNOWN) == meaning


@settings(max_examples=500)
@given(st.one_of(st.text(max_size=220), st.text(st.sampled_from("0123456789*@-+%=.,c €'\"()iva/17LCAF"), max_size=40)))
def test_any_text_is_an_entry_or_a_refusal_in_its_field(text: str) -> None:
    found = outcome(lambda: read(text, KNOWN))
    assert not isinstance(found, Refusal) or (found.field == "code" and found.message.endswith((".", "?")))


@given(st.decimals(D(-999999), D(999999), places=6))
def test_a_number_shown_is_read_back(value: Decimal) -> None:
    assert number(show_number(value, 6)) == value
    assert Number(6).parse(Number(6).show(value), EARLIEST) == value


@given(st.dates(EARLIEST, LATEST), st.dates(EARLIEST, LATEST))
def test_a_date_shown_is_read_back_whatever_today_is(value: date, today: date) -> None:
    assert day(show_day(value), today) == Day().parse(Day().show(value), today) == value


@given(discounts(sign=False))
def test_a_discount_shown_is_read_back(typed: tuple[str, str]) -> None:
    assert stored(typed[0]) == stored(shown(typed[1])) == typed[1]


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=30), st.text(st.sampled_from("0123456789-/.+=hoifIFdsma "), max_size=12)))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    found = outcome(lambda: day(text, date(2026, 11, 24), field="date"))
    assert found.field == "date" if isinstance(found, Refusal) else EARLIEST <= found <= LATEST


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=70), st.text(st.sampled_from("0123456789,.+-*/()€ iva%"), max_size=62)))
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    found = outcome(lambda: number(text, field="price"))
    assert found.field == "price" if isinstance(found, Refusal) else found.is_finite()
