"""How a device says that it did not take the bytes."""

from __future__ import annotations


class DeviceError(Exception):
    """Nothing, or only a part, reached the device; sending again is up to the caller.

    message: a Portuguese sentence that says what failed and what to check.
    nothing_sent: surely no byte reached the device (it could not be opened), so nothing came out on paper.
    """

    def __init__(self, message: str, *, nothing_sent: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.nothing_sent = nothing_sent
