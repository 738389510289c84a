"""The machine that figures were measured on, so that they mean something to whoever reads them elsewhere."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sqlite3
from importlib.metadata import version
from pathlib import Path


def machine() -> dict[str, str]:
    """Name and value of each thing, in the order in which they are read. No name of the machine or of its user."""
    size = shutil.get_terminal_size()
    return {
        "Balcão": version("balcao"),
        "Sistema": f"{platform.system()} {platform.release()} {platform.machine()}",
        "Processador": _processor(),
        "Núcleos": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "Memória": _memory(),
        "Carga": " ".join(f"{load:.2f}" for load in os.getloadavg()).replace(".", ","),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "Textual": version("textual"),
        "Peewee": version("peewee"),
        "Terminal": f"TERM={os.environ.get('TERM', '')}, {size.columns}x{size.lines}, {locale.getencoding()}"
        + (", por SSH" if "SSH_CONNECTION" in os.environ else ""),
    }


def _processor() -> str:
    return _line("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def _memory() -> str:
    total = _line("/proc/meminfo", "MemTotal").split()
    return f"{int(total[0]) // 1024} MB" if total else "?"


def _line(path: str, name: str) -> str:
    """What stands after ``name`` in a file of /proc; empty where there is none."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
