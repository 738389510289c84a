"""Exporting 100 000 invoices of five lines: time, megabytes and most memory, beside lxml writing the same elements."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from cli.bench.figures import Figure, Section, Told
from cli.bench.shop import many_invoices, shop
from models import db

INVOICES = int(os.environ.get("BENCH_INVOICES", "100000"))
BAR, MEMORY = 1.5, 100.0
"""Times lxml's, and megabytes."""
_SAMPLE = 500
"""Invoices read back, to be written again and again by lxml."""
Element = tuple[str, str, list[Any]]


def run(told: Told) -> Iterator[Section]:
    told(f"SAF-T: a fazer {INVOICES} faturas…")
    with shop(1000) as (home, session):
        many_invoices(INVOICES, session)
        db.close()
        file = home.path / "saft.xml"
        told("SAF-T: a exportar…")
        work = [sys.executable, "-m", "cli.bench.saft_export", str(home.path), str(file)]
        milliseconds, peak, documents = map(
            int, subprocess.run(work, capture_output=True, text=True, check=True).stdout.split()
        )
        size = file.stat().st_size / 1_000_000
        told("SAF-T: o mesmo com lxml…")
        beside, note = _lxml(file)
        file.unlink()
    seconds = milliseconds / 1000
    yield Section(
        f"Exportar um SAF-T de {documents:,} faturas, {size:.0f} MB".replace(",", " "),
        "lxml a escrever os mesmos elementos, sem base de dados",
        [
            Figure("tempo", "s", seconds, beside=beside, bar=BAR, of_ratio=True, note=note),
            Figure("memória", "MB", peak / 1024, bar=MEMORY),
            Figure("por segundo", "MB/s", size / seconds),
        ],
    )


def _lxml(file: Path) -> tuple[float | None, str]:
    """Seconds that lxml's incremental writer needs for as many invoices of the same elements; None where it is not here."""
    try:
        from lxml import etree  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        return None, "o lxml não está instalado"
    sample = list(islice(_invoices(file), _SAMPLE))
    began = time.perf_counter()
    with (
        etree.xmlfile(str(file.with_suffix(".lxml.xml")), encoding="windows-1252") as out,
        out.element("SalesInvoices"),
    ):
        for n in range(INVOICES):
            out.write(_built(etree, sample[n % len(sample)]))
    seconds = time.perf_counter() - began
    file.with_suffix(".lxml.xml").unlink()
    return seconds, ""


def _built(etree: Any, element: Element) -> Any:
    name, text, children = element
    made = etree.Element(name)
    _fill(etree, made, text, children)
    return made


def _fill(etree: Any, made: Any, text: str, children: list[Any]) -> None:
    if text:
        made.text = text
    for name, own, inside in children:
        _fill(etree, etree.SubElement(made, name), own, inside)


def _invoices(file: Path) -> Iterator[Element]:
    from fiscal.xmltree import Node, records

    def plain(node: Node) -> Element:
        return node.name, node.text, [plain(child) for child in node.children]

    path = "AuditFile/SourceDocuments/SalesInvoices/Invoice"
    with file.open("rb") as source:
        for found, node in records(source, {path}):
            if found == path:
                yield plain(node)


def _work(home: str, file: str) -> None:
    """Milliseconds, most memory in kB, documents written; in a process of its own."""
    sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]
    from models.clock import SystemClock
    from models.home import Home
    from models.opening import open_company, session_of
    from reports.saft.export import to_file
    from reports.saft.wanted import Wanted

    place, clock = Home(Path(home)), SystemClock()
    open_company(place, clock)
    session = session_of(place, "ana", clock)
    today = clock.now().date()
    began = time.perf_counter()
    written = to_file(Wanted(date(today.year, 1, 1), date(today.year, 12, 31)), Path(file), session)
    seconds = time.perf_counter() - began
    print(round(seconds * 1000), _peak(), written.documents)


def _peak() -> int:
    """Most memory of this process in kB. Where /proc says it, its own: getrusage counts what it was forked from too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0])
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    _work(*sys.argv[1:])
