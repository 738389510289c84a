"""From the lines of a purchase as typed to lines that can be recorded: articles found, units, prices and taxes filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from fiscal.amounts import Amounts, LineInput, compute
from fiscal.discounts import HUNDRED, read_discount, write_discount
from fiscal.errors import Refusal
from fiscal.notation import show_euro
from fiscal.rounding import CENT, ZERO, cents, micro
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models.catalogue.articles import find_article, find_scanned
from models.catalogue.tables import Article
from models.catalogue.units import units_of
from models.company.setup import current
from models.parties.suppliers import find_supplier
from models.parties.tables import Supplier
from models.purchases.draft import CREDIT, FROM, KINDS, RECEIPT, BoughtLine, PurchaseDraft
from models.purchases.origins import Origin, origin_of
from models.purchases.tables import ArticleSupplier
from models.session import Session
from models.stock.lots import lot_of

TAXES = ("NOR", "INT", "RED", "ISE")
TOLERANCE = Decimal("0.05")
"""Euro: how far the total that a supplier printed may be from that of its lines, for its own way of rounding."""


@dataclass(slots=True)
class Ready:
    """A line that can be recorded."""

    line: BoughtLine
    article: Article | None
    rate: Decimal
    lot_id: int = 0
    origin: Origin | None = None
    amount: Decimal = ZERO
    """Euro without tax, after all discounts."""

    @property
    def units(self) -> Decimal:
        """In units of stock."""
        return micro(self.line.quantity * (self.line.factor or 1))

    @property
    def cost(self) -> Decimal:
        """Euro that the whole line costs the company: with the tax that it cannot deduct."""
        return self.amount if self.line.deductible else micro(self.amount * (1 + self.rate / HUNDRED))

    @property
    def stocked(self) -> bool:
        return self.article is not None and bool(self.article.stocked)


def supplier_of(draft: PurchaseDraft) -> Supplier:
    """Whose document it is. Raises Refusal, field ``supplier``."""
    found = find_supplier(draft.supplier) if clean(draft.supplier) else None
    if found is None:
        raise Refusal(
            f"Fornecedor «{clean(draft.supplier)[:30]}» desconhecido: F4 procura, F2 cria a ficha.",
            field="supplier",
            rule="supplier",
        )
    if not found.active:
        raise Refusal(f"O fornecedor {found.code} está inativo.", field="supplier", rule="supplier")
    return found


def number_key(number: str) -> str:
    """What two ways of writing the same number of a supplier have in common: ``FT 2026/00012`` is ``FT2026/12``."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"\s+", "", clean(number).upper()))


def prepare(
    draft: PurchaseDraft, supplier: Supplier, day: date, now: datetime, session: Session, *, lots: bool
) -> tuple[list[Ready], Amounts]:
    """Checks and completes every line, and adds them up. lots: goods enter, so that their lots must be said.

    Raises Refusal whose field is ``lines.N.name``, ``global_discount`` or ``total``.
    """
    if not draft.lines:
        raise Refusal("O documento não tem linhas: acrescente pelo menos uma.", field="lines", rule="purchase")
    ready = []
    for n, line in enumerate(draft.lines, 1):
        try:
            ready.append(_one(line, draft, supplier, day, now, session, lots=lots))
        except Refusal as refusal:
            refusal.message = f"Linha {n}: {refusal.message}" if len(draft.lines) > 1 else refusal.message
            raise refusal.within(f"lines.{n}") from None
    amounts = compute(
        [_input(one) for one in ready],
        prices_include_tax=draft.prices_include_tax,
        global_discount=draft.global_discount,
    )
    for one, amount in zip(ready, amounts.lines, strict=True):
        one.amount = amount.amount
    return ready, as_printed(amounts, draft.total)


def _input(one: Ready) -> LineInput:
    line = one.line
    return LineInput(line.quantity, line.price or ZERO, line.discount, "IVA", "PT", line.tax, one.rate)


def as_printed(amounts: Amounts, total: Decimal | None) -> Amounts:
    """With the total that the supplier printed, where it is within the tolerance. Raises Refusal, field ``total``."""
    if total is None or cents(total) == amounts.gross:
        return amounts
    off = cents(total) - amounts.gross
    if abs(off) > max(TOLERANCE, CENT * len(amounts.lines)):
        raise Refusal(
            f"O total do fornecedor é {show_euro(total)} e o das linhas {show_euro(amounts.gross)}: confirme as linhas.",
            field="total",
            rule="purchase",
        )
    largest = max(range(len(amounts.rates)), key=lambda i: abs(amounts.rates[i].tax))
    rates = tuple(replace(r, tax=r.tax + (off if i == largest else ZERO)) for i, r in enumerate(amounts.rates))
    return replace(amounts, rates=rates, tax=amounts.tax + off, gross=amounts.gross + off)


