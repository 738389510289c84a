"""The real screens, at 80x24 and 120x40, on a small company whose clock stands still. Look before accepting new pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from models import db
from models.catalogue.articles import save_article
from models.catalogue.families import save_family
from models.catalogue.form import load
from models.catalogue.tables import Article
from models.clock import FixedClock
from models.home import Home
from models.opening import session_of
from models.parties.suppliers import save_supplier
from models.purchases.sellers import save_seller
from models.sales.cancel import cancel
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.issue import issue
from models.sales.keep import keep
from models.work import how_far
from tests.company import OPENING, found
from tests.tui.screens.fixed_key import put_key
from tests.typing_keys import type_text
from tui.app import BalcaoApp
from tui.menu import MENU
from tui.screens.document import DocumentScreen
from tui.widgets.progress import ProgressDialog

SIZE = (80, 24)
SIZES = {"80": SIZE, "120": (120, 40)}
THEMED = ("invoice_cell", "documents", "till")
THEMES = ("escuro", "claro", "contraste", "fosforo", "mono")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lojinha with four documents of the day, one cancelled, and a draft; families, and who sells the coffee."""
    folder = tmp_path_factory.mktemp("lojinha") / "loja"
    folder.mkdir()
    put_key(folder / "keys" / "signing.pem")
    found(f"sqlite:///{folder / 'balcao.db'}", folder)
    clock = FixedClock(OPENING)
    db.connect(f"sqlite:///{folder / 'balcao.db'}")
    session = session_of(Home(folder), "ana", clock)

    for code, name, parent in (("BEB", "Bebidas", ""), ("VIN", "Vinhos", "BEB"), ("MER", "Mercearia", "")):
        save_family(None, {"code": code, "name": name, "parent": parent}, session)
    for code, name, nif in (
        ("TORRA", "Torrefação do Norte, Lda", "501964843"),
        ("GROS", "Grossista, S.A.", "503504564"),
    ):
        save_supplier(None, {"code": code, "name": name, "nif": nif}, session)
    coffee = {"article": "CAFE", "supplier": "TORRA", "supplier_code": "TX-9", "price": Decimal("7.50")}
    save_seller(None, {**coffee, "minimum": Decimal(6), "lead_days": Decimal(3)}, session)
    save_seller(None, {"article": "CAFE", "supplier": "GROS"}, session)

    def sold(kind: str, *lines: DraftLine, **head: Any) -> str:
        clock.at += timedelta(minutes=7)
        return issue(Draft(kind, list(lines), prices_include_tax=True, **head), session)

    sold("FS", DraftLine("CAFE"), DraftLine("LEITE", quantity=Decimal(6)))
    sold("FT", DraftLine("VINHO", quantity=Decimal(12), discount="10%"), customer=DraftCustomer(code="PADARIA"))
    wrong = sold("FS", DraftLine("SACO", quantity=Decimal(3)))
    cancel(wrong, "Venda não concluída", session)
    sold("FR", DraftLine("FORM", quantity=Decimal(2), price=Decimal("15.65")), customer=DraftCustomer(code="MARIA"))
    milk = Article.get(Article.code == "LEITE").id
    save_article(milk, {**load(milk), "minimum": Decimal(24), "maximum": Decimal(96)}, session)
    keep(
        Draft("FT", [DraftLine("MAO", "Mão de obra", Decimal(3), "H", Decimal(20), tax="NOR")], operation="rascunho"),
        session,
    )
    db.close()
    return folder


class Shown(BalcaoApp):
    """The program with Ana already signed in and one screen open."""

    def __init__(self, home: Path, screen: Callable[[], Screen[Any]] | None) -> None:
        clock = FixedClock(OPENING + timedelta(hours=1))
        super().__init__(Home(home), clock)
        self._wanted = screen

    async def open_wanted(self) -> None:
        if self._wanted is not None:
            self.session = session_of(self.home, "ana", self.clock)
            await self.push_screen(self._wanted())


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(made, tmp_path / "loja")
    yield tmp_path / "loja"
    db.close()


