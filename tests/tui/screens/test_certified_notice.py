"""The notice of test mode: on every screen, until the key of a certified producer signs here."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from company import OPENING, found
from typing_keys import screen_text

from fiscal.producer import fingerprint
from models import db
from models.clock import FixedClock
from models.home import Home
from models.opening import session_of
from tui.app import BalcaoApp
from tui.screens.verify import VerifyScreen

NOTICE = "Modo de ensaio: programa ainda não certificado pela AT"


async def shown(home: Home) -> list[str]:
    """What stands on the sign-in and on a screen of work."""
    app = BalcaoApp(home, FixedClock(OPENING + timedelta(hours=1)))
    texts = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        texts.append(screen_text(app))
        app.session = session_of(home, "ana", app.clock)
        await app.push_screen(VerifyScreen())
        await pilot.pause(0.3)
        texts.append(screen_text(app))
    db.close()
    return texts


async def test_it_goes_only_with_the_producers_own_key(tmp_path: Path) -> None:
    found(f"sqlite:///{tmp_path / 'balcao.db'}", tmp_path)
    home = Home(tmp_path)
    assert [NOTICE in text for text in await shown(home)] == [True, True]
    lines = ['nome = "Casa do Software, Lda"', 'nif = "503504564"', 'produto = "Balcão"', 'certificado = "1234"']
    home.producer_file.write_text("\n".join([*lines, f'chave = "{"0" * 64}"']))
    assert [NOTICE in text for text in await shown(home)] == [True, True], "another key's"
    home.producer_file.write_text("\n".join([*lines, f'chave = "{fingerprint(home.signer.public_pem)}"']))
    assert [NOTICE in text for text in await shown(home)] == [False, False]
