"""Articles as declared: the form, the list and the look-ups are all made from this."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fiscal.notation import show_number
from fiscal.rounding import micro
from fiscal.rules.lines import MOST
from fiscal.tables import TAX_NAMES, tables
from models.catalogue.articles import save_article
from models.catalogue.barcodes import barcodes_of_many, barcodes_text
from models.catalogue.card import CATEGORIES, KINDS
from models.catalogue.charges import charges_of_many, charges_text
from models.catalogue.families import family_and_below
from models.catalogue.kits import KITS, parts_of_many, parts_text
from models.catalogue.tables import Article, Brand, Family, PaymentMethod, Unit
from models.catalogue.units import units_of_many, units_text
from models.declared import Action, Choice, Column, Exported, Field, Filter, Form, Number, Text, Values, YesNo, defaults
from models.listings import Alphabetic, Condition, at_least, at_most, either, equal, listed
from models.sales.tables import DocumentLine
from models.search import literal_prefix, matching
from models.session import Session
from models.stock.lots import TRACKINGS
from models.stock.negative import POLICIES
from models.stock.tables import StockBalance


def units() -> list[tuple[str, str]]:
    return [(u.code, u.name) for u in Unit.select().order_by(Unit.id)]


def families() -> list[tuple[str, str]]:
    """Codes and names in the order of the tree."""
    return [("", "(sem família)"), *((f.code, f.name) for f in Family.select().order_by(Family.path))]


def brands() -> list[tuple[str, str]]:
    return [("", "(sem marca)"), *((b.code, b.name) for b in Brand.select().order_by(Brand.code))]


def payment_methods() -> list[tuple[str, str]]:
    """Means of payment in the order of the payment box."""
    return [(m.code, m.name) for m in PaymentMethod.select().order_by(PaymentMethod.position)]


def exemptions() -> list[tuple[str, str]]:
    """Codes and mentions of reasons for not charging VAT, those that ended left out."""
    found = tables().exemptions.values()
    return [("", ""), *((e.code, e.mention) for e in found if e.until.year == 9999)]


TAX_CODES = tuple(TAX_NAMES.items())


def _locked(values: Values) -> str:
    if values.get("used"):
        return "O artigo já tem documentos: crie outro código (Despacho 8632/2014, 3.3.5)."
    return ""


def _cost_known(values: Values) -> str:
    return "O custo vem das entradas e das faturas de compra: não se escreve aqui."


def _variant(values: Values) -> str:
    return "As variantes fazem-se na lista de artigos, em cima do modelo: F5."


FIELDS = (
    Field("code", "Código", Text(60, upper=True), 20, required=True, locked=_locked, group="Artigo",
          help="Identifica o artigo; é o que se escreve ao vender. Sem espaços nem * @ % =.",
          law="Identifica o produto no SAF-T (Portaria 302/2016, ProductCode)."),
    Field("description", "Designação", Text(200), 50, required=True, locked=_locked, help="Como sai no documento.",
          law="Com documentos emitidos a designação já não se muda (Despacho 8632/2014, 3.3.5)."),
    Field("barcodes", "Códigos de barras", Text(200), 50, default="",
          help="Separados por espaço; 6*560…: pacote de seis; CX*560…: código da caixa."),
    Field("kind", "Tipo", Choice(KINDS), 12, default="P",
          help="P produto, S serviço, O outro (portes), I contribuição, E imposto especial.",
          law="Portaria 302/2016, SAF-T, ProductType."),
    Field("family", "Família", Choice(families), 30, default="", help="Para agrupar em listas e mapas."),
    Field("unit", "Unidade", Choice(units), 18, default="UN", help="Em que se vende: UN, KG, L, H.",
          law="A fatura diz a quantidade dos bens (CIVA, art. 36.º n.º 5 b); no SAF-T, UnitOfMeasure."),
    Field("price", "Preço", Number(6, Decimal(0), MOST), 14, required=True, group="Preço e imposto",
          help="Preço de venda por unidade, em euros.",
          law="A fatura diz o preço líquido de imposto (CIVA, art. 36.º n.º 5 c); não é arredondado antes do total "
          "(Despacho 8632/2014, 3.2.3)."),
    Field("price_includes_tax", "Preço com IVA", YesNo(), 4, default=True, help="Sim se o preço acima já inclui o IVA."),
    Field("tax_code", "Taxa de IVA", Choice(TAX_CODES), 16, default="NOR",
          help="NOR normal, INT intermédia, RED reduzida, ISE isento, NS não sujeito.",
          law="A percentagem é a da região e da data do documento (CIVA, art. 18.º)."),
    Field("exemption_code", "Motivo de isenção", Choice(exemptions), 44, default="",
          help="Obrigatório quando não há IVA; sai no documento.", law="CIVA, art. 36.º n.º 5 e); tabela da AT."),
    Field("charges", "Encargos", Text(200, upper=True), 50, default="",
          help="Artigos que esta venda acrescenta noutra linha: EMB 6*VOLTA.",
          law="Embalagens de utilização única (Portaria 331-E/2021) e depósito Volta saem na fatura em linha própria."),
    Field("brand", "Marca", Choice(brands), 30, default="", group="Marca e outras unidades",
          help="Criam-se em Stocks, Marcas."),
    Field("units", "Outras unidades", Text(100, upper=True), 40, default="",
          help="CX=12: caixa de doze, vendida com 2 CX*código; CX=12@9,90: com preço seu."),
    Field("stocked", "Movimenta stock", YesNo(), 4, default=True, group="Stock",
          help="Não para serviços e outros sem existências."),
    Field("tracking", "Seguido por", Choice(TRACKINGS), 20, default="",
          help="Lote ou número de série; com movimentos de stock já não se muda."),
    Field("negative", "Stock negativo", Choice((("", "como o armazém"), *POLICIES)), 18, default="",
          help="O que fazer quando se vende o que não há: P permitir, A avisar, N proibir."),
    Field("minimum", "Stock mínimo", Number(6, Decimal(0), MOST, shown_least=0), 14, default=Decimal(0),
          help="Com menos do que isto aparece em Abaixo do mínimo; 0 não se vigia."),
    Field("maximum", "Stock máximo", Number(6, Decimal(0), MOST, shown_least=0), 14, default=Decimal(0),
          help="Até onde uma encomenda enche; 0 é o dobro do mínimo."),
    Field("last_cost", "Último custo", Number(6), 14, locked=_cost_known,
          help="O que custou uma unidade na última entrada com custo, sem IVA."),
    Field("average_cost", "Custo médio", Number(6), 14, locked=_cost_known,
          help="O que vale uma unidade do que há, pelo custo médio, sem IVA."),
    Field("category", "Categoria de inventário", Choice(CATEGORIES), 22, default="M",
          help="Onde conta no ficheiro de inventário.", law="Portaria 126/2019."),
    Field("cn_code", "Nomenclatura Combinada", Text(10), 12, default="",
          help="Oito algarismos, para bens que vão à alfândega. Pode ficar vazio.",
          law="SAF-T, CNCode (Portaria 302/2016)."),
    Field("kit", "Kit", Choice(KITS), 18, default="", group="Kit, variante e estado",
          help="V: vendê-lo tira as partes do stock; M: monta-se antes, em Stocks, Montagem."),
    Field("parts", "Partes", Text(400, upper=True), 50, default="",
          help="De que é feito um kit: PAO 2*QUEIJO 0,05*MANTEIGA."),
    Field("attributes", "Variante", Text(200), 50, default="", locked=_variant,
          help="O que a distingue das outras do mesmo modelo: Cor=Azul; Tamanho=S."),
    Field("active", "Ativo", YesNo(), 4, default=True, help="Um artigo inativo não se vende nem aparece nas procuras."),
)  # fmt: skip

_ELSEWHERE = ("barcodes", "charges", "units", "parts", "last_cost", "average_cost")
"""Fields that are not a column of the article."""
_NAMES = [f.name for f in FIELDS if f.name not in _ELSEWHERE]


def load(article_id: Any) -> Values:
    if article_id is None:
        return {**defaults(FIELDS), "id": None, "used": False}
    article = Article.get_by_id(article_id)
    used = DocumentLine.select().where(DocumentLine.article_id == article.id).exists()
    values = {name: getattr(article, name) for name in _NAMES}
    more = {
        "barcodes": barcodes_text(article.id), "charges": charges_text(article.id), "units": units_text(article.id),
        "parts": parts_text(article.id),
    }  # fmt: skip
    return {"id": article.id, "used": used, **more, **values, **_costs(article.id)}


def _costs(article_id: int) -> Values:
    """The last cost and the average cost of one unit, once the movements so far are valued; None where none is known."""
    balance = StockBalance.get_or_none(StockBalance.article_id == article_id)
    if balance is None:
        return {"last_cost": None, "average_cost": None}
    average = micro(balance.average_value / balance.quantity) if balance.quantity > 0 else None
    return {"last_cost": balance.last_cost or None, "average_cost": average}


def form() -> Form:
    return Form("Artigo", FIELDS, load, lambda values, session: save_article(values.get("id"), values, session))


def _match(text: str) -> Any:
    """Articles whose code begins so, or that have words that begin so."""
    code = literal_prefix(Article.code, text.strip().upper())
    words = matching(Article, text)
    return code if words is None else words | code


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, code, description, price, includes, tax_code, unit, family, active = values
    shown = show_number(price, 6, least=2) + ("" if includes else "+")
    return (code, description, family, unit, shown, tax_code), row_id, not active


def _stock(value: str) -> list[Condition]:
    """With units in the house, or goods that have none left."""
    some = StockBalance.select(StockBalance.article_id).where(StockBalance.quantity > 0)
    if value == "C":
        return [Condition(Article.id.in_(some))]
    return [*equal(Article.stocked, True), Condition(Article.id.not_in(some))]


def _of_family(value: str) -> list[Condition]:
    """Of a family, or of one that is inside it."""
    return [Condition(either(*(equal(Article.family, code)[0].expression for code in family_and_below(value))))]


def _made(value: str) -> list[Condition]:
    """Models, variants, or kits."""
    if value == "M":
        return equal(Article.is_model, True)
    return [Condition(Article.model_id.is_null(False) if value == "V" else Article.kit != "")]


_STATES = (("", "(todos)"), ("S", "Só ativos"), ("N", "Só inativos"))
_MADE = (("", "(todos)"), ("M", "Modelos"), ("V", "Variantes"), ("K", "Kits"))
_IN_STOCK = (("", "(todos)"), ("C", "Com stock"), ("S", "Sem stock"))

FILTERS = (
    Filter(Field("family", "Família", Choice(families), 30, default="", help="Desta família e das de dentro dela."),
           _of_family, lambda value: f"família {value}"),
    Filter(Field("brand", "Marca", Choice(brands), 30, default="", help="Só artigos desta marca."),
           lambda value: equal(Article.brand, value), lambda value: f"marca {value}"),
    Filter(Field("kind", "Tipo", Choice((("", "(todos)"), *KINDS)), 14, default="", help="P, S, O, I ou E."),
           lambda value: equal(Article.kind, value), lambda value: dict(KINDS).get(value, value)),
    Filter(Field("tax", "Taxa de IVA", Choice((("", "(todas)"), *TAX_CODES)), 18, default="", help="Só com esta taxa."),
           lambda value: equal(Article.tax_code, value), lambda value: f"IVA {value}"),
    Filter(Field("active", "Estado", Choice(_STATES), 14, default="", help="Os inativos já não se vendem."),
           lambda value: equal(Article.active, value == "S"), lambda value: dict(_STATES)[value].lower()),
    Filter(Field("made", "Modelos e kits", Choice(_MADE), 14, default="", help="Modelos, as suas variantes, ou kits."),
           _made, lambda value: dict(_MADE)[value].lower()),
    Filter(Field("stock", "Stock", Choice(_IN_STOCK), 14, default="", help="Dos artigos que movimentam stock."),
           _stock, lambda value: dict(_IN_STOCK)[value].lower()),
    Filter(Field("least", "Preço desde", Number(6, Decimal(0), MOST), 14, help="Artigos deste preço ou mais."),
           lambda value: at_least(Article.price, value), lambda value: f"desde {show_number(value, 6, least=2)} €"),
    Filter(Field("most", "Preço até", Number(6, Decimal(0), MOST), 14, help="Artigos deste preço ou menos."),
           lambda value: at_most(Article.price, value), lambda value: f"até {show_number(value, 6, least=2)} €"),
)  # fmt: skip

EXPORTED = (
    (Exported("code", "Código", width=16), Article.code),
    (Exported("description", "Designação", width=44), Article.description),
    (Exported("kind", "Tipo", width=6), Article.kind),
    (Exported("family", "Família", width=14), Article.family),
    (Exported("unit", "Unidade", width=8), Article.unit),
    (Exported("price", "Preço", "number", places=None), Article.price),
    (Exported("price_includes_tax", "Preço com IVA", "flag", width=14), Article.price_includes_tax),
    (Exported("tax", "Taxa de IVA"), Article.tax_code),
    (Exported("exemption", "Motivo de isenção"), Article.exemption_code),
    (Exported("barcodes", "Códigos de barras", "texts", width=30), barcodes_of_many),
    (Exported("charges", "Encargos", "texts", width=20), charges_of_many),
    (Exported("category", "Categoria"), Article.category),
    (Exported("cn_code", "NC"), Article.cn_code),
    (Exported("active", "Ativo", "flag", width=7), Article.active),
    (Exported("brand", "Marca"), Article.brand),
    (Exported("units", "Outras unidades", "texts", width=16), units_of_many),
    (Exported("stocked", "Movimenta stock", "flag", width=8), Article.stocked),
    (Exported("tracking", "Seguido por", width=6), Article.tracking),
    (Exported("negative", "Stock negativo", width=6), Article.negative),
    (Exported("minimum", "Stock mínimo", "number", places=None), Article.minimum),
    (Exported("maximum", "Stock máximo", "number", places=None), Article.maximum),
    (Exported("kit", "Kit", width=5), Article.kit),
    (Exported("parts", "Partes", "texts", width=30), parts_of_many),
    (Exported("attributes", "Variante", width=24), Article.attributes),
)


def _active(active: bool) -> Callable[[Any, Session], int]:
    """The verb that makes one article sellable again, or no longer."""
    return lambda article_id, session: save_article(article_id, {**load(article_id), "active": active}, session)


ACTIONS = (Action("Desativar", _active(False)), Action("Reativar", _active(True)))

ARTICLES = listed(
    "Artigos",
    (
        Column("code", "Código", 14),
        Column("description", "Designação", 30, grows=True),
        Column("family", "Família", 8),
        Column("unit", "Un.", 4),
        Column("price", "Preço", 10, right=True),
        Column("tax", "IVA", 4),
    ),
    Article,
    (
        Article.id, Article.code, Article.description, Article.price, Article.price_includes_tax, Article.tax_code,
        Article.unit, Article.family, Article.active,
    ),
    _row,
    _match,
    {
        "code": (Article.code,),
        "description": (Alphabetic(Article.description), Article.id),
        "family": (Article.family, Article.id),
        "price": (Article.price, Article.id),
        "tax": (Article.tax_code, Article.id),
    },
    ("code", False),
    filters=FILTERS,
    exported=EXPORTED,
    form=form,
    empty="Nenhum artigo. F2 cria um.",
    actions=ACTIONS,
)  # fmt: skip
