"""Articles: the card, its rules once documents use it (F8), its bar codes, and finding it fast."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from stdnum import ean

from fiscal.errors import Refusal
from fiscal.rounding import micro
from fiscal.rules.cards import check_article_change
from fiscal.rules.lines import MOST, check_tax
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.charges import charges_text, check_priced, read_charges, replace_charges
from models.catalogue.tables import Article, Barcode, Family, Unit
from models.declared import Values
from models.sales.tables import DocumentLine
from models.search import literal_prefix, matching, searchable
from models.session import Session
from models.stock.lots import TRACKINGS
from models.stock.negative import POLICIES
from models.stock.tables import StockMovement

KINDS = (
    ("P", "Produto"), ("S", "Serviço"), ("O", "Outro"), ("I", "Taxa ou contribuição"), ("E", "Imposto especial"),
)  # fmt: skip
"""SAF-T ProductType: O portes, deposits and the like; I parafiscal charges (bags, packaging); E excise duties."""
CATEGORIES = (
    ("M", "Mercadorias"), ("P", "Matérias-primas"), ("A", "Produtos acabados"), ("S", "Subprodutos"),
    ("T", "Em curso"), ("B", "Ativos biológicos"),
)  # fmt: skip
"""Of the inventory file (Portaria 126/2019, ProductCategory)."""
_CN_CODE = re.compile(r"[0-9]{8}")
_CODE = re.compile(r"[^\s*@%=]{1,60}")


def save_article(article_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes an article; gives its id.

    values: ``code``, ``description``, ``kind``, ``family``, ``unit``, ``price`` (euro, 6 decimals),
    ``price_includes_tax``, ``tax_code``, ``exemption_code``, ``stocked``, ``active`` and ``barcodes``: text such as
    ``5601234567890 6*5601234567906`` (units per scan before the asterisk), or None to leave them as they are;
    ``category`` (``CATEGORIES``), ``cn_code`` (Combined Nomenclature) and ``charges``: articles that selling this one adds
    as lines of their own, ``EMBALAGEM 6*VOLTA``, or None to leave them; ``tracking`` (L lot, S serial number, empty neither),
    ``negative`` (what happens below zero, empty as the warehouse says), ``minimum`` and ``maximum`` of stock, which stay as
    they are where they are left out.
    """
    row = _checked(values, session)
    charges = None if values.get("charges") is None else read_charges(str(values["charges"]))
    barcodes = None if values.get("barcodes") is None else _read_barcodes(str(values["barcodes"]))
    with db.writing():
        before = Article.get_or_none(Article.id == article_id) if article_id else None
        if before is not None:
            used = DocumentLine.select().where(DocumentLine.article_id == before.id).exists()
            check_article_change(before.description, row["description"], has_documents=used)
            if used and before.code != row["code"]:
                raise Refusal("O artigo já tem documentos: o código não se pode mudar.", field="code", rule="F8")
        if Article.select().where(Article.code == row["code"], Article.id != (article_id or 0)).exists():
            raise Refusal(f"Já há um artigo com o código {row['code']}.", field="code", rule="unique")
        if Barcode.select().where(Barcode.code == row["code"], Barcode.article_id != (article_id or 0)).exists():
            raise Refusal(f"{row['code']} é o código de barras de outro artigo.", field="code", rule="unique")
        if row["family"] and not Family.select().where(Family.code == row["family"]).exists():
            raise Refusal(
                f"Família «{row['family']}» desconhecida: F4 mostra as famílias.", field="family", rule="family"
            )
        if not Unit.select().where(Unit.code == row["unit"]).exists():
            raise Refusal(f"Unidade «{row['unit']}» desconhecida: F4 mostra as unidades.", field="unit", rule="unit")
        if before is not None and not row["price"]:
            check_priced(before, row["code"])
        row |= _stock_traits(values, before)
        known = barcodes if barcodes is not None else _barcodes_of(article_id)
        row["search"] = searchable(row["code"], row["description"], row["family"], *(code for code, _ in known))
        if before is None:
            number = int(Article.create(**row).id)
        else:
            number = int(before.id)
            Article.update(**row).where(Article.id == number).execute()
        if barcodes is not None:
            _replace_barcodes(number, barcodes)
        if charges is not None:
            replace_charges(number, row["code"], charges)
            row["charges"] = charges_text(number)
        shown = {k: str(v) for k, v in row.items() if k != "search"}
        record(session, "article.save", row["code"], **shown, barcodes=[code for code, _ in known])
    return number


