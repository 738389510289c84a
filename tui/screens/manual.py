"""Entidade > Ajuda: the keys and the line grammar on one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from tui.screens.base import Keys, WorkScreen
from tui.widgets.textview import Line, TextView

PAGE: tuple[str | Line, ...] = (
    "",
    Line("  Teclas que valem em todo o lado", "strong"),
    "    Enter, Tab        aceitar e seguir             Esc, F12     voltar (nada se perde)",
    "    Shift+Tab, ↑      voltar ao campo anterior     F1, ?        ajuda do campo",
    "    F2                criar o que falta            F4           procurar",
    "    F3                mais campos, abrir           F8           apagar a linha",
    "    F9                guardar e começar outro      F10, Ctrl+S  avançar, emitir, gravar",
    "    F5                repetir                      F6           documentos do cliente",
    "    F7                stock, preços, vendas        F11          imprimir outra vez",
    "    Alt+U             desfazer                     Ctrl+A C X V selecionar, copiar, cortar, colar",
    "    Ctrl+P, Ctrl+G    ir para um ecrã, documento, NIF ou artigo (no menu também :)",
    "    Ctrl+L            desenhar o ecrã outra vez",
    "",
    Line("  O que se escreve na linha «Artigo»", "strong"),
    "    5601234567890     um artigo, pelo código de barras ou pelo código",
    "    3*17              três unidades             1,250*203      um quilo e duzentos e cinquenta",
    "    17@2,50           com este preço            17-10%         com desconto de 10 %",
    "    17-1,00           um euro a menos na linha  17-10%+5%      dois descontos seguidos",
    "    -17               retirar uma unidade       + ou -         a última linha mais ou menos um",
    "    *4                a última linha passa a 4  .              o mesmo artigo outra vez",
    "    leite meio        procurar por palavras     c123 ou NIF    escolher o cliente",
    "    %5                desconto do documento     =12,5+3*2      fazer contas",
    "    'Transporte       linha de texto livre      pizza*ca       procurar com letras no meio",
    "    17@12,30iva-      preço sem o seu IVA       (12+3)*17      uma conta na quantidade",
    "    (nada) e Enter    passar aos totais",
    "",
    Line("  Datas", "strong"),
    "    h hoje   o ontem   +1 amanhã   +1s daqui a uma semana   24   2411   24-11-2026",
    "    Ctrl+↑↓ um dia   PgUp, PgDn um mês   i f I F início e fim do mês e do ano   30d",
)


class ManualScreen(WorkScreen):
    title_text = "Ajuda"
    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        yield TextView(list(PAGE))

    def on_mount(self) -> None:
        self.query_one(TextView).focus()
