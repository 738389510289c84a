"""What Configurações > Integrações shows of an integration: its name, its fields, how it stands, and a trial of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.declared import Form
from models.home import Home

NOT_YET = "Ainda não existe"


@dataclass(frozen=True, slots=True)
class Integration:
    """One system of others. A screen is made from it; it knows none. All are for everybody, and none is paid for."""

    name: str
    about: str
    form: Callable[[Home], Form]
    """Its settings; secrets are in files of mode 0600 in the home, never in the database."""
    state: Callable[[Home], str]
    """In a few words: not configured, on trial, in use."""
    trial: Callable[[Home], Iterator[tuple[bool, str]]]
    """Tries all that it needs: for each thing whether it is right, and a sentence. Takes seconds; raises Refusal."""
    lacks: str = ""
    """What it does not do yet, said plainly; empty: nothing that was promised."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A system that was promised and that nothing here speaks with yet: it has a line, and says so."""

    name: str
    about: str
    lacks: str


_ANNOUNCED = (
    Announced("iLink", "Faturas eletrónicas (EDI).", "Enviar faturas em CIUS-PT, seguir o estado, receber compras."),
    Announced("iDOK", "Arquivo de documentos.", "Guardar cada documento emitido no arquivo."),
    Announced("omeutáxi", "Viagens de táxi.", "Trazer as viagens e faturá-las."),
    Announced("GTS", "Assinatura digital qualificada.", "Assinar o PDF de cada documento com selo qualificado."),
    Announced("WooCommerce", "Loja na Internet.", "Trazer encomendas, levar preços e stock."),
    Announced("PrestaShop", "Loja na Internet.", "Trazer encomendas, levar preços e stock."),
    Announced("OpenCart", "Loja na Internet.", "Trazer encomendas, levar preços e stock."),
    Announced("Jumpseller", "Loja na Internet.", "Trazer encomendas, levar preços e stock."),
    Announced("CTT", "Loja e expedição.", "Trazer encomendas, fazer etiquetas de expedição."),
    Announced("Shopkit", "Loja na Internet.", "Trazer encomendas, levar preços e stock."),
    Announced("Glory CI-5", "Máquina de pagamento em numerário.", "Receber e dar troco pela máquina."),
)
"""Those named to the owners, in the order of the screen; one is left out once ``integrations`` has its name."""


def integrations() -> tuple[Integration, ...]:
    """Those that are there, in the order of the screen."""
    from integrations.at.settings import AT
    from integrations.ifthenpay.settings import IFTHENPAY
    from integrations.mail.config import MAIL
    from integrations.paypay.settings import PAYPAY

    return (AT, PAYPAY, IFTHENPAY, MAIL)


def announced() -> tuple[Announced, ...]:
    """Those that are still to come: named, and without a package."""
    there = {one.name for one in integrations()}
    return tuple(one for one in _ANNOUNCED if one.name not in there)
