"""Records a purchase: its number, lines and taxes, the goods that enter or leave, and what they turn out to cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from peewee import fn

from fiscal.amounts import Amounts
from fiscal.discounts import HUNDRED
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.rounding import ZERO, micro
from fiscal.rules.dates import check_plausible
from fiscal.text import clean
from models import db
from models.accounts.keep import keep
from models.accounts.pay import payments_of
from models.accounts.truth import PURCHASE
from models.audit.log import record
from models.parties.tables import Supplier
from models.purchases.draft import (
    CANCELLED,
    CREDIT,
    GOODS,
    IN_FORCE,
    INVOICE,
    KINDS,
    RECEIPT,
    PurchaseDraft,
)
from models.purchases.goods import credit, enter, take_costs_off
from models.purchases.match import differences
from models.purchases.origins import follow, purchase_of
from models.purchases.prepare import Ready, check_goods, number_key, prepare, supplier_of
from models.purchases.tables import ArticleSupplier, Purchase, PurchaseLine, PurchaseTax
from models.session import Session
from models.stock.move import TAKEN_BACK, move, take_back
from models.stock.tables import StockMovement
from models.stock.warehouses import selling_from

_LOCK = 7_313_004
"""The place of who gives numbers to purchases."""


def record_purchase(draft: PurchaseDraft, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Records a purchase and gives our number for it; the same operation again gives the same number.

    confirmed: keys of the warnings already answered: ``differences`` from what was ordered or received, ``negative`` stock.
    Raises Refusal whose field is ``lines.N.name`` or of the head; NeedsConfirmation.
    """
    with db.writing():
        db.take_turn(_LOCK)
        done = Purchase.get_or_none(Purchase.operation == draft.operation)
        if done is not None:
            return str(done.number)
        return _record(draft, session, confirmed)


def _record(draft: PurchaseDraft, session: Session, confirmed: frozenset[str]) -> str:
    if draft.kind not in KINDS:
        raise Refusal(f"«{draft.kind[:10]}» não é um tipo de documento de compra.", field="kind", rule="purchase")
    now = session.clock.now()
    day = _day(draft, now.date())
    supplier = supplier_of(draft)
    key = _supplier_key(draft, supplier)
    enters = draft.kind in (RECEIPT, INVOICE)
    ready, amounts = prepare(draft, supplier, day, now, session, lots=enters)
    check_goods(draft, ready)
    found = differences(ready)
    if found and "differences" not in confirmed:
        raise NeedsConfirmation(
            "Não é o que se pediu ou recebeu:\n" + "\n".join(found[:8]) + "\nRegistar assim?",
            key="differences",
            field="lines",
            rule="purchase",
        )
    warehouse = selling_from(draft.warehouse, "")
    head = _head(draft, supplier, key, day, amounts, warehouse, session)
    purchase_id = db.insert_one(Purchase, head)
    db.insert(PurchaseLine, [_row(purchase_id, n, one, draft) for n, one in enumerate(ready, 1)])
    db.insert(
        PurchaseTax,
        [
            {"purchase_id": purchase_id, "tax_code": r.tax_code, "rate": r.rate, "base": r.base, "tax": r.tax}
            for r in amounts.rates
        ],
    )
    number = str(head["number"])
    if enters:
        enter(purchase_id, number, draft.kind, ready, warehouse, day, now)
        _remember(ready, supplier, day)
    elif draft.kind == CREDIT:
        credit(purchase_id, number, draft.goods, ready, day, now, confirmed)
    follow({int(one.origin.purchase.id) for one in ready if one.origin is not None})
    keep(PURCHASE, (purchase_id,))
    record(
        session, "purchase", number, supplier=supplier.code, theirs=head["supplier_number"], gross=str(amounts.gross)
    )
    return number


