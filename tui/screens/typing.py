"""Typing the lines of a document: entries become lines, lists open where a choice is needed, every edit is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from textual import work
from textual.binding import Binding

from fiscal.amounts import Amounts
from fiscal.errors import Refusal
from fiscal.text import clean
from models.catalogue.form import ARTICLES
from models.catalogue.tables import Article
from models.sales.doubts import Doubt, accept
from models.sales.draft import Draft
from models.sales.keep import keep
from tui.entry import columns
from tui.entry.catalogue import Catalogue
from tui.entry.editor import DraftEditor
from tui.entry.effect import Bell, Effect
from tui.entry.entries import Ambiguous, Calculate, End, Search, SetCustomer
from tui.entry.preview import preview
from tui.screens.base import WorkScreen
from tui.screens.help import help_on
from tui.screens.look_up import pick
from tui.screens.sheets import show_article
from tui.widgets.bars import MessageLine
from tui.widgets.dialog import ask, choose
from tui.widgets.help import CELL_KEYS, ENTRY_KEYS
from tui.widgets.lines import LineGrid

DOUBT_ANSWERS = (("n", "Não, corrigir"), ("s", "Sim, está certo"))


def open_here(screen: WorkScreen) -> set[str]:
    """Operations of the drafts that other screens of this program are on."""
    others = [s for s in screen.app.screen_stack if isinstance(s, TypingScreen) and s is not screen]
    return {s.draft.operation for s in others}


class TypingScreen(WorkScreen):
    """A screen with a draft and its lines. Those made from it show the totals, set the customer, and finish."""

    BINDINGS: ClassVar = [Binding("f7", "article_sheet", show=False)]
    draft: Draft
    editor: DraftEditor
    masks: Sequence[str] = ()
    """Of the weighed labels that this shop scans."""

    def new_draft(self) -> Draft:
        """An empty draft as this screen starts it."""
        return Draft("")

    def start_with(self, draft: Draft) -> None:
        """Edits ``draft`` from here on."""
        self.draft = draft
        fields = columns.grid(lambda: self.editor.day(), lambda: self.acting.tables)
        catalogue = Catalogue(lambda: self.masks)
        self.editor = DraftEditor(draft, catalogue, self.rate, self.today, fields, catalogue, catalogue)
        if self.is_mounted:
            self.grid.drop_pasted()

    def rate(self, region: str, tax_code: str, day: date) -> Decimal:
        return self.acting.tables.rate(region, tax_code, day)

    def show_totals(self, amounts: Amounts) -> None:
        """Shows what the draft amounts to."""

    async def take_customer(self, typed: str) -> None:
        """Sets the customer from a code, a NIF or a name."""

    def before_lines_show(self) -> None:
        """Completes lines just typed with what the rest of the document says."""

    def finish(self) -> object:
        """The lines are done: on to the totals."""

    @property
    def grid(self) -> LineGrid:
        return self.query_one(LineGrid)

    def article_in_focus(self) -> str:
        """The code of the line under the cursor, else what is typed on the entry line, else that of the last line."""
        if self.grid.at is not None:
            return self.draft.lines[self.grid.at].code
        typed = clean(self.grid.entry, 60).rpartition("*")[2].partition("@")[0]
        return typed or next((line.code for line in reversed(self.draft.lines) if not line.charge), "")

    async def action_article_sheet(self) -> None:
        """F7: stock, prices, last sales and purchases of the article under the cursor, or of the last one."""
        await show_article(self, self.article_in_focus(), self.draft)

    def show_lines(self, near: int | None = None) -> None:
        amounts, totals = preview(self.draft, self.editor.day(), self.rate)
        self.grid.show(self.draft.lines, totals, near)
        self.show_totals(amounts)

    def keep_draft(self, *, leaving: bool = False) -> None:
        """Saves the draft as it stands, in its turn, without waiting. leaving: this session lets go of it."""
        draft, acting = self.draft, self.acting
        if draft.lines or draft.customer:
            self.balcao.later(lambda: keep(draft, acting, leaving=leaving))

    async def on_line_grid_entered(self, message: LineGrid.Entered) -> None:
        await self.do(lambda: self.editor.enter(message.text))
        if self.grid.pause():
            said = self.query_one(MessageLine).text
            self.refuse(f"{said} Faltam {self.grid.waiting} linha(s) coladas: corrija esta e Enter continua.")

    async def on_receiving_lines_read(self, message: LineGrid.Read) -> None:
        """A scan while the cursor was in a line; what was being typed there has been accepted by now, or refused."""
        if self.grid.editing:
            said = self.query_one(MessageLine).text
            self.refuse(f"{said} O código lido não foi acrescentado.")
        else:
            await self.take_scan(message.code, message.end, self.editor.fields[message.column].label)

    async def take_scan(self, code: str, end: str, where: str) -> None:
        """A bar code read elsewhere goes to the article field, with a notice. where: the field that it was read in."""
        before = self.grid.entry
        self.grid.put_entry(code)
        self.grid.focus()
        if not end:
            self.say("O código de barras colado está no campo do artigo: Enter acrescenta-o.")
        else:
            await self.do(lambda: _moved(self.editor.enter(code), where))
            if before and not self.grid.entry:
                self.grid.put_entry(before)

    async def do(
        self, edit: Callable[[], Effect], refused: Callable[[], object] | None = None, *, aside: bool = False
    ) -> None:
        """Runs an edit of the lines and shows what it did; what was typed stays on the entry line if it was refused.

        refused: puts back what was typed elsewhere (in a cell). aside: what stands on the entry line is not what was
        done, so it stays there.
        """
        try:
            effect = await self.balcao.act(edit)
        except Doubt as doubt:
            self.settle_doubt(doubt, edit, refused, aside)
        except Refusal as refusal:
            self.refuse(refusal)
            if refused is None:
                self.grid.select_entry()
            elif refusal.rule != "locked":
                refused()
        else:
            self.took(effect, aside=aside)

    @work
    async def settle_doubt(
        self,
        doubt: Doubt,
        edit: Callable[[], Effect],
        refused: Callable[[], object] | None,
        aside: bool,
    ) -> None:
        """Asks whether an odd value is right; then the edit is done, or what was typed waits to be corrected."""
        if await self.accepted(doubt):
            await self.do(edit, refused, aside=aside)
        else:
            (refused or self.grid.select_entry)()

    async def accepted(self, doubt: Doubt) -> bool:
        """Whether a person says that an odd value is right; a yes is logged and not asked again. From a worker."""
        self.app.bell()
        answer = await ask(self.app, "Confirma?", doubt.message, DOUBT_ANSWERS, default="n", irreversible=True)
        draft, acting = self.draft, self.acting
        if answer != "s" or not await self.attempt(lambda: accept(doubt, draft, acting)):
            self.say("Corrija o valor, ou confirme-o outra vez.")
            return False
        self.editor.doubts.confirmed.add(doubt.key)
        return True

    def took(self, effect: Effect, *, aside: bool = False) -> None:
        """Shows an effect and settles what it left open."""
        match effect.pending:
            case None:
                if not aside:
                    self.grid.clear_entry()
                self.before_lines_show()
                self.show_lines(effect.line)
                self.say(effect.notice)
                self.keep_draft()
                if effect.bell is Bell.REFUSED:
                    self.app.bell()
                if effect.column and effect.line is not None:
                    self.grid.go_to(effect.line, effect.column)
                else:
                    self.grid.answered()
            case End():
                self.grid.clear_entry()
                self.finish()
            case Search():
                self.choose_article(effect.pending)
            case SetCustomer():
                self.grid.clear_entry()
                self.set_customer_by(effect.pending.text)
            case Ambiguous():
                self.settle(effect.pending)
            case Calculate():
                self.grid.put_entry(effect.notice.rpartition("= ")[2].replace(" ", ""))
                self.say(effect.notice)

    @work
    async def choose_article(self, search: Search) -> None:
        """The articles that match the words typed; the one chosen goes on a line."""
        chosen = await pick(self, ARTICLES, search.words)
        if chosen is not None:
            found = await self.attempt(lambda: Catalogue().find(str(Article.get_by_id(chosen).code)))
            if found is not None:
                await self.do(lambda: self.editor.choose(search, found))

    @work
    async def set_customer_by(self, text: str) -> None:
        await self.take_customer(text)

    @work
    async def settle(self, entry: Ambiguous) -> None:
        """A text that is an article and a customer: asks which."""
        options = (("a", "Artigo"), ("c", "Cliente"))
        answer = await ask(self.app, "Artigo ou cliente?", f"«{entry.article.code}» é as duas coisas.", options)
        if answer is not None:
            await self.do(lambda: self.editor.apply(entry.article if answer == "a" else entry.customer))

    async def on_line_grid_cell_typed(self, message: LineGrid.CellTyped) -> None:
        line, column, text = message.line, message.column, message.text
        await self.do(
            lambda: self.editor.edit(line, column, text),
            lambda: self.grid.type_again(line, column, text),
            aside=True,
        )

    async def on_line_grid_deleted(self, message: LineGrid.Deleted) -> None:
        await self.do(lambda: self.editor.delete(message.line), aside=True)

    async def on_line_grid_undone(self) -> None:
        await self.do(self.editor.undo, aside=True)

    async def on_line_grid_help_wanted(self, message: LineGrid.HelpWanted) -> None:
        await help_on(self, self.editor.fields[message.column], ENTRY_KEYS if message.column == "code" else CELL_KEYS)

    def on_line_grid_look_up(self, message: LineGrid.LookUp) -> None:
        if message.column == "code":
            self.choose_article(Search(message.text))
        else:
            self.choose_cell(message.column)

    @work
    async def choose_cell(self, column: str) -> None:
        """F4 on a cell: the options of its column."""
        kind, at = self.editor.fields[column].kind, self.grid.at
        options: Sequence[tuple[str, str]] = getattr(kind, "all", tuple)()
        if at is None or not options:
            return
        code = await choose(self.app, self.editor.fields[column].label, options)
        if code is not None:
            await self.do(lambda: self.editor.edit(at, column, str(code)), aside=True)


def _moved(effect: Effect, where: str) -> Effect:
    return replace(effect, notice=f"Código de barras lido em «{where}», posto como artigo: {effect.notice}")