def _checked(values: Values, session: Session) -> Values:
    code = clean(str(values.get("code") or "")).upper()
    if not _CODE.fullmatch(code):
        raise Refusal(
            "Código de artigo inválido: até 60 caracteres, sem espaços nem * @ % =.", field="code", rule="code"
        )
    description = clean(str(values.get("description") or ""), 200)
    if len(description) < 2:
        raise Refusal("Falta a designação (pelo menos 2 letras).", field="description", rule="C27")
    kind = str(values.get("kind") or "P").upper()
    if kind not in dict(KINDS):
        raise Refusal(
            "Tipo de artigo desconhecido: P produto, S serviço, O outro, I contribuição, E imposto especial.",
            field="kind",
            rule="kind",
        )
    category = str(values.get("category") or "M").upper()
    if category not in dict(CATEGORIES):
        raise Refusal(
            f"Categoria de inventário desconhecida: {', '.join(f'{c} {n.lower()}' for c, n in CATEGORIES)}.",
            field="category",
            rule="category",
        )
    cn_code = clean(str(values.get("cn_code") or "")).replace(" ", "")
    if cn_code and not _CN_CODE.fullmatch(cn_code):
        raise Refusal(
            f"Código «{cn_code[:12]}» inválido: a Nomenclatura Combinada tem 8 algarismos, por exemplo 22021000.",
            field="cn_code",
            rule="cn_code",
        )
    price = values.get("price")
    if price is None or price < 0 or price > MOST:
        raise Refusal(f"Preço inválido: entre 0 e {MOST:.2f} €.".replace(".", ","), field="price", rule="limits")
    tax_code, exemption = str(values.get("tax_code") or "NOR").upper(), str(values.get("exemption_code") or "").upper()
    try:
        check_tax(session.tables, tax_code, exemption, session.clock.now().date())
    except Refusal as refusal:
        refusal.field = f"{refusal.field}_code"
        raise
    stocked = values.get("stocked")
    return {
        "code": code,
        "description": description,
        "kind": kind,
        "family": clean(str(values.get("family") or ""), 20).upper(),
        "unit": clean(str(values.get("unit") or "UN"), 20).upper(),
        "price": micro(price),
        "price_includes_tax": bool(values.get("price_includes_tax", True)),
        "tax_code": tax_code,
        "exemption_code": exemption,
        "stocked": kind == "P" if stocked is None else bool(stocked),
        "active": bool(values.get("active", True)),
        "category": category,
        "cn_code": cn_code,
    }


def _stock_traits(values: Values, before: Article | None) -> Values:
    """How an article is followed in stock, of what ``values`` say. Raises Refusal."""
    row: Values = {}
    for name, options in (("tracking", TRACKINGS), ("negative", (("", ""), *POLICIES))):
        if values.get(name) is not None:
            row[name] = str(values[name]).upper()
            if row[name] not in dict(options):
                raise Refusal(f"«{row[name][:10]}» não é uma opção: escolha com F4.", field=name, rule="choice")
    other = before is not None and row.get("tracking", before.tracking) != before.tracking
    if other and StockMovement.select().where(StockMovement.article_id == before.id).exists():  # type: ignore[union-attr]
        raise Refusal(
            "O artigo já tem movimentos de stock: a forma de o seguir não se muda.", field="tracking", rule="lot"
        )
    for name in ("minimum", "maximum"):
        if values.get(name) is not None:
            row[name] = micro(values[name])
            if not 0 <= row[name] <= MOST:
                raise Refusal("O stock mínimo e o máximo são zero ou mais.", field=name, rule="range")
    least, most = row.get("minimum", Decimal(0)), row.get("maximum", Decimal(0))
    if most and most < least:
        raise Refusal("O stock máximo não pode ser menor do que o mínimo.", field="maximum", rule="range")
    return row


