"""balcao list: documents, cards of all kinds and series, streamed in order, to the screen or to a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cli.session import opened
from fiscal.text import clean
from models.catalogue.family_form import BRANDS, FAMILIES
from models.catalogue.form import ARTICLES
from models.company.establishments import ESTABLISHMENTS
from models.declared import Listing, Question
from models.home import Home
from models.parties.form import CUSTOMERS
from models.parties.supplier_form import SUPPLIERS
from models.sales.listing import DOCUMENTS
from models.series.form import SERIES

LISTS: dict[str, Listing] = {
    "documents": DOCUMENTS,
    "customers": CUSTOMERS,
    "suppliers": SUPPLIERS,
    "articles": ARTICLES,
    "families": FAMILIES,
    "brands": BRANDS,
    "series": SERIES,
    "establishments": ESTABLISHMENTS,
}
AS_MADE = Question(sort="id")
"""The order in which the rows were made."""


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("list", parents=[shared], help="listar documentos, clientes, fornecedores, artigos…")
    command.add_argument("what", choices=tuple(LISTS), metavar="O_QUÊ", help=", ".join(LISTS))
    command.add_argument("--json", action="store_true", help="um objeto JSON por linha; o mesmo que --format jsonl")
    command.add_argument("--format", choices=("csv", "xlsx", "json", "jsonl"), help="em vez de texto")
    command.add_argument(
        "--output", metavar="FICHEIRO", help="escreve aqui, inteiro ou nada, em vez de na saída padrão"
    )
    command.add_argument("--limit", type=int, metavar="N", help="no máximo N linhas")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from cli.main import Misuse
    from reports.export import pages_of, to_file, write

    if given.limit is not None and given.limit < 0:
        raise Misuse("--limit: o número de linhas não pode ser negativo.")
    if given.json and given.format not in (None, "jsonl"):
        raise Misuse(f"--json e --format {given.format} dizem coisas diferentes: escolha um.")
    kind = given.format or ("jsonl" if given.json else "")
    if given.output and not kind:
        raise Misuse("--output precisa de --format csv, xlsx, json ou jsonl.")
    if kind == "xlsx" and not given.output:
        raise Misuse("--format xlsx precisa de --output FICHEIRO: não se escreve na saída padrão.")
    opened(home, given)
    listing = LISTS[given.what]
    pages = pages_of(listing, AS_MADE, given.limit)
    if given.output:
        assert listing.source is not None
        total = listing.source.count_all(AS_MADE)
        to_file(kind, Path(given.output), listing.exported, pages, total=min(total, given.limit or total))
    elif kind:
        write(kind, sys.stdout, listing.exported, pages)
    else:
        _plainly(listing, pages)


def _plainly(listing: Listing, pages: Iterable[Sequence[Any]]) -> None:
    from reports.export import as_plain

    for page in pages:
        for record in page:
            values = (as_plain(c, value) for c, value in zip(listing.exported, record, strict=True))
            print("  ".join(clean(_shown(value)) or "-" for value in values))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "sim" if value else "não"
    return " ".join(value) if isinstance(value, list) else str(value)
