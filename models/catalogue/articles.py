"""Articles: the card, its rules once documents use it (F8), and finding it fast."""

from __future__ import annotations

from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.rules.cards import check_article_change
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.barcodes import Code, barcodes_of, barcodes_text, read_barcodes, replace_barcodes
from models.catalogue.card import checked, checked_stock
from models.catalogue.charges import charges_text, check_priced, read_charges, replace_charges
from models.catalogue.kits import read_parts, save_kit
from models.catalogue.price_changes import note_price
from models.catalogue.tables import Article, Barcode, Family, Unit
from models.catalogue.units import Pack, read_units, replace_units, units_of, units_text
from models.declared import Values
from models.sales.tables import DocumentLine
from models.search import literal_prefix, matching, searchable
from models.session import Session


def save_article(article_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes an article; gives its id.

    values: ``code``, ``description``, ``kind``, ``family``, ``unit``, ``price`` (euro, 6 decimals),
    ``price_includes_tax``, ``tax_code``, ``exemption_code``, ``stocked``, ``active``, ``category`` and ``cn_code``, as
    ``checked`` takes them. What these leave out, or give as None, stays as it is: ``brand``, ``tracking``, ``negative``,
    ``minimum``, ``maximum``; ``units`` (``read_units``), ``barcodes`` (``read_barcodes``), ``charges`` (``read_charges``),
    and ``kit`` with its ``parts`` (``read_parts``).
    """
    row = checked(values, session)
    charges = None if values.get("charges") is None else read_charges(str(values["charges"]))
    parts = None if values.get("parts") is None else read_parts(str(values["parts"]))
    with db.writing():
        before = Article.get_or_none(Article.id == article_id) if article_id else None
        _check_code(row, before)
        row |= checked_stock(values, before)
        units, codes = _units_and_codes(values, row["unit"], article_id)
        if before is not None and not row["price"]:
            check_priced(before, row["code"])
        known = barcodes_of(article_id) if codes is None else codes
        row["search"] = searchable(row["code"], row["description"], row["family"], *(one.code for one in known))
        if before is None:
            number = int(Article.create(**row).id)
        else:
            number = int(before.id)
            Article.update(**row).where(Article.id == number).execute()
            note_price(number, before.price, row["price"], session.clock.now(), session.operator, "", "ficha")
        if units is not None:
            replace_units(number, units)
            row["units"] = units_text(number)
        if codes is not None:
            replace_barcodes(number, codes)
        if charges is not None:
            replace_charges(number, row["code"], charges)
            row["charges"] = charges_text(number)
        row |= save_kit(number, values.get("kit"), parts)
        shown = {k: str(v) for k, v in row.items() if k != "search"}
        record(session, "article.save", row["code"], **shown, barcodes=[one.code for one in known])
    return number


def _check_code(row: Values, before: Article | None) -> None:
    """Rules of a card over the other cards, and over the documents that it has (F8)."""
    own = 0 if before is None else int(before.id)
    if before is not None:
        used = DocumentLine.select().where(DocumentLine.article_id == own).exists()
        check_article_change(before.description, row["description"], has_documents=used)
        if used and before.code != row["code"]:
            raise Refusal("O artigo já tem documentos: o código não se pode mudar.", field="code", rule="F8")
    if Article.select().where(Article.code == row["code"], Article.id != own).exists():
        raise Refusal(f"Já há um artigo com o código {row['code']}.", field="code", rule="unique")
    if Barcode.select().where(Barcode.code == row["code"], Barcode.article_id != own).exists():
        raise Refusal(f"{row['code']} é o código de barras de outro artigo.", field="code", rule="unique")
    if row["family"] and not Family.select().where(Family.code == row["family"]).exists():
        raise Refusal(f"Família «{row['family']}» desconhecida: F4 mostra as famílias.", field="family", rule="family")
    if not Unit.select().where(Unit.code == row["unit"]).exists():
        raise Refusal(f"Unidade «{row['unit']}» desconhecida: F4 mostra as unidades.", field="unit", rule="unit")


def _units_and_codes(values: Values, own: str, article_id: int | None) -> tuple[list[Pack] | None, list[Code] | None]:
    """The other units and the bar codes that the card is to have; None for what stays as it is.

    The unit that a bar code is on says how much one scan adds, so that bar codes follow a change of units.
    """
    units = None if values.get("units") is None else read_units(str(values["units"]), own)
    had = units_of(article_id)
    if units is None and any(pack.unit == own for pack in had):
        raise Refusal(f"{own} já é uma das outras unidades do artigo.", field="unit", rule="unit")
    text = values.get("barcodes")
    if text is None and units is not None and article_id:
        text = barcodes_text(article_id)
    return units, None if text is None else read_barcodes(str(text), had if units is None else units)


def find_article(code: str) -> tuple[Article, Decimal] | None:
    """The article of a code or bar code, exactly, and how many units one scan of it adds.

    Only one that may be bought and sold: active, and no model of variants.
    """
    found = find_scanned(code)
    return None if found is None else (found[0], found[1].quantity)


def find_scanned(code: str) -> tuple[Article, Code] | None:
    """As ``find_article``, with the unit that the code read is on."""
    typed = clean(code)
    if not typed:
        return None
    article, scanned = Article.get_or_none(Article.code == typed.upper()), Code(typed)
    if article is None:
        barcode = Barcode.get_or_none(Barcode.code == typed)
        if barcode is None:
            return None
        article, scanned = Article.get_by_id(barcode.article_id), Code(typed, barcode.quantity, barcode.unit)
    return (article, scanned) if article.active and not article.is_model else None


def search_articles(text: str, limit: int = 20) -> list[Article]:
    """Look-up while typing: code and bar code first, then the beginnings of words in any order.

    Only what may be sold: active, and no model of variants. Of a model's code, its variants are what begins so.
    ``%`` and ``_`` mean themselves; ``*`` inside stands for anything.
    """
    typed = clean(text)
    if not typed:
        return []
    sold = (Article.active == True) & (Article.is_model == False)  # noqa: E712
    found: list[Article] = []
    exact = find_article(typed)
    if exact is not None:
        found.append(exact[0])
    if "*" not in typed and " " not in typed:
        prefix = Article.select().where(literal_prefix(Article.code, typed.upper()), sold).order_by(Article.code)
        found.extend(prefix.limit(limit))
    if len(found) < limit:
        condition = matching(Article, typed)
        if condition is not None and (len(typed) > 1 or not found):
            found.extend(Article.select().where(condition, sold).limit(limit))
    return list({article.id: article for article in found}.values())[:limit]
