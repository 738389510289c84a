"""balcao series: the list, AT's codes, the end of a series, and all the series of a new year in one go."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

from cli.session import opened
from fiscal.errors import Refusal
from fiscal.text import clean
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("series", help="séries: códigos da AT, ano novo, fim")
    acts = command.add_subparsers(dest="act", metavar="ação", title="ações", required=True)
    listing = acts.add_parser("list", parents=[shared], help="as séries, com código, último número e estado")
    listing.add_argument("--json", action="store_true", help="um objeto JSON por linha")
    listing.set_defaults(run=show)
    code = acts.add_parser("code", parents=[shared], help="escrever o código de validação que a AT deu")
    code.add_argument("type", nargs="?", metavar="TIPO", help="tipo de documento, por exemplo FT")
    code.add_argument("name", nargs="?", metavar="SÉRIE", help="nome da série, por exemplo 2027A")
    code.add_argument("code", nargs="?", metavar="CÓDIGO", help="o código de validação")
    code.add_argument("--file", metavar="FICHEIRO", help="a folha de balcao series sheet, preenchida: todos ou nenhum")
    code.set_defaults(run=type_code)
    finish = acts.add_parser(
        "finish", parents=[shared], help="fechar uma série: os documentos ficam, não se emite mais"
    )
    finish.add_argument("type", metavar="TIPO", help="tipo de documento")
    finish.add_argument("name", metavar="SÉRIE", help="nome da série")
    finish.set_defaults(run=close)
    year = acts.add_parser("new-year", parents=[shared], help="criar de uma vez todas as séries de um ano")
    year.add_argument("year", type=int, metavar="ANO", help="o ano, por exemplo 2027")
    year.add_argument("--name", default="", metavar="SÉRIE", help="nome das novas; sem isto, o antigo com o ano mudado")
    year.add_argument("--dry-run", action="store_true", help="diz o que criaria e não cria nada")
    year.add_argument("--json", action="store_true", help="um objeto JSON por linha")
    year.set_defaults(run=new_year)
    paper = acts.add_parser("sheet", parents=[shared], help="folha do que escrever no Portal das Finanças (CSV)")
    paper.add_argument("--output", metavar="FICHEIRO", help="escreve aqui em vez de na saída padrão")
    paper.set_defaults(run=sheet_of)


def show(home: Home, given: argparse.Namespace) -> None:
    from models.series.series import PURPOSES
    from models.series.tables import Series

    opened(home, given)
    for row in Series.select().order_by(Series.id):
        state = ("em uso" if row.validation_code else "sem código") if row.open else "fechada"
        if given.json:
            print(json.dumps({
                "type": row.type, "name": row.name, "validation_code": row.validation_code, "purpose": row.purpose,
                "establishment": row.establishment, "starts_on": row.starts_on.isoformat(), "last_number": row.last_number,
                "open": bool(row.open),
            }, ensure_ascii=False))  # fmt: skip
        else:
            purpose = PURPOSES[row.purpose] if row.purpose else ""
            print(
                f"{row.type}  {row.name:<12} {row.validation_code or '-':<12} {row.last_number:>8}  "
                f"{row.starts_on}  {state:<10} {purpose}".rstrip()
            )


def type_code(home: Home, given: argparse.Namespace) -> None:
    from cli.main import Misuse
    from models.series.codes import series_named, set_codes

    if bool(given.file) == bool(given.code):
        raise Misuse("Escreva TIPO SÉRIE CÓDIGO, ou --file com a folha preenchida.")
    session = opened(home, given)
    if given.code:
        set_codes({int(series_named(given.type, given.name).id): given.code}, session)
        print(f"{given.type.upper()} {clean(given.name)}: código escrito.")
        return
    codes = {}
    for number, row in _rows(given.file):
        try:
            codes[int(series_named(row[0], row[1]).id)] = row[2]
        except Refusal as refusal:
            raise refusal.within(f"linha {number}") from refusal
    print(f"{set_codes(codes, session)} código(s) escrito(s).")


def _rows(path: str) -> list[tuple[int, tuple[str, str, str]]]:
    """The lines of a filled-in sheet: type, series, code. Its columns are found by their names."""
    from cli.main import Misuse
    from cli.portuguese import why

    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "não está em UTF-8"
        raise Misuse(f"Não se consegue ler {clean(path)}: {reason}.") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    wanted = ("Tipo", "Série", "Código de validação")
    if any(name not in (reader.fieldnames or ()) for name in wanted):
        raise Refusal(
            f"A folha tem de ter as colunas {', '.join(wanted)}: faça-a com balcao series sheet.", rule="file"
        )
    return [
        (number, (row["Tipo"] or "", row["Série"] or "", row["Código de validação"] or ""))
        for number, row in enumerate(reader, 2)
        if (row["Código de validação"] or "").strip()
    ]


def close(home: Home, given: argparse.Namespace) -> None:
    from models.series.codes import series_named
    from models.series.series import close_series

    session = opened(home, given)
    series = series_named(given.type, given.name)
    close_series(int(series.id), session)
    print(f"A série {series.type} {series.name} está fechada; o último número é {series.last_number}.")


def new_year(home: Home, given: argparse.Namespace) -> None:
    from models.series.new_year import make_new_year, plan_new_year

    session = opened(home, given)
    planned = plan_new_year(given.year, given.name)
    if not given.dry_run:
        make_new_year(given.year, session, given.name)
    for new in planned:
        if given.json:
            print(json.dumps({
                "type": new.type, "name": new.name, "purpose": new.purpose, "establishment": new.establishment,
                "follows": new.follows, "starts_on": new.starts_on.isoformat(), "created": not given.dry_run,
            }, ensure_ascii=False))  # fmt: skip
        else:
            print(f"{new.what}: {new.name} (a seguir a {new.follows})")
    if given.json:
        return
    if not planned:
        print(f"As séries de {given.year} já estão criadas.")
    elif given.dry_run:
        print(f"{len(planned)} série(s) por criar; com --dry-run não se criou nada.")
    else:
        print(f"{len(planned)} série(s) criada(s), de número 1, em uso desde 01-01-{given.year}.")
        print("Faltam os códigos da AT: balcao series sheet diz o que registar; balcao series code escreve-os.")


def sheet_of(home: Home, given: argparse.Namespace) -> None:
    from models.series.new_year import SHEET, sheet
    from reports.export import to_file, write

    opened(home, given)
    rows = sheet()
    if given.output:
        to_file("csv", Path(given.output), SHEET, [rows], total=len(rows))
    else:
        write("csv", sys.stdout, SHEET, [rows])
