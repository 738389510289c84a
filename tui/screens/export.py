"""A list into a file of the home's ``exportacoes``: which kind, how far it has got, and the way to stop it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from textual import events

from fiscal.errors import Refusal
from fiscal.text import fold
from tui.screens.base import WorkScreen
from tui.widgets.dialog import choose
from tui.widgets.frame import Dialog
from tui.widgets.list import ListView
from tui.widgets.list_look import counted
from tui.widgets.textview import TextView

PATIENCE = 0.5
"""Seconds before the operator is told how far it has got."""


class Progress(Dialog):
    """How far something has got, and how long it may still take. Esc asks for it to stop."""

    def __init__(self, title: str, stop: Callable[[], None]) -> None:
        self.view = TextView(["", ""])
        self.view.styles.height = 2
        super().__init__(title, self.view, hint="Esc interrompe", cells=56)
        self._stop = stop

    def show(self, done: int, total: int, seconds: float) -> None:
        """done of total, after so many seconds."""
        left = f"Faltam cerca de {round(seconds * (total - done) / done)} segundos." if done and total > done else ""
        self.view.show([f"{counted(done)} de {counted(total)} linhas", left])

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()  # or the dialog would close before the writing has stopped
        if event.key in self.CLOSING:
            self._stop()
            self.view.show(["A interromper…", ""])


class Job:
    """What the writing thread and the screen tell each other."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self.stopped = False

    def told(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def stop(self) -> None:
        self.stopped = True


async def export(screen: WorkScreen, view: ListView) -> None:
    """Asks for the kind of file and writes it. To be called from a worker."""
    from reports.export import KINDS, pages_of, to_file

    listing, wanted = view.listing, view.wanted
    if listing.source is None:
        return
    what = "Exportar os marcados" if wanted.marked is not None else "Exportar a lista"
    kind = await choose(screen.app, what, list(KINDS.items()), codes=False)
    if kind is None:
        return
    path = _free(screen.balcao.home.path / "exportacoes", f"{fold(listing.title)}-{_stamp(screen)}", kind)
    job, began, source = Job(), time.monotonic(), listing.source

    def verb() -> int:
        total = source.count_all(wanted)
        job.told(0, total)
        return to_file(
            kind, path, listing.exported, pages_of(listing, wanted), total=total, told=job.told,
            cancelled=lambda: job.stopped,
        )  # fmt: skip

    # Not as a verb that keys wait for: Esc must reach it.
    writing = asyncio.ensure_future(screen.balcao.fetch(verb))
    progress: Progress | None = None
    while not (await asyncio.wait([writing], timeout=PATIENCE))[0]:
        if progress is None:
            progress = Progress("A exportar", job.stop)
            await screen.app.push_screen(progress)
        if not job.stopped:
            progress.show(job.done, job.total, time.monotonic() - began)
    if progress is not None:
        progress.dismiss(None)
    try:
        rows = writing.result()
    except Refusal as refusal:
        screen.refuse(refusal.message)
    else:
        screen.say(f"{counted(rows)} linha{'' if rows == 1 else 's'} em {path}")


def _stamp(screen: WorkScreen) -> str:
    return f"{screen.balcao.clock.now():%Y%m%d-%H%M%S}"


def _free(folder: Path, name: str, ending: str) -> Path:
    """A name that no file has yet: two exports in one second are two files."""
    path, n = folder / f"{name}.{ending}", 1
    while path.exists():
        n += 1
        path = folder / f"{name}-{n}.{ending}"
    return path
