"""Documents of the house that move goods: entries, exits, breakage, own use, and transfers in two steps.

They are no documents of the law: they have a number of their own kind and year, and are never sent to AT. Goods that travel
on public roads between two places of the company also need a transport document (DL 147/2003).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from peewee import fn

from fiscal.errors import Refusal
from fiscal.rounding import micro
from fiscal.rules.dates import check_plausible
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.articles import find_article
from models.catalogue.tables import Article
from models.sales.draft import new_operation
from models.session import Session
from models.stock.guides import guide_of
from models.stock.lots import lot_of
from models.stock.move import Moved, move, take_back
from models.stock.tables import StockMovement, StockSheet, StockSheetLine
from models.stock.warehouses import in_transit, warehouse_of

ENTRY, EXIT, BREAKAGE, OWN_USE, TRANSFER, RECEIVED, COUNTED = "E", "S", "Q", "U", "T", "R", "C"
TOGETHER, APART = "M", "D"
KINDS = {
    ENTRY: "Entrada",
    EXIT: "Saída",
    BREAKAGE: "Quebra",
    OWN_USE: "Consumo próprio",
    TRANSFER: "Transferência",
    RECEIVED: "Receção de transferência",
    COUNTED: "Acerto de contagem",
    TOGETHER: "Montagem",
    APART: "Desmontagem",
}
TYPED = (ENTRY, EXIT, BREAKAGE, OWN_USE, TRANSFER)
"""Kinds that are written line by line; the others come out of another act."""
IN_FORCE, UNDER_WAY, ARRIVED, UNDONE = "N", "T", "R", "A"
STATES = {IN_FORCE: "Em vigor", UNDER_WAY: "A caminho", ARRIVED: "Recebida", UNDONE: "Anulada"}
_LOCK = 7_313_002
"""The place of who gives numbers to sheets."""


@dataclass(slots=True)
class SheetLine:
    """One line as typed. cost: euro without tax of one unit, of an entry; None: as what is there is worth."""

    code: str
    quantity: Decimal = Decimal(1)
    lot: str = ""
    expires_on: dt.date | None = None
    cost: Decimal | None = None


@dataclass(slots=True)
class SheetDraft:
    """A sheet being written."""

    kind: str
    warehouse: str
    """Code of the warehouse that goods enter or leave."""
    lines: list[SheetLine] = field(default_factory=list)
    to_warehouse: str = ""
    """Of a transfer: where they go."""
    day: dt.date | None = None
    """When the goods moved; empty is today."""
    reason: str = ""
    operation: str = field(default_factory=new_operation)


@dataclass(frozen=True, slots=True)
class _Ready:
    line: SheetLine
    article: Article
    lot_id: int


def record_sheet(draft: SheetDraft, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Moves the goods of a sheet and gives its number; the same operation again gives the same number.

    A transfer leaves for the road; ``receive`` ends it. Raises Refusal whose field is ``lines.N.name`` or of the head.
    """
    with db.writing():
        db.take_turn(_LOCK)
        done = StockSheet.get_or_none(StockSheet.operation == draft.operation)
        if done is not None:
            return str(done.number)
        return _record(draft, session, confirmed)


def receive(
    number: str,
    received: Sequence[Decimal] | None,
    session: Session,
    *,
    day: dt.date | None = None,
    operation: str = "",
) -> str:
    """A transfer under way arrives, all of it (None) or these quantities by line; gives the number of the reception.

    What did not arrive stays on the road, and the transfer under way, until it arrives too or is written off.
    """
    now = session.clock.now()
    with db.writing():
        db.take_turn(_LOCK)
        done = StockSheet.get_or_none(StockSheet.operation == (operation or "-"))
        if done is not None:
            return str(done.number)
        sent = sheet_of(number)
        if sent.kind != TRANSFER or sent.state != UNDER_WAY:
            raise Refusal(f"{number} não é uma transferência a caminho.", field="number", rule="sheet")
        left = still_on_the_road(sent)
        wanted = [quantity for _, quantity in left] if received is None else list(received)
        lines = _arriving(left, wanted)
        day = day_of(day, session)
        if day < sent.day:
            raise Refusal(f"{number} saiu em {sent.day:%d-%m-%Y}: não chega antes.", field="day", rule="sheet")
        target = int(sent.to_warehouse_id or 0)
        head = _head(RECEIVED, day, target, None, sent.id, "", operation or new_operation(), session)
        sheet_id = db.insert_one(StockSheet, head)
        _write_lines(sheet_id, [_row_with(line, quantity) for line, quantity in lines])
        road = in_transit()
        moved = [
            one
            for n, (line, quantity) in enumerate(lines, 1)
            for one in (
                Moved(line.article_id, n, -quantity, road, line.lot_id),
                Moved(line.article_id, n, quantity, target, line.lot_id),
            )
        ]
        move(moved, day, now, TRANSFER, sheet_id=sheet_id)
        if all(quantity == 0 for _, quantity in still_on_the_road(sent)):
            StockSheet.update(state=ARRIVED).where(StockSheet.id == sent.id).execute()
        record(session, "stock.receive", head["number"], transfer=number)
    return str(head["number"])


