"""The way back after a dropped line: where the operator is, as text that is kept, and the same screens again from it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from peewee import DoesNotExist

from fiscal.errors import Refusal
from tui.menu import entry_at, opened
from tui.screens.base import WorkScreen
from tui.screens.main_menu import MenuScreen

if TYPE_CHECKING:
    from tui.app import BalcaoApp


class Gone(Refusal):
    """What the operator was working on is not there any more."""


SETTLED = 0.05
"""Seconds in which a screen just opened says its first hint."""
_NO_WAY = (Refusal, DoesNotExist, LookupError, ValueError, TypeError)
"""Why a place is not gone back to: it is gone, or another version of the program wrote it. Never a reason to fail."""


def whereabouts(app: BalcaoApp) -> str:
    """The screens above the menu that know the way back to themselves, with what is typed in them. Empty: the menu."""
    screens = [s for s in app.screen_stack if isinstance(s, WorkScreen) and s.opened_as]
    if not screens:
        return ""
    return json.dumps([[screen.opened_as, screen.place()] for screen in screens], ensure_ascii=False)


async def return_to(app: BalcaoApp, place: str) -> None:
    """Opens the screens of ``place`` over the menu, as far as what they showed is still there, and says so."""
    shown = app.screen
    for name, state in _read(place):
        try:
            screen = await _opened(app, str(name), state)
            beneath, shown = shown, screen
            await app.push_screen(screen, beneath.came_back if isinstance(beneath, WorkScreen) else None)
            screen.come_back(state)
        except _NO_WAY as reason:
            told = reason.message if isinstance(reason, Refusal) else "o que lá estava já não existe."
            await _say(shown, f"Não se voltou a onde estava: {told}")
            return
    if isinstance(shown, WorkScreen) and shown.opened_as:
        await _say(shown, f"Retomado onde estava: {shown.title_text}. Esc volta atrás.")


def _read(place: str) -> list[tuple[str, dict[str, Any]]]:
    """The screens of a place; none of what this version of the program does not understand."""
    try:
        return [(str(name), dict(state)) for name, state in json.loads(place)]
    except (ValueError, TypeError):
        return []


async def _opened(app: BalcaoApp, name: str, state: Mapping[str, Any]) -> WorkScreen:
    beneath = app.screen
    screen = beneath.reopen(name, state) if isinstance(beneath, WorkScreen) else None
    screen = screen or make(name, state)
    await screen.prepare(app, state)
    return screen


def make(name: str, state: Mapping[str, Any]) -> WorkScreen:
    """A screen that may stand over any other. Raises Gone for one that this version does not have."""
    from models.catalogue.form import ARTICLES
    from models.parties.form import CUSTOMERS
    from models.parties.supplier_form import SUPPLIERS
    from tui.screens.records import RecordScreen, RecordsScreen

    lists = {listing.title: listing for listing in (ARTICLES, CUSTOMERS, SUPPLIERS)}
    forms = {form.title: form for form in (ls.form() for ls in lists.values() if ls.form is not None)}
    if name == "list" and state.get("title") in lists:
        return RecordsScreen(lists[state["title"]])
    if name == "record" and state.get("title") in forms:
        return RecordScreen(forms[state["title"]], state.get("key"))
    if name == "document":
        from tui.screens.document import DocumentScreen

        return DocumentScreen(str(state.get("type")), global_guide=bool(state.get("global")))
    if name in ("paper", "credit"):
        from tui.screens.credit import CreditScreen
        from tui.screens.documents import DocumentView

        return (DocumentView if name == "paper" else CreditScreen)(str(state.get("number") or ""))
    if entry := entry_at(name):
        screen = opened(entry)
        assert isinstance(screen, WorkScreen)
        return screen
    raise Gone("o ecrã não existe nesta versão.", rule="place")


async def _say(screen: Any, text: str) -> None:
    """Once the screen has fetched what it shows and said what it says on its own."""
    if not isinstance(screen, WorkScreen):
        return
    while screen.busy and screen.is_running and not isinstance(screen, MenuScreen):
        await asyncio.sleep(0.01)
    await asyncio.sleep(SETTLED)
    screen.say(text)
