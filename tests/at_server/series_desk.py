"""The stand-in's register of series, with the rules of the manuals (SER-E, SAF-E)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from lxml import etree

from tests.at_server.answers import Refused, elements, series

TYPES = {
    "SI": ["FT", "FS", "FR", "ND", "NC"],
    "MG": ["GR", "GT", "GA", "GC", "GD"],
    "WD": ["CM", "CC", "FC", "FO", "NE", "OU", "OR", "PF", "RP", "RE", "CS", "LD", "RA"],
    "PY": ["RC", "RG"],
}
_INFO = (
    "serie", "tipoSerie", "classeDoc", "tipoDoc", "numInicialSeq", "numFinalSeq", "dataInicioPrevUtiliz",
    "seqUltimoDocEmitido", "meioProcessamento", "numCertSWFatur", "codValidacaoSerie", "dataRegisto", "estado",
    "motivoEstado", "justificacao", "dataEstado", "nifComunicou",
)  # fmt: skip
_INFO_OF_AGREEMENT = tuple(name for name in _INFO if name != "numFinalSeq")
_AGREEMENT = ("acordoRegistadoCom", "nifAssociadoAoAcordo", "paisEstrangeiro", "nomeEstrangeiro")


@dataclass
class SeriesDesk:
    """Series by owner, class, type and name; one desk for own series and one for self-billing."""

    self_billing: bool = False
    code_length: int = 8
    known: dict[tuple[str, str, str, str], dict[str, str]] = field(default_factory=dict)
    agreements: list[dict[str, str]] = field(default_factory=list)

    def codes(self) -> set[str]:
        return {info["codValidacaoSerie"] for info in self.known.values() if info["estado"] == "A"}

    def handle(self, request: etree._Element, user: str, now: dt.datetime) -> str:
        operation = etree.QName(request).localname
        given = {child.tag: child.text or "" for child in request}  # unqualified: a namespace would show here
        nif = user.partition("/")[0]
        verb = operation.removesuffix("Autofaturacao")
        verbs = {
            "registarSerie": self._register, "finalizarSerie": self._finish,
            "anularSerie": self._annul, "consultarSeries": self._query,
        }  # fmt: skip
        if verb == "consultarAcordos":
            return self._agreements(operation, given)
        try:
            code, text, infos = verbs[verb](given, nif, now)
        except Refused as refused:
            code, text, infos = refused.code, refused.text, []
        return series(operation, code, text, "".join(self._told(info) for info in infos))

    def _register(self, given: dict[str, str], nif: str, now: dt.datetime) -> tuple[str, str, list[dict[str, str]]]:
        if given["classeDoc"] not in TYPES:
            raise Refused("4045", "Classe não predefinida")
        if given["tipoDoc"] not in TYPES[given["classeDoc"]]:
            raise Refused("4046", "O tipo de documento não é da classe")
        if given["serie"].upper().startswith("AT"):
            raise Refused("4003", "Campo serie inválido")
        if given["dataInicioPrevUtiliz"] < f"{now:%Y-%m-%d}":
            raise Refused("4049", "Data de início anterior à data corrente")
        if self._key(given, nif) in self.known:
            raise Refused("4001", "A série já se encontra registada")
        agreed = {name: given[name] for name in _AGREEMENT if name in given}
        if self.self_billing:
            agreed["acordoRegistadoCom"] = given["comunicarEmNomeDe"]
        code = f"{len(self.known) + 1:X}".rjust(self.code_length, "Z" if self.self_billing else "C")
        info = {
            **{name: given[name] for name in ("serie", "classeDoc", "tipoDoc", "numInicialSeq", "dataInicioPrevUtiliz")},
            "tipoSerie": given.get("tipoSerie", "A"), "meioProcessamento": given.get("meioProcessamento", "PI"),
            "numCertSWFatur": given["numCertSWFatur"], "codValidacaoSerie": code, "dataRegisto": f"{now:%Y-%m-%d}",
            "estado": "A", "dataEstado": f"{now:%Y-%m-%dT%H:%M:%S}", "nifComunicou": nif, **agreed,
        }  # fmt: skip
        self.known[self._key(given, nif)] = info
        return "2001", f"Série registada com o código de validação {code}", [info]

    def _finish(self, given: dict[str, str], nif: str, now: dt.datetime) -> tuple[str, str, list[dict[str, str]]]:
        info = self._found(given, nif, "4005")
        if int(given["seqUltimoDocEmitido"]) < int(info["numInicialSeq"]):
            raise Refused("4047", "O último número é inferior ao primeiro")
        info.update(estado="F", seqUltimoDocEmitido=given["seqUltimoDocEmitido"], dataEstado=f"{now:%Y-%m-%dT%H:%M:%S}")
        if "justificacao" in given:
            info["justificacao"] = given["justificacao"]
        return "2004", "Série finalizada", [info]

    def _annul(self, given: dict[str, str], nif: str, now: dt.datetime) -> tuple[str, str, list[dict[str, str]]]:
        if given["motivo"] != "ER":
            raise Refused("4051", "Motivo não predefinido")
        info = self._found(given, nif, "4004")
        if given["declaracaoNaoEmissao"] != "true" or info["dataRegisto"] < f"{now - dt.timedelta(days=1):%Y-%m-%d}":
            raise Refused("4004", "Já passou o prazo para anular")
        info.update(estado="N", motivoEstado="ER", dataEstado=f"{now:%Y-%m-%dT%H:%M:%S}")
        return "2003", "Comunicação anulada", [info]

    def _query(self, given: dict[str, str], nif: str, now: dt.datetime) -> tuple[str, str, list[dict[str, str]]]:
        since, until = given.pop("dataRegistoDe", ""), given.pop("dataRegistoAte", "9999")
        if until < since:
            raise Refused("4048", "Data final anterior à inicial")
        found = [
            info
            for key, info in self.known.items()
            if key[0] == nif
            and since <= info["dataRegisto"] <= until
            and all(info[name].upper() == wanted.upper() for name, wanted in given.items())
        ]
        return "2002", f"{len(found)} séries", found

    def _agreements(self, operation: str, given: dict[str, str]) -> str:
        found = [
            agreement
            for agreement in self.agreements
            if given.get("nifAssociadoAoAcordo", agreement["nifAssociadoAoAcordo"]) == agreement["nifAssociadoAoAcordo"]
        ]
        told = "".join(f"<infoAcordoAutofaturacao>{elements(dict(one))}</infoAcordoAutofaturacao>" for one in found)
        return series(operation, "2002", f"{len(found)} acordos", told)

    def _found(self, given: dict[str, str], nif: str, code: str) -> dict[str, str]:
        info = self.known.get(self._key(given, nif))
        if info is None or info["codValidacaoSerie"] != given["codValidacaoSerie"]:
            raise Refused(code, "A série não existe")
        if info["estado"] != "A":
            raise Refused(code, "A série não está ativa")
        if any(info[name] != given[name] for name in _AGREEMENT[:2] if name in given):
            raise Refused(code, "O acordo não é o da série")
        return info

    @staticmethod
    def _key(given: dict[str, str], nif: str) -> tuple[str, str, str, str]:
        return nif, given["classeDoc"], given["tipoDoc"], given["serie"].upper()

    def _told(self, info: dict[str, str]) -> str:
        if self.self_billing:
            told = {name: info.get(name) for name in (*_INFO_OF_AGREEMENT, *_AGREEMENT)}
            return f"<infoSerieAutofaturacao>{elements(told)}</infoSerieAutofaturacao>"
        return f"<infoSerie>{elements({name: info.get(name) for name in _INFO})}</infoSerie>"
