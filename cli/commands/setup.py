"""balcao setup: sets a company up from a file, as the assistant does; for scripts."""

from __future__ import annotations

import argparse
from typing import Any

from cli.commands.issue import read_json
from fiscal.errors import Refusal
from models import db
from models.clock import SystemClock
from models.home import Home
from models.opening import open_company, session_of

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
    for key in data:
        if key not in KEYS:
            raise Refusal(f"Chave desconhecida «{key[:40]}»: as chaves são {', '.join(KEYS)}.", field=key[:40])
    series = data.get("series") or {}
    codes = series.get("codes", {}) if isinstance(series, dict) else {}
    values = {**data, "series": series.get("name") if isinstance(series, dict) else series}
    clock = SystemClock()
    open_company(home, clock, create=True)
    session = session_of(home, str(data.get("operator") or "").lower(), clock)
    with db.writing():
        name = set_up(values, session)
        for row in Series.select().where(Series.name == name):
            if code := codes.get(row.type):
                set_validation_code(int(row.id), str(code), session)
    print(f"Empresa configurada em {home.path}, com a série {name}.")
