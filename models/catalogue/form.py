"""Articles and families as declared: forms, lists and look-ups are all made from this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fiscal.notation import show_number
from fiscal.rules.lines import MOST
from fiscal.tables import TAX_NAMES, tables
from models.catalogue.articles import KINDS, barcodes_text, save_article, save_family
from models.catalogue.tables import Article, Family, PaymentMethod, Unit
from models.declared import Choice, Column, Field, Form, Listing, Number, Row, Text, Values, YesNo, defaults
from models.listings import counter, keyset
from models.sales.tables import DocumentLine
from models.search import literal_prefix, matching


def units() -> list[tuple[str, str]]:
    return [(u.code, u.name) for u in Unit.select().order_by(Unit.id)]


def families() -> list[tuple[str, str]]:
    return [("", "(sem família)"), *((f.code, f.name) for f in Family.select().order_by(Family.code))]


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


FIELDS = (
    Field("code", "Código", Text(60, upper=True), 20, required=True, locked=_locked,
          help="Identifica o artigo; é o que se escreve ao vender. Sem espaços nem * @ % =.",
          law="Identifica o produto no SAF-T (Portaria 302/2016, ProductCode)."),
    Field("description", "Designação", Text(200), 50, required=True, locked=_locked, help="Como sai no documento.",
          law="Com documentos emitidos a designação já não se muda (Despacho 8632/2014, 3.3.5)."),
    Field("barcodes", "Códigos de barras", Text(200), 50, default="",
          help="Um ou mais, separados por espaço; 6*5601234567890 para uma embalagem de seis unidades."),
    Field("kind", "Tipo", Choice(KINDS), 12, default="P", help="P produto, S serviço, O outro (portes, adiantamentos).",
          law="Portaria 302/2016, SAF-T, ProductType."),
    Field("family", "Família", Choice(families), 30, default="", help="Para agrupar em listas e mapas."),
    Field("unit", "Unidade", Choice(units), 18, default="UN", help="Em que se vende: UN, KG, L, H.",
          law="A fatura diz a quantidade dos bens (CIVA, art. 36.º n.º 5 b); no SAF-T, UnitOfMeasure."),
    Field("price", "Preço", Number(6, Decimal(0), MOST), 14, required=True, help="Preço de venda por unidade, em euros.",
          law="A fatura diz o preço líquido de imposto (CIVA, art. 36.º n.º 5 c); não é arredondado antes do total "
          "(Despacho 8632/2014, 3.2.3)."),
    Field("price_includes_tax", "Preço com IVA", YesNo(), 4, default=True, help="Sim se o preço acima já inclui o IVA."),
    Field("tax_code", "Taxa de IVA", Choice(TAX_CODES), 16, default="NOR",
          help="NOR normal, INT intermédia, RED reduzida, ISE isento, NS não sujeito.",
          law="A percentagem é a da região e da data do documento (CIVA, art. 18.º)."),
    Field("exemption_code", "Motivo de isenção", Choice(exemptions), 44, default="",
          help="Obrigatório quando não há IVA; sai no documento.", law="CIVA, art. 36.º n.º 5 e); tabela da AT."),
    Field("stocked", "Movimenta stock", YesNo(), 4, default=True, help="Não para serviços e outros sem existências."),
    Field("active", "Ativo", YesNo(), 4, default=True, help="Um artigo inativo não se vende nem aparece nas procuras."),
)  # fmt: skip

_NAMES = [f.name for f in FIELDS if f.name != "barcodes"]


def load(article_id: Any) -> Values:
    if article_id is None:
        return {**defaults(FIELDS), "id": None, "used": False}
    article = Article.get_by_id(article_id)
    used = DocumentLine.select().where(DocumentLine.article_id == article.id).exists()
    values = {name: getattr(article, name) for name in _NAMES}
    return {"id": article.id, "used": used, "barcodes": barcodes_text(article.id), **values}


def form() -> Form:
    return Form("Artigo", FIELDS, load, lambda values, session: save_article(values.get("id"), values, session))


def _select(text: str) -> Any:
    query = Article.select(
        Article.id, Article.code, Article.description, Article.price, Article.price_includes_tax, Article.tax_code,
        Article.unit, Article.family, Article.active,
    )  # fmt: skip
    condition = matching(Article, text)
    if condition is None:
        return query
    return query.where(condition | literal_prefix(Article.code, text.strip().upper()))


def _row(values: tuple[Any, ...]) -> Row:
    number, code, description, price, includes, tax_code, unit, family, active = values
    shown = show_number(price, 6, least=2) + ("" if includes else "+")
    return Row((code,), (code, description, family, unit, shown, tax_code), number, dim=not active)


ARTICLES = Listing(
    title="Artigos",
    columns=(
        Column("code", "Código", 14),
        Column("description", "Designação", 30, grows=True),
        Column("family", "Família", 8),
        Column("unit", "Un.", 4),
        Column("price", "Preço", 10, right=True),
        Column("tax", "IVA", 4),
    ),
    page=keyset(_select, Article.code, _row),
    count=counter(_select),
    form=form,
    empty="Nenhum artigo. F2 cria um.",
)

FAMILY_FIELDS = (
    Field("code", "Código", Text(20, upper=True), 12, required=True, help="Curto, sem espaços."),
    Field("name", "Nome", Text(60), 40, required=True, help="Como aparece nas listas."),
)


def load_family(family_id: Any) -> Values:
    if family_id is None:
        return {**defaults(FAMILY_FIELDS), "id": None}
    family = Family.get_by_id(family_id)
    return {"id": family.id, "code": family.code, "name": family.name}


def family_form() -> Form:
    return Form(
        "Família", FAMILY_FIELDS, load_family, lambda values, session: save_family(values.get("id"), values, session)
    )


def _select_families(text: str) -> Any:
    query = Family.select(Family.id, Family.code, Family.name)
    typed = text.strip()
    return query.where(literal_prefix(Family.code, typed.upper()) | Family.name.contains(typed)) if typed else query


FAMILIES = Listing(
    title="Famílias",
    columns=(Column("code", "Código", 14), Column("name", "Nome", 40, grows=True)),
    page=keyset(_select_families, Family.code, lambda v: Row((v[1],), (v[1], v[2]), v[0])),
    count=counter(_select_families),
    form=family_form,
    empty="Nenhuma família. F2 cria uma.",
)
