"""The columns of a document's lines, declared once: how they are read, checked, explained on F1 and laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fiscal import notation
from fiscal.errors import Refusal
from fiscal.rounding import MICRO
from fiscal.rules.lines import MOST
from fiscal.stamp import read_stamp, write_stamp
from fiscal.tables import FOREIGN, LINE_TAXES, SPACE_NAMES, Tables, tables
from models.declared import Choice, Day, Field, Listing, Number, Text, Values
from models.sales.draft import DraftLine
from tui.entry.discount import Discount, shown

AMOUNTS = ("quantity", "price", "discount")
"""Columns where a scanned bar code never belongs."""


def check_quantity(value: Decimal, values: Values) -> None:
    """Greater than zero (Despacho 8632/2014, 2.2.6 and 3.3.9) and plausible."""
    if value <= 0:
        raise Refusal(
            "A quantidade tem de ser maior que zero: para apagar a linha use F8.", field="quantity", rule="F12"
        )
    _check_size(value, "A quantidade", "quantity", notation.show_quantity(value))


def check_price(value: Decimal, values: Values) -> None:
    """Greater than zero (Despacho 8632/2014, 2.2.6) and plausible."""
    if value < 0:
        raise Refusal("O preço não pode ser negativo.", field="price", rule="F13")
    if value == 0:
        raise Refusal(
            "O preço não pode ser zero: para uma oferta use o preço normal e um desconto de 100%.",
            field="price",
            rule="F13",
        )
    _check_size(value, "O preço", "price", notation.show_price(value))


def _check_size(value: Decimal, label: str, name: str, text: str) -> None:
    if value > MOST:
        raise Refusal(
            f"{label} {text} é demasiado grande (o máximo é 999 999): será um código de barras ou um NIF?",
            field=name,
            rule="limits",
        )
    if value != value.quantize(MICRO):
        raise Refusal(f"{label} tem casas decimais a mais: o máximo é 6.", field=name, rule="limits")


def _check_description(value: str, values: Values) -> None:
    if len(value) < 2:
        raise Refusal("A designação tem de ter pelo menos 2 letras.", field="description", rule="C27")


def _of_article(values: Values) -> str:
    if values.get("article"):
        return "Vem da ficha do artigo: muda-se lá, ou escreva um código que nenhum artigo tem (texto livre)."
    return ""


def _taxed(values: Values) -> str:
    return "Só as linhas sem IVA (ISE ou NS) e as de selo (IS) levam motivo." if values.get("tax") in FOREIGN else ""


@dataclass(frozen=True, slots=True)
class Reason(Choice):
    """Why there is no VAT: a code of the table or, of stamp duty, its item and rate."""

    def parse(self, text: str, today: date) -> str:
        if text.strip()[:1].isdigit():
            return write_stamp(read_stamp(text))
        return Choice.parse(self, text, today)


def stamp_or_reason(value: str) -> dict[str, str]:
    """What was read in the column of reasons of a line with stamp duty, as the values that change."""
    if value[:1].isdigit():
        return {"stamp": value, "exemption": ""}
    return {"stamp": "", "exemption": value}


def _computed(values: Values) -> str:
    return "É calculado: mude a quantidade, o preço ou o desconto."


def grid(
    day: Callable[[], date], law: Callable[[], Tables] = tables, articles: Callable[[], Listing] | None = None
) -> tuple[Field, ...]:
    """The columns, in order. Their values are those of a DraftLine, plus ``article`` (whether the code is one's).

    day: the document's date, for the exemption codes in force. articles: the list that F4 opens on the code.
    """

    def reasons() -> Sequence[tuple[str, str]]:
        return [(e.code, e.mention) for e in law().exemptions.values() if e.in_force(day())]

    return (
        Field(
            "code", "Código", Text(60), 13, required=True, lookup=articles,
            help="Código ou código de barras do artigo, ou palavras para o procurar (pizza*ca: qualquer coisa no meio). "
            "Também 3*17, 17@2,50, 17-10%, -17 (retirar), + e - (última linha), *4 (quantidade), . (repetir), 'Transporte "
            "(texto livre), %5 (desconto do documento), =12,5+3 (conta), c123 ou NIF (cliente). "
            "Enter sem nada passa aos totais.",
            law="Cada linha tem o código do produto ou serviço (Portaria 302/2016, SAF-T, campo ProductCode).",
        ),
        Field(
            "description", "Designação", Text(200), 22, required=True, check=_check_description, locked=_of_article,
            help="Nome do bem ou serviço. Só se escreve em linhas de texto livre; nas outras é o da ficha do artigo.",
            law="A fatura diz a denominação usual dos bens ou serviços (CIVA art. 36.º n.º 5 b). "
            "A designação de um artigo que já tem documentos não pode mudar (Despacho 8632/2014, 3.3.5).",
        ),
        Field(
            "quantity", "Qtd.", Number(6, shown_least=0), 7, required=True, default=Decimal(1), check=check_quantity,
            help="Quantidade, maior que zero, com até 6 casas decimais. Aceita contas: 12+3. + e - no código mudam "
            "a última linha.",
            law="Não há quantidades negativas nem devoluções num documento de venda: uma devolução é uma nota de "
            "crédito (Despacho 8632/2014, 2.2.6 e 3.3.9).",
        ),
        Field(
            "unit", "Un.", Text(20, upper=True), 3, required=True, locked=_of_article,
            help="Unidade da quantidade, por exemplo UN, KG, H.",
            law="Campo obrigatório do SAF-T (Portaria 302/2016, UnitOfMeasure).",
        ),
        Field(
            "price", "Preço", Number(6), 10, check=check_price,
            help="Preço de uma unidade em euros, com ou sem IVA conforme o documento. Vazio: o da ficha do artigo.",
            law="Os cálculos usam mais de duas casas decimais (Despacho 8632/2014, 3.2.3). Não há preços negativos "
            "(2.2.6); uma oferta tem o preço normal e 100% de desconto.",
        ),
        Field(
            "discount", "Desc.", Discount(), 6,
            help="Desconto da linha: 10% em percentagem, 10%+5% um depois do outro, 1,00 em euros sobre a linha toda.",
            law="Os descontos ficam entre 0 e 100 % (Despacho 8632/2014, 3.2.8).",
        ),
        Field(
            "tax", "IVA", Choice(tuple(LINE_TAXES.items())), 3, required=True,
            help="NOR normal, INT intermédia, RED reduzida, ISE isento, NS não sujeito, IS selo.",
            law="A taxa é a da região e da data do documento (CIVA art. 18.º). Sem IVA é preciso dizer o motivo "
            "(Despacho 8632/2014, 3.2.6). OUT é outra taxa de um país da União (OSS); IS é o imposto do selo.",
        ),
        Field(
            "exemption", "Motivo", Reason(reasons), 6, locked=_taxed,
            help="Código do motivo de não haver IVA (F4 mostra-os); do selo, 17.3.4 4%.",
            law="Quando o imposto não é calculado, o programa pede o motivo (Despacho 8632/2014, 3.2.6), que sai "
            "impresso junto da linha (2.2.14; CIVA art. 36.º n.º 5 e).",
        ),
        Field(
            "region", "Região", Choice((("", "a do documento"), *SPACE_NAMES.items())), 6, default="",
            help="Onde se dá esta operação, se não é a do documento: PT-AC, PT-MA, ES…",
            law="Bens: onde estão quando seguem para o cliente; serviços a empresas: a sede do cliente; a particulares: a de "
            "quem vende; imóveis: onde ficam (CIVA, art. 6.º; DL 347/85). Num documento cabem três espaços fiscais.",
        ),
        Field(
            "tax_point", "Fornecido", Day(), 10,
            help="Quando se entregou ou prestou, se não foi na data do documento.",
            law="A fatura diz a data em que os bens foram postos à disposição ou os serviços prestados, se não é a da emissão "
            "(CIVA art. 36.º n.º 5 f; Despacho 8632/2014, 3.2.12).",
        ),
        Field(
            "total", "Total", Number(2), 9, locked=_computed,
            help="Quantidade x preço menos os descontos da linha, com ou sem IVA conforme o documento.",
            law="As contas fazem-se com mais de duas casas decimais (Despacho 8632/2014, 3.2.3); os totais arredondam-se uma "
            "só vez, por taxa, aos cêntimos.",
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Fit:
    """How wide a column is, and from which terminal width it shows."""

    narrow: int
    wide: int
    since: int = 0


WIDE = 110
GAP = 1
LEAST_DESCRIPTION = 10
_FITS = {
    "code": _Fit(13, 14), "description": _Fit(0, 0), "quantity": _Fit(7, 10), "unit": _Fit(3, 5, 72),
    "price": _Fit(10, 12), "discount": _Fit(6, 12, 56), "tax": _Fit(3, 4, 64), "exemption": _Fit(6, 6, 96),
    "region": _Fit(6, 6, 150), "tax_point": _Fit(10, 10, 170), "total": _Fit(9, 12),
}  # fmt: skip


def layout(width: int, reached: str = "") -> dict[str, int]:
    """Which columns show on ``width`` characters, and how wide; one space stands between two. The description
    takes what is left (22 at 80 columns), never under 10.

    reached: the column under the cursor, which shows however narrow the screen is."""
    widths = {
        name: fit.wide if width >= WIDE else fit.narrow
        for name, fit in _FITS.items()
        if width >= fit.since or name == reached
    }
    used = sum(widths.values()) + GAP * (len(widths) - 1)
    widths["description"] = max(width - used, LEAST_DESCRIPTION)
    return widths


def cells(line: DraftLine, total: Decimal | None) -> dict[str, str]:
    """A line as the texts of its cells. total: its value after discounts, or ``None`` while it has no price."""
    return {
        "code": line.code,
        "description": line.description,
        "quantity": notation.show_quantity(line.quantity),
        "unit": line.unit,
        "price": "" if line.price is None else notation.show_price(line.price),
        "discount": shown(line.discount),
        "tax": line.tax,
        "exemption": line.exemption or line.stamp,
        "region": line.region,
        "tax_point": "" if line.tax_point is None else notation.show_day(line.tax_point),
        "total": "" if total is None else notation.show_number(total),
    }


def fitted_number(text: str, width: int) -> str:
    """A number in exactly ``width`` characters: if it does not fit it loses its spaces, then shows as ``###``.

    A number is never cut, since half a price is a wrong price.
    """
    return next((t for t in (text, text.replace(" ", "")) if len(t) <= width), "#" * width).rjust(width)


def line_values(line: DraftLine, *, article: bool) -> dict[str, Any]:
    """A line as the values that the checks and locks of the columns look at."""
    return {**{name: getattr(line, name) for name in _FITS if name != "total"}, "article": article}
