"""Checking a SAF-T file of 100 000 invoices of five lines: time and most memory, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.parsers.expat import ParserCreate

from cli.bench.figures import Figure, Section, Told
from cli.bench.saft_made import Business
from fiscal.signature import KeySigner, generate_key

INVOICES = int(os.environ.get("BENCH_INVOICES", "100000"))
OTHER_SECONDS, OTHER_MEGABYTES = 819, 2900
"""The best public validator on 100 000 invoices, on another machine (docs/benchmarks.md)."""
BAR = 150.0
"""Megabytes."""


def run(told: Told) -> Iterator[Section]:
    with TemporaryDirectory() as folder:
        file, key = Path(folder, "saft.xml"), Path(folder, "key.pem")
        told("SAF-T: a fazer o ficheiro…")
        signer = KeySigner(generate_key())
        key.write_text(signer.public_pem, encoding="ascii")
        counts = {"FT": INVOICES * 60 // 100, "FS": INVOICES * 35 // 100, "NC": INVOICES * 5 // 100}
        with file.open("wb") as out:
            Business(counts=counts).write(out, signer.sign)
        size = file.stat().st_size / 1_000_000
        told("SAF-T: a verificar…")
        work = [sys.executable, "-m", "cli.bench.saft_check", str(file), str(key)]
        seconds, peak, errors, held = map(
            int, subprocess.run(work, capture_output=True, text=True, check=True).stdout.split()
        )
        bare = _bare(file)
    title = f"Verificar um SAF-T de {sum(counts.values()):,} documentos, {size:.0f} MB".replace(",", " ")
    wrong = "" if (errors, held) == (0, sum(counts.values())) else "o resultado não é o certo"
    yield Section(
        title,
        "o melhor validador público, noutra máquina",
        [
            Figure("tempo", "s", seconds / 1000, beside=OTHER_SECONDS, note=wrong),
            Figure("memória", "MB", peak / 1024, beside=OTHER_MEGABYTES, bar=BAR),
        ],
    )
    yield Section(
        "O mesmo por segundo",
        "só o expat, sem fazer nada",
        [Figure("ler e verificar", "MB/s", size / seconds * 1000, beside=size / bare)],
    )


def _bare(file: Path) -> float:
    """Seconds to parse the file and look at nothing."""
    began = time.perf_counter()
    parser = ParserCreate()
    with file.open("rb") as source:
        parser.ParseFile(source)
    return time.perf_counter() - began


def _work(file: str, key: str) -> None:
    """Milliseconds, most memory in kB, errors found, signatures that held."""
    import resource

    from fiscal.saft.check.run import check
    from fiscal.tables import tables

    began = time.perf_counter()
    with Path(file).open("rb") as source:
        report = check(source, tables=tables(), today=date(2026, 11, 2), keys={None: Path(key).read_text("ascii")})
    held = report.verified.held if report.verified else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(round((time.perf_counter() - began) * 1000), peak, len(report.findings), held)


if __name__ == "__main__":
    _work(*sys.argv[1:])
