"""balcao saft import and undo: what comes in is told in words and as JSON, and twice is once."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.cli.command import BALCAO, Said
from tests.models.old_saft import OldSaft, invoice, receipt

Run = Callable[..., Said]


def old(folder: Path, *, documents: int = 1) -> str:
    invoices = tuple(invoice(f"FT A/{n}", "20.00", "4.60", "24.60") for n in range(1, documents + 1))
    path = folder / "antigo.xml"
    path.write_bytes(OldSaft(invoices, (receipt("RG A/1", "4.60", "0.00", "4.60", ("FT A/1", "4.60")),)).data)
    return str(path)


def test_looked_at_imported_once_and_undone(run: Run, tmp_path: Path) -> None:
    file = old(tmp_path)
    looked = run("saft", "import", file, "--preview")
    assert looked.code == 0
    assert "SAF-T (PT) 1.04_01 de Loja Velha, de 01-01-2026 a 28-01-2026." in looked.out
    assert "Documentos: novos 2, já existentes 0." in looked.out
    assert "Por receber dos documentos importados: 20,00 €." in looked.out
    assert "Nada foi escrito." in looked.out
    assert "Verificação do ficheiro:" in looked.out
    done = json.loads(run("saft", "import", file, "--json").out)
    assert done["new"] == {"customers": 1, "documents": 2, "articles": 1}
    assert (done["batch"], done["open"], done["types"]) == (1, "20.00", {"FT": 1, "RG": 1})
    again = run("saft", "import", file)
    assert (again.code, "já foi importado: nada mudou" in again.out) == (0, True)
    assert run("saft", "undo").out == "1: antigo.xml, de 01-01-2026 a 28-01-2026\n"
    undone = run("saft", "undo", "1")
    assert undone.out.startswith("Importação 1 anulada. Saíram: clientes 1, artigos 1, documentos 2.")
    assert run("saft", "undo").out == "Não há importações por anular.\n"
    assert run("saft", "undo", "1").code == 1


def test_what_cannot_be_taken_is_on_the_error_output(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(
        OldSaft((invoice("FT A/1", "-1.00", "0.00", "-1.00"), invoice("FT A/2", "1.00", "0.23", "1.23"))).data
    )
    looked = run("saft", "import", str(path), "--preview")
    assert (looked.code, "Verificação do ficheiro:" in looked.out) == (0, True)  # a negative total with no payment
    said = run("saft", "import", str(path))
    assert said.code == 0
    assert "Documentos: novos 1, já existentes 0, recusados 1." in said.out
    assert said.err == "balcao: linha 5: FT A/1: NetTotal é negativo (linha 5): no SAF-T nenhum valor o é.\n"


def test_of_another_company_or_not_there(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(OldSaft(nif="501964843").data)
    said = run("saft", "import", str(path))
    assert (said.code, "é de outra empresa" in said.err) == (1, True)
    assert run("saft", "import", str(tmp_path / "nada.xml")).code == 2
    assert run("saft", "import", str(tmp_path)).code == 2


def locked(home: Path) -> bool:
    """Whether somebody is writing."""
    connection = sqlite3.connect(home / "balcao.db", timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    else:
        connection.execute("ROLLBACK")
        return False
    finally:
        connection.close()


def test_killed_in_the_middle_leaves_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    file = old(tmp_path, documents=6_000)
    command = [str(BALCAO), "--home", str(home), "saft", "import", file]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BALCAO_")}
    working = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    held = 0
    while working.poll() is None and held < 10:  # only the import holds the lock for so long
        held = held + 1 if locked(home) else 0
        time.sleep(0.02)
    working.send_signal(signal.SIGKILL)
    working.communicate(timeout=60)
    assert working.returncode == -signal.SIGKILL
    assert run("saft", "undo").out == "Não há importações por anular.\n"
    done = json.loads(run("saft", "import", file, "--json").out)
    assert (done["batch"], done["new"]["documents"]) == (1, 6_001)
