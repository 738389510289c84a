"""Looks at the signing key: who can read it, which version it is, whose it is, and whether it made the last documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal.errors import Refusal
from fiscal.producer import TEST_CERTIFICATE, certificate_of, fingerprint
from fiscal.signature import Verifier, signed_text
from models.home import Home
from models.sales.tables import Document
from models.series.tables import Series, SigningKey
from models.session import Session


@dataclass(frozen=True, slots=True)
class Found:
    """One thing looked at, and whether it is as it should be."""

    right: bool
    text: str


def check_key(home: Home, session: Session) -> Iterator[Found]:
    """What there is to say of the key. Signs a text that is no document, to see whether it can."""
    yield from _custody(home)
    try:
        public = session.signer.public_pem
        works = Verifier(public).holds("balcao key check", session.signer.sign("balcao key check"))
    except Refusal as refused:
        yield Found(False, refused.message)
        return
    yield Found(works, "Assina, e a chave pública confirma." if works else "A chave pública não confirma o que assina.")
    yield Found(True, f"Impressão digital da chave pública: {fingerprint(public)}")
    known = SigningKey.get_or_none(SigningKey.public_pem == public)
    if known is None:
        yield Found(True, "Ainda não assinou nenhum documento: entra com a versão seguinte ao primeiro.")
    else:
        yield Found(True, f"É a versão {known.version} (HashControl), desde {known.since:%d-%m-%Y}.")
    yield _whose(home, public)
    yield from _last_documents(None if known is None else int(known.version))


def _custody(home: Home) -> Iterator[Found]:
    signer = home.signer
    transport = getattr(signer, "transport", None)
    if transport is not None:
        yield Found(True, f"Assina {transport.name}, fora do Balcão.")
        return
    path = home.key_file
    if not path.exists():
        yield Found(home.producer is None, f"Ainda não há chave em {path}.")
        return
    for place, kind in ((path, "O ficheiro"), (path.parent, "A pasta")):
        mode = place.stat().st_mode & 0o777
        if mode & 0o077:
            right = "600" if place is path else "700"
            yield Found(False, f"{kind} {place} tem o modo {mode:03o}: outros podem lá chegar. Corra «chmod {right}».")
        else:
            yield Found(True, f"{kind} {place} só é do dono (modo {mode:03o}).")


def _whose(home: Home, public: str) -> Found:
    producer = home.producer
    if producer is None:
        return Found(True, f"Modo de ensaio: certificado {TEST_CERTIFICATE}, não há producer.toml.")
    if certificate_of(producer, public) == TEST_CERTIFICATE:
        return Found(
            False, f"Modo de ensaio: a chave não é a do produtor {producer.name}, que producer.toml identifica."
        )
    return Found(True, f"Produtor {producer.name}, NIF {producer.nif}, certificado n.º {producer.certificate}/AT.")


def _last_documents(version: int | None) -> Iterator[Found]:
    """The last document of each series, against the public key of its version."""
    public = {str(key.version): str(key.public_pem) for key in SigningKey.select()}
    others = 0
    checked = 0
    for series in Series.select().where(Series.last_number > 0).order_by(Series.id):
        pair = Document.select().where(Document.series_id == series.id).order_by(Document.sequence.desc()).limit(2)
        last, *before = pair
        if not last.hash:
            continue  # receipts are not signed
        text = signed_text(last.date, last.system_entry_date, last.number, last.gross, before[0].hash if before else "")
        key = public.get(last.hash_control)
        if key is None or not Verifier(key).holds(text, last.hash):
            yield Found(False, f"{last.number}: a assinatura não é a da versão {last.hash_control}.")
            continue
        checked += 1
        others += last.hash_control != str(version)
    if checked:
        yield Found(True, f"Confere a assinatura do último documento de {checked} série(s).")
    if others:
        yield Found(True, f"Em {others} dela(s) foi feita com outra chave: a próxima já será com esta.")
