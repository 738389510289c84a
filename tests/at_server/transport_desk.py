"""The stand-in's register of transport documents, with the rules of sgdtws (TRP)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from tests.at_server.answers import Refused, transport


@dataclass
class TransportDesk:
    codes: Callable[[], set[str]]
    """Validation codes of the series in force."""
    known: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    also_says: list[tuple[str, str]] = field(default_factory=list)
    """Further states beside the answer's own."""

    def handle(self, request: etree._Element, user: str, now: dt.datetime) -> str:
        given = {child.tag: child.text or "" for child in request}
        number, atcud = given.get("DocumentNumber", ""), given.get("ATCUD", "")
        try:
            code, text, at_code = self._taken(given, user, now)
        except Refused as refused:
            return transport([(refused.code, refused.text)], number, atcud)
        return transport([(code, text), *self.also_says], number, atcud, at_code)

    def _taken(self, given: dict[str, str], user: str, now: dt.datetime) -> tuple[str, str, str]:
        issuer, number = given["TaxRegistrationNumber"], given["DocumentNumber"]
        if issuer != user.partition("/")[0]:
            raise Refused("-7", "NIF do remetente diferente do utilizador")
        code, _, sequence = given["ATCUD"].partition("-")
        if not sequence.isdigit():
            raise Refused("-22", "Formato do ATCUD inválido")
        if code not in self.codes():
            raise Refused("-23", "O ATCUD não é de uma série válida")
        if sequence != number.rpartition("/")[2]:
            raise Refused("-20008", "Sequência diferente da do ATCUD")
        if "SupplierTaxID" in given and given["MovementType"] != "GD":
            raise Refused("-1", "SupplierTaxID só em devoluções")
        known = self.known.get((issuer, number))
        starts = dt.datetime.fromisoformat(given["MovementStartTime"])
        begun = starts < now.replace(tzinfo=None)
        if given["MovementStatus"] == "A":
            return self._cancelled(given, known, begun=begun)
        if known is not None:
            raise Refused("-4" if known["MovementStatus"] == "A" else "-3", "Documento já inserido")
        at_code = f"{len(self.known) + 1:09}"
        self.known[issuer, number] = {**given, "ATDocCodeID": at_code}
        return ("-100", "Início do transporte já passou", at_code) if begun else ("0", "OK", at_code)

    @staticmethod
    def _cancelled(given: dict[str, str], known: dict[str, str] | None, *, begun: bool) -> tuple[str, str, str]:
        if known is None:
            raise Refused("-8", "Código indicado mas documento desconhecido")
        if known["ATDocCodeID"] != given.get("ATDocCodeID"):
            raise Refused("-9", "O número não é o deste código")
        if known["MovementStatus"] == "A":
            raise Refused("-4", "Documento já anulado")
        if begun:
            raise Refused("-13", "O transporte já começou")
        known["MovementStatus"] = "A"
        return "0", "OK", known["ATDocCodeID"]
