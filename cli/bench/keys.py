"""Bytes and milliseconds of each key, on the real screens of a demonstration company, beside the stock output of Textual."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cli.bench.figures import Figure, Section, Told, absent, median, part
from cli.bench.terminal import QUIET, Answer, Program, Silent, balcao
from models.home import Home

SIZES = ((80, 24), (120, 40))
ARTICLES = 2000
ROUNDS = 2
OURS, STOCK = "diferencas", "completa"
"""Values of ``saida`` in balcao.toml: our output, and Textual's."""
BESIDE = "saída completa"

KEY, KEY_AT_MOST = 20.0, 60.0
"""Milliseconds in which a key is to be answered: at the median over all keys, and at the 95th percentile."""

SCREEN_QUIET = 0.2
"""Seconds without a byte after which a dialog or a screen stands: they are written in pieces."""
FIRST_QUIET = 1.0
"""The same for the first screen and for signing in, which takes its time on purpose (argon2)."""

DOWN, UP, LEFT, PAGE_DOWN, HOME, ESC = b"\x1b[B", b"\x1b[A", b"\x1b[D", b"\x1b[6~", b"\x1b[H", b"\x1b"
F4, F10, ENTER, TAB, CTRL_U = b"\x1bOS", b"\x1b[21~", b"\r", b"\t", b"\x15"


class Kind(NamedTuple):
    """What a key does. bar: the most bytes that it may cost, at the median."""

    name: str
    bar: float | None = None


LETTER = Kind("letra", 20)
FIELD = Kind("campo seguinte", 80)
CURSOR = Kind("cursor", 200)
SCROLL = Kind("correr a lista", 400)
DIALOG = Kind("diálogo", 1000)
SCREEN = Kind("ecrã", 2500)
PAGE = Kind("página abaixo")
FILTER = Kind("filtrar a lista")
LINE = Kind("juntar uma linha")
AREA = Kind("área do menu")
WAY = Kind("")
"""A key that only leads to the next one measured."""
KINDS = (LETTER, FIELD, CURSOR, SCROLL, DIALOG, SCREEN, PAGE, FILTER, LINE, AREA)


class Move(NamedTuple):
    """Keys sent at once. seen: what the stock output must show in answer, or the walk has lost its way."""

    kind: Kind
    where: str
    keys: bytes
    seen: str = ""


class Sample(NamedTuple):
    """A move measured: bytes, and seconds to the last of them."""

    move: Move
    size: int
    seconds: float


def run(told: Told) -> Iterator[Section]:
    with tempfile.TemporaryDirectory() as folder:
        told("teclas: a fazer uma empresa…")
        company = Path(folder) / "loja"
        made(company)
        for columns, rows in SIZES:
            told(f"teclas: a {columns}x{rows}…")
            try:
                ours, stock = measured(company, columns, rows)
            except Silent as silent:
                yield from absent(f"Teclas a {columns}x{rows}", BESIDE, "octetos e tempo por tecla", str(silent))
                continue
            yield Section(f"Octetos por tecla a {columns}x{rows}: mediana/95 %", BESIDE, _bytes(ours, stock))
            yield Section(f"Resposta às teclas a {columns}x{rows}: mediana/95 %", BESIDE, _times(ours, stock))


def made(home: Path) -> None:
    """The demonstration company that the keys are typed in."""
    from cli.demo.build import build

    build(Home(home), documents=30, articles=ARTICLES, customers=20, seed=3, told=lambda text: None)


