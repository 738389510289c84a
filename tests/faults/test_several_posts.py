"""T6: several terminals issue into one series at once; gapless, and nobody sees an error."""

from __future__ import annotations

from pathlib import Path

from tests.company import found
from tests.faults.running import acknowledged, judged, start

POSTS, EACH = 4, 40


def test_four_processes_issue_into_one_series(database_url: str, tmp_path: Path) -> None:
    """Four processes, forty documents each: 160 numbers, no gap, no duplicate, no error shown to anybody."""
    found(database_url, tmp_path)
    posts = [start("issuer", tmp_path, database_url, EACH) for _ in range(POSTS)]
    said = []
    for post in posts:
        out, err = post.communicate(timeout=120)
        assert post.returncode == 0, err
        said += out.splitlines()
    assert [line for line in said if line.startswith("error")] == []
    numbers = acknowledged(said)
    assert sorted(numbers) == sorted(f"FS 2026A/{n}" for n in range(1, POSTS * EACH + 1))
    assert judged(database_url, numbers).documents == POSTS * EACH
    waits = sorted(float(line.split()[3]) for line in said if line.startswith("ack"))
    print(
        f"\nwait p50 {waits[len(waits) // 2]:.0f} ms, p99 {waits[int(len(waits) * 0.99)]:.0f} ms, most {waits[-1]:.0f} ms"
    )