def cancel_purchase(number: str, reason: str, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Cancels a purchase: goods go back, costs that it brought are taken off, and it stays, marked.

    Raises Refusal while documents that take from it are in force, NeedsConfirmation where the goods are no longer there.
    """
    reason = clean(reason, 100)
    if len(reason) < 3:
        raise Refusal("Diga porque se anula (pelo menos 3 letras).", field="reason", rule="purchase")
    now = session.clock.now()
    with db.writing():
        purchase = purchase_of(number)
        if purchase.state == CANCELLED:
            raise Refusal(f"{purchase.number} já está anulado.", field="number", rule="purchase")
        later = (
            Purchase.select(Purchase.number)
            .join(PurchaseLine, on=(PurchaseLine.purchase_id == Purchase.id))
            .where(PurchaseLine.origin_id == purchase.id, Purchase.state != CANCELLED)
            .first()
        )
        if later is not None:
            raise Refusal(
                f"{purchase.number} já deu {later.number}: anule primeiro esse.", field="number", rule="purchase"
            )
        paid = payments_of(int(purchase.id))
        if paid:
            raise Refusal(
                f"{purchase.number} já foi pago com {', '.join(paid)}: anule primeiro o pagamento.",
                field="number",
                rule="purchase",
            )
        Purchase.update(state=CANCELLED).where(Purchase.id == purchase.id).execute()
        moved = list(StockMovement.select().where(StockMovement.purchase_id == purchase.id).order_by(StockMovement.id))
        move(take_back(moved), now.date(), now, TAKEN_BACK, purchase_id=int(purchase.id), confirmed=confirmed)
        take_costs_off(str(purchase.number), now)
        keep(PURCHASE, (int(purchase.id),))
        origins = PurchaseLine.select().where(
            PurchaseLine.purchase_id == purchase.id, PurchaseLine.origin_id.is_null(False)
        )
        follow({int(line.origin_id or 0) for line in origins})
        record(session, "purchase.cancel", str(purchase.number), reason=reason)
    return str(purchase.number)


def _day(draft: PurchaseDraft, today: dt.date) -> dt.date:
    day = draft.date or today
    check_plausible(day, field="date")
    if day > today:
        raise Refusal("A data é depois de hoje: corrija-a.", field="date", rule="date")
    for name in ("due_on", "expected_on"):
        later = getattr(draft, name)
        if later is not None and later < day:
            raise Refusal("Esta data é antes da do documento.", field=name, rule="date")
    return day


def _supplier_key(draft: PurchaseDraft, supplier: Supplier) -> str:
    """Raises Refusal where an invoice has no number, or one that is recorded already."""
    key = number_key(draft.supplier_number)
    if draft.kind in (INVOICE, CREDIT) and not key:
        raise Refusal("Falta o número do documento do fornecedor.", field="supplier_number", rule="purchase")
    if len(clean(draft.supplier_number)) > 60:
        raise Refusal("O número do fornecedor tem mais de 60 caracteres.", field="supplier_number", rule="length")
    same = Purchase.get_or_none(
        Purchase.supplier_id == supplier.id,
        Purchase.kind == draft.kind,
        Purchase.supplier_key == key,
        Purchase.state != CANCELLED,
    )
    if key and same is not None:
        raise Refusal(
            f"{clean(draft.supplier_number)} de {supplier.name} já está registado: {same.number} de "
            f"{same.date:%d-%m-%Y}.",
            field="supplier_number",
            rule="unique",
        )
    return key


def _head(
    draft: PurchaseDraft, supplier: Supplier, key: str, day: dt.date, amounts: Amounts, warehouse: int, session: Session
) -> dict[str, Any]:
    if draft.kind == CREDIT and draft.goods not in dict(GOODS):
        raise Refusal("Diga se a mercadoria volta: S, G ou N.", field="goods", rule="purchase")
    last = (
        Purchase.select(fn.MAX(Purchase.sequence))
        .where(Purchase.kind == draft.kind, Purchase.year == day.year)
        .scalar()
    )
    sequence = int(last or 0) + 1
    return {
        "kind": draft.kind, "year": day.year, "sequence": sequence, "number": f"{draft.kind} {day.year}/{sequence}",
        "supplier_id": supplier.id, "supplier_code": supplier.code, "supplier_nif": supplier.nif,
        "supplier_name": supplier.name, "supplier_number": clean(draft.supplier_number), "supplier_key": key,
        "date": day, "due_on": draft.due_on, "expected_on": draft.expected_on, "warehouse_id": warehouse,
        "net": amounts.net, "tax": amounts.tax, "gross": amounts.gross,
        "goods": draft.goods if draft.kind == CREDIT else "", "notes": clean(draft.notes, 500),
        "at": session.clock.now(), "operator": session.operator, "terminal": session.terminal, "state": IN_FORCE,
        "operation": draft.operation,
    }  # fmt: skip


def _row(purchase_id: int, n: int, one: Ready, draft: PurchaseDraft) -> dict[str, Any]:
    line, price = one.line, one.line.price or ZERO
    return {
        "purchase_id": purchase_id, "number": n, "article_id": None if one.article is None else one.article.id,
        "code": line.code, "supplier_code": "", "description": line.description, "unit": clean(line.unit, 20),
        "quantity": line.quantity, "factor": line.factor or Decimal(1),
        "price": micro(price / (1 + one.rate / HUNDRED)) if draft.prices_include_tax else micro(price),
        "discount": line.discount, "tax_code": line.tax, "rate": one.rate, "deductible": line.deductible,
        "amount": one.amount, "lot_id": one.lot_id, "origin_id": None if one.origin is None else one.origin.purchase.id,
        "origin_line": line.origin_line,
    }  # fmt: skip


def _remember(ready: Sequence[Ready], supplier: Supplier, day: dt.date) -> None:
    """What the supplier sells, in which unit, and for how much now."""
    for one in ready:
        if one.article is None:
            continue
        price = micro(one.amount / one.line.quantity)
        row = {"unit": one.line.unit, "factor": one.line.factor or Decimal(1), "price": price, "bought_on": day}
        known = ArticleSupplier.get_or_none(
            ArticleSupplier.article_id == one.article.id, ArticleSupplier.supplier_id == supplier.id
        )
        if known is None:
            first = not ArticleSupplier.select().where(ArticleSupplier.article_id == one.article.id).exists()
            ArticleSupplier.create(article_id=one.article.id, supplier_id=supplier.id, code="", preferred=first, **row)
        elif known.bought_on is None or known.bought_on <= day:
            ArticleSupplier.update(**row).where(ArticleSupplier.id == known.id).execute()
