"""What goes wrong with other people's systems, in five kinds, each with a sentence that says what to do."""

from __future__ import annotations

from fiscal.errors import Refusal

NOT_CONFIGURED, CREDENTIALS, INVALID, TEMPORARY, SURPRISE = (
    "configure",
    "credentials",
    "invalid",
    "temporary",
    "surprise",
)


class Trouble(Refusal):
    """An integration could not do what was asked.

    kind: not configured, credentials refused, data refused, away for now, or an answer that nobody expected.
    taken: the other side may have done it all the same: look before asking again.
    """

    def __init__(self, kind: str, message: str, *, taken: bool = False, field: str | None = None) -> None:
        super().__init__(message, field=field, rule="integration")
        self.kind = kind
        self.taken = taken

    @property
    def final(self) -> bool:
        """The same request would be refused again."""
        return self.kind == INVALID
