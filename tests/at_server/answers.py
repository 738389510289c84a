"""What the stand-in answers: the elements of each service, and SOAP faults."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
AT = "http://at.gov.pt/"
DOCUMENTS = "http://factemi.at.min_financas.pt/documents"
TRANSPORT = "https://servicos.portaldasfinancas.gov.pt/sgdtws/documentosTransporte/"


class Refused(Exception):
    """The request goes no further: the code and AT's words."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code, self.text = code, text


def envelope(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="{SOAP}"><env:Header/>'
        f"<env:Body>{body}</env:Body></env:Envelope>"
    ).encode()


def fault(code: str, text: str, *, server: bool = False) -> str:
    who = "Server" if server else "Client"
    told = f"{code} - {text}" if code else text
    return f"<env:Fault><faultcode>env:{who}</faultcode><faultstring>{escape(told)}</faultstring></env:Fault>"


def elements(values: dict[str, object]) -> str:
    """Elements without namespace, in order; None is left out."""
    return "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in values.items() if value is not None)


def series(operation: str, code: str, text: str, infos: str = "") -> str:
    """Spelt as in the WSDL: one of the operations has a capital in the middle."""
    inner = {"finalizarSerieAutofaturacao": "finalizarSerieAutoFaturacao"}.get(operation, operation)
    result = elements({"codResultOper": code, "msgResultOper": text})
    return (
        f'<ns:{operation}Response xmlns:ns="{AT}"><{inner}Resp>{infos}<infoResultOper>{result}</infoResultOper>'
        f"</{inner}Resp></ns:{operation}Response>"
    )


def document(operation: str, code: str, text: str, now: dt.datetime) -> str:
    """operation: ``RegisterInvoice`` and the like."""
    return (
        f'<{operation}Response xmlns="{DOCUMENTS}"><Response><CodigoResposta>{code}</CodigoResposta>'
        f"<Mensagem>{escape(text)}</Mensagem><DataOperacao>{now:%Y-%m-%dT%H:%M:%S}</DataOperacao></Response>"
        f"</{operation}Response>"
    )


def transport(codes: list[tuple[str, str]], number: str = "", atcud: str = "", at_code: str = "") -> str:
    statuses = "".join(
        f"<ResponseStatus>{elements({'ReturnCode': code, 'ReturnMessage': text or None})}</ResponseStatus>"
        for code, text in codes
    )
    rest = elements({"DocumentNumber": number or None, "ATCUD": atcud or None, "ATDocCodeID": at_code or None})
    return (
        f'<ns:envioDocumentoTransporteResponseElem xmlns:ns="{TRANSPORT}">{statuses}{rest}'
        "</ns:envioDocumentoTransporteResponseElem>"
    )
