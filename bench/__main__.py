"""All benchmarks, one after the other: ``python -m bench``, or some: ``python -m bench issue lookup``."""

from __future__ import annotations

import sys

from bench import issue, lists, lookup, memory, start

ALL = {"issue": issue.run, "lookup": lookup.run, "start": start.run, "memory": memory.run, "lists": lists.run}

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        ALL[name]()
