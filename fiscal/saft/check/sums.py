"""Amounts: each line, each document, and the totals of each table (Portaria 302/2016; fiscal.md 5.4)."""

from __future__ import annotations

from decimal import Decimal

from fiscal.notation import show_number, show_price, show_quantity
from fiscal.rounding import CENT, ZERO, cents, rounded
from fiscal.saft.check.book import Book, Sums
from fiscal.saft.check.reading import TABLES, Document, Line, Table, amount, total
from fiscal.xmltree import Node

OF_LINE, OF_DOCUMENT, OF_TABLE = CENT, CENT, Decimal("0.05")
"""How much programs may differ by rounding."""
CREDIT_TYPES = frozenset(("FT", "FS", "FR", "ND", "VD", "TV", "AA"))
DEBIT_TYPES = frozenset(("NC", "TD", "DA"))
"""Types of SalesInvoices whose side is known; insurers' documents (RP, RE, CS, LD, RA) may be on either."""


def document(doc: Document, book: Book) -> None:
    sums = book.sums.setdefault(doc.table.name, Sums())
    _count(doc, sums)
    for line in doc.lines:
        _line(doc, line, book)
    _sides(doc, book)
    net, tax, gross = doc.total("NetTotal"), doc.total("TaxPayable"), doc.total("GrossTotal")
    if net is None or tax is None or gross is None:
        return
    if abs(net + tax - gross) > OF_DOCUMENT:
        book.findings.add(
            "gross",
            doc.number,
            doc.line_of_total("GrossTotal"),
            f"GrossTotal é {_euro(gross)}, e NetTotal mais TaxPayable dá {_euro(net + tax)}.",
        )
    if doc.table.name == "Payments":
        _receipt(doc, net, gross, book)
    else:
        _net_and_tax(doc, net, tax, book)
    _currency(doc, gross, book)
    _paid(doc, gross, book)


def _count(doc: Document, sums: Sums) -> None:
    sums.documents += 1
    sums.lines += len(doc.lines)
    sums.cancelled += doc.cancelled
    if doc.status and doc.status in doc.table.uncounted:
        return
    for line in doc.lines:
        if line.credit:
            sums.credit += line.value
        else:
            sums.debit += line.value
        sums.quantity += line.quantity or ZERO


def _line(doc: Document, line: Line, book: Book) -> None:
    if line.quantity is None or line.price is None or line.base is not None:
        return  # a receipt's line, or one whose tax alone counts (TaxBase)
    worth = line.quantity * line.price
    if abs(worth - line.value) > OF_LINE:
        book.findings.add(
            "line-value",
            doc.number,
            line.line_of("CreditAmount", "DebitAmount"),
            f"O valor da linha é {show_price(line.value)}, e {show_quantity(line.quantity)} x {show_price(line.price)} "
            f"dá {show_price(worth)}.",
        )


def _sides(doc: Document, book: Book) -> None:
    """A line on the other side is right only where it takes back another of the same document (F12, F13)."""
    if doc.table.name != "SalesInvoices" or doc.type not in CREDIT_TYPES | DEBIT_TYPES:
        return
    right = doc.type in CREDIT_TYPES
    given: dict[str, Decimal] = {}
    for line in doc.lines:
        if line.credit == right:
            given[line.product] = given.get(line.product, ZERO) + line.value
    for line in doc.lines:
        if line.credit == right or not line.value:
            continue
        given[line.product] = given.get(line.product, ZERO) - line.value
        if given[line.product] < -OF_LINE:
            side = "crédito" if line.credit else "débito"
            book.findings.add(
                "side",
                doc.number,
                line.line_of("CreditAmount", "DebitAmount"),
                f"Um documento {doc.type} tem a {side} {show_price(line.value)} do artigo «{line.product[:30]}», "
                "que nenhuma outra linha dele compensa.",
            )


def _net_and_tax(doc: Document, net: Decimal, tax: Decimal, book: Book) -> None:
    """Nobody fixes where tax is rounded: by line, by rate and by document are all accepted (decision 19)."""
    if doc.table.name == "SalesInvoices" and doc.type in CREDIT_TYPES | DEBIT_TYPES:
        positive = doc.type in CREDIT_TYPES
    else:
        positive = total(x.value if x.credit else -x.value for x in doc.lines) >= 0
    values = [line.value if line.credit == positive else -line.value for line in doc.lines]
    taxed = [
        (line.tax.on(_base(line, value, positive), _quantity(line, positive)), _rate_of(line))
        for line, value in zip(doc.lines, values, strict=True)
        if line.tax is not None
    ]
    tolerance = OF_DOCUMENT * max(1, len({rate for _, rate in taxed}))
    exact = total(values)
    if not _near(net, (exact, total(map(cents, values))), tolerance):
        book.findings.add(
            "net",
            doc.number,
            doc.line_of_total("NetTotal"),
            f"NetTotal é {_euro(net)}, e as linhas somam {_euro(exact)}.",
        )
    due = total(x for x, _ in taxed)
    if not _near(tax, (due, total(cents(x) for x, _ in taxed)), tolerance):
        book.findings.add(
            "tax",
            doc.number,
            doc.line_of_total("TaxPayable"),
            f"TaxPayable é {_euro(tax)}, e o imposto das linhas é {_euro(due)}.",
        )


def _base(line: Line, value: Decimal, positive: bool) -> Decimal:
    """What the tax is on: the line's value or, for a line of tax alone, TaxBase for each unit, on the line's side."""
    if line.base is None:
        return value
    base = line.base * (line.quantity or ZERO)
    return base if line.credit == positive else -base


def _quantity(line: Line, positive: bool) -> Decimal:
    quantity = line.quantity or ZERO
    return quantity if line.credit == positive else -quantity


