"""Makes the dossier in a folder: a company made only for it, its documents as PDF, the files of both periods, an index."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from cli.dossier.samples import COMPANY, PERSON, SUPPLIER, Desk, Sample, samples
from fiscal.errors import Refusal
from fiscal.signature import Signer, printed_characters, signed_text
from models import db
from models.catalogue.articles import save_article
from models.clock import FixedClock, SystemClock
from models.company.setup import set_up
from models.home import Home
from models.opening import open_company, session_of
from models.parties.customers import save_customer
from models.parties.tables import Supplier
from models.sales.draft import DraftCustomer
from models.sales.find import document
from models.sales.record import IssuedDocument
from models.series.series import create_series, set_validation_code
from models.series.tables import Series
from models.session import Session

Told = Callable[[str], None]
_ARTICLES = (
    ("ART1", "Artigo de ensaio", "P", "UN", "12.50", "NOR", ""),
    ("ART2", "Artigo à taxa reduzida", "P", "UN", "3.40", "RED", ""),
    ("ARTD", "Artigo do desconto", "P", "UN", "0.55", "NOR", ""),
    ("SERV1", "Serviço de ensaio", "S", "H", "20", "NOR", ""),
    ("FORM1", "Formação isenta", "S", "H", "15.6488", "ISE", "M07"),
)


def build(folder: Path, signer: Signer | None, told: Told) -> int:
    """Writes the dossier and gives the number of documents. signer: the producer's; None makes a key for it.

    Raises Refusal where the folder has things in it already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"A pasta {folder} já tem coisas: indique outra com --output.", field="output", rule="dossier")
    today = SystemClock().now().date()
    year = today.year if today.month > 2 else today.year - 1
    first, second = date(year, 1, 5), date(year, 2, 5)
    with tempfile.TemporaryDirectory(prefix="balcao-dossier-") as name:
        home, clock = Home(Path(name) / "ensaio"), FixedClock(SystemClock().now())
        clock.at = clock.at.replace(year=year, month=1, day=2, hour=8)
        open_company(home, clock, create=True)
        own = session_of(home, "ana", clock)
        session = Session("ana", "dossier", clock, signer or own.signer, own.tables)
        try:
            _company(session)
            told("A emitir os documentos…")
            made = list(samples(Desk(session, clock), first, second))
            clock.at = clock.at.replace(month=3, day=1)
            _write(folder, made, session, first, second, told)
        finally:
            db.close()
    told("")
    return len(made)


def _company(session: Session) -> None:
    """The company, its cards, and series whose validation codes are plainly made up."""
    with db.writing():
        set_up(
            {
                "nif": "599999993", "name": "Empresa de Ensaio, Lda", "address": "Rua do Ensaio, 1",
                "postal_code": "1000-001", "city": "Lisboa", "retailer": True, "operator": "ana",
                "operator_name": "Ana Ensaio", "password": "ensaio de dossier",
            },
            session,
        )  # fmt: skip
        for code, description, kind, unit, price, tax, exemption in _ARTICLES:
            save_article(
                None,
                {
                    "code": code, "description": description, "kind": kind, "unit": unit, "price": Decimal(price),
                    "price_includes_tax": False, "tax_code": tax, "exemption_code": exemption,
                },
                session,
            )  # fmt: skip
        _cards(session)
        agreed = Supplier.get(Supplier.code == SUPPLIER)
        create_series({"type": "FT", "name": "RECUP", "purpose": "recovery"}, session)
        create_series({"type": "FT", "name": "CAIXA", "purpose": "cash_vat"}, session)
        create_series({"type": "FT", "name": "AUTO1", "purpose": "self_billing", "supplier_id": agreed.id}, session)
        for series in list(Series.select()):
            set_validation_code(int(series.id), f"ENSAIO{series.type}{series.id:02}", session)


