"""Go to: a screen's name, a document's number, a NIF or an article, from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fiscal.nif import is_nif
from fiscal.numbering import split_number
from fiscal.text import clean, fold
from models.declared import Field, Text
from tui.menu import MENU, Entry, opened
from tui.widgets.ask_field import ask_field

if TYPE_CHECKING:
    from tui.screens.base import WorkScreen

WHERE = Field(
    "where", "Ir para", Text(60), 40, required=True,
    help="Nome de um ecrã (fatura, artigos…), número de documento (FT 2026A/1), NIF ou artigo.",
)  # fmt: skip


async def go_to(screen: WorkScreen) -> None:
    """Asks where to and goes there."""
    screen.run_worker(_go(screen), group="go-to", exclusive=True)


async def _go(screen: WorkScreen) -> None:
    answer = await ask_field(screen.app, "Ir para", WHERE, screen.today)
    if answer is None:
        return
    text = clean(str(answer[0]))
    if entry := find_screen(text):
        await screen.app.push_screen(opened(entry))
    elif split_number(text.upper()):
        from models.sales.find import row_of
        from tui.screens.documents import DocumentView

        row = await screen.attempt(lambda: row_of(text))
        if row is not None:
            await screen.app.push_screen(DocumentView(str(row.number)))
    else:
        await _record(screen, text)


def find_screen(text: str) -> Entry | None:
    """The menu's screen whose name begins so; an exact name wins."""
    typed = fold(text)
    entries = [entry for area in MENU for entry in area.entries]
    exact = [e for e in entries if fold(e.name) == typed]
    starting = [e for e in entries if len(typed) >= 2 and fold(e.name).startswith(typed)]
    return next(iter(exact or starting), None)


async def _record(screen: WorkScreen, text: str) -> None:
    from models.catalogue.articles import find_article
    from models.catalogue.form import ARTICLES
    from models.catalogue.form import form as article_form
    from models.parties.customers import find_customer
    from models.parties.form import CUSTOMERS
    from models.parties.form import form as customer_form
    from tui.screens.records import RecordScreen, RecordsScreen

    card = await screen.attempt(lambda: find_customer(text))
    article = None if card is not None else await screen.attempt(lambda: find_article(text))
    if card is not None:
        await screen.app.push_screen(RecordScreen(customer_form(), card.id))
    elif article is not None:
        await screen.app.push_screen(RecordScreen(article_form(), article[0].id))
    else:
        await screen.app.push_screen(RecordsScreen(CUSTOMERS if is_nif(text) else ARTICLES, text))
