"""The payment box: amounts by means, what is missing, change; Enter alone pays what is missing.

What may be typed: nothing or ``*`` (all that is missing), ``10`` or ``10,00`` (in the means selected), ``2*`` or
``2*10,00`` (in the second means), ``MB`` or ``MB 10`` (by code). A function key takes what is typed to its means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.notation import number, show_euro
from fiscal.rounding import CENT, ZERO, cents
from fiscal.rules.lines import MOST
from fiscal.rules.payment import check_change
from fiscal.text import clean
from models.declared import Field, Number
from models.sales.draft import DraftPayment
from tui.entry.barcode import is_barcode

FIELD = Field(
    "payments", "Entregue", Number(2), 14,
    help="O que o cliente entrega. Vazio e Enter: tudo o que falta, no meio escolhido. 10,00: esse valor. 2*10,00: no segundo "
    "meio. MB 10: pelo código do meio. 2* ou MB: o resto nesse meio. Só o numerário dá troco, e menos de 500 €.",
    law="É proibido receber 3000 € ou mais em numerário (LGT, art. 63.º-E); uma empresa paga 1000 € ou mais por meio que "
    "se possa seguir (LGT, art. 63.º-C).",
)  # fmt: skip
"""The box as explained on F1."""

_BY_NUMBER = re.compile(r"([1-9][0-9]?)\s*\*\s*(.*)")
_BY_CODE = re.compile(r"([A-Za-z]{1,10})\s*\*?\s*(.*)")


@dataclass(frozen=True, slots=True)
class Means:
    """A way to pay."""

    code: str
    """NU, CD, MB, ... (SAF-T PaymentMechanism)."""
    name: str
    cash: bool = False
    """Only cash gives change."""


class PaymentBox:
    """Collects the payments of a document with a total to be paid now."""

    def __init__(self, total: Decimal, means: Sequence[Means], paid: Sequence[DraftPayment] = ()) -> None:
        """total: euro in cents, zero or more. means: in the order of their keys, at least one.

        paid: payments kept in the draft; dropped, all of them, if they no longer fit the total or the means.
        """
        if total < ZERO or total != cents(total):
            raise ValueError(f"the total to pay is an amount of euro in cents, zero or more: {total}")
        if not means:
            raise ValueError("a payment box needs at least one means of payment")
        self.total = total
        self.means = tuple(means)
        self.selected = next((n for n, m in enumerate(self.means) if m.cash), 0)
        """Index of the means in which an amount alone is paid: cash, until another is chosen."""
        self._amounts: dict[str, Decimal] = {}
        self._past: list[dict[str, Decimal]] = []
        for payment in paid:
            try:
                self._pay(self._index(payment.method), payment.amount)
            except Refusal:
                self._amounts.clear()
                break
        self._past.clear()

    @property
    def paid(self) -> Decimal:
        """Euro handed over."""
        return sum(self._amounts.values(), ZERO)

    @property
    def remaining(self) -> Decimal:
        """Euro still missing."""
        return max(self.total - self.paid, ZERO)

    @property
    def change(self) -> Decimal:
        """Euro to give back; always out of cash."""
        return max(self.paid - self.total, ZERO)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.remaining

    def amount(self, code: str) -> Decimal:
        """Euro handed over in one means."""
        return self._amounts.get(code, ZERO)

    def select(self, index: int) -> None:
        """Chooses the means for amounts typed alone; goes round at both ends."""
        self.selected = index % len(self.means)

    def enter(self, typed: str = "") -> str:
        """Enter: pays what was typed (see the head of this file). Returns the notice. Raises Refusal."""
        return self._pay(*self._read(typed))

    def foreseen(self, typed: str) -> Decimal:
        """Euro that would be missing after Enter, for who is still typing; below zero it is the change to give."""
        missing = self.total - self.paid
        if not clean(typed):
            return missing
        try:
            return missing - self._allowed(*self._read(typed))
        except Refusal:
            return missing

    def press(self, key: int, typed: str = "") -> str:
        """The function key (or Alt+digit) of a means, 1 for the first: pays in it what was typed, or all missing."""
        return self._pay(self._numbered(key), self._parse(clean(typed)))

    def take_back(self, code: str) -> str:
        """Removes what was paid in one means."""
        index = self._index(code)
        means = self.means[index]
        if means.code not in self._amounts:
            raise Refusal(f"Não há pagamento em {means.name} para retirar.", field="payments", rule="payment")
        self._past.append(dict(self._amounts))
        del self._amounts[means.code]
        return f"Retirado: {means.name}. {self._state()}"

    def undo(self) -> str:
        """Takes back the last payment or removal; again for the one before."""
        if not self._past:
            raise Refusal("Não há nada para desfazer.", field="payments", rule="undo")
        self._amounts = self._past.pop()
        return f"Desfeito. {self._state()}"

    def payments(self) -> list[DraftPayment]:
        """The payments of the draft, in the order first paid. Raises Refusal while something is missing."""
        if not self.complete:
            raise Refusal(
                f"Faltam {show_euro(self.remaining)}: Enter paga o resto em {self.means[self.selected].name}.",
                field="payments",
                rule="payment",
            )
        return self.so_far()

    def so_far(self) -> list[DraftPayment]:
        """The payments made until now, to be kept in the draft at every step."""
        return [DraftPayment(code, amount) for code, amount in self._amounts.items()]

    def _read(self, typed: str) -> tuple[int, Decimal]:
        """The means, by its index, and the amount that what was typed stands for."""
        text = clean(typed)
        index = self.selected
        if match := _BY_NUMBER.fullmatch(text):
            index, text = self._numbered(int(match[1])), match[2]
        elif match := _BY_CODE.fullmatch(text):
            index, text = self._index(match[1]), match[2]
        return index, self._parse(text)

    def _numbered(self, key: int) -> int:
        if not 1 <= key <= len(self.means):
            raise Refusal(
                f"Não há o meio de pagamento {key}: há {len(self.means)}, contados a partir de 1.",
                field="payments",
                rule="payment",
            )
        return key - 1

    def _index(self, code: str) -> int:
        for index, means in enumerate(self.means):
            if means.code.casefold() == code.casefold():
                return index
        codes = ", ".join(f"{m.code} ({m.name})" for m in self.means)
        raise Refusal(f"Não há o meio de pagamento «{clean(code, 20)}»: use {codes}.", field="payments", rule="payment")

    def _parse(self, text: str) -> Decimal:
        if text in ("", "*"):
            return self.remaining
        if is_barcode(text):
            raise Refusal(
                f"«{text}» é um código de barras: aqui escreve-se o valor entregue. Esc volta às linhas.",
                field="payments",
                rule="limits",
            )
        return number(text, places=2, field="payments")

    def _allowed(self, index: int, amount: Decimal) -> Decimal:
        """The amount in cents. Raises Refusal if it cannot be paid in that means now."""
        means = self.means[index]
        if self.complete:
            raise Refusal(
                "Já está tudo pago: F10 emite, ou retire um pagamento para o trocar."
                if self.total
                else "Não há nada a pagar: F10 emite.",
                field="payments",
                rule="payment",
            )
        if amount > MOST:
            raise Refusal(
                "O valor entregue é demasiado grande: será um código de barras ou um NIF?",
                field="payments",
                rule="limits",
            )
        if amount < CENT or amount != cents(amount):
            raise Refusal(
                "O valor entregue tem de ser maior que zero, em euros e cêntimos.", field="payments", rule="payment"
            )
        if amount > self.remaining and not means.cash:
            raise Refusal(
                f"Só faltam {show_euro(self.remaining)}: {means.name} não dá troco, só o dinheiro.",
                field="payments",
                rule="payment",
            )
        check_change(self.paid + amount - self.total)
        return cents(amount)

    def _pay(self, index: int, amount: Decimal) -> str:
        means, paid = self.means[index], self._allowed(index, amount)
        self._past.append(dict(self._amounts))
        self._amounts[means.code] = self.amount(means.code) + paid
        return f"{means.name} {show_euro(paid)}. {self._state()}"

    def _state(self) -> str:
        if self.change:
            return f"Troco {show_euro(self.change)}"
        return f"Falta {show_euro(self.remaining)}" if self.remaining else "Pago"
