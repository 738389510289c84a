"""From the lines of a draft to lines that can be issued: article data filled in, tax settled, every rule checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fiscal.amounts import LineInput
from fiscal.discounts import HUNDRED, read_discount, write_discount
from fiscal.doctypes import DocumentType
from fiscal.errors import Refusal
from fiscal.rounding import ZERO, cents, micro
from fiscal.rules.dates import check_plausible
from fiscal.rules.lines import check_line, check_tax
from fiscal.rules.rectifying import check_reference
from fiscal.rules.schemes import REGIME_REASON, check_company
from fiscal.stamp import STAMP_DUTY, read_stamp
from fiscal.tables import REGIONS
from fiscal.text import clean
from models import db
from models.catalogue.kits import SOLD_AS_PARTS
from models.catalogue.tables import Article, Barcode
from models.company.tables import Company
from models.pricing.offers import Book, Offer, book_of, offer_of
from models.sales.charges import with_charges
from models.sales.draft import Draft, DraftLine
from models.sales.origins import Source
from models.sales.recover import original_number
from models.sales.rectified import Original
from models.session import Session

_TEXTS = {
    "code": 60, "description": 200, "unit": 20, "reference": 60, "reference_reason": None, "origin": 60, "stamp": 40, "lot": 40,
}  # fmt: skip


@dataclass(slots=True)
class Prepared:
    """A line ready to be computed and stored."""

    line: DraftLine
    article_id: int | None
    stocked: bool
    """Whether goods move with it: the article's own, or its parts."""
    kit: bool
    """It is made of parts that leave in its place (models/catalogue/kits.py)."""
    tracking: str
    """L or S of an article followed by lot or serial number."""
    discount: str
    input: LineInput
    mention: str
    reference_id: int | None
    tax_point: date
    reference: str
    """Number of the rectified document as it is printed: of a recovered one, that of the paper (2.4.6)."""


def prepare(
    draft: Draft,
    kind: DocumentType,
    company: Company,
    originals: dict[str, Original],
    found: dict[str, Source],
    day: date,
    session: Session,
) -> list[Prepared]:
    """Checks and completes every line. Raises Refusal whose field is ``lines.N.name``."""
    if not draft.lines:
        raise Refusal("O documento não tem linhas: acrescente pelo menos um artigo.", field="lines", rule="C27")
    lines = [_clean_copy(line) for line in draft.lines]
    articles = _articles(lines)
    lines, more = with_charges(replace(draft, lines=lines), articles)
    articles |= more
    unpriced = draft.valued and any(line.price is None for line in lines)
    book = book_of(draft.customer, day) if unpriced else Book()
    prepared = []
    for n, line in enumerate(lines, 1):
        try:
            prepared.append(_one(line, draft, kind, company, articles, originals, found, day, book, session))
        except Refusal as refusal:
            if not (refusal.field or "").startswith("lines."):
                refusal.within(f"lines.{n}")
            refusal.message = f"Linha {n}: {refusal.message}" if len(lines) > 1 else refusal.message
            raise
    return prepared


def _clean_copy(line: DraftLine) -> DraftLine:
    """A line to complete without touching the draft, its texts safe to keep."""
    copy = replace(line)
    for name, limit in _TEXTS.items():
        setattr(copy, name, clean(getattr(copy, name), limit))
    return copy


def _one(
    line: DraftLine,
    draft: Draft,
    kind: DocumentType,
    company: Company,
    articles: dict[str, Article],
    originals: dict[str, Original],
    found: dict[str, Source],
    day: date,
    book: Book,
    session: Session,
) -> Prepared:
    if not line.code:
        raise Refusal("Falta o código do artigo.", field="code", rule="C27")
    check_reference(kind.name, kind.rectifies, line.reference, line.reference_reason)
    article = articles.get(line.code)
    original = originals.get(line.reference)
    if original is not None:
        line.reference = original.document.number
        line.code = line.code if article is None else article.code
    if original is not None and (kind.debit or original.has(line.code)):
        region, rate = original.complete(line, draft)
    else:
        region = line.region or draft.region
        _complete(line, article, draft, company, day, book, session)
        rate = None
    reason = REGIME_REASON.get(company.regime, "")
    if not line.tax and reason:
        line.tax, line.exemption = "ISE", reason
    tax_type, tax_code, mention, stamp_rate, fixed = _tax(line, region, kind, day, session)
    if tax_type != STAMP_DUTY:
        check_company(reason, tax_code, company.regime)
    if rate is None:
        rate = session.tables.rate(region, tax_code, day) if stamp_rate is None else stamp_rate
    price = ZERO if line.price is None or not draft.valued else line.price
    check_line(line.description, line.quantity, line.unit, price, valued=draft.valued)
    if line.origin and kind.rectifies:
        raise Refusal(
            f"Uma {kind.name.lower()} não nasce de {line.origin}: apague a origem.", field="origin", rule="C6"
        )
    if line.tax_point is not None:
        check_plausible(line.tax_point, field="tax_point")
    steps = read_discount(line.discount)
    kit = article is not None and article.kit == SOLD_AS_PARTS
    return Prepared(
        line=line,
        article_id=None if article is None else int(article.id),
        stocked=kit or (article is not None and bool(article.stocked)),
        kit=kit,
        tracking="" if article is None else str(article.tracking),
        discount=write_discount(steps),
        input=LineInput(line.quantity, price, line.discount, tax_type, region, tax_code, rate, line.exemption, fixed),
        mention=mention,
        reference_id=None if original is None else original.id,
        reference=_named(original) or line.reference,
        tax_point=line.tax_point or _available(found.get(line.origin)) or day,
    )


