"""Alt+X through the real program: a draft's cents, a refusal's law, an issued document whole."""

from __future__ import annotations

from pathlib import Path

from models import db
from tests.tui.screens.test_lists_used import Desk
from tests.tui.screens.test_saft_screens import home as home  # the fixture: one FS of 12,30 issued
from tests.tui.screens.test_screens_look import Shown, _entry


async def test_a_refusal_names_its_law_and_a_draft_its_cents(home: Path) -> None:
    app = Shown(home, _entry("V", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        await app.open_wanted()
        desk = Desk(app, pilot)
        await desk.sees("Artigo ▸")
        await desk.types("2*cafe<enter>")
        await desk.sees("Café em grão")
        await desk.types("<alt+x>")
        shown = await desk.sees("Como se chega aos valores")
        assert "2 UN × 12,30 = 24,60 (com imposto)" in shown
        assert "Total: 20,00 € + 4,60 € = 24,60 €" in shown
        await desk.types("<escape>")
        await desk.sees("Artigo ▸")
        await desk.types("cafe-150%<enter>")
        await desk.sees("entre 0 e 100 %")
        await desk.types("<alt+x>")
        await desk.sees("Porque foi recusado")
        await desk.sees("3.2.8")
        await desk.types("<escape>")
    db.close()


async def test_a_refusal_says_rule_and_law(home: Path) -> None:
    app = Shown(home, _entry("F", "N"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        await app.open_wanted()
        desk = Desk(app, pilot)
        await desk.sees("Nome da série")
        await desk.types("<enter>2026A<f10>")
        await desk.sees("já existe e não é de 2027")
        await desk.types("<alt+x>")
        await desk.sees("Porque foi recusado")
        await desk.sees("Está em: Despacho 8632/2014, 1.6, 1.8 e 2.3.3.")
    db.close()


async def test_an_issued_document_whole(home: Path) -> None:
    app = Shown(home, _entry("V", "O"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        await app.open_wanted()
        desk = Desk(app, pilot)
        await desk.sees("FS 2026A/1")
        await desk.types("<enter>")
        await desk.sees("F11 Imprimir")
        await desk.types("<alt+x>")
        await desk.sees("COMO SE CHEGOU AOS VALORES")
        await desk.types("<end>")
        await desk.sees("</Invoice>")
    db.close()


async def test_what_a_field_itself_refuses_is_explained_too(home: Path) -> None:
    """A customer's NIF with a wrong last digit: the field says what is wrong, Alt+X which rule it is."""
    app = Shown(home, _entry("E", "C"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        await app.open_wanted()
        desk = Desk(app, pilot)
        await desk.types("<f2>")
        await desk.sees("Código postal")
        await desk.types("NOVO<enter><enter>123456780<enter>")
        await desk.sees("o último dígito devia ser 9")
        await desk.types("<alt+x>")
        shown = await desk.sees("Porque foi recusado")
        assert "CIVA, 36.º n.º 5 a)" in shown
    db.close()
