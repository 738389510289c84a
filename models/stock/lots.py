"""Lots and serial numbers: which one a line means, and that an article followed by them always says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.notation import show_number
from fiscal.text import clean
from models import db
from models.catalogue.tables import Article
from models.stock.tables import Lot, StockPlace

LOT, SERIAL = "L", "S"
TRACKINGS = (("", "Nada"), (LOT, "Lote"), (SERIAL, "Número de série"))
NAMES = {LOT: "lote", SERIAL: "número de série"}
LONGEST = 40


def lot_of(
    article: Article,
    typed: str,
    at: datetime,
    *,
    expires_on: date | None = None,
    enters: bool,
    quantity: Decimal,
    counting: bool = False,
) -> int:
    """Id of the lot, or of the piece, that a line means; 0 for an article that is followed by neither.

    enters: goods come in, so that a code not known yet is a new one, with its expiry. quantity: of the line, for a serial
    number is one piece. counting: what is there is only counted, so that a piece may be there already. Called inside a
    transaction. Raises Refusal, field ``lot`` or ``quantity``.
    """
    code = clean(typed).upper()
    if not article.tracking:
        if code:
            raise Refusal(
                f"O artigo {article.code} não é seguido por lote nem por número de série: apague «{code[:20]}».",
                field="lot",
                rule="lot",
            )
        return 0
    name = NAMES[article.tracking]
    if not code:
        raise Refusal(f"Falta o {name} de {article.code}: F4 mostra os que há.", field="lot", rule="lot")
    if len(code) > LONGEST:
        raise Refusal(f"O {name} tem {len(code)} caracteres: o máximo é {LONGEST}.", field="lot", rule="length")
    if article.tracking == SERIAL and quantity != 1:
        raise Refusal(
            f"Um número de série é de uma só peça: em vez de {show_number(quantity, 6, least=0)}, uma linha por peça.",
            field="quantity",
            rule="lot",
        )
    found = Lot.get_or_none(Lot.article_id == article.id, Lot.code == code)
    if found is None and not enters:
        raise Refusal(
            f"O {name} {code[:20]} de {article.code} não existe: F4 mostra os que há.", field="lot", rule="lot"
        )
    if found is None:
        return db.insert_one(Lot, {"article_id": article.id, "code": code, "expires_on": expires_on, "created_at": at})
    if enters and not counting and article.tracking == SERIAL:
        _check_piece(article, found)
    if expires_on is not None and found.expires_on not in (None, expires_on):
        raise Refusal(
            f"O lote {code[:20]} já existe com validade {found.expires_on:%d-%m-%Y}: confirme a data.",
            field="expires_on",
            rule="lot",
        )
    if expires_on is not None and found.expires_on is None:
        Lot.update(expires_on=expires_on).where(Lot.id == found.id).execute()
    return int(found.id)


def _check_piece(article: Article, piece: Lot) -> None:
    here = StockPlace.select().where(
        StockPlace.article_id == article.id, StockPlace.lot_id == piece.id, StockPlace.quantity > 0
    )
    if here.exists():
        raise Refusal(
            f"O número de série {piece.code} de {article.code} já está em stock: não entra duas vezes.",
            field="lot",
            rule="lot",
        )


@dataclass(frozen=True, slots=True)
class LotHere:
    """What a warehouse has of a lot."""

    code: str
    expires_on: date | None
    quantity: Decimal
    """In the article's own unit."""


def lots_here(article_id: int, warehouse_id: int) -> list[LotHere]:
    """The lots, or the pieces, of an article in a warehouse, those that end first before the rest."""
    rows = db.database.execute_sql(
        db.marked(
            "SELECT l.code, l.expires_on, p.quantity FROM stock_place p JOIN lot l ON l.id = p.lot_id "
            "WHERE p.article_id = ? AND p.warehouse_id = ? AND p.quantity > 0 "
            "ORDER BY coalesce(l.expires_on, '9999'), l.id"
        ),
        (article_id, warehouse_id),
    ).fetchall()
    return [
        LotHere(str(code), date.fromisoformat(day) if day else None, Decimal(int(quantity)).scaleb(-6))
        for code, day, quantity in rows
    ]
