"""What a paper says of the goods' way: the transport block, the documents it comes from, and which copies there are."""

from __future__ import annotations

from fiscal.notation import show_day
from fiscal.text import clean
from models.sales.record import IssuedDocument, IssuedLine, Place
from printing.paper import COPY_OF_TRANSPORT, DUPLICATE, ORIGINAL, SECOND, TRIPLICATE, Copy, Labelled, PaperParty

UNKNOWN_RECIPIENTS = PaperParty("A conhecer no percurso", ("Cada entrega tem o seu documento, que refere este.",))
"""On a global guide, whose recipients are not known when the goods leave (DL 147/2003, art. 4 n.6)."""


def copies(document: IssuedDocument, printed_before: int) -> tuple[Copy, ...]:
    """Which copies the next print gives. printed_before: how many times the document was printed already.

    What goes with goods on paper goes in three copies, all at the first print; what is printed afterwards is not valid
    for the goods on the road (DL 147/2003, art. 5 n.12). AT's code takes the place of the three.
    """
    if document.transport is None:
        return (SECOND,) if printed_before else (ORIGINAL,)
    if printed_before:
        return (COPY_OF_TRANSPORT,)
    return (ORIGINAL,) if document.at_code else (ORIGINAL, DUPLICATE, TRIPLICATE)


def transport(document: IssuedDocument) -> tuple[Labelled, ...]:
    """Places of loading and unloading, start, number plate, AT's code (DL 147/2003, art. 4)."""
    goods = document.transport
    if goods is None:
        return ()
    unload = _place(goods.unload)
    rows = [("Local de carga", _place(goods.load)), ("Local de descarga", unload or "a conhecer em cada entrega")]
    rows.append(("Início do transporte", f"{show_day(goods.starts_at)} às {goods.starts_at:%H:%M}"))
    if goods.ends_at is not None:
        rows.append(("Fim do transporte", f"{show_day(goods.ends_at)} às {goods.ends_at:%H:%M}"))
    rows += [
        ("Matrícula", clean(goods.vehicle)),
        ("Código AT", clean(document.at_code)),
        ("Observações", clean(goods.comments)),
    ]
    return tuple(Labelled(label, value) for label, value in rows if value)


def _place(place: Place) -> str:
    city = " ".join(part for part in (clean(place.postal_code), clean(place.city)) if part)
    country = f"País: {clean(place.country)}" if place.country not in ("PT", "") else ""
    return ", ".join(part for part in (clean(place.address), city) if part) + (f" {country}" if country else "")


def origins(document: IssuedDocument) -> list[str]:
    """The documents that the lines come from, each once, with its date (Despacho 8632/2014, 1.3; C6)."""
    return list(dict.fromkeys(text for line in document.lines for text in of_line(line)))


def of_line(line: IssuedLine) -> list[str]:
    return [clean(o.number) + (f" de {show_day(o.date)}" if o.date else "") for o in line.origins]
