"""Made-up businesses as SAF-T files, right by construction: what the check is measured and tested with.

Independent of the program's own export and of its amounts: two hands that agree say more than one. One element stands on
each line, so that a test can spoil one and know where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import BinaryIO

Sign = Callable[[str], str]
CENT = Decimal("0.01")
RATES = {
    "PT": {"RED": 6, "INT": 13, "NOR": 23, "ISE": 0},
    "PT-AC": {"RED": 4, "INT": 9, "NOR": 16, "ISE": 0},
    "PT-MA": {"RED": 4, "INT": 12, "NOR": 22, "ISE": 0},
}
"""Of 2026 (CIVA art. 18; DLR 15-A/2021/A; DLR 6/2024/M)."""
SALES, GOODS, WORK = ("FT", "FS", "FR", "NC"), ("GT",), ("OR",)
_WORDS = ("Café", "Pão de água", "Azeite virgem", "Sabão", "Vinho tinto", "Formação", "Maçã", "Óleo", "Queijo", "Chá")
_PAID = ("NU", "MB", "CD", "TB")
_PRODUCTS, _CUSTOMERS = 200, 50


@dataclass(frozen=True, slots=True)
class Item:
    """A line. amount: its value without tax, six decimals."""

    product: int
    quantity: Decimal
    price: Decimal
    amount: Decimal
    code: str


@dataclass(frozen=True, slots=True)
class Made:
    """One document; totals in euro."""

    type: str
    sequence: int
    moment: datetime
    customer: int
    region: str
    items: tuple[Item, ...]
    status: str
    source: str
    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


@dataclass(frozen=True)
class Business:
    """counts: how many documents of each type (FT FS FR NC GT OR RG; never more NC, OR or RG than FT). first: the first
    number of each series. rounding: where tax is rounded, ``rate``, ``document`` or ``line``. days: the period's.
    """

    seed: int = 1
    counts: Mapping[str, int] = field(default_factory=lambda: {"FT": 10})
    lines: int = 5
    first: int = 1
    rounding: str = "rate"
    regions: tuple[str, ...] = ("PT",)
    encoding: str = "utf-8"
    start: date = date(2026, 10, 1)
    days: int = 31

    def number(self, kind: str, sequence: int) -> str:
        return f"{kind} 2026A/{sequence}"

    def documents(self, kind: str) -> Iterator[Made]:
        """All of a type, by number; the same each time."""
        for place in range(self.counts.get(kind, 0)):
            yield self.document(kind, place)

    def document(self, kind: str, place: int) -> Made:
        """place: from 0. Depends on nothing but the seed, so that others can refer to it."""
        chance = Random(f"{self.seed} {kind} {place}")
        share = Decimal(place) / max(1, self.counts[kind])
        moment = datetime.combine(self.start, datetime.min.time()) + timedelta(
            seconds=int(share * self.days * 86400) + (1 if kind in ("NC", "RG") else 0)
        )
        source, status = "", "N"
        if kind in ("NC", "RG"):
            origin = self.document("FT", place * self.counts["FT"] // self.counts[kind])
            source, region, customer = self.number("FT", origin.sequence), origin.region, origin.customer
            items = origin.items if kind == "RG" else origin.items[: chance.randint(1, self.lines)]
        else:
            region, customer = chance.choice(self.regions), chance.randrange(_CUSTOMERS)
            items = tuple(self._item(chance) for _ in range(self.lines))
            if kind == "FT" and place < self.counts.get("OR", 0):
                source = self.number("OR", self.first + place)
            if kind in ("FS", "GT") and place % 20 == 7:
                status = "A"
            if kind == "OR":
                status = "F"
        net, tax = self._totals(items, region)
        return Made(kind, self.first + place, moment, customer, region, items, status, source, net, tax)

    def _item(self, chance: Random) -> Item:
        product = chance.randrange(_PRODUCTS)
        quantity = Decimal(chance.choice((1, 1, 2, 3, 6))) if product % 4 else Decimal(chance.randint(1, 6000)) / 1000
        price = (Decimal(chance.randint(1, 200_000)) / 10_000) * (100 - chance.choice((0, 0, 0, 5, 10))) / 100
        price = price.quantize(Decimal("0.000001"))
        amount = (quantity * price).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        return Item(product, quantity, price, amount, tuple(RATES["PT"])[product % 4])

    def _totals(self, items: tuple[Item, ...], region: str) -> tuple[Decimal, Decimal]:
        taxes = [item.amount * RATES[region][item.code] / 100 for item in items]
        if self.rounding == "line":
            return sum(map(_cents, (i.amount for i in items)), Decimal()), sum(map(_cents, taxes), Decimal())
        if self.rounding == "document":
            return _cents(sum((item.amount for item in items), Decimal())), _cents(sum(taxes, Decimal()))
        bases: dict[str, Decimal] = {}
        for item in items:
            bases[item.code] = bases.get(item.code, Decimal()) + item.amount
        nets = {code: _cents(base) for code, base in bases.items()}
        return sum(nets.values(), Decimal()), sum(
            (_cents(net * RATES[region][code] / 100) for code, net in nets.items()), Decimal()
        )

    def write(self, out: BinaryIO, sign: Sign) -> None:
        """The whole file. sign: of a text, 172 letters of base64."""
        out.writelines(part.encode(self.encoding) for part in self._parts(sign))

    def _parts(self, sign: Sign) -> Iterator[str]:
        yield self._head()
        yield "<SourceDocuments>\n"
        for table, kinds in (("SalesInvoices", SALES), ("MovementOfGoods", GOODS), ("WorkingDocuments", WORK)):
            if any(self.counts.get(kind) for kind in kinds):
                yield f"<{table}>\n{self._table_totals(table, kinds)}"
                for kind in kinds:
                    yield from self._chain(kind, sign)
                yield f"</{table}>\n"
        if self.counts.get("RG"):
            yield f"<Payments>\n{self._table_totals('Payments', ('RG',))}"
            for made in self.documents("RG"):
                yield self._receipt(made)
            yield "</Payments>\n"
        yield "</SourceDocuments>\n</AuditFile>\n"

    def _head(self) -> str:
        end = self.start + timedelta(days=self.days - 1)
        products = "".join(
            f"<Product>\n<ProductType>P</ProductType>\n<ProductCode>P{n}</ProductCode>\n<ProductDescription>{product(n)}"
            f"</ProductDescription>\n<ProductNumberCode>P{n}</ProductNumberCode>\n</Product>\n"
            for n in range(_PRODUCTS)
        )
        taxes = "".join(
            f"<TaxTableEntry>\n<TaxType>IVA</TaxType>\n<TaxCountryRegion>{region}</TaxCountryRegion>\n<TaxCode>{code}"
            f"</TaxCode>\n<Description>IVA {code}</Description>\n<TaxPercentage>{rate}</TaxPercentage>\n</TaxTableEntry>\n"
            for region in self.regions
            for code, rate in RATES[region].items()
        )
        return (
            f'<?xml version="1.0" encoding="{self.encoding}"?>\n'
            '<AuditFile xmlns="urn:OECD:StandardAuditFile-Tax:PT_1.04_01">\n<Header>\n'
            "<AuditFileVersion>1.04_01</AuditFileVersion>\n<CompanyID>599999993</CompanyID>\n"
            "<TaxRegistrationNumber>599999993</TaxRegistrationNumber>\n<TaxAccountingBasis>F</TaxAccountingBasis>\n"
            "<CompanyName>Negócio Inventado, Lda</CompanyName>\n<CompanyAddress>\n<AddressDetail>Praça, 1</AddressDetail>\n"
            "<City>Évora</City>\n<PostalCode>7000-001</PostalCode>\n<Country>PT</Country>\n</CompanyAddress>\n"
            f"<FiscalYear>{self.start.year}</FiscalYear>\n<StartDate>{self.start}</StartDate>\n<EndDate>{end}</EndDate>\n"
            f"<CurrencyCode>EUR</CurrencyCode>\n<DateCreated>{end + timedelta(days=1)}</DateCreated>\n"
            "<TaxEntity>Global</TaxEntity>\n<ProductCompanyTaxID>599999993</ProductCompanyTaxID>\n"
            "<SoftwareCertificateNumber>9999</SoftwareCertificateNumber>\n<ProductID>Inventado/Ninguém</ProductID>\n"
            "<ProductVersion>1</ProductVersion>\n</Header>\n<MasterFiles>\n"
            f"{''.join(map(_customer, range(_CUSTOMERS)))}{products}<TaxTable>\n{taxes}</TaxTable>\n</MasterFiles>\n"
        )

    def _table_totals(self, table: str, kinds: tuple[str, ...]) -> str:
        count = lines = 0
        debit = credit = quantity = Decimal()
        for made in (made for kind in kinds for made in self.documents(kind)):
            count, lines = count + 1, lines + len(made.items)
            if made.status == "A":
                continue
            value = made.net if made.type == "RG" else sum((item.amount for item in made.items), Decimal())
            debit, credit = (debit + value, credit) if made.type == "NC" else (debit, credit + value)
            quantity += sum((item.quantity for item in made.items), Decimal())
        if table == "MovementOfGoods":
            return (
                f"<NumberOfMovementLines>{lines}</NumberOfMovementLines>\n"
                f"<TotalQuantityIssued>{quantity}</TotalQuantityIssued>\n"
            )
        return (
            f"<NumberOfEntries>{count}</NumberOfEntries>\n<TotalDebit>{debit}</TotalDebit>\n"
            f"<TotalCredit>{credit}</TotalCredit>\n"
        )

    def _chain(self, kind: str, sign: Sign) -> Iterator[str]:
        previous = "" if self.first == 1 else sign("the month before")
        for made in self.documents(kind):
            when, number = f"{made.moment:%Y-%m-%dT%H:%M:%S}", self.number(kind, made.sequence)
            previous = sign(f"{when[:10]};{when};{number};{made.gross:.2f};{previous}")
            yield self._signed(made, previous)

    def _signed(self, made: Made, signature: str) -> str:
        kind, when = made.type, f"{made.moment:%Y-%m-%dT%H:%M:%S}"
        table, number, prefix = (
            ("Invoice", "InvoiceNo", "Invoice")
            if kind in SALES
            else ("StockMovement", "DocumentNumber", "Movement")
            if kind in GOODS
            else ("WorkDocument", "DocumentNumber", "Work")
        )
        reason = "<Reason>Engano</Reason>\n" if made.status == "A" else ""
        customer, by = f"<CustomerID>C{made.customer}</CustomerID>\n", "<SourceID>ana</SourceID>\n"
        entry = f"<SystemEntryDate>{when}</SystemEntryDate>\n"
        if kind in SALES:
            party = (
                "<SpecialRegimes>\n<SelfBillingIndicator>0</SelfBillingIndicator>\n<CashVATSchemeIndicator>0"
                "</CashVATSchemeIndicator>\n<ThirdPartiesBillingIndicator>0</ThirdPartiesBillingIndicator>\n"
                f"</SpecialRegimes>\n{by}{entry}{customer}"
            )
        elif kind in GOODS:
            start = made.moment + timedelta(minutes=30)
            party = f"{entry}{customer}{by}<MovementStartTime>{start:%Y-%m-%dT%H:%M:%S}</MovementStartTime>\n"
        else:
            party = f"{by}{entry}{customer}"
        lines = "".join(self._line(made, n, item) for n, item in enumerate(made.items, 1))
        return (
            f"<{table}>\n<{number}>{self.number(kind, made.sequence)}</{number}>\n<ATCUD>{code_of(kind)}-{made.sequence}"
            f"</ATCUD>\n<DocumentStatus>\n<{prefix}Status>{made.status}</{prefix}Status>\n<{prefix}StatusDate>{when}"
            f"</{prefix}StatusDate>\n{reason}<SourceID>ana</SourceID>\n<SourceBilling>P</SourceBilling>\n</DocumentStatus>\n"
            f"<Hash>{signature}</Hash>\n<HashControl>1</HashControl>\n<{prefix}Date>{when[:10]}</{prefix}Date>\n"
            f"<{prefix}Type>{kind}</{prefix}Type>\n{party}{lines}{self._document_totals(made)}</{table}>\n"
        )

    def _line(self, made: Made, n: int, item: Item) -> str:
        kind, day = made.type, f"{made.moment:%Y-%m-%d}"
        origin = references = ""
        if kind == "FT" and made.source:
            ordered = self.document("OR", made.sequence - self.first).moment
            origin = (
                f"<OrderReferences>\n<OriginatingON>{made.source}</OriginatingON>\n<OrderDate>{ordered:%Y-%m-%d}"
                "</OrderDate>\n</OrderReferences>\n"
            )
        if kind == "NC":
            references = (
                f"<References>\n<Reference>{made.source}</Reference>\n<Reason>Devolução</Reason>\n</References>\n"
            )
        point = "" if kind in GOODS else f"<TaxPointDate>{day}</TaxPointDate>\n"
        side = "DebitAmount" if kind == "NC" else "CreditAmount"
        exempt = (
            "<TaxExemptionReason>Isento artigo 9.º do CIVA</TaxExemptionReason>\n<TaxExemptionCode>M07"
            "</TaxExemptionCode>\n"
            if item.code == "ISE"
            else ""
        )
        name = product(item.product)
        return (
            f"<Line>\n<LineNumber>{n}</LineNumber>\n{origin}<ProductCode>P{item.product}</ProductCode>\n"
            f"<ProductDescription>{name}</ProductDescription>\n<Quantity>{item.quantity}</Quantity>\n"
            f"<UnitOfMeasure>UN</UnitOfMeasure>\n<UnitPrice>{item.price}</UnitPrice>\n{point}{references}"
            f"<Description>{name}</Description>\n<{side}>{item.amount}</{side}>\n<Tax>\n<TaxType>IVA</TaxType>\n"
            f"<TaxCountryRegion>{made.region}</TaxCountryRegion>\n<TaxCode>{item.code}</TaxCode>\n"
            f"<TaxPercentage>{RATES[made.region][item.code]}</TaxPercentage>\n</Tax>\n{exempt}</Line>\n"
        )

    def _document_totals(self, made: Made) -> str:
        payment = ""
        if made.type == "FR":
            payment = (
                f"<Payment>\n<PaymentMechanism>{_PAID[made.sequence % 4]}</PaymentMechanism>\n<PaymentAmount>"
                f"{made.gross:.2f}</PaymentAmount>\n<PaymentDate>{made.moment:%Y-%m-%d}</PaymentDate>\n</Payment>\n"
            )
        return (
            f"<DocumentTotals>\n<TaxPayable>{made.tax:.2f}</TaxPayable>\n<NetTotal>{made.net:.2f}</NetTotal>\n"
            f"<GrossTotal>{made.gross:.2f}</GrossTotal>\n{payment}</DocumentTotals>\n"
        )

    def _receipt(self, made: Made) -> str:
        day, when = f"{made.moment:%Y-%m-%d}", f"{made.moment:%Y-%m-%dT%H:%M:%S}"
        paid = self.document("FT", (made.sequence - self.first) * self.counts["FT"] // self.counts["RG"]).moment
        return (
            f"<Payment>\n<PaymentRefNo>{self.number('RG', made.sequence)}</PaymentRefNo>\n<ATCUD>{code_of('RG')}-"
            f"{made.sequence}</ATCUD>\n<TransactionDate>{day}</TransactionDate>\n<PaymentType>RG</PaymentType>\n"
            f"<DocumentStatus>\n<PaymentStatus>N</PaymentStatus>\n<PaymentStatusDate>{when}</PaymentStatusDate>\n"
            "<SourceID>ana</SourceID>\n<SourcePayment>P</SourcePayment>\n</DocumentStatus>\n<PaymentMethod>\n"
            f"<PaymentMechanism>TB</PaymentMechanism>\n<PaymentAmount>{made.gross:.2f}</PaymentAmount>\n<PaymentDate>{day}"
            f"</PaymentDate>\n</PaymentMethod>\n<SourceID>ana</SourceID>\n<SystemEntryDate>{when}</SystemEntryDate>\n"
            f"<CustomerID>C{made.customer}</CustomerID>\n<Line>\n<LineNumber>1</LineNumber>\n<SourceDocumentID>\n"
            f"<OriginatingON>{made.source}</OriginatingON>\n<InvoiceDate>{paid:%Y-%m-%d}</InvoiceDate>\n"
            f"</SourceDocumentID>\n<CreditAmount>{made.net:.2f}</CreditAmount>\n</Line>\n{self._document_totals(made)}"
            "</Payment>\n"
        )


def code_of(kind: str) -> str:
    """The validation code of a type's series."""
    return f"AAJF{kind}26"


def product(n: int) -> str:
    """What an article is called."""
    return f"{_WORDS[n % len(_WORDS)]} {n}"


def nif(eight: int) -> str:
    """A NIF with its check digit (weights 9 to 2, modulo 11)."""
    rest = sum(int(digit) * weight for digit, weight in zip(str(eight), range(9, 1, -1), strict=True)) % 11
    return f"{eight}{0 if rest < 2 else 11 - rest}"


def _customer(n: int) -> str:
    number, name = (nif(50_100_000 + n * 37), f"Irmãos Conceição {n}, Lda") if n else ("999999990", "Consumidor final")
    return (
        f"<Customer>\n<CustomerID>C{n}</CustomerID>\n<AccountID>Desconhecido</AccountID>\n<CustomerTaxID>{number}"
        f"</CustomerTaxID>\n<CompanyName>{name}</CompanyName>\n<BillingAddress>\n<AddressDetail>Rua Direita, {n}"
        "</AddressDetail>\n<City>Guimarães</City>\n<PostalCode>4800-001</PostalCode>\n<Country>PT</Country>\n"
        "</BillingAddress>\n<SelfBillingIndicator>0</SelfBillingIndicator>\n</Customer>\n"
    )


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
