"""Credit notes: a draft that takes back all that is left of a document, or some lines of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fiscal.amounts import LineInput, compute
from fiscal.discounts import HUNDRED, read_discount
from fiscal.errors import Refusal
from fiscal.rounding import ZERO, micro
from fiscal.rules.rectifying import check_creditable, check_reason
from models.sales.draft import Draft, DraftLine
from models.sales.find import row_of
from models.sales.rectified import Original, originals
from models.sales.tables import DocumentLine, DocumentSeller
from models.sales.taxed import tax_of


def left_of(number: str) -> list[tuple[DocumentLine, Decimal]]:
    """The lines of a document with the quantity that may still be credited of each, in order. Raises Refusal (F10)."""
    original = _original(number)
    return list(zip(original.lines, _left(original), strict=True))


def creditable(number: str) -> bool:
    """Whether there is anything of a document to credit. Raises Refusal where there is no such document."""
    row = row_of(number)
    try:
        check_creditable(row.number, row.type, row.status)
    except Refusal:
        return False
    return any(left for _, left in left_of(number))


def named(number: str) -> tuple[str, str, Decimal]:
    """A document that may be credited, ours or imported: its number as stored, its customer's name, its total in euro."""
    row = _original(number).document
    return row.number, row.customer_name, row.gross


def credit_draft(number: str, reason: str, quantities: Mapping[int, Decimal] | None = None) -> Draft:
    """The draft of a credit note on a document.

    quantities: what to take back of each line, by line number; None takes back all that is left.
    Raises Refusal: nothing left, a cancelled document (F10), more than is left (C21, also checked again at issue).
    """
    check_reason(reason)
    original = _original(number)
    document = original.document
    lefts = _left(original)
    if not any(lefts):
        raise Refusal(f"{document.number} já foi totalmente creditado.", field="number", rule="F10")
    wants = lefts if quantities is None else [quantities.get(int(line.number), ZERO) for line in original.lines]
    whole = wants == [line.quantity for line in original.lines]
    net = bool(document.global_discount) and not whole
    draft = Draft(
        type="NC",
        prices_include_tax=document.prices_include_tax and not net,
        global_discount=document.global_discount if whole else "",
        region=original.lines[0].region,
    )
    if document.self_billing or document.third_party:
        draft.billing = "self" if document.self_billing else "third"
        draft.supplier = DocumentSeller.get_by_id(document.id).code
    for n, (line, left, wanted) in enumerate(zip(original.lines, lefts, wants, strict=True)):
        if wanted <= 0:
            continue
        if wanted > left:
            raise Refusal(
                f"Da linha {line.number} só resta creditar {left.normalize():f}.",
                field=f"lines.{line.number}",
                rule="C21",
            )
        if whole:
            price, discount = line.price, line.discount
        elif net:
            price, discount = (line.unit_price, "") if line.unit_price else (line.price, "100%")
        else:
            same = [i for i, own in enumerate(original.lines) if own.code == line.code and lefts[i]]
            finishes = all(i <= n and wants[i] == lefts[i] for i in same)
            price, discount = _worth(original, line, wanted, finishes=finishes)
        draft.lines.append(
            DraftLine(
                code=line.code,
                description=line.description,
                quantity=wanted,
                unit=line.unit,
                price=price,
                discount=discount,
                **tax_of(line),
                reference=document.number,
                reference_reason=reason,
            )
        )
    if not draft.lines:
        raise Refusal("Indique a quantidade a creditar em pelo menos uma linha.", field="lines", rule="C21")
    return draft


def _original(number: str) -> Original:
    if not number.strip():
        raise Refusal("Indique o documento a creditar, por exemplo FT 2026A/1.", field="number", rule="number")
    original = originals([number])[number]
    check_creditable(original.document.number, original.document.type, original.document.status)
    return original


def _left(original: Original) -> list[Decimal]:
    """What is left of each line: what was credited of an article is taken from its lines in order."""
    taken = {code: quantity for code, (quantity, _) in original.credited.items()}
    left = []
    for line in original.lines:
        used = min(line.quantity, taken.get(line.code, ZERO))
        taken[line.code] = taken.get(line.code, ZERO) - used
        left.append(line.quantity - used)
    return left


def _worth(original: Original, line: DocumentLine, wanted: Decimal, *, finishes: bool) -> tuple[Decimal, str]:
    """Price and discount of part of a line, so that the parts together give back what the line was worth.

    Where prices include tax each part is rounded to cents: the part that finishes the article gets what the others left,
    and no part more than that. What it is worth is taken off ``original``, for the next line of the same article.
    A share of a document's global discount cannot be given back line by line in cents, so such parts are written
    without tax and net of all discounts instead (see ``credit_draft``); this is for documents without one.
    """
    if wanted == line.quantity or all(step.percent for step in read_discount(line.discount)):
        price, discount = line.price, line.discount
    else:
        price, discount = micro(line.shown / line.quantity), ""
    if not original.document.prices_include_tax:
        return price, discount
    part = LineInput(
        wanted, price, discount, line.tax_type, line.region, line.tax_code, line.rate, fixed_tax=line.fixed_tax
    )
    amount = compute([part], prices_include_tax=True).lines[0].amount
    quantity, before = original.credited.get(line.code, (ZERO, ZERO))
    rest = sum((own.amount for own in original.lines if own.code == line.code), ZERO) - before
    if amount > rest or (finishes and amount != rest):
        amount = max(rest, ZERO)
        price, discount = micro(amount * (1 + line.rate / HUNDRED) / wanted + line.fixed_tax), ""
        if not price:
            price, discount = line.price, "100%"
    original.credited[line.code] = (quantity + wanted, before + amount)
    return price, discount
