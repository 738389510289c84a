"""PostgreSQL goes away in the middle of an issue: told, nothing half done, and the next issue works."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from fiscal.signature import Signer
from models import db
from models.clock import SystemClock
from models.failures import StorageFailure
from models.keys import FileSigner
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue
from models.sales.tables import Document
from models.session import Session
from models.verify import verify
from tests.company import found


class Cutting:
    """A signer that cuts the connection of the issue that it signs for, once."""

    def __init__(self, signer: Signer, url: str) -> None:
        self._signer, self._url, self._cut = signer, url, False

    @property
    def public_pem(self) -> str:
        return self._signer.public_pem

    def sign(self, message: str) -> str:
        if not self._cut:
            self._cut = True
            with psycopg.connect(self._url) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        return self._signer.sign(message)


@pytest.mark.postgres
def test_a_connection_cut_in_the_middle_of_an_issue(postgres_url: str, tmp_path: Path) -> None:
    found(postgres_url, tmp_path)
    db.connect(postgres_url)
    try:
        signer = FileSigner(tmp_path / "keys" / "signing.pem")
        session = Session("ana", clock=SystemClock(), signer=Cutting(signer, postgres_url))
        draft = Draft("FS", [DraftLine("CAFE")], prices_include_tax=True)
        with pytest.raises(StorageFailure, match="ligação"):
            issue(draft, session)
        assert issue(draft, session) == "FS 2026A/1"
        assert [row.number for row in Document.select()] == ["FS 2026A/1"]
        assert verify().findings == ()
    finally:
        db.close()
