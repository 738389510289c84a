"""Where this installation's signing key comes from: a file of mode 0600, made at first use, never in the database."""

from __future__ import annotations

import os
from pathlib import Path

from fiscal.errors import Refusal
from fiscal.signature import KeySigner, generate_key


class NoSigner:
    """A session that may not issue (reading, reports)."""

    @property
    def public_pem(self) -> str:
        raise Refusal("Esta sessão não tem chave de assinatura: não pode emitir documentos.", rule="C4")

    def sign(self, message: str) -> str:
        raise Refusal("Esta sessão não tem chave de assinatura: não pode emitir documentos.", rule="C4")


class FileSigner:
    """Signs with the key in ``path``; the key is read, or made, at the first signature and stays in memory.

    create: whether to make a key where there is none.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self._path = path
        self._create = create
        self._signer: KeySigner | None = None

    def __repr__(self) -> str:
        return f"FileSigner({self._path.name})"

    @property
    def public_pem(self) -> str:
        return self._loaded().public_pem

    def sign(self, message: str) -> str:
        return self._loaded().sign(message)

    def _loaded(self) -> KeySigner:
        if self._signer is None:
            if not self._path.exists():
                if not self._create:
                    raise Refusal(
                        f"Falta a chave do produtor ({self._path.name}): reponha-a com «balcao key import».", rule="C4"
                    )
                _create(self._path)
            mode = self._path.stat().st_mode
            if mode & 0o077:
                raise Refusal(
                    f"A chave {self._path.name} pode ser lida por outros: corra «chmod 600» sobre ela antes de emitir.",
                    rule="C4",
                )
            try:
                self._signer = KeySigner(self._path.read_bytes())
            except (OSError, ValueError, TypeError) as error:
                raise Refusal(
                    f"A chave de assinatura {self._path.name} não se consegue ler: reponha-a da cópia de segurança.",
                    rule="C4",
                ) from error
        return self._signer


def _create(path: Path) -> None:
    """Writes a new key whole under a temporary name, then links it: of two programs that start at once, one wins."""
    temporary = write_key(path, generate_key())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink(missing_ok=True)


def write_key(path: Path, private_pem: bytes) -> Path:
    """Writes a key beside ``path`` under a temporary name, mode 0600 and on the disk; gives that name."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private_pem)
        file.flush()
        os.fsync(file.fileno())
    return temporary
