"""What every screen with a list does for it: asks for filters, exports, and acts on what is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from textual import work
from textual.binding import Binding

from models.act_on import act_on
from tui.screens.base import WorkScreen
from tui.widgets.dialog import ask, choose
from tui.widgets.list import ListView
from tui.widgets.list_look import counted
from tui.widgets.places import of_list, to_list


class ListScreen(WorkScreen):
    """Base of the screens of a list."""

    BINDINGS = [Binding("f9", "on_marked", show=False)]  # noqa: RUF012 - Textual's name

    def place(self) -> dict[str, Any]:
        return of_list(self.query_one(ListView))

    def come_back(self, state: Mapping[str, Any]) -> None:
        to_list(self.query_one(ListView), state, self.today())

    def on_list_view_filters_wanted(self, message: ListView.FiltersWanted) -> None:
        self.ask_filters(message.view)

    def on_list_view_export_wanted(self, message: ListView.ExportWanted) -> None:
        self.export(message.view)

    @work(group="export", exclusive=True)
    async def export(self, view: ListView) -> None:
        from tui.screens.export import export

        await export(self, view)

    @work
    async def ask_filters(self, view: ListView) -> None:
        """Ctrl+F: the list's filters in a small form; empty fields do not count."""
        from tui.widgets.ask_fields import ask_fields

        fields = [f.field for f in view.listing.filters]
        values = await ask_fields(self.app, "Filtrar", fields, self.today, dict(view.question.filters))
        if values is not None:
            chosen = tuple((f.name, values[f.name]) for f in fields if values[f.name] not in ("", None))
            view.ask(replace(view.question, filters=chosen))

    @work
    async def action_on_marked(self) -> None:
        """F9: one of the list's actions, on all that is marked or on the row chosen."""
        view = self.query_one(ListView)
        actions = view.listing.actions
        if not actions or view.current is None:
            self.say("Nesta lista não há nada a fazer aos marcados além de copiar (Ctrl+Y) e exportar (Ctrl+E).")
            return
        action = actions[0]
        if len(actions) > 1:
            options = [(str(n), a.label) for n, a in enumerate(actions)]
            chosen = await choose(self.app, "Aos marcados", options, codes=False)
            if chosen is None:
                return
            action = actions[int(chosen)]
        marked = view.marked_count
        what = f"{counted(marked)} linhas marcadas." if marked else " ".join(view.current.cells[:2])
        if await ask(self.app, f"{action.label}?", what, default="n") == "s":
            listing, wanted = view.listing, view.wanted if view.marks else view.alone
            done = await self.attempt(lambda: act_on(action, listing, wanted, self.acting))
            if done is not None:
                self.say(f"{action.label}: {counted(done)} de {counted(marked or 1)}.")
            view.reload()