def _named(original: Original | None) -> str:
    return original_number(original.document.origin) if original is not None and original.document.origin else ""


def _tax(
    line: DraftLine, region: str, kind: DocumentType, day: date, session: Session
) -> tuple[str, str, str, Decimal | None, Decimal]:
    """Tax type, code and mention of a line; of stamp duty also its percentage and its fixed amount per unit."""
    if line.tax != STAMP_DUTY:
        if line.stamp:
            raise Refusal(
                f"A linha tem imposto do selo ({line.stamp}) e taxa {line.tax or 'NOR'}: para o selo a taxa é IS.",
                field="tax",
                rule="stamp",
            )
        return (
            *check_tax(session.tables, line.tax or "NOR", line.exemption, day, abroad=region not in REGIONS),
            None,
            ZERO,
        )
    if kind.is_guide or region not in REGIONS:
        raise Refusal(
            "O imposto do selo não se liquida aqui: numa guia, ou fora de Portugal, a linha leva outra taxa.",
            field="tax",
            rule="stamp",
        )
    if line.exemption:
        if line.stamp:
            raise Refusal(
                "A linha tem imposto do selo e motivo de isenção: apague um dos dois.", field="exemption", rule="C20"
            )
        return STAMP_DUTY, "ISE", session.tables.exemption(line.exemption, day).mention, ZERO, ZERO
    stamp = read_stamp(line.stamp)
    return STAMP_DUTY, stamp.item, "", stamp.percent, stamp.fixed


def _available(source: Source | None) -> date | None:
    """When the goods of a source were made available: the day of the guide that took them (4.1.4.19.9)."""
    return source.document.date if source is not None and source.kind.is_guide else None


def _complete(
    line: DraftLine, article: Article | None, draft: Draft, company: Company, day: date, book: Book, session: Session
) -> None:
    """Fills what the line leaves out from its article; without an article it must bring everything."""
    if article is None:
        given = ((line.description, "description"), (line.unit, "unit"), (line.tax, "tax"))
        if line.price is None or not all(value for value, _ in given):
            raise Refusal(
                f"Artigo «{line.code}» desconhecido: escolha um com F4, ou indique designação, unidade, preço e taxa.",
                field="code",
                rule="article",
            )
        return
    if not article.active:
        raise Refusal(f"O artigo {article.code} está inativo: escolha outro.", field="code", rule="article")
    if article.is_model:
        raise Refusal(
            f"{article.code} é um modelo: escolha a variante, por exemplo a cor e o tamanho.",
            field="code",
            rule="variant",
        )
    line.code = article.code
    line.description = line.description or article.description
    line.unit = line.unit or article.unit
    reason = REGIME_REASON.get(company.regime, "")
    exempt = bool(reason)
    if not line.tax:
        line.tax = "ISE" if exempt else article.tax_code
        line.exemption = line.exemption or ((article.exemption_code or reason) if exempt else article.exemption_code)
    if line.price is None:
        rate = ZERO if exempt else session.tables.rate(line.region or draft.region, article.tax_code, day)
        offer = Offer(article.price) if line.discount else offer_of(article, line.quantity, day, book)
        line.price = converted(offer.price, article.price_includes_tax, draft.prices_include_tax, rate)
        if offer.percent:
            line.discount = f"{offer.percent.normalize():f}%"
        elif offer.free:
            line.discount = str(cents(offer.free * line.price))


def converted(price: Decimal, includes_tax: bool, wanted: bool, rate: Decimal) -> Decimal:
    """A unit price with or without tax as ``wanted``, 6 decimals. rate: per cent."""
    if includes_tax == wanted:
        return price
    factor = 1 + rate / HUNDRED
    return micro(price * factor) if wanted else micro(price / factor)


def _articles(lines: Sequence[DraftLine]) -> dict[str, Article]:
    """The articles of the lines by the code typed, which may be a bar code."""
    codes = list({line.code for line in lines if line.code})
    if not codes:
        return {}
    wanted = list({*codes, *(code.upper() for code in codes)})
    marks = ", ".join("?" * len(wanted))
    by_code = {article.code: article for article in db.rows(Article, f"WHERE code IN ({marks})", wanted)}
    found = {code: by_code.get(code) or by_code.get(code.upper()) for code in codes}
    missing = [code for code, article in found.items() if article is None]
    if missing:
        scans = {b.code: int(b.article_id) for b in Barcode.select().where(Barcode.code.in_(missing))}
        by_id = {article.id: article for article in Article.select().where(Article.id.in_(list(scans.values())))}
        found |= {code: by_id[article] for code, article in scans.items()}
    return {code: article for code, article in found.items() if article is not None}
