"""Imports cards, and who sells what, from a table in text: a look before, errors by line, and all or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from fiscal.errors import Refusal
from fiscal.text import clean, fold
from models import db
from models.audit.log import record
from models.catalogue import form as articles
from models.catalogue.articles import save_article
from models.catalogue.families import save_family
from models.catalogue.tables import Article, Family
from models.declared import Field, Values
from models.parties import form as customers
from models.parties import supplier_form as suppliers
from models.parties.customers import save_customer
from models.parties.suppliers import save_supplier
from models.parties.tables import Customer, Supplier
from models.purchases import seller_form as sellers
from models.purchases.sellers import save_seller
from models.purchases.tables import ArticleSupplier
from models.session import Session
from models.work import Cancelled, Told, going_on, never, to_nobody

LARGEST = 20_000_000
"""Bytes."""
MOST_ERRORS = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """What is imported: the columns (header, as written in the file, to declared field) and the verbs."""

    name: str
    columns: dict[str, Field]
    existing: Callable[[Values], int | None]
    load: Callable[[int], Values]
    save: Callable[[int | None, Values, Session], int]
    needed: tuple[str, ...]


@dataclass(slots=True)
class Preview:
    """What an import does, or would do."""

    new: int = 0
    changed: int = 0
    families: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    refused: int = 0


def _columns(fields: Sequence[Field], names: dict[str, str]) -> dict[str, Field]:
    by_name = {f.name: f for f in fields}
    return {header: by_name[name] for header, name in names.items()}


def _article(values: Values) -> int | None:
    found = Article.get_or_none(Article.code == str(values.get("code") or "").upper())
    return None if found is None else int(found.id)


def _customer(values: Values) -> int | None:
    return _party(Customer, values)


def _supplier(values: Values) -> int | None:
    return _party(Supplier, values)


def _seller(values: Values) -> int | None:
    query = (
        ArticleSupplier.select()
        .join(Article, on=(Article.id == ArticleSupplier.article_id))
        .join(Supplier, on=(Supplier.id == ArticleSupplier.supplier_id))
        .where(Article.code == str(values["article"]).upper(), Supplier.code == str(values["supplier"]))
    )
    found = query.first()
    return None if found is None else int(found.id)


def _party(table: type[Customer] | type[Supplier], values: Values) -> int | None:
    """The card of a code or, where the file gives none, of a NIF."""
    code, nif = str(values.get("code") or ""), str(values.get("nif") or "")
    found = table.get_or_none(table.code == code) if code else None
    if found is None and nif and not code:
        country = str(values.get("country") or "PT")
        found = table.get_or_none(table.nif == nif, table.country == country)
    return None if found is None else int(found.id)


ARTICLES = Kind(
    "artigos",
    _columns(
        articles.FIELDS,
        {
            "codigo": "code",
            "designacao": "description",
            "tipo": "kind",
            "familia": "family",
            "unidade": "unit",
            "preco": "price",
            "iva_incluido": "price_includes_tax",
            "taxa": "tax_code",
            "motivo_isencao": "exemption_code",
            "codigos_barras": "barcodes",
            "encargos": "charges",
            "categoria": "category",
            "codigo_nc": "cn_code",
            "marca": "brand",
            "outras_unidades": "units",
            "movimenta_stock": "stocked",
            "seguido_por": "tracking",
            "stock_negativo": "negative",
            "stock_minimo": "minimum",
            "stock_maximo": "maximum",
            "kit": "kit",
            "partes": "parts",
            "ativo": "active",
        },
    ),
    _article,
    articles.load,
    save_article,
    ("codigo", "designacao", "preco"),
)
CUSTOMERS = Kind(
    "clientes",
    _columns(
        customers.FIELDS,
        {
            "codigo": "code",
            "nif": "nif",
            "nome": "name",
            "morada": "address",
            "codigo_postal": "postal_code",
            "localidade": "city",
            "pais": "country",
            "telefone": "phone",
            "email": "email",
            "condicao": "condition",
            "ativo": "active",
        },
    ),
    _customer,
    customers.load,
    save_customer,
    ("nome",),
)
SUPPLIERS = Kind(
    "fornecedores",
    _columns(
        suppliers.FIELDS,
        {
            "codigo": "code",
            "nif": "nif",
            "nome": "name",
            "morada": "address",
            "codigo_postal": "postal_code",
            "localidade": "city",
            "pais": "country",
            "telefone": "phone",
            "email": "email",
            "autofaturacao": "self_billing",
            "ativo": "active",
        },
    ),
    _supplier,
    suppliers.load,
    save_supplier,
    ("nome",),
)


SELLERS = Kind(
    "fornecedores de artigos",
    _columns(
        sellers.FIELDS,
        {
            "artigo": "article",
            "fornecedor": "supplier",
            "codigo_fornecedor": "supplier_code",
            "unidade": "unit",
            "preco": "price",
            "minimo": "minimum",
            "prazo": "lead_days",
            "preferido": "preferred",
        },
    ),
    _seller,
    sellers.load,
    save_seller,
    ("artigo", "fornecedor"),
)


class _Undo(Exception):
    """Takes back everything: the look before an import, or a file with an error."""


def bring_in(
    kind: Kind,
    data: bytes,
    session: Session,
    *,
    only_look: bool = False,
    told: Told = to_nobody,
    cancelled: Cancelled = never,
) -> Preview:
    """Imports a file in one transaction; with a single refused line nothing is imported.

    data: text in UTF-8 or Windows-1252, columns set apart by ``;``, ``,`` or tabs, headers in the first line. A code that
    exists changes that record. only_look: does everything and takes it back. told: in lines. Raises Refusal when the
    file cannot be read, Stopped when cancelled: nothing is imported then.
    """
    rows = _rows(kind, data)
    preview = Preview()
    try:
        with db.writing():
            _bring(kind, rows, session, preview, lambda done: going_on(done, len(rows), told, cancelled))
            if preview.refused or only_look:
                raise _Undo
            record(session, "import", kind.name, new=preview.new, changed=preview.changed)
    except _Undo:
        pass
    return preview


def _bring(
    kind: Kind,
    rows: list[tuple[int, dict[str, str]]],
    session: Session,
    preview: Preview,
    step: Callable[[int], None],
) -> None:
    today = session.clock.now().date()
    seen: dict[str, int] = {}
    records: dict[int | None, int] = {}
    families = {family.code for family in Family.select()}
    for done, (line, texts) in enumerate(rows):
        step(done)
        try:
            values = _read(kind, texts, today, families, session, preview)
            code = str(values.get("code") or "").upper()
            if code and code in seen:
                raise Refusal(f"o código {code} já está na linha {seen[code]}.", field="code")
            seen[code] = line
            existing = kind.existing(values)
            if existing in records:
                raise Refusal(f"é a mesma ficha da linha {records[existing]}.", field="nif" if not code else "code")
            saved = kind.save(existing, _over(kind, existing, values), session)
        except Refusal as refusal:
            preview.refused += 1
            if len(preview.errors) < MOST_ERRORS:
                place = f" ({refusal.field})" if refusal.field else ""
                preview.errors.append(f"Linha {line}{place}: {refusal.message}")
        else:
            records[saved] = line
            if existing is None:
                preview.new += 1
            else:
                preview.changed += 1


def _read(
    kind: Kind, texts: dict[str, str], today: date, families: set[str], session: Session, preview: Preview
) -> Values:
    values: Values = {}
    for header, text in texts.items():
        declared = kind.columns[header]
        typed = clean(text)
        if declared.name == "family" and typed:
            code = typed.upper()
            if code not in families:
                save_family(None, {"code": code, "name": typed}, session)
                families.add(code)
                preview.families.append(code)
            values["family"] = code
        elif typed or declared.required:
            values[declared.name] = declared.read(typed, values, today)
    return values


def _over(kind: Kind, existing: int | None, values: Values) -> Values:
    """The values of the file over those of the record that it changes."""
    if existing is None:
        return values
    return {**kind.load(existing), **values}


def _rows(kind: Kind, data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Line number and texts by header. Raises Refusal with the line and what is wrong in it."""
    if len(data) > LARGEST:
        raise Refusal(f"O ficheiro é demasiado grande: o máximo são {LARGEST // 1_000_000} MB.", rule="import")
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        headers = [_header(kind, cell) for cell in next(reader)]
        missing = [name for name in kind.needed if name not in headers]
        if missing:
            raise Refusal(f"Falta a coluna {', '.join(missing)}.", rule="import")
        if len(set(headers)) != len(headers):
            raise Refusal("Há colunas com o mesmo nome.", rule="import")
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(headers):
                raise Refusal(
                    f"Linha {reader.line_num}: tem {len(cells)} colunas e o cabeçalho tem {len(headers)}.",
                    rule="import",
                )
            rows.append((reader.line_num, dict(zip(headers, cells, strict=True))))
    except StopIteration:
        raise Refusal("O ficheiro está vazio.", rule="import") from None
    except csv.Error as error:
        raise Refusal(
            f"Linha {reader.line_num}: aspas por fechar ou texto mal formado ({error}).", rule="import"
        ) from error
    return rows


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:1000]:
        raise Refusal("O ficheiro está em UTF-16 ou não é texto: grave-o como CSV em UTF-8.", rule="import")
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise Refusal(f"Linha {line}: tem um carácter nulo, não é um ficheiro de texto.", rule="import")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _header(kind: Kind, cell: str) -> str:
    name = "_".join(fold(clean(cell)).split())
    if name not in kind.columns:
        raise Refusal(
            f"Coluna desconhecida «{clean(cell, 30)}»: as colunas são {', '.join(kind.columns)}.", rule="import"
        )
    return name


KINDS: dict[str, Kind] = {
    "articles": ARTICLES,
    "customers": CUSTOMERS,
    "suppliers": SUPPLIERS,
    "article-suppliers": SELLERS,
}
