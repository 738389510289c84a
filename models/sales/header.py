"""The head of a document as declared: customer, date, series, conditions; the same fields on the screen and in help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fiscal.discounts import read_discount
from fiscal.doctypes import DocumentType, document_type
from fiscal.nif import FINAL_CONSUMER_NAME
from fiscal.rules.withholding import WITHHOLDING_TYPES
from fiscal.tables import SPACE_NAMES, tables
from models.declared import Choice, Day, Field, Number, Text, Values, YesNo
from models.parties.form import CUSTOMERS, conditions
from models.parties.supplier_form import SUPPLIERS
from models.sales.draft import Draft, DraftCustomer, DraftRecovery, DraftWithholding
from models.sales.recover import DUPLICATE, MANUAL
from models.sales.seller import SELF, THIRD
from models.sales.transport_form import head_fields, transport_fields, transport_values, with_values
from models.series.tables import Series
from models.stock.form import warehouse_choices

Find = Callable[[str], "tuple[str, str] | None"]


def _series(type_code: str) -> Callable[[], Sequence[tuple[str, str]]]:
    def names() -> list[tuple[str, str]]:
        query = Series.select().where(Series.type == type_code, Series.open == True)  # noqa: E712
        return [("", "a em uso"), *((s.name, s.name) for s in query.order_by(Series.id.desc()))]

    return names


def _whom(kind: DocumentType) -> tuple[Field, ...]:
    """Whom the document is for."""
    if not kind.is_guide:
        return (
            Field("customer", "Cliente", Text(100), 42, lookup=lambda: CUSTOMERS, default=FINAL_CONSUMER_NAME,
                  help="Vazio: consumidor final. Código, NIF ou nome; F4 procura, F2 cria a ficha.",
                  law="Uma empresa leva nome, morada e NIF (CIVA, art. 36.º n.º 5)."),
        )  # fmt: skip
    customer = Field(
        "customer", "Destinatário", Text(100), 42, lookup=lambda: CUSTOMERS, default="", help=_RECIPIENT[kind.code],
        law="O destinatário leva nome, morada e NIF, se for sujeito passivo (DL 147/2003, art. 4.º).",
    )  # fmt: skip
    if kind.code != "GD":
        return (customer,)
    return (
        Field("supplier", "Fornecedor", Text(100), 42, lookup=lambda: SUPPLIERS, default="",
              help="A quem se devolve: código ou NIF; F4 procura. Vazio: devolve um cliente.",
              law="O destinatário leva nome, morada e NIF (DL 147/2003, art. 4.º)."),
        customer,
    )  # fmt: skip


_RECIPIENT = {
    "GR": "Código, NIF ou nome; F4 procura, F2 cria a ficha. Vazio se a guia é global.",
    "GT": "Cliente, ou o NIF da empresa entre locais seus. Vazio se a guia é global.",
    "GA": "Vazio: os bens vão para outro local da própria empresa.",
    "GC": "Quem fica com os bens à consignação; F4 procura, F2 cria a ficha.",
    "GD": "O cliente que devolve, se não é um fornecedor; F4 procura.",
}


def nobody(type_code: str) -> str:
    """What stands for a customer where there is none."""
    return "" if document_type(type_code).is_guide else FINAL_CONSUMER_NAME


def header_fields(type_code: str) -> tuple[Field, ...]:
    """The fields of a type's head, in the order in which they are typed."""
    kind = document_type(type_code)
    fields = [
        *_whom(kind),
        Field("date", "Data", Day(), 12,
              help="Vazia: hoje. Nunca antes da do último documento da série.",
              law="Despacho 8632/2014, 1.6 e 3.4.2."),
        Field("series", "Série", Choice(_series(type_code)), 12, default="", help="Vazia: a que está em uso.",
              law="Os documentos são numerados em sequência dentro da série (CIVA, art. 36.º n.º 5)."),
        *(head_fields(kind) if kind.is_guide else ()),
        Field("prices_include_tax", "Preços c/ IVA", YesNo(), 5, default=True,
              help="Sim: os preços das linhas já têm IVA e o total é o que o cliente vê.",
              law="A fatura mostra sempre o preço líquido de imposto e o IVA (CIVA, art. 36.º n.º 5 c) e d)."),
        Field("global_discount", "Desc. global", Text(20), 10, default="", check=lambda value, _: read_discount(value),
              help="Sobre o documento todo: 5% ou um valor, 2,50.",
              law="Entre 0 e 100 % (Despacho 8632/2014, 3.2.8)."),
    ]  # fmt: skip
    if (kind.is_invoice and not kind.settled and not kind.debit) or kind.offers:
        fields.append(
            Field(
                "condition",
                "Condição",
                Choice(conditions),
                20,
                default="PP",
                help="Como se paga: 8D, 30D, 60D." if kind.offers else "Dá a data de vencimento: 8D, 30D, 60D.",
            )
        )
    if kind.offers:
        fields.append(Field("valid_until", "Válido até", Day(), 12, help="Até quando vale o que se oferece: +30, f."))
    if kind.rectifies:
        fields += [
            Field("reference", "Retifica", Text(60, upper=True), 18, required=True,
                  help="Número do documento que se retifica, por exemplo FT 2026A/1.",
                  law="Obrigatório (CIVA, art. 36.º n.º 6; Despacho 8632/2014, 1.4)."),
            Field("reference_reason", "Motivo", Text(50), 30, required=True, help="Porque se retifica, até 50 letras.",
                  law="Sai no documento e no SAF-T (Portaria 302/2016, Reason)."),
        ]  # fmt: skip
    return tuple(fields)


