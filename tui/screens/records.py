"""Lists and forms of master records, made from their declarations: customers, articles, series, operators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from models.declared import Form, Listing, Values
from tui.screens.base import Keys, WorkScreen
from tui.screens.forms import GuidedScreen
from tui.screens.help import help_on_list
from tui.screens.listed import ListScreen
from tui.widgets.dialog import ask
from tui.widgets.form import FormView
from tui.widgets.list import ListView
from tui.widgets.places import of_form, of_list, to_form

if TYPE_CHECKING:
    from tui.app import BalcaoApp

UNSAVED_TEXT = "O que escreveu nesta ficha não está gravado."
UNSAVED = (("c", "Continuar"), ("g", "Gravar"), ("s", "Sair sem gravar"))


class RecordsScreen(ListScreen):
    """A declared list: typing filters, Enter opens, F2 creates."""

    opened_as = "list"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Abrir"),
        ("F2", "Novo"),
        ("Ctrl+F", "Filtrar"),
        ("Ctrl+O", "Ordenar"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
        ("Ins", "Marcar"),
        ("Ctrl+E", "Exportar"),
    )

    def __init__(self, listing: Listing, text: str = "") -> None:
        super().__init__()
        self._listing = listing
        self._text = text
        self.title_text = listing.title

    def body(self) -> Iterable[Widget]:
        yield ListView(self._listing, self.balcao.fetch, text=self._text)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, self._listing, self.KEYS)

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(message.id)

    def on_list_view_new_wanted(self, message: ListView.NewWanted) -> None:
        self.open_row(None)

    @work
    async def open_row(self, key: int | None) -> None:
        """The form of a record (None: a new one), then the list again with what changed."""
        if self._listing.form is None:
            return
        await self.app.push_screen_wait(RecordScreen(self._listing.form(), key))
        self.query_one(ListView).reload()

    def place(self) -> dict[str, Any]:
        return {"title": self._listing.title, **of_list(self.query_one(ListView))}

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        if name != "record" or self._listing.form is None:
            return None
        return RecordScreen(self._listing.form(), state.get("key"))

    def came_back(self, result: Any) -> None:
        self.query_one(ListView).reload()


class RecordScreen(GuidedScreen):
    """One record's form. Gives the key of the record saved, or None."""

    opened_as = "record"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Seguinte"),
        ("F10", "Gravar"),
        ("F4", "Opções"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )
    BINDINGS = [Binding("escape,f12", "leave", show=False)]  # noqa: RUF012 - Textual's name

    def __init__(self, form: Form, key: Any, texts: dict[str, str] | None = None) -> None:
        super().__init__()
        self._form = form
        self._key = key
        self._texts = texts or {}
        self._loaded: dict[str, Any] = {}
        self._typed = False
        self.busy = True
        self.title_text = form.title

    def body(self) -> Iterable[Widget]:
        yield FormView(self._form.fields, self.today)

    async def on_mount(self) -> None:
        form = self.query_one(FormView)
        self._loaded = await self.attempt(lambda: self._form.load(self._key)) or {}
        form.load(self._loaded)
        if self._texts:
            form.load_texts(self._texts)
        form.focus()
        self._typed = False
        self.busy = False

    def on_form_view_changed(self, message: FormView.Changed) -> None:
        self._typed = True

    def place(self) -> dict[str, Any]:
        """What was typed and not saved; of an untouched card only the field."""
        state = of_form(self.query_one(FormView))
        if not self._typed and not self._texts:
            del state["texts"]
        return {"title": self._form.title, "key": self._key, **state}

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        await app.fetch(lambda: self._form.load(self._key))

    def come_back(self, state: Mapping[str, Any]) -> None:
        to_form(self.query_one(FormView), state)
        self._typed = "texts" in state

    async def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        form, values = self.query_one(FormView), {**self._loaded, **message.values}
        saved = await self.attempt(
            lambda: self._form.save(values, self.acting),
            lambda refusal: form.focus_field(refusal.field, refusal.message) if refusal.field else None,
        )
        if saved is not None:
            self.saved(saved, values)

    def saved(self, key: Any, values: Values) -> None:
        """The record is saved: back to where one came from."""
        self.dismiss(key)

    async def action_leave(self) -> None:
        self.close()

    @work
    async def close(self) -> None:
        """Esc: asks before what was typed and not saved goes."""
        if self._typed:
            answer = await ask(self.app, "Sair sem gravar?", UNSAVED_TEXT, UNSAVED, irreversible=True)
            if answer == "g":
                self.query_one(FormView).do_submit()
            if answer != "s":
                return
        self.dismiss(None)
