"""Look-up while typing among 100 000 articles: by code, bar code and words, through the verb that the screens use."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from random import Random

from cli.bench.figures import Figure, Section, Told, median
from cli.bench.shop import shop
from models import db
from models.catalogue.articles import search_articles
from models.catalogue.tables import Article, Barcode

COUNT = 100_000
EACH = 60
BAR, AT_MOST = 5.0, 20.0
"""Milliseconds, at the median and at most."""


def run(told: Told) -> Iterator[Section]:
    told("procurar: a fazer os artigos…")
    with shop(COUNT):
        told("procurar…")
        chance = Random(1)
        codes = [row[0] for row in Article.select(Article.code).order_by(Article.id).limit(5000).tuples().iterator()]
        bars = [row[0] for row in Barcode.select(Barcode.code).order_by(Barcode.id).limit(5000).tuples().iterator()]
        words = ["caf", "azeite", "leite", "pao", "queijo", "vinho", "arroz", "cha", "bolo", "sal"]
        kinds = {
            "código": [chance.choice(codes) for _ in range(EACH)],
            "parte de código": [chance.choice(codes)[:5] for _ in range(EACH)],
            "código de barras": [chance.choice(bars) for _ in range(EACH)],
            "parte de código de barras": [chance.choice(bars)[:8] for _ in range(EACH)],
            "uma palavra": [chance.choice(words) for _ in range(EACH)],
            "duas palavras": [f"{chance.choice(words)} {chance.choice('abcdefm')}" for _ in range(EACH)],
            "uma letra": [chance.choice("abcdefghilmnopqrstuv") for _ in range(EACH)],
            "nada que exista": [f"zzq{n}" for n in range(EACH)],
        }
        floor = median([_timed(_bare, code) for code in kinds["código"]])
        rows = []
        for kind, texts in kinds.items():
            times = [_timed(search_articles, text) for text in texts]
            rows.append(Figure(kind, "ms", median(times), max(times), floor, BAR, high_bar=AT_MOST))
        db.close()
    yield Section(f"Procurar entre {COUNT:,} artigos: mediana/máximo".replace(",", " "), "uma linha por sqlite3", rows)


def _bare(code: str) -> object:
    return db.database.connection().execute("SELECT * FROM article WHERE code = ?", (code,)).fetchall()


def _timed(question: Callable[[str], object], text: str) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    question(text)
    return (time.perf_counter() - began) * 1000
