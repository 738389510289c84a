"""Goods on the road: what a document that goes with them must say, and until when it may be cancelled (DL 147/2003)."""

from __future__ import annotations

from datetime import datetime

from fiscal.doctypes import DocumentType
from fiscal.errors import NeedsConfirmation, Refusal

GLOBAL_TYPES = ("GT", "GR")


def check_carrier(kind: DocumentType) -> None:
    """Only guides and invoices (not simplified ones) may go with goods (art. 2 and 4)."""
    if not kind.transports:
        raise Refusal(
            f"Uma {kind.name.lower()} não serve de documento de transporte: emita uma guia (GT ou GR) ou uma fatura.",
            field="transport",
            rule="DL147",
        )


def check_global(kind: DocumentType, *, known: bool) -> None:
    """A global guide is a guide whose recipient is not known yet (art. 4 n.6)."""
    if kind.code not in GLOBAL_TYPES:
        raise Refusal(
            "Só uma guia de transporte ou de remessa pode ser global.", field="transport.global_guide", rule="DL147"
        )
    if known:
        raise Refusal(
            "Uma guia global não tem destinatário: apague o cliente, ou desmarque «global».",
            field="customer",
            rule="DL147",
        )


def check_start(starts_at: datetime, ends_at: datetime | None, entry: datetime, confirmed: frozenset[str]) -> None:
    """The document is issued before the goods leave (art. 5 n.1): a start in the past is a warning to confirm."""
    if ends_at is not None and ends_at < starts_at:
        raise Refusal(
            "O fim do transporte é antes do início: corrija uma das horas.", field="transport.ends_at", rule="DL147"
        )
    if starts_at.replace(second=59) < entry and "transporte-iniciado" not in confirmed:
        raise NeedsConfirmation(
            f"O transporte começa às {starts_at:%H:%M de %d-%m-%Y}, antes de agora: o documento devia ser emitido "
            "antes de os bens saírem. Emite mesmo assim?",
            key="transporte-iniciado",
            field="transport.starts_at",
            rule="DL147",
        )
