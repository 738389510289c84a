"""T1: the program is killed in the middle of issuing; nothing is half made, nothing acknowledged is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.company import found
from tests.faults.running import CHECKOUT, acknowledged, judged, python, start

SEED = 20261124
KILLS = 200


def test_two_hundred_kills_while_issuing_lose_nothing(tmp_path: Path) -> None:
    """Reliability T1: 0 gaps, 0 duplicates, 0 half documents, every acknowledged document present, restart works."""
    url = f"sqlite:///{tmp_path / 'balcao.db'}"
    found(url, tmp_path)
    killer = start("killer", tmp_path, url, KILLS, SEED)
    out, err = killer.communicate(timeout=120)
    assert killer.returncode == 0, f"seed {SEED}: {err}"
    lives = json.loads(out)
    numbers = [number for life in lives for number in acknowledged(life)]
    errors = [line for life in lives for line in life if line.startswith("error")]
    assert len(lives) == KILLS
    assert not errors, f"seed {SEED}: {errors[:3]}"
    assert len(numbers) > KILLS // 4, f"seed {SEED}: the tills hardly issued"
    assert len(set(numbers)) == len(numbers), f"seed {SEED}: a number was given twice"
    verdict = judged(url, numbers)
    # A document may have been committed and its till killed before it could say so: at most one for each kill.
    assert len(numbers) <= verdict.documents <= len(numbers) + KILLS


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_a_kill_at_every_write_of_one_issue_leaves_all_or_nothing(call: str, tmp_path: Path) -> None:
    """SIGKILL when the n-th write or flush of an issue is about to be made, for every n until the issue survives."""
    made = tmp_path / "made"
    made.mkdir()
    found(f"sqlite:///{made / 'balcao.db'}", made)
    for nth in range(1, 200):
        home = tmp_path / f"{nth}"
        shutil.copytree(made, home)
        url = f"sqlite:///{home / 'balcao.db'}"
        inject = [
            "strace",
            "-f",
            "-o",
            "/dev/null",
            "-e",
            f"trace={call}",
            "-e",
            f"inject={call}:signal=SIGKILL:when={nth}",
        ]
        run = subprocess.run(
            [*inject, *python("issuer", home, url, 1)], cwd=CHECKOUT, capture_output=True, text=True, timeout=60
        )
        if "ptrace" in run.stderr or "not permitted" in run.stderr:
            pytest.skip("this machine does not let a process be traced")
        numbers = acknowledged(run.stdout.splitlines())
        assert judged(url, numbers).documents <= 1
        if run.returncode == 0:
            assert numbers == ["FS 2026A/1"]
            assert nth > 1, f"no {call} was ever made: the test proves nothing"
            return
    pytest.fail(f"an issue makes more than 200 {call}")
