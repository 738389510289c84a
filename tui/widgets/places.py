"""Where the cursor stands in a form, a grid or a list and what is typed there: as plain values to keep, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from fiscal.errors import Refusal
from models.declared import Text
from tui.widgets.edit import Editor
from tui.widgets.form import FormView
from tui.widgets.lines import LineGrid
from tui.widgets.list import ListView
from tui.widgets.pager import Request

State = dict[str, Any]
"""Text, whole numbers, lists and dictionaries of them: what JSON can hold. Passwords are never in it."""


def of_form(form: FormView) -> State:
    """The texts of every field but the secret ones, the field the cursor is in, and where in it."""
    secret = {f.name for f in form.state.fields if isinstance(f.kind, Text) and f.kind.secret}
    texts = {name: text for name, text in form.texts.items() if name not in secret}
    cursor = {} if form.active.name in secret else _cursor(form.state.editor)
    return {"texts": texts, "field": form.active.name, **cursor}


def to_form(form: FormView, state: Mapping[str, Any]) -> None:
    """What was typed over what the form shows. Fields that there are no longer are left out."""
    shown, active = form.texts, str(state.get("field"))
    typed = {k: str(v) for k, v in dict(state.get("texts", {})).items() if k in shown and shown[k] != v}
    form.load_texts({name: text for name, text in typed.items() if name != active})
    if active in shown:
        form.focus_field(active)
        if active in typed:  # not accepted yet: the text, not the value
            form.state.editor.set(typed[active])
            form.state.changed(True)
        _put_cursor(form.state.editor, state)
        form.refresh()
        form.place_cursor()


def of_grid(grid: LineGrid) -> State:
    """Line and column, what stands on the entry line, and the text of the cell being edited, if one is."""
    state: State = {"line": grid.at, "column": grid._column, "entry": grid.entry}
    if grid.at is None:
        return {**state, **_cursor(grid._entry)}
    return state if grid._cell is None else {**state, "cell": grid._cell.text, **_cursor(grid._cell)}


def to_grid(grid: LineGrid, state: Mapping[str, Any]) -> None:
    """Lines that there are no longer lead to the entry line."""
    grid.put_entry(str(state.get("entry", "")))
    _put_cursor(grid._entry, state if state.get("line") is None else {})
    if isinstance(state.get("line"), int):
        grid.go_to(state["line"], str(state.get("column", "")))
        grid._cell = None
        if grid.at is not None and "cell" in state:
            grid._cell = Editor(str(state["cell"]))
            _put_cursor(grid._cell, state)
    grid.focus()
    grid.refresh()
    grid.place_cursor()


def of_list(view: ListView) -> State:
    """What is asked of the list, the row, and the key of the row above the first one shown, to find the place again."""
    rows, question = view._pager.rows, view.question
    state: State = {"filter": view.text}
    if question.sort:
        state |= {"sort": question.sort, "descending": question.descending}
    if question.filters:
        kinds = {f.field.name: f.field.kind for f in view.listing.filters}
        state["filters"] = {name: kinds[name].show(value) for name, value in question.filters}
    if view.current is not None and isinstance(view.current.id, int | str):
        state |= {"row": view.current.id, "down": rows.cursor - rows.top}
        above = rows.rows[rows.top - 1].key if rows.top else ()
        if all(isinstance(part, int | str) for part in above):
            state |= {"above": list(above)}
    return state


def to_list(view: ListView, state: Mapping[str, Any], today: date) -> None:
    """The list as it was; a row that is gone leaves the cursor where it stood, a filter that is gone is left out."""
    view.filter(str(state.get("filter", "")))
    question = view.question
    if state.get("sort") in {column.name for column in view.listing.columns if column.sortable}:
        question = replace(question, sort=str(state["sort"]), descending=bool(state.get("descending")))
    texts = dict(state.get("filters") or {})
    fields = [f.field for f in view.listing.filters if f.field.name in texts]
    with suppress(Refusal):
        question = replace(question, filters=tuple((f.name, f.kind.parse(str(texts[f.name]), today)) for f in fields))
    if question != view.question:
        view.ask(question)
    if "row" in state and "above" in state:
        above = tuple(state["above"]) or None
        keep = (state["row"], None, int(state.get("down", 0)))
        view._pager._start_over(Request(view.question, after=above, keep=keep))


def _cursor(editor: Editor) -> State:
    return {"cursor": editor.cursor, "anchor": editor.anchor}


def _put_cursor(editor: Editor, state: Mapping[str, Any]) -> None:
    end = len(editor.text)
    editor.cursor = max(0, min(int(state.get("cursor", end)), end))
    editor.anchor = max(0, min(int(state.get("anchor", end)), end))
