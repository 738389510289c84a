"""Fiscal > SAF-T: the file of a period, checked as soon as it is made; and Fiscal > Verificar SAF-T, of any program's file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.widget import Widget

from fiscal.errors import Refusal
from fiscal.notation import show_day
from fiscal.text import clean
from models.declared import Choice, Day, Field, Text, Values, YesNo
from models.work import Cancelled, Told
from tui.screens.base import Keys, WorkScreen, told
from tui.screens.forms import GuidedScreen
from tui.widgets.dialog import ask
from tui.widgets.form import FormView
from tui.widgets.textview import Line, TextView

if TYPE_CHECKING:
    from fiscal.saft.check.run import Report
    from reports.saft.export import Written
    from reports.saft.wanted import Wanted

_MONTHS = ("Janeiro", "Fevereiro", "Março", "Abril", "Maio", "Junho", "Julho", "Agosto", "Setembro", "Outubro",
           "Novembro", "Dezembro")  # fmt: skip
_NAMES = {"error": "Erro", "warning": "Aviso", "note": "Nota"}


def _bases() -> list[tuple[str, str]]:
    from reports.saft.wanted import BASES

    return list(BASES.items())


def _establishments() -> list[tuple[str, str]]:
    from models.company.tables import Establishment

    return [("", "(todos)"), *((e.code, e.name) for e in Establishment.select().order_by(Establishment.code))]


def _suppliers() -> list[tuple[str, str]]:
    from models.parties.tables import Supplier

    return [("", "(nenhum)"), *((s.code, s.name) for s in Supplier.select().order_by(Supplier.code).limit(500))]


FIELDS = (
    Field("start", "De", Day(), 12, required=True, help="O primeiro dia: para a AT, o dia 1 do mês.",
          law="Os elementos das faturas comunicam-se até ao dia 5 do mês seguinte (DL 198/2012, 3.º n.º 2)."),
    Field("end", "Até", Day(), 12, required=True, help="O último dia. Um ficheiro não passa de um exercício."),
    Field("basis", "Tipo", Choice(_bases), 34, default="F",
          help="F é o que se comunica. T, R, S e E são para quem os pede; F4 mostra-os.",
          law="TaxAccountingBasis (Portaria 302/2016, 1.4)."),
    Field("establishment", "Estabelecimento", Choice(_establishments), 30, default="",
          help="Vazio: todos, num só ficheiro."),
    Field("supplier", "Em nome de", Choice(_suppliers), 30, default="",
          help="Só na autofaturação (S) e na faturação por terceiros (E): o fornecedor."),
    Field("without_at_code", "Só sem código da AT", YesNo(), 5, default=False,
          help="Só em T: as guias a que a AT ainda não deu código."),
    Field("first_month", "Exercício começa em", Choice([(str(n), name) for n, name in enumerate(_MONTHS, 1)]), 16,
          default="1", help="Janeiro, salvo em empresas autorizadas a outro período de tributação."),
    Field("file", "Ficheiro", Text(200), 56, default="", help="Vazio: SAFT_NIF_ano_mês.xml na pasta da empresa."),
)  # fmt: skip
FILE = Field(
    "file", "Ficheiro", Text(300), 60, required=True, help="O .xml a verificar, de qualquer programa; só se lê."
)
KEY = Field("key", "Chave pública", Text(300), 60, default="",
            help="Vazio: a deste programa, se o ficheiro é dele; senão o .pem de quem o fez.")  # fmt: skip


class SaftScreen(GuidedScreen):
    """Asks for the period, exports, and shows what our own check says of the file."""

    title_text = "SAF-T"
    KEYS: ClassVar[Keys] = (("F10", "Exportar"), ("F4", "Opções"), ("F1", "Ajuda"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        yield told(["", "  O ficheiro é verificado logo que fica pronto.", ""], height=3)
        yield FormView(FIELDS, self.today, submit_at_end=True)

    async def on_mount(self) -> None:
        from reports.saft.years import first_month

        last = self.today().replace(day=1) - timedelta(days=1)
        form = self.query_one(FormView)
        month = await self.balcao.fetch(first_month)
        form.load({**form.values, "start": last.replace(day=1), "end": last, "first_month": str(month)})
        form.focus()

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.make(message.values)

    @work
    async def make(self, values: Values) -> None:
        from models.company.setup import current
        from reports.saft.export import to_file
        from reports.saft.wanted import Wanted
        from reports.saft.years import set_first_month

        form = self.query_one(FormView)

        def name() -> tuple[Wanted, Path]:
            month = int(values["first_month"] or 1)
            wanted = Wanted(
                values["start"], values["end"], str(values["basis"] or "F"), str(values["establishment"] or ""),
                str(values["supplier"] or ""), bool(values["without_at_code"]), first_month=month,
            )  # fmt: skip
            set_first_month(month, self.acting)
            given = str(values["file"] or "")
            home = self.balcao.home.path / "exportacoes"
            return wanted, Path(given).expanduser() if given else home / wanted.file_name(current().nif)

        found = await self.attempt(name, lambda refusal: form.focus_field(refusal.field or "start", refusal.message))
        if found is None:
            return
        wanted, path = found
        if path.exists() and await ask(self.app, "SAF-T", f"{path.name} já existe. Substituir?", default="n") != "s":
            return

        def job(said: Told, cancelled: Cancelled) -> Written:
            return to_file(wanted, path, self.acting, overwrite=True, told=said, cancelled=cancelled)

        written = await self.run_long("A exportar o SAF-T", job, "documentos")
        if written is None:
            return
        report = await checked(self, path, await self.balcao.fetch(_own_keys))
        lines = [f"{written.documents} documentos em {path}", *(f"! {warning}" for warning in written.warnings)]
        await self.app.push_screen(FindingsScreen("SAF-T exportado", lines, report))


class SaftCheckScreen(GuidedScreen):
    """Asks for a file and shows what is wrong in it."""

    title_text = "Verificar SAF-T"
    KEYS: ClassVar[Keys] = (("F10", "Verificar"), ("F1", "Ajuda"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        yield told(["", "  O ficheiro só é lido: nada muda, nele ou na empresa.", ""], height=3)
        yield FormView((FILE, KEY), self.today, submit_at_end=True)

    def on_mount(self) -> None:
        self.query_one(FormView).focus()

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.look(str(message.values["file"]), str(message.values["key"] or ""))

    @work
    async def look(self, file: str, key: str) -> None:
        path = Path(file).expanduser()
        try:
            keys: dict[int | None, str] = {None: Path(key).expanduser().read_text("ascii", "replace")} if key else {}
        except OSError as error:
            self.query_one(FormView).focus_field("key")
            self.refuse(f"Não se consegue ler a chave pública {key}: {error.strerror}.")
            return
        report = await checked(self, path, keys or await self.balcao.fetch(_own_keys), own_only=not keys)
        if report is not None:
            await self.app.push_screen(FindingsScreen("SAF-T verificado", [str(path)], report))


def _own_keys() -> dict[int | None, str]:
    """The public keys of this company's documents, by version."""
    from models.series.tables import SigningKey

    return {int(key.version): str(key.public_pem) for key in SigningKey.select()}


