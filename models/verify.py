"""Proves that nothing was altered: chains, numbers, totals, digests, audit and triggers; says where it breaks (T26).

Uses public keys only, and reads what is stored, not what the program remembers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import count, groupby, zip_longest
from typing import Any

from fiscal.doctypes import TYPES
from fiscal.numbering import atcud, document_number
from fiscal.signature import Verifier, signed_text
from models import db
from models.accounts.proof import account_findings
from models.audit.log import GENESIS, chained
from models.audit.log import rows as audit_rows
from models.company.tables import Company
from models.failures import explained
from models.protection import Finding, triggers
from models.sales import digest as frozen
from models.sales.states import usual_status
from models.sales.tables import Document, DocumentLine, DocumentSettled, DocumentTax
from models.series.series import INTEGRATED
from models.series.tables import SigningKey
from models.stock.proof import stock_findings
from models.work import Cancelled, Told, going_on, never, to_nobody


@dataclass(frozen=True, slots=True)
class Verdict:
    documents: int
    audited: int
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Log:
    """What the audit log tells: the digest of each number issued, its last change of state and why, the company's versions."""

    issued: dict[str, str] = field(default_factory=dict)
    states: dict[str, tuple[str, str]] = field(default_factory=dict)
    company: list[dict[str, Any]] = field(default_factory=list)


EVERY = 50
"""Documents, or rows of the audit log, between two looks at whether somebody wants to stop."""


def verify(told: Told = to_nobody, cancelled: Cancelled = never) -> Verdict:
    """Checks the whole database. Reads in order of series and number, a few hundred documents at a time.

    told: in documents and rows of the audit log. Raises Stopped when cancelled, StorageFailure for what cannot be read.
    """
    with explained():
        return _verify(told, cancelled)


def _verify(told: Told, cancelled: Cancelled) -> Verdict:
    findings: list[Finding] = []
    seen, total = count(1), _count("audit") + _count("document")

    def step() -> None:
        if (done := next(seen)) % EVERY == 0:
            going_on(done, total, told, cancelled)

    log = _audit(findings, step)
    documents = 0
    verifiers = _verifiers(findings)
    for row in db.database.execute_sql(f"SELECT {', '.join(_SERIES)} FROM series ORDER BY type, id").fetchall():  # noqa: S608
        documents += _series(dict(zip(_SERIES, row, strict=True)), verifiers, log, findings, step)
    findings += [Finding(number, "está no registo de auditoria mas o documento desapareceu.") for number in log.issued]
    findings += _company(log)
    findings += triggers()
    findings += _storage()
    return Verdict(documents, _count("audit"), tuple(findings))


