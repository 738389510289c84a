"""Entidade > Configurações: this terminal's printer, paper and colours, kept in balcao.toml."""

from __future__ import annotations

import themes
from fiscal.errors import Refusal
from hardware import open_device
from models.catalogue.labels import read_masks
from models.declared import Choice, Field, Form, Text, Values, YesNo
from models.home import Home
from models.session import Session
from printing.profiles import names
from tui.screens.records import RecordScreen

PAPERS = (("", "Nada: só com F11"), ("talão", "Talão na impressora"), ("A4", "PDF A4 na pasta da empresa"))


def _check_printer(address: str, values: Values) -> None:
    open_device(address)


FIELDS = (
    Field("terminal", "Nome deste posto", Text(30), 24, default="", help="Vazio: o nome do computador."),
    Field("impressora", "Impressora de talões", Text(200), 44, default="", check=_check_printer,
          help="tcp://192.168.1.50:9100, serial:///dev/ttyUSB0?baud=115200 ou file:///dev/usb/lp0. Vazio: nenhuma."),
    Field("perfil", "Modelo da impressora", Choice(lambda: [(n, n) for n in names()]), 16, default="generic-80",
          help="generic-80 e generic-58 servem quase todas; F4 mostra os modelos."),
    Field("papel", "Ao emitir imprime", Choice(PAPERS), 30, default="", help="O que sai sozinho depois de cada documento."),
    Field("gaveta", "Abre a gaveta", YesNo(), 5, default=False, help="Ao imprimir o talão, abre a gaveta ligada à impressora."),
    Field("etiquetas", "Etiquetas de peso", Text(80, upper=True), 40, default="", check=lambda text, _: read_masks(text),
          help="Máscaras de 13 sinais, separadas por espaço: A artigo, Q peso em gramas, P preço em cêntimos, X não conta, "
          "C controlo. 28AAAAAQQQQQC 29AAAAAPPPPPC."),
    Field("tema", "Cores", Choice(lambda: [(n, n) for n in themes.ALL]), 14, default=themes.DEFAULT,
          help="ansi: as cores do terminal; contraste; mono: sem cor. Vale a partir da próxima entrada."),
)  # fmt: skip


def settings_form(home: Home) -> Form:
    """The terminal's settings as a form over balcao.toml."""

    def load(_: object) -> Values:
        return {f.name: home.settings().get(f.name, f.default) for f in FIELDS}

    def save(values: Values, session: Session) -> bool:
        if values["papel"] == "talão" and not values["impressora"]:
            raise Refusal("Para imprimir talões falta a impressora.", field="impressora", rule="settings")
        chosen = {f.name: values[f.name] for f in FIELDS if values[f.name] not in ("", None, False)}
        kept = {key: value for key, value in home.settings().items() if key not in {f.name for f in FIELDS}}
        home.save_settings({**kept, **chosen})
        return True

    return Form("Configurações deste posto", FIELDS, load, save)


class SettingsScreen(RecordScreen):
    """The settings are the home's, so the form asks for it when it opens."""

    def __init__(self) -> None:
        form = Form(
            "Configurações deste posto",
            FIELDS,
            lambda key: settings_form(self.balcao.home).load(key),
            lambda values, session: settings_form(self.balcao.home).save(values, session),
        )
        super().__init__(form, 0)
