"""balcao verify: proves that nothing was altered, or says where it was."""

from __future__ import annotations

import argparse
import json
from typing import Any

from cli.progress import shown
from cli.session import opened
from fiscal.text import clean
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("verify", parents=[shared], help="verificar cadeia, números, totais e registos")
    command.add_argument("--json", action="store_true", help="o resultado como objeto JSON")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> int:
    from models.integrity.block import check_whole

    session = opened(home, given)
    with shown("registos") as told:
        verdict = check_whole(session, told)
    if given.json:
        findings = [{"place": f.place, "message": f.message} for f in verdict.findings]
        print(
            json.dumps(
                {"documents": verdict.documents, "audited": verdict.audited, "findings": findings}, ensure_ascii=False
            )
        )
    else:
        for finding in verdict.findings:
            print(clean(f"{finding.place}: {finding.message}"))
        state = "Está tudo certo" if not verdict.findings else f"{len(verdict.findings)} problema(s)"
        print(f"{state}: {verdict.documents} documentos e {verdict.audited} linhas de auditoria verificados.")
    return 1 if verdict.findings else 0
