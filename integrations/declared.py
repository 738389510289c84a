"""What Configurações > Integrações shows of an integration: its name, its fields, how it stands, and a trial of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.declared import Form
from models.home import Home


@dataclass(frozen=True, slots=True)
class Integration:
    """One system of others. A screen is made from it; it knows none."""

    name: str
    about: str
    form: Callable[[Home], Form]
    """Its settings; secrets are in files of mode 0600 in the home, never in the database."""
    state: Callable[[Home], str]
    """In a few words: not configured, on trial, in use."""
    trial: Callable[[Home], Iterator[tuple[bool, str]]]
    """Tries all that it needs: for each thing whether it is right, and a sentence. Takes seconds; raises Refusal."""


def integrations() -> tuple[Integration, ...]:
    """All of them, in the order of the screen."""
    from integrations.at.settings import AT
    from integrations.paypay.settings import PAYPAY

    return (AT, PAYPAY)
