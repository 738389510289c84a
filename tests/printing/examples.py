"""Issued documents as values, with figures worked out by hand (the first is Appendix A of fiscal.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from models.sales.record import IssuedDocument, IssuedLine, Party, Payment, TaxTotal, Withholding

D = Decimal
HASH = (
    "NOnxHi7evfqGYwUfD48b6mhAX945vpaUJ4ecRGBjPDXh8NZp+3QIorlfJnmTxy4JonTfKHR9O1B8p4KT0A0FSeZLpcTsIUBHtZmQsuS4nqO2O3OQ"
    "fGESlMkg16m8qoQbKC1eiVl8a2DXbA5PQt9Cuq5AkK/1FOkw2Jt9Dasvtuc="
)
ISSUER = Party(
    nif="599999993",
    name="Mercearia São João, Lda",
    address="Rua das Flores, 12, r/c",
    postal_code="4050-262",
    city="Porto",
    phone="222 000 111",
    email="geral@saojoao.example",
    register="C. R. C. Porto n.º 599999993, capital social 5000 €",
)
CONSUMER = Party(nif="999999990", name="Consumidor final", code="CF")
CLIENT = Party(
    nif="509964435",
    name="Construções Conceição & Irmãos, S.A.",
    address="Avenida da Liberdade, 245, 3.º Esq.",
    postal_code="1250-143",
    city="Lisboa",
    code="C17",
)
_DAY = dt.date(2027, 1, 4)


def line(number: int, **given: object) -> IssuedLine:
    base = IssuedLine(
        number=number, code=f"A{number}", description=f"Artigo {number}", quantity=D(1), unit="UN", price=D("1.00"),
        discount="", shown=D("1.00"), unit_price=D("1.000000"), amount=D("1.000000"), settlement=D(0), tax_type="IVA",
        region="PT", tax_code="NOR", rate=D(23), tax_point=_DAY,
    )  # fmt: skip
    return replace(base, **given)  # type: ignore[arg-type]


def appendix_a() -> IssuedDocument:
    """Line 1: 100 x 0,55 less 8,8 % = 50,16 at 23 % = 11,54; line 2: 3 x 15,6488 = 46,9464, exempt by M07."""
    return IssuedDocument(
        number="FT 2027A/1", type="FT", series="2027A", sequence=1, atcud="CSDF7T5H-1", date=_DAY,
        system_entry_date=dt.datetime(2027, 1, 4, 10, 15, 30), issuer=ISSUER, customer=CONSUMER,
        prices_include_tax=False, global_discount="",
        lines=(
            line(1, code="A1", description="Artigo A", quantity=D(100), price=D("0.55"), discount="8.8%",
                 shown=D("50.160000"), unit_price=D("0.501600"), amount=D("50.160000"), settlement=D("4.840000")),
            line(2, code="B1", description="Formação certificada", quantity=D(3), unit="H", price=D("15.6488"),
                 shown=D("46.946400"), unit_price=D("15.648800"), amount=D("46.946400"), tax_code="ISE", rate=D(0),
                 exemption_code="M07", exemption_reason="Isento artigo 9.º do CIVA"),
        ),
        taxes=(
            TaxTotal("IVA", "PT", "NOR", D(23), D("50.16"), D("11.54")),
            TaxTotal("IVA", "PT", "ISE", D(0), D("46.95"), D("0.00"), "M07"),
        ),
        payments=(), net=D("97.11"), tax=D("11.54"), gross=D("108.65"), hash=HASH, hash_control="1",
        printed_hash="Nq6a",
        qr="A:599999993*B:999999990*C:Desconhecido*D:FT*E:N*F:20270104*G:FT 2027A/1*H:CSDF7T5H-1*I1:PT*I2:46.95"
        "*I7:50.16*I8:11.54*N:11.54*O:108.65*Q:Nq6a*R:9999",
        certificate="9999", operator="ana", due=dt.date(2027, 2, 3), condition="30 dias",
    )  # fmt: skip


def to_a_company() -> IssuedDocument:
    """The same invoice to a company, with notes and IRS withheld: 23 % of 97,11 = 22,34; 108,65 - 22,34 = 86,31."""
    return replace(
        appendix_a(),
        customer=CLIENT,
        notes="Entrega na obra da Rua Nova.\nContacto: Sr. Gonçalo.",
        withholding=Withholding("IRS", "Artigo 101.º, n.º 1, do CIRS", D(23), D("22.34")),
        qr=appendix_a().qr.replace("B:999999990*C:Desconhecido", "B:509964435*C:PT").replace("*Q:", "*P:22.34*Q:"),
    )


def till_sale() -> IssuedDocument:
    """Prices with tax: 2 x 12,30 less 10 % = 22,14 at 23 %: base 18,00, tax 4,14; 0,345 kg x 12,99 = 4,48 at 6 %:
    base 4,23, tax 0,25. Total 26,62; 30,00 handed over, 3,38 back.
    """
    return replace(
        appendix_a(),
        number="FS 2027L/12", type="FS", series="2027L", sequence=12, atcud="CDF7T5HD-12", prices_include_tax=True,
        lines=(
            line(1, code="5601234567890", description="Azeite virgem extra «Quinta do Côa» 0,75 l", quantity=D(2),
                 price=D("12.30"), discount="10%", shown=D("22.14"), unit_price=D("9.000000"), amount=D("18.000000"),
                 settlement=D("2.000000")),
            line(2, code="QJ", description="Queijo da ilha", quantity=D("0.345"), unit="KG", price=D("12.99"),
                 shown=D("4.48"), unit_price=D("12.250478"), amount=D("4.226415"), tax_code="RED", rate=D(6)),
        ),
        taxes=(
            TaxTotal("IVA", "PT", "NOR", D(23), D("18.00"), D("4.14")),
            TaxTotal("IVA", "PT", "RED", D(6), D("4.23"), D("0.25")),
        ),
        payments=(Payment("NU", "Numerário", D("26.62"), D("30.00")),),
        net=D("22.23"), tax=D("4.39"), gross=D("26.62"), due=None, condition="",
        qr="A:599999993*B:999999990*C:PT*D:FS*E:N*F:20270104*G:FS 2027L/12*H:CDF7T5HD-12*I1:PT*I3:4.23*I4:0.25"
        "*I7:18.00*I8:4.14*N:4.39*O:26.62*Q:Nq6a*R:9999",
    )  # fmt: skip


def credit_note() -> IssuedDocument:
    """Line 1 of the invoice of Appendix A returned: 50,16 + 11,54 = 61,70."""
    original = appendix_a()
    return replace(
        original,
        number="NC 2027A/1", type="NC", atcud="CSDF7T5J-1", date=dt.date(2027, 1, 5),
        system_entry_date=dt.datetime(2027, 1, 5, 9, 2, 11),
        lines=(replace(original.lines[0], reference="FT 2027A/1", reference_reason="Devolução de mercadoria"),),
        taxes=original.taxes[:1], net=D("50.16"), gross=D("61.70"), due=None, condition="",
        qr="A:599999993*B:999999990*C:PT*D:NC*E:N*F:20270105*G:NC 2027A/1*H:CSDF7T5J-1*I1:PT*I7:50.16*I8:11.54"
        "*N:11.54*O:61.70*Q:Nq6a*R:9999",
    )  # fmt: skip


def three_regions() -> IssuedDocument:
    """10,00 at 23 % in Portugal, at 16 % in the Azores, at 4 % in Madeira; 5 % off the whole: 28,50 + 4,09 = 32,59.

    9,50 x 23 % = 2,185 = 2,19; 9,50 x 16 % = 1,52; 9,50 x 4 % = 0,38.
    """
    spaces = (("PT", "NOR", D(23), D("2.19")), ("PT-AC", "NOR", D(16), D("1.52")), ("PT-MA", "RED", D(4), D("0.38")))
    return replace(
        appendix_a(),
        number="FR 2027A/3", type="FR", sequence=3, atcud="CSDF7T5K-3", global_discount="5%", customer=CLIENT,
        lines=tuple(
            line(n, description=f"Serviço prestado {where}", price=D("10.00"), shown=D("10.000000"), region=region,
                 tax_code=code, rate=rate, unit_price=D("9.500000"), amount=D("9.500000"), settlement=D("0.500000"))
            for n, ((region, code, rate, _), where) in enumerate(
                zip(spaces, ("em Lisboa", "em Ponta Delgada", "no Funchal"), strict=True), 1)
        ),
        taxes=tuple(TaxTotal("IVA", region, code, rate, D("9.50"), tax) for region, code, rate, tax in spaces),
        payments=(
            Payment("CD", "Multibanco", D("20.00"), D("20.00")), Payment("NU", "Numerário", D("12.59"), D("12.59")),
        ),
        net=D("28.50"), tax=D("4.09"), gross=D("32.59"), due=None, condition="Pronto pagamento",
        qr="A:599999993*B:509964435*C:PT*D:FR*E:N*F:20270104*G:FR 2027A/3*H:CSDF7T5K-3*I1:PT*I7:9.50*I8:2.19*J1:PT-AC"
        "*J7:9.50*J8:1.52*K1:PT-MA*K3:9.50*K4:0.38*N:4.09*O:32.59*Q:Nq6a*R:9999",
    )  # fmt: skip


def long_invoice(count: int = 60, description: str = "Parafuso sextavado M8 x 40") -> IssuedDocument:
    """``count`` lines of 1,00, 2,00, 3,00 ... euro without tax: with 60 lines 1 830,00 + 420,90 = 2 250,90."""
    net = D(count * (count + 1) // 2)
    tax = (net * 23 / 100).quantize(D("0.01"))
    return replace(
        appendix_a(),
        number="FT 2027A/60", sequence=60, atcud="CSDF7T5H-60", customer=CLIENT,
        lines=tuple(
            line(n, code=f"P{n:03}", description=f"{description}, lote {n}", price=D(n), shown=D(n), unit_price=D(n),
                 amount=D(n))
            for n in range(1, count + 1)
        ),
        taxes=(TaxTotal("IVA", "PT", "NOR", D(23), net, tax),), net=net, tax=tax, gross=net + tax,
        qr=f"A:599999993*B:509964435*C:PT*D:FT*E:N*F:20270104*G:FT 2027A/60*H:CSDF7T5H-60*I1:PT*I7:{net:.2f}"
        f"*I8:{tax:.2f}*N:{tax:.2f}*O:{net + tax:.2f}*Q:Nq6a*R:9999",
    )  # fmt: skip


def cancelled(document: IssuedDocument) -> IssuedDocument:
    return replace(
        document,
        status="A",
        status_at=dt.datetime(2027, 1, 4, 18, 30, 5),
        status_reason="Cliente trocado por engano",
        qr=document.qr.replace("*E:N*", "*E:A*"),
    )


HOSTILE = "[red]Leite[/red] \x1b]52;c;cm0gLXJm\x07 \u202egnp.exe \x9b2J \x1dV\x00 \x00\r\nfim\u200b"
"""Markup, terminal commands, a paper cut, bidirectional override, zero width: what data may try to smuggle in."""


def hostile() -> IssuedDocument:
    document = to_a_company()
    nasty = replace(document.lines[0], code=HOSTILE, description=HOSTILE, unit=HOSTILE)
    return replace(
        document,
        issuer=replace(document.issuer, name=HOSTILE, address=HOSTILE),
        customer=replace(document.customer, name=HOSTILE, address=HOSTILE, city=HOSTILE),
        lines=(nasty, document.lines[1]),
        notes=f"{HOSTILE}\n{HOSTILE}",
        condition=HOSTILE,
        operator=HOSTILE,
    )
