"""balcao list: documents, customers and articles, streamed in order."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from typing import Any

from cli.session import opened
from fiscal.text import clean
from models.catalogue.tables import Article, Barcode
from models.home import Home
from models.parties.tables import Customer
from models.sales.tables import Document

PAGE = 1000


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("list", parents=[shared], help="listar documentos, clientes ou artigos")
    command.add_argument("what", choices=tuple(ROWS), metavar="O_QUÊ", help="documents, customers ou articles")
    command.add_argument("--json", action="store_true", help="um objeto JSON por linha")
    command.add_argument("--limit", type=int, metavar="N", help="no máximo N linhas")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from cli.main import Misuse

    if given.limit is not None and given.limit < 0:
        raise Misuse("--limit: o número de linhas não pode ser negativo.")
    opened(home, given)
    for count, row in enumerate(ROWS[given.what]()):
        if given.limit is not None and count >= given.limit:
            break
        if given.json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            print("  ".join(clean(_shown(value)) or "-" for value in row.values()))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "sim" if value else "não"
    return " ".join(value) if isinstance(value, list) else str(value)


def _pages(table: Any) -> Iterator[Any]:
    """All rows by id, a page at a time: no list is ever whole in memory."""
    last = 0
    while True:
        rows = list(table.select().where(table.id > last).order_by(table.id).limit(PAGE))
        yield from rows
        if len(rows) < PAGE:
            return
        last = rows[-1].id


def _documents() -> Iterator[dict[str, Any]]:
    for d in _pages(Document):
        yield {
            "number": d.number,
            "type": d.type,
            "date": d.date.isoformat(),
            "system_entry_date": d.system_entry_date.isoformat(timespec="seconds"),
            "customer_nif": d.customer_nif,
            "net": f"{d.net:.2f}",
            "tax": f"{d.tax:.2f}",
            "gross": f"{d.gross:.2f}",
            "status": d.status,
            "atcud": d.atcud,
            "hash": d.hash,
            "hash_control": d.hash_control,
        }


def _customers() -> Iterator[dict[str, Any]]:
    names = (
        "code",
        "nif",
        "name",
        "address",
        "postal_code",
        "city",
        "country",
        "phone",
        "email",
        "condition",
        "active",
    )
    for c in _pages(Customer):
        yield {name: getattr(c, name) for name in names}


def _articles() -> Iterator[dict[str, Any]]:
    for a in _pages(Article):
        barcodes = Barcode.select().where(Barcode.article_id == a.id).order_by(Barcode.id)
        yield {
            "code": a.code,
            "description": a.description,
            "kind": a.kind,
            "family": a.family,
            "unit": a.unit,
            "price": f"{a.price.normalize():f}",
            "price_includes_tax": a.price_includes_tax,
            "tax": a.tax_code,
            "exemption": a.exemption_code,
            "barcodes": [b.code if b.quantity == 1 else f"{b.quantity.normalize():f}*{b.code}" for b in barcodes],
            "active": a.active,
        }


ROWS: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "documents": _documents,
    "customers": _customers,
    "articles": _articles,
}
