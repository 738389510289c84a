"""AT's inventory file of a company, written whole or not at all; and the costs that give it its values."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

from fiscal.errors import Refusal
from fiscal.inventory import InventoryHeader, Version, csv_file, xml_file
from fiscal.notation import number
from models.company.setup import current
from models.stock.inventory import inventory_items
from reports.export import reason

COLUMNS = ("Código", "Custo")


def read_costs(path: Path) -> dict[str, Decimal]:
    """Unit costs by article code, in capitals, from a CSV file with the columns ``Código`` and ``Custo``. Raises Refusal."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refusal(f"Não se consegue ler {path}: {reason(error)}.", field="costs", rule="file") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} não está em UTF-8: grave-o como CSV UTF-8.", field="costs", rule="file") from error
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    if any(name not in (reader.fieldnames or ()) for name in COLUMNS):
        raise Refusal(f"O ficheiro de custos tem de ter as colunas {' e '.join(COLUMNS)}.", field="costs", rule="file")
    costs: dict[str, Decimal] = {}
    for line, row in enumerate(reader, 2):
        code, typed = (row["Código"] or "").strip().upper(), (row["Custo"] or "").strip()
        if not code or not typed:
            continue
        cost = number(typed, field=f"costs.{line}")
        if cost < 0:
            raise Refusal(f"Linha {line} do ficheiro de custos: o custo é negativo.", field="costs", rule="inventory")
        costs[code] = cost
    return costs


def write_inventory(
    path: Path, day: date, *, version: Version = "2_01", kind: str = "xml", costs: Path | None = None
) -> int:
    """Writes the file of the stock at the end of ``day``; gives the number of articles in it.

    Version 2_01 holds values, at average cost. costs: a file of unit costs that stand over those. Raises Refusal; then
    there is no file.
    """
    valued = version == "2_01"
    items = inventory_items(day, valued=valued, costs=read_costs(costs) if costs is not None and valued else None)
    header = InventoryHeader(current().nif, day.year, day)
    unfinished = path.with_name(f"{path.name}.parcial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            pieces = (
                xml_file(header, items, version) if kind == "xml" else csv_file(items, with_value=version == "2_01")
            )
            file.writelines(pieces)
        unfinished.replace(path)
    except OSError as error:
        raise Refusal(f"Não se conseguiu gravar {path}: {reason(error)}.", field="file", rule="export") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return len(items)
