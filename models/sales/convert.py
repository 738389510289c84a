"""From one document to the next: a draft that takes what is left of quotes, orders, guides and table checks (1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from fiscal.discounts import read_discount
from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from fiscal.rounding import ZERO, micro
from fiscal.rules.conversion import check_source
from models.sales.currency import in_currency
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.origins import Source, source
from models.sales.tables import DocumentLine
from models.sales.taxed import tax_of


def convert_draft(
    numbers: Sequence[str], type_code: str, quantities: Mapping[tuple[str, int], Decimal] | None = None
) -> Draft:
    """The draft of a document of ``type_code`` born from others, of one customer; nothing is issued yet.

    quantities: what to take, by number and line; None takes all that is left. Prices and discounts are those of the
    source, in its currency and at its rate, which may be changed;
    where it shows none (a guide without prices) the articles' own are taken at issue.
    Raises Refusal: nothing left, a type that cannot be born from it, several customers.
    """
    kind = document_type(type_code)
    found = [source(number) for number in dict.fromkeys(numbers)]
    if not found:
        raise Refusal("Escolha o documento de origem.", field="origin", rule="conversion")
    for one in found:
        check_source(
            one.document.number, one.document.type, one.document.status, kind.code, global_guide=one.global_guide
        )
    first = found[0].document
    for other in found[1:]:
        if (other.document.customer_nif, other.document.customer_id) != (first.customer_nif, first.customer_id):
            raise Refusal(
                f"{first.number} e {other.document.number} são de clientes diferentes: passe-os em separado.",
                field="origin",
                rule="conversion",
            )
    takes = {_key(one, line): _wanted(one, line, quantities) for one in found for line in one.lines}
    whole = all(takes[_key(one, line)] == line.quantity for one in found for line in one.lines)
    modes = {(one.document.prices_include_tax, one.document.global_discount) for one in found if one.document.valued}
    alike = len(modes) <= 1
    with_tax, overall = modes.pop() if len(modes) == 1 else (False, "")
    # A value off the whole document cannot be shared over part of it line by line: then prices are net of it, and of tax.
    kept = alike and (whole or all(step.percent for step in read_discount(overall)))
    money = {(one.document.currency, one.document.exchange_rate) for one in found}
    currency, exchange = money.pop() if len(money) == 1 else ("", ZERO)
    draft = Draft(
        kind.code,
        prices_include_tax=with_tax if kept else False,
        global_discount=overall if kept else "",
        region=found[0].lines[0].region or "PT",
    )
    if not found[0].global_guide:
        draft.customer = _customer(found[0])
    if kind.is_guide and not any(one.document.valued for one in found):
        draft.valued = False
    for one in found:
        for line in one.lines:
            wanted = takes[_key(one, line)]
            if wanted > 0:
                draft.lines.append(_line(one, line, wanted, kept=kept))
    if currency:
        in_currency(draft, currency, exchange)
    if not draft.lines:
        raise Refusal(
            f"{first.number} já foi todo passado a outros documentos."
            if quantities is None
            else "Indique a quantidade a passar em pelo menos uma linha.",
            field="origin",
            rule="conversion",
        )
    return draft


def _key(one: Source, line: DocumentLine) -> tuple[str, int]:
    return str(one.document.number), int(line.number)


def _wanted(one: Source, line: DocumentLine, quantities: Mapping[tuple[str, int], Decimal] | None) -> Decimal:
    left = one.left(line)
    wanted = left if quantities is None else quantities.get(_key(one, line), ZERO)
    if wanted > left or wanted < 0:
        raise Refusal(
            f"Da linha {line.number} de {one.document.number} só falta passar {left.normalize():f} {line.unit}.",
            field=f"lines.{line.number}",
            rule="conversion",
        )
    return wanted


def _customer(one: Source) -> DraftCustomer | None:
    document = one.document
    if document.customer_id is None and not document.customer_name:
        return None
    return DraftCustomer(
        code=document.customer_code if document.customer_id is not None else "",
        nif=document.customer_nif,
        name=document.customer_name,
        country=document.customer_country,
    )


def _line(one: Source, line: DocumentLine, wanted: Decimal, *, kept: bool) -> DraftLine:
    made = DraftLine(
        line.code, line.description, wanted, line.unit, **tax_of(line),
        origin=str(one.document.number), origin_line=int(line.number),
    )  # fmt: skip
    if not one.document.valued:
        made.tax = made.exemption = made.stamp = ""
        return made
    if not kept:
        made.price = line.unit_price or line.price
        made.discount = "" if line.unit_price else "100%"
    elif wanted == line.quantity or all(step.percent for step in read_discount(line.discount)):
        made.price, made.discount = line.price, line.discount
    else:
        made.price = micro(line.shown / line.quantity)
    return made
