"""New keys: the first one, the next one, and a producer's; each enters as a version and is told in the audit log."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from fiscal.errors import Refusal
from fiscal.producer import Producer, fingerprint
from fiscal.signature import KeySigner, generate_key
from models import db
from models.audit.log import record
from models.home import Home
from models.keys import write_key
from models.series.series import key_version
from models.series.tables import SigningKey
from models.session import Session
from models.signing.keystore import read_keystore
from models.signing.producers import read_producer_file


def create_key(home: Home, session: Session) -> int:
    """Makes this installation's own key where it has none, and gives its version."""
    _check_file_signs(home)
    _check_no_producer(home)
    if home.key_file.exists():
        raise Refusal("Já há uma chave de assinatura: para a mudar há «balcao key rotate».", rule="key")
    return _enter(home, generate_key(), session, "key.create")


def rotate_key(home: Home, session: Session) -> int:
    """Another key in the place of the installation's own; gives its version. The old one stays beside it, unused.

    What the old key signed stays verifiable: its public half is in the database. Raises Refusal where the key is a producer's,
    whose new key is imported.
    """
    _check_file_signs(home)
    _check_no_producer(home)
    if not home.key_file.exists():
        raise Refusal("Ainda não há chave que mudar: «balcao key create» faz a primeira.", rule="key")
    return _enter(home, generate_key(), session, "key.rotate")


def import_key(home: Home, keystore: bytes, password: str, producer_file: Path | None, session: Session) -> int:
    """Puts a producer's key in place, with who the producer is; gives the key's version.

    producer_file: the producer's identification, or None where the build brings it. Raises Refusal unless the key in the
    keystore is the very one that the identification names: then nothing was changed.
    """
    _check_file_signs(home)
    producer = read_producer_file(producer_file) if producer_file is not None else home.producer
    if producer is None:
        raise Refusal(
            "Falta a identificação do produtor (--producer FICHEIRO): uma chave só vale com o seu número de certificado.",
            field="producer",
            rule="producer",
        )
    private = read_keystore(keystore, password)
    _check_is_of(producer, KeySigner(private).public_pem)
    version = _enter(
        home, private, session, "key.import", certificate=producer.certificate, producer=f"{producer.nif} {producer.name}"
    )  # fmt: skip
    if producer_file is not None:
        temporary = home.producer_file.with_suffix(".toml.novo")
        temporary.write_bytes(producer_file.read_bytes())
        temporary.replace(home.producer_file)
    return version


def version_of(public_pem: str) -> int | None:
    """The version under which a public key is known here, if it is."""
    found = SigningKey.get_or_none(SigningKey.public_pem == public_pem)
    return None if found is None else int(found.version)


def _check_is_of(producer: Producer, public_pem: str) -> None:
    found = fingerprint(public_pem)
    if found != producer.fingerprint:
        raise Refusal(
            f"A chave não é a do produtor {producer.name}: a impressão digital é {found[:16]}… e devia ser "
            f"{producer.fingerprint[:16]}….",
            field="producer",
            rule="producer",
        )


def _check_file_signs(home: Home) -> None:
    if home.settings().get("assinatura"):
        raise Refusal(
            "Quem assina é o programa ou serviço de [assinatura] em balcao.toml: a chave muda-se lá.", rule="key"
        )


def _check_no_producer(home: Home) -> None:
    if (producer := home.producer) is not None:
        raise Refusal(
            f"A chave é a do produtor {producer.name} (certificado n.º {producer.certificate}): é ele que faz a nova e a "
            "declara à AT; aqui entra com «balcao key import».",
            rule="key",
        )


def _enter(home: Home, private: bytes, session: Session, action: str, **detail: str) -> int:
    """Enters the new key's version first, then puts the file in place: a fault between the two leaves the old one signing."""
    before = _present_version(home)
    renewed = replace(session, signer=KeySigner(private))
    temporary = write_key(home.key_file, private)
    try:
        with db.writing():
            version = key_version(renewed)
            record(session, action, str(version), fingerprint=fingerprint(renewed.signer.public_pem), **detail)
        if home.key_file.exists():
            _keep(home.key_file, f"signing.{before or 'antiga'}.pem")
        temporary.replace(home.key_file)
    finally:
        temporary.unlink(missing_ok=True)
    return version


def _present_version(home: Home) -> int | None:
    try:
        return version_of(KeySigner(home.key_file.read_bytes()).public_pem)
    except (OSError, ValueError, TypeError):
        return None


def _keep(path: Path, name: str) -> None:
    """The old key under another name beside the new one: it is needed again if AT does not take the new public key."""
    kept = path.with_name(name)
    if kept.exists() and kept.read_bytes() != path.read_bytes():
        kept = next(p for n in range(2, 1000) if not (p := path.with_name(f"{kept.stem}-{n}.pem")).exists())
    if not kept.exists():
        os.link(path, kept)
