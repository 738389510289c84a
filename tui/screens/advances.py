"""Advances over the screen of receipts: one is taken (F5), one is used for an invoice (F3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fiscal.notation import show_euro
from fiscal.rounding import ZERO
from models.catalogue.tables import PaymentMethod
from models.declared import Choice, Field, Number, Text
from models.parties.customers import find_customer
from models.sales.advance import advances_left, take_advance, use_advance
from models.sales.draft import DraftPayment
from models.sales.owed import open_documents
from tui.screens.paper import after_issue
from tui.widgets.ask_fields import ask_fields

if TYPE_CHECKING:
    from tui.screens.base import WorkScreen


def _methods() -> list[tuple[str, str]]:
    return [(m.code, m.name) for m in PaymentMethod.select().order_by(PaymentMethod.position)]


TAKE = (
    Field("amount", "Recebido", Number(2, ZERO), 14, required=True, help="Em euros, com IVA.",
          law="O IVA é devido quando se recebe o adiantamento (CIVA, 8.º n.º 1 c): sai uma fatura-recibo."),
    Field("tax", "IVA", Choice((("NOR", "Normal"), ("INT", "Intermédia"), ("RED", "Reduzida"))), 16, default="NOR",
          required=True, help="A taxa do que se vai entregar."),
    Field("means", "Meio", Choice(_methods), 24, default="NU", required=True, help="Como se recebeu."),
    Field("about", "Referente a", Text(60), 40, default="", help="Sai na linha da fatura: de obra, da encomenda 12."),
)  # fmt: skip


async def take(screen: WorkScreen, customer: str) -> str | None:
    """F5: asks how much, and issues the invoice-receipt of the advance; gives its number. For a worker."""
    values = await ask_fields(screen.app, "Adiantamento", TAKE, screen.today, {f.name: f.default for f in TAKE})
    if values is None:
        return None
    acting = screen.acting
    paid = [DraftPayment(str(values["means"]), values["amount"])]
    number = await screen.attempt(
        lambda: take_advance(
            customer, values["amount"], acting, tax=str(values["tax"]), payments=paid, about=str(values["about"] or "")
        )
    )
    if number is not None:
        await after_issue(screen, number)
    return number


async def use(screen: WorkScreen, customer: str) -> tuple[str, str] | None:
    """F3: asks which advance for which invoice; gives the numbers of the credit note and the receipt. For a worker."""
    card = await screen.attempt(lambda: find_customer(customer))
    if card is None:
        return None
    key = int(card.id)
    left = await screen.attempt(lambda: advances_left(key))
    owed = [one for one in await screen.attempt(lambda: open_documents(key)) or [] if not one.credit]
    if not left or not owed:
        screen.say("Não há adiantamentos por usar." if not left else "Não há faturas a que abater o adiantamento.")
        return None
    advances = [(number, f"{number}: restam {show_euro(rest)}") for number, rest in left]
    invoices = [(one.number, f"{one.number}: falta {show_euro(one.left)}") for one in owed]
    fields = (
        Field("advance", "Adiantamento", Choice(advances), 44, default=advances[0][0], required=True,
              help="O que se usa: sai uma nota de crédito dele."),
        Field("invoice", "Fatura", Choice(invoices), 44, default=invoices[0][0], required=True,
              help="Onde se abate: sai um recibo sem dinheiro."),
        Field("amount", "Valor", Number(2, ZERO), 14, help="Com IVA; vazio: o que houver e for preciso."),
    )  # fmt: skip
    values = await ask_fields(
        screen.app, "Usar adiantamento", fields, screen.today, {f.name: f.default for f in fields}
    )
    if values is None:
        return None
    acting = screen.acting
    made = await screen.attempt(
        lambda: use_advance(str(values["advance"]), str(values["invoice"]), acting, amount=values["amount"])
    )
    for number in made or ():
        await after_issue(screen, number)
    return made
