"""What each widget says to a screen reader: few words, most important first, and nothing that only eyes need."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from typing_keys import type_text
from widget_demo import TODAY, Table, form_demo, list_demo, text_demo

from fiscal.errors import Refusal
from models.declared import Choice, Field, Text
from models.sales.draft import DraftLine
from tui.entry import columns
from tui.entry.payment import Means, PaymentBox
from tui.menu import Area, Entry
from tui.terminal.spoken import FocusLine
from tui.widgets.bars import KeyBar, MessageLine, NoticeBar, TitleBar
from tui.widgets.dialog import Option, Options
from tui.widgets.form import FormView
from tui.widgets.lines import LineGrid
from tui.widgets.list import ListView
from tui.widgets.menu import MenuView
from tui.widgets.pay import PayView
from tui.widgets.textview import TextView
from tui.widgets.totals import BigTotal, TotalBar

FIELDS = (
    Field("name", "Nome", Text(40), required=True, help="Como sai no documento.", group="Cliente"),
    Field("kind", "Taxa", Choice((("NOR", "Normal"), ("RED", "Reduzida"))), default="NOR"),
    Field("password", "Palavra-passe", Text(40, secret=True)),
    Field("code", "Código", Text(10), default="A1", locked=lambda values: "O código não muda."),
)


def form() -> FormView:
    return FormView(FIELDS, lambda: TODAY)


def whole(line: FocusLine | None) -> str:
    assert line is not None
    return line.whole


def test_a_form_says_its_fields_and_what_each_holds() -> None:
    view = form()
    view.state.put("password", "segredo")
    assert view.spoken().split("\n") == [
        "Nome, obrigatório: vazio",
        "Taxa: NOR Normal",
        "Palavra-passe: *******",
        "Código, fixo: A1",
    ]
    assert view.spoken_in_full().split("\n")[0] == "Cliente"


def test_the_field_of_the_focus_is_its_label_then_its_text_with_the_cursor() -> None:
    view = form()
    view.state.put("name", "Ana")
    assert view.spoken_focus() == FocusLine((id(view), "name"), "Nome, obrigatório: ", "Ana", 3)
    view.state.enter(2)
    view.state.put("password", "segredo")
    assert view.spoken_focus().text == "*******"


def test_a_form_answers_where_am_i_with_place_help_and_options() -> None:
    view = form()
    assert view.spoken_help().split("\n") == ["Campo 1 de 4. Como sai no documento.", "Texto livre."]
    assert view.spoken_already() == {"Como sai no documento."}
    view.state.enter(1)
    assert "2 opções: NOR Normal, RED Reduzida." in view.spoken_help().split("\n")
    view.state.enter(3)
    assert "O código não muda." in view.spoken_help().split("\n")


def test_a_refused_field_is_said_in_the_reading_of_the_whole() -> None:
    view = form()
    assert isinstance(view.state.check(), Refusal)
    assert "Nome, obrigatório: vazio. Erro: Falta preencher «Nome»." in view.spoken_in_full().split("\n")


async def test_a_list_says_the_row_chosen_and_its_place() -> None:
    app = list_demo(Table(200))
    async with app.run_test(size=(80, 24)) as pilot:
        view: ListView = app.bench.widget
        for _ in range(100):
            await pilot.pause(0.01)
            if view.count is not None:
                break
        row = view.current
        assert row is not None
        told = whole(view.spoken_focus())
        assert told.startswith(f"{row.cells[0]}, {row.cells[1]}")
        assert told.endswith(". 1 de 200")
        await type_text(pilot, "<down>")
        assert whole(view.spoken_focus()).endswith(". 2 de 200")
        assert f"{view.listing.columns[0].label}: {view.current.cells[0]}" in view.spoken_help()  # type: ignore[union-attr]
        await type_text(pilot, "zzz")
        for _ in range(100):
            await pilot.pause(0.01)
            if view.spoken_focus().after:  # type: ignore[union-attr]
                break
        assert whole(view.spoken_focus()) == f"Procurar: zzz. {view.listing.empty}"


def grid() -> LineGrid:
    view = LineGrid({f.name: f for f in columns.grid(lambda: date(2026, 11, 24))})
    lines = [
        DraftLine("17", "Leite meio gordo 1 L", Decimal(2), "UN", Decimal("0.89"), "", "RED", ""),
        DraftLine("18", "Obra", Decimal(1), "UN", None, "", "NOR", ""),
    ]
    view._lines, view._totals = lines, [Decimal("1.78"), None]
    return view


def test_a_line_put_in_says_what_it_is_how_much_and_what_it_comes_to() -> None:
    view = grid()
    assert view.spoken().split("\n") == ["Leite meio gordo 1 L, 2 UN, 1,78", "Obra, falta o preço"]
    assert view.spoken_already() == {"2 × Leite meio gordo 1 L", "1 × Obra"}
    view._lines, view._totals = [view._lines[0]] * 2, [Decimal("1.78")] * 2
    assert view.spoken().split("\n")[1] == "Leite meio gordo 1 L, 2 UN, 1,78, 2.ª vez"


def test_the_lines_of_a_document_are_read_whole_when_asked() -> None:
    assert grid().spoken_in_full().split("\n") == [
        "Linha 1: Leite meio gordo 1 L, 2 UN, preço 0,89, IVA RED, total 1,78",
        "Linha 2: Obra, 1 UN, falta o preço, IVA NOR",
    ]


def test_a_cell_says_its_value_before_its_place() -> None:
    view = grid()
    assert view.spoken_focus() == FocusLine((id(view), "entry"), "Artigo: ", "", 0)
    view.at, view._column = 0, "price"
    assert whole(view.spoken_focus()) == "Preço: 0,89. Linha 1 de 2, Leite meio gordo 1 L"
    view.at = 1
    assert whole(view.spoken_focus()) == "Preço: vazio. Linha 2 de 2, Obra"


def test_totals_are_one_line() -> None:
    bar = TotalBar()
    assert bar.spoken() == ""
    bar.show(3, Decimal("12.30"), Decimal("2.83"), Decimal("15.13"), "")
    assert bar.spoken() == "Total 15,13 €, 3 linhas"
    assert bar.spoken_in_full() == "Total 15,13 €, 3 linhas, s/ IVA 12,30, IVA 2,83"


def test_the_till_says_customer_and_total_and_after_a_sale_leaves_it_to_the_notice() -> None:
    total = BigTotal()
    total.show(Decimal("1.78"), "Cliente: Consumidor final", "2 linhas", "")
    assert total.spoken().split("\n") == ["Cliente: Consumidor final", "Total 1,78 €, 2 linhas"]
    total.show(Decimal("3.22"), "FS A/1 emitida: 1,78 €", "TROCO 3,22 €", name="")
    assert total.spoken() == ""
    assert total.spoken_in_full().split("\n") == ["FS A/1 emitida: 1,78 €", "TROCO 3,22 €"]


def test_paying_says_the_means_and_when_asked_what_is_missing() -> None:
    box = PaymentBox(Decimal("12.34"), [Means("NU", "Numerário", True), Means("CD", "Cartão de débito")])
    view = PayView(box, ["TOTAL  12,34"], required=True)
    assert view.spoken() == "Total 12,34 €"
    assert view.spoken_focus().label == "Numerário, entregue: "
    box.enter("10")
    assert view.spoken_in_full().split("\n") == ["TOTAL  12,34", "Numerário 10,00 €", "Falta 2,34 €"]
    box.select(1)
    assert view.spoken_focus().label == "Cartão de débito, entregue: "
    assert view.spoken_help().split("\n")[0] == "Meio 2 de 2: 1 Numerário, 2 Cartão de débito."


def test_a_question_is_its_text_its_answers_and_the_one_chosen() -> None:
    view = Options("Sair do Balcão?", [Option("s", "s", "Sim"), Option("n", "n", "Não")], 0, 40)
    assert view.spoken().split("\n") == ["Sair do Balcão?", "S Sim, N Não"]
    assert whole(view.spoken_focus()) == "S Sim"


def test_a_long_choice_says_how_many_there_are() -> None:
    view = Options("", [Option(str(n), "", f"Taxa {n}") for n in range(12)], 2, 40)
    assert view.spoken() == "12 opções"
    assert whole(view.spoken_focus()) == "Taxa 2, 3 de 12"


def test_the_menu_says_letter_name_and_place() -> None:
    def no_screen() -> Any:
        raise AssertionError("nothing is opened here")

    view = MenuView(
        [
            Area("V", "Vendas", (Entry("B", "Balcão", "A caixa", no_screen), Entry("F", "Fatura", "", no_screen))),
            Area("S", "Stocks", (Entry("A", "Artigos", "", no_screen),)),
        ]
    )
    assert whole(view.spoken_focus()) == "V Vendas, área 1 de 2"
    view._entry = 0
    assert whole(view.spoken_focus()) == "B Balcão, 1 de 2"
    assert view.spoken_help().split("\n") == ["A caixa", "Vendas: B Balcão, F Fatura"]


def test_bars_say_their_text_without_their_rules() -> None:
    assert TitleBar("Menu", "Lojinha", "ana").spoken() == "Menu. Lojinha. Operador ana"
    assert NoticeBar("Modo de ensaio").spoken() == "Modo de ensaio"
    assert KeyBar([("F10", "Gravar"), ("Esc", "Voltar")]).spoken() == "Teclas: F10 Gravar, Esc Voltar"


@pytest.mark.parametrize(("refused", "said"), [(False, "Gravado."), (True, "Erro: Gravado.")])
async def test_a_refusal_is_said_as_an_error_each_time_that_it_comes(refused: bool, said: str) -> None:
    app = form_demo()
    async with app.run_test(size=(80, 24)):
        line = app.bench.query_one(MessageLine)
        for _ in range(2):
            edition = line.spoken_edition()
            (line.refuse if refused else line.say)("Gravado.")
            assert line.spoken() == said
            assert (line.spoken_edition() > edition) == refused


async def test_a_text_is_said_whole_and_read_again_line_by_line() -> None:
    app = text_demo(["Lojinha", "", "──────", "Leite   0,89", "TOTAL   0,89"])
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.bench.query_one(TextView)
        assert whole(view.spoken_focus()) == "Fim, 3 linhas."
        await type_text(pilot, "<up>")
        assert whole(view.spoken_focus()) == "TOTAL   0,89"
        await type_text(pilot, "<home><down>")
        assert whole(view.spoken_focus()) == "Leite   0,89"
        await type_text(pilot, "<up><up>")
        assert whole(view.spoken_focus()) == "Lojinha"
