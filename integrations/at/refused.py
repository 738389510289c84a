"""Which passwords AT has refused: never sent again, by any process of this company, until they are changed."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Protocol

from integrations.at.security import Credential

_SCRYPT = {"n": 2**14, "r": 8, "p": 1}


class Refused(Protocol):
    """Remembers refused credentials."""

    def holds(self, credential: Credential) -> bool: ...

    def add(self, credential: Credential) -> None: ...

    def forget(self, credential: Credential) -> None: ...


class RefusedInMemory:
    """For one process."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str]] = set()

    def holds(self, credential: Credential) -> bool:
        return (credential.user, credential.password) in self._known

    def add(self, credential: Credential) -> None:
        self._known.add((credential.user, credential.password))

    def forget(self, credential: Credential) -> None:
        self._known.discard((credential.user, credential.password))


class RefusedInFile:
    """Beside at.toml, mode 0600. Of a password only a salted scrypt digest is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def holds(self, credential: Credential) -> bool:
        kept = self._read().get(credential.user)
        if kept is None:
            return False
        salt, digest = bytes.fromhex(kept[0]), bytes.fromhex(kept[1])
        return hmac.compare_digest(digest, _digest(credential, salt))

    def add(self, credential: Credential) -> None:
        salt = secrets.token_bytes(16)
        self._write({**self._read(), credential.user: [salt.hex(), _digest(credential, salt).hex()]})

    def forget(self, credential: Credential) -> None:
        kept = self._read()
        if kept.pop(credential.user, None):
            self._write(kept)

    def _read(self) -> dict[str, list[str]]:
        with contextlib.suppress(OSError, ValueError, TypeError):
            found = json.loads(self._path.read_text(encoding="ascii"))
            return {str(user): [str(salt), str(digest)] for user, (salt, digest) in found.items()}
        return {}

    def _write(self, kept: dict[str, list[str]]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._path)


def _digest(credential: Credential, salt: bytes) -> bytes:
    return hashlib.scrypt(credential.password.encode("utf-8"), salt=salt, dklen=32, **_SCRYPT)
