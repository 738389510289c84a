"""ifthenpay as a provider of payments: references by contract without network, or by its API; told of by call-back."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qs

from fiscal.multibanco import built
from fiscal.rounding import cents
from fiscal.text import clean
from integrations.ports import Hook
from integrations.trouble import CREDENTIALS, INVALID, SURPRISE, Trouble
from integrations.web import Web
from models.references import states
from models.references.counter import next_base
from models.references.values import PAID, PENDING, Asked, RemotePayment

ADDRESS = "https://ifthenpay.com/api"
_PAID_AT = "%d-%m-%Y %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Contract:
    """entity, sub_entity: of references made here. mb_key: of those asked for. anti_phishing: proves a call-back."""

    entity: str = ""
    sub_entity: str = ""
    mb_key: str = ""
    anti_phishing: str = ""
    address: str = ADDRESS
    seconds: float = 15.0


class Ifthenpay:
    """One merchant's contract."""

    code = "ifthenpay"
    name = "ifthenpay"
    methods = (states.MULTIBANCO,)

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._web = Web("ifthenpay", contract.address, {"Accept": "application/json"}, contract.seconds)

    def check(self) -> str:
        """By contract there is nobody to ask. Of the API, only a reference of its own would tell: none is made to try."""
        if self._contract.mb_key:
            self._web.reach()
            return "ifthenpay responde. A chave só se confirma ao pedir a primeira referência."
        return f"Referências feitas aqui: entidade {self._contract.entity}, subentidade {self._contract.sub_entity}."

    def create(self, asked: Asked) -> RemotePayment:
        if asked.method != states.MULTIBANCO:
            raise Trouble(INVALID, "Com a ifthenpay só há referências Multibanco.")
        return self._asked_for(asked) if self._contract.mb_key else self._made(asked)

    def find(self, asked: Asked, known: Callable[[str], bool]) -> RemotePayment | None:
        """Nothing to look up: what was made here never left, and the API gives back no list.

        It takes our code as its order number, so that a reference whose answer was lost can be told apart there.
        """
        return None

    def get(self, remote_id: str) -> RemotePayment:
        """There is nobody to ask: it counts as not paid until a call-back or the bank's file says otherwise."""
        return RemotePayment(remote_id, PENDING, Decimal(0))

    def listed(self, since: dt.datetime) -> Iterator[RemotePayment]:
        return iter(())

    def cancel(self, remote_id: str) -> RemotePayment:
        raise Trouble(INVALID, "A ifthenpay não anula referências: acabam na sua data.")

    def hook(self, headers: Mapping[str, str], raw: bytes, now: dt.datetime) -> Hook:
        """A call-back: ``chave``, ``entidade``, ``referencia``, ``valor``, ``datahorapag``, in the address."""
        found = {name: values[0] for name, values in parse_qs(raw.decode("utf-8", "replace")).items()}
        key = self._contract.anti_phishing
        if not key or not hmac.compare_digest(key.encode(), found.get("chave", "").encode()):
            raise Trouble(CREDENTIALS, "A chave da chamada não é a da ifthenpay.")
        try:
            amount = cents(Decimal(found["valor"].replace(",", ".")))
            entity, reference = clean(found["entidade"], 5), clean(found["referencia"].replace(" ", ""), 9)
        except (KeyError, InvalidOperation):
            raise Trouble(INVALID, "A chamada não diz a entidade, a referência e o valor.") from None
        at = _moment(found.get("datahorapag", ""), now)
        told = RemotePayment("", PAID, amount, entity=entity, reference=reference, happened_at=at)
        return Hook("pago", found.get("datahorapag", ""), (), (told,))

    def subscribe(self, url: str) -> list[str]:
        raise Trouble(INVALID, f"Na ifthenpay o endereço do callback pede-se no backoffice: {url}?chave=…")

    def _made(self, asked: Asked) -> RemotePayment:
        contract = self._contract
        reference = built(contract.entity, next_base(contract.entity, contract.sub_entity), asked.amount)
        return RemotePayment(
            f"{contract.entity}-{reference}-{asked.code}",
            PENDING,
            asked.amount,
            entity=contract.entity,
            reference=reference,
        )

    def _asked_for(self, asked: Asked) -> RemotePayment:
        body = {
            "mbKey": self._contract.mb_key,
            "orderId": asked.code,
            "amount": f"{asked.amount:.2f}",
            "description": clean(asked.description, 200),
        }
        if asked.valid_until is not None:
            body["expiryDays"] = str(max((asked.valid_until - asked.asked_at.date()).days, 1))
        answer = self._web.ask("POST", "/multibanco/reference/init", body)
        if str(answer.get("Status")) != "0":
            raise Trouble(INVALID, f"A ifthenpay recusou o pedido: {clean(str(answer.get('Message', '')), 200)}")
        try:
            return RemotePayment(
                clean(str(answer["RequestId"]), 60), PENDING, cents(Decimal(str(answer["Amount"]))),
                entity=clean(str(answer["Entity"]), 5), reference=clean(str(answer["Reference"]).replace(" ", ""), 9),
            )  # fmt: skip
        except (KeyError, InvalidOperation) as error:
            raise Trouble(SURPRISE, "A ifthenpay respondeu de uma forma que não se conhece.", taken=True) from error


def _moment(text: str, now: dt.datetime) -> dt.datetime:
    """``30-11-2026 10:15:00``; what is written otherwise counts as now."""
    try:
        return dt.datetime.strptime(text, _PAID_AT)
    except ValueError:
        return now
