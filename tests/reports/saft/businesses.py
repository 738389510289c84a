"""A shop that lives some days by chance, through the verbs: every type that can be issued, in many ways."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from random import Random
from typing import Any

from company import Lojinha, line, loose

from fiscal.errors import Refusal
from fiscal.rounding import cents
from fiscal.rules.conversion import INTO
from models import db
from models.parties.customers import save_customer
from models.parties.tables import Supplier
from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.credit import credit_draft
from models.sales.draft import (
    Draft,
    DraftCustomer,
    DraftLine,
    DraftPayment,
    DraftPlace,
    DraftTransport,
    DraftWithholding,
)
from models.sales.find import document
from models.sales.issue import issue
from models.sales.owed import open_of
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.sales.tables import Document

ARTICLES = ("CAFE", "LEITE", "VINHO", "SACO", "A1", "FORM", "MAO")
NAMES = ("Ana & Filhos, Lda", "João <Zé> Ávila", "Łukasz Ωmega", "“Óptica” – Évora", "O'Brien & Søn")
CUSTOMERS = (
    DraftCustomer(code="PADARIA"), DraftCustomer(code="MARIA"), None,
    DraftCustomer(nif="B12345678", name="Comercial Ibérica SL", country="ES", address="Calle Mayor 1", city="Madrid",
                  postal_code="28001"),
)  # fmt: skip


def suppliers() -> None:
    """One supplier, for returns."""
    card = {
        "code": "F1", "nif": "503504564", "name": "Torrefação do Norte, S.A.", "address": "Zona Industrial, 3",
        "postal_code": "4470-001", "city": "Maia", "country": "PT", "phone": "", "email": "", "self_billing": True,
        "active": True, "search": "",
    }  # fmt: skip
    with db.writing():
        db.insert(Supplier, [card])


def known(shop: Lojinha) -> None:
    """Cards for those of whom only the name is said: a refused document otherwise burns a number in one database only."""
    for n, name in enumerate(NAMES):
        save_customer(None, {"code": f"N{n}", "name": name}, shop.session)
    foreign = CUSTOMERS[3]
    assert foreign is not None
    card = {"code": "IB", "nif": foreign.nif, "name": foreign.name, "country": "ES", "address": "Calle Mayor 1"}
    save_customer(None, {**card, "city": "Madrid", "postal_code": "28001"}, shop.session)


def live(shop: Lojinha, acts: list[tuple[str, int]]) -> None:
    """Does what each act says, its details by chance; what a rule forbids is not done."""
    for name, chance in acts:
        shop.tick(minutes=7 + chance % 50)
        if chance % 11 == 0:
            shop.tick(days=1)
        with suppress(Refusal):
            ACTS[name](shop, Random(chance))


def _lines(chance: Random) -> list[DraftLine]:
    made = []
    for _ in range(chance.randint(1, 5)):
        quantity = chance.choice(("1", "2", "0.355", "12", "100", "7.5", "99999"))
        discount = chance.choice(("", "", "8.8%", "10%+5%", "0.01", "100%"))
        if chance.random() < 0.2:
            tax, exemption = chance.choice((("NOR", ""), ("RED", ""), ("ISE", "M07"), ("ISE", "M15"), ("NS", "M99")))
            price = f"{chance.randint(1, 99999)}.{chance.randint(0, 999999):06d}"
            made.append(loose(chance.choice(NAMES), quantity, price, tax, exemption=exemption, discount=discount))
        else:
            region = chance.choice(("", "", "", "PT-AC", "PT-MA"))
            made.append(line(chance.choice(ARTICLES), quantity, discount=discount, region=region))
    return made


def _head(chance: Random) -> dict[str, Any]:
    customer = chance.choice(CUSTOMERS)
    if chance.random() < 0.2:
        customer = DraftCustomer(name=chance.choice(NAMES))
    return {
        "customer": customer,
        "prices_include_tax": chance.random() < 0.5,
        "global_discount": chance.choice(("", "", "5%", "0.25")),
        "region": chance.choice(("PT", "PT", "PT-AC", "PT-MA")),
    }


def _sale(shop: Lojinha, chance: Random) -> None:
    kind = chance.choice(("FT", "FT", "FS", "FR"))
    head = _head(chance)
    if kind == "FT":
        head["condition"] = chance.choice(("", "30D", "60D"))
        if chance.random() < 0.2:
            head["withholding"] = DraftWithholding("IRS", Decimal(25), "Art. 101.º do CIRS")
        if chance.random() < 0.2:
            head["transport"] = _transport(chance)
    draft = Draft(kind, _lines(chance), **head)
    if kind == "FR" and chance.random() < 0.7:
        draft.payments = [
            DraftPayment("CD", Decimal(999_999))
        ]  # refused: only cash gives change; then the rest in full
        with suppress(Refusal):
            issue(draft, shop.session)
            return
        draft.payments = []
    if kind != "FT":
        draft.lines = [line("CAFE", "2"), line("LEITE", "3")]
    issue(draft, shop.session)


def _transport(chance: Random) -> DraftTransport:
    return DraftTransport(
        unload=DraftPlace("Rua do Sol, 5", "4000-001", "Porto"), vehicle="AA-00-AA",
        comments=chance.choice(("", "Frágil & pesado")),
    )  # fmt: skip


def _working(shop: Lojinha, chance: Random) -> None:
    kind = chance.choice(("OR", "PF", "NE", "FO", "CM", "CC", "FC", "OU"))
    issue(Draft(kind, _lines(chance), **_head(chance)), shop.session)


def _guide(shop: Lojinha, chance: Random) -> None:
    kind = chance.choice(("GR", "GT", "GA", "GC", "GD"))
    draft = Draft(kind, _lines(chance), valued=chance.random() < 0.5, transport=_transport(chance))
    draft.customer = CUSTOMERS[0]
    if kind == "GA":
        draft.customer = None
    elif kind == "GD" and chance.random() < 0.5:
        draft.customer, draft.supplier = None, "F1"
    elif kind == "GT" and chance.random() < 0.4:
        draft.customer, draft.transport = None, DraftTransport(global_guide=True)
    issue(draft, shop.session)


def _numbers(*types: str) -> list[str]:
    found = Document.select(Document.number).where(Document.type.in_(types), Document.status != "A")
    return [str(row.number) for row in found.order_by(Document.id)]


def _convert(shop: Lojinha, chance: Random) -> None:
    number = chance.choice(_numbers(*INTO) or [""])
    source = document(number)
    into = chance.choice(INTO[source.type])
    whole = chance.random() < 0.6
    part = None if whole else {(number, 1): source.lines[0].quantity / 2}
    draft = convert_draft([number], into, part)
    if draft.customer is None:
        draft.customer = CUSTOMERS[0]
    issue(draft, shop.session)


def _credit(shop: Lojinha, chance: Random) -> None:
    number = chance.choice(_numbers("FT", "FS", "FR", "ND") or [""])
    part = None if chance.random() < 0.5 else {1: document(number).lines[0].quantity / 2}
    issue(credit_draft(number, "Devolução & troca", part), shop.session)


def _debit(shop: Lojinha, chance: Random) -> None:
    number = chance.choice(_numbers("FT", "FS", "FR") or [""])
    added = loose("Portes em falta", "1", "3.5", reference=number, reference_reason="Portes")
    issue(Draft("ND", [added]), shop.session)


def _receipt(shop: Lojinha, chance: Random) -> None:
    """Pays some or all of what is open of one or two documents, with a credit note taken off now and then."""
    chosen = chance.sample(numbers := _numbers("FT", "ND", "NC"), min(len(numbers), chance.randint(1, 2)))
    lines = []
    for number in chosen:
        left = open_of(number)
        lines.append(ReceiptLine(number, left if chance.random() < 0.6 else cents(left / 3)))
    paid = sum((line.amount for line in lines), Decimal(0))
    issue_receipt(
        ReceiptDraft(lines, payments=[DraftPayment("TB", paid)] if len(lines) == 1 and paid else []), shop.session
    )


def _cancel(shop: Lojinha, chance: Random) -> None:
    number = chance.choice(_numbers(*(row.type for row in Document.select(Document.type).distinct())) or [""])
    cancel(number, "Engano no cliente", shop.session)


ACTS: dict[str, Callable[[Lojinha, Random], None]] = {
    "sale": _sale,
    "working": _working,
    "guide": _guide,
    "convert": _convert,
    "credit": _credit,
    "debit": _debit,
    "receipt": _receipt,
    "cancel": _cancel,
}
