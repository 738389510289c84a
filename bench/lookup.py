"""Look-up while typing among 100 000 articles: by code, bar code and words, through the verb that the screens use."""

from __future__ import annotations

import time
from random import Random

from bench.shop import heading, median, shop, told
from models import db
from models.catalogue.articles import search_articles
from models.catalogue.tables import Article, Barcode

COUNT = 100_000
EACH = 60


def run() -> None:
    heading(f"Look-up among {COUNT} articles (bare sqlite3: one row by its code)")
    with shop(COUNT):
        chance = Random(1)
        codes = [row[0] for row in Article.select(Article.code).order_by(Article.id).limit(5000).tuples().iterator()]
        bars = [row[0] for row in Barcode.select(Barcode.code).order_by(Barcode.id).limit(5000).tuples().iterator()]
        words = ["caf", "azeite", "leite", "pao", "queijo", "vinho", "arroz", "cha", "bolo", "sal"]
        kinds = {
            "code": [chance.choice(codes) for _ in range(EACH)],
            "beginning of a code": [chance.choice(codes)[:5] for _ in range(EACH)],
            "bar code": [chance.choice(bars) for _ in range(EACH)],
            "beginning of a bar code": [chance.choice(bars)[:8] for _ in range(EACH)],
            "one word": [chance.choice(words) for _ in range(EACH)],
            "two words": [f"{chance.choice(words)} {chance.choice('abcdefm')}" for _ in range(EACH)],
            "one letter": [chance.choice("abcdefghilmnopqrstuv") for _ in range(EACH)],
            "nothing found": [f"zzq{n}" for n in range(EACH)],
        }
        floor = median([_timed(lambda c=code: _bare(c)) for code in kinds["code"]])
        for kind, texts in kinds.items():
            times = [_timed(lambda t=text: search_articles(t)) for text in texts]
            figure = f"{median(times):.2f}/{max(times):.1f} ms"
            told(f"{kind} (median/most)", figure, f"{floor:.3f} ms", f"{median(times) / floor:.0f}x", "at most 5/20 ms")
        db.close()


def _bare(code: str) -> object:
    return db.database.connection().execute("SELECT * FROM article WHERE code = ?", (code,)).fetchall()


def _timed(question: object) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    question()  # type: ignore[operator]
    return (time.perf_counter() - began) * 1000
