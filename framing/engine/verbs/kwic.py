"""Words in context: a concordance, sorted by what stands left or right, counted by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.codebook.matching import find_hits, keep_longest
from framing.codebook.patterns import compile_pattern
from framing.codebook.postings import WordStream
from framing.engine.run import Run
from framing.engine.streams import word_stream
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.records.tables import CONCORDANCE, CONCORDANCE_COUNTS

# Column to sort by, or the words left (-1 is the nearest) or right of the match, in this order.
SORTS: dict[str, tuple[int, ...]] = {
    "outlet": (),
    "date": (),
    "left": (-1, -2, -3, -4, -5),
    "left2": (-2, -1, -3, -4, -5),
    "right": (1, 2, 3, 4, 5),
}
SIDES = ("group", "outlet")
WIDTH = 60  # characters of context on either side

Ints = NDArray[np.int64]


class Concordance(NamedTuple):
    """Hits in context (schema ``CONCORDANCE``), and how many there are.

    ``counts`` (schema ``CONCORDANCE_COUNTS``) counts every hit, also those that no sample drew;
    ``n_hits`` is their number.
    """

    rows: pl.DataFrame
    counts: pl.DataFrame
    n_hits: int


def kwic(
    run: Run,
    pattern: str,
    *,
    scope: Scope | None = None,
    sort: str = "outlet",
    by: str = "",
    sample: int | None = None,
    width: int = WIDTH,
) -> pl.DataFrame:
    """A pattern in context: the rows of ``concordance``, where the arguments are explained."""
    found = concordance(run, pattern, scope=scope, sort=sort, by=by, sample=sample, width=width)
    return found.rows


def concordance(
    run: Run,
    pattern: str,
    *,
    scope: Scope | None = None,
    sort: str = "outlet",
    by: str = "",
    sample: int | None = None,
    width: int = WIDTH,
) -> Concordance:
    """A pattern in context, sorted as concordancers do, with counts of every side.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    pattern
        In the pattern language of codebooks; ``@id`` refers to the study's actors,
        sets and names.
    scope
        Default: the study's.
    sort
        ``outlet`` or ``date``; ``left``: by the word before the match, then the one before that;
        ``left2``: by the second word before it, then the first; ``right``: by the word after it,
        then the next. Five words at most, folded, of the same article. Ties stand in the
        order of the texts.
    by
        ``group`` or ``outlet``: rows of one stand together, and ``counts`` has a row for each.
        Default: neither.
    sample
        Only so many hits, drawn at random without replacement by the study's seed; a smaller
        sample is part of a larger one.
    width
        Characters of context on either side, at least 1.

    Returns
    -------
    Concordance
        A hit counts when its first word does; ``weight`` is that word's, ``voice`` its voice.

    Raises
    ------
    UsageError
        For an unknown ``sort`` or ``by``, or a pattern that cannot be read.
    """
    _demand("sort", sort, tuple(SORTS))
    _demand("by", by, ("", *SIDES))
    if width < 1 or (sample is not None and sample < 1):
        raise UsageError(f"width is {width}, sample {sample}; allowed: whole numbers from 1 on")
    scope = scope or run.study.options.scope
    compiled = compile_pattern(pattern, run.study.codebook.references)
    tokens = run.weighted_tokens(scope)
    stream = word_stream(run, tokens, by_sentence=compiled.has_gap)
    hits = keep_longest(find_hits([compiled], stream))
    first = np.array([hit.first for hit in hits], dtype=np.int64)
    last = np.array([hit.last for hit in hits], dtype=np.int64)
    counts = tokens["weight"].to_numpy()[first] > 0
    first, last = first[counts], last[counts]
    placed = _place(run, tokens, first, last)
    counted = count_hits(run.articles_in(scope), placed, by=by)
    n_hits = placed.height
    if sample is not None and sample < n_hits:
        drawn = np.random.Generator(np.random.Philox(key=[run.study.options.seed, 0]))
        kept = np.sort(drawn.permutation(n_hits)[:sample])
        placed, first, last = placed[kept], first[kept], last[kept]
    placed = _in_context(run, placed, width)
    order = _order(placed, sort=sort, by=by, words=_neighbours(stream, tokens, first, last, sort))
    return Concordance(placed[order].select(*CONCORDANCE), counted, n_hits)


def count_hits(articles: pl.DataFrame, hits: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """How many hits there are in how many articles of each side, also where there are none.

    Parameters
    ----------
    articles
        Those in scope, with ``article`` and the column ``by``.
    hits
        One row a hit: ``article``, ``weight``.
    by
        A column of ``articles``; empty: all articles are one side.

    Returns
    -------
    DataFrame
        Schema ``CONCORDANCE_COUNTS``, sorted by side.
    """
    side = pl.col(by) if by else pl.lit("all articles")
    per_article = hits.group_by("article").agg(n=pl.len(), n_eff=pl.col("weight").sort().sum())
    return (
        articles.select("article", side=side)
        .join(per_article, on="article", how="left", maintain_order="left")
        .group_by("side")
        .agg(
            n=pl.col("n").sum().cast(pl.Int64),
            n_eff=pl.col("n_eff").sort().sum(),
            n_articles=pl.col("n").count().cast(pl.Int64),
            n_articles_in_scope=pl.len().cast(pl.Int64),
        )
        .sort("side")
        .select(*CONCORDANCE_COUNTS)
    )


def _demand(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        listed = ", ".join(filter(None, allowed))
        raise UsageError(f"{name} {value!r} is unknown; allowed: {listed}")


def _place(run: Run, tokens: pl.DataFrame, first: Ints, last: Ints) -> pl.DataFrame:
    """Hits with their offsets, article, voice and weight."""
    begins = tokens[first].select("article", "start", "weight")
    voices = run.voices.gather(first) if len(first) else pl.Series([], dtype=pl.String)
    return begins.with_columns(end=tokens["end"].gather(last - 1), voice=voices).join(
        run.measured.select("article", "outlet", "group", "date", "text"),
        on="article",
        how="left",
        maintain_order="left",
    )


def _in_context(run: Run, hits: pl.DataFrame, width: int) -> pl.DataFrame:
    """Hits with what they say and what stands left and right of them, in one line."""
    left, match, right = [], [], []
    for text, start, end in hits.select("text", "start", "end").iter_rows():
        left.append(" ".join(text[max(start - width, 0) : start].split()))
        match.append(text[start:end])
        right.append(" ".join(text[end : end + width].split()))
    said = {"left": left, "match": match, "right": right}
    return hits.with_columns(pl.Series(k, v, dtype=pl.String) for k, v in said.items())


def _neighbours(
    stream: WordStream, tokens: pl.DataFrame, first: Ints, last: Ints, sort: str
) -> list[Ints]:
    """Ids of the words beside each hit, one array a place; -1 where the article has ended.

    Ids follow the alphabet, so that an order of ids is one of words.
    """
    owner = tokens["article"].rle_id().to_numpy()
    found = []
    for step in SORTS[sort]:
        index = first + step if step < 0 else last - 1 + step
        inside = np.clip(index, 0, max(len(owner) - 1, 0))
        there = (index == inside) & (owner[inside] == owner[first])
        found.append(np.where(there, stream.ids[inside], -1))
    return found


def _order(hits: pl.DataFrame, *, sort: str, by: str, words: list[Ints]) -> pl.Series:
    """The places of hits in the order asked for; ties by outlet, article, start."""
    beside = [f"word {k}" for k in range(len(words))]
    keys = hits.select("outlet", "group", "date", "article", "start").with_columns(
        pl.Series(name, ids) for name, ids in zip(beside, words, strict=True)
    )
    named = [by] * bool(by) + ([sort] if sort in ("outlet", "date") else beside)
    columns = list(dict.fromkeys([*named, "outlet", "article", "start"]))
    return keys.with_row_index("place").sort(columns, nulls_last=True)["place"]
