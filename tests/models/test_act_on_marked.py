"""An action on marked rows is done to all of them or to none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from company import Lojinha, refusal

from models.act_on import act_on
from models.catalogue.articles import save_article
from models.catalogue.form import ACTIONS, ARTICLES, load
from models.catalogue.tables import Article
from models.declared import Action, Question
from models.marks import Marks
from models.verify import verify


def inactive() -> list[str]:
    return [a.code for a in Article.select().where(Article.active == False).order_by(Article.code)]  # noqa: E712


def test_goods_put_out_of_sale_and_back(company: Lojinha) -> None:
    put_out, put_back = ACTIONS
    goods = Question(marked=Marks().all_of(Question(filters=(("kind", "P"),))))
    assert act_on(put_out, ARTICLES, goods, company.session) == 5
    assert inactive() == ["A1", "CAFE", "LEITE", "SACO", "VINHO"]
    assert act_on(put_back, ARTICLES, Question(filters=(("active", "N"),)), company.session) == 5
    assert inactive() == []
    assert verify().findings == ()


def test_where_one_is_refused_none_changes(company: Lojinha, monkeypatch: Any) -> None:
    monkeypatch.setattr("models.act_on.PAGE", 2)

    def verb(article_id: Any, session: Any) -> int:
        card = load(article_id)
        price = Decimal(-1) if card["code"] == "SACO" else card["price"]
        return save_article(article_id, {**card, "active": False, "price": price}, session)

    told = refusal(lambda: act_on(Action("Desativar", verb), ARTICLES, Question(), company.session))
    assert told.message.startswith("Nada mudou. Preço inválido")
    assert inactive() == []
