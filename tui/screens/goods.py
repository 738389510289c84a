"""Documents of the house that hold goods: a head, lines typed as everywhere, and F10 that records them.

The lines are those of a draft (models/sales/draft.py): the same grammar, the same keys. What a line means (a cost, a price of
a supplier, a quantity only) is said by the screens made from this one, which also give the verb.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.amounts import Amounts
from fiscal.errors import NeedsConfirmation, Refusal
from models.db import Table
from models.declared import Field, Listing, Values, defaults
from models.sales import draft_file
from models.sales.draft import DraftLine
from tui.entry.lines import missing
from tui.screens.base import Keys
from tui.screens.house import HouseScreen
from tui.screens.issuing import MISSING
from tui.screens.look_up import choose_for, pick
from tui.widgets.dialog import ask
from tui.widgets.header import HeaderForm
from tui.widgets.lines import LineGrid
from tui.widgets.places import of_form, of_grid, to_form, to_grid
from tui.widgets.totals import TotalBar, counted


class GoodsScreen(HouseScreen):
    """A head of declared fields, lines, and what F10 does with them."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Acrescentar"), ("F10", "Registar"), ("F4", "Procurar"), ("F8", "Apagar linha"), ("Alt+L", "Lote"),
        ("Ctrl+N", "Limpar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [
        Binding("f10", "finish", show=False, priority=True),
        Binding("ctrl+n", "new", show=False),
    ]
    record: Callable[[Values, list[DraftLine], frozenset[str]], str]
    """The verb: records what was typed (head, lines, warnings answered) and gives its number. In the database's thread."""

    def __init__(self, title: str, fields: tuple[Field, ...]) -> None:
        super().__init__()
        self.title_text = title
        self._fields = fields
        self._told = False
        """Whether the message line says what was recorded, which stays until the cursor goes on."""
        self.start_with(self.new_draft())

    # What the screens made from this one say.

    def listing_of(self, field: str) -> tuple[Listing, type[Table]] | None:
        """The list that F4 opens on a field of the head, and its table, whose code goes into it; None: it has options."""
        return None

    # What it is made of.

    def body(self) -> Iterable[Widget]:
        yield HeaderForm(self._fields, self.today, values=defaults(self._fields))
        yield LineGrid(self.editor.fields)
        yield TotalBar()

    def on_mount(self) -> None:
        self._fit_header()
        self.show_lines()
        self.header.focus()

    def on_resize(self) -> None:
        self._fit_header()

    def _fit_header(self) -> None:
        if self.is_mounted and self.size.width:
            self.header.styles.height = self.header.rows(self.size.width)

    @property
    def header(self) -> HeaderForm:
        return self.query_one(HeaderForm)

    def show_totals(self, amounts: Amounts) -> None:
        self.query_one(TotalBar).show(len(self.draft.lines), amounts.net, amounts.tax, amounts.gross, "")

    def keep_draft(self, *, leaving: bool = False) -> None:
        """What is typed here is kept with the place (``place``), line by line."""

    # The way back after a dropped line.

    def place(self) -> dict[str, Any]:
        return {
            "draft": draft_file.written(self.draft),
            "head": of_form(self.header),
            "lines": of_grid(self.grid),
            "in": "head" if self.header.has_focus else "lines",
        }

    def come_back(self, state: Mapping[str, Any]) -> None:
        draft = draft_file.read({**dict(state.get("draft") or {}), "type": "XX"})
        draft.type, draft.valued = "", self.VALUED
        self.start_with(draft)
        self.show_lines()
        to_form(self.header, dict(state.get("head", {})))
        to_grid(self.grid, dict(state.get("lines", {})))
        if state.get("in") == "head":
            self.header.focus()

    # The head.

    def on_form_view_changed(self, message: HeaderForm.Changed) -> None:
        message.stop()

    def on_form_view_entered(self, message: HeaderForm.Entered) -> None:
        self._told = self._told and message.field is self.header.state.fields[0]
        if not self._told and (self.refused is None or self.refused.field != message.field.name):
            self.hint(message.field.help)

    def on_form_view_refused(self, message: HeaderForm.Refused) -> None:
        self.refuse(message.refusal)

    async def on_form_view_help_wanted(self, message: HeaderForm.HelpWanted) -> None:
        from tui.screens.help import help_on

        await help_on(self, message.field)

    def on_form_view_look_up(self, message: HeaderForm.LookUp) -> None:
        wanted = self.listing_of(message.field.name)
        if wanted is None:
            choose_for(self, message.form, message.field)
        else:
            self.choose_card(message.field.name, message.text, *wanted)

    @work
    async def choose_card(self, field: str, text: str, listing: Listing, table: type[Table]) -> None:
        """F4 on a card of the head: its list over the form."""
        chosen = await pick(self, listing, text)
        card = await self.attempt(lambda: table.get_by_id(chosen)) if chosen is not None else None
        if card is not None:
            self.header.put(field, str(card.__data__["code"]))
            self.header.next_field()

    def on_header_form_left_below(self) -> None:
        self.grid.focus()

    def on_line_grid_left_above(self) -> None:
        self.header.focus()

    # The end.

    def action_finish(self) -> None:
        self.finish()

    def finish(self) -> None:
        if not self.busy:
            self.busy = True
            self.run_worker(self._finished(), group="finish")

    async def _finished(self) -> None:
        try:
            await self._finish()
        finally:
            self.busy = False

    async def _finish(self) -> None:
        if self.header.state.check() is not None:
            self.refuse(next(iter(self.header.state.errors.values())))
            return
        if not self.draft.lines:
            self.refuse("Não há linhas: escreva primeiro um artigo.")
            self.grid.focus()
            return
        lacking = ((n, missing(line)) for n, line in enumerate(self.draft.lines if self.VALUED else ()))
        if (unfinished := next(((n, column) for n, column in lacking if column), None)) is not None:
            self.refuse(MISSING[unfinished[1]])
            self.grid.go_to(*unfinished)
            return
        await self._record(frozenset())

    async def _record(self, confirmed: frozenset[str]) -> None:
        values, lines = dict(self.header.values), list(self.draft.lines)
        verb: Callable[[], str] = lambda: self.record(values, lines, confirmed)  # noqa: E731
        try:
            number = await self.balcao.act(verb)
        except NeedsConfirmation as warning:
            if await ask(self.app, "Confirma?", warning.message, default="n", irreversible=True) == "s":
                await self._record(confirmed | {warning.key})
        except Refusal as refusal:
            self.refuse(refusal)
            self._go_to(refusal.field or "")
        else:
            self.recorded(number)

    def recorded(self, number: str) -> None:
        """A fresh one on the screen, and what was done in the message line."""
        lines = counted(len(self.draft.lines))
        self._fresh()
        self._told = True
        self.say(f"{number} com {lines}. Esc volta, ou escreva a seguinte.")

    def _fresh(self) -> None:
        self.start_with(self.new_draft())
        self.header.load(defaults(self._fields))
        self.show_lines()
        self.header.focus()

    def action_new(self) -> None:
        """Ctrl+N: everything typed goes."""
        self._fresh()
        self.say("Limpo.")

    def _go_to(self, field: str) -> None:
        parts = field.split(".")
        if parts[0] == "lines" and len(parts) == 3 and parts[1].isdigit():
            column = parts[2] if parts[2] in self.editor.fields else "price" if parts[2] == "cost" else "quantity"
            self.grid.go_to(int(parts[1]) - 1, column)
        elif parts[0] in self.header.state.texts:
            self.header.focus_field(parts[0])

    async def action_leave(self) -> None:
        self.leave()

    @work
    async def leave(self) -> None:
        """Esc: asks before lines go that were typed and not recorded."""
        if self.draft.lines:
            what = f"{counted(len(self.draft.lines))} por registar."
            if await ask(self.app, "Sair sem registar?", what, default="n", irreversible=True) != "s":
                return
        self.dismiss(None)
