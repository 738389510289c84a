"""balcao import: a look before, errors by line, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import Said

Run = Callable[..., Said]
ARTICLES = """codigo;designacao;tipo;familia;unidade;preco;iva_incluido;taxa;motivo_isencao;codigos_barras;ativo
PAO;Pão de mistura;P;PADARIA;UN;0,25;S;RED;;;S
AULA;Aula de música;S;;H;15,00;N;ISE;M07;;S
CAFE;Café em grão 1 kg;P;;UN;13,50;S;NOR;;5601234567892;S
"""


def test_articles_new_and_changed_with_a_look_before(run: Run, tmp_path: Path) -> None:
    """Two new articles, one whose price changes, one family made on the way; the look changes nothing."""
    file = tmp_path / "artigos.csv"
    file.write_text(ARTICLES, encoding="utf-8")
    look = run("import", "articles", str(file), "--dry-run")
    assert (look.code, "Importaria artigos: 2 novos, 1 alterados; famílias novas: PADARIA." in look.out) == (0, True)
    assert "PAO" not in run("list", "articles").out
    assert run("import", "articles", str(file)).code == 0
    rows = {row["code"]: row for row in run("list", "articles", "--json").rows}
    assert (rows["PAO"]["price"], rows["PAO"]["tax"], rows["PAO"]["family"]) == ("0.25", "RED", "PADARIA")
    assert rows["CAFE"]["price"] == "13.5"
    assert (rows["AULA"]["exemption"], rows["AULA"]["price_includes_tax"]) == ("M07", False)


def test_customers_in_windows_encoding_with_commas(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "clientes.csv"
    file.write_bytes(
        'NIF,Nome,Código postal,Localidade\n501442600,"Conceição, Lda",4000-001,Vila Nova\n'.encode("cp1252")
    )
    assert run("import", "customers", str(file)).code == 0
    rows = {row["nif"]: row for row in run("list", "customers", "--json").rows}
    assert rows["501442600"]["name"] == "Conceição, Lda"


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("X1;Artigo;P;;UN;1.234,56x;S;NOR;;;S", "Linha 3 (price)"),
        ("X1;Artigo;P;;UN;NaN;S;NOR;;;S", "Linha 3 (price)"),
        ("X1;Artigo;P;;UN;1e9;S;NOR;;;S", "Linha 3 (price)"),
        ("X1;Artigo;P;;UN;٣;S;NOR;;;S", "Linha 3 (price)"),
        ("X1;Artigo;P;;UN;-1;S;NOR;;;S", "Linha 3 (price)"),
        ("X1;Artigo;P;;UN;1;talvez;NOR;;;S", "Linha 3 (price_includes_tax)"),
        ("X1;Artigo;P;;UN;1;S;ISE;;;S", "Linha 3 (exemption_code)"),
        ("X1;Artigo;P;;UN;1;S;ZZZ;;;S", "Linha 3 (tax_code)"),
        ("X1;Artigo;P;;PIPA;1;S;NOR;;;S", "Linha 3 (unit)"),
        ("X1;Artigo;P;;UN;1;S;NOR;;5601234567890;S", "Linha 3 (barcodes)"),
        ("X 1;Artigo;P;;UN;1;S;NOR;;;S", "Linha 3 (code)"),
        ("X1;;P;;UN;1;S;NOR;;;S", "Linha 3 (description)"),
        ("BOM;Outro;P;;UN;1;S;NOR;;;S", "já está na linha 2"),
        ("X1;Artigo;P", "tem 3 colunas e o cabeçalho tem 11"),
        ('X1;"Artigo;P;;UN;1;S;NOR;;;S', "aspas por fechar"),
        ("X1;Art\x00igo;P;;UN;1;S;NOR;;;S", "nulo"),
    ],
)
def test_one_bad_row_and_nothing_is_imported(row: str, word: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "artigos.csv"
    head = ARTICLES.splitlines()[0]
    filler = "" if "\x00" not in row else "x" * 1100
    file.write_text(f"{head}\nBOM;Artigo bom {filler[:150]};P;;UN;1,00;S;NOR;;;S\n{row}\n", encoding="utf-8")
    said = run("import", "articles", str(file))
    assert said.code == 1
    assert word in said.err or ("nulo" in word and "não é texto" in said.err)
    assert "BOM" not in run("list", "articles").out


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "vazio"),
        ("codigo;designacao;preco\n".encode("utf-16"), "UTF-16"),
        (b"codigo;designacao;preco;cor\n", "Coluna desconhecida «cor»"),
        (b"codigo;designacao\n", "Falta a coluna preco"),
        (b"codigo;codigo;designacao;preco\n", "mesmo nome"),
        (b"x" * 20_000_001, "demasiado grande"),
    ],
)
def test_files_that_are_no_table(data: bytes, word: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "artigos.csv"
    file.write_bytes(data)
    said = run("import", "articles", str(file))
    assert said.code == 1
    assert word in said.err


@pytest.mark.parametrize(("typed", "price"), [("1.234,56", "1234.56"), ("1 234,56", "1234.56"), ("0.25", "0.25")])
def test_prices_as_people_type_them(typed: str, price: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "artigos.csv"
    file.write_text(f"Código;Designação;Preço\nX1;Artigo;{typed}\n", encoding="utf-8")
    assert run("import", "articles", str(file)).code == 0
    rows = {row["code"]: row for row in run("list", "articles", "--json").rows}
    assert rows["X1"]["price"] == price


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ("codigo;nif;nome\n;501442600;Ana Um\n;501442600;Bela Dois\n", "Linha 3 (nif): é a mesma ficha da linha 2"),
        ("nif;nome\n501964843;Padaria Um\n501964843;Padaria Dois\n", "Linha 3 (nif): é a mesma ficha da linha 2"),
        ("codigo;nome\nz1;Ana Um\nZ1;Bela Dois\n", "Linha 3 (code): o código Z1 já está na linha 2"),
        ("nif;nome\n123456780;Ana Um\n", "NIF 123456780 inválido: o último dígito devia ser 9."),
        ("nif;nome\n509964435;Ana Um\n", "própria empresa"),
        ("nif;nome\n999999990;Ana Um\n", "só do consumidor final"),
    ],
)
def test_customers_refused_leave_every_card_as_it_was(rows: str, word: str, run: Run, tmp_path: Path) -> None:
    """A NIF twice without codes would have the second row write over the first in silence."""
    before = run("list", "customers", "--json").out
    file = tmp_path / "clientes.csv"
    file.write_text(rows, encoding="utf-8")
    said = run("import", "customers", str(file))
    assert (said.code, said.out) == (1, "")
    assert word in said.err
    assert run("list", "customers", "--json").out == before


def test_a_bar_code_of_two_articles_is_refused_in_the_second(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "artigos.csv"
    file.write_text(
        "codigo;designacao;preco;codigos_barras\nX1;Artigo A;1;5601234567809\nX2;Artigo B;1;5601234567809\n",
        encoding="utf-8",
    )
    before = run("list", "articles", "--json").out
    said = run("import", "articles", str(file))
    assert (said.code, "Linha 3 (barcodes)" in said.err) == (1, True)
    assert run("list", "articles", "--json").out == before


def test_escape_codes_in_a_table_come_in_as_visible_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "artigos.csv"
    file.write_text("codigo;designacao;preco\nX1;[red]\x1b[31m\x07Tinta;1\n", encoding="utf-8")
    assert run("import", "articles", str(file)).code == 0
    listed = run("list", "articles").out
    assert "[red][31mTinta" in listed
    assert not set(listed) & set("\x1b\x07")
