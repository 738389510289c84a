"""From a transfer of the house to the guide that travels with it: own goods between own places (DL 147/2003, art. 2 and 6).

The transfer moved the goods; the guide, to the company itself, moves none. It says which transfer it is of, and each of its
lines which line of it, so that lots and serial numbers are on it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import fn

from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from models import db
from models.company.setup import current
from models.company.tables import Company
from models.parties.customers import OWN_CODE
from models.sales.customer import Buyer
from models.sales.draft import Draft, DraftCustomer, DraftLine, DraftPlace, DraftTransport
from models.sales.lines import Prepared
from models.sales.tables import DocumentTransport
from models.stock.guides import guide_of
from models.stock.sheets import TRANSFER, UNDER_WAY, lines_of, sheet_of
from models.stock.tables import Lot, StockGuide, StockSheet, Warehouse


def guide_draft(number: str) -> Draft:
    """The draft of a GT for a transfer under way: its places, lines and lots, the number plate of the last one on that way.

    Raises Refusal, field ``number``: no transfer, arrived already, it has a guide, or both places have one address.
    """
    sheet = _under_way(number)
    company = current()
    load, unload = _place(sheet.warehouse_id, company), _place(int(sheet.to_warehouse_id or 0), company)
    if (load.address, load.postal_code) == (unload.address, unload.postal_code):
        raise Refusal(
            f"Os dois armazéns de {sheet.number} têm a mesma morada ({load.address[:40]}): escreva a de cada um em Stocks, "
            "Armazéns.",
            field="number",
            rule="DL147",
        )
    return Draft(
        "GT",
        [_line(line) for line in lines_of(sheet)],
        customer=DraftCustomer(nif=company.nif),
        notes=f"Transferência {sheet.number}",
        valued=False,
        transport=DraftTransport(load, unload, vehicle=_last_vehicle(sheet)),
        transfer=str(sheet.number),
    )


def guide_rows(draft: Draft, lines: Sequence[Prepared], customer: Buyer) -> list[dict[str, Any]]:
    """Rows of StockGuide, without document, of a guide that goes with a transfer; none for any other document.

    Raises Refusal: the guide is not to the company itself, a line is not of the transfer, or says more than went.
    """
    if not draft.transfer:
        return []
    sheet = _under_way(draft.transfer, field="transfer")
    if draft.type != "GT" or customer.code != OWN_CODE:
        raise Refusal(
            f"A guia de {sheet.number} é da própria empresa: a mercadoria já se moveu com a transferência.",
            field="customer",
            rule="transfer",
        )
    codes = _lot_codes(sheet)
    left = {int(own.number): own.quantity for own in lines_of(sheet)}
    rows = []
    for n, prepared in enumerate(lines, 1):
        line = prepared.line
        same = (
            own
            for own in lines_of(sheet)
            if own.article_id == prepared.article_id
            and codes.get(own.lot_id, "") == line.lot
            and left[int(own.number)] >= line.quantity
        )
        found = next(same, None)
        if found is None:
            lot = f", {line.lot}" if line.lot else ""
            raise Refusal(
                f"Linha {n}: {line.code}{lot} nesta quantidade não foi com {sheet.number}: a guia leva o que a transferência "
                "leva.",
                field=f"lines.{n}.quantity",
                rule="transfer",
            )
        left[int(found.number)] -= line.quantity
        rows.append({"line": n, "sheet_id": sheet.id, "sheet_line": found.number})
    return rows


def _under_way(number: str, field: str = "number") -> StockSheet:
    try:
        sheet = sheet_of(number)
    except Refusal as refusal:
        refusal.field = field
        raise
    if sheet.kind != TRANSFER or sheet.state != UNDER_WAY:
        raise Refusal(
            f"{sheet.number} não é uma transferência a caminho: a guia faz-se antes de a mercadoria chegar.",
            field=field,
            rule="transfer",
        )
    guide = guide_of(int(sheet.id))
    if guide:
        raise Refusal(f"{sheet.number} já vai com a guia {guide}.", field=field, rule="transfer")
    return sheet


def _place(warehouse_id: int, company: Company) -> DraftPlace:
    """Where a warehouse is; one without an address is at the company's."""
    found = Warehouse.get_by_id(warehouse_id)
    source = found if found.address else company
    return DraftPlace(source.address, source.postal_code, source.city)


def _line(line: Any) -> DraftLine:
    lot = str(Lot.get_by_id(line.lot_id).code) if line.lot_id else ""
    return DraftLine(line.code, line.description, line.quantity, line.unit, price=ZERO, lot=lot)


def _lot_codes(sheet: StockSheet) -> dict[int, str]:
    ids = [line.lot_id for line in lines_of(sheet) if line.lot_id]
    return {int(lot.id): str(lot.code) for lot in Lot.select().where(Lot.id.in_(ids))} if ids else {}


def _last_vehicle(sheet: StockSheet) -> str:
    """The number plate of the last guide between the same two places."""
    same = (StockSheet.warehouse_id == sheet.warehouse_id) & (StockSheet.to_warehouse_id == sheet.to_warehouse_id)
    last = (
        StockGuide.select(fn.MAX(StockGuide.document_id))
        .join(StockSheet, on=(StockSheet.id == StockGuide.sheet_id))
        .where(same)
        .scalar()
    )
    found = DocumentTransport.get_or_none(DocumentTransport.document_id == last) if last else None
    return "" if found is None else str(found.vehicle)


def write_guide(document_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Keeps which transfer a guide just issued goes with."""
    db.insert(StockGuide, [{"document_id": document_id, **row} for row in rows])
