"""balcao setup: sets a company up from a file, as the assistant does; for scripts."""

from __future__ import annotations

import argparse
from typing import Any

from cli.commands.issue import read_json
from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from models import db
from models.clock import SystemClock
from models.home import Home
from models.opening import open_company, session_of
from models.sales.draft_file import check_keys

KEYS = (
    "nif", "name", "address", "postal_code", "city", "region", "regime", "retailer", "phone", "email", "register",
    "operator", "operator_name", "password", "series",
)  # fmt: skip


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("setup", parents=[shared], help="configurar uma empresa a partir de um ficheiro JSON")
    command.add_argument("--file", required=True, metavar="FICHEIRO", help="ficheiro JSON, ou - para a entrada padrão")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from models.company.setup import set_up
    from models.series.series import set_validation_code
    from models.series.tables import Series

    data = read_json(given.file)
    if not isinstance(data, dict):
        raise Refusal("O ficheiro tem de ser um objeto com chaves e valores.", rule="file")
    check_keys(data, KEYS)
    _check_texts(data)
    name, codes = _series(data.get("series"))
    values = {**data, "series": name}
    clock = SystemClock()
    open_company(home, clock, create=True)
    session = session_of(home, str(data.get("operator") or "").lower(), clock)
    with db.writing():
        name = set_up(values, session)
        for row in Series.select().where(Series.name == name):
            if code := codes.get(row.type):
                set_validation_code(int(row.id), code, session)
    print(f"Empresa configurada em {home.path}, com a série {name}.")


def _check_texts(data: dict[str, Any]) -> None:
    """Each value of its type: «não» between quotes is no false, and a list is no name."""
    for key, value in data.items():
        if key == "series" or value is None:
            continue
        expected, kind = (bool, "true ou false") if key == "retailer" else (str, "texto entre aspas")
        if not isinstance(value, expected):
            raise Refusal(f"«{key}» tem de ser {kind}.", field=key, rule="file")


def _series(given: Any) -> tuple[str | None, dict[str, str]]:
    """The series' name and AT's codes by document type, from ``"2026A"`` or ``{"name": …, "codes": {…}}``."""
    if given is None or isinstance(given, str):
        return given, {}
    codes = (given.get("codes") or {}) if isinstance(given, dict) else None
    name = given.get("name") if isinstance(given, dict) else None
    if not isinstance(codes, dict) or not isinstance(name, str | None):
        raise Refusal('«series» tem de ser {"name": "2026A", "codes": {"FT": "…"}}.', field="series", rule="file")
    check_keys(given, ("name", "codes"), "series")
    for kind, code in codes.items():
        if kind not in TYPES or not isinstance(code, str):
            raise Refusal(
                f"«series.codes.{kind[:10]}»: escreva o código, entre aspas, de um destes tipos: {', '.join(TYPES)}.",
                field="series.codes",
                rule="file",
            )
    return name, codes
