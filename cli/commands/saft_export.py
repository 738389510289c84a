"""balcao saft export: the SAF-T file of a period, written whole or not at all, or to the standard output."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.progress import shown
from cli.session import opened
from fiscal.errors import Refusal
from fiscal.text import clean
from models.home import Home

if TYPE_CHECKING:
    from reports.saft.wanted import Wanted

BASES = ("F", "P", "R", "S", "T", "E")


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("export", parents=[shared], help="exportar os documentos de um período")
    when = command.add_mutually_exclusive_group(required=True)
    when.add_argument("--month", metavar="AAAA-MM", help="um mês")
    when.add_argument("--year", metavar="AAAA", help="um exercício")
    when.add_argument("--from", dest="start", metavar="AAAA-MM-DD", help="do dia, com --to")
    command.add_argument("--to", dest="end", metavar="AAAA-MM-DD", help="até ao dia, com --from")
    command.add_argument(
        "--basis",
        choices=BASES,
        default="F",
        help="F faturação (o normal), P parcial, R recibos, S autofaturação, T transporte, E por terceiros",
    )
    command.add_argument("--establishment", metavar="CÓDIGO", default="", help="só um estabelecimento")
    command.add_argument("--supplier", metavar="CÓDIGO", default="", help="em nome de que fornecedor (S e E)")
    command.add_argument("--without-at-code", action="store_true", help="só as guias sem código da AT (T)")
    command.add_argument("--first-month", type=int, metavar="M", help="mês em que o exercício começa (o da empresa)")
    command.add_argument("--output", metavar="FICHEIRO", help="nome; - é a saída padrão (SAFT_NIF_AAAA_MM.xml)")
    command.add_argument("--force", action="store_true", help="substituir o ficheiro que já lá estiver")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from cli.output import check_place
    from models.company.setup import current
    from reports.saft.export import export, to_file
    from reports.saft.years import first_month

    session = opened(home, given)
    wanted = _wanted(given, given.first_month or first_month())
    name = given.output or wanted.file_name(current().nif)
    if name == "-":
        with shown("documentos") as told:
            written = export(wanted, sys.stdout.buffer, session, told)
        sys.stdout.buffer.flush()
    else:
        check_place(name)
        path = Path(name).expanduser().absolute()
        if path.exists() and not given.force:
            raise Refusal(f"O ficheiro {name} já existe: escolha outro com --output, ou substitua-o com --force.")
        with shown("documentos") as told:
            written = to_file(wanted, path, session, overwrite=given.force, told=told)
        print(f"{written.documents} documentos em {name}.")
    for warning in written.warnings:
        print(f"balcao: aviso: {clean(warning)}", file=sys.stderr)


def _wanted(given: argparse.Namespace, first_month: int) -> Wanted:
    """What the options ask for. Raises Misuse for a date that is none, Refusal for what no file may be."""
    from cli.main import Misuse
    from reports.saft.wanted import Wanted, month_end, tax_year

    if given.end and not given.start:
        raise Misuse("--to vai com --from: para um mês ou um ano bastam --month ou --year.")
    if given.without_at_code and given.basis != "T":
        raise Misuse("--without-at-code é só para --basis T.")
    if not 1 <= first_month <= 12:
        raise Misuse("--first-month: o mês é de 1 a 12.")
    if given.month:
        start = _day("--month", f"{given.month}-01", "2026-11")
        end = month_end(start.year, start.month)
    elif given.year:
        start, end = tax_year(_day("--year", f"{given.year}-01-01", "2026").year, first_month)
    else:
        if not given.end:
            raise Misuse("Falta --to: o dia em que o período acaba.")
        start, end = _day("--from", given.start, "2026-11-01"), _day("--to", given.end, "2026-11-30")
    return Wanted(
        start, end, given.basis, given.establishment, given.supplier, given.without_at_code, first_month=first_month
    )


def _day(option: str, text: str, example: str) -> date:
    from cli.main import Misuse

    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2099:
        raise Misuse(f"{option}: escreva por exemplo {example}.")
    return found
