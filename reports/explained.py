"""One document explained whole: its cents, the signed text, the QR message, and the SAF-T record that AT receives."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal.errors import Refusal
from fiscal.saft.encoding import ENCODING
from models.sales.explain import cents_of, signed_string
from models.sales.find import document
from reports.saft.export import node_of
from reports.saft.years import first_month


@dataclass(frozen=True, slots=True)
class Explained:
    number: str
    cents: list[str]
    atcud: str
    signed: str
    """Empty for what is not signed here."""
    hash: str
    hash_control: str
    certificate: str
    qr: str
    node: str
    """The SAF-T record, with one element on each line; empty where no file holds the document."""


def explain_document(number: str) -> Explained:
    """All of it, as stored. Raises Refusal where there is no such document."""
    issued = document(number)
    try:
        node = node_of(issued.number, first_month()).decode(ENCODING)
    except Refusal:
        node = ""
    return Explained(
        issued.number, cents_of(issued), issued.atcud, signed_string(issued), issued.hash, issued.hash_control,
        issued.certificate, issued.qr, node.replace("><", ">\n<"),
    )  # fmt: skip


def explained(number: str) -> list[str]:
    """The same as lines to read."""
    told = explain_document(number)
    signed = (
        [told.signed, "", f"Assinatura (chave {told.hash_control}):", told.hash] if told.hash else ["(não se assina)"]
    )
    if told.hash and not told.signed:
        signed = ["(assinado pelo programa de origem)", told.hash]
    return [
        "COMO SE CHEGOU AOS VALORES", "", *told.cents, "",
        "TEXTO ASSINADO (data; momento; número; total; assinatura anterior da série)", "", *signed, "",
        f"ATCUD: {told.atcud}", f"Certificado: {told.certificate}", "",
        "MENSAGEM DO CÓDIGO QR", "", told.qr, "",
        "O QUE A AT RECEBE (registo SAF-T)", "", *(told.node or "(este documento não vai em nenhum ficheiro)").split("\n"),
    ]  # fmt: skip
