"""The TLS side of AT: who we are (client certificate) and whom we believe."""

from __future__ import annotations

import secrets
import ssl
import tempfile
from pathlib import Path

from integrations.at.certificate import client_certificate
from integrations.at.config import BadConfiguration, Configuration


def context(configuration: Configuration) -> ssl.SSLContext:
    """A context with the client certificate in it. Raises BadConfiguration.

    ssl reads certificates from files only: the pair is written for a moment, its key encrypted with a password that
    nobody else knows, in a folder of ours.
    """
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    ours = client_certificate(configuration)
    try:
        made = ssl.create_default_context(cafile=configuration.authorities)
    except (OSError, ssl.SSLError) as error:
        raise BadConfiguration(
            f"O ficheiro de «autoridades» não se consegue ler: {configuration.authorities}.",
            field="autoridades",
            rule="at",
        ) from error
    password = secrets.token_hex(32)
    chain = b"".join(one.public_bytes(Encoding.PEM) for one in (ours.certificate, *ours.others))
    key = ours.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode("ascii")))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "par.pem"
        path.touch(mode=0o600)
        path.write_bytes(key + chain)
        try:
            made.load_cert_chain(path, password=password)
        except ssl.SSLError as error:
            raise BadConfiguration(
                f"O certificado de cliente não serve para TLS: {error.reason}.", field="certificado", rule="at"
            ) from error
    return made
