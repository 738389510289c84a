"""Who answers for the program before AT. Until a producer is certified it runs in test mode and says so everywhere."""

from __future__ import annotations

PROGRAM = "Balcão"
TEST_CERTIFICATE = "9999"
"""AT's number for tests; a certified producer's build carries its own instead."""
CERTIFICATE = TEST_CERTIFICATE
TEST_MODE_NOTICE = "Modo de ensaio: programa ainda não certificado pela AT"

TRAINING_NOTICE = "FORMAÇÃO: nada do que aqui se emite tem valor fiscal"
TRAINING_STATEMENT = "Documento emitido para fins de Formação"
"""On every paper of a training series (Despacho 8632/2014, 1.5; DL 28/2019, 7.º n.6)."""


def certified(certificate: str = CERTIFICATE) -> bool:
    return certificate != TEST_CERTIFICATE


def certificate_phrase(printed_hash: str, certificate: str) -> str:
    """``AxAx-Processado por programa certificado n.º 0000/AT`` (Despacho 8632/2014, 2.2.2; C7)."""
    return f"{printed_hash}-Processado por programa certificado n.º {certificate}/AT"
