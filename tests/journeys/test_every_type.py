"""The document types that no other journey issues, each typed in its own screen; and a receipt of what is owed."""

from __future__ import annotations

from pathlib import Path

from fiscal.doctypes import TYPES
from models import db
from models.clock import SystemClock
from models.company.form import company_form
from models.company.setup import save_company
from models.home import Home
from models.opening import open_company, session_of
from models.series.series import create_series, set_validation_code
from tests.journeys.shop_with_demo import Watching, barcodes, copied, signed_in
from tests.journeys.test_every_document import buyer, issue, rows, states

ELSEWHERE = {"FT", "FS", "FR", "NC", "OR", "NE", "GR", "GT", "CM"}
"""Typed in test_first_day.py and test_every_document.py."""
HERE = {"PF", "FO", "FC", "CC", "OU", "GA", "GC", "GD", "ND", "RG", "RC"}


def test_no_type_is_forgotten() -> None:
    assert set(TYPES) == ELSEWHERE | HERE
    assert len(TYPES) == len(ELSEWHERE) + len(HERE)


async def to_lines(clerk: Watching) -> None:
    """Tab from field to field until the cursor is where lines are typed."""
    for _ in range(20):
        if clerk.pilot.app.focused is not None and type(clerk.pilot.app.focused).__name__ != "HeaderForm":
            return
        await clerk.types("<tab>")
    raise AssertionError("the lines were never reached")


async def test_conference_documents(tmp_path: Path) -> None:
    """Pro-forma, work sheet, consignment invoice and credit, other: written like an invoice, issued with one question."""
    home = copied(tmp_path)
    nif, (code,) = buyer(home), barcodes(home, 1)
    async with signed_in(home) as clerk:
        for letter, kind in (("m", "PF"), ("h", "FO"), ("j", "FC"), ("k", "CC"), ("x", "OU")):
            await clerk.types(f"v{letter}")
            await clerk.sees(TYPES[kind].name)
            await clerk.types(f"{nif}<tab>")
            await to_lines(clerk)
            await clerk.types(f"2*{code}<enter>")
            await issue(clerk, f"{kind} 2026A/1 emitid")
            await clerk.types("<escape>")
    kinds = ("PF", "FO", "FC", "CC", "OU")
    assert states(home, *kinds) == {f"{kind} 2026A/1": "N" for kind in kinds}
    issued = rows(home, f"SELECT customer_nif, gross, hash <> '' FROM document WHERE type IN {kinds}")
    (price,) = rows(home, "SELECT gross FROM document WHERE type = 'PF'")
    assert issued == [(nif, price[0], 1)] * 5


async def test_guides_of_assets_consignment_and_return(tmp_path: Path) -> None:
    """An oven moves between two places of the company, goods stay with a customer, others go back to who sold them."""
    home = copied(tmp_path)
    nif, (code,) = buyer(home), barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types("ef<f2>")
        await clerk.sees("Código")
        await clerk.types(
            "TORRA<enter><enter>501964843<enter>Torrefação do Norte, Lda<enter>Rua do Café, 9<enter>4000-002<enter>Porto<f10>"
        )
        await clerk.sees("Torrefação")
        await clerk.types("<escape><escape>")
        for letter, kind, whom in (("z", "GA", ""), ("i", "GC", nif), ("u", "GD", "TORRA")):
            await clerk.types(f"v{letter}")
            await clerk.sees(TYPES[kind].name[:30])
            await clerk.types(f"{whom}<tab>")
            await to_lines(clerk)
            await clerk.types(f"3*{code}<enter>")
            await issue(clerk, f"{kind} 2026A/1 emitida")
            await clerk.types("<escape>")
    assert states(home, "GA", "GC", "GD") == {f"{kind} 2026A/1": "N" for kind in ("GA", "GC", "GD")}
    got = rows(home, "SELECT type, customer_nif FROM document WHERE type IN ('GC', 'GD') ORDER BY id")
    assert got == [("GC", nif), ("GD", "501964843")]


