"""Marks on the rows of a list: some by one, some as everything that answers a question, never by reading them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from models.declared import Question


@dataclass(frozen=True, slots=True)
class Step:
    """All that answers ``group`` (nothing for None), then single rows marked and unmarked after it."""

    group: Question | None = None
    added: frozenset[Any] = frozenset()
    removed: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked, as said step by step: the last word on a row holds."""

    steps: tuple[Step, ...] = (Step(),)

    def __bool__(self) -> bool:
        """Whether anything may be marked."""
        return any(step.group is not None or step.added for step in self.steps)

    @property
    def groups(self) -> bool:
        """Whether a question is among the marks, so that only the database knows what is marked."""
        return any(step.group is not None for step in self.steps)

    def one(self, row_id: Any, *, marked: bool) -> Marks:
        """With one row marked or unmarked."""
        last = self.steps[-1]
        this = frozenset((row_id,))
        if marked:
            step = replace(last, added=last.added | this, removed=last.removed - this)
        else:
            step = replace(last, added=last.added - this, removed=last.removed | this)
        return Marks((*self.steps[:-1], step))

    def all_of(self, question: Question) -> Marks:
        """With everything that answers ``question``; its order does not matter."""
        group = Question(question.text, filters=question.filters)
        if group == Question():
            return Marks((Step(group),))
        return Marks((*self.steps, Step(group)))

    def alone(self, ids: Iterable[Any]) -> set[Any]:
        """Which of ``ids`` are marked, where no question is among the marks."""
        return set(ids) & self.steps[-1].added
