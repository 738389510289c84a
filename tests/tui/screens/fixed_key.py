"""A signing key worked out from a word: the same in every run, so that a picture of a signed document is too."""

from __future__ import annotations

from hashlib import sha512
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_EXPONENT = 65537


def _is_prime(number: int) -> bool:
    """Miller-Rabin with the first primes as witnesses."""
    twos = ((number - 1) & -(number - 1)).bit_length() - 1
    odd = (number - 1) >> twos
    for witness in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(witness, odd, number)
        if x not in (1, number - 1) and all((x := x * x % number) != number - 1 for _ in range(twos - 1)):
            return False
    return True


def _prime(word: str) -> int:
    """The first prime of 512 bits, the two highest set, from the digest of a word on."""
    number = int.from_bytes(sha512(word.encode()).digest(), "big") | 3 << 510 | 1
    while not _is_prime(number) or number % _EXPONENT == 1:
        number += 2
    return number


def put_key(path: Path) -> None:
    """Writes the key where the program looks for its own."""
    p, q = sorted((_prime("balcão"), _prime("lojinha")), reverse=True)
    private = pow(_EXPONENT, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p, q, private, private % (p - 1), private % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(_EXPONENT, p * q)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = numbers.private_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(pem)
    path.chmod(0o600)
