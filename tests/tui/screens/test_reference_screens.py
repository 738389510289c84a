"""An invoice with a reference from the question to the receipt, by keys, against a stand-in PayPay over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from integrations import kept
from integrations.paypay.settings import NAME
from models import db
from models.clock import FixedClock
from models.company.setup import set_setting
from models.home import Home
from models.opening import session_of
from models.references import question
from models.references.tables import PaymentReference
from models.sales.find import document
from models.sales.owed import open_of
from tests.company import OPENING, found
from tests.paypay_server.server import KEY, NIF, PLATFORM, PayPayServer, cut_after, status
from tests.tui.screens.test_lists_used import Desk
from tests.tui.screens.test_screens_look import Shown, _entry
from tui.terminal.cells import width


@pytest.fixture
def server() -> Iterator[PayPayServer]:
    with PayPayServer() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path, server: PayPayServer) -> Path:
    folder = tmp_path / "loja"
    folder.mkdir()
    found(f"sqlite:///{folder / 'balcao.db'}", folder)
    db.connect(f"sqlite:///{folder / 'balcao.db'}")
    session = session_of(Home(folder), "ana", FixedClock(OPENING))
    set_setting(question.PROVIDER, NAME, session)
    db.close()
    values = {"nif": NIF, "codigo": PLATFORM, "chave": KEY, "endereco": server.address, "prazo": 2}
    kept.keep(Home(folder), NAME, values)
    return folder


@asynccontextmanager
async def opened(home: Path, screen: Callable[[], Screen[Any]]) -> AsyncIterator[Desk]:
    app = Shown(home, screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        await app.open_wanted()
        desk = Desk(app, pilot)
        yield desk
    db.close()


async def written(desk: Desk, condition: str = "30D") -> None:
    """An invoice of 12,30 € for the bakery, up to its payment."""
    await desk.sees("Fatura")
    draft = desk.app.screen.draft  # type: ignore[attr-defined]
    await desk.types("PADARIA<enter>")
    draft.condition = condition
    desk.app.screen.header.put("condition", condition)  # type: ignore[attr-defined]
    desk.app.screen.grid.focus()  # type: ignore[attr-defined]
    await desk.types("cafe<enter>")
    await desk.types("<f10>")
    await desk.sees("Enter emite sem pagamento")
    await desk.types("<enter>")


async def test_with_a_reference_from_the_question_to_the_receipt(home: Path, server: PayPayServer) -> None:
    async with opened(home, _entry("V", "F")) as desk:
        await written(desk)
        shown = await desk.sees("Pagamento com referência?")
        assert "Sim, com referência" in shown
        assert "Não" in shown
        await desk.types("s")
        await desk.sees("FT 2026A/1 emitida")
        paid_by = document("FT 2026A/1").pay_by
        assert paid_by is not None
        assert paid_by.reference == next(iter(server.payments.values()))["referenceDetails"]["reference"]
    async with opened(home, _entry("R", "G")) as desk:
        shown = await desk.sees("FT 2026A/1")
        assert "por pagar" in shown
        shown = await desk.sees("1 referência, 12,30 €: por pagar 12,30 €, pago 0,00 €")
        assert all(width(row.rstrip()) <= 80 for row in shown.split("\n"))
        await desk.types("<f5>")
        await desk.sees("Referência por pagar.")
        server.pay(next(iter(server.payments)))
        await desk.types("<f5>")
        await desk.sees("Referência paga.")
        await desk.types("<f7>")
        shown = await desk.sees("Histórico da referência")
        assert "paga (consulta)" in shown
        assert "comissão 0,33 €" in shown
        await desk.types("<escape><f6>")
        await desk.sees("Emitir o recibo?")
        await desk.types("s")
        await desk.sees("Recibo RG 2026A/1.")
        assert open_of("FT 2026A/1") == 0
        await desk.types("padaria")
        assert "FT 2026A/1" in await desk.sees("padaria")
        await desk.types("<enter>")
        await desk.sees("Original")
        await desk.types("<end>")
        await desk.sees("Entidade")


async def test_pronto_pagamento_and_no_ask_nothing_of_paypay(home: Path, server: PayPayServer) -> None:
    async with opened(home, _entry("V", "F")) as desk:
        await written(desk, "PP")
        await desk.sees("FT 2026A/1 emitida")
        await written(desk)
        await desk.sees("Pagamento com referência?")
        await desk.types("n")
        await desk.sees("FT 2026A/2 emitida")
        assert not PaymentReference.select().exists()
    assert server.taken == []


async def test_lost_answers_are_waited_for_and_nothing_is_asked_twice(home: Path, server: PayPayServer) -> None:
    server.troubles.append(cut_after)
    async with opened(home, _entry("V", "F")) as desk:
        await written(desk)
        await desk.sees("Pagamento com referência?")
        await desk.types("s")
        shown = await desk.sees("A referência não chegou")
        assert "Emitir sem ela e enviá-la depois" in shown
        server.troubles.append(cut_after)
        await desk.types("e")
        await desk.sees("A referência não chegou")
        await desk.types("r")
        await desk.sees("O documento ficou em rascunho")
        await desk.types("<f10>")
        await desk.sees("Enter emite sem pagamento")
        await desk.types("<enter>")
        await desk.sees("Pagamento com referência?")
        await desk.types("s")
        await desk.sees("FT 2026A/1 emitida")
        assert document("FT 2026A/1").pay_by is not None
    assert len(server.payments) == 1


async def test_issued_without_and_told_by_a_notice(home: Path, server: PayPayServer) -> None:
    server.troubles += [status(503)]
    async with opened(home, _entry("V", "F")) as desk:
        await written(desk)
        await desk.sees("Pagamento com referência?")
        await desk.types("s")
        await desk.sees("está indisponível")
        await desk.types("s")
        await desk.sees("FT 2026A/1 emitida")
        assert document("FT 2026A/1").pay_by is None
    async with opened(home, _entry("R", "G")) as desk:
        await desk.sees("a pedir")
        await desk.types("<f5>")
        await desk.sees("Referência por pagar.")
        await desk.types("<f11>")
        await desk.sees("Aviso em")
    assert (home / "avisos" / "aviso_FT_2026A_1.pdf").read_bytes().startswith(b"%PDF")


async def test_another_amount_is_accepted_by_a_person(home: Path, server: PayPayServer) -> None:
    async with opened(home, _entry("V", "F")) as desk:
        await written(desk)
        await desk.sees("Pagamento com referência?")
        await desk.types("s")
        await desk.sees("FT 2026A/1 emitida")
    server.pay(next(iter(server.payments)), cents=1000)
    async with opened(home, _entry("R", "G")) as desk:
        await desk.sees("FT 2026A/1")
        await desk.types("<f5>")
        await desk.sees("Referência divergente.")
        await desk.types("<f6>")
        await desk.sees("Pagou-se 10,00 € em vez de 12,30 €.")
        await desk.types("s")
        await desk.sees("Emitir o recibo?")
        await desk.types("s")
        await desk.sees("Recibo RG 2026A/1.")
        assert str(open_of("FT 2026A/1")) == "2.30"


def _integrations() -> Screen[Any]:
    from tui.screens.integrations import IntegrationsScreen

    return IntegrationsScreen()


async def test_every_integration_is_named_and_says_what_it_is(home: Path, server: PayPayServer) -> None:
    """Those of the owner's list (iGEST's own), each with its state; what is not there yet says so."""
    async with opened(home, _integrations) as desk:
        shown = await desk.sees("Autoridade Tributária")
        for name in (
            "PayPay", "ifthenpay", "iLink", "iDOK", "omeutáxi", "GTS", "WooCommerce", "PrestaShop", "OpenCart", "Jumpseller",
            "CTT", "Shopkit", "Glory CI-5",
        ):  # fmt: skip
            assert name in shown
        await desk.types("paypay")
        await desk.sees("1 de 1 integrações")
        await desk.types("<f5>")
        await desk.sees("aprovada, pode pedir referências.")
        await desk.types("<escape>")
        await desk.sees("paypay")
        await desk.types("<enter>")
        await desk.sees("Código da plataforma")
        assert KEY not in await desk.sees("Chave privada")
        await desk.types("<escape>")
        await desk.sees("paypay")
        await desk.types("<ctrl+u>glory")
        await desk.sees("Procurar: glory")
        await desk.sees("1 de 1 integrações")
        await desk.types("<enter>")
        await desk.sees("Glory CI-5 ainda não existe neste programa.")
