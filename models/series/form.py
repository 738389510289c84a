"""Series as declared."""

from __future__ import annotations

from typing import Any

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from fiscal.notation import show_day
from fiscal.numbering import check_series_name, check_validation_code
from models import db
from models.company.establishments import establishments
from models.declared import Choice, Column, Day, Exported, Field, Form, Text, Values, YesNo, defaults
from models.listings import listed
from models.parties.supplier_form import SUPPLIERS
from models.parties.suppliers import find_supplier
from models.parties.tables import Supplier
from models.series.series import INTEGRATED, PURPOSES, SELLERS, close_series, create_series, set_validation_code
from models.series.tables import Series
from models.session import Session

TYPE_CHOICES = tuple((t.code, t.name) for t in TYPES.values())


def _fixed(values: Values) -> str:
    return "O tipo, o nome e o início de uma série não se mudam depois de criada." if values.get("id") else ""


def _code_fixed(values: Values) -> str:
    return "A série já tem documentos: o código não se muda." if values.get("last_number") else ""


FIELDS = (
    Field("type", "Tipo de documento", Choice(TYPE_CHOICES), 24, default="FT", required=True, locked=_fixed,
          help="Cada tipo tem a sua série e o seu código, mesmo com o mesmo nome.",
          law="O código de validação é por série e por tipo de documento (Portaria 195/2020)."),
    Field("name", "Nome da série", Text(35), 20, required=True, locked=_fixed,
          check=lambda value, _: check_series_name(value), help="Por exemplo 2026A. Não pode começar por AT.",
          law="Não se repete no mesmo tipo, nem depois de fechada (Despacho 8632/2014, 1.8)."),
    Field("purpose", "Para", Choice(tuple((p, name) for p, name in PURPOSES.items() if p != INTEGRATED)), 26, default="",
          locked=_fixed, help="De onde vêm os documentos; cada série só tem os de uma origem.",
          law="Despacho 8632/2014, 2.3.3; DL 71/2013."),
    Field("supplier", "Fornecedor", Text(30), 14, default="", locked=_fixed, lookup=lambda: SUPPLIERS,
          help="Só na autofaturação ou por conta de terceiros: em nome de quem.", law="CIVA, art. 36.º n.º 11."),
    Field("establishment", "Estabelecimento", Choice(establishments), 20, default="", locked=_fixed,
          help="A filial em que se emite; vazio: a sede, ou qualquer.",
          law="Séries distintas por estabelecimento (DL 28/2019, art. 35.º)."),
    Field("starts_on", "Em uso desde", Day(), 12, locked=_fixed, help="Vazio: 1 de janeiro deste ano.",
          law="A numeração segue a ordem das datas (Despacho 8632/2014, 1.6)."),
    Field("validation_code", "Código de validação", Text(64, upper=True), 20, locked=_code_fixed,
          check=lambda value, _: check_validation_code(value),
          help="O que o Portal das Finanças deu ao registar a série. Sem ele não se emite.",
          law="Faz parte do ATCUD de cada documento (Portaria 195/2020)."),
    Field("open", "Aberta", YesNo(), 4, default=True, help="Não: a série fica bloqueada; os documentos ficam.",
          law="O nome de uma série fechada não volta a servir (Despacho 8632/2014, 1.8)."),
)  # fmt: skip


def load(series_id: Any) -> Values:
    if series_id is None:
        return {**defaults(FIELDS), "id": None, "last_number": 0}
    series = Series.get_by_id(series_id)
    names = ("id", "last_number", *(f.name for f in FIELDS if f.name != "supplier"))
    seller = Supplier.get_or_none(Supplier.id == series.supplier_id)
    return {**{name: getattr(series, name) for name in names}, "supplier": seller.code if seller is not None else ""}


def save(values: Values, session: Session) -> int:
    """Creates a series, or types its code and closes it: one transaction."""
    with db.writing():
        number = values.get("id")
        if number is None:
            return create_series({**values, "supplier_id": _seller(values)}, session)
        series = Series.get_by_id(number)
        code = str(values.get("validation_code") or "")
        if code and code != series.validation_code:
            set_validation_code(int(number), code, session)
        if series.open and not values.get("open", True):
            close_series(int(number), session)
        return int(number)


def _seller(values: Values) -> int | None:
    code = str(values.get("supplier") or "")
    if values.get("purpose") not in SELLERS:
        return None
    found = find_supplier(code) if code else None
    if found is None:
        raise Refusal(
            "Falta o fornecedor em nome de quem se fatura: escolha um com F4.", field="supplier", rule="series"
        )
    return int(found.id)


def form() -> Form:
    return Form("Série", FIELDS, load, save)


def _match(text: str) -> Any:
    typed = text.strip()
    return Series.name.contains(typed) | (Series.type == typed.upper())


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, type_code, name, code, last, starts_on, is_open = values
    state = ("em uso" if code else "sem código") if is_open else "fechada"
    cells = (f"{type_code} {TYPES[type_code].name}", name, code or "—", str(last), show_day(starts_on), state)
    return cells, row_id, not is_open


SERIES = listed(
    "Séries",
    (
        Column("type", "Tipo", 22),
        Column("name", "Série", 9),
        Column("code", "Código", 10, grows=True),
        Column("last", "Último", 6, right=True),
        Column("starts_on", "Desde", 10),
        Column("state", "Estado", 10),
    ),
    Series,
    (Series.id, Series.type, Series.name, Series.validation_code, Series.last_number, Series.starts_on, Series.open),
    _row,
    _match,
    {
        "type": (Series.type, Series.id),
        "name": (Series.name, Series.id),
        "last": (Series.last_number, Series.id),
        "starts_on": (Series.starts_on, Series.id),
    },
    ("id", False),
    exported=(
        (Exported("type", "Tipo", width=6), Series.type),
        (Exported("name", "Série"), Series.name),
        (Exported("validation_code", "Código de validação", width=20), Series.validation_code),
        (Exported("last_number", "Último número", "number", places=None), Series.last_number),
        (Exported("starts_on", "Em uso desde", "day"), Series.starts_on),
        (Exported("kind", "Tipo de série"), Series.kind),
        (Exported("establishment", "Estabelecimento"), Series.establishment),
        (Exported("open", "Aberta", "flag", width=7), Series.open),
    ),
    form=form,
    empty="Nenhuma série. F2 cria uma.",
)
