"""Price lists, groups of customers and campaigns as declared: their forms and lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fiscal.notation import show_day, show_number
from fiscal.rules.lines import MOST
from models.catalogue.form import brands, families
from models.catalogue.tables import Article
from models.declared import (
    Action,
    Choice,
    Column,
    Day,
    Exported,
    Field,
    Form,
    Listing,
    Number,
    Text,
    Values,
    YesNo,
    defaults,
)
from models.listings import Alphabetic, Condition, listed
from models.parties.form import groups, price_lists
from models.pricing.offers import EURO, PERCENT
from models.pricing.save import KINDS, remove_price, save_campaign, save_group, save_list, save_price
from models.pricing.tables import Campaign, CustomerGroup, Price, PriceList
from models.search import literal_prefix
from models.session import Session

_CODE = Field("code", "Código", Text(20, upper=True), 14, required=True, help="Curto, sem espaços: REVENDA, NATAL26.")
_NAME = Field("name", "Nome", Text(60), 40, required=True, help="Como aparece nas listas e ao escrever linhas.")
_ACTIVE = Field("active", "Ativa", YesNo(), 4, default=True, help="Inativa, não conta para nenhum preço.")
_PERCENT = Number(2, Decimal(0), Decimal(100), shown_least=0)

LIST_FIELDS = (
    _CODE, _NAME,
    Field("discount", "Desconto %", _PERCENT, 8, default=Decimal(0),
          help="Sobre o preço da ficha, no que a tabela não diz; 0: nenhum."),
    _ACTIVE,
)  # fmt: skip
GROUP_FIELDS = (
    _CODE, _NAME,
    Field("price_list", "Tabela de preços", Choice(price_lists), 26, default="",
          help="De quem é do grupo e não tem tabela sua."),
)  # fmt: skip
CAMPAIGN_FIELDS = (
    _CODE, _NAME,
    Field("since", "De", Day(), 12, required=True, help="O primeiro dia."),
    Field("until", "Até", Day(), 12, required=True, help="O último dia, com ele."),
    Field("kind", "Tipo", Choice(KINDS), 26, default=PERCENT, required=True, help="O que se dá."),
    Field("value", "Desconto % ou preço", Number(6, Decimal(0), MOST, shown_least=0), 12, default=Decimal(0),
          help="Dez por cento: 10. Preço: como o da ficha, com ou sem IVA."),
    Field("take", "Leva", Number(0, Decimal(0), Decimal(1000), shown_least=0), 6, default=Decimal(0),
          help="Leve 3 e pague 2: aqui 3."),
    Field("pay", "Paga", Number(0, Decimal(0), Decimal(1000), shown_least=0), 6, default=Decimal(0), help="E aqui 2."),
    Field("family", "Família", Choice(families), 30, default="", help="Só artigos desta família e das de dentro dela."),
    Field("brand", "Marca", Choice(brands), 30, default="", help="Só artigos desta marca."),
    Field("articles", "Artigos", Text(2000, upper=True), 50, default="", help="Só estes: códigos, com espaços."),
    Field("group_code", "Grupo de clientes", Choice(groups), 26, default="", help="Só para estes clientes."),
    Field("over_lists", "Também sobre tabelas", YesNo(), 4, default=False,
          help="Sim: também a quem já tem preço de tabela."),
    _ACTIVE,
)  # fmt: skip
PRICE_FIELDS = (
    Field("article", "Artigo", Text(60, upper=True), 20, required=True, help="O código ou código de barras."),
    Field("from_quantity", "A partir de", Number(6, Decimal(0), MOST, shown_least=0), 12, default=Decimal(0),
          help="Quantidade na linha, na unidade do artigo; 0: sempre."),
    Field("price", "Preço", Number(6, Decimal(0), MOST, shown_least=2), 14, required=True,
          help="De uma unidade, com ou sem IVA como o da ficha."),
    Field("since", "De", Day(), 12, help="Vazia: desde sempre."),
    Field("until", "Até", Day(), 12, help="Vazia: até se mudar."),
)  # fmt: skip


def _load(table: Any, fields: tuple[Field, ...]) -> Callable[[Any], Values]:
    def load(row_id: Any) -> Values:
        if row_id is None:
            return {**defaults(fields), "id": None}
        row = table.get_by_id(row_id)
        numbers = ("take", "pay")
        return {
            "id": row.id,
            **{f.name: Decimal(getattr(row, f.name)) if f.name in numbers else getattr(row, f.name) for f in fields},
        }

    return load


def _form(
    title: str, table: Any, fields: tuple[Field, ...], save: Callable[[Any, Values, Session], int]
) -> Callable[[], Form]:
    return lambda: Form(
        title, fields, _load(table, fields), lambda values, session: save(values.get("id"), values, session)
    )


def _match(table: Any) -> Callable[[str], Any]:
    return lambda text: literal_prefix(table.code, text.strip().upper()) | table.name.contains(text.strip())


def _of_list(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, code, name, discount, active = values
    named = Price.select().where(Price.list_id == row_id).count()
    return (code, name, f"-{show_number(discount, 2, least=0)} %" if discount else "", str(named)), row_id, not active


def _of_group(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, code, name, price_list = values
    return (code, name, price_list), row_id, False


def _of_campaign(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, code, name, since, until, kind, value, take, pay, active = values
    if kind == PERCENT:
        what = f"-{show_number(value, 2, least=0)} %"
    else:
        what = f"{show_number(value, 6, least=2)} €" if kind == EURO else f"leve {take} pague {pay}"
    return (code, name, what, show_day(since), show_day(until)), row_id, not active


PRICE_LISTS: Listing = listed(
    "Tabelas de preços",
    (
        Column("code", "Código", 14), Column("name", "Nome", 30, grows=True), Column("discount", "Desconto", 10, right=True),
        Column("named", "Preços", 8, right=True),
    ),
    PriceList,
    (PriceList.id, PriceList.code, PriceList.name, PriceList.discount, PriceList.active),
    _of_list,
    _match(PriceList),
    {"code": (PriceList.code,), "name": (Alphabetic(PriceList.name), PriceList.id)},
    ("code", False),
    exported=(
        (Exported("code", "Código"), PriceList.code), (Exported("name", "Nome", width=30), PriceList.name),
        (Exported("discount", "Desconto %", "number"), PriceList.discount),
    ),
    form=_form("Tabela de preços", PriceList, LIST_FIELDS, save_list),
    empty="Nenhuma tabela: os preços são os das fichas. F2 cria uma.",
)  # fmt: skip

GROUPS: Listing = listed(
    "Grupos de clientes",
    (Column("code", "Código", 14), Column("name", "Nome", 30, grows=True), Column("price_list", "Tabela", 14)),
    CustomerGroup,
    (CustomerGroup.id, CustomerGroup.code, CustomerGroup.name, CustomerGroup.price_list),
    _of_group,
    _match(CustomerGroup),
    {"code": (CustomerGroup.code,), "name": (Alphabetic(CustomerGroup.name), CustomerGroup.id)},
    ("code", False),
    exported=(
        (Exported("code", "Código"), CustomerGroup.code), (Exported("name", "Nome", width=30), CustomerGroup.name),
        (Exported("price_list", "Tabela"), CustomerGroup.price_list),
    ),
    form=_form("Grupo de clientes", CustomerGroup, GROUP_FIELDS, save_group),
    empty="Nenhum grupo. F2 cria um.",
)  # fmt: skip

CAMPAIGNS: Listing = listed(
    "Campanhas",
    (
        Column("code", "Código", 12), Column("name", "Nome", 20, grows=True), Column("what", "Dá", 14),
        Column("since", "De", 10), Column("until", "Até", 10),
    ),
    Campaign,
    (
        Campaign.id, Campaign.code, Campaign.name, Campaign.since, Campaign.until, Campaign.kind, Campaign.value,
        Campaign.take, Campaign.pay, Campaign.active,
    ),
    _of_campaign,
    _match(Campaign),
    {"code": (Campaign.code,), "until": (Campaign.until, Campaign.since, Campaign.id)},
    ("until", True),
    exported=(
        (Exported("code", "Código"), Campaign.code), (Exported("name", "Nome", width=30), Campaign.name),
        (Exported("since", "De", "day"), Campaign.since), (Exported("until", "Até", "day"), Campaign.until),
    ),
    form=_form("Campanha", Campaign, CAMPAIGN_FIELDS, save_campaign),
    empty="Nenhuma campanha. F2 cria uma.",
)  # fmt: skip


def prices_of(list_id: int, code: str) -> Listing:
    """What a list names, by its id and code."""

    def load(price_id: Any) -> Values:
        if price_id is None:
            return {**defaults(PRICE_FIELDS), "id": None}
        row = Price.get_by_id(price_id)
        own = {f.name: getattr(row, f.name) for f in PRICE_FIELDS[1:]}
        return {"id": row.id, "article": Article.get_by_id(row.article_id).code, **own}

    def form() -> Form:
        return Form(
            f"Preço em {code}", PRICE_FIELDS, load,
            lambda values, session: save_price(values.get("id"), code, values, session),
        )  # fmt: skip

    return listed(
        f"Preços de {code}",
        (
            Column("article", "Artigo", 14), Column("description", "Designação", 24, grows=True),
            Column("from", "Desde", 8, right=True), Column("price", "Preço", 12, right=True),
            Column("card", "Ficha", 12, right=True),
            Column("until", "Até", 10),
        ),
        Price,
        (Price.id, Price.article_id, Price.from_quantity, Price.price, Price.until),
        _of_price,
        lambda text: Price.article_id.in_(
            Article.select(Article.id).where(literal_prefix(Article.code, text.strip().upper()))
        ),
        {"article": (Price.article_id, Price.id)},
        ("article", False),
        exported=(
            (Exported("article_id", "Artigo"), Price.article_id), (Exported("from", "Desde", "number"), Price.from_quantity),
            (Exported("price", "Preço", "number", 6), Price.price),
        ),
        form=form,
        empty="A tabela ainda não diz preços. F2 escreve um.",
        actions=(Action("Tirar da tabela", remove_price),),
        within=Condition(Price.list_id == list_id),
    )  # fmt: skip


def _of_price(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, article_id, quantity, price, until = values
    article = Article.get_by_id(article_id)
    return (
        (
            article.code, article.description, show_number(quantity, 6, least=0) if quantity else "",
            show_number(price, 6, least=2), show_number(article.price, 6, least=2), show_day(until) if until else "",
        ),
        row_id,
        False,
    )  # fmt: skip