def incomes() -> list[tuple[str, str]]:
    """Kinds of income that tax is withheld of, each once."""
    return [("", "Nenhum"), *dict.fromkeys((own.code, own.name) for own in tables().incomes)]


def _before_lines(values: Values) -> str:
    if values.get("lines"):
        return "Já há linhas: a moeda e o câmbio escolhem-se antes da primeira, para nenhum preço mudar de valor."
    return ""


MORE_FIELDS = (
    Field("region", "Região fiscal", Choice(tuple(SPACE_NAMES.items())), 18, default="PT", required=True,
          help="Onde se dá a operação: decide as taxas. Um país da União: vendas OSS.",
          law="Bens: onde estão quando seguem para o cliente. Serviços a empresas: onde o cliente tem a sede; a "
          "particulares: onde está quem vende; imóveis: onde ficam (CIVA, art. 6.º; DL 347/85). À distância a "
          "particulares da União: o país deles (OSS)."),
    Field("notes", "Observações", Text(1000), 60, default="", help="Sai no fim do documento."),
    Field("withholding_income", "Rendimento", Choice(incomes), 40, default="",
          help="O que se retém segundo o rendimento: dá o imposto e a taxa em vigor.",
          law="CIRS, art. 101.º e 101.º-B; CIRC, art. 94.º."),
    Field("withholding_type", "Retenção", Choice((("", "Sem retenção"), *((t, t) for t in WITHHOLDING_TYPES))), 16,
          default="", help="Imposto que o cliente retém; mostra-se depois do total e não o altera.",
          law="CIRS, art. 101.º; Despacho 8632/2014, 2.2.7."),
    Field("withholding_rate", "Taxa de retenção %", Number(2), 8, help="Por exemplo 23 ou 11,5. Vazia: a do rendimento.",
          law="CIRS, art. 101.º."),
    Field("withholding_description", "Base legal", Text(60), 40, default="",
          help="Vazia: a do rendimento. Do imposto do selo, a verba: 17.3.4.",
          law="SAF-T, WithholdingTaxDescription (Portaria 302/2016)."),
    Field("currency", "Moeda", Text(3, upper=True), 5, default="", locked=_before_lines,
          help="Código ISO (USD, GBP, CHF) se os preços não são em euros.",
          law="O imposto é sempre em euros (Diretiva IVA, art. 230.º); Portaria 302/2016, Currency."),
    Field("exchange_rate", "Câmbio", Number(6), 12, locked=_before_lines,
          help="Quantos euros vale uma unidade da moeda, por exemplo 0,92.",
          law="SAF-T, ExchangeRate (Portaria 302/2016, 4.1.4.20.4)."),
)  # fmt: skip


_BILLING = {"": "", "A": SELF, "T": THIRD}
_NAMES = (("", "da empresa"), ("A", "Autofaturação"), ("T", "Por conta de terceiro"))
IN_ANOTHER_NAME = (
    Field("billing", "Em nome", Choice(_NAMES), 26, default="", group="Em nome de um fornecedor",
          help="Autofaturação: a fatura do que se compra. Terceiro: vende-se por conta dele.",
          law="Com acordo prévio, escrito e registado (CIVA, art. 36.º n.º 11); em série própria de cada fornecedor."),
    Field("seller", "Fornecedor", Text(30), 16, default="", lookup=lambda: SUPPLIERS,
          help="O código do fornecedor em nome de quem se emite; F4 procura."),
)  # fmt: skip
RECOVERED = (
    Field("recovery_kind", "Recupera", Choice((("", "nada"), (MANUAL, "Documento manual"), (DUPLICATE, "Duplicado perdido"))),
          22, default="", group="Recuperação", help="O que se escreveu à mão com o programa parado, ou se perdeu.",
          law="Em série de recuperação, com a data do original (Despacho 8632/2014, 2.4 e 2.5)."),
    Field("recovery_number", "Número original", Text(60), 24, default="",
          help="Como está no papel: abc/00001 de um manual, FT 2026A/99 de um duplicado."),
    Field("recovery_net", "Total s/ IVA do papel", Number(2, Decimal(0)), 14,
          help="Só se não for o das linhas: nada se calcula de novo.", law="Despacho 8632/2014, 3.3.2."),
    Field("recovery_tax", "IVA do papel", Number(2, Decimal(0)), 14, help="Só se não for o das linhas."),
)  # fmt: skip


