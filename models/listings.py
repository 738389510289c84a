"""Lists by keyset: rows next to a key in the order of an index, filtered and sorted by the database, never by offset."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, Expression, NodeList, Value

from models import db
from models.declared import Action, Column, Count, Exported, Filter, Form, Key, Listing, Question, Row
from models.marks import Marks

FEW = 30_000
"""A condition with fewer rows than this is answered from its own index and those rows sorted; see ``_plan``."""
COUNTED = 10_000
"""Rows are counted up to here while one types; beyond it the screen says that there are more."""
_PLANS = 32

_PLAIN = str.maketrans("ÁÂÃáâãÉÊéêÍíÓÔÕóôõÚúÇçÀà", "aaaaaaeeeeiioooooouuccaa")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a filter.

    column: the table's column that it compares, where it is one comparison; bound: ``least`` or ``most`` when it bounds
    that column on one side.
    """

    expression: Any
    column: str = ""
    bound: str = ""

    @property
    def rare(self) -> Any:
        """The condition when few rows fulfil it. SQLite only knows how many rows a value has on average."""
        if not self.column or db.on_postgres():
            return self.expression
        return NodeList((SQL("likelihood("), self.expression, SQL(", 0.0001)")), glue="")


class Alphabetic:
    """Order of a text column as people read it: no difference between capitals, nor between Á and A.

    SQLite has no order of its own for accents; the expression is the one of the index in migration 0003. Letters of
    other languages come after z.
    """

    def __init__(self, column: Any) -> None:
        self.column = column
        self.name = column.column_name

    @property
    def expression(self) -> Any:
        return SQL(folded(f'"t1"."{self.name}"', postgres=db.on_postgres()))


def folded(column: str, *, postgres: bool) -> str:
    """The SQL of a text column in small letters without Portuguese accents, the same in both databases."""
    if postgres:
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        before = letters + "".join(map(chr, _PLAIN))
        after = letters.lower() + "".join(map(chr, _PLAIN.values()))
        return f"(translate({column}, '{before}', '{after}') COLLATE \"C\")"
    text = f"lower({column})"
    for letter, plain in _PLAIN.items():
        text = f"replace({text}, '{chr(letter)}', '{chr(plain)}')"
    return text


def plain(text: str) -> str:
    """What ``folded`` makes of a text."""
    return "".join(c.lower() if c.isascii() else c for c in text.translate(_PLAIN))


Sort = tuple[Any, ...]
"""The columns of an order, the last of which makes it unique: peewee fields, or ``Alphabetic``."""


