"""How the company tells AT, service by service: through the web service, or some other way that nothing here waits for."""

from __future__ import annotations

from models import db
from models.outbox.kinds import FATURAS, SERIES_SERVICE, TRANSPORTE

BY_SERVICE = "servico"
MODES = {
    FATURAS: (("ficheiro", "Ficheiro SAF-T mensal"), (BY_SERVICE, "Serviço web, logo que emitidas")),
    TRANSPORTE: (
        ("dispensado", "Não obrigada (até 100 000 € por ano)"),
        ("ficheiro", "Ficheiro ou portal"),
        (BY_SERVICE, "Serviço web, ao emitir"),
    ),
    SERIES_SERVICE: (("manual", "Portal das Finanças, código escrito à mão"), (BY_SERVICE, "Serviço web, ao criar")),
}
"""What may be chosen for each service; the first is what counts until somebody chooses."""


def key(service: str) -> str:
    """The company's setting that holds the choice."""
    return f"at.{service}"


def mode(service: str) -> str:
    """How ``service`` is told, as chosen by the company."""
    mark = "%s" if db.on_postgres() else "?"
    row = db.database.execute_sql(f"SELECT value FROM setting WHERE key = {mark}", (key(service),)).fetchone()  # noqa: S608
    return str(row[0]) if row else MODES[service][0][0]


def by_service(service: str) -> bool:
    return mode(service) == BY_SERVICE


def any_by_service() -> bool:
    """Whether anything at all is told from here."""
    return any(by_service(service) for service in MODES)
