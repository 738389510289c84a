"""The locked screen: covers everything, takes every key, and gives the place back to the right password only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import tui.attendance
from models.home import Home
from models.settings import BadSettings
from tests.journeys.shop_with_demo import Watching, barcodes, copied, documents, signed_in
from tests.typing_keys import but_the_clock, screen_text

NIF = "501964843"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copied(tmp_path)


def audited(home: Path) -> list[str]:
    with sqlite3.connect(home / "balcao.db") as base:
        return [row[0] for row in base.execute("SELECT action FROM audit ORDER BY id")]


async def half_a_sale(clerk: Watching, home: Path) -> None:
    (first,) = barcodes(home, 1)
    await clerk.types("vb")
    await clerk.sees("Leia o código de barras")
    await clerk.types(f"{NIF}<enter>{first}<enter>2*pão")
    await clerk.sees("2*pão")


async def test_locked_at_once_nothing_is_seen_and_the_password_leads_back(home: Path) -> None:
    async with signed_in(home) as clerk:
        await half_a_sale(clerk, home)
        before = screen_text(clerk.pilot.app)
        assert NIF in before
        await clerk.types("<ctrl+q>")
        shown = await clerk.sees("Este posto está bloqueado por dono")
        assert NIF not in shown
        assert "pão" not in shown
        assert "Artigo" not in shown
        shown = await clerk.types("errada<enter>")
        assert "Palavra-passe errada" in shown
        assert "errada\n" not in shown
        await clerk.types("balcao<enter>")
        await clerk.sees("2*pão")
        assert but_the_clock(screen_text(clerk.pilot.app)) == but_the_clock(before)
    assert audited(home)[-2:] == ["unlock.refused", "unlock"]


async def test_every_key_typed_while_locked_goes_to_the_password(home: Path) -> None:
    """F10, go-to, help, park, function keys and a whole sale typed ahead reach nothing beneath."""
    sold = len(documents(home))
    async with signed_in(home) as clerk:
        await half_a_sale(clerk, home)
        before = screen_text(clerk.pilot.app)
        await clerk.types("<alt+q>")
        await clerk.sees("bloqueado por dono")
        for keys in ("<f10>", "<ctrl+p>", "<ctrl+g>", ":fatura<enter>", "<f1>?", "<f9>", "<f2>", "<f4>", "<f12>"):
            await clerk.types(keys)
            await clerk.pilot.pause(0.1)
            shown = screen_text(clerk.pilot.app)
            assert NIF not in shown
            assert "bloqueado" in shown, keys
            if "Voltar" in shown and "Outro operador" in shown:
                await clerk.types("v")
        await clerk.types("<ctrl+q><ctrl+u>balcao<enter>")
        await clerk.sees("2*pão")
        assert but_the_clock(screen_text(clerk.pilot.app)) == but_the_clock(before)
    assert len(documents(home)) == sold


async def test_five_wrong_ones_and_one_has_to_wait(home: Path) -> None:
    async with signed_in(home) as clerk:
        await clerk.types("<ctrl+q>")
        await clerk.sees("bloqueado")
        for _ in range(5):
            await clerk.types("errada<enter>")
            await clerk.sees("Palavra-passe errada")
        await clerk.types("balcao<enter>")
        shown = await clerk.sees("Demasiadas tentativas: espere")
        assert "bloqueado" in shown
    assert audited(home)[-5:] == ["unlock.refused"] * 5


async def test_it_locks_by_itself(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Home(home).save_settings({**Home(home).settings(), "bloqueio": 2})
    monkeypatch.setattr(tui.attendance, "MINUTE", 0.25)
    async with signed_in(home, seeing="bloqueado por dono") as clerk:
        assert "Vendas" not in screen_text(clerk.pilot.app)


async def test_settings_spoilt_while_it_runs_do_not_keep_it_from_locking(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tui.attendance, "MINUTE", 0.1)
    async with signed_in(home, seeing="") as clerk:
        (home / "balcao.toml").write_text("bloqueio = muito\n", encoding="utf-8")
        await clerk.sees("bloqueado por dono")
    (home / "balcao.toml").unlink()


async def test_with_0_minutes_it_never_does(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Home(home).save_settings({**Home(home).settings(), "bloqueio": 0})
    monkeypatch.setattr(tui.attendance, "MINUTE", 0.001)
    async with signed_in(home) as clerk:
        await clerk.pilot.pause(0.5)
        assert "bloqueado" not in screen_text(clerk.pilot.app)


async def test_also_over_a_dialog_and_over_a_card(home: Path) -> None:
    async with signed_in(home) as clerk:
        await clerk.types("ec")
        await clerk.sees("clientes")
        await clerk.types("<f2>")
        await clerk.sees("Código postal")
        await clerk.types("X<enter><enter>501964843<escape>")
        await clerk.sees("Sair sem gravar?")
        await clerk.types("<ctrl+q>")
        shown = await clerk.sees("bloqueado")
        assert NIF not in shown
        await clerk.types("balcao<enter>")
        await clerk.sees("Sair sem gravar?")
        await clerk.types("c")
        await clerk.sees("501964843")


async def test_another_operator_takes_the_terminal_and_the_first_comes_back_later(home: Path) -> None:
    """Rui sees nothing of the sale, neither on the screen nor among the drafts; dono finds it to the letter."""
    async with signed_in(home) as clerk:
        await clerk.types("nu")
        await clerk.sees("Administrador")
        await clerk.types("<f2>")
        await clerk.sees("provisória")
        await clerk.types("rui<enter>Rui<enter>segredo<f10>")
        await clerk.sees("rui")
        await clerk.types("<escape>")
        await clerk.sees("Hoje,")
        await clerk.types("<escape>")
        await half_a_sale(clerk, home)
        before = screen_text(clerk.pilot.app)
        await clerk.types("<ctrl+q>")
        await clerk.sees("bloqueado")
        await clerk.types("<escape>")
        await clerk.sees("Outro operador")
        await clerk.types("o")
        await clerk.sees("Operador")
        await clerk.types("rui<enter>segredo<enter>")
        await clerk.sees("primeira entrada")
        await clerk.types("segredo<enter>segredo de rui<enter>segredo de rui<enter>")
        shown = await clerk.sees("Hoje,")
        assert "rascunho" not in shown
        await clerk.types("vb")
        shown = await clerk.sees("Leia o código de barras")
        assert NIF not in shown
        await clerk.types("<f9>")
        await clerk.sees("Nenhum rascunho")
        await clerk.types("<escape>")
        await clerk.sees("Leia o código")
        await clerk.types("<escape>")
        await clerk.sees("Hoje,")
        await clerk.types("<f8>")
        await clerk.sees("Palavra-passe")
        await clerk.types("dono<enter>balcao<enter>")
        shown = await clerk.sees("Retomado onde estava: Balcão")
        back, was = (but_the_clock(text.split("Artigo ▸")[0]) for text in (shown.split("Retomado")[0], before))
        assert back == was
        assert "2*pão" in shown


async def test_the_minutes_are_set_on_the_screen_0_too(home: Path) -> None:
    async with signed_in(home) as clerk:
        await clerk.types("nc")
        shown = await clerk.sees("Bloqueia ao fim de")
        assert shown.split("Bloqueia ao fim de")[1].split()[:2] == ["*", "10"]
        await clerk.types("<pagedown><up><up>0<f10>")
        await clerk.sees("Hoje,")
    assert Home(home).settings()["bloqueio"] == 0


def test_a_setting_that_is_no_number_of_minutes_is_refused_by_name(home: Path) -> None:
    (home / "balcao.toml").write_text('bloqueio = "cedo"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match="bloqueio"):
        Home(home).settings()
    (home / "balcao.toml").write_text("bloqueio = -1\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="de 0 a 1440"):
        Home(home).settings()
