"""A company's home on this machine: the folder with its database, key, tables and this terminal's settings."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fiscal.errors import Refusal
from fiscal.tables import Tables, tables
from models.keys import FileSigner

SETTINGS: dict[str, tuple[type, str]] = {
    "base": (str, "URL da base de dados (sqlite:///… ou postgresql://…)"),
    "terminal": (str, "nome deste posto"),
    "impressora": (str, "endereço da impressora de talões (tcp://…, serial://…, file://…)"),
    "perfil": (str, "perfil da impressora de talões"),
    "papel": (str, "A4 ou talão: o que se imprime ao emitir"),
    "gaveta": (bool, "abrir a gaveta ao receber numerário"),
    "tema": (str, "tema de cores"),
    "demonstracao": (str, "texto a mostrar na entrada de uma empresa de demonstração"),
}
"""What ``balcao.toml`` may hold: name, type, meaning."""


class BadSettings(Refusal):
    """balcao.toml cannot be used."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one company."""

    path: Path

    @classmethod
    def find(cls, given: str | None = None) -> Home:
        """``given``, else BALCAO_HOME, else the user's data folder."""
        chosen = given or os.environ.get("BALCAO_HOME")
        if chosen:
            return cls(Path(chosen).expanduser().absolute())
        from platformdirs import user_data_path

        return cls(user_data_path("balcao"))

    @property
    def database_url(self) -> str:
        """BALCAO_DATABASE, else ``base`` of balcao.toml, else the SQLite file of the home."""
        own = f"sqlite:///{self.path / 'balcao.db'}"
        return os.environ.get("BALCAO_DATABASE") or str(self.settings().get("base") or own)

    @property
    def signer(self) -> FileSigner:
        return FileSigner(self.path / "keys" / "signing.pem")

    @property
    def tables(self) -> Tables:
        return tables(self.path / "fiscal")

    @property
    def settings_file(self) -> Path:
        return self.path / "balcao.toml"

    def settings(self) -> dict[str, Any]:
        """This terminal's settings. Raises BadSettings with file, key and what was expected."""
        path = self.settings_file
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise BadSettings(f"{path.name} não se consegue ler: {error}.", rule="settings") from error
        try:
            found = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadSettings(f"{path.name} tem um erro de escrita: {error}.", rule="settings") from error
        for key, value in found.items():
            expected, meaning = SETTINGS.get(key, (None, ""))
            if expected is None:
                raise BadSettings(
                    f"{path.name}: chave desconhecida «{key}». As chaves são {', '.join(SETTINGS)}.",
                    field=key,
                    rule="settings",
                )
            if not isinstance(value, expected):
                kind = "true ou false" if expected is bool else "texto entre aspas"
                raise BadSettings(f"{path.name}: «{key}» ({meaning}) tem de ser {kind}.", field=key, rule="settings")
        return found

    def save_settings(self, settings: dict[str, Any]) -> None:
        """Writes balcao.toml whole (under a temporary name, then renamed)."""
        import tomli_w

        self.path.mkdir(parents=True, exist_ok=True)
        temporary = self.settings_file.with_suffix(".toml.novo")
        temporary.write_text(tomli_w.dumps(settings), encoding="utf-8")
        temporary.replace(self.settings_file)
