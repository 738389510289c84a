"""Starts a till, kills it with SIGKILL at a random moment, again and again; prints what was acknowledged as JSON.

    python killer.py HOME URL KILLS SEED

It forks tills from one process that has everything imported, so that two hundred kills take seconds.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from random import Random

from fiscal.signature import Signer
from models.keys import FileSigner
from tests.faults.issuer import sell


def one_life(home: Path, url: str, seconds: float, signer: Signer) -> list[str]:
    """What a till said before it was killed, ``seconds`` after it was ready."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        sell(home, url, 1_000_000, lambda text: os.write(told, f"{text}\n".encode()), signer)
        os._exit(0)
    os.close(told)
    assert os.read(heard, 6) == b"ready\n"
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(heard, "rb") as pipe:
        return pipe.read().decode().splitlines()


if __name__ == "__main__":
    chance = Random(int(sys.argv[4]))
    signer = FileSigner(Path(sys.argv[1]) / "keys" / "signing.pem")
    signer.sign("")  # loads the key once, for all tills
    said = [one_life(Path(sys.argv[1]), sys.argv[2], chance.uniform(0, 0.06), signer) for _ in range(int(sys.argv[3]))]
    print(json.dumps(said))
