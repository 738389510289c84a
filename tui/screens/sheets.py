"""F6 and F7 over a document: its customer's account and last documents; an article's prices, stock and last sales."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fiscal.discounts import show_discount
from fiscal.notation import show_day, show_euro, show_price, show_quantity, show_rate
from models.accounts.summary import Summary
from models.sales.history import ArticleSheet
from models.sales.remainder import Remainder
from models.sales.tables import Document
from tui.terminal.cells import fit
from tui.widgets.frame import Dialog
from tui.widgets.textview import Line, TextView

CELLS = 74
MOST_ROWS = 20
OPEN_SHOWN = 6
"""Open documents of a customer's account shown."""


class Sheet(Dialog):
    """Lines to read in a frame; Esc, Enter or the key that opened it closes it."""

    CLOSING = ("escape", "f12", "enter", "ctrl+j", "f6", "f7")

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        rows = min(MOST_ROWS, len(lines) + 4)
        super().__init__(title, TextView(list(lines)), hint="Esc fecha", cells=CELLS, rows=rows)


def article_lines(sheet: ArticleSheet) -> list[Line]:
    """An article's sheet as text."""
    priced = bool(sheet.without_tax)
    price = f"{show_price(sheet.without_tax)} s/ IVA   {show_price(sheet.with_tax)} c/ IVA" if priced else "a pedir"
    stock = "não movimenta" if sheet.stock is None else f"{show_quantity(sheet.stock)} {sheet.unit}"
    whom = f"Últimas vendas a {sheet.to}" if sheet.to else "Últimas vendas"
    lines = [
        Line(f"{sheet.code}  {sheet.description}", "strong"),
        Line(f"  Preço    {price} por {sheet.unit}"),
        Line(f"  IVA      {sheet.tax_code} {show_rate(sheet.rate)}"),
        Line(f"  Stock    {stock}"),
        Line(""),
        Line(whom if sheet.sales else "Ainda não foi vendido.", "strong"),
    ]
    for sale in sheet.sales:
        price = show_price(sale.price) + (" c/ IVA" if sale.with_tax else " s/ IVA")
        off = f" -{show_discount(sale.discount)}" if sale.discount else ""
        who = "" if sheet.to else f"  {sale.customer}"
        lines.append(
            Line(
                f"  {show_day(sale.day)}  {fit(sale.number, 16)} "
                f"{fit(show_quantity(sale.quantity), 8, right=True)} × {price}{off}{who}"
            )
        )
    return lines


def account_lines(account: Summary, limit: Decimal | None, today: date) -> list[Line]:
    """What a customer owes: the sum, what is overdue, and the documents that are open, what is due first before."""
    if not account.items:
        return [Line("  Conta corrente: nada por saldar.", "strong"), Line("")]
    most = "" if limit is None else f"   limite {show_euro(limit)}"
    lines = [Line(f"  Deve {show_euro(account.open)}, vencido {show_euro(account.overdue)}{most}", "strong")]
    for item in account.items[:OPEN_SHOWN]:
        late = "  vencido" if item.due < today else ""
        lines.append(
            Line(
                f"  {show_day(item.due)}  {fit(str(item.number), 20)} {fit(show_euro(item.left), 14, right=True)}{late}"
            )
        )
    if len(account.items) > OPEN_SHOWN:
        lines.append(Line(f"  … e mais {len(account.items) - OPEN_SHOWN}"))
    return [*lines, Line("")]


def document_lines(documents: Sequence[Document]) -> list[Line]:
    """The last documents of a customer as text."""
    lines = [Line("  Data        Documento                     Total", "strong")]
    for document in documents:
        state = "  anulado" if document.status == "A" else ""
        lines.append(
            Line(
                f"  {show_day(document.date)}  {fit(document.number, 20)} "
                f"{fit(show_euro(document.gross), 14, right=True)}{state}"
            )
        )
    return lines


def remainder_lines(found: Remainder) -> list[Line]:
    """What there was of each line of a document, what was passed on, and what is left."""
    lines = [Line(f"  {fit('Artigo', 34)}{'Tinha':>10}{'Passou':>10}{'Falta':>10}", "strong")]
    for own in found.lines:
        amounts = (show_quantity(value) for value in (own.quantity, own.taken, own.left))
        name = fit(f"{own.code}  {own.description}", 33)
        lines.append(Line(f"  {name} " + "".join(f"{amount:>10}" for amount in amounts) + f" {own.unit}"))
    if not any(own.left for own in found.lines):
        lines.append(Line("  Já foi todo passado."))
    if found.born:
        lines += [Line(""), Line("  Passou a", "strong"), *(Line(f"  {number}") for number in found.born)]
    return lines