def _count(table: str) -> int:
    return int(db.database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


_SERIES = ("id", "type", "name", "validation_code", "first_number", "last_number", "last_hash", "purpose")
_NAMED_AT_MOST = 100
"""Missing documents named one by one; of a larger gap only the first ones and the size."""


def _audit(findings: list[Finding], step: Callable[[], None]) -> _Log:
    """Checks the audit chain and gives what it tells."""
    log = _Log()
    previous, expected = GENESIS, 1
    for row in audit_rows():
        step()
        if row["id"] != expected:
            findings.append(Finding(f"auditoria {expected}", "falta esta linha do registo."))
        elif chained(previous, row) != row["hash"]:
            findings.append(Finding(f"auditoria {expected}", "esta linha do registo, ou a anterior, foi alterada."))
        previous, expected = row["hash"], row["id"] + 1
        if row["action"] == "issue":
            log.issued[row["subject"]] = str(_detail(row).get("digest"))
        elif row["action"] == "cancel":
            log.states[row["subject"]] = ("A", str(_detail(row).get("reason")))
        elif row["action"] == "status":
            log.states[row["subject"]] = (str(_detail(row).get("status")), "")
        elif row["action"] == "company.save":
            log.company.append(_detail(row))
    return log


def _detail(row: dict[str, Any]) -> dict[str, Any]:
    try:
        found = json.loads(row["detail"])
    except ValueError:  # altered, which the chain has told already
        return {}
    return found if isinstance(found, dict) else {}


def _verifiers(findings: list[Finding]) -> dict[str, Verifier]:
    found = {}
    for key in SigningKey.select():
        try:
            found[str(key.version)] = Verifier(key.public_pem)
        except ValueError:
            findings.append(Finding(f"chave {key.version}", "a chave pública não se lê."))
    return found


def _company(log: _Log) -> Iterator[Finding]:
    """The issuer's data in every version, which old documents are printed with, are as they were saved."""
    versions = [dict(row) for row in Company.select().order_by(Company.id).dicts().iterator()]
    none: dict[str, Any] = {}
    for n, (version, saved) in enumerate(zip_longest(versions, log.company, fillvalue=none), 1):
        if not saved or any(version.get(name) != value for name, value in saved.items()):
            yield Finding(f"empresa, versão {n}", "os dados não são os do registo de auditoria.")


def _missing(series: dict[str, Any], first: int, last: int, message: str) -> Iterator[Finding]:
    for sequence in range(first, min(last, first + _NAMED_AT_MOST - 1) + 1):
        yield Finding(document_number(series["type"], series["name"], sequence), message)
    if last - first >= _NAMED_AT_MOST:
        yield Finding(f"{series['type']} {series['name']}", f"faltam {last - first + 1} documentos seguidos.")


def _series(
    series: dict[str, Any],
    verifiers: dict[str, Verifier],
    log: _Log,
    findings: list[Finding],
    step: Callable[[], None],
) -> int:
    """Checks one series from its first number to its last; gives how many documents it has."""
    previous_hash, previous_day, previous_entry = "", "", ""
    expected, documents = int(series["first_number"]), 0
    for row, parts in _stored(int(series["id"])):
        number = row["number"]
        step()

        def wrong(message: str, number: str = number, to: list[Finding] = findings) -> None:
            to.append(Finding(number, message))

        own = series["purpose"] != INTEGRATED  # of another program's series only what was taken is here
        expected = expected if own else row["sequence"]
        dropped = row["sequence"] > expected
        findings += _missing(series, expected, row["sequence"] - 1, "documento em falta na série.")
        expected = row["sequence"] + 1
        documents += 1
        if number != document_number(series["type"], series["name"], row["sequence"]):
            wrong(f"o número não é o da série ({series['type']} {series['name']}/{row['sequence']}).")
        if own and row["atcud"] != atcud(series["validation_code"], row["sequence"]):
            wrong("o ATCUD não é o código da série com o número.")
        if row["date"] < previous_day or row["system_entry_date"] < previous_entry:
            wrong("tem data ou hora anterior à do documento que o precede.")
        _check_signature(row, previous_hash, verifiers, wrong, after_gap=dropped)
        _check_content(row, parts, wrong)
        if log.issued.pop(number, None) != row["digest"]:
            wrong("o registo de auditoria tem outro conteúdo para este documento.")
        if (row["status"], row["status_reason"]) != log.states.get(number, (usual_status(row), "")):
            wrong("o estado (anulado, faturado ou não) ou o motivo não é o do registo de auditoria.")
        previous_hash, previous_day, previous_entry = row["hash"], row["date"], row["system_entry_date"]
    last = series["last_number"]
    findings += _missing(series, expected, last, "documento em falta no fim da série.")
    if last < expected and (last, series["last_hash"]) != (expected - 1 if documents else 0, previous_hash):
        findings.append(
            Finding(
                f"{series['type']} {series['name']}", "o último número ou hash da série não é o do último documento."
            )
        )
    return documents


def _check_signature(
    row: dict[str, Any], previous: str, verifiers: dict[str, Verifier], wrong: Any, *, after_gap: bool
) -> None:
    kind = TYPES.get(row["type"])
    if kind is None:
        wrong(f"o tipo {row['type']} não existe.")
        return
    if not kind.signed:
        if row["hash"]:
            wrong("um recibo não leva assinatura.")
        return
    if row["source_billing"] == "I":
        return  # signed by another program, whose key is not here: not verifiable, which is not wrong (2.3)
    verifier = verifiers.get(row["hash_control"].partition("-")[0])
    if verifier is None:
        wrong(f"não há chave pública com a versão {row['hash_control']}.")
        return
    try:
        day, entry = date.fromisoformat(row["date"]), datetime.fromisoformat(row["system_entry_date"])
    except ValueError:
        wrong("a data ou a hora não se lê.")
        return
    text = signed_text(day, entry, row["number"], Decimal(row["gross"]).scaleb(-2), previous)
    if not after_gap and not verifier.holds(text, row["hash"]):
        wrong("a assinatura não corresponde ao documento e ao anterior.")


Parts = dict[type[db.Table], list[dict[str, Any]]]


def _check_content(row: dict[str, Any], parts: Parts, wrong: Any) -> None:
    lines, taxes = parts[DocumentLine], parts[DocumentTax]
    if frozen.digest(row, parts) != row["digest"]:
        wrong("o conteúdo foi alterado depois da emissão.")
    receipt = row["type"] in TYPES and TYPES[row["type"]].is_receipt
    if receipt:
        base, tax = (_settled(parts[DocumentSettled], name) for name in ("amount", "tax"))
    else:
        base, tax = sum(one["base"] for one in taxes), sum(one["tax"] for one in taxes)
    if (base, tax, base + tax) != (row["net"], row["tax"], row["gross"]):
        wrong("os totais não são a soma do que se recebe." if receipt else "os totais não são a soma das taxas.")
    if not row["valued"] or receipt or row["source_billing"] != "P":
        return  # what was recovered or integrated is as on its original, right or wrong (3.3.2)
    by_rate: dict[tuple[Any, ...], int] = defaultdict(int)
    key = ("tax_type", "region", "tax_code", "rate")
    for line in lines:
        by_rate[tuple(line[name] for name in key)] += line["amount"]
    for one in taxes:
        difference = by_rate.pop(tuple(one[name] for name in key), 0) - one["base"] * 10_000
        if abs(difference) > 5_000 + len(lines):
            wrong("a base de uma taxa não é a soma das linhas.")
    if by_rate:
        wrong("há linhas com uma taxa que não está nos totais.")


def _settled(lines: list[dict[str, Any]], name: str) -> int:
    """The sum of a receipt's lines in cents; credit notes take off."""
    total: int = sum(-line[name] if line["debit"] else line[name] for line in lines)
    return total // 10_000


def _stored(series_id: int) -> Iterator[tuple[dict[str, Any], Parts]]:
    """Documents of a series as stored, with the rows that belong to them, by number."""
    names = (*frozen.DOCUMENT, "digest", "status", "status_reason")
    last = -1
    while True:
        rows = _select(
            Document, ("id", *names), "series_id = {0} AND sequence > {0}", "sequence", (series_id, last), 300
        )
        if not rows:
            return
        ids = [row[0] for row in rows]
        parts = {table: _children(table, *declared, ids) for table, declared in frozen.PARTS.items()}
        for row in rows:
            yield (
                dict(zip(names, row[1:], strict=True)),
                {table: found.get(row[0], []) for table, found in parts.items()},
            )
        last = rows[-1][1 + names.index("sequence")]


def _children(
    table: type[db.Table], columns: tuple[str, ...], order: str, ids: list[int]
) -> dict[int, list[dict[str, Any]]]:
    marks = ", ".join(["{0}"] * len(ids))
    rows = _select(table, ("document_id", *columns), f"document_id IN ({marks})", f"document_id, {order}", tuple(ids))
    return {
        key: [dict(zip(columns, row[1:], strict=True)) for row in group]
        for key, group in groupby(rows, key=lambda row: row[0])
    }


def _select(
    table: type[db.Table], names: tuple[str, ...], where: str, order: str, values: tuple[Any, ...], limit: int = 0
) -> list[Any]:
    columns = ", ".join(f'"{table._meta.fields[name].column_name}"' for name in names)
    condition = where.replace("{0}", "%s" if db.on_postgres() else "?")
    sql = f'SELECT {columns} FROM "{table._meta.table_name}" WHERE {condition} ORDER BY {order}'  # noqa: S608
    return list(db.database.execute_sql(sql + (f" LIMIT {limit}" if limit else ""), values).fetchall())


def _storage() -> list[Finding]:
    """The file itself is sound (SQLite), stock is the sum of its movements, and accounts are what documents say."""
    findings = []
    if not db.on_postgres():
        state = db.database.execute_sql("PRAGMA quick_check(1)").fetchone()[0]
        if state != "ok":
            findings.append(Finding("base de dados", f"o ficheiro está danificado: {state}"))
    return [*findings, *stock_findings(), *account_findings()]