def _warehouses() -> list[tuple[str, str]]:
    return [("", "o da série"), *warehouse_choices()]


WAREHOUSE = Field("warehouse", "Armazém", Choice(_warehouses), 26, default="", group="Mercadoria",
                  help="De onde sai a mercadoria.")  # fmt: skip


def more_fields(type_code: str) -> tuple[Field, ...]:
    """What F3 asks for a type: of a guide first its places; of an invoice that may go with goods, those last."""
    kind = document_type(type_code)
    own = tuple(f for f in MORE_FIELDS if kind.is_invoice or not f.name.startswith("withholding"))
    way = transport_fields(kind)
    rare = (*(IN_ANOTHER_NAME if kind.is_invoice else ()), *(RECOVERED if kind.signed else ()))
    rare = (*rare, WAREHOUSE) if kind.moves else rare
    return (*way, replace(own[0], group="Documento"), *own[1:], *rare) if kind.is_guide else (*own, *way, *rare)


def header_values(draft: Draft) -> Values:
    """A draft's head as values of ``header_fields``."""
    customer = draft.customer
    line = draft.lines[0] if draft.lines else None
    return {
        "customer": (customer.name or customer.nif or customer.code) if customer else nobody(draft.type),
        "supplier": draft.supplier,
        "date": draft.date,
        "series": draft.series,
        "prices_include_tax": draft.prices_include_tax,
        "global_discount": draft.global_discount.replace(".", ","),
        "condition": draft.condition or "PP",
        "valid_until": draft.valid_until,
        "valued": draft.valued,
        **transport_values(draft.transport),
        "reference": line.reference if line else "",
        "reference_reason": line.reference_reason if line else "",
    }


def more_values(draft: Draft) -> Values:
    held = draft.withholding
    return {
        "region": draft.region,
        "notes": draft.notes,
        "withholding_type": held.type if held else "",
        "withholding_rate": held.rate if held else None,
        "withholding_income": held.income if held else "",
        "withholding_description": held.description if held else "",
        "currency": draft.currency,
        "exchange_rate": draft.exchange_rate,
        "warehouse": draft.warehouse,
        "lines": len(draft.lines),
        "billing": next((letter for letter, billing in _BILLING.items() if billing == draft.billing), ""),
        "seller": draft.supplier,
        "recovery_kind": draft.recovery.kind if draft.recovery else "",
        "recovery_number": draft.recovery.number if draft.recovery else "",
        "recovery_net": draft.recovery.net if draft.recovery else None,
        "recovery_tax": draft.recovery.tax if draft.recovery else None,
        **transport_values(draft.transport),
    }


def apply_more(draft: Draft, values: Values) -> None:
    """Puts the values of ``more_fields`` into a draft."""
    draft.region = str(values["region"])
    draft.notes = str(values["notes"] or "")
    draft.transport = with_values(draft.transport, document_type(draft.type), values)
    draft.warehouse = str(values.get("warehouse") or "")
    rate: Any = values.get("withholding_rate")
    kind, income = str(values.get("withholding_type") or ""), str(values.get("withholding_income") or "")
    known = income or (kind and rate)
    held = DraftWithholding(kind, rate, str(values.get("withholding_description") or ""), income)
    draft.withholding = held if known else None
    draft.currency = str(values.get("currency") or "")
    draft.exchange_rate = values.get("exchange_rate")
    if "billing" in values:
        draft.billing, draft.supplier = _BILLING[str(values["billing"] or "")], str(values["seller"] or "").upper()
    original = str(values.get("recovery_kind") or ""), str(values.get("recovery_number") or "")
    totals = values.get("recovery_net"), values.get("recovery_tax")
    draft.recovery = DraftRecovery(*original, *totals) if any(original) else None


def apply_head(draft: Draft, values: Values) -> None:
    """Puts into a draft what needs no look-up of the values of ``header_fields``: all but customer and discount."""
    kind = document_type(draft.type)
    draft.date = values["date"]
    draft.series = str(values["series"] or "")
    draft.prices_include_tax = bool(values["prices_include_tax"])
    draft.condition = str(values.get("condition") or "")
    draft.valid_until = values.get("valid_until")
    if kind.is_guide:
        draft.valued = bool(values["valued"])
        head = {f.name: values[f.name] for f in head_fields(kind) if f.name != "valued"}
        draft.transport = with_values(draft.transport, kind, head)


def customer_of(card: Any) -> DraftCustomer:
    """A customer card as a draft's customer."""
    return DraftCustomer(code=card.code, nif=card.nif, name=card.name, country=card.country)
