"""«Pagamento com referência?»: asked before an invoice that is not paid at once is issued, and settled before its number."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from fiscal.notation import show_day, show_euro
from integrations import payments
from integrations.trouble import NOT_CONFIGURED, Trouble
from models.home import Home
from models.references import request
from models.references.attach import LATER
from models.references.question import wanted
from models.references.values import Wanted
from models.session import Session
from models.work import Cancelled, Told
from tui.widgets.dialog import ask

if TYPE_CHECKING:
    from tui.screens.issuing import IssuingScreen

YES, NO = "s", "n"
ANSWERS = ((YES, "Sim, com referência"), (NO, "Não"))
AGAIN, WITHOUT, LEAVE = "e", "s", "r"
FAILED = (
    (AGAIN, "Esperar e tentar outra vez"),
    (WITHOUT, "Emitir sem ela e enviá-la depois"),
    (LEAVE, "Deixar em rascunho"),
)
REFUSED = ((AGAIN, "Tentar outra vez"), (WITHOUT, "Emitir sem referência"), (LEAVE, "Deixar em rascunho"))


async def with_reference(screen: IssuingScreen, left: Decimal) -> frozenset[str] | None:
    """Settles how the draft is paid; gives what the operator has said yes to, or None to go back to the document.

    left: euro that are not paid at issue. From a worker.
    """
    draft, day = screen.draft, screen.editor.day()
    found = await screen.attempt(lambda: (wanted(draft, left, day),))
    if found is None:
        return None
    if found[0] is None:
        return await _without(screen)
    until = f" até {show_day(found[0].valid_until)}" if found[0].valid_until else ""
    answer = await ask(
        screen.app, "Pagamento com referência?", f"{show_euro(left)}, a pagar{until}.", ANSWERS, irreversible=True
    )
    if answer is None:
        return None
    return await _obtained(screen, found[0]) if answer == YES else await _without(screen)


async def _without(screen: IssuingScreen) -> frozenset[str] | None:
    """No reference: one that was asked for earlier is given up."""
    draft, acting = screen.draft, screen.acting
    if draft.payment_reference:
        if await screen.attempt(lambda: (request.give_up_of(draft.operation, acting),)) is None:
            return None
        draft.payment_reference = ""
        screen.keep_draft()
    return frozenset()


async def _obtained(screen: IssuingScreen, asked: Wanted) -> frozenset[str] | None:
    """The reference, before the document has a number; or what to do where the provider does not give it."""
    draft, acting, home = screen.draft, screen.acting, screen.balcao.home
    while True:
        code = await screen.attempt(lambda: request.reserve(asked, acting))
        if code is None:
            return None
        draft.payment_reference = code
        screen.keep_draft()
        trouble = await screen.run_long("A pedir a referência", partial(_ask, home, code, acting))
        if trouble is None:
            return None
        if trouble[0] is None:
            return frozenset()
        final = trouble[0].final
        chosen = await ask(
            screen.app, "A referência não chegou", trouble[0].message, REFUSED if final else FAILED, irreversible=True
        )
        if chosen == WITHOUT:
            return await _without(screen) if final else frozenset({LATER})
        if chosen != AGAIN:
            screen.say("O documento ficou em rascunho. F10 volta a pedir a referência.")
            return None


def _ask(home: Home, code: str, session: Session, told: Told, cancelled: Cancelled) -> tuple[Trouble | None]:
    """What went wrong, if anything did. It is one request: Esc is heard once it has ended."""
    try:
        provider = payments.chosen(home)
        if provider is None:
            return (Trouble(NOT_CONFIGURED, "Já ninguém dá referências: Configurações > Integrações."),)
        payments.obtain(provider, code, session)
    except Trouble as trouble:
        return (trouble,)
    return (None,)
