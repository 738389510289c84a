"""C23, C25, C26, C36 to C38, F3, F4, F15: papers, language, archive, documentation, and no way round the log."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from company import Lojinha, article, line, refusal
from paper import a4, everywhere

from cli.main import COMMANDS, parser
from fiscal.doctypes import TYPES
from fiscal.signature import Verifier
from models import db, dictionary
from models.audit.tables import Audit
from models.catalogue.articles import save_article
from models.failures import StorageFailure
from models.sales.cancel import cancel
from models.sales.draft import Draft, DraftCustomer
from models.sales.issue import issue
from models.sales.tables import Document, DocumentLine
from models.series.series import close_series, set_validation_code
from models.series.tables import Series
from models.settings import SETTINGS
from models.verify import verify
from printing.pdf import pdf
from printing.receipt import lay_out
from tui.menu import MENU

CHECKOUT = Path(__file__).resolve().parents[2]
on_sqlite = pytest.mark.parametrize("company", ["sqlite"], indirect=True)
ENGLISH = re.compile(
    r"\b(the|save|cancel|back|error|delete|print|search|customer|invoice|file not found|password|settings|help)\b",
    re.IGNORECASE,
)


@on_sqlite
def test_C23_papers_are_the_programs_own_and_users_cannot_make_others(company: Lojinha) -> None:
    """3.2.9: layouts are designed by the producer: what a user sets is the printer, never what a document says."""
    assert {"impressora", "perfil", "papel", "gaveta"} <= set(SETTINGS)
    assert not [key for key in SETTINGS if re.search(r"modelo|layout|formul|template|desenho", key)]
    sold = company.issue("FT", line("CAFE"))
    before = a4(sold)
    for name in ("modelos", "templates", "papel"):
        (company.folder / name).mkdir()
        (company.folder / name / "fatura.html").write_text("<h1>RECIBO</h1>")
    assert a4(sold) == before


def test_C25_every_place_and_every_command_speaks_portuguese() -> None:
    """3.2.11: names and explanations of all screens and commands; the screens themselves are in the snapshots."""
    shown = [text for area in MENU for entry in area.entries for text in (area.name, entry.name, entry.about)]
    top = parser()
    commands = top._subparsers._group_actions[0].choices.values()  # type: ignore[union-attr]
    helps = [top.format_help(), *(command.format_help() for command in commands)]
    words = " ".join(shown) + re.sub(r"--?[\w-]+|balcao [\w ]+|\{[^}]*\}", " ", " ".join(helps))
    names = {module.rpartition(".")[2] for module in COMMANDS}
    found = {match[0].lower() for match in ENGLISH.finditer(words)} - names
    assert found <= {"cancel"}, "the names of commands are their only English words"


@on_sqlite
def test_C25_what_is_refused_is_said_in_portuguese(company: Lojinha) -> None:
    """3.2.11: messages of rules, as an operator meets them."""
    for act in (
        lambda: company.issue("FT"),
        lambda: company.issue("FT", line("NADA")),
        lambda: company.issue("FT", line("CAFE", "0")),
        lambda: company.issue("FT", line("CAFE", discount="200%")),
        lambda: cancel("FT 2026A/9", "Engano", company.session),
    ):
        assert not ENGLISH.search(refusal(act).message)


def test_C26_the_day_of_supply_is_kept_with_each_line_and_printed(company: Lojinha) -> None:
    """3.2.12: when goods were made available or services rendered is recorded (TaxPointDate)."""
    import datetime as dt

    sold = company.issue("FT", line("CAFE"), line("MAO"))
    assert {row.tax_point for row in DocumentLine.select()} == {dt.date(2026, 11, 24)}
    for text in everywhere(sold):
        assert "Os bens/serviços foram colocados à disposição do adquirente na data do documento." in text


@on_sqlite
def test_C36_the_data_dictionary_is_that_of_this_version(company: Lojinha) -> None:
    """DL 28/2019, 11.º n.3-4: model and dictionary of the data; `balcao certify dictionary` makes the page anew."""
    page = (CHECKOUT / "docs" / "certification" / "dictionary.md").read_text(encoding="utf-8")
    assert dictionary.dictionary() == page, "run: balcao certify dictionary --output docs/certification/dictionary.md"
    assert [t._meta.table_name for t in dictionary.declared() if not dictionary.purpose(t)] == [], (
        "say what it holds: a docstring of the table, or models/dictionary.toml"
    )


@on_sqlite
def test_C36_the_dictionary_knows_what_the_database_freezes(company: Lojinha) -> None:
    """DL 28/2019, 11.º n.3-4: what it says of some columns, against the database itself."""
    page = dictionary.dictionary()
    assert "| gross | integer, euro cents |  | yes |" in page
    assert "| status | text |  |  |" in page
    assert "| article_id | integer | → article |" in page
    assert "Unique together: (document_id, number)." in page


@on_sqlite
def test_C37_a_document_for_another_machine_carries_nothing_that_runs(company: Lojinha) -> None:
    """DL 28/2019, 13.º and 29.º: no code, macro, action or attachment in what is sent; the same order twice is one document."""
    customer = DraftCustomer(name="=HYPERLINK(1) <script>alert(1)</script> /JavaScript /OpenAction", nif="")
    sold = company.issue("FT", line("CAFE"), customer=customer)
    made = pdf(lay_out(sold))
    outside = re.sub(rb"stream\r?\n.*?endstream", b"", made, flags=re.DOTALL)
    for forbidden in (
        b"/JavaScript",
        b"/JS",
        b"/AA",
        b"/Launch",
        b"/EmbeddedFile",
        b"/RichMedia",
        b"/XFA",
        b"/AcroForm",
    ):
        assert forbidden not in outside
    assert set(re.findall(rb"/OpenAction\s*(\S)", outside)) <= {b"["}, "a page to open at, no action to run"
    draft = Draft("FT", [line("CAFE")])
    assert issue(draft, company.session) == issue(draft, company.session) == "FT 2026A/2"
    assert Document.select().count() == 2


def test_C38_the_archive_is_whole_and_in_sequence_across_years(company: Lojinha) -> None:
    """DL 28/2019, 19.º, 22.º, 26.º: nothing goes with time; every year has its documents one after the other."""
    for moment in ((2026, 12, 31, 23, 0, 0), (2027, 1, 2, 9, 0, 0), (2036, 11, 24, 9, 0, 0)):
        company.at(*moment)
        company.issue("FT", line("CAFE"))
    rows = list(Document.select(Document.number, Document.date).order_by(Document.sequence).tuples())
    assert [(number, day.year) for number, day in rows] == [
        ("FT 2026A/1", 2026), ("FT 2026A/2", 2027), ("FT 2026A/3", 2036),
    ]  # fmt: skip
    assert verify().findings == ()
    for statement in ("DELETE FROM document", "DELETE FROM audit", "DELETE FROM document_line"):
        with pytest.raises(StorageFailure, match="frozen"), db.writing():
            db.database.execute_sql(statement)


def test_F3_a_closed_series_keeps_everything(company: Lojinha) -> None:
    """1.9: a discontinued series issues nothing more and loses nothing, not even its own row or name."""
    sold = company.issue("FT", line("CAFE"))
    series = Series.get(Series.type == "FT")
    close_series(series.id, company.session)
    assert refusal(lambda: company.issue("FT", line("CAFE"), series="2026A")).rule == "series"
    for statement in ("DELETE FROM series", "UPDATE series SET name = 'X'", "UPDATE series SET last_number = 0"):
        with pytest.raises(StorageFailure, match="frozen"), db.writing():
            db.database.execute_sql(statement)
    assert Document.get().number == sold.number
    assert everywhere(sold)
    assert verify().findings == ()


@on_sqlite
def test_F4_nobody_chooses_what_is_signed(company: Lojinha) -> None:
    """3.3.1: there is no setting and no argument for it: whatever type is issued is signed, or it is not issued."""
    assert not [key for key in SETTINGS if key in ("assinar", "tipos", "excluir")]
    public = Verifier(company.session.signer.public_pem)
    assert public
    sold = company.issue("FT", line("CAFE"))
    company.issue("FS", line("CAFE"))
    company.issue("FR", line("CAFE"))
    company.credit(sold.number)
    company.issue("ND", line("CAFE", reference=sold.number, reference_reason="Acerto"))
    issued = {row.type: row.hash for row in Document.select()}
    assert {"FT", "FS", "FR", "NC", "ND"} <= set(issued) <= set(TYPES)
    assert all(len(signature) == 172 for signature in issued.values())
    with pytest.raises(StorageFailure, match="frozen"), db.writing():
        db.database.execute_sql("UPDATE document SET hash = ''")


def test_F15_whatever_changes_is_written_down_beside_what_it_was(company: Lojinha) -> None:
    """P363, 3.º (Portaria 363/2010; 1.11): each act leaves who, when and what; the original stays as it was."""
    sold = company.issue("FT", line("CAFE"))
    before = Audit.select().count()
    cancel(sold.number, "Engano no artigo", company.session)
    card = article("LEITE")
    save_article(
        card.id,
        {"code": "LEITE", "description": card.description, "price": card.price, "tax_code": "INT"},
        company.session,
    )
    set_validation_code(Series.get(Series.type == "FS").id, "ZZZZ9999", company.session)
    company.change(name="Lojinha Nova, Lda")
    rows = list(Audit.select().where(Audit.id > before).order_by(Audit.id))
    acts = [row.action for row in rows]
    assert [act for act in acts if act in ("cancel", "series.code", "company.save")] == [
        "cancel", "series.code", "company.save",
    ]  # fmt: skip
    assert all((row.operator, row.at) == ("ana", company.clock.at) for row in rows)
    row = Document.get(Document.number == sold.number)
    assert (row.hash, row.gross, row.status) == (sold.hash, sold.gross, "A")
    assert verify().findings == ()


def test_F15_there_is_no_remote_or_local_back_door() -> None:
    """P363, 3.º (Portaria 363/2010; 1.11): no command or screen changes or deletes what was issued: each one is known."""
    assert {module.rpartition(".")[2] for module in COMMANDS} >= {"issue", "cancel", "credit", "verify"}
    forbidden = re.compile(r"\b(apagar|eliminar|remover|renumerar|reabrir|editar documento)\b", re.IGNORECASE)
    told = " ".join(f"{entry.name} {entry.about}" for area in MENU for entry in area.entries) + parser().format_help()
    assert not forbidden.search(told)
