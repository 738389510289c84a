"""Asked before every document: whether anything may be issued now."""

from __future__ import annotations

from datetime import datetime

from fiscal.errors import Refusal
from models.integrity.block import blocked
from models.integrity.room import check_room


def check_may_issue(now: datetime) -> None:
    """Raises Refusal while issuing is blocked (C35), or the disk is nearly full and nothing was archived (C24)."""
    found = blocked()
    if found is not None:
        raise Refusal(
            f"A emissão está bloqueada desde {found.since:%d-%m-%Y %H:%M}: a base de dados foi alterada ({found.first}). Fale "
            "com o produtor; depois do parecer dele, um administrador desbloqueia em Fiscal > Verificar cadeia.",
            rule="C35",
        )
    check_room(now)