def _cards(session: Session) -> None:
    for customer, nif, name, street, city, postal_code, country in (
        (COMPANY, "501964843", "Cliente Empresa, S.A.", "Rua do Cliente, 5", "Porto", "4000-001", "PT"),
        (PERSON, "234567899", "Maria Cliente", "Rua da Cliente, 7", "Porto", "4000-001", "PT"),
        (DraftCustomer(code="CLIENTE3"), "123456789", "Foreign Client Inc.", "1 Main Street", "Boston", "02108", "US"),
    ):
        card = {"code": customer.code, "nif": nif, "name": name, "address": street, "city": city, "country": country}
        save_customer(None, {**card, "postal_code": postal_code}, session)
    supplier = {
        "code": SUPPLIER, "nif": "503504564", "name": "Fornecedor de Ensaio, S.A.", "address": "Zona Industrial, 3",
        "postal_code": "4470-001", "city": "Maia", "country": "PT", "phone": "", "email": "", "self_billing": True,
        "active": True, "search": "fornecedor de ensaio",
    }  # fmt: skip
    db.insert(Supplier, [supplier])


def _write(folder: Path, made: Sequence[Sample], session: Session, first: date, second: date, told: Told) -> None:
    from cli.dossier.index import index
    from printing.deliver import as_pdf
    from reports.saft.export import to_file
    from reports.saft.wanted import Wanted, month_end

    folder.mkdir(parents=True, exist_ok=True)
    issued, files = [], []
    for n, sample in enumerate(made, 1):
        told(f"A escrever os PDF: {n} de {len(made)}…")
        one = document(sample.number)
        name = f"{n:02}-{sample.number.replace(' ', '-').replace('/', '-')}.pdf"
        (folder / name).write_bytes(as_pdf(sample.number, session))
        issued.append((sample, one, name))
    told("A escrever os SAF-T…")
    for day in (first, second):
        wanted = Wanted(day.replace(day=1), month_end(day.year, day.month))
        name = wanted.file_name("599999993")
        files.append((name, to_file(wanted, folder / name, session)))
    billed = Wanted(second.replace(day=1), month_end(second.year, second.month), "S", supplier=SUPPLIER)
    name = billed.file_name("503504564")
    files.append((name, to_file(billed, folder / name, session)))
    pem = session.signer.public_pem
    (folder / "chave_publica.txt").write_text(pem, encoding="ascii")
    (folder / "assinaturas.txt").write_text(_signatures([one for _, one, _ in issued]), encoding="utf-8")
    found = [(name, written, _checked(folder / name, session)) for name, written in files]
    (folder / "indice.md").write_text(index(issued, found, session), encoding="utf-8")


def _checked(path: Path, session: Session) -> tuple[int, int, int]:
    """What our own checker says of a file: errors, signatures that hold, signatures that do not."""
    from fiscal.saft.check.run import check

    with path.open("rb") as source:
        report = check(
            source,
            tables=session.tables,
            today=session.clock.now().date(),
            keys={None: session.signer.public_pem},
        )
    assert report.verified is not None
    return report.number("error"), report.verified.held, report.verified.failed


def _signatures(issued: Sequence[IssuedDocument]) -> str:
    """For each signed document: the text that was signed, the signature, and the four characters that are printed."""
    last: dict[tuple[str, str], str] = {}
    rows = []
    for one in sorted(issued, key=lambda d: (d.type, d.series, d.sequence)):
        if not one.hash:
            rows.append(f"{one.number}\n  não é assinado (recibo)\n")
            continue
        series = (one.type, one.series)
        text = signed_text(one.date, one.system_entry_date, one.number, one.gross, last.get(series, ""))
        last[series] = one.hash
        rows.append(
            f"{one.number}\n  texto assinado: {text}\n  assinatura: {one.hash}\n  HashControl: {one.hash_control}\n"
            f"  impresso: {printed_characters(one.hash)}\n"
        )
    return "\n".join(rows)
