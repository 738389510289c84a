"""The written pages: every link in them leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def test_every_link_leads_somewhere(files: list[Path]) -> None:
    dead = [
        f"{page}: {target}"
        for page in files
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", (CHECKOUT / page).read_text(encoding="utf-8"))
        if "://" not in target and not (CHECKOUT / page.parent / target).exists()
    ]
    assert not dead
