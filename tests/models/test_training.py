"""Training: a company beside the real one, its own base, key and series, and its papers say so (1.5; C30)."""

from __future__ import annotations

from pathlib import Path

from company import Lojinha, line

from models import db
from models.catalogue.tables import Article
from models.home import Home
from models.opening import session_of
from models.sales.draft import Draft
from models.sales.find import document
from models.sales.issue import issue
from models.sales.tables import Document
from models.series.tables import Series
from models.training import make_training, training_home
from models.verify import verify
from printing.receipt import lay_out


def test_learning_touches_nothing_of_the_real_company(company: Lojinha, tmp_path: Path) -> None:
    real = company.issue("FT", line("CAFE"))
    home = Home(company.folder)
    if company.postgres:
        home.save_settings({"base": company.url})
    articles = Article.select().count()
    training = make_training(home, company.clock)
    assert training == training_home(home) == training_home(training)
    assert not Document.select().exists(), "documents are not copied"
    assert Article.select().count() == articles
    assert {s.kind for s in Series.select()} == {"F"}
    session = session_of(training, "ana", company.clock)
    learnt = document(issue(Draft("FT", [line("CAFE")]), session))
    assert (learnt.number, learnt.atcud, learnt.training) == ("FT FORM2026/1", "FORMACFT-1", True)
    paper = lay_out(learnt)
    assert "Documento emitido para fins de Formação" in paper.statements
    assert paper.issuer.name == "Balcão", "in place of the company (1.5)"
    assert session.signer.public_pem != company.session.signer.public_pem
    assert verify().findings == ()
    db.connect(company.url)
    assert [row.number for row in Document.select()] == [real.number]
    assert not document(real.number).training


def test_the_second_time_the_same_training_company_is_opened(company: Lojinha) -> None:
    home = Home(company.folder)
    if company.postgres:
        home.save_settings({"base": company.url})
    make_training(home, company.clock)
    issue(Draft("FT", [line("CAFE")]), session_of(training_home(home), "ana", company.clock))
    make_training(home, company.clock)
    assert Document.select().count() == 1
    db.connect(company.url)
