"""What an article's card may hold, each field by itself."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.rounding import micro
from fiscal.rules.lines import MOST, check_tax
from fiscal.text import clean
from models.catalogue.tables import Article, Brand
from models.declared import Values
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


def checked(values: Values, session: Session) -> Values:
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


def checked_stock(values: Values, before: Article | None) -> Values:
    """The rules of the article's stock and its brand, of those that ``values`` says: what it leaves out stays as it is.

    before: the card that is changed. Called inside the transaction. Raises Refusal.
    """
    row: Values = {}
    if values.get("brand") is not None:
        row["brand"] = _brand(clean(str(values["brand"]), 20).upper())
    if values.get("tracking") is not None:
        row["tracking"] = _tracking(str(values["tracking"]).upper(), before)
    if values.get("negative") is not None:
        row["negative"] = str(values["negative"]).upper()
        if row["negative"] not in ("", *dict(POLICIES)):
            raise Refusal(
                "Stock negativo: vazio (como o armazém), P permitir, A avisar, N proibir.",
                field="negative",
                rule="choice",
            )
    for name in ("minimum", "maximum"):
        if values.get(name) is not None:
            row[name] = _quantity(values[name], name)
    least, most = (row.get(name, getattr(before, name, 0)) for name in ("minimum", "maximum"))
    if most and most < least:
        raise Refusal("O stock máximo não pode ser menor que o mínimo.", field="maximum", rule="range")
    return row


def _brand(code: str) -> str:
    if code and not Brand.select().where(Brand.code == code).exists():
        raise Refusal(f"Marca «{code}» desconhecida: F4 mostra as marcas.", field="brand", rule="brand")
    return code


def _tracking(tracking: str, before: Article | None) -> str:
    if tracking not in dict(TRACKINGS):
        raise Refusal("Seguido por: vazio (nada), L lote, S número de série.", field="tracking", rule="choice")
    if before is not None and before.tracking != tracking and _moved(before):
        raise Refusal(
            f"{before.code} já tem movimentos de stock: a forma de o seguir não se muda. Crie outro artigo.",
            field="tracking",
            rule="lot",
        )
    return tracking


def _moved(article: Article) -> bool:
    return bool(StockMovement.select().where(StockMovement.article_id == article.id).exists())


def _quantity(value: Any, field: str) -> Decimal:
    if not 0 <= value <= MOST or value != micro(value):
        raise Refusal("A quantidade tem de ser zero ou mais, até 6 casas.", field=field, rule="range")
    return Decimal(value)
