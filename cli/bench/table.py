"""The figures as one table to read, 80 columns wide, and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from cli.bench.figures import Figure, Section


def heading(machine: Mapping[str, str]) -> str:
    """The machine that it was measured on."""
    return "\n".join(f"{name + ':':<13}{value}" for name, value in machine.items())


def section(given: Section) -> str:
    """A heading and its rows."""
    columns = _line("", "valor", "ao lado", "razão", "limite", "")
    return "\n".join(["", f"{given.title} (ao lado: {given.beside})", columns, *(_row(row) for row in given.rows)])


def as_json(machine: Mapping[str, str], sections: Sequence[tuple[str, Section]]) -> str:
    """sections: each with the name of its benchmark."""
    rows = [
        {
            "benchmark": name,
            "section": part.title,
            "what": row.what,
            "unit": row.unit,
            "figure": row.figure,
            "high": row.high,
            "beside": row.beside,
            "ratio": row.ratio,
            "bar": row.bar,
            "bar_of_ratio": row.of_ratio,
            "high_bar": row.high_bar,
            "met": row.met,
            "note": row.note,
        }
        for name, part in sections
        for row in part.rows
    ]
    return json.dumps({"machine": dict(machine), "figures": rows}, ensure_ascii=False, indent=1)


def _line(what: str, figure: str, beside: str, ratio: str, bar: str, verdict: str) -> str:
    return f"{what:<28} {figure:>13} {beside:>9} {ratio:>7} {bar:>8} {verdict}".rstrip()


def _row(row: Figure) -> str:
    if row.figure is None:
        return f"{row.what:<28} não medido: {row.note}"
    verdict = {True: "cumpre", False: "não cumpre", None: ""}[row.met]
    beside = "" if row.beside is None else _unit(_number(row.beside, row.unit), row.unit)
    figure = _pair(row.figure, row.high, row.unit)
    ratio = "" if row.ratio is None else f"{row.ratio:.{2 if row.ratio < 10 else 0}f}x".replace(".", ",")
    return _line(row.what, figure, beside, ratio, _bar(row), verdict)


def _bar(row: Figure) -> str:
    if row.bar is None:
        return ""
    if row.of_ratio:
        return f"≤ {row.bar:g}x".replace(".", ",")
    return f"≤ {row.bar:g}" + (f"/{row.high_bar:g}" if row.high_bar is not None else "")


def _pair(figure: float, high: float | None, unit: str) -> str:
    return _unit(_number(figure, unit) + ("" if high is None else f"/{_number(high, unit)}"), unit)


def _unit(number: str, unit: str) -> str:
    return f"{number} {unit}"


def _number(value: float, unit: str) -> str:
    """Milliseconds with three digits that say something; bytes and megabytes whole."""
    decimals = 0 if unit != "ms" or value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:.{decimals}f}".replace(".", ",")
