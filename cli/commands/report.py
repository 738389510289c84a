"""balcao report: one of the reports, to the screen or to a file."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from cli.session import opened
from fiscal.errors import Refusal
from models.declared import Question, Values
from models.home import Home
from reports.report import Report


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("report", parents=[shared], help="mapas: stock valorizado, movimentos, margens…")
    command.add_argument("name", nargs="?", metavar="MAPA", help="sem ele, diz que mapas há")
    command.add_argument("choices", nargs="*", metavar="ESCOLHA=VALOR", help="por exemplo until=31-12-2026 method=F")
    command.add_argument("--format", choices=("csv", "xlsx", "json", "jsonl"), help="em vez de texto")
    command.add_argument("--output", metavar="FICHEIRO", help="escreve aqui, em vez de na saída padrão")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from cli.main import Misuse
    from reports.all import REPORTS
    from reports.export import to_file, write
    from reports.report import Answer

    if not given.name:
        for one in REPORTS.values():
            print(f"{one.name:<12} {one.title}: {one.about}")
            for q in one.questions:
                print(f"{'':<12}   {q.name}= {q.label}")
        return
    if given.name not in REPORTS:
        raise Misuse(f"Mapa «{given.name}» desconhecido: {', '.join(REPORTS)}.")
    if given.output and not given.format:
        raise Misuse("--output precisa de --format csv, xlsx, json ou jsonl.")
    if given.format == "xlsx" and not given.output:
        raise Misuse("--format xlsx precisa de --output FICHEIRO: não se escreve na saída padrão.")
    report, session = REPORTS[given.name], opened(home, given)

    def today() -> date:
        return session.clock.now().date()

    question = Question(filters=tuple(_chosen(report, given.choices, today()).items()))
    answer = Answer(report, today)
    records, _ = answer.records(question, None, sys.maxsize)
    if given.output:
        to_file(given.format, Path(given.output), report.columns, [records], total=len(records))
    elif given.format:
        write(given.format, sys.stdout, report.columns, [records])
    else:
        _plainly(report, answer, question)


def _chosen(report: Report, choices: list[str], today: date) -> Values:
    """The questions answered on the command line. Raises Refusal for one that there is not, or a value that it cannot be."""
    named = {q.name: q for q in report.questions}
    values: Values = {}
    for choice in choices:
        name, equals, text = choice.partition("=")
        if not equals or name not in named:
            raise Refusal(
                f"«{choice[:40]}» não é uma escolha deste mapa: {', '.join(f'{n}=' for n in named)}.", rule="choice"
            )
        values[name] = named[name].read(text, values, today)
    return values


def _plainly(report: Report, answer: object, question: Question) -> None:
    from reports.report import Answer, shown

    assert isinstance(answer, Answer)
    records, _ = answer.records(question, None, sys.maxsize)
    rows = [[shown(c, value) for c, value in zip(report.columns, record, strict=True)] for record in records]
    widths = [max([len(c.label), *(len(row[n]) for row in rows)]) for n, c in enumerate(report.columns)]

    def line(cells: list[str]) -> str:
        return "  ".join(
            cell.rjust(w) if c.kind == "number" else cell.ljust(w)
            for cell, w, c in zip(cells, widths, report.columns, strict=True)
        ).rstrip()

    print(line([c.label for c in report.columns]))
    for row in rows:
        print(line(row))
    labels = {c.name: c for c in report.columns}
    for name, total in answer.totals(question).items():
        print(f"Total de {labels[name].label.lower()}: {shown(labels[name], total)}")
