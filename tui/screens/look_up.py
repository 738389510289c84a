"""F4 over any screen: a list or the options of a field; what is chosen goes into it."""

from __future__ import annotations

from typing import Any

from models.declared import YES_NO, Choice, Field, Listing, YesNo
from tui.screens.base import WorkScreen
from tui.widgets.dialog import choose
from tui.widgets.form import FormView
from tui.widgets.lookup import NewWanted, look_up


async def pick(screen: WorkScreen, listing: Listing, text: str = "") -> Any:
    """The id of a row chosen from a list, or of one created there with F2; None for Esc. Called from a worker."""
    from tui.screens.records import RecordScreen

    while True:
        chosen = await look_up(screen.app, listing, screen.balcao.fetch, text)
        if not isinstance(chosen, NewWanted):
            return chosen
        assert listing.form is not None
        made = await screen.app.push_screen_wait(RecordScreen(listing.form(), None, _named(listing, chosen.text)))
        if made is not None:
            return made
        text = chosen.text


def _named(listing: Listing, text: str) -> dict[str, str]:
    """What was typed in vain, as the first guess of the new record's name."""
    form = listing.form() if listing.form else None
    names = [f.name for f in form.fields] if form else []
    wanted = next((name for name in ("description", "name") if name in names), None)
    return {wanted: text} if wanted and text else {}


def choose_for(screen: WorkScreen, form: FormView, field: Field) -> None:
    """Answers FormView.LookUp for fields with options."""
    screen.run_worker(_choose(screen, form, field), group="look-up", exclusive=True)


async def _choose(screen: WorkScreen, form: FormView, field: Field) -> None:
    kind = field.kind
    if isinstance(kind, Choice):
        code = await choose(screen.app, field.label, kind.all(), str(form.values.get(field.name) or ""))
    elif isinstance(kind, YesNo):
        code = await choose(screen.app, field.label, YES_NO)
    else:
        screen.say(f"Para «{field.label}» não há lista. {kind.hint}")
        return
    if code is not None:
        form.put(field.name, code == "S" if isinstance(kind, YesNo) else code)
        form.next_field()