async def checked(
    screen: WorkScreen, path: Path, keys: dict[int | None, str], *, own_only: bool = False
) -> Report | None:
    """What our check says of a file; None where it cannot be read, which is told. From a worker.

    own_only: the keys are this company's, and are left out for the file of another taxpayer.
    """
    from fiscal.saft.check.run import check
    from models.company.setup import current

    def job(said: Told, cancelled: Cancelled) -> Report:
        try:
            with path.open("rb") as source:
                use = keys
                if own_only:
                    use = keys if current().nif.encode() in source.read(4096) else {}
                    source.seek(0)
                size = path.stat().st_size
                return check(
                    source, tables=screen.acting.tables, today=screen.today(), keys=use, told=said, cancelled=cancelled,
                    total=size,
                )  # fmt: skip
        except OSError as error:
            raise Refusal(f"Não se consegue ler {path}: {error.strerror}.", field="file", rule="saft") from error

    return await screen.run_long("A verificar o SAF-T", job, "MB")


class FindingsScreen(WorkScreen):
    """What was exported or read, and what the check found, each with what to do."""

    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("Esc", "Voltar"))

    def __init__(self, title: str, lines: list[str], report: Report | None) -> None:
        super().__init__()
        self.title_text = title
        self._lines: list[str | Line] = ["", *lines, ""]
        if report is None:
            self._lines.append(Line("A verificação não chegou ao fim.", "strong"))
        else:
            self._lines += _told(report)

    def body(self) -> Iterable[Widget]:
        yield TextView([])

    def on_mount(self) -> None:
        view = self.query_one(TextView)
        view.show([part for line in self._lines for part in _wrapped(line, self.app.size.width - 4)])
        view.focus()


def _wrapped(line: str | Line, cells: int) -> list[str | Line]:
    """A line on as many rows as it needs, two columns in; what follows the first row stands two further."""
    text, look = (line.text, line.part) if isinstance(line, Line) else (line, "")
    body = clean(text)
    indent = " " * (2 + len(text) - len(text.lstrip(" ")))
    rows = wrap(body, cells - len(indent), subsequent_indent="  ") or [""]
    return [Line(indent + row, look) if look else indent + row for row in rows]


def _told(report: Report) -> list[str | Line]:
    head = report.header
    period = f", de {show_day(head.start)} a {show_day(head.end)}" if head.start and head.end else ""
    lines: list[str | Line] = [
        f"{head.nif} {head.name}{period}, tipo {head.basis or '?'}",
        f"Programa: {head.product or '?'}",
    ]
    for table, sums in report.documents.items():
        lines.append(f"{table}: {sums.documents} documentos, {sums.cancelled} anulados, {sums.lines} linhas")
    signed: Any = report.verified
    lines.append(
        f"Assinaturas: {signed.held} conferem, {signed.failed} não conferem, {signed.unknown} por verificar"
        if signed is not None
        else "Assinaturas: por verificar, falta a chave pública de quem fez o ficheiro"
    )
    counts = [(report.number(severity), name.lower()) for severity, name in _NAMES.items()]
    said = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in counts)
    lines += ["", Line(f"{said}." if any(n for n, _ in counts) else "Está tudo certo.", "strong")]
    for finding in report.findings:
        lines += [
            "",
            Line(f"{_NAMES[finding.severity]} na linha {finding.line}, {finding.place}", "strong"),
            f"  {finding.message}",
            f"  → {finding.remedy}",
        ]
    return lines
