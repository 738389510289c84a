"""A report as declared: its name, its questions, its columns and the function that answers; screens and files come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.notation import show_day, show_number
from fiscal.text import fold
from models.declared import Column, Count, Exported, Field, Filter, Key, Listing, Question, Row, Values
from models.marks import Marks

Record = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    name: for the command line. rows: the answer to the questions' values, called with today too; each row has a value for
    each column. seen: names of the columns on a screen of 80 characters; a file has them all. totals: names of columns that
    are added up. opens: what Enter opens, by the name of the column that holds its code (``article`` or ``document``).
    """

    name: str
    title: str
    about: str
    questions: Sequence[Field]
    columns: Sequence[Exported]
    rows: Callable[[Values, date], Iterable[Record]]
    seen: Sequence[str]
    grows: str
    totals: Sequence[str] = ()
    opens: str = ""
    order: tuple[str, bool] = ("", False)
    """The column that orders the rows, and whether descending; empty leaves them as they come."""
    empty: str = "Nada para mostrar com estas escolhas. Ctrl+F muda-as."

    def asked(self, values: Values, today: date) -> Values:
        """The values of all questions: those given, and the rest as they begin."""
        begin = {q.name: q.default(today) if callable(q.default) else q.default for q in self.questions}
        return {**begin, **values}

    def listing(self, today: Callable[[], date]) -> Listing:
        """The report as a list: its questions are the filters."""
        answer = Answer(self, today)
        by_name = {column.name: column for column in self.columns}
        return Listing(
            title=self.title,
            columns=[
                Column(c.name, c.label, c.width, c.kind == "number", grows=c.name == self.grows, sortable=True)
                for c in (by_name[name] for name in self.seen)
            ],
            page=answer.page,
            count=answer.count,
            empty=self.empty,
            order=self.order,
            filters=[
                Filter(q, _not_in_the_database, lambda value, q=q: f"{q.label.lower()} {q.kind.show(value)}")  # type: ignore[misc]
                for q in self.questions
            ],
            exported=self.columns,
            source=answer,
        )


def _not_in_the_database(value: Any) -> Sequence[Any]:
    return ()


def shown(column: Exported, value: Any) -> str:
    """A value as text on the screen and on paper."""
    if value is None:
        return ""
    if column.kind == "number":
        places = 6 if column.places is None else column.places
        return show_number(value, places, least=0 if column.places is None else places)
    if column.kind == "day":
        return show_day(value)
    if column.kind == "moment":
        return f"{show_day(value)} {value:%H:%M}"
    if column.kind == "flag":
        return "Sim" if value else "Não"
    return " ".join(value) if column.kind == "texts" else str(value)


class Answer:
    """The rows of a report in memory, as a list asks for them: a page at a time, filtered, sorted, marked.

    They are read once for each choice of the questions; ``again`` reads them anew.
    """

    def __init__(self, report: Report, today: Callable[[], date]) -> None:
        self.report = report
        self._today = today
        self._places = {column.name: n for n, column in enumerate(report.columns)}
        self._chosen: tuple[tuple[str, Any], ...] | None = None
        self._records: list[Record] = []
        self._asked: Question | None = None
        self._order: list[int] = []

    def again(self) -> None:
        """What is shown is read anew at the next question."""
        self._chosen = self._asked = None

    def page(self, question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        order = self._arranged(question)
        if backwards:
            end = len(order) if after is None else int(after[0])
            start = max(0, end - limit)
        else:
            start = 0 if after is None else int(after[0]) + 1
            end = min(len(order), start + limit)
        columns = [(self._places[name], self.report.columns[self._places[name]]) for name in self.report.seen]
        return [
            Row((at,), tuple(shown(column, self._records[order[at]][n]) for n, column in columns), order[at])
            for at in range(start, end)
        ]

    def count(self, question: Question) -> Count:
        return Count(len(self._arranged(question)))

    def count_all(self, question: Question) -> int:
        return len(self._arranged(question))

    def key_of(self, question: Question, row_id: Any) -> Key | None:
        order = self._arranged(question)
        return (order.index(row_id),) if row_id in order else None

    def marked(self, marks: Marks, ids: Sequence[Any]) -> set[Any]:
        return self._marked(marks) & set(ids)

    def records(self, question: Question, after: Key | None, limit: int) -> tuple[list[Record], Key | None]:
        order = self._arranged(question)
        start = 0 if after is None else int(after[0]) + 1
        chosen = order[start : start + limit]
        more = start + limit < len(order)
        return [self._records[n] for n in chosen], (start + limit - 1,) if more else None

    def record(self, row_id: int) -> dict[str, Any]:
        """A row's values by column name."""
        return dict(zip(self._places, self._records[row_id], strict=True))

    def totals(self, question: Question) -> dict[str, Decimal]:
        """The sum of each column that is added up, over the rows that answer."""
        order = self._arranged(question)
        return {
            name: sum((self._records[n][self._places[name]] or Decimal(0) for n in order), Decimal(0))
            for name in self.report.totals
        }

    def _arranged(self, question: Question) -> list[int]:
        """The places of the rows that answer, in order."""
        if question.filters != self._chosen:
            asked = self.report.asked(dict(question.filters), self._today())
            self._records = list(self.report.rows(asked, self._today()))
            self._chosen, self._asked = question.filters, None
        if question != self._asked:
            self._order = self._sorted(question, self._matching(question))
            self._asked = question
        return self._order

    def _matching(self, question: Question) -> list[int]:
        places: Iterable[int] = range(len(self._records))
        if question.marked is not None:
            places = sorted(self._marked(question.marked))
        words = fold(question.text).split()
        if not words:
            return list(places)
        texts = [n for n, column in enumerate(self.report.columns) if column.kind == "text"]
        found = []
        for n in places:
            text = fold(" ".join(str(self._records[n][at] or "") for at in texts))
            if all(word in text for word in words):
                found.append(n)
        return found

    def _sorted(self, question: Question, places: list[int]) -> list[int]:
        name, descending = (question.sort, question.descending) if question.sort else self.report.order
        if name not in self._places:
            return places
        at, text = self._places[name], self.report.columns[self._places[name]].kind == "text"
        filled = [n for n in places if self._records[n][at] is not None]
        bare = [n for n in places if self._records[n][at] is None]
        filled.sort(key=lambda n: fold(self._records[n][at]) if text else self._records[n][at], reverse=descending)
        return filled + bare

    def _marked(self, marks: Marks) -> set[int]:
        """The places of all that is marked: the last word on a row holds."""
        said: set[int] = set()
        for step in marks.steps:
            if step.group is not None:
                said |= set(self._matching(step.group))
            said = (said - step.removed) | step.added
        return said
