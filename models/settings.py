"""``balcao.toml``: what belongs to this terminal, what each key may hold, and the sentence for what is wrong in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fiscal.errors import Refusal


class BadSettings(Refusal):
    """balcao.toml cannot be used."""


LOCK_AFTER, MOST_MINUTES = 10, 1440
"""Minutes without a key until the screen locks, unless ``bloqueio`` says otherwise, and the most it may say: a day."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: the type of its value, what it is (for messages), and what it may be, where only a few values make sense.

    least, most: limits of a whole number.
    """

    kind: type
    meaning: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


Group = Mapping[str, Setting]

SCREEN: Group = {
    "saida": Setting(
        str, "o que se escreve no terminal: só as diferenças, ou tudo", choices=("diferencas", "completa")
    ),
    "carateres": Setting(
        str, "que carateres o terminal mostra", choices=("auto", "utf-8", "iso-8859-1", "iso-8859-15", "ascii")
    ),
    "leitor": Setting(bool, "modo para leitores de ecrã"),
    "rato": Setting(bool, "aceitar o rato"),
    "esc": Setting(int, "milissegundos de espera depois da tecla Esc", least=1, most=1000),
}
"""The table ``[ecra]``: how this terminal is written to and read."""

LONGEST_SIGNATURE = 4
"""Seconds: the series is held while an outside signer works, and PostgreSQL ends a transaction that waits for five."""

SIGNATURE: Group = {
    "comando": Setting(str, "programa que assina: recebe o texto e devolve a assinatura em base64"),
    "servico": Setting(str, "endereço do serviço que assina (https://…)"),
    "chave_publica": Setting(str, "ficheiro com a chave pública desse programa ou serviço, em PEM"),
    "prazo": Setting(int, "segundos que se espera por uma assinatura", least=1, most=LONGEST_SIGNATURE),
    "token": Setting(str, "ficheiro com a senha do serviço (bearer token), só legível pelo dono"),
    "autoridade": Setting(str, "ficheiro com os certificados em que se confia para falar com o serviço, em PEM"),
}
"""The table ``[assinatura]``: who signs, where it is not the key in ``keys/``."""

COPIES: Group = {
    "dias": Setting(int, "dias úteis ao fim dos quais se avisa que falta uma cópia", least=1, most=30),
    "fora": Setting(int, "dias ao fim dos quais se avisa que falta uma cópia noutro disco", least=1, most=90),
}
"""The table ``[copias]``: how old the last copy may be."""

SETTINGS: Mapping[str, Setting | Group] = {
    "base": Setting(str, "URL da base de dados (sqlite:///… ou postgresql://…)"),
    "terminal": Setting(str, "nome deste posto"),
    "impressora": Setting(str, "endereço da impressora de talões (tcp://…, serial://…, file://…)"),
    "perfil": Setting(str, "perfil da impressora de talões"),
    "etiquetas": Setting(str, "máscaras das etiquetas de peso, por exemplo 28AAAAAQQQQQC; vazio: as da GS1 Portugal"),
    "papel": Setting(str, "A4 ou talão: o que se imprime ao emitir"),
    "gaveta": Setting(bool, "abrir a gaveta ao receber numerário"),
    "tema": Setting(str, "tema de cores"),
    "bloqueio": Setting(int, "minutos sem tecla até o ecrã se bloquear; 0: nunca", least=0, most=MOST_MINUTES),
    "demonstracao": Setting(str, "texto a mostrar na entrada de uma empresa de demonstração"),
    "ecra": SCREEN,
    "assinatura": SIGNATURE,
    "copias": COPIES,
}
"""What the file may hold. A group is a table of its own: ``[ecra]``."""

_KINDS = {bool: "true ou false", int: "um número inteiro", str: "texto entre aspas"}


def read(path: Path) -> dict[str, Any]:
    """The settings of a file; none if it is absent. Raises BadSettings with file, key and what was expected."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path.name} não se consegue ler: {error}.", rule="settings") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path.name} tem um erro de escrita: {error}.", rule="settings") from error
    _check(path.name, SETTINGS, found, "")
    return found


def flat(found: Mapping[str, Any]) -> dict[str, Any]:
    """The settings by their whole names: ``ecra.leitor`` for a key of the table ``[ecra]``."""
    whole: dict[str, Any] = {}
    for key, value in found.items():
        within = {f"{key}.{name}": v for name, v in value.items()} if isinstance(value, dict) else {key: value}
        whole.update(within)
    return whole


def nested(whole: Mapping[str, Any]) -> dict[str, Any]:
    """What ``flat`` took apart, in its tables again: the keys without a table first, as the file wants them."""
    found: dict[str, Any] = {key: value for key, value in whole.items() if "." not in key}
    for key, value in whole.items():
        table, dot, name = key.partition(".")
        if dot:
            found.setdefault(table, {})[name] = value
    return found


def _check(file: str, known: Mapping[str, Setting | Group], found: Mapping[str, Any], within: str) -> None:
    for key, value in found.items():
        setting, name = known.get(key), within + key
        if setting is None:
            raise _bad(name, f"{file}: chave desconhecida «{name}». As chaves são {', '.join(known)}.")
        if isinstance(setting, Setting):
            _check_value(file, name, setting, value)
        elif isinstance(value, dict):
            _check(file, setting, value, f"{name}.")
        else:
            raise _bad(name, f"{file}: «{name}» tem de ser uma tabela: [{name}] numa linha, as chaves por baixo.")


def _check_value(file: str, name: str, setting: Setting, value: Any) -> None:
    about = f"{file}: «{name}» ({setting.meaning}) tem de ser"
    if type(value) is not setting.kind:
        raise _bad(name, f"{about} {_KINDS[setting.kind]}.")
    if setting.choices and value not in setting.choices:
        raise _bad(name, f"{about} um de: {', '.join(setting.choices)}.")
    if isinstance(value, int) and setting.kind is int and not setting.least <= value <= setting.most:
        raise _bad(name, f"{about} um número de {setting.least} a {setting.most}.")


def _bad(field: str, message: str) -> BadSettings:
    return BadSettings(message, field=field, rule="settings")
