"""How the goods of a document travel: places and hour completed and checked (DL 147/2003, art. 4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fiscal.doctypes import DocumentType
from fiscal.errors import Refusal
from fiscal.rules.transport import check_carrier, check_global, check_start
from fiscal.text import clean
from models.company.setup import check_postal_code
from models.company.tables import Company
from models.sales.customer import FINAL, Buyer
from models.sales.draft import Draft, DraftPlace, DraftTransport

_TEXTS = {"address": 210, "postal_code": 20, "city": 50, "country": 2}


def transport_row(
    draft: Draft, kind: DocumentType, company: Company, customer: Buyer, entry: datetime, confirmed: frozenset[str]
) -> dict[str, Any] | None:
    """The row of DocumentTransport, or None for a document that goes with no goods.

    A guide without transport data leaves now, from the company's address to the customer's. Raises Refusal, field
    ``transport.*`` or ``customer``.
    """
    given = draft.transport or (DraftTransport() if kind.is_guide else None)
    if given is None:
        return None
    check_carrier(kind)
    if given.global_guide:
        check_global(kind, known=customer is not FINAL)
    elif kind.is_guide and customer is FINAL:
        raise Refusal(
            "Falta o destinatário: escolha o cliente, ou marque a guia como global se ainda não se conhece.",
            field="customer",
            rule="DL147",
        )
    starts_at = given.starts_at or _next_minute(entry)
    check_start(starts_at, given.ends_at, entry, confirmed)
    load = _place(given.load, _own(company), "load")
    if given.global_guide:
        unload = DraftPlace(country="PT") if not given.unload.address else _place(given.unload, given.unload, "unload")
    else:
        theirs = DraftPlace(customer.address, customer.postal_code, customer.city, customer.country)
        unload = _place(given.unload, theirs, "unload")
    row: dict[str, Any] = {"global_guide": given.global_guide}
    for side, place in (("load", load), ("unload", unload)):
        row |= {f"{side}_{name}": getattr(place, name) for name in _TEXTS}
    return {
        **row,
        "starts_at": starts_at,
        "ends_at": given.ends_at,
        "vehicle": clean(given.vehicle, 32).upper(),
        "comments": clean(given.comments, 60),
    }


def _next_minute(entry: datetime) -> datetime:
    """Goods leave once their document is issued and told: at the next whole minute."""
    return entry.replace(second=0) + timedelta(minutes=1 if entry.second else 0)


def _own(company: Company) -> DraftPlace:
    return DraftPlace(company.address, company.postal_code, company.city, company.country)


def _place(given: DraftPlace, usual: DraftPlace, side: str) -> DraftPlace:
    """A place as typed, or the usual one where nothing was typed; complete enough for AT."""
    names = {"load": "carga", "unload": "descarga"}
    source = given if given.address or given.postal_code or given.city else usual
    place = DraftPlace(**{name: clean(str(getattr(source, name)), limit) for name, limit in _TEXTS.items()})
    for value, name, label in ((place.address, "address", "a morada"), (place.city, "city", "a localidade")):
        if not value:
            raise Refusal(
                f"Falta {label} do local de {names[side]}: escreva-a nos dados de transporte.",
                field=f"transport.{side}.{name}",
                rule="DL147",
            )
    place.country = place.country.upper() or "PT"
    if place.country == "PT":
        try:
            place.postal_code = check_postal_code(place.postal_code)
        except Refusal as refusal:
            refusal.message = f"Local de {names[side]}: {refusal.message[0].lower()}{refusal.message[1:]}"
            raise refusal.within(f"transport.{side}") from None
    return place
