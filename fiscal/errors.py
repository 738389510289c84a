"""How a rule says no: one exception type whose message a shop clerk understands."""

from __future__ import annotations


class Refusal(Exception):
    """A rule refused what was asked; nothing was changed.

    message: a Portuguese sentence that says what is wrong, in which field, and what to do.
    field: the name of the field to go back to, where there is one (``lines.2.price`` for a line).
    rule: the rule of law or the stable short name behind it (``F10``, ``C22``, ``login``).
    """

    def __init__(self, message: str, *, field: str | None = None, rule: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.rule = rule

    def within(self, prefix: str) -> Refusal:
        """The same refusal seen from outside a part: its field becomes ``prefix.field``."""
        self.field = f"{prefix}.{self.field}" if self.field else prefix
        return self


class NeedsConfirmation(Refusal):
    """A warning the law wants answered by a person (Despacho 8632/2014, 3.4).

    key: what to pass in ``confirmed`` to go on, once the operator has said yes.
    """

    def __init__(self, message: str, *, key: str, field: str | None = None, rule: str = "") -> None:
        super().__init__(message, field=field, rule=rule)
        self.key = key
