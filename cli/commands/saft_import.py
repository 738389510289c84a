"""balcao saft import and balcao saft undo: the documents of the program before this one, brought in and taken back."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.portuguese import why
from cli.progress import shown
from cli.session import opened
from fiscal.errors import Refusal
from fiscal.text import clean
from models.home import Home

if TYPE_CHECKING:
    from models.history.outcome import Outcome


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    bring = commands.add_parser(
        "import", parents=[shared], help="trazer clientes, artigos e documentos de outro programa"
    )
    bring.add_argument("file", metavar="FICHEIRO.xml")
    bring.add_argument("--preview", action="store_true", help="só mostrar o que faria")
    bring.add_argument("--json", action="store_true", help="o resultado como objeto JSON")
    bring.set_defaults(run=run)
    undo = commands.add_parser("undo", parents=[shared], help="anular uma importação; sem número, mostra as que há")
    undo.add_argument("batch", nargs="?", type=int, metavar="IMPORTAÇÃO", help="o número que a importação disse")
    undo.set_defaults(run=run_undo)


def run(home: Home, given: argparse.Namespace) -> int:
    from cli.main import Misuse
    from models.history.importing import import_saft
    from models.history.outcome import told
    from models.history.preview import findings

    path = Path(given.file).expanduser()
    session, found = opened(home, given), list[str]()
    try:
        with path.open("rb") as stream, shown("MB") as progress:
            if not path.is_file():
                raise Misuse(f"Não se consegue ler {given.file}: não é um ficheiro.")
            size = path.stat().st_size
            outcome = import_saft(stream, path.name, session, only_look=given.preview, total=size, told=progress)
            if given.preview and outcome.release == "1.04_01":
                found = findings(stream, session, total=size, told=progress)
    except OSError as error:
        raise Misuse(f"Não se consegue ler {given.file}: {why(error)}.") from error
    if given.json:
        print(_as_json(outcome, found, preview=given.preview))
        return 0
    print("\n".join([*map(clean, told(outcome, would=given.preview)), *found]))
    for remark in outcome.remarks:
        print(f"balcao: {clean(str(remark))}", file=sys.stderr)
    if outcome.remarked > len(outcome.remarks):
        print(f"balcao: … e mais {outcome.remarked - len(outcome.remarks)} observações.", file=sys.stderr)
    if outcome.batch is not None:
        print(f"Importação {outcome.batch}. Para a anular: balcao saft undo {outcome.batch}")
    return 0


def _as_json(outcome: Outcome, findings: list[str], *, preview: bool) -> str:
    return json.dumps(
        {
            "company": outcome.name,
            "release": outcome.release,
            "start": outcome.start.isoformat() if outcome.start else None,
            "end": outcome.end.isoformat() if outcome.end else None,
            "preview": preview,
            "batch": outcome.batch,
            "already_imported": outcome.same,
            "new": dict(outcome.new),
            "existing": dict(outcome.had),
            "refused": dict(outcome.refused),
            "types": dict(outcome.types),
            "lines": outcome.lines,
            "open": f"{outcome.open:.2f}",
            "remarks": [
                {"line": remark.line, "what": remark.what, "why": remark.why, "taken": remark.taken}
                for remark in outcome.remarks
            ],
            "remarked": outcome.remarked,
            "check": findings,
        },
        ensure_ascii=False,
    )


def run_undo(home: Home, given: argparse.Namespace) -> int:
    from models.history.outcome import undone
    from models.history.tables import HistoryBatch
    from models.history.undo import undo_import

    session = opened(home, given)
    if given.batch is None:
        batches = list(HistoryBatch.select().where(HistoryBatch.undone_at.is_null()).order_by(HistoryBatch.id))
        for batch in batches:
            print(f"{batch.id}: {clean(batch.name)}, de {batch.starts_on:%d-%m-%Y} a {batch.ends_on:%d-%m-%Y}")
        if not batches:
            print("Não há importações por anular.")
        return 0
    if given.batch < 1:
        raise Refusal("O número da importação é 1 ou mais.", field="batch", rule="saft")
    print(undone(given.batch, undo_import(min(given.batch, 2**62), session)))
    return 0
