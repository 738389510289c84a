"""The chain of signatures: what each document says of it, and whether it holds with a public key (fiscal.md 2.1, 2.5)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fiscal.saft.check import book as marks
from fiscal.saft.check.book import Book, Series
from fiscal.saft.check.numbers import SIGNATURE, gross_text, in_order, signature_bytes
from fiscal.saft.check.reading import Document, written
from fiscal.signature import Verifier

Keys = Mapping[int | None, Verifier]
"""By version; None: for every version that has none of its own."""

_OWN = re.compile(r"[0-9]+")
_INTEGRATED = re.compile(r"[0-9]+\.[0-9]+")
_RECOVERED = re.compile(r"[0-9]+-([A-Z]{2})(?:M [^/^ ]+/[0-9]+|D [^ ]+ [^/^ ]+/[0-9]+)")
_NOTHING = bytes(SIGNATURE)


@dataclass(slots=True)
class Verified:
    """How many signatures held, failed, and could not be verified."""

    held: int = 0
    failed: int = 0
    unknown: int = 0


def document(doc: Document, book: Book) -> None:
    """What a document says of its own signature."""
    if not doc.table.signed:
        return
    text, control = doc.text("Hash"), doc.text("HashControl")
    if text == "0" and (control == "0" or doc.source == "I"):
        if doc.source != "I" and book.header.certificate not in ("", "0"):
            book.findings.add(
                "hash-missing",
                doc.number,
                doc.line_of("Hash"),
                "O documento não está assinado, e o programa é certificado.",
            )
        return
    if signature_bytes(text) is None:
        book.findings.add(
            "hash-form",
            doc.number,
            doc.line_of("Hash"),
            f"A assinatura tem {len(text)} letras, ou letras que não são de base64: têm de ser 172.",
        )
    _control(doc, control, book)


def _control(doc: Document, control: str, book: Book) -> None:
    recovered = _RECOVERED.fullmatch(control)
    pattern = {"P": _OWN, "I": _INTEGRATED, "M": _RECOVERED}.get(doc.source)
    line = doc.line_of("HashControl")
    if pattern is not None and not pattern.fullmatch(control):
        book.findings.add(
            "hash-control",
            doc.number,
            line,
            f"HashControl «{control[:70]}» não é o de um documento com a origem {doc.source}.",
        )
    elif recovered and recovered[1] != doc.type:
        book.findings.add(
            "hash-control",
            doc.number,
            line,
            f"HashControl «{control[:70]}» é de um original {recovered[1]}, e o documento é {doc.type}.",
        )
    elif recovered and not doc.cancelled:
        original = control.partition("-")[2]
        first = book.recovered.setdefault(original, doc.number)
        if first != doc.number:
            book.findings.add(
                "recovered-twice", doc.number, line, f"O original {original[:60]} já está recuperado em {first}."
            )


def end(book: Book, keys: Keys, going_on: Callable[[], None]) -> Verified:
    """Verifies each series in the order of its numbers. going_on: asked now and then, raises to stop the work."""
    verified = Verified()
    seen: set[bytes] = set()
    for series in book.series:
        if not len(series) or series.marks[0] & marks.UNSIGNED:
            continue
        order = in_order(series)
        before: list[int] = []
        group: list[int] = []
        for position, index in enumerate(order):
            if position % 256 == 0:
                going_on()
            if group and series.sequence[group[0]] != series.sequence[index]:
                before, group = group, []
            group.append(index)
            signature = _signature(series, index)
            if signature == _NOTHING:
                continue
            if signature[:16] in seen:
                book.findings.add(
                    "hash-twice",
                    series.place(index),
                    series.hash_line[index],
                    "A assinatura é igual à de outro documento.",
                )
            seen.add(signature[:16])
            if keys:
                _verify(series, index, before, keys, verified, book)
    return verified


def _verify(series: Series, index: int, before: list[int], keys: Keys, verified: Verified, book: Book) -> None:
    foreign = bool(series.marks[index] & marks.INTEGRATED)
    key = keys.get(series.key_version[index]) or keys.get(None)
    sequence = series.sequence[index]
    follows = [one for one in before if series.sequence[one] == sequence - 1]
    previous = [_base64(series, one) for one in follows]
    day = series.day[index]
    if not follows or any(_year(series.day[one]) != _year(day) for one in follows):
        previous.append("")  # a series' first; and a year's first may begin anew (Despacho 8632/2014, 2.1.5)
    text = _text(series, index)
    if key is not None and text and any(key.holds(f"{text};{one}", _base64(series, index)) for one in previous):
        verified.held += 1
        return
    if text and key is not None and not foreign and (sequence == 1 or any(previous)):
        verified.failed += 1
        book.findings.add(
            "chain",
            series.place(index),
            series.hash_line[index],
            "A assinatura não confere com a chave pública: data, hora de gravação, número, total ou assinatura anterior "
            "não são os que foram assinados.",
        )
        return
    verified.unknown += 1
    why = (
        "foi assinado por outro programa"
        if foreign
        else "falta a chave pública desta versão"
        if key is None
        else "falta a do documento anterior, que não está no ficheiro"
        if text
        else "a data, a hora ou o total não se conseguem ler"
    )
    book.findings.once(
        (series.number, why),
        "chain-unverifiable",
        series.place(index),
        series.hash_line[index],
        f"A assinatura não se pode verificar: {why}.",
    )


def _signature(series: Series, index: int) -> bytes:
    return bytes(series.signatures[index * SIGNATURE : (index + 1) * SIGNATURE])


def _base64(series: Series, index: int) -> str:
    signature = _signature(series, index)
    return "" if signature == _NOTHING else b64encode(signature).decode()


def _text(series: Series, index: int) -> str:
    """What is signed, but for the previous signature; empty where a part cannot be read."""
    gross = gross_text(series, index)
    odd = series.odd.get(index)
    if odd and odd.entry:
        day, entry = odd.day, odd.entry
    else:
        day, entry = date.fromordinal(series.day[index]).isoformat(), written(series.entry[index])
    return f"{day};{entry};{series.place(index)};{gross}" if gross else ""


def _year(ordinal: int) -> int:
    return date.fromordinal(ordinal).year if ordinal else 0
