"""Stocks > Montagem: kits put together from their parts, or taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_quantity
from fiscal.rules.lines import MOST
from models.catalogue.kits import ASSEMBLED
from models.catalogue.tables import Article
from models.declared import Choice, Day, Field, Number, Text, Values, defaults
from models.stock.assembly import Assembly, Needed, assemble, disassemble, needed, read_part_lots
from models.stock.form import first_warehouse, warehouse_choices
from models.stock.sheets import APART, TOGETHER
from tui.screens.base import Keys
from tui.screens.forms import GuidedScreen
from tui.terminal.cells import fit
from tui.widgets.dialog import ask
from tui.widgets.form import FormView
from tui.widgets.textview import Line, TextView


def kits() -> list[tuple[str, str]]:
    """Codes and names of the kits that are put together beforehand."""
    query = Article.select().where(Article.kit == ASSEMBLED, Article.active == True)  # noqa: E712
    return [(a.code, a.description) for a in query.order_by(Article.code)]


FIELDS = (
    Field("kind", "O que fazer", Choice(((TOGETHER, "Montar"), (APART, "Desmontar"))), 16, default=TOGETHER, required=True,
          help="M montar: saem as partes e entra o kit; D desmontar: o contrário."),
    Field("kit", "Kit", Choice(kits), 44, required=True, help="Um artigo com Kit M na ficha; F4 mostra-os."),
    Field("quantity", "Quantidade", Number(6, Decimal(0), MOST, shown_least=0), 12, default=Decimal(1), required=True,
          help="Quantos kits."),
    Field("warehouse", "Armazém", Choice(warehouse_choices), 30, default=first_warehouse, required=True,
          help="Onde estão as partes e fica o kit."),
    Field("day", "Data", Day(), 12, help="O dia em que se fez; vazia é hoje."),
    Field("reason", "Motivo", Text(200), 44, default="", help="Pode ficar vazio."),
    Field("lot", "Lote ou série do kit", Text(40, upper=True), 24, default="", group="Lotes",
          help="Se o kit é seguido por lote ou número de série."),
    Field("expires_on", "Validade", Day(), 12, help="De um lote novo do kit."),
    Field("part_lots", "Lotes das partes", Text(200, upper=True), 44, default="",
          check=lambda text, _: read_part_lots(text),
          help="Das partes que se seguem por lote ou série: FARINHA=L12 OVO=L3."),
)  # fmt: skip


class AssemblyScreen(GuidedScreen):
    title_text = "Montagem"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Seguinte"),
        ("F10", "Fazer"),
        ("F4", "Opções"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )

    def body(self) -> Iterable[Widget]:
        yield FormView(FIELDS, self.today)
        yield TextView([], id="plan")

    def on_mount(self) -> None:
        form = self.query_one(FormView)
        form.styles.height = len(FIELDS) + 3
        form.focus()

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.do(message.values)

    @work
    async def do(self, values: Values) -> None:
        """Shows what it takes, asks, and does it."""
        wanted, apart = _wanted(values), values["kind"] == APART
        plan = await self.attempt(lambda: needed(wanted), self._to_field)
        if plan is None:
            return
        self.query_one("#plan", TextView).show(_told(plan, apart=apart))
        verb = "Desmontar" if apart else "Montar"
        if await ask(self.app, f"{verb}?", f"{show_quantity(wanted.quantity)} de {wanted.kit}", default="n") == "s":
            await self._record(wanted, apart, frozenset())

    async def _record(self, wanted: Assembly, apart: bool, confirmed: frozenset[str]) -> None:
        verb, acting = disassemble if apart else assemble, self.acting
        try:
            number = await self.balcao.act(lambda: verb(wanted, acting, confirmed=confirmed))
        except NeedsConfirmation as warning:
            if await ask(self.app, "Confirma?", warning.message, default="n", irreversible=True) == "s":
                await self._record(wanted, apart, confirmed | {warning.key})
        except Refusal as refusal:
            self.refuse(refusal)
            self._to_field(refusal)
        else:
            form = self.query_one(FormView)
            form.load({**defaults(FIELDS), "warehouse": wanted.warehouse})
            form.focus()
            done = f"  {number}: {show_quantity(wanted.quantity)} de {wanted.kit}. Anula-se em Folhas de stock."
            self.query_one("#plan", TextView).show(["", done])

    def asked_about(self, refusal: Refusal) -> str:
        """What is wrong with the goods that would move is told at the quantity."""
        name = super().asked_about(refusal)
        return name if name in {f.name for f in FIELDS} else "quantity"

    def _to_field(self, refusal: Refusal) -> None:
        self.query_one(FormView).focus_field(self.asked_about(refusal), refusal.message)

    async def action_leave(self) -> None:
        self.dismiss(None)


def _wanted(values: Values) -> Assembly:
    texts: dict[str, Any] = {name: str(values[name] or "") for name in ("kit", "warehouse", "lot", "reason")}
    return Assembly(
        quantity=values["quantity"], expires_on=values["expires_on"], day=values["day"],
        part_lots=read_part_lots(str(values["part_lots"] or "")), **texts,
    )  # fmt: skip


def _told(plan: Sequence[Needed], *, apart: bool) -> list[str | Line]:
    """Each part with how much of it moves, and what there is of it."""
    lines: list[str | Line] = ["", Line(f"  {fit('Parte', 40)}{'Entra' if apart else 'Sai':>12}{'Há':>12}", "strong")]
    for one in plan:
        mark = "" if apart or one.there >= one.quantity else "  falta"
        name = fit(f"{one.code}  {one.description}", 39)
        lines.append(f"  {name} {show_quantity(one.quantity):>12}{show_quantity(one.there):>12} {one.unit}{mark}")
    return lines