def measured(
    company: Path,
    columns: int,
    rows: int,
    rounds: int = ROUNDS,
    outputs: Sequence[str] = (OURS, STOCK),
    watched: Callable[[Move, bytes], None] | None = None,
) -> list[list[Sample]]:
    """The same walk with each of ``outputs``, key by key in turn, each on a copy of the company. Raises Silent.

    watched: shown every move with the bytes that the first of them answered it with.
    """
    with tempfile.TemporaryDirectory() as folder:
        programs = [Program(balcao(_copied(company, Path(folder) / name, name)), columns, rows) for name in outputs]
        try:
            for program in programs:
                program.until(b"Operador")
            for program in programs:
                program.settle(FIRST_QUIET)
            samples: list[list[Sample]] = [[] for _ in outputs]
            for move in [*ENTRY, *walk(_bar_code(company), rows) * rounds]:
                answers = [_answer(program, move) for program in programs]
                _check(move, dict(zip(outputs, answers, strict=True)))
                if watched is not None:
                    watched(move, answers[0].data)
                if move.kind is not WAY:
                    for kept, answer in zip(samples, answers, strict=True):
                        kept.append(Sample(move, len(answer.data), answer.seconds))
            return samples
        finally:
            for program in programs:
                program.kill()


def _check(move: Move, answers: Mapping[str, Answer]) -> None:
    """Only the stock output writes its texts whole; the other programs were given the same keys."""
    if STOCK in answers and move.seen not in _text(answers[STOCK].data):
        raise Silent(f"depois de «{move.where}» não apareceu «{move.seen}»")


ENTRY = (Move(WAY, "entrada", b"dono\r", "dono"), Move(WAY, "palavra-passe", b"balcao\r", "Vendas"))


def walk(code: str, rows: int) -> list[Move]:
    """From the areas of the menu through till, payment, invoice, articles and a card, back to where it began.

    code: a bar code. rows: of the terminal, to be sure of the bottom row of a list.
    """
    scanned, letters = code[:-4].encode(), [bytes([letter]) for letter in code[-4:].encode()]
    return [
        *[Move(AREA, "menu", key) for key in (DOWN, UP)],
        Move(WAY, "menu", b"v", "Fatura-recibo"),
        *[Move(CURSOR, "menu", key) for key in (DOWN, DOWN, UP, UP)],
        Move(SCREEN, "menu → balcão", b"b", "Balcão"),
        Move(WAY, "balcão", scanned),
        *[Move(LETTER, "balcão", letter) for letter in letters],
        Move(LINE, "balcão", ENTER),
        Move(DIALOG, "F4 artigos, abrir", F4, "Artigos"),
        *[Move(CURSOR, "F4 artigos", key) for key in (DOWN, DOWN, UP, DOWN)],
        Move(DIALOG, "F4 artigos, fechar", ESC, "Artigo"),
        Move(SCREEN, "balcão → pagamento", F10, "Totais e pagamento"),
        *[Move(CURSOR, "meios de pagamento", key) for key in (DOWN, DOWN, UP, UP)],
        *[Move(LETTER, "pagamento", letter) for letter in (b"5", b"0", b"0")],
        Move(SCREEN, "pagamento → balcão", ESC, "Balcão"),
        Move(SCREEN, "balcão → menu", ESC, "Menu"),
        Move(SCREEN, "menu → fatura", b"f", "Fatura"),
        Move(DIALOG, "F4 clientes, abrir", F4, "Clientes"),
        *[Move(CURSOR, "F4 clientes", key) for key in (DOWN, DOWN, UP, DOWN)],
        Move(DIALOG, "F4 clientes, fechar", ESC, "Cliente"),
        *[Move(LETTER, "fatura, cliente", bytes([letter])) for letter in b"merca"],
        Move(WAY, "fatura, sem cliente", CTRL_U),
        *[Move(FIELD, "fatura", TAB) for _ in range(3)],
        Move(DIALOG, "F4 opções, abrir", F4, "Sim"),
        Move(DIALOG, "F4 opções, fechar", ESC, "Cliente"),
        *[Move(FIELD, "fatura", key) for key in (ENTER, ENTER, ENTER)],
        Move(WAY, "fatura, artigo", scanned),
        *[Move(LETTER, "fatura, artigo", letter) for letter in letters],
        Move(LINE, "fatura", ENTER),
        Move(SCREEN, "fatura → menu", ESC, "Menu"),
        Move(WAY, "menu", LEFT, "Vendas"),
        Move(WAY, "menu", b"s", "Artigos"),
        Move(SCREEN, "menu → artigos", b"a", "Artigos"),
        *[Move(CURSOR, "artigos", DOWN) for _ in range(4)],
        Move(WAY, "artigos, fundo", DOWN * rows),
        *[Move(SCROLL, "artigos", DOWN) for _ in range(6)],
        *[Move(PAGE, "artigos", PAGE_DOWN) for _ in range(3)],
        Move(WAY, "artigos, início", HOME),
        *[Move(FILTER, "artigos", letter) for letter in (b"l", b"e", b"i")],
        Move(WAY, "artigos, todos", CTRL_U),
        Move(SCREEN, "artigos → ficha", ENTER, "Artigo"),
        *[Move(FIELD, "ficha", TAB) for _ in range(5)],
        *[Move(LETTER, "ficha", letter) for letter in (b"1", b"2", b"3")],
        Move(DIALOG, "pergunta, abrir", ESC, "Sair sem gravar"),
        Move(DIALOG, "pergunta, fechar", ESC),
        Move(WAY, "pergunta", ESC, "Sair sem gravar"),
        Move(SCREEN, "ficha → artigos", b"s", "Artigos"),
        Move(SCREEN, "artigos → menu", ESC, "Menu"),
        Move(WAY, "menu", LEFT, "Stocks"),
        Move(DIALOG, "sair, abrir", ESC, "Sair do Balcão?"),
        Move(DIALOG, "sair, fechar", ESC),
    ]  # fmt: skip


