"""Entidade > Configurações: this terminal's printer, paper and colours, kept in balcao.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

import themes
from fiscal.errors import Refusal
from hardware import open_device
from models.catalogue.labels import read_masks
from models.declared import Choice, Field, Form, Number, Text, Values, YesNo
from models.home import Home
from models.session import Session
from models.settings import LOCK_AFTER, MOST_MINUTES, flat, nested
from printing.profiles import names
from themes.loading import titles
from tui.screens.base import Keys, WorkScreen
from tui.screens.records import RecordScreen
from tui.widgets.form import FormView

if TYPE_CHECKING:
    from tui.app import BalcaoApp

TITLE = "Configurações deste posto"
PAPERS = (("", "Nada: só com F11"), ("talão", "Talão na impressora"), ("A4", "PDF A4 na pasta da empresa"))


def _check_printer(address: str, values: Values) -> None:
    open_device(address)


def _fields(home: Home) -> tuple[Field, ...]:
    # A title that only repeats the name would be shown beside it.
    worn = [(name, name if title.casefold() == name else title) for name, title in titles(home.themes)]
    return (
        Field("terminal", "Nome deste posto", Text(30), 24, default="", help="Vazio: o nome do computador."),
        Field("impressora", "Impressora de talões", Text(200), 44, default="", check=_check_printer,
              help="tcp://192.168.1.50:9100, serial:///dev/ttyUSB0 ou file:///dev/usb/lp0."),
        Field("perfil", "Modelo da impressora", Choice(lambda: [(n, n) for n in names()]), 16, default="generic-80",
              help="generic-80 e generic-58 servem quase todas; F4 mostra os modelos."),
        Field("papel", "Ao emitir imprime", Choice(PAPERS), 30, default="",
              help="O que sai sozinho depois de cada documento."),
        Field("gaveta", "Abre a gaveta", YesNo(), 5, default=False,
              help="Ao imprimir o talão, abre a gaveta ligada à impressora."),
        Field("etiquetas", "Etiquetas de peso", Text(80, upper=True), 40, default="", check=lambda text, _: read_masks(text),
              help="28AAAAAQQQQQC: A artigo, Q gramas, P cêntimos, U unidades. Vazio: GS1."),
        Field("bloqueio", "Bloqueia ao fim de", Number(0, Decimal(0), Decimal(MOST_MINUTES), shown_least=0), 5,
              default=Decimal(LOCK_AFTER), required=True,
              help="Minutos sem tecla até pedir a palavra-passe; 0: nunca. Ctrl+Q bloqueia logo."),
        Field("ecra.leitor", "Leitor de ecrã", YesNo(), 5, default=False,
              help="Linhas de texto em vez de um ecrã desenhado, a partir da próxima entrada."),
        Field("tema", "Cores", Choice(worn), 30, default=themes.DEFAULT,
              help="Espaço mostra o tema seguinte, F4 a lista; os seus vão na pasta temas."),
    )  # fmt: skip


def settings_form(home: Home) -> Form:
    """The terminal's settings as a form over balcao.toml."""
    fields = _fields(home)

    def load(_: object) -> Values:
        found = flat(home.settings())
        values = {f.name: found.get(f.name, f.default) for f in fields}
        return {**values, "bloqueio": Decimal(values["bloqueio"])}

    def save(values: Values, session: Session) -> bool:
        if values["papel"] == "talão" and not values["impressora"]:
            raise Refusal("Para imprimir talões falta a impressora.", field="impressora", rule="settings")
        chosen = {f.name: values[f.name] for f in fields if values[f.name] not in ("", None, False)}
        chosen["bloqueio"] = int(values["bloqueio"])  # 0 says something: never
        kept = {key: value for key, value in flat(home.settings()).items() if key not in {f.name for f in fields}}
        home.save_settings(nested({**kept, **chosen}))
        return True

    return Form(TITLE, fields, load, save)


class SettingsScreen(RecordScreen):
    """The settings are the home's, so the form is made when it opens. A theme is shown as soon as it is stepped to."""

    KEYS: ClassVar[Keys] = (*RecordScreen.KEYS[:4], ("F6", "Integrações"), *RecordScreen.KEYS[4:])
    BINDINGS = [Binding("f6", "integrations", show=False)]  # noqa: RUF012 - Textual's name

    @work
    async def action_integrations(self) -> None:
        """F6: other people's systems."""
        from tui.screens.integrations import IntegrationsScreen

        await self.app.push_screen_wait(IntegrationsScreen())

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        from tui.screens.integrations import IntegrationsScreen

        return IntegrationsScreen() if name == "integrations" else None

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        """They are always there."""

    def __init__(self) -> None:
        super().__init__(Form(TITLE, (), lambda _: {}, lambda *_: None), 0)

    def body(self) -> Iterable[Widget]:
        self._form = settings_form(self.balcao.home)
        return super().body()

    def on_form_view_changed(self, message: FormView.Changed) -> None:
        if message.name == "tema":
            kind = next(f.kind for f in self._form.fields if f.name == "tema")
            try:
                self.balcao.wear_named(str(kind.parse(message.text, self.today())))
            except Refusal:
                return  # half a name, still being typed

    def on_unmount(self) -> None:
        """What was looked at and not saved goes with the form."""
        self.balcao.wear_named(self.balcao.theme_wanted)
