"""Kits put together from their parts, and taken apart: a sheet whose parts leave and whose kit enters, or the other way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.rounding import ZERO, micro
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.articles import find_article
from models.catalogue.kits import ASSEMBLED, Part, parts_of
from models.catalogue.tables import Article
from models.session import Session
from models.stock.lots import lot_of
from models.stock.move import Moved, move
from models.stock.sheets import APART, TOGETHER, day_of, write_sheet
from models.stock.tables import StockMovement, StockPlace, StockValue
from models.stock.valuation import bring_up_to_date, unit_cost
from models.stock.warehouses import warehouse_of


@dataclass(frozen=True, slots=True)
class Assembly:
    """What is put together, or taken apart. Lots are of articles followed by them; ``part_lots`` by the part's code."""

    kit: str
    quantity: Decimal = Decimal(1)
    warehouse: str = ""
    lot: str = ""
    expires_on: dt.date | None = None
    part_lots: Mapping[str, str] = field(default_factory=dict)
    day: dt.date | None = None
    """When it was done; empty is today."""
    reason: str = ""


def assemble(wanted: Assembly, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Puts kits together: their parts leave at what they are worth, and the kits enter at the sum. Gives the sheet's number.

    Raises Refusal, or NeedsConfirmation where a part is not there (``models/stock/negative.py``).
    """
    return _recorded(TOGETHER, wanted, session, confirmed)


def disassemble(wanted: Assembly, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Takes kits apart: they leave, and their parts enter with what they were worth, shared by what each part costs.

    Gives the sheet's number. Raises as ``assemble``.
    """
    return _recorded(APART, wanted, session, confirmed)


def _recorded(kind: str, wanted: Assembly, session: Session, confirmed: frozenset[str]) -> str:
    now = session.clock.now()
    with db.writing():
        kit, parts = _kit(wanted.kit)
        quantity = wanted.quantity
        if not 0 < quantity <= MOST or quantity != micro(quantity):
            raise Refusal("A quantidade tem de ser maior que zero.", field="quantity", rule="range")
        place, day = int(warehouse_of(wanted.warehouse).id), day_of(wanted.day, session)
        together = kind == TOGETHER
        lot = lot_of(kit, wanted.lot, now, expires_on=wanted.expires_on, enters=together, quantity=quantity)
        made_of = _with_lots(parts, wanted, now, enters=not together)
        rows = [_row(kit, quantity, lot), *(_row(part, amount, own) for part, amount, own in made_of)]
        sheet_id, number = write_sheet(kind, day, place, rows, clean(wanted.reason, 200), session)
        pieces = [
            Moved(int(part.id), n, -amount if together else amount, place, own)
            for n, (part, amount, own) in enumerate(made_of, 2)
        ]
        whole = Moved(int(kit.id), 1, quantity if together else -quantity, place, lot)
        move(pieces if together else [whole], day, now, kind, sheet_id=sheet_id, confirmed=confirmed)
        worth = _worth_of(sheet_id)
        entering = [replace(whole, cost=worth)] if together else _shared(pieces, worth)
        move(entering, day, now, kind, sheet_id=sheet_id)
        record(session, "stock.sheet", number, kit=kit.code, quantity=str(quantity), worth=str(worth))
    return number


def _kit(code: str) -> tuple[Article, Sequence[Part]]:
    found = find_article(code)
    if found is None:
        raise Refusal(f"Artigo «{clean(code)[:30]}» desconhecido: escolha um com F4.", field="kit", rule="article")
    kit = found[0]
    if kit.kit != ASSEMBLED:
        raise Refusal(
            f"{kit.code} não é um kit que se monte: na ficha, Kit é M e as Partes dizem de que é feito.",
            field="kit",
            rule="kit",
        )
    return kit, parts_of([int(kit.id)])[int(kit.id)]


def _with_lots(
    parts: Sequence[Part], wanted: Assembly, now: dt.datetime, *, enters: bool
) -> list[tuple[Article, Decimal, int]]:
    """Each part with how much of it moves, and its lot."""
    given = {clean(code).upper(): lot for code, lot in wanted.part_lots.items()}
    for code in given:
        if code not in {part.code for part, _ in parts}:
            raise Refusal(f"{code[:30]} não é parte de {wanted.kit}.", field="part_lots", rule="kit")
    found = []
    for part, each in parts:
        amount = micro(each * wanted.quantity)
        try:
            lot = lot_of(part, given.get(part.code, ""), now, enters=enters, quantity=amount)
        except Refusal as refusal:
            refusal.field = "part_lots"
            raise
        found.append((part, amount, lot))
    return found


def _worth_of(sheet_id: int) -> Decimal:
    """What has left with a sheet was worth, at average cost."""
    out = list(StockMovement.select().where(StockMovement.sheet_id == sheet_id))
    bring_up_to_date(int(one.article_id) for one in out)
    values = StockValue.select().where(StockValue.movement_id.in_([one.id for one in out]))
    return -sum((value.average for value in values), ZERO)


def _shared(pieces: Sequence[Moved], worth: Decimal) -> list[Moved]:
    """The parts with what the kits were worth: each by what it costs by itself; all alike where none has a cost yet."""
    weights = [unit_cost(Article.get_by_id(one.article_id).code) * one.quantity for one in pieces]
    if not any(weights):
        weights = [Decimal(1) for _ in pieces]
    left, total, entering = worth, sum(weights, ZERO), []
    for one, weight in zip(pieces[:-1], weights[:-1], strict=True):
        cost = micro(worth * weight / total)
        left -= cost
        entering.append(replace(one, cost=cost))
    return [*entering, replace(pieces[-1], cost=left)]


def _row(article: Article, quantity: Decimal, lot: int) -> dict[str, Any]:
    return {
        "article_id": article.id, "code": article.code, "description": article.description, "unit": article.unit,
        "lot_id": lot, "quantity": quantity, "cost": None,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Needed:
    """A part of so many kits: how much of it moves, and how much there is in the warehouse."""

    code: str
    description: str
    unit: str
    quantity: Decimal
    there: Decimal


def needed(wanted: Assembly) -> list[Needed]:
    """What putting together takes, or taking apart gives. Raises Refusal as ``assemble`` does for kit and warehouse."""
    _, parts = _kit(wanted.kit)
    place = int(warehouse_of(wanted.warehouse).id)
    found = []
    for part, each in parts:
        rows = StockPlace.select().where(StockPlace.article_id == part.id, StockPlace.warehouse_id == place)
        there = sum((row.quantity for row in rows), ZERO)
        found.append(Needed(part.code, part.description, part.unit, micro(each * wanted.quantity), there))
    return found


def read_part_lots(text: str) -> dict[str, str]:
    """``FARINHA=L12 OVO=L3``: the lot of each part that is followed by them. Raises Refusal, field ``part_lots``."""
    found = {}
    for part in clean(text).replace(";", " ").split():
        code, sign, lot = part.partition("=")
        if not code or not sign or not lot or code.upper() in found:
            raise Refusal(
                f"«{part[:30]}» não se percebe: escreva o código da parte e o seu lote, FARINHA=L12.",
                field="part_lots",
                rule="lot",
            )
        found[code.upper()] = lot
    return found
