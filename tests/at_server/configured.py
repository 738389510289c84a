"""A company's home configured for the stand-in: at.toml as its owner would write it."""

from __future__ import annotations

from pathlib import Path

from tests.at_server import identity
from tests.at_server.security import User
from tests.at_server.server import PASSWORD, AtServer

SERVICES = ("series", "faturas", "transporte")


def configure(home: Path, server: AtServer, nif: str, password: str = PASSWORD) -> Path:
    """Writes at.toml for the company of ``nif``, whose sub-user the stand-in knows by the right password."""
    user = f"{nif}/1"
    server.gate.users[user] = User(PASSWORD, frozenset({"WSE", "WFA", "WDT"}))
    world = server.identity
    path = home / "at" / "at.toml"
    path.parent.mkdir(exist_ok=True)
    path.touch(mode=0o600)
    addresses = "\n".join(f'{name} = "{server.address(name)}"' for name in (*SERVICES, "autofaturacao"))
    credentials = "\n".join(f'[credenciais.{name}]\nutilizador = "{user}"\nsenha = "{password}"' for name in SERVICES)
    path.write_text(
        f'certificado = "{world.client_pfx}"\nsenha_certificado = "{identity.PFX_PASSWORD}"\n'
        f'chave_at = "{world.at_key}"\nautoridades = "{world.authority}"\n'
        f"ligar = 5\nresponder = 10\n[enderecos]\n{addresses}\n{credentials}\n",
        encoding="utf-8",
    )
    return path