def _one(
    typed: BoughtLine,
    draft: PurchaseDraft,
    supplier: Supplier,
    day: date,
    now: datetime,
    session: Session,
    *,
    lots: bool,
) -> Ready:
    line = replace(typed, code=clean(typed.code, 60), description=clean(typed.description, 200))
    origin = origin_of(line, supplier, FROM.get(draft.kind, ()), KINDS[draft.kind]) if line.origin else None
    if origin is not None and origin.line is not None:
        _from_origin(line, origin)
    article = bought_article(line.code, int(supplier.id)) if line.code else None
    if line.code and article is None:
        raise Refusal(
            f"Artigo «{line.code[:30]}» desconhecido: escolha um com F4, ou deixe o código vazio e descreva a despesa.",
            field="code",
            rule="article",
        )
    if article is not None:
        _from_article(line, article, supplier)
    if len(line.description) < 2:
        raise Refusal("Falta a designação (pelo menos 2 letras).", field="description", rule="required")
    if not 0 < line.quantity <= MOST:
        raise Refusal("A quantidade tem de ser maior que zero.", field="quantity", rule="range")
    if line.factor is not None and not 0 < line.factor <= MOST:
        raise Refusal("Uma unidade de compra tem pelo menos alguma de stock.", field="factor", rule="range")
    if line.price is None:
        line.price = ZERO
    if not 0 <= line.price <= MOST:
        raise Refusal("O preço tem de ser zero ou mais.", field="price", rule="range")
    line.discount = write_discount(read_discount(line.discount, "discount"))
    line.tax = clean(line.tax).upper() or "NOR"
    if line.tax not in TAXES:
        raise Refusal(f"Taxa «{line.tax[:10]}» desconhecida: NOR, INT, RED ou ISE.", field="tax", rule="tax")
    rate = session.tables.rate(current().region, line.tax, day)
    ready = Ready(line, article, rate, origin=origin)
    if lots and article is not None and ready.stocked and not _received(origin):
        ready.lot_id = lot_of(article, line.lot, now, expires_on=line.expires_on, enters=True, quantity=ready.units)
    return ready


def _received(origin: Origin | None) -> bool:
    """Whether the goods of a line are in the house already, with their lot."""
    return origin is not None and origin.purchase.kind == RECEIPT


def _from_origin(line: BoughtLine, origin: Origin) -> None:
    own = origin.line
    assert own is not None
    line.code = line.code or own.code
    line.description = line.description or own.description
    line.unit, line.factor = line.unit or own.unit, line.factor or own.factor
    if line.price is None:
        line.price, line.discount = own.price, line.discount or own.discount
    line.tax = line.tax or own.tax_code
    line.deductible = line.deductible and bool(own.deductible)


def _from_article(line: BoughtLine, article: Article, supplier: Supplier) -> None:
    known = ArticleSupplier.get_or_none(
        ArticleSupplier.article_id == article.id, ArticleSupplier.supplier_id == supplier.id
    )
    scanned = find_scanned(line.code)
    if scanned is not None and not line.unit and scanned[1].unit:
        line.unit = scanned[1].unit
    elif scanned is not None and not line.unit and scanned[1].quantity != 1:
        line.quantity, line.unit = micro(line.quantity * scanned[1].quantity), article.unit
    line.code = article.code
    line.description = line.description or article.description
    line.unit = line.unit or (known.unit if known is not None else article.unit)
    if line.factor is None:
        factors = {pack.unit: pack.factor for pack in units_of(article.id)}
        if known is not None:
            factors.setdefault(known.unit, known.factor)
        line.factor = factors.get(line.unit, Decimal(1))
    if line.price is None and known is not None and known.unit == line.unit:
        line.price = known.price
    line.tax = line.tax or (article.tax_code if article.tax_code in TAXES else "ISE")


def bought_article(code: str, supplier_id: int) -> Article | None:
    """The article of our code, a bar code, or the supplier's own code."""
    found = find_article(code)
    if found is not None:
        return found[0]
    known = ArticleSupplier.get_or_none(
        ArticleSupplier.supplier_id == supplier_id, ArticleSupplier.code == clean(code).upper()
    )
    return None if known is None else Article.get_by_id(known.article_id)


def check_goods(draft: PurchaseDraft, ready: Sequence[Ready]) -> None:
    """A credit note of goods says from which invoice they go back. Raises Refusal."""
    if draft.kind != CREDIT:
        return
    for n, one in enumerate(ready, 1):
        if one.origin is None or one.origin.line is None:
            raise Refusal(
                f"Linha {n}: diga de que fatura e linha é o crédito: F6 mostra as faturas deste fornecedor.",
                field=f"lines.{n}.origin",
                rule="purchase",
            )


def last_bought(code: str, supplier: str) -> ArticleSupplier | None:
    """How an article was bought the last time from a supplier (code or NIF); None where it never was."""
    card = find_supplier(supplier) if clean(supplier) else None
    if card is None:
        return None
    return (  # type: ignore[no-any-return]
        ArticleSupplier.select()
        .join(Article, on=(Article.id == ArticleSupplier.article_id))
        .where(Article.code == code, ArticleSupplier.supplier_id == card.id)
        .first()
    )