async def test_an_invoice_a_debit_note_and_the_receipt_of_both(tmp_path: Path) -> None:
    """Part of what is owed is received by transfer, the rest in cash with change; nothing is left to receive."""
    home = copied(tmp_path)
    nif, (code,) = buyer(home), barcodes(home, 1)
    async with signed_in(home) as clerk:
        await clerk.types(f"vf{nif}<tab>")
        await to_lines(clerk)
        await clerk.types(f"2*{code}@50<enter>")
        await clerk.sees("Está certo?")
        await clerk.pilot.pause(0.3)
        await clerk.types("s")
        await clerk.sees("TOTAL 100,00")
        await clerk.types("<f10>")
        await clerk.sees("Enter emite sem pagamento")
        await clerk.pilot.pause(0.3)
        await clerk.types("<enter>")
        await clerk.sees("emitida: 100,00")
        ((sold,),) = rows(home, "SELECT number FROM document ORDER BY id DESC LIMIT 1")
        await clerk.types("<escape>vd")
        await clerk.sees("Retifica")
        await clerk.types(f"{nif}<tab><tab><tab><tab><tab><tab>{sold}<tab>Portes esquecidos<tab>")
        await to_lines(clerk)
        await clerk.types(f"1*{code}@23,40<enter>")
        await clerk.sees("TOTAL 23,40")
        await clerk.types("<f10>")
        await clerk.sees("Enter emite sem pagamento")
        await clerk.pilot.pause(0.3)
        await clerk.types("<enter>")
        await clerk.sees("ND 2026A/1 emitida: 23,40")
        # The demonstration company sold to this customer before: only these two are paid here.
        await clerk.types("<escape><escape>tr")
        await clerk.sees("Recibo de")
        await clerk.types(f"{nif}<enter>")
        shown = await clerk.sees("ND 2026A/1")
        owed = [row for row in shown.split("\n") if " 2026A/" in row]
        assert [row.split()[:3] for row in owed][-2:] == [
            [*str(sold).split(), "100,00"], ["ND", "2026A/1", "23,40"],
        ]  # fmt: skip
        down = "<down>" * (len(owed) - 2)
        await clerk.types(f"{down}150<f10>")
        await clerk.sees("O valor não pode ser superior a 100,00")
        await clerk.types("60<down> <f10>")
        shown = await clerk.sees("Totais e pagamento")
        assert "TOTAL                        83,40" in shown
        await clerk.types("<alt+5>")
        await clerk.sees("RG 2026A/1 emitido: 83,40")
        shown = await clerk.sees("40,00")
        assert "ND 2026A/1 " not in shown
        await clerk.types("<f6>")
        await clerk.types(f"{down} <f10>")
        await clerk.sees("Totais e pagamento")
        await clerk.types("50<enter>")
        await clerk.sees("RG 2026A/2 emitido: 40,00")
        await clerk.sees("TROCO 10,00")
        await clerk.types("<escape>")
        await clerk.sees("Tesouraria")
    received = rows(home, "SELECT number, gross, hash FROM document WHERE type = 'RG' ORDER BY id")
    assert received == [("RG 2026A/1", 8340, ""), ("RG 2026A/2", 4000, "")]
    paid = rows(
        home,
        "SELECT s.source, s.amount / 1000000.0 FROM document_settled s JOIN document d ON d.id = s.document_id "
        "WHERE d.type = 'RG' ORDER BY s.id",
    )
    assert paid == [(sold, 60.0), ("ND 2026A/1", 23.4), (sold, 40.0)]
    means = rows(
        home,
        "SELECT p.method, p.amount FROM document_payment p JOIN document d ON d.id = p.document_id "
        "WHERE d.type = 'RG' ORDER BY p.id",
    )
    assert means == [("TB", 8340), ("NU", 4000)]


def under_cash_vat(home: Path) -> None:
    """The company chose the cash VAT regime and has its series (DL 71/2013)."""
    clock = SystemClock()
    open_company(Home(home), clock)
    session = session_of(Home(home), "dono", clock)
    save_company({**company_form().load(0), "regime": "CAIXA"}, session)
    series = create_series({"type": "FT", "name": "2026C", "purpose": "cash_vat"}, session)
    set_validation_code(series, "CX1CASH99", session)
    db.close()


def priced(home: Path, tax: str) -> str:
    """Bar code of an article of that rate, its price with tax."""
    ((code,),) = rows(
        home,
        "SELECT min(b.code) FROM barcode b JOIN article a ON a.id = b.article_id WHERE b.quantity = 1000000 "
        f"AND a.price_includes_tax = 1 AND a.tax_code = '{tax}'",
    )
    return str(code)


async def test_cash_vat_is_received_in_two_parts(tmp_path: Path) -> None:
    """123,00 at 23 % and 53,00 at 6 % are owed; half is received, then the rest: each receipt says the tax of each rate."""
    home = copied(tmp_path)
    nif, normal, reduced = buyer(home), priced(home, "NOR"), priced(home, "RED")
    under_cash_vat(home)
    async with signed_in(home) as clerk:
        await clerk.types(f"vf{nif}<tab>")
        await to_lines(clerk)
        for line, total in ((f"1*{normal}@123", "123,00"), (f"1*{reduced}@53", "176,00")):
            await clerk.types(f"{line}<enter>")
            await clerk.sees("Está certo?")
            await clerk.pilot.pause(0.3)
            await clerk.types("s")
            await clerk.sees(f"TOTAL {total}")
        await clerk.types("<f10>")
        await clerk.sees("Enter emite sem pagamento")
        await clerk.pilot.pause(0.3)
        await clerk.types("<enter>")
        await clerk.sees("FT 2026C/1 emitida: 176,00")
        await clerk.types("<escape><escape>tr")
        await clerk.sees("Recibo de")
        await clerk.types(f"{nif}<enter>")
        shown = await clerk.sees("FT 2026C/1")
        down = "<down>" * (sum(" 2026" in row for row in shown.split("\n")) - 1)
        await clerk.types(f"{down}88<f10>")
        await clerk.sees("Totais e pagamento")
        await clerk.types("<alt+5>")
        await clerk.sees("RC 2026A/1 emitido: 88,00")
        await clerk.types(f"{down} <f10>")
        await clerk.sees("Totais e pagamento")
        await clerk.types("<alt+5>")
        await clerk.sees("RC 2026A/2 emitido: 88,00")
        await clerk.types("<escape>")
    # Half of 123,00 is 50,00 + 11,50; half of 53,00 is 25,00 + 1,50.
    paid = rows(
        home,
        "SELECT d.number, s.tax_code, s.amount / 1000000.0, s.tax / 1000000.0 FROM document_settled s "
        "JOIN document d ON d.id = s.document_id WHERE d.type = 'RC' ORDER BY d.id, s.tax_code",
    )
    assert paid == [
        (f"RC 2026A/{n}", code, base, tax)
        for n in (1, 2)
        for code, base, tax in (("NOR", 50.0, 11.5), ("RED", 25.0, 1.5))
    ]
    assert rows(home, "SELECT net, tax, gross, hash FROM document WHERE type = 'RC'") == [(7500, 1300, 8800, "")] * 2
