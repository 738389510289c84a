"""Declarations: a field of a form, a column of a list, said once; screens, help, import and export are made from them.

A declaration knows no screen. A kind of field owns four small things: which characters it takes, how text becomes
a value, how a value becomes text, and on which side it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from fiscal import notation
from fiscal.errors import Refusal
from fiscal.text import clean

if TYPE_CHECKING:
    from models.session import Session

Values = dict[str, Any]


class Kind(Protocol):
    """What a field holds."""

    @property
    def right(self) -> bool:
        """Whether values stand on the right (numbers)."""

    @property
    def hint(self) -> str:
        """One line of help: the notations accepted."""

    def accepts(self, character: str) -> bool:
        """Whether a typed character may enter the field."""

    def parse(self, text: str, today: date) -> Any:
        """The value of what was typed; raises Refusal. An empty text gives the kind's empty value."""

    def show(self, value: Any) -> str:
        """The value as text that ``parse`` reads back."""


@dataclass(frozen=True, slots=True)
class Text:
    limit: int = 100
    right: bool = False
    hint: str = "Texto livre."
    upper: bool = False
    secret: bool = False
    """Shown as asterisks (passwords)."""

    def accepts(self, character: str) -> bool:
        return character.isprintable()

    def parse(self, text: str, today: date) -> str:
        value = clean(text)
        if len(value) > self.limit:
            raise Refusal(f"Texto com {len(value)} caracteres: o máximo é {self.limit}.", rule="length")
        return value.upper() if self.upper else value

    def show(self, value: Any) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Number:
    """Decimal with at most ``places`` decimals."""

    places: int = 2
    least: Decimal | None = None
    most: Decimal | None = None
    right: bool = True
    shown_least: int = 2

    @property
    def hint(self) -> str:
        return "Número com vírgula ou ponto; aceita contas, 12,5+3*2, e tira ou põe o IVA: 12,30 iva-23, 10 iva+23."

    def accepts(self, character: str) -> bool:
        return character in "0123456789,.+-*/()= €%ivaIVA"

    def parse(self, text: str, today: date) -> Decimal | None:
        if not text.strip():
            return None
        value = notation.number(text, places=self.places)
        if self.least is not None and value < self.least:
            raise Refusal(f"O valor não pode ser inferior a {self.show(self.least)}.", rule="range")
        if self.most is not None and value > self.most:
            raise Refusal(f"O valor não pode ser superior a {self.show(self.most)}.", rule="range")
        return value

    def show(self, value: Any) -> str:
        if value is None:
            return ""
        return notation.show_number(value, self.places, least=min(self.shown_least, self.places)).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Day:
    right: bool = False

    @property
    def hint(self) -> str:
        return (
            "Data: 24-11-2026, 2411, 24, h (hoje), o (ontem), +1, -3, +1s, +1m, i e f (início e fim do mês); "
            "Ctrl+↑↓ muda o dia, PgUp/PgDn o mês."
        )

    def accepts(self, character: str) -> bool:
        return character in "0123456789-/.+=hoifIFdsma "

    def parse(self, text: str, today: date) -> date | None:
        return notation.day(text, today) if text.strip() else None

    def show(self, value: Any) -> str:
        return "" if value is None else notation.show_day(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few: typed by its code or the first letters of its name, stepped through with the space bar or F4."""

    options: Sequence[tuple[str, str]] | Callable[[], Sequence[tuple[str, str]]]
    """(code, name) pairs, or a function that reads them when the form opens."""
    right: bool = False

    @property
    def hint(self) -> str:
        return "Espaço passa à opção seguinte; F4 mostra todas; ou escreva o código."

    def all(self) -> Sequence[tuple[str, str]]:
        return self.options() if callable(self.options) else self.options

    def accepts(self, character: str) -> bool:
        return character.isprintable()

    def parse(self, text: str, today: date) -> str:
        typed = clean(text)
        if not typed:
            return ""
        options = self.all()
        for code, name in options:
            if typed.casefold() in (code.casefold(), name.casefold(), f"{code} {name}".casefold()):
                return code
        starting = [code for code, name in options if name.casefold().startswith(typed.casefold())]
        if len(starting) == 1:
            return starting[0]
        names = ", ".join(f"{code} ({name})" if code != name else code for code, name in options[:6])
        raise Refusal(f"«{typed[:30]}» não é uma opção: escolha {names}.", rule="choice")

    def show(self, value: Any) -> str:
        for code, name in self.all():
            if code == value:
                return name if code == name else f"{code} {name}".strip()
        return str(value or "")


YES_NO = (("S", "Sim"), ("N", "Não"))


@dataclass(frozen=True, slots=True)
class YesNo:
    right: bool = False

    @property
    def hint(self) -> str:
        return "S ou N; o espaço troca."

    def accepts(self, character: str) -> bool:
        return character.casefold() in "simnão "

    def parse(self, text: str, today: date) -> bool:
        typed = clean(text).casefold()
        if typed in ("s", "sim"):
            return True
        if typed in ("", "n", "não", "nao"):
            return False
        raise Refusal("Responda S (sim) ou N (não).", rule="choice")

    def show(self, value: Any) -> str:
        return "Sim" if value else "Não"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, one parameter of a question, one column of an import file."""

    name: str
    label: str
    kind: Kind = field(default_factory=Text)
    width: int = 30
    """Columns on the screen."""
    required: bool = False
    default: Any = None
    help: str = ""
    """What the field means, for F1."""
    law: str = ""
    """The legal note for F1, with its source."""
    check: Callable[[Any, Values], object] | None = None
    """Called on leaving the field with its value and the other values; raises Refusal."""
    lookup: Callable[[], Listing] | None = None
    """The list that F4 opens; its row key goes into the field."""
    group: str = ""
    """Title above the first field of a group."""
    locked: Callable[[Values], str] | None = None
    """Gives the reason why the field may not be changed for this record, or an empty text."""

    def read(self, text: str, values: Values, today: date) -> Any:
        """The checked value of what was typed. Raises Refusal with this field's name in it."""
        try:
            value = self.kind.parse(text, today)
            if self.required and value in ("", None):
                raise Refusal(f"Falta preencher «{self.label}».", rule="required")
            if self.check is not None and value not in ("", None):
                self.check(value, values)
        except Refusal as refusal:
            refusal.field = self.name
            raise
        return value


@dataclass(frozen=True, slots=True)
class Form:
    """A master record or a question: its fields and the verb that saves it."""

    title: str
    fields: Sequence[Field]
    load: Callable[[Any], Values]
    """The record of a key as values; ``None`` gives those of a new one."""
    save: Callable[[Values, Session], Any]
    """The verb: saves the values, returns the record's key, raises Refusal."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    name: str
    label: str
    width: int
    right: bool = False
    grows: bool = False
    """Takes the columns left over on wide terminals."""
    sortable: bool = False
    """Whether the list can be ordered by it (``models.listings.listed`` says so)."""


Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its key in the list's order, its cells as text, and its id for opening it."""

    key: Key
    cells: tuple[str, ...]
    id: Any
    dim: bool = False
    """Shown as no longer valid (cancelled, inactive); also marked by a character, never by colour alone."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a list is asked for: the words looked for, the filters, the order, and whether only marked rows."""

    text: str = ""
    sort: str = ""
    """Name of the column that orders the rows; empty for the list's own order."""
    descending: bool = False
    filters: tuple[tuple[str, Any], ...] = ()
    """(name of a declared filter, its value)."""
    marked: Any = None
    """Only the rows of these marks (``models.marks.Marks``); None for all."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows match. ``more``: there are more than ``rows``, and the rest was not counted."""

    rows: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition that a list offers: the field that asks for it, and what it means in the database."""

    field: Field
    where: Callable[[Any], Sequence[Any]]
    """The conditions of a value (``models.listings.Condition``); they all hold together."""
    brief: Callable[[Any], str]
    """The value in a few words, for the line that says what is filtered: ``de 01-11-2026``."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One column of an exported file: its name for programs, its title for people, and what its values are.

    kind: ``text``, ``number`` (Decimal), ``day`` (date), ``moment`` (datetime), ``flag`` (bool) or ``texts`` (list of
    text). places: decimals always shown of a number; None shows only those it has.
    """

    name: str
    label: str
    kind: str = "text"
    places: int | None = 2
    width: int = 12


class Page(Protocol):
    """A list's question to the database: the rows next to a key, in order, by keyset (never by offset)."""

    def __call__(self, question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        """At most ``limit`` rows that answer ``question`` after (or before, if ``backwards``) the key ``after``.

        ``None`` starts at the first row (or the last). Rows come in the question's order in both directions.
        """


class Source(Protocol):
    """What a list on one table of the database can answer besides its pages."""

    def key_of(self, question: Question, row_id: Any) -> Key | None:
        """The key of a row in the question's order; None when the row is gone."""

    def marked(self, marks: Any, ids: Sequence[Any]) -> set[Any]:
        """Which of ``ids`` are among ``marks``."""

    def count_all(self, question: Question) -> int:
        """How many rows answer, counted to the last."""

    def records(self, question: Question, after: Key | None, limit: int) -> tuple[list[tuple[Any, ...]], Key | None]:
        """Typed values of at most ``limit`` rows, one for each exported column, and the key to go on after."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done to each marked row: ``verb`` is called with the row's id, for one after the other."""

    label: str
    verb: Callable[[Any, Session], object]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its columns, its question, and what can be done on a row."""

    title: str
    columns: Sequence[Column]
    page: Page
    count: Callable[[Question], Count]
    form: Callable[[], Form] | None = None
    """The form behind Enter (open) and F2 (new)."""
    empty: str = "Nada para mostrar."
    """What to say, and which key to press, when no row matches."""
    order: tuple[str, bool] = ("", False)
    """The column that orders the list when nothing else is asked, and whether descending."""
    filters: Sequence[Filter] = ()
    exported: Sequence[Exported] = ()
    source: Source | None = None
    """None for a list that is made in memory: it cannot be sorted, filtered or exported."""
    actions: Sequence[Action] = ()

    def asked(self, question: Question) -> Question:
        """``question`` with the list's own order where it names none."""
        if question.sort:
            return question
        return replace(question, sort=self.order[0], descending=self.order[1])


def defaults(fields: Sequence[Field]) -> Values:
    """The values of a new record."""
    return {f.name: f.default() if callable(f.default) else f.default for f in fields}


def read_all(fields: Sequence[Field], typed: Mapping[str, str], today: date) -> Values:
    """Every field of a form or import row, read and checked in order; raises the first Refusal."""
    values: Values = {}
    for f in fields:
        values[f.name] = f.read(typed.get(f.name, ""), values, today)
    return values