@dataclass
class TableSource:
    """A list on one table.

    columns: what a row of the screen needs, beginning with the id; row: those values as the cells' texts and whether
    the row is dim. match: the condition of the text typed, or None. sorts: the orders offered, by column name; each
    needs an index (migration 0003) but in small tables. plans: how each question was found to be answered best.
    """

    table: Any
    columns: Sequence[Any]
    row: Callable[[tuple[Any, ...]], tuple[tuple[str, ...], Any, bool]]
    match: Callable[[str], Any]
    sorts: Mapping[str, Sort]
    filters: Mapping[str, Filter]
    order: tuple[str, bool]
    exported: Sequence[tuple[Exported, Any]] = ()
    """Each with its column, or with a function from ids to the values of each."""
    within: Condition | None = None
    """What every row fulfils, whatever is asked: the prices of one list."""
    plans: dict[Any, Any] = field(default_factory=dict)

    def page(self, question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        sort, up = self._order(question, backwards)
        rows: list[Row] = []
        for values in self._found(question, self.columns, sort, up, after, limit):
            cells, row_id, dim = self.row(values[: len(self.columns)])
            rows.append(Row(tuple(values[len(self.columns) :]), cells, row_id, dim))
        return rows[::-1] if backwards else rows

    def count(self, question: Question) -> Count:
        conditions = self._conditions(question)
        if not conditions:
            return Count(int(self.table.select().count()))
        found = self._few(and_all(c.expression for c in conditions), COUNTED)
        return Count(min(found, COUNTED), more=found > COUNTED)

    def summed(self, question: Question, *wanted: Any) -> tuple[Any, ...]:
        """Aggregates over all rows that answer."""
        found: tuple[Any, ...] = tuple(self._select(wanted, self._conditions(question)).tuples().get())
        return found

    def count_all(self, question: Question) -> int:
        return int(self._select((self.table.id,), self._conditions(question)).count())

    def key_of(self, question: Question, row_id: Any) -> Key | None:
        sort, _ = self._order(question, False)
        wanted = [_expression(column) for column in sort]
        found = self.table.select(*wanted).where(self._id_column == row_id).tuples().first()
        return None if found is None else tuple(found)

    def marked(self, marks: Any, ids: Sequence[Any]) -> set[Any]:
        if not ids:
            return set()
        query = self.table.select(self._id_column).where(self._id_column.in_(list(ids)), self._marks(marks))
        return {row[0] for row in query.tuples()}

    def records(self, question: Question, after: Key | None, limit: int) -> tuple[list[tuple[Any, ...]], Key | None]:
        sort, up = self._order(question, False)
        plain = [column for _, column in self.exported if not callable(column)]
        found = self._found(question, [self.table.id, *plain], sort, up, after, limit)
        ids = [values[0] for values in found]
        looked_up = [column(ids) for _, column in self.exported if callable(column)]
        records = []
        for values in found:
            stored, apart = iter(values[1 : 1 + len(plain)]), iter(looked_up)
            records.append(
                tuple(next(apart)[values[0]] if callable(column) else next(stored) for _, column in self.exported)
            )
        return records, tuple(found[-1][1 + len(plain) :]) if len(found) == limit else None

    # How a question is asked.

    @property
    def _id_column(self) -> Any:
        """What identifies a row on the screen."""
        return self.table.id

    def _order(self, question: Question, backwards: bool) -> tuple[Sort, bool]:
        name, descending = (question.sort, question.descending) if question.sort else self.order
        return self.sorts[name] if name != "id" else (self.table.id,), descending == backwards

    def _conditions(self, question: Question) -> list[Condition]:
        found = [c for name, value in question.filters for c in self.filters[name].where(value)]
        if self.within is not None:
            found.append(self.within)
        matching = self.match(question.text) if question.text.strip() else None
        if matching is not None:
            found.append(Condition(matching))
        if question.marked is not None:
            found.append(Condition(self._marks(question.marked)))
        return found

    def _marks(self, marks: Marks) -> Any:
        """The marks as one condition: each step over what the steps before said."""
        said: Any = None
        for step in marks.steps:
            if step.group is not None:
                group = and_all(c.expression for c in self._conditions(step.group))
                said = _always() if group is None else group if said is None else said | group
            if step.removed and said is not None:
                said = said & self._id_column.not_in(sorted(step.removed))
            if step.added:
                added = self._id_column.in_(sorted(step.added))
                said = added if said is None else said | added
        return _always(False) if said is None else said

    def _select(self, wanted: Sequence[Any], conditions: Sequence[Condition]) -> Any:
        query = self.table.select(*wanted)
        return query.where(*(c.expression for c in conditions)) if conditions else query

    def _found(
        self, question: Question, columns: Sequence[Any], sort: Sort, up: bool, after: Key | None, limit: int
    ) -> list[tuple[Any, ...]]:
        """Rows after a key: first those that share most of it, then the rest, so that each question is one search."""
        wanted = [*columns, *(_expression(c).alias(f"key{n}") for n, c in enumerate(sort))]
        driving, others = self._plan(question, sort)
        ends = [_expression(c) if driving is None else _aside(_expression(c)) for c in sort]
        order = [end.asc() if up else end.desc() for end in ends]
        keysets = [] if after is None else [_beyond(sort, after, n, up) for n in range(len(sort) - 1, -1, -1)]
        if driving is not None:
            beyond = [_aside(either(*(and_all(keyset) for keyset in keysets)))] if keysets else []
            query = self.table.select(*wanted).where(driving, *beyond, *(_aside(c.expression) for c in others))
            return list(query.order_by(*order).limit(limit).tuples())
        implied = "" if after is None else "least" if up else "most"
        found: list[tuple[Any, ...]] = []
        for keyset in keysets or [[]]:
            shared = max(0, len(keyset) - 1)
            where = [*keyset, *_walked(others, sort, implied, shared)]
            query = self.table.select(*wanted)
            query = query.where(*where) if where else query
            # What is shared is not ordered by: SQLite would sort the rows that share an expression.
            found.extend(query.order_by(*order[shared:]).limit(limit - len(found)).tuples())
            if len(found) >= limit:
                break
        return found

    def _plan(self, question: Question, sort: Sort) -> tuple[Any, list[Condition]]:
        """The condition whose index finds the rows, and the others; None when the rows are found in order.

        Where a condition has few rows they are all read and sorted. Where every condition has many, walking the
        order's index soon meets enough of them. PostgreSQL knows by its statistics; SQLite has to be told.
        """
        conditions = self._conditions(question)
        if db.on_postgres() or all(_bounds(c, sort) for c in conditions):
            return None, conditions
        sides = _sides(conditions)
        asked = (question.text, question.filters, question.marked, sort)
        if asked not in self.plans:
            while len(self.plans) >= _PLANS:
                self.plans.pop(next(iter(self.plans)))
            size, place = min((self._few(side, FEW), n) for n, (side, _) in enumerate(sides))
            self.plans[asked] = place if size <= FEW else None
        place = self.plans[asked]
        if place is None:
            return None, conditions
        return sides[place][0], [c for n, (_, members) in enumerate(sides) if n != place for c in members]

    def _few(self, condition: Any, most: int) -> int:
        """How many rows there are, counted up to one more than ``most``."""
        some = self.table.select(SQL("1")).where(condition).limit(most + 1)
        return int(some.count())


def and_all(conditions: Any) -> Any:
    """All of them together; None for none."""
    found = list(conditions)
    return reduce(and_, found) if found else None


def either(*conditions: Any) -> Any:
    """Any of them."""
    return reduce(or_, conditions)


def _always(value: bool = True) -> Any:
    return Expression(Value(1), "=", Value(int(value)))


def _expression(column: Any) -> Any:
    """A sort column as SQL: in the order of its bytes where it is text, in both databases."""
    if isinstance(column, Alphabetic):
        return column.expression
    if db.on_postgres() and column.field_type == "TEXT":
        return NodeList((column, SQL('COLLATE "C"')))
    return column


def _aside(expression: Any) -> Any:
    """The same value, but not one that SQLite would look for an index for."""
    return expression if db.on_postgres() else NodeList((SQL("+("), expression, SQL(")")), glue="")


def _bounds(condition: Condition, sort: Sort) -> bool:
    """Whether a condition only cuts the ends off the order that is walked."""
    first = sort[0]
    return bool(condition.bound) and not isinstance(first, Alphabetic) and condition.column == first.column_name


def _walked(conditions: Sequence[Condition], sort: Sort, implied: str, shared: int) -> list[Any]:
    """What is asked of each row met in order. Bounds of the order are kept, or SQLite would walk rows before them.

    implied: the bound that the key already is. With ``shared`` values of the key, it is both.
    """
    bounds = [c for c in conditions if _bounds(c, sort)]
    rest = and_all(c.expression for c in conditions if not _bounds(c, sort))
    kept = [c.expression for c in bounds if not shared and c.bound != implied]
    return kept if rest is None else [*kept, _aside(rest)]


def _sides(conditions: Sequence[Condition]) -> list[tuple[Any, list[Condition]]]:
    """Conditions that one index answers together: the two bounds of a column are one."""
    groups: dict[Any, list[Condition]] = {}
    for n, condition in enumerate(conditions):
        groups.setdefault(condition.column if condition.bound else n, []).append(condition)
    return [(and_all(c.rare for c in group), group) for group in groups.values()]


def _beyond(sort: Sort, after: Key, shared: int, up: bool) -> list[Any]:
    """Rows that have the first ``shared`` values of a key and go beyond it in the next."""
    same = [_compared(sort[n], "=", after[n]) for n in range(shared)]
    return [*same, _compared(sort[shared], ">" if up else "<", after[shared])]


def _compared(column: Any, sign: str, value: Any) -> Any:
    expression = _expression(column)
    if expression is column:
        return Expression(column, sign, value)
    stored = value if isinstance(column, Alphabetic) else column.db_value(value)
    return Expression(expression, sign, Value(stored, converter=False))


def equal(column: Any, value: Any) -> list[Condition]:
    """The condition that a column has a value."""
    return [Condition(_compared(column, "=", value), column.column_name)]


def at_least(column: Any, value: Any) -> list[Condition]:
    return [Condition(_compared(column, ">=", value), column.column_name, "least")]


def at_most(column: Any, value: Any) -> list[Condition]:
    return [Condition(_compared(column, "<=", value), column.column_name, "most")]


def begins(column: Any, text: str) -> Any:
    """``column`` begins with ``text``, whatever its capitals and accents; served by the column's alphabetic index."""
    letters, name = plain(text), Alphabetic(column).expression
    return Expression(name, ">=", letters) & Expression(name, "<", letters + "\U0010ffff")


def listed(
    title: str,
    columns: Sequence[Column],
    table: Any,
    selected: Sequence[Any],
    row: Callable[[tuple[Any, ...]], tuple[tuple[str, ...], Any, bool]],
    match: Callable[[str], Any],
    sorts: Mapping[str, Sort],
    order: tuple[str, bool],
    *,
    filters: Sequence[Filter] = (),
    exported: Sequence[tuple[Exported, Any]] = (),
    form: Callable[[], Form] | None = None,
    empty: str = "Nada para mostrar.",
    actions: Sequence[Action] = (),
    within: Condition | None = None,
) -> Listing:
    """A list on one table, from its declarations (see TableSource for what each is)."""
    named = {f.field.name: f for f in filters}
    source = TableSource(table, selected, row, match, sorts, named, order, exported, within)
    return Listing(
        title=title,
        columns=[replace(c, sortable=c.name in sorts) for c in columns],
        page=source.page,
        count=source.count,
        form=form,
        empty=empty,
        order=order,
        filters=filters,
        exported=[column for column, _ in exported],
        source=source,
        actions=actions,
    )