def write_sheet(
    kind: str, day: dt.date, warehouse_id: int, rows: Sequence[dict[str, Any]], reason: str, session: Session
) -> tuple[int, str]:
    """Writes a sheet that comes out of another act (a count, kits put together), whose verb moves the goods.

    Gives its id and number.

    rows: of StockSheetLine, without sheet and number. Called inside a transaction.
    """
    db.take_turn(_LOCK)
    head = _head(kind, day, warehouse_id, None, None, reason, new_operation(), session)
    sheet_id = db.insert_one(StockSheet, head)
    _write_lines(sheet_id, rows)
    return sheet_id, str(head["number"])


def undo_sheet(number: str, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Takes a sheet back: its goods return where they were, and it stays, marked. Raises Refusal where it cannot be."""
    now = session.clock.now()
    with db.writing():
        db.take_turn(_LOCK)
        sheet = sheet_of(number)
        if sheet.state == UNDONE:
            raise Refusal(f"{number} já está anulada.", field="number", rule="sheet")
        later = StockSheet.get_or_none(StockSheet.source_id == sheet.id, StockSheet.state != UNDONE)
        if later is not None:
            raise Refusal(f"{number} já tem {later.number}: anule primeiro essa.", field="number", rule="sheet")
        guide = guide_of(int(sheet.id))
        if guide:
            raise Refusal(
                f"{number} vai com a guia {guide}: anule-a primeiro; se já seguiu, receba a mercadoria e transfira-a de volta.",
                field="number",
                rule="transfer",
            )
        back = StockMovement.select().where(StockMovement.sheet_id == sheet.id).order_by(StockMovement.id)
        reason = TRANSFER if sheet.kind in (TRANSFER, RECEIVED) else UNDONE
        move(take_back(list(back)), now.date(), now, reason, sheet_id=sheet.id, confirmed=confirmed)
        StockSheet.update(state=UNDONE).where(StockSheet.id == sheet.id).execute()
        if sheet.kind == RECEIVED:
            StockSheet.update(state=UNDER_WAY).where(StockSheet.id == sheet.source_id).execute()
        record(session, "stock.undo", number)
    return number


def sheet_of(number: str) -> StockSheet:
    """The sheet of a number as typed. Raises Refusal, field ``number``."""
    found = StockSheet.get_or_none(StockSheet.number == clean(number).upper())
    if found is None:
        raise Refusal(f"Não há nenhuma folha de stock {clean(number)[:30]}.", field="number", rule="sheet")
    return db.lock_for_writing(StockSheet.select().where(StockSheet.id == found.id)).get()  # type: ignore[no-any-return]


def lines_of(sheet: StockSheet) -> list[StockSheetLine]:
    """The lines of a sheet in their order."""
    return list(StockSheetLine.select().where(StockSheetLine.sheet_id == sheet.id).order_by(StockSheetLine.number))


def still_on_the_road(sent: StockSheet) -> list[tuple[StockSheetLine, Decimal]]:
    """The lines of a transfer with what of each has not arrived."""
    query: Any = (
        StockSheetLine.select(StockSheetLine.article_id, StockSheetLine.lot_id, fn.SUM(StockSheetLine.quantity))
        .join(StockSheet, on=(StockSheet.id == StockSheetLine.sheet_id))
        .where(StockSheet.source_id == sent.id, StockSheet.state != UNDONE)
        .group_by(StockSheetLine.article_id, StockSheetLine.lot_id)
    )
    arrived = {(int(article), int(lot)): Decimal(int(total)).scaleb(-6) for article, lot, total in query.tuples()}
    left = []
    for line in lines_of(sent):
        key = (int(line.article_id), int(line.lot_id))
        here = min(arrived.get(key, Decimal(0)), line.quantity)
        arrived[key] = arrived.get(key, Decimal(0)) - here
        left.append((line, line.quantity - here))
    return left


def _record(draft: SheetDraft, session: Session, confirmed: frozenset[str]) -> str:
    if draft.kind not in TYPED:
        raise Refusal(f"«{draft.kind[:10]}» não é um tipo de folha de stock.", field="kind", rule="sheet")
    now, day = session.clock.now(), day_of(draft.day, session)
    place = int(warehouse_of(draft.warehouse).id)
    target = None
    if draft.kind == TRANSFER:
        target = int(_target(draft.to_warehouse, place))
    reason = clean(draft.reason, 200)
    if draft.kind in (EXIT, BREAKAGE, OWN_USE) and len(reason) < 3:
        raise Refusal("Diga o motivo da saída (pelo menos 3 letras).", field="reason", rule="sheet")
    if not draft.lines:
        raise Refusal("A folha não tem linhas: acrescente pelo menos um artigo.", field="lines", rule="sheet")
    ready = [_checked(n, line, draft.kind == ENTRY, now) for n, line in enumerate(draft.lines, 1)]
    head = _head(draft.kind, day, place, target, None, reason, draft.operation, session)
    head["state"] = UNDER_WAY if target else IN_FORCE
    sheet_id = db.insert_one(StockSheet, head)
    _write_lines(sheet_id, [_row(one) for one in ready])
    move(_moved(draft.kind, ready, place), day, now, draft.kind, sheet_id=sheet_id, confirmed=confirmed)
    record(session, "stock.sheet", head["number"], lines=len(ready), reason=reason)
    return str(head["number"])


def _moved(kind: str, ready: Sequence[_Ready], place: int) -> list[Moved]:
    sign = 1 if kind == ENTRY else -1
    moved = []
    for n, one in enumerate(ready, 1):
        quantity = one.line.quantity
        cost = None if one.line.cost is None or kind != ENTRY else micro(one.line.cost * quantity)
        moved.append(Moved(one.article.id, n, sign * quantity, place, one.lot_id, cost))
        if kind == TRANSFER:
            moved.append(Moved(one.article.id, n, quantity, in_transit(), one.lot_id))
    return moved


def _checked(n: int, line: SheetLine, enters: bool, now: dt.datetime) -> _Ready:
    try:
        found = find_article(line.code)
        if found is None:
            raise Refusal(
                f"Artigo «{clean(line.code)[:30]}» desconhecido: escolha um com F4.", field="code", rule="article"
            )
        article, times = found
        if not article.stocked:
            raise Refusal(f"O artigo {article.code} não movimenta stock.", field="code", rule="article")
        quantity = micro(line.quantity * times)
        if not 0 < quantity <= MOST:
            raise Refusal("A quantidade tem de ser maior que zero.", field="quantity", rule="range")
        if line.cost is not None and not 0 <= line.cost <= MOST:
            raise Refusal("O custo tem de ser zero ou mais.", field="cost", rule="range")
        lot = lot_of(article, line.lot, now, expires_on=line.expires_on, enters=enters, quantity=quantity)
        return _Ready(replace(line, quantity=quantity), article, lot)
    except Refusal as refusal:
        refusal.message = f"Linha {n}: {refusal.message}"
        raise refusal.within(f"lines.{n}") from None


def _target(code: str, place: int) -> int:
    try:
        target = int(warehouse_of(code).id)
    except Refusal as refusal:
        refusal.field = "to_warehouse"
        raise
    if target == place:
        raise Refusal("A mercadoria já está nesse armazém: escolha outro.", field="to_warehouse", rule="warehouse")
    return target


def day_of(day: dt.date | None, session: Session) -> dt.date:
    """The day on which goods moved: the one typed, or today. Raises Refusal, field ``day``, for one that is yet to come."""
    today = session.clock.now().date()
    day = day or today
    check_plausible(day, field="day")
    if day > today:
        raise Refusal("A mercadoria não se move depois de hoje: corrija a data.", field="day", rule="date")
    return day


def _head(
    kind: str,
    day: dt.date,
    place: int,
    target: int | None,
    source: int | None,
    reason: str,
    operation: str,
    session: Session,
) -> dict[str, Any]:
    last = (
        StockSheet.select(fn.MAX(StockSheet.sequence))
        .where(StockSheet.kind == kind, StockSheet.year == day.year)
        .scalar()
    )
    sequence = int(last or 0) + 1
    return {
        "kind": kind, "year": day.year, "sequence": sequence, "number": f"{kind} {day.year}/{sequence}", "day": day,
        "at": session.clock.now(), "operator": session.operator, "terminal": session.terminal, "warehouse_id": place,
        "to_warehouse_id": target, "source_id": source, "reason": reason, "state": IN_FORCE, "operation": operation,
    }  # fmt: skip


def _row(one: _Ready) -> dict[str, Any]:
    return {
        "article_id": one.article.id, "code": one.article.code, "description": one.article.description,
        "unit": one.article.unit, "lot_id": one.lot_id, "quantity": one.line.quantity, "cost": one.line.cost,
    }  # fmt: skip


def _row_with(line: StockSheetLine, quantity: Decimal) -> dict[str, Any]:
    return {
        "article_id": line.article_id, "code": line.code, "description": line.description, "unit": line.unit,
        "lot_id": line.lot_id, "quantity": quantity, "cost": None,
    }  # fmt: skip


def _write_lines(sheet_id: int, rows: Sequence[dict[str, Any]]) -> None:
    db.insert(StockSheetLine, [{"sheet_id": sheet_id, "number": n, **row} for n, row in enumerate(rows, 1)])


def _arriving(
    left: Sequence[tuple[StockSheetLine, Decimal]], wanted: Sequence[Decimal]
) -> list[tuple[StockSheetLine, Decimal]]:
    if len(wanted) != len(left):
        raise Refusal("Diga quanto chegou de cada linha.", field="lines", rule="sheet")
    for n, ((line, most), quantity) in enumerate(zip(left, wanted, strict=True), 1):
        if not 0 <= quantity <= most:
            raise Refusal(
                f"Linha {n}: de {line.code} não pode chegar mais do que está a caminho.",
                field=f"lines.{n}.quantity",
                rule="sheet",
            )
    found = [(line, quantity) for (line, _), quantity in zip(left, wanted, strict=True) if quantity]
    if not found:
        raise Refusal("Nada chegou: indique pelo menos uma quantidade.", field="lines", rule="sheet")
    return found
