"""What is owed, by keys: an old balance is written, a supplier paid in part, the account read, the payment taken back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pypdfium2

from integrations.mail.config import write
from tests.integrations.mail.mail_server import mail_server
from tests.journeys.shop_with_demo import copied, signed_in
from tests.journeys.test_every_document import rows


async def test_an_old_balance_is_paid_in_part_and_taken_back(tmp_path: Path) -> None:
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        await clerk.types("ef<f2>")
        await clerk.sees("Código")
        await clerk.types("TORRA<enter><enter>501964843<enter>Torrefação do Norte, Lda<enter><f10>")
        await clerk.sees("Torrefação")
        await clerk.types("<escape><escape>ts")
        await clerk.sees("Nenhum saldo inicial")
        await clerk.types("<f2>")
        await clerk.sees("Falta pagar")
        await clerk.types("f<enter>TORRA<enter>FT 2025/9<enter>01-12-2025<enter>31-12-2025<enter>246<enter><f10>")
        await clerk.sees("246,00")
        await clerk.types("<escape><escape>tp")
        await clerk.sees("Nenhum pagamento")
        await clerk.types("<f2>")
        await clerk.sees("Pagar a")
        await clerk.types("TORRA<enter>")
        await clerk.sees("por pagar 246,00 €, vencido 246,00 €")
        await clerk.types("100<f10>")
        shown = await clerk.sees("registado")
        assert "100,00" in shown
        await clerk.types("<f11>")
        await clerk.sees("guardado em")
        await clerk.types("<escape><escape>ef")
        await clerk.sees("Torrefação")
        await clerk.types("<f6>")
        shown = await clerk.sees("146,00")
        assert "FT 2025/9" in shown
        assert "PF " in shown
        await clerk.types("<escape><escape><escape>tp")
        await clerk.sees("PF ")
        await clerk.types("<f8>")
        await clerk.sees("Motivo")
        await clerk.types("Cheque devolvido<enter>")
        await clerk.sees("Anulado")
    assert rows(home, "SELECT \"left\" FROM open_item WHERE number = 'FT 2025/9'") == [(24600,)]
    (paper,) = (home / "pdf").glob("PF_*.pdf")
    text = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    for part in ("Torrefação do Norte, Lda", "FT 2025/9", "100,00 €", "Transferência", "não serve de fatura"):
        assert part in text, part
    with sqlite3.connect(home / "balcao.db") as base:
        assert base.execute("SELECT state, paid, reason FROM supplier_payment").fetchall() == [
            ("A", 10000, "Cheque devolvido")
        ]


async def test_who_is_late_gets_a_notice_by_mail(tmp_path: Path) -> None:
    home = copied(tmp_path)
    with mail_server() as post:
        write(home, {
            "servidor": "127.0.0.1", "porta": str(post.port), "seguranca": "nenhuma", "utilizador": "", "senha": "",
            "remetente": "loja@largo.exemplo",
        })  # fmt: skip
        async with signed_in(home) as clerk:
            await clerk.types("ec<f2>")
            await clerk.sees("Condição de pagamento")
            await clerk.types("TARDE<enter><enter><enter>Tarde Paga, Lda<enter><enter><enter><enter><enter>")
            await clerk.types("contas@tarde.exemplo<f10>")
            await clerk.sees("Tarde Paga")
            await clerk.types("<escape><escape>ts<f2>")
            await clerk.sees("Falta pagar")
            await clerk.types("c<enter>TARDE<enter>FT 9<enter>01-09-2026<enter>30-09-2026<enter>75<enter><f10>")
            await clerk.sees("75,00")
            await clerk.types("<escape><escape>ta")
            await clerk.sees("Nenhum aviso")
            await clerk.types("<f2>")
            await clerk.sees("Vencidos há dias")
            await clerk.types("<f10>")
            await clerk.sees("Fazer 1 aviso(s)?")
            await clerk.types("s")
            await clerk.sees("Por enviar")
            await clerk.types("<f5>")
            shown = await clerk.sees("1 enviado(s), 0 não.")
            assert "Enviado" in shown
            assert "250 2.0.0 Queued" in shown
            await clerk.types("<enter>")
            shown = await clerk.sees("venceu 30-09-2026")
            assert "75,00 €" in shown
            await clerk.types("<escape><f7>")
            await clerk.sees("Taxa de juro %")
            await clerk.types("10<f10>")
            shown = await clerk.sees(
                "não tem juros por debitar"
            )  # an old balance is no document that a note can rectify
        assert [to for _, to, _ in post.taken] == ["contas@tarde.exemplo"]


async def test_an_invoice_is_repeated_and_issued_once(tmp_path: Path) -> None:
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        await clerk.types("va")
        await clerk.sees("Nenhuma avença")
        await clerk.types("<f2>")
        await clerk.sees("Repetir a fatura")
        await clerk.types("FR 2026A/1<f10>")
        await clerk.sees("Avença guardada")
        await clerk.types("<f5>")
        await clerk.sees("Avenças a emitir")
        before = len(rows(home, "SELECT 1 FROM document"))
        await clerk.types("<f10>")
        await clerk.sees("Emitir 1 documento(s)?")
        await clerk.types("s")
        await clerk.sees("Avenças emitidas")
        await clerk.types("<escape>")
        await clerk.sees("Não há nada a emitir até hoje.")
    assert len(rows(home, "SELECT 1 FROM document")) == before + 1
    same = rows(home, "SELECT gross FROM document WHERE type = 'FR' ORDER BY id")
    assert same[0] == same[-1]


async def test_an_advance_is_taken_and_used(tmp_path: Path) -> None:
    """61,50 in advance of an invoice of 123,00: half of it is left."""
    home = copied(tmp_path)
    async with signed_in(home) as clerk:
        await clerk.types("ec<f2>")
        await clerk.sees("Condição de pagamento")
        await clerk.types("OBRA<enter><enter><enter>Obra Nova, Lda<enter><f10>")
        await clerk.sees("Obra Nova")
        await clerk.types("<escape><escape>tr")
        await clerk.sees("Recibo de")
        await clerk.types("OBRA<enter>")
        await clerk.sees("nada por receber")
        await clerk.types("<f5>")
        await clerk.sees("Referente a")
        await clerk.types("61,50<enter><enter><enter>de obra<f10>")
        await clerk.sees("FR 2026A/2 emitido.")
        await clerk.types("<escape><escape>ts<f2>")
        await clerk.sees("Falta pagar")
        await clerk.types("c<enter>OBRA<enter>FT V/1<enter>01-09-2026<enter>30-09-2026<enter>123<enter><f10>")
        await clerk.sees("123,00")
        await clerk.types("<escape><escape>tr")
        await clerk.sees("Recibo de")
        await clerk.types("OBRA<enter>")
        await clerk.sees("deve 123,00 €")
        await clerk.types("<f3>")
        await clerk.sees("restam 61,50 €")
        await clerk.types("<f10>")
        shown = await clerk.sees("emitidos.")
        assert "deve 61,50 €" in shown
    last = rows(home, "SELECT type, gross FROM document ORDER BY id DESC LIMIT 3")
    assert last == [("RG", 0), ("NC", 6150), ("FR", 6150)]
