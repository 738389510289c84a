"""T14: names with markup, escape codes and invisible characters, in every screen; nothing of them drives a terminal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from models import db
from models.catalogue.articles import save_article
from models.clock import SystemClock
from models.home import Home
from models.opening import open_company, session_of
from models.parties.customers import save_customer
from models.sales.cancel import cancel
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.issue import issue
from tests.journeys.shop_with_demo import copied
from tests.journeys.terminal import Terminal

NASTY = (
    "[red]Olá[/red]",
    "[/x] Lda",
    "\x1b]52;c;cm0gLXJm\x07Clip",
    "\x1b[2JApaga",
    "\x9b31mOito",
    "Gato\u202exslx.exe",
    "Ze\u200bro\x00 Lda",
    "漢字 e\u0301 😀",
)
SHOWN = (
    "[red]Olá[/red]",
    "[/x] Lda",
    "]52;c;cm0gLXJmClip",
    "[2JApaga",
    "31mOito",
    "Gatoxslx.exe",
    "Zero Lda",
    "漢字 é 😀",
)
"""As they must read: what cannot be seen is gone, what can be seen is as typed."""
FORBIDDEN = (b"\x1b]52", b"\x9b31", b"\x07Clip", "\u202e".encode(), "\u200b".encode(), b"\x1b[2JApaga", b"\x00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Customers, articles and documents with such names, made through the verbs."""
    home = copied(tmp_path)
    clock = SystemClock()
    open_company(Home(home), clock)
    session = session_of(Home(home), "dono", clock)
    for n, name in enumerate(NASTY):
        save_customer(None, {"code": f"Z{n}", "name": name, "address": name, "city": name, "phone": name}, session)
        save_article(None, {"code": f"ZZ{n}", "description": name, "price": Decimal("1.00")}, session)
        draft = Draft("FT", [DraftLine(f"ZZ{n}")], prices_include_tax=True, notes=name)
        draft.customer = DraftCustomer(code=f"Z{n}")
        draft.lines.append(
            replace(draft.lines[0], code=f"LIVRE{n}", description=name, unit="UN", price=Decimal(1), tax="NOR")
        )
        number = issue(draft, session)
        if n % 2:
            cancel(number, name, session)
    db.close()
    return home


def test_no_screen_and_no_byte_is_driven_by_a_name(home: Path) -> None:
    till = Terminal(home, columns=120, rows=40)
    try:
        till.sign_in()
        till.types("ec")
        for name in SHOWN:
            till.sees(name[:12] if "漢" not in name else "漢")
        till.types("Z0\r")
        till.sees("Condição de pagamento")
        till.types("\x1b")
        till.sees("Clientes")
        till.types("\x1b\x1b\x1b[D")
        till.sees("Hoje,")
        till.types("sa")
        till.sees("Artigos")
        till.types("ZZ")
        for name in SHOWN[:7]:
            till.sees(name[:12])
        till.types("\x1b\x1b")
        till.sees("Hoje,")
        till.types("\x1b[D")
        till.types("vo")
        till.sees("ANULADO")
        till.types("\r")
        till.sees("Percorrer")
        for _ in range(7):
            till.types("\x1b")
            till.sees("Escreva para procurar")
            till.types("\x1b[B\r")
            till.sees("Percorrer")
        till.listen(0.3)
        assert till.alive
    finally:
        till.kill()
    for sequence in FORBIDDEN:
        assert sequence not in till.stream, sequence
