"""Passar a…: from documents issued to a draft born from them, and from a draft to the open documents it may take in."""

from __future__ import annotations

from collections.abc import Sequence

from fiscal.notation import show_day, show_euro
from fiscal.text import clean
from models.sales.convert import convert_draft
from models.sales.draft import Draft
from models.sales.keep import keep
from models.sales.remainder import brought_in, may_become, open_documents, remainder
from models.sales.tables import Document
from models.sales.transfers import guide_draft
from tui.entry.catalogue import Catalogue
from tui.entry.pricing import priced
from tui.screens.base import WorkScreen
from tui.screens.sheets import Sheet, remainder_lines
from tui.widgets.dialog import choose

ALL = "*"


async def pass_on(screen: WorkScreen, numbers: Sequence[str]) -> None:
    """Asks what the documents pass to and opens that document with what is left of them.

    Called from a worker. Several documents, of one customer, pass to one.
    """
    from tui.screens.document import DocumentScreen

    wanted, acting = list(numbers), screen.acting
    options = await screen.attempt(lambda: may_become(wanted))
    if not options:
        return
    what = wanted[0] if len(wanted) == 1 else f"{len(wanted)} documentos"
    code = await choose(screen.app, f"Passar {what} a", options)
    if code is None:
        return

    def made() -> Draft:
        draft = convert_draft(wanted, code)
        if all(line.price is None for line in draft.lines):
            draft.prices_include_tax = True  # as one types; the articles' prices are put in
            day = acting.clock.now().date()
            draft.lines = priced(draft, draft.lines, Catalogue(), acting.tables.rate, day)
        keep(draft, acting)
        return draft

    draft = await screen.attempt(made)
    if draft is not None:
        await screen.app.push_screen(DocumentScreen(code, draft))


async def guide_for(screen: WorkScreen, transfer: str) -> None:
    """Opens the guide that travels with a transfer, all of it filled in. Called from a worker."""
    from tui.screens.document import DocumentScreen

    acting = screen.acting

    def made() -> Draft:
        draft = guide_draft(transfer)
        keep(draft, acting)
        return draft

    draft = await screen.attempt(made)
    if draft is not None:
        await screen.app.push_screen(DocumentScreen(draft.type, draft))


async def bring_in(screen: WorkScreen, draft: Draft) -> Draft | None:
    """Asks which open documents of the draft's customer it takes in; gives what is left of them as a draft.

    Called from a worker.
    """
    found = await screen.attempt(lambda: open_documents(draft.customer, draft.type))
    if found is None:
        return None
    taken = {line.origin for line in draft.lines}
    options = [(str(one.number), _told(one)) for one in found if one.number not in taken]
    if not options:
        whom = clean(draft.customer.name or draft.customer.nif, 40) if draft.customer else "o consumidor final"
        screen.refuse(f"Não há documentos por passar de {whom}: encomendas, guias, consultas de mesa.")
        return None
    if len(options) > 1:
        options.append((ALL, "Todos"))
    code = await choose(screen.app, "Trazer de", options, codes=False)
    if code is None:
        return None
    numbers = [number for number, _ in options if number != ALL] if code == ALL else [code]
    return await screen.attempt(lambda: brought_in(draft, numbers))


async def show_remainder(screen: WorkScreen, number: str) -> None:
    """What is left of a document, line by line: of a global guide, what is still in the van."""
    found = await screen.attempt(lambda: remainder(number))
    if found is not None:
        await screen.app.push_screen(Sheet(f"O que falta de {found.number}", remainder_lines(found)))


def _told(one: Document) -> str:
    amount = show_euro(one.gross) if one.valued else "sem preços"
    return f"{one.number}  {show_day(one.date)}  {clean(str(one.customer_name), 24)}  {amount}"