def _read_barcodes(text: str) -> list[tuple[str, Decimal]]:
    found = []
    for part in clean(text).replace(",", " ").replace(";", " ").split():
        quantity, _, code = part.rpartition("*")
        if not code.isascii() or not code.isdigit() or not 4 <= len(code) <= 14:
            raise Refusal(
                f"Código de barras «{code[:20]}» inválido: só algarismos, de 4 a 14.", field="barcodes", rule="ean"
            )
        if len(code) in (8, 12, 13, 14) and not ean.is_valid(code):
            raise Refusal(
                f"Código de barras {code} inválido: o último algarismo devia ser {ean.calc_check_digit(code[:-1])}.",
                field="barcodes",
                rule="ean",
            )
        if quantity and not (quantity.isascii() and quantity.isdigit() and 0 < int(quantity) <= 9999):
            raise Refusal(f"Quantidade «{quantity[:10]}» inválida no código {code}.", field="barcodes", rule="ean")
        found.append((code, Decimal(quantity or 1)))
    return found


def _barcodes_of(article_id: int | None) -> list[tuple[str, Decimal]]:
    query = Barcode.select(Barcode.code, Barcode.quantity).where(Barcode.article_id == (article_id or 0))
    return [(b.code, b.quantity) for b in query.order_by(Barcode.id)]


def _replace_barcodes(article_id: int, barcodes: Sequence[tuple[str, Decimal]]) -> None:
    Barcode.delete().where(Barcode.article_id == article_id).execute()
    for code, quantity in barcodes:
        taken = Barcode.select().where(Barcode.code == code).exists() or (
            Article.select().where(Article.code == code, Article.id != article_id).exists()
        )
        if taken:
            raise Refusal(f"O código de barras {code} já é de outro artigo.", field="barcodes", rule="unique")
        Barcode.create(code=code, article_id=article_id, quantity=quantity)


def barcodes_text(article_id: int) -> str:
    """The bar codes of an article as ``save_article`` reads them."""
    return " ".join(code if quantity == 1 else f"{int(quantity)}*{code}" for code, quantity in _barcodes_of(article_id))


def find_article(code: str) -> tuple[Article, Decimal] | None:
    """The article of a code or bar code, exactly, and how many units one scan of it adds. Only active ones."""
    typed = clean(code)
    if not typed:
        return None
    found = Article.get_or_none(Article.code == typed.upper())
    if found is not None:
        return (found, Decimal(1)) if found.active else None
    barcode = Barcode.get_or_none(Barcode.code == typed)
    if barcode is None:
        return None
    article = Article.get_by_id(barcode.article_id)
    return (article, barcode.quantity) if article.active else None


def search_articles(text: str, limit: int = 20) -> list[Article]:
    """Look-up while typing: code and bar code first, then the beginnings of words in any order. Only active ones.

    ``%`` and ``_`` mean themselves; ``*`` inside stands for anything.
    """
    typed = clean(text)
    if not typed:
        return []
    active = Article.active == True  # noqa: E712
    found: list[Article] = []
    exact = find_article(typed)
    if exact is not None:
        found.append(exact[0])
    if "*" not in typed and " " not in typed:
        prefix = Article.select().where(literal_prefix(Article.code, typed.upper()), active).order_by(Article.code)
        found.extend(prefix.limit(limit))
    if len(found) < limit:
        condition = matching(Article, typed)
        if condition is not None and (len(typed) > 1 or not found):
            found.extend(Article.select().where(condition, active).limit(limit))
    return list({article.id: article for article in found}.values())[:limit]


def save_family(family_id: int | None, values: Values, session: Session) -> int:
    """Creates or renames a family of articles."""
    code, name = clean(str(values.get("code") or ""), 20).upper(), clean(str(values.get("name") or ""), 60)
    if not code or " " in code:
        raise Refusal("Falta o código da família (sem espaços).", field="code", rule="code")
    if not name:
        raise Refusal("Falta o nome da família.", field="name", rule="required")
    with db.writing():
        if Family.select().where(Family.code == code, Family.id != (family_id or 0)).exists():
            raise Refusal(f"Já há uma família com o código {code}.", field="code", rule="unique")
        if family_id:
            Family.update(code=code, name=name).where(Family.id == family_id).execute()
            number = family_id
        else:
            number = int(Family.create(code=code, name=name).id)
        record(session, "family.save", code, name=name)
    return number
