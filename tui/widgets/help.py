"""F1: what a field means, how it may be typed, what the law says of it, and what the keys do."""

from __future__ import annotations

from collections.abc import Sequence

from models.declared import Choice, Field, Listing
from tui.terminal.cells import fit, width, wrap
from tui.terminal.keymap import STANDARD, KeyMap
from tui.widgets.bars import key_map
from tui.widgets.frame import Dialog
from tui.widgets.textview import Line, TextView

CELLS = 66
MOST_ROWS = 20

KeysOf = Sequence[tuple[str, str]]
"""Keys of a place, and what each does there."""

FIELD_KEYS = (
    ("Enter", "aceita e passa ao campo seguinte"),
    ("Shift+Tab", "volta ao campo anterior (também < e Enter num campo vazio)"),
    ("F4", "mostra o que se pode escolher"),
    ("F10", "grava ou avança (também Ctrl+S)"),
    ("Esc", "sai sem perder o que está escrito"),
    ("Alt+U", "desfaz a última alteração do campo"),
    ("Ctrl+C X V", "copia, corta e cola dentro do programa; Shift e setas selecionam, Ctrl+A tudo"),
)
ENTRY_KEYS = (
    ("Enter", "faz o que está escrito; sem nada, passa aos totais"),
    ("F4", "procura na lista de artigos"),
    ("F2", "cria o artigo que falta"),
    ("F5", 'repete o último artigo (também . ou ")'),
    ("F6", "os últimos documentos do cliente"),
    ("F7", "stock, preços e últimas vendas do artigo"),
    ("F8", "apaga a última linha"),
    ("F10", "totais e emissão"),
    ("↑", "sobe para as linhas"),
    ("Alt+U", "desfaz"),
)
CELL_KEYS = (
    ("Enter", "muda o que está na célula; outra vez, aceita"),
    ("←→↑↓", "outra célula, outra linha"),
    ("F4", "mostra o que se pode escolher"),
    ("F5", 'copia a célula da linha de cima (também ")'),
    ("F7", "stock, preços e últimas vendas do artigo"),
    ("F8", "apaga a linha"),
    ("Esc", "deixa a célula como estava; outra vez, volta ao artigo"),
    ("Alt+U", "desfaz"),
)
PAY_KEYS = (
    ("Enter", "paga o que está escrito; sem nada, tudo o que falta, e emite"),
    ("↑↓", "escolhe o meio de pagamento"),
    ("Alt+1…9", "paga logo nesse meio"),
    ("F8", "retira o que se pagou no meio escolhido"),
    ("Alt+U", "desfaz o último pagamento"),
    ("Esc", "volta ao documento, sem perder nada"),
)


def help_lines(field: Field, cells: int, keys: KeysOf = FIELD_KEYS, users: KeyMap = STANDARD) -> list[Line]:
    """The help of a field in lines of at most ``cells``. users: the keys to name where it names the standard ones."""
    lines: list[Line] = []
    keys = [(users.shown(key), users.words(meaning)) for key, meaning in keys]

    def part(title: str, *paragraphs: str) -> None:
        lines.append(Line(title, "strong"))
        lines.extend(Line(f"  {line}") for text in paragraphs if text for line in wrap(users.words(text), cells - 2))
        lines.append(Line(""))

    if field.help:
        part("O que é", field.help)
    notes = [field.kind.hint, "Preenchimento obrigatório." if field.required else ""]
    part("Como se escreve", *notes)
    if isinstance(field.kind, Choice):
        options = [code if code == name else f"{code}  {name}" for code, name in field.kind.all()]
        part("Opções", *options)
    if field.law:
        part("O que diz a lei", field.law)
    lines.append(Line("Teclas", "strong"))
    longest = max((width(key) for key, _ in keys), default=0)
    for key, meaning in keys:
        first, *rest = wrap(meaning, cells - longest - 4)
        lines.append(Line(f"  {fit(key, longest)}  {first}"))
        lines.extend(Line(" " * (longest + 4) + line) for line in rest)
    return lines


def listing_lines(listing: Listing, cells: int, keys: KeysOf) -> list[Line]:
    """The help of a list: its columns, how it is searched, and the keys of its screen."""
    columns = ", ".join(column.label for column in listing.columns)
    search = (
        "Escreva: a lista fica com as linhas em que alguma palavra começa assim, por qualquer ordem e sem acentos. "
    )
    lines = [Line("O que mostra", "strong")]
    lines += [Line(f"  {line}") for line in wrap(f"{columns}.", cells - 2)]
    lines += [Line(""), Line("Como se procura", "strong")]
    lines += [Line(f"  {line}") for line in wrap(f"{search}Backspace volta atrás; Esc sai.", cells - 2)]
    lines += [Line(""), Line("Teclas", "strong")]
    return lines + [Line(f"  {fit(key, 10)}  {meaning}") for key, meaning in keys]


class ListingHelp(Dialog):
    """The help of a list in a frame."""

    CLOSING = ("escape", "f12", "enter", "ctrl+j", "f1")

    def __init__(self, listing: Listing, keys: KeysOf) -> None:
        lines = listing_lines(listing, CELLS - 4, keys)
        super().__init__(
            listing.title, TextView(lines), hint="Esc fecha", cells=CELLS, rows=min(MOST_ROWS, len(lines) + 4)
        )


class HelpDialog(Dialog):
    """The help of a field in a frame; Esc, Enter or F1 closes it."""

    CLOSING = ("escape", "f12", "enter", "ctrl+j", "f1")

    def __init__(self, field: Field, keys: KeysOf = FIELD_KEYS) -> None:
        lines = help_lines(field, CELLS - 4, keys)
        self._about = (field, keys)
        rows = min(MOST_ROWS, len(lines) + 4)
        super().__init__(field.label, TextView(lines), hint="Esc fecha", cells=CELLS, rows=rows)

    def on_mount(self) -> None:
        """The user's keys, where the help names keys."""
        users = key_map(self.frame)
        if users is not STANDARD:
            field, keys = self._about
            self.query_one(TextView).show(help_lines(field, CELLS - 4, keys, users))
