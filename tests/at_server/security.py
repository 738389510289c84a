"""The header as AT reads it: decrypted with its own key, told apart by the codes of each service's manual."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from lxml import etree

from tests.at_server.answers import Refused

SECEXT = "http://schemas.xmlsoap.org/ws/2002/12/secext"
TOLERANCE = dt.timedelta(minutes=5)
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ")

CODES = {
    "faturas": {"time": "9", "old": "10", "repeated": "12", "key": "8", "password": "99"},
    "transporte": {"time": "10", "old": "11", "repeated": "13", "key": "8", "password": "99"},
    "series": {"time": "1043", "old": "1044", "repeated": "1045", "key": "1042", "password": "1101"},
}


@dataclass
class User:
    password: str
    profiles: frozenset[str]


@dataclass
class Gate:
    """Checks credentials. Counts wrong passwords as AT does, which suspends the account in the end."""

    key: RSAPrivateKey
    users: dict[str, User] = field(default_factory=dict)
    seen: set[bytes] = field(default_factory=set)
    wrong_passwords: int = 0

    def user(self, service: str, header: etree._Element | None, now: dt.datetime) -> str:
        """The user of a request. Raises Refused with the code of that service."""
        service = "series" if service == "autofaturacao" else service
        codes = CODES[service]
        texts = self._texts(service, header)
        user = texts["Username"]
        if not re.fullmatch(r"\d{9}/\d{1,4}", user):
            raise Refused("1101" if service == "series" else "4", "Formato do utilizador inválido")
        try:
            ks = self.key.decrypt(base64.b64decode(texts["Nonce"], validate=True), PKCS1v15())
            assert len(ks) == 16
            password, created = (_decrypted(ks, texts[name]) for name in ("Password", "Created"))
        except (ValueError, binascii.Error, UnicodeDecodeError, AssertionError):
            raise Refused(codes["key"], "Não foi possível decifrar") from None
        if ks in self.seen:
            raise Refused(codes["repeated"], "Chave simétrica repetida")
        self.seen.add(ks)
        if not _CREATED.fullmatch(created):
            raise Refused(codes["time"], "Formato do Created inválido")
        sent = dt.datetime.fromisoformat(created.replace("Z", "0000+00:00"))
        if abs(now - sent) > TOLERANCE:
            raise Refused(codes["old"], "Pedido expirado")
        known = self.users.get(user)
        if known is None or known.password != password:
            self.wrong_passwords += 1
            raise Refused(codes["password"], "Senha de acesso errada ou acesso suspenso")
        profile = {"faturas": "WFA", "transporte": "WDT", "series": "WSE"}[service]
        if profile not in known.profiles:
            raise Refused({"faturas": "-16", "transporte": "50", "series": "1200"}[service], "Sem permissão")
        return user

    @staticmethod
    def _texts(service: str, header: etree._Element | None) -> dict[str, str]:
        token = None if header is None else header.find(f"{{{SECEXT}}}Security/{{{SECEXT}}}UsernameToken")
        if token is None:
            raise Refused("1040" if service == "series" else "33", "Falta o cabeçalho de segurança")
        missing = {"Username": "1", "Password": "6", "Nonce": "19", "Created": "20"}
        texts = {}
        for name, code in missing.items():
            text = token.findtext(f"{{{SECEXT}}}{name}")
            if not text:
                raise Refused("1040" if service == "series" else code, f"Falta {name}")
            texts[name] = text
        assert [child.tag for child in token] == [f"{{{SECEXT}}}{name}" for name in missing]
        return texts


def _decrypted(ks: bytes, text: str) -> str:
    decryptor = Cipher(algorithms.AES(ks), modes.ECB()).decryptor()
    padded = decryptor.update(base64.b64decode(text, validate=True)) + decryptor.finalize()
    unpadder = PKCS7(128).unpadder()
    return (unpadder.update(padded) + unpadder.finalize()).decode("utf-8")
