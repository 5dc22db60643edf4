"""Sentences of the segments that hold running text."""

from __future__ import annotations

import polars as pl

from framing.language.sentences import find_sentences
from framing.records.scope import TEXT_ROLES
from framing.records.tables import SENTENCES


def build_sentences(articles: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Sentences of a partition of articles.

    Parameters
    ----------
    articles
        Columns ``article``, ``text``.
    segments
        Schema ``SEGMENTS``; only title, standfirst, body and caption are split.

    Returns
    -------
    DataFrame
        Schema ``SENTENCES``; ``sentence`` numbers them within an article; offsets into the text.
    """
    rows: list[tuple[object, ...]] = []
    texts = dict(articles.select("article", "text").iter_rows())
    number: dict[str, int] = {}
    for article, segment, role, start, end in segments.select(
        "article", "segment", "role", "start", "end"
    ).iter_rows():
        if role not in TEXT_ROLES:
            continue
        for first, last in find_sentences(texts[article][start:end]):
            k = number[article] = number.get(article, -1) + 1
            rows.append((article, k, segment, start + first, start + last))
    return pl.DataFrame(rows, schema=SENTENCES, orient="row")
