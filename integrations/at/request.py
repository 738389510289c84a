"""One request to AT: where it goes, what it says, and how its answer is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from fiscal.rounding import cents
from fiscal.xmltree import Node
from integrations.at.envelope import Message
from integrations.at.values import Service

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What an answer's element says, before its code is understood."""

    code: str
    said: str
    value: T | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    service: Service
    operation: str
    """Name of the element, or another under which the codes are to be understood (``cancelar``)."""
    message: Message
    read: Callable[[Node], Reading[T] | None]
    """None where the element is not the answer to this request."""
    soap_action: str = ""


def day(value: dt.date) -> str:
    return value.isoformat()


def moment(value: dt.datetime) -> str:
    """``2027-01-04T10:15:30``: local time, no zone, no fraction (Portaria 302/2016, 1 j)."""
    return value.strftime("%Y-%m-%dT%H:%M:%S")


def money(value: Decimal) -> str:
    """Two decimals, a point."""
    return format(cents(value), "f")
