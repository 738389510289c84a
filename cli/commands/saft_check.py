"""balcao saft check: what is wrong in a SAF-T file, whatever program made it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.portuguese import why
from cli.progress import shown
from fiscal.errors import Refusal
from fiscal.notation import show_day
from fiscal.text import clean
from models.clock import SystemClock
from models.home import Home

if TYPE_CHECKING:
    from fiscal.saft.check.run import Report

_NAMES = {"error": "erro", "warning": "aviso", "note": "nota"}
_PLURALS = {"error": "erros", "warning": "avisos", "note": "notas"}


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("check", parents=[shared], help="verificar um ficheiro, seja de que programa for")
    command.add_argument("file", metavar="FICHEIRO.xml")
    command.add_argument("--public-key", metavar="PEM", help="chave pública do programa, para verificar as assinaturas")
    command.add_argument(
        "--key-version",
        metavar="N=PEM",
        action="append",
        default=[],
        help="a chave pública de uma versão; pode repetir-se",
    )
    command.add_argument("--json", action="store_true", help="o resultado como objeto JSON")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> int:
    """Reads only the file: no company need be there, but its newer tables of the law are used. 1 if there are errors."""
    from cli.main import Misuse
    from fiscal.saft.check.run import check, keys_of

    path, keys = Path(given.file).expanduser(), _keys(given)
    try:
        keys_of(keys)
    except Refusal as refusal:
        raise Misuse(refusal.message) from None
    try:
        with path.open("rb") as source, shown("MB") as told:
            if not path.is_file():
                raise Misuse(f"Não se consegue ler {given.file}: não é um ficheiro.")
            report = check(
                source,
                tables=home.tables,
                today=SystemClock().now().date(),
                keys=keys,
                told=told,
                total=path.stat().st_size,
            )
    except OSError as error:
        raise Misuse(f"Não se consegue ler {given.file}: {why(error)}.") from error
    print(_as_json(report) if given.json else "\n".join(map(clean, _as_text(report))))
    return 1 if report.number("error") else 0


def _keys(given: argparse.Namespace) -> dict[int | None, str]:
    """The public keys of the options, by version. Raises Misuse."""
    from cli.main import Misuse

    files: dict[int | None, str] = {None: given.public_key} if given.public_key else {}
    for option in given.key_version:
        version, _, file = option.partition("=")
        if not (version.isascii() and version.isdigit() and file) or len(version) > 9:
            raise Misuse(f"--key-version {option}: escreva a versão e o ficheiro, por exemplo 2=chave2.pem.")
        files[int(version)] = file
    try:
        return {version: Path(file).expanduser().read_text("ascii", "replace") for version, file in files.items()}
    except OSError as error:
        raise Misuse(f"Não se consegue ler a chave pública {error.filename}: {why(error)}.") from error


def _as_text(report: Report) -> Iterator[str]:
    head = report.header
    period = f", de {show_day(head.start)} a {show_day(head.end)}" if head.start and head.end else ""
    yield f"SAF-T de {head.nif} {head.name}{period} (tipo {head.basis or '?'}), feito por {head.product or '?'}."
    for table, sums in report.documents.items():
        yield f"{table}: {sums.documents} documentos, {sums.cancelled} anulados, {sums.lines} linhas."
    yield "Clientes: {Customer}. Fornecedores: {Supplier}. Artigos: {Product}.".format(**report.masters)
    for finding in report.findings:
        yield f"linha {finding.line}: {_NAMES[finding.severity]} em {finding.place}: {finding.message} [{finding.rule}]"
    remedies = {finding.rule: finding.remedy for finding in report.findings}
    for rule in remedies:
        more = report.counts[rule] - sum(1 for finding in report.findings if finding.rule == rule)
        if more:
            yield f"… e mais {more} [{rule}]"
    if remedies:
        yield "O que fazer:"
        yield from (f"[{rule}] {remedy}" for rule, remedy in remedies.items())
    signed = report.verified
    if signed is None:
        yield "As assinaturas não foram verificadas com a chave: falta --public-key."
    else:
        yield f"Assinaturas: {signed.held} conferem, {signed.failed} não conferem, {signed.unknown} por verificar."
        if signed.failed and not signed.held:
            yield "Nenhuma assinatura confere: veja se a chave pública é mesmo a deste programa."
    numbers = ((report.number(severity), severity) for severity in _NAMES)
    counted = ", ".join(f"{n} {(_NAMES if n == 1 else _PLURALS)[severity]}" for n, severity in numbers)
    yield f"Resultado: {counted}."


def _as_json(report: Report) -> str:
    head, signed = report.header, report.verified
    return json.dumps(
        {
            "company": {"nif": head.nif, "name": head.name},
            "program": head.product,
            "basis": head.basis,
            "start": head.start.isoformat() if head.start else None,
            "end": head.end.isoformat() if head.end else None,
            "documents": {
                table: {"documents": sums.documents, "cancelled": sums.cancelled, "lines": sums.lines}
                for table, sums in report.documents.items()
            },
            "masters": dict(report.masters),
            "signatures": signed and {"held": signed.held, "failed": signed.failed, "unknown": signed.unknown},
            "errors": report.number("error"),
            "warnings": report.number("warning"),
            "notes": report.number("note"),
            "counts": dict(report.counts),
            "findings": [
                {
                    "severity": finding.severity,
                    "rule": finding.rule,
                    "place": finding.place,
                    "line": finding.line,
                    "message": finding.message,
                    "remedy": finding.remedy,
                }
                for finding in report.findings
            ],
        },
        ensure_ascii=False,
    )