def _answer(program: Program, move: Move) -> Answer:
    quiet = FIRST_QUIET if move in ENTRY else SCREEN_QUIET if move.kind in (DIALOG, SCREEN, WAY) else QUIET
    try:
        return program.answer(move.keys, quiet)
    except Silent as silent:
        raise Silent(f"{silent} a «{move.kind.name or 'tecla'}: {move.where}»") from silent


def _text(data: bytes) -> str:
    """What was written, without the sequences."""
    return re.sub(rb"\x1b(\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])", b"", data).decode(errors="replace")


def _copied(company: Path, to: Path, output: str) -> Path:
    """A copy of the company whose terminal is written to as ``output`` says (``saida`` of balcao.toml)."""
    shutil.copytree(company, to)
    settings = Home(to).settings()
    Home(to).save_settings({**settings, "ecra": {**settings.get("ecra", {}), "saida": output}})
    return to


def _bar_code(company: Path) -> str:
    """Of an article that counts by the unit, its price with tax."""
    with sqlite3.connect(company / "balcao.db") as base:
        found = base.execute(
            "SELECT min(b.code) FROM barcode b JOIN article a ON a.id = b.article_id "
            "WHERE b.quantity = 1000000 AND a.price_includes_tax = 1"
        )
        return str(found.fetchone()[0])


def places(samples: Sequence[Sample]) -> dict[tuple[Kind, str], list[Sample]]:
    """Samples by what the key does and where, in the order of the table."""
    found: dict[tuple[Kind, str], list[Sample]] = {}
    for sample in sorted(samples, key=lambda s: KINDS.index(s.move.kind)):
        found.setdefault((sample.move.kind, sample.move.where), []).append(sample)
    return found


def _bytes(ours: Sequence[Sample], stock: Sequence[Sample]) -> list[Figure]:
    beside = places(stock)
    rows = []
    for (kind, where), samples in places(ours).items():
        sizes = [sample.size for sample in samples]
        least = median(sample.size for sample in beside[kind, where])
        rows.append(Figure(f"{kind.name}: {where}", "B", median(sizes), part(sizes, 0.95), least, kind.bar))
    return rows


def _times(ours: Sequence[Sample], stock: Sequence[Sample]) -> list[Figure]:
    rows = []
    for kind in KINDS:
        mine, theirs = ([s.seconds * 1000 for s in samples if s.move.kind is kind] for samples in (ours, stock))
        rows.append(Figure(kind.name, "ms", median(mine), part(mine, 0.95), median(theirs)))
    mine, theirs = ([s.seconds * 1000 for s in samples] for samples in (ours, stock))
    total = Figure("todas as teclas", "ms", median(mine), part(mine, 0.95), median(theirs), KEY, high_bar=KEY_AT_MOST)
    return [*rows, total]
