"""A list into a file of the home's ``exportacoes``: asks which kind, and shows how far it has got."""

from __future__ import annotations

from pathlib import Path

from fiscal.text import fold
from models.work import Cancelled, Told
from tui.screens.base import WorkScreen
from tui.widgets.dialog import choose
from tui.widgets.list import ListView
from tui.widgets.list_look import counted


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
    name = f"{fold(listing.title)}-{screen.balcao.clock.now():%Y%m%d-%H%M%S}"
    path = _free(screen.balcao.home.path / "exportacoes", name, kind)
    source = listing.source

    def job(told: Told, cancelled: Cancelled) -> int:
        total = source.count_all(wanted)
        told(0, total)
        pages = pages_of(listing, wanted)
        return to_file(kind, path, listing.exported, pages, total=total, told=told, cancelled=cancelled)

    rows = await screen.run_long("A exportar", job, "linhas")
    if rows is not None:
        screen.say(f"{counted(rows)} linha{'' if rows == 1 else 's'} em {path}")


def _free(folder: Path, name: str, ending: str) -> Path:
    """A name that no file has yet: two exports in one second are two files."""
    path, n = folder / f"{name}.{ending}", 1
    while path.exists():
        n += 1
        path = folder / f"{name}-{n}.{ending}"
    return path
