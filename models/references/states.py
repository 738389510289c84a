"""How a payment reference may stand, what goes before what, and the words for it."""

from __future__ import annotations

MULTIBANCO, MBWAY, LINK = "MB", "MW", "LK"
METHODS = {MULTIBANCO: "Multibanco", MBWAY: "MB WAY", LINK: "Ligação"}

ASKED, OPEN, PAID, EXPIRED, VOID = "asked", "open", "paid", "expired", "void"
MISMATCH, SETTLED, REFUNDED, REFUSED = "mismatch", "settled", "refunded", "refused"
STATES = {
    ASKED: "a pedir",
    OPEN: "por pagar",
    PAID: "paga",
    SETTLED: "transferida",
    MISMATCH: "divergente",
    EXPIRED: "expirada",
    VOID: "anulada",
    REFUNDED: "devolvida",
    REFUSED: "recusada",
}
RANK = {ASKED: 0, OPEN: 1, REFUSED: 2, EXPIRED: 2, VOID: 2, MISMATCH: 3, PAID: 3, SETTLED: 4, REFUNDED: 5}
"""News of what comes earlier never undoes what comes later: calls arrive twice and out of order."""
ENDED = (EXPIRED, VOID, REFUSED)
"""Another reference may take its place; money may still come, and then counts as late."""
RECEIVED = (PAID, SETTLED)
"""The money is there, and it is the right amount."""
