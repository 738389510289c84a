"""balcao import: articles, customers, suppliers or the suppliers of articles from a table, with a look before."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cli.portuguese import why
from cli.progress import shown
from cli.session import opened
from fiscal.text import clean
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "import", parents=[shared], help="importar artigos, clientes ou fornecedores de um CSV"
    )
    command.add_argument(
        "what",
        choices=("articles", "customers", "suppliers", "article-suppliers"),
        metavar="O_QUÊ",
        help="articles, customers, suppliers ou article-suppliers",
    )
    command.add_argument("file", metavar="FICHEIRO.csv")
    command.add_argument("--dry-run", action="store_true", help="só mostrar o que faria")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> int:
    from cli.main import Misuse
    from models.importing import KINDS, LARGEST, bring_in

    try:
        with Path(given.file).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Misuse(f"Não se consegue ler {given.file}: {why(error)}.") from error
    session = opened(home, given)
    kind = KINDS[given.what]
    with shown("linhas") as told:
        preview = bring_in(kind, data, session, only_look=given.dry_run, told=told)
    for error_text in preview.errors:
        print(f"balcao: {clean(error_text)}", file=sys.stderr)
    if preview.refused:
        total = preview.refused + preview.new + preview.changed
        print(f"balcao: {preview.refused} de {total} linhas recusadas: nada foi importado.", file=sys.stderr)
        return 1
    verb = "Importaria" if given.dry_run else "Importados"
    families = f"; famílias novas: {', '.join(preview.families)}" if preview.families else ""
    print(f"{verb} {kind.name}: {preview.new} novos, {preview.changed} alterados{families}.")
    return 0
