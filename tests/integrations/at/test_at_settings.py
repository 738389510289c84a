"""The settings of AT as a form: what is typed goes into at.toml (0600) or only into the session, never into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from company import Lojinha, refusal

from integrations.at import config
from integrations.at.settings import at_form, warnings
from integrations.at.values import Service
from models.home import Home
from models.outbox.modes import mode
from tests.at_server import identity

TYPED: dict[str, Any] = {
    "at.faturas": "servico", "at.transporte": "ficheiro", "at.series": "servico",
    "utilizador.faturas": "509964435/2", "senha.faturas": "segredo", "utilizador.transporte": "", "senha.transporte": "",
    "utilizador.series": "509964435/1", "senha.series": "outro", "guardar": True, "ambiente": "producao",
    "certificado": "", "chave": "", "senha_certificado": identity.PFX_PASSWORD, "chave_at": "",
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "casa")


def typed(world: identity.Identity, **others: Any) -> dict[str, Any]:
    return {**TYPED, "certificado": str(world.client_pfx), "chave_at": str(world.at_key), **others}


def test_what_is_typed_is_what_is_used(company: Lojinha, home: Home, world: identity.Identity) -> None:
    assert at_form(home).save(typed(world), company.session) == {}
    path = home.path / "at" / "at.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    found = config.read(home.path, {})
    assert found.environment == "producao"
    assert (found.credential(Service.INVOICES).user, found.credential(Service.INVOICES).password) == (
        "509964435/2", "segredo",
    )  # fmt: skip
    assert (mode("faturas"), mode("transporte"), mode("series")) == ("servico", "ficheiro", "servico")
    loaded = at_form(home).load(None)
    assert (loaded["utilizador.faturas"], loaded["senha.faturas"], loaded["guardar"]) == ("509964435/2", "", True)


def test_an_empty_password_leaves_the_one_that_is_there(company: Lojinha, home: Home, world: identity.Identity) -> None:
    at_form(home).save(typed(world), company.session)
    path = home.path / "at" / "at.toml"
    path.write_text("ligar = 7\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    at_form(home).save(typed(world, **{"senha.faturas": "", "senha_certificado": ""}), company.session)
    found = config.read(home.path, {})
    assert (found.credential(Service.INVOICES).password, found.certificate_password) == ("segredo", "senha do pfx")
    assert found.connect_seconds == 7, "what the form does not show stays"


def test_passwords_that_are_not_to_be_kept_are_in_no_file(
    company: Lojinha, home: Home, world: identity.Identity
) -> None:
    at_form(home).save(typed(world), company.session)
    for_now = at_form(home).save(typed(world, guardar=False), company.session)
    assert for_now == {"BALCAO_AT_SENHA_FATURAS": "segredo", "BALCAO_AT_SENHA_SERIES": "outro"}
    assert "segredo" not in (home.path / "at" / "at.toml").read_text(encoding="utf-8")
    assert config.read(home.path, for_now).credential(Service.INVOICES).password == "segredo"
    assert at_form(home).load(None)["guardar"] is False


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"certificado": "/nada/cliente.pfx"}, "certificado"),
        ({"senha_certificado": "errada"}, "certificado"),
        ({"chave_at": "/nada/chave.cer"}, "chave_at"),
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(
    company: Lojinha, home: Home, world: identity.Identity, wrong: dict[str, str], field: str
) -> None:
    assert refusal(lambda: at_form(home).save(typed(world, **wrong), company.session)).field == field
    assert not (home.path / "at" / "at.toml").exists()
    assert mode("faturas") == "ficheiro"


def test_a_certificate_that_is_good_for_long_says_nothing(
    company: Lojinha, home: Home, world: identity.Identity
) -> None:
    assert warnings(home.path) == []
    at_form(home).save(typed(world), company.session)
    assert warnings(home.path) == []


def test_a_certificate_that_ends_in_twenty_days_is_told(
    company: Lojinha, home: Home, world: identity.Identity, tmp_path: Path
) -> None:
    import datetime as dt

    key = identity.new_key()
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=20, hours=1)
    made = identity.certificate("509964435", key, client=True, ends=ends)
    path = identity.write_private(tmp_path / "curto.pfx", identity.pfx(key, made))
    at_form(home).save(typed(world, certificado=str(path)), company.session)
    (told,) = warnings(home.path)
    assert told.startswith("O certificado de cliente da AT acaba daqui a 20 dias")