def _rate_of(line: Line) -> tuple[str, str, str, Decimal | None]:
    tax = line.tax
    return (tax.type, tax.region, tax.code, tax.rate) if tax is not None else ("", "", "", None)


def _receipt(doc: Document, net: Decimal, gross: Decimal, book: Book) -> None:
    """Programs write an RG's lines with or without tax and settlement discounts: one of them must give a total."""
    paid = total(line.value if line.credit else -line.value for line in doc.lines)
    off = total(amount(line.text("SettlementAmount")) or ZERO for line in doc.lines)
    tolerance = OF_DOCUMENT * max(1, len(doc.lines))
    if not any(_near(abs(value), (net, gross), tolerance) for value in (paid, paid - off)):
        book.findings.add(
            "receipt-total",
            doc.number,
            doc.line_of_total("NetTotal"),
            f"O recibo é de {_euro(gross)}, e as linhas somam {_euro(paid)}.",
        )


def _currency(doc: Document, gross: Decimal, book: Book) -> None:
    node = doc.totals.get("Currency")
    if node is None:
        return
    code, foreign, text = node.get("CurrencyCode"), amount(node.get("CurrencyAmount")), node.get("ExchangeRate")
    rate = amount(text)
    if code == "EUR":
        book.findings.add("currency", doc.number, node.line, "Currency não se escreve quando a moeda é EUR.")
        return
    if foreign is None or not rate:
        return
    # A rate has few decimals: half of its last one counts on the whole amount.
    step = Decimal(1).scaleb(-len(text.partition(".")[2]))
    # Lines are rounded to cents in either currency, so both totals may be a cent off for each of them.
    rounded = OF_DOCUMENT * (1 + len(doc.lines)) * max(Decimal(1), rate)
    if abs(foreign * rate - gross) <= rounded + foreign * step / 2:
        return
    said = f"{show_number(foreign)} {code} ao câmbio {show_price(rate)}"
    if abs(foreign / rate - gross) <= OF_DOCUMENT + foreign * step / (2 * rate * rate):
        book.findings.add(
            "currency-inverse",
            doc.number,
            node.line,
            f"{said} só dá o GrossTotal, {_euro(gross)}, a dividir.",
        )
    else:
        book.findings.add(
            "currency", doc.number, node.line, f"{said} dá {_euro(foreign * rate)}, e o GrossTotal é {_euro(gross)}."
        )


def _paid(doc: Document, gross: Decimal, book: Book) -> None:
    """Discounts for paying early and what was paid are never more than the document."""
    if doc.table.name == "Payments":
        methods = [child for child in doc.node.children if child.name == "PaymentMethod"]
    else:
        node = doc.parts.get("DocumentTotals")
        inside = node.children if node is not None else []
        methods = [child for child in inside if child.name == "Payment"]
        settlement = doc.totals.get("Settlement")
        off = amount(settlement.get("SettlementAmount")) if settlement is not None else None
        if settlement is not None and off is not None and off > gross + OF_DOCUMENT:
            book.findings.add(
                "settlement",
                doc.number,
                settlement.line,
                f"O desconto de pronto pagamento, {_euro(off)}, é mais do que o total, {_euro(gross)}.",
            )
        if doc.type == "FR" and not methods:
            book.findings.add("no-payment", doc.number, doc.node.line, "A fatura-recibo não diz como foi paga.")
    paid = total(amount(child.get("PaymentAmount")) or ZERO for child in methods)
    if methods and paid > gross + OF_DOCUMENT:  # a negative total has none and is told elsewhere
        book.findings.add(
            "paid-above",
            doc.number,
            methods[0].line,
            f"Os pagamentos somam {_euro(paid)}, e o total é {_euro(gross)}.",
        )
    cash = total(amount(c.get("PaymentAmount")) or ZERO for c in methods if c.get("PaymentMechanism") == "NU")
    if doc.day is not None and cash >= book.tables.limit("cash_forbidden", doc.day):
        book.findings.add("cash-limit", doc.number, methods[0].line, f"Recebeu-se {_euro(cash)} em numerário.")


def end(root: Node, book: Book) -> None:
    """The tables' own totals, which stand before the documents and are compared once all are counted."""
    source = root.first("SourceDocuments")
    for table in TABLES:
        node = source.first(table.name) if source is not None else None
        if node is not None:
            _table(table, node, book.sums.get(table.name, Sums()), book)


def _table(table: Table, node: Node, sums: Sums, book: Book) -> None:
    goods = table.name == "MovementOfGoods"
    if goods:
        _compare(table, node, "count", "NumberOfMovementLines", Decimal(sums.lines), book)
    else:
        _compare(table, node, "count", "NumberOfEntries", Decimal(sums.documents), book)
    if goods:
        _compare(table, node, "total-quantity", "TotalQuantityIssued", sums.quantity, book)
    else:
        _compare(table, node, "total-debit", "TotalDebit", sums.debit, book)
        _compare(table, node, "total-credit", "TotalCredit", sums.credit, book)


def _compare(table: Table, node: Node, rule: str, element: str, counted: Decimal, book: Book) -> None:
    found = node.first(element)
    said = amount(found.text) if found is not None else None
    if found is None or said is None or abs(said - counted) <= (ZERO if rule == "count" else OF_TABLE):
        return
    shown, right = map(show_quantity if rule == "count" else show_price, (said, counted))
    book.findings.add(rule, table.name, found.line, f"{element} de {table.name} diz {shown}, e o ficheiro tem {right}.")


def _near(value: Decimal, right: tuple[Decimal, ...], tolerance: Decimal) -> bool:
    return any(abs(value - one) <= tolerance for one in right)


def _euro(value: Decimal) -> str:
    return show_price(rounded(value, Decimal("0.0001")))
