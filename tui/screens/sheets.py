"""F6 and F7: a customer's account and last documents; prices, stock, last sales and purchases of an article. Only read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fiscal.discounts import show_discount
from fiscal.notation import show_day, show_euro, show_price, show_quantity, show_rate
from models.accounts.summary import Summary
from models.catalogue.units import Pack
from models.sales.draft import Draft
from models.sales.remainder import Remainder
from models.sales.tables import Document
from models.supply.known import ArticleSheet, article_sheet
from tui.screens.base import WorkScreen
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


async def show_article(screen: WorkScreen, code: str, draft: Draft) -> None:
    """F7: the sheet of the article of a code. draft: what is being written, for its customer and day."""
    acting = screen.acting
    sheet = await screen.attempt(lambda: article_sheet(code, draft, acting))
    if sheet is None:
        screen.refuse("F7 mostra um artigo: escreva o código, ou ponha o cursor na linha dele.")
    else:
        await screen.app.push_screen(Sheet("Artigo", article_lines(sheet)))


def article_lines(sheet: ArticleSheet) -> list[Line]:
    """An article's sheet as text."""
    priced = bool(sheet.without_tax)
    price = f"{show_price(sheet.without_tax)} s/ IVA   {show_price(sheet.with_tax)} c/ IVA" if priced else "a pedir"
    lines = [
        Line(f"{sheet.code}  {sheet.description}", "strong"),
        Line(f"  Preço    {price} por {sheet.unit}   IVA {sheet.tax_code} {show_rate(sheet.rate)}"),
    ]
    if sheet.packs:
        lines.append(Line(f"  Unidades {'   '.join(_pack(pack, sheet.unit) for pack in sheet.packs)}"))
    lines += [*_stock_lines(sheet), Line("")]
    whom = f"Últimas vendas a {sheet.to}" if sheet.to else "Últimas vendas"
    lines.append(Line(whom if sheet.sales else "Ainda não foi vendido.", "strong"))
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
    if sheet.purchases:
        lines += [Line(""), Line("Últimas compras", "strong")]
    for bought in sheet.purchases:
        off = f" -{show_discount(bought.discount)}" if bought.discount else ""
        lines.append(
            Line(
                f"  {show_day(bought.day)}  {fit(bought.number, 16)} "
                f"{fit(show_quantity(bought.quantity), 8, right=True)} × {show_price(bought.price)}/{bought.unit}{off}"
                f"  {bought.supplier}"
            )
        )
    return lines


def _pack(pack: Pack, unit: str) -> str:
    price = f" {show_price(pack.price)}" if pack.price else ""
    return f"{pack.unit} de {show_quantity(pack.factor)} {unit}{price}"


def _stock_lines(sheet: ArticleSheet) -> list[Line]:
    """What there is and where, what comes, what is promised, and what it costs."""
    stock = sheet.stock
    if stock is None:
        return [Line("  Stock    não movimenta")]
    lines = [Line(f"  Stock    {show_quantity(stock.there)} {sheet.unit}{_limits(sheet)}")]
    if len(stock.places) > 1 or any(not one.own for one in stock.places):
        lines += [
            Line(f"           {fit(one.name, 30)} {fit(show_quantity(one.quantity), 10, right=True)}")
            for one in stock.places
        ]
    if stock.coming or stock.promised:
        day = f" a {show_day(stock.coming_on)}" if stock.coming_on else ""
        lines.append(
            Line(
                f"  A chegar {show_quantity(stock.coming)}{day}   Reservado {show_quantity(stock.promised)}"
                f"   Disponível {show_quantity(stock.available)}"
            )
        )
    if sheet.cost:
        lines.append(Line(f"  Custo    {show_price(sheet.cost)}{_margin(sheet)}"))
    for lot in sheet.lots:
        until = f"  até {show_day(lot.expires_on)}" if lot.expires_on else ""
        lines.append(Line(f"  Lote     {fit(lot.code, 20)} {fit(show_quantity(lot.quantity), 10, right=True)}{until}"))
    return lines


def _limits(sheet: ArticleSheet) -> str:
    told = [
        f"{name} {show_quantity(value)}"
        for name, value in (("mínimo", sheet.minimum), ("máximo", sheet.maximum))
        if value
    ]
    return f"   ({', '.join(told)})" if told else ""


def _margin(sheet: ArticleSheet) -> str:
    """Of the price, per cent of the price without tax."""
    if not sheet.without_tax:
        return ""
    margin = (sheet.without_tax - sheet.cost) / sheet.without_tax * 100
    return f"   Margem {show_rate(margin.quantize(Decimal('0.1')))}"


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