def _entry(area: str, letter: str) -> Callable[[], Screen[Any]]:
    return next(e.open for a in MENU if a.letter == area for e in a.entries if e.letter == letter)


def _menu() -> Screen[Any]:
    from tui.screens.main_menu import MenuScreen

    return MenuScreen()


def _printed() -> Screen[Any]:
    """A notice over an invoice."""

    class Told(DocumentScreen):
        def on_screen_resume(self) -> None:  # type: ignore[override]
            self.call_later(self.balcao.tell, "FT 2026A/1 impressa.")

    return Told("FT")


def _not_printed() -> Screen[Any]:
    class Told(DocumentScreen):
        def on_screen_resume(self) -> None:  # type: ignore[override]
            text = (
                "FT 2026A/1 está emitida mas não se imprimiu: A impressora 192.168.1.50:9100 não responde. F11 repete."
            )
            self.call_later(self.balcao.tell, text, failed=True)

    return Told("FT")


def _long_work() -> Screen[Any]:
    """The dialog of long work, half-way."""

    class Half(ProgressDialog):
        def on_mount(self) -> None:
            self.view.show(6200, 12428, how_far(6200, 12428, 11.0, "registos"))

    return Half("Verificar cadeia")


SCREENS: dict[str, tuple[Callable[[], Screen[Any]] | None, str]] = {
    "sign_in": (None, "ana<enter>"),
    "menu": (_menu, "v"),
    "till_empty": (_entry("V", "B"), ""),
    "till": (_entry("V", "B"), "5601234567892<enter>6*leite<enter>saco-10%<enter>"),
    "till_payment": (_entry("V", "B"), "5601234567892<enter>6*leite<enter><enter>|20"),
    "till_after_a_sale": (_entry("V", "B"), "5601234567892<enter><enter>|20<enter>"),
    "invoice_resumed": (_entry("V", "F"), ""),
    "invoice_cell": (_entry("V", "F"), "<enter><enter><enter><enter><enter><enter>2*vinho<enter>|<up><right>"),
    "invoice_customers": (_entry("V", "F"), "<f4>|pad"),
    "invoice_help": (_entry("V", "F"), "<tab><f1>"),
    "guide": (
        _entry("V", "G"),
        "PADARIA<enter><tab><tab>1430<tab>aa-01-bb<tab><tab><tab><tab><tab>4*cafe<enter>leite<enter>",
    ),
    "guide_asked": (_entry("V", "G"), "PADARIA<enter><tab><tab><tab><tab><tab><tab><tab><tab>4*cafe<enter>|<f10>"),
    "guide_transport": (_entry("V", "G"), "PADARIA<enter>|<f3>|Zona Industrial, lote 4<enter>"),
    "global_guide": (_entry("V", "L"), "<tab><tab><tab><tab><tab><tab><tab><tab><tab>20*cafe<enter>"),
    "return_guide": (_entry("V", "U"), ""),
    "quote": (_entry("V", "N"), "PADARIA<enter><tab><tab><tab><tab><tab>+30<enter>10*cafe<enter>"),
    "nothing_to_bring": (_entry("V", "F"), "PADARIA<enter>|<alt+p>"),
    "supplier": (_entry("E", "F"), "<f2>"),
    "establishments": (_entry("N", "F"), ""),
    "credit_note": (_entry("V", "C"), "FT 2026A/1<enter>|"),
    "receipts": (_entry("T", "R"), "padaria<enter>| <down>"),
    "receipt_payment": (_entry("T", "R"), "padaria<enter>| <f10>|20"),
    "account": (_entry("R", "T"), "<ctrl+f>PADARIA<f10>"),
    "pending": (_entry("R", "D"), ""),
    "ageing": (_entry("R", "A"), ""),
    "supplier_payments": (_entry("T", "P"), "<f2>"),
    "notices": (_entry("T", "A"), "<f2>"),
    "openings": (_entry("T", "S"), "<f2>"),
    "recurring": (_entry("V", "A"), "<f2>"),
    "documents": (_entry("V", "O"), ""),
    "documents_filtered": (_entry("V", "O"), "padaria"),
    "document": (_entry("V", "O"), "FS 2026A/2|<enter>"),
    "drafts": (_entry("V", "P"), ""),
    "articles": (_entry("S", "A"), ""),
    "article": (_entry("S", "A"), "vinho|<enter>"),
    "article_below": (_entry("S", "A"), "vinho|<enter>" + "<down>" * 23),
    "variants": (_entry("S", "A"), "saco|<f5>|Cor: Azul, Preto<enter>Tamanho: S, M<f10>"),
    "seller": (_entry("S", "A"), "cafe|<f6>|<f2>"),
    "sellers": (_entry("S", "A"), "cafe|<f6>"),
    "brand": (_entry("S", "V"), "<f2>"),
    "family": (_entry("S", "F"), "<f2>"),
    "assembly": (_entry("S", "G"), ""),
    "count_opened": (_entry("S", "C"), "<f2>"),
    "counting": (_entry("S", "C"), "<f2>|<f10>|3*cafe<enter>|vinho<enter>"),
    "counted": (_entry("S", "C"), "<f2>|<f10>|3*cafe<enter>|<f10>|d"),
    "suggestions": (_entry("C", "S"), ""),
    "below": (_entry("R", "E"), ""),
    "article_sheet": (_entry("S", "A"), "cafe|<f7>"),
    "price_list": (_entry("S", "P"), "<f2>"),
    "campaign": (_entry("S", "N"), "<f2>"),
    "customers": (_entry("E", "C"), ""),
    "customer": (_entry("E", "C"), "<enter>"),
    "series": (_entry("F", "S"), ""),
    "company": (_entry("N", "D"), ""),
    "families": (_entry("S", "F"), ""),
    "verified": (_entry("F", "V"), ""),
    "operators": (_entry("N", "U"), ""),
    "password": (_entry("N", "P"), ""),
    "settings": (_entry("N", "C"), ""),
    "themes": (_entry("N", "C"), "<pagedown><f4>"),
    "leaving": (_menu, "<escape>"),
    "printed": (_printed, ""),
    "not_printed": (_not_printed, ""),
    "long_work": (_long_work, ""),
    "manual": (_entry("N", "A"), ""),
    "go_to": (_entry("S", "A"), "<ctrl+p>"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, size: str, home: Path, snap_compare: Any) -> None:
    app, run = _shown(name, home)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", THEMED)
def test_theme(name: str, theme: str, home: Path, snap_compare: Any) -> None:
    (home / "balcao.toml").write_text(f'tema = "{theme}"\n', encoding="utf-8")
    app, run = _shown(name, home)
    assert snap_compare(app, terminal_size=SIZE, run_before=run)


def _shown(name: str, home: Path) -> tuple[Shown, Callable[[Any], Any]]:
    """A screen, and what is typed on it before it is looked at."""
    screen, typed = SCREENS[name]
    app = Shown(home, screen)

    async def run(pilot: Any) -> None:
        await pilot.pause(0.4)
        await app.open_wanted()
        for part in typed.split("|"):
            await pilot.pause(0.3)
            await type_text(pilot, part)
        await pilot.pause(0.3)

    return app, run


def test_set_up(tmp_path: Path, snap_compare: Any) -> None:
    """The assistant of an empty home, a wrong NIF refused in its place."""
    app = BalcaoApp(Home(tmp_path / "nova"), FixedClock(OPENING))

    async def run(pilot: Any) -> None:
        await pilot.pause(0.5)
        await type_text(pilot, "123456780<enter>")
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=SIZE, run_before=run)
