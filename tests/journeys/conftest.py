"""Hints come up at once: tests do not wait for the operator to pause."""

from __future__ import annotations

import pytest

from tui.widgets.bars import MessageLine


@pytest.fixture(autouse=True)
def _hints_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MessageLine, "HINT_AFTER", 0)
