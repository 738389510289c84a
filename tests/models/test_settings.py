"""balcao.toml: what may stand in it, and what is said of what may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.settings import BadSettings, flat, nested, read


def _read(folder: Path, text: str) -> dict[str, object]:
    file = folder / "balcao.toml"
    file.write_text(text, encoding="utf-8")
    return read(file)


def test_a_table_holds_what_belongs_to_the_terminal(tmp_path: Path) -> None:
    found = _read(tmp_path, 'tema = "mono"\n[ecra]\nsaida = "completa"\nesc = 40\nleitor = true\n')
    assert found == {"tema": "mono", "ecra": {"saida": "completa", "esc": 40, "leitor": True}}


def test_no_file_is_no_setting(tmp_path: Path) -> None:
    assert read(tmp_path / "balcao.toml") == {}


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("cores = 1", "cores", "chave desconhecida «cores»"),
        ("[ecra]\ncores = 1", "ecra.cores", "chave desconhecida «ecra.cores»"),
        ("tema = 3", "tema", "tem de ser texto entre aspas"),
        ("[ecra]\nleitor = 1", "ecra.leitor", "tem de ser true ou false"),
        ("[ecra]\nesc = true", "ecra.esc", "tem de ser um número inteiro"),
        ("[ecra]\nesc = 5000", "ecra.esc", "um número de 1 a 1000"),
        ('[ecra]\nsaida = "rápida"', "ecra.saida", "um de: diferencas, completa"),
        ("ecra = 3", "ecra", "tem de ser uma tabela: [ecra]"),
    ],
)
def test_what_is_wrong_is_said_with_its_key(tmp_path: Path, text: str, field: str, said: str) -> None:
    with pytest.raises(BadSettings) as refused:
        _read(tmp_path, text)
    assert said in refused.value.message
    assert "balcao.toml" in refused.value.message
    assert refused.value.field == field


@given(
    st.dictionaries(
        st.sampled_from(["tema", "papel", "gaveta"]), st.one_of(st.booleans(), st.text(max_size=5)), max_size=3
    ),
    st.dictionaries(st.sampled_from(["leitor", "rato", "carateres"]), st.booleans(), min_size=1, max_size=3),
)
def test_whole_names_and_tables_are_the_same_settings(top: dict[str, Any], screen: dict[str, Any]) -> None:
    assert flat({**top, "ecra": screen}) == {**top, **{f"ecra.{key}": value for key, value in screen.items()}}
    assert nested(flat({**top, "ecra": screen})) == {**top, "ecra": screen}
