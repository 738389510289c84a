"""A company's home on this machine: the folder with its database, key, tables and this terminal's settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import settings

if TYPE_CHECKING:
    from fiscal.tables import Tables
    from models.keys import FileSigner


TRAINING_FOLDER = "formacao"
"""The folder of the training company, inside the home of the real one."""


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
        from models.keys import FileSigner

        return FileSigner(self.path / "keys" / "signing.pem")

    @property
    def tables(self) -> Tables:
        from fiscal.tables import tables

        return tables(self.path / "fiscal")

    @property
    def themes(self) -> Path:
        """The user's own themes, ``temas/*.toml``."""
        return self.path / "temas"

    @property
    def keys_file(self) -> Path:
        """The user's own keys."""
        return self.path / "teclas.toml"

    @property
    def settings_file(self) -> Path:
        return self.path / "balcao.toml"

    def settings(self) -> dict[str, Any]:
        """This terminal's settings. Raises BadSettings with file, key and what was expected."""
        return settings.read(self.settings_file)

    def save_settings(self, chosen: dict[str, Any]) -> None:
        """Writes balcao.toml whole (under a temporary name, then renamed)."""
        import tomli_w

        self.path.mkdir(parents=True, exist_ok=True)
        temporary = self.settings_file.with_suffix(".toml.novo")
        temporary.write_text(tomli_w.dumps(chosen), encoding="utf-8")
        temporary.replace(self.settings_file)


def is_training(home: Home) -> bool:
    """Whether it is the home of a training company (Despacho 8632/2014, 1.5)."""
    return home.path.name == TRAINING_FOLDER
