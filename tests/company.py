"""A shop for tests: Lojinha, in Porto, set up through the real verbs; its clock stands where the test puts it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from models import db, migrate
from models.catalogue.articles import save_article
from models.catalogue.tables import Article
from models.clock import FixedClock
from models.company.setup import save_company, set_up
from models.keys import FileSigner
from models.parties.customers import save_customer
from models.sales.credit import credit_draft
from models.sales.draft import Draft, DraftLine
from models.sales.find import document
from models.sales.issue import issue
from models.sales.record import IssuedDocument
from models.series.series import set_validation_code
from models.series.tables import Series
from models.session import Session

D = Decimal
NIF = "509964435"
COMPANY_BUYER = "501964843"
"""NIF of PADARIA, a company with its address."""
PERSON = "234567899"
"""NIF of MARIA, a consumer."""
OPENING = dt.datetime(2026, 11, 24, 10, 0, 0)
PASSWORD = "abre-te sésamo"
DATA: dict[str, Any] = {
    "nif": NIF, "name": "Lojinha da Esquina, Lda", "address": "Rua de Cedofeita, 120", "postal_code": "4050-180",
    "city": "Porto", "region": "PT", "regime": "NORMAL", "retailer": True, "phone": "222 000 111",
}  # fmt: skip
CODES = {
    "FT": "CSDF7T5H", "FS": "CDF7T5HD", "FR": "HB6FT7RV", "NC": "GTVX4Y8B", "ND": "JFF4B2K9",
    "GR": "JJ4TR8W2", "GT": "JJ5TT9X3", "GA": "JJ6TA1Y4", "GC": "JJ7TC2Z5", "GD": "JJ8TD3V6",
    "OR": "AAJ1OR41", "PF": "AAJ2PF52", "NE": "AAJ3NE63", "FO": "AAJ4FO74", "CM": "AAJ5CM85", "CC": "AAJ6CC96",
    "FC": "AAJ7FC17", "OU": "AAJ8OU28", "RC": "AAJ9RC39", "RG": "AAJ0RG40",
}  # fmt: skip
"""AT's validation code of each type's series 2026A."""

# code, description, price, with tax, tax, exemption, unit, kind, bar codes
ARTICLES = (
    ("CAFE", "Café em grão 1 kg", "12.30", True, "NOR", "", "UN", "P", "5601234567892"),  # 10,00 + 23 %
    (
        "LEITE",
        "Leite meio-gordo 1 l",
        "1.06",
        True,
        "RED",
        "",
        "UN",
        "P",
        "5601000000011 6*5601000000028",
    ),  # 1,00 + 6 %
    ("VINHO", "Vinho tinto do Douro 75 cl", "5.65", True, "INT", "", "UN", "P", ""),  # 5,00 + 13 %
    ("SACO", "Saco de papel reciclado", "0.335", True, "NOR", "", "UN", "P", ""),
    ("A1", "Artigo A", "0.55", False, "NOR", "", "UN", "P", ""),
    ("FORM", "Formação certificada", "15.6488", False, "ISE", "M07", "H", "S", ""),
    ("MAO", "Mão de obra", "20", False, "NOR", "", "H", "S", ""),
)
CUSTOMERS = (
    {"code": "PADARIA", "nif": COMPANY_BUYER, "name": "Padaria Central, S.A.", "address": "Rua do Forno, 5",
     "postal_code": "4000-001", "city": "Porto"},
    {"code": "MARIA", "nif": PERSON, "name": "Maria da Conceição"},
)  # fmt: skip


@dataclass
class Lojinha:
    """The open shop and who works in it."""

    url: str
    folder: Path
    clock: FixedClock
    session: Session

    @property
    def postgres(self) -> bool:
        return db.on_postgres()

    def tick(self, **step: float) -> None:
        """Moves the clock: ``tick(minutes=1)``, ``tick(days=-1)``."""
        self.clock.at += dt.timedelta(**step)

    def at(self, *moment: int) -> None:
        """Sets the clock: ``at(2026, 12, 31, 23, 59, 50)``."""
        self.clock.at = dt.datetime(*moment)

    def issue(self, kind: str, *lines: DraftLine, confirmed: tuple[str, ...] = (), **head: Any) -> IssuedDocument:
        """Issues a document and reads it back."""
        return document(issue(Draft(kind, list(lines), **head), self.session, confirmed=frozenset(confirmed)))

    def credit(self, number: str, quantities: dict[int, Decimal] | None = None) -> IssuedDocument:
        """Credits a document, all that is left of it or some quantities by line number."""
        return document(issue(credit_draft(number, "Devolução", quantities), self.session))

    def change(self, **values: Any) -> None:
        """A new version of the company's data."""
        save_company({**DATA, **values}, self.session)

    def terminal(self, name: str) -> Session:
        """Another terminal of the same shop."""
        return Session("ana", name, self.clock, self.session.signer, self.session.tables)


def line(code: str, quantity: str = "1", **given: Any) -> DraftLine:
    """A line as typed; money and quantities as text."""
    if isinstance(given.get("price"), str):
        given["price"] = D(given["price"])
    return DraftLine(code, quantity=D(quantity), **given)


def loose(description: str, quantity: str, price: str, tax: str = "NOR", **given: Any) -> DraftLine:
    """A line that no article has."""
    return line("DIV", quantity, description=description, unit="UN", price=price, tax=tax, **given)


def refusal(act: Callable[[], object]) -> Refusal:
    """The refusal that ``act`` must end in."""
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def article(code: str) -> Article:
    return Article.get(Article.code == code)


def session_in(folder: Path, clock: FixedClock) -> Session:
    return Session("ana", "caixa1", clock, FileSigner(folder / "keys" / "signing.pem"))


def found(url: str, folder: Path) -> None:
    """Makes the shop in an empty database: set-up, codes, articles and customers; its key goes into ``folder``."""
    clock = FixedClock(OPENING)
    session = session_in(folder, clock)
    db.connect(url)
    migrate.migrate(clock)
    set_up({**DATA, "operator": "ana", "operator_name": "Ana Reis", "password": PASSWORD}, session)
    for series in Series.select():
        set_validation_code(series.id, CODES[series.type], session)
    for code, description, price, with_tax, tax, exemption, unit, kind, barcodes in ARTICLES:
        save_article(
            None,
            {
                "code": code, "description": description, "price": D(price), "price_includes_tax": with_tax,
                "tax_code": tax, "exemption_code": exemption, "unit": unit, "kind": kind, "barcodes": barcodes,
            },
            session,
        )  # fmt: skip
    for customer in CUSTOMERS:
        save_customer(None, dict(customer), session)
    session.signer.sign("")  # makes the key
    db.close()
    assert set(CODES) == set(TYPES)


@contextmanager
def opened(url: str, folder: Path, key: Path) -> Iterator[Lojinha]:
    """Opens a shop that ``found`` made, with a copy of its key in ``folder``."""
    shutil.copytree(key, folder / "keys")
    clock = FixedClock(OPENING)
    db.connect(url)
    try:
        yield Lojinha(url, folder, clock, session_in(folder, clock))
    finally:
        db.close()
