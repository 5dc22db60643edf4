"""Articles to read where a lesson has nothing of the codebook to look for."""

from __future__ import annotations

import polars as pl

from framing.engine.lessons.pairs import choose_pair
from framing.engine.lessons.passages import MOST_WORDS, article_text, print_article
from framing.engine.run import Run
from framing.records.lessons import Block
from framing.records.scope import RUNNING_ROLES

_EXCERPT = 60  # words of an article that may not be passed on in full


def plain_articles(run: Run) -> tuple[Block, ...]:
    """The beginnings of two articles, on one event where there are such."""
    lengths = {a: (len(text.split()),) for a, text in
               run.measured.select("article", "text").iter_rows()}  # fmt: skip
    articles, _ = choose_pair(run, lengths)
    return tuple(
        print_article(run, article, beginning(run, article), label=f"Article {letter}", marks=())
        for letter, article in zip("AB", articles, strict=False)
    )


def beginning(run: Run, article: str, *, most: int = MOST_WORDS) -> list[tuple[int, int]]:
    """Sentences from the start of an article, as many as may be printed; at least one."""
    most = most if run.study.options.texts == "full" else min(most, _EXCERPT)
    text = article_text(run, article)
    running = run.segments.filter(pl.col("role").is_in(RUNNING_ROLES)).select("article", "segment")
    rows = run.sentences.filter(pl.col("article") == article).join(
        running, on=["article", "segment"], how="semi", maintain_order="left"
    )
    held: list[tuple[int, int]] = []
    n = 0
    for start, end in rows.select("start", "end").iter_rows():
        n += len(text[start:end].split())
        if held and n > most:
            break
        held.append((start, end))
    return held
