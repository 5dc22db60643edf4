"""A scope becomes one mask and one weight: here and nowhere else.

Every measure takes what this module returns; none filters by itself.
"""

from __future__ import annotations

import polars as pl

from framing.counts.tokens import MIN_RUN
from framing.records.scope import Scope

MIN_CARRIERS = 3  # articles of an outlet that make a whole line, however short, house text


def weigh_tokens(
    tokens: pl.DataFrame,
    *,
    articles: pl.DataFrame,
    segments: pl.DataFrame,
    runs: pl.DataFrame,
    scope: Scope,
    shared_events: tuple[str, ...] = (),
) -> pl.Series:
    """The weight of each token under a scope; 0 where it does not count.

    Parameters
    ----------
    tokens
        Schema ``TOKENS``, and a column ``voice`` if the scope selects voices.
    articles
        Columns ``article``, ``outlet``, ``group``, ``event``.
    segments, runs
        Schemas ``SEGMENTS`` and ``RUNS`` of the same articles.
    scope
        What counts, and how copies and repeats weigh.
    shared_events
        What the word ``shared`` in ``scope.events`` stands for.

    Returns
    -------
    Series
        Float64, aligned with ``tokens``. Under ``authored`` a run of at least six words that
        stands c times in an article, in m articles of an outlet and in K outlets of its group
        weighs 1/(c m K) at each place, so that each group counts it once; a shorter whole line
        of the house weighs 1/(c m), so that each outlet does. Only places that are in scope by
        article and role are counted.
    """
    kept = articles_in_scope(articles, scope, shared_events).select("article")
    roles = segments.filter(pl.col("role").is_in(scope.role)).select("article", "segment")
    frame = tokens.lazy().select("article", "segment", "run", *(["voice"] if scope.voice else []))
    frame = (
        frame.join(
            kept.lazy().with_columns(in_article=pl.lit(True)),
            on="article",
            how="left",
            maintain_order="left",
        )
        .join(
            roles.lazy().with_columns(in_role=pl.lit(True)),
            on=["article", "segment"],
            how="left",
            maintain_order="left",
        )
        .join(
            run_weights(_runs_in(runs, kept, roles), articles, scope).lazy(),
            on=["article", "run"],
            how="left",
            maintain_order="left",
        )
    )
    counts = pl.col("in_article").is_not_null() & pl.col("in_role").is_not_null()
    if scope.voice:
        counts &= pl.col("voice").is_in(scope.voice)
    weight = pl.when(counts).then(pl.col("weight").fill_null(1.0)).otherwise(0.0)
    return frame.select(weight=weight).collect()["weight"]


def _runs_in(runs: pl.DataFrame, kept: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Runs that count at all: a headline is no repeat because a list of links carries it."""
    return runs.join(kept, on="article", how="semi").join(
        roles, on=["article", "segment"], how="semi"
    )


def articles_in_scope(
    articles: pl.DataFrame, scope: Scope, shared_events: tuple[str, ...] = ()
) -> pl.DataFrame:
    """The articles that a scope's outlets and events let in, all columns kept."""
    kept = articles
    if scope.outlets:
        kept = kept.filter(pl.col("outlet").is_in(scope.outlets))
    if scope.events:
        named = set(scope.events) - {"shared"}
        wanted = named | (set(shared_events) if "shared" in scope.events else set())
        kept = kept.filter(pl.col("event").is_in(sorted(wanted)))
    return kept


def run_weights(runs: pl.DataFrame, articles: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Runs that weigh less than 1 under a scope: ``article``, ``run``, ``weight``."""
    carried = find_repeats(runs, articles)
    if scope.copies == "published" and scope.repeats == "all":
        carried = carried.head(0)
    divisor = pl.lit(1)
    if scope.repeats == "once":
        divisor = divisor * pl.col("n_in_article") * pl.col("n_in_outlet")
    if scope.copies == "authored":
        # Two outlets that both say "Read more" have not copied each other.
        is_passage = pl.col("n_tokens") >= MIN_RUN
        divisor = divisor * pl.when(is_passage).then("n_in_group").otherwise(1)
    return carried.select("article", "run", weight=1.0 / divisor)


def find_repeats(runs: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Passages that stand more than once in the corpus.

    That is runs of at least six words that stand twice, and shorter ones that are a whole line
    ("Follow us", "Background") in at least three articles of one outlet: a short line that recurs
    less is chance ("Moscow", "Thank you.").

    Returns
    -------
    DataFrame
        Columns of ``RUNS``, ``outlet``, ``group``, and how often the run stands:
        ``n_in_article`` times in its article, in ``n_in_outlet`` articles of its outlet, in
        ``n_in_group`` outlets of its group, in ``n_outlets`` outlets of all; ``repeats`` is the
        number of other articles of its outlet that carry it.
    """
    is_whole = pl.len().over("article", "segment") == 1  # a line, or what its dateline leaves
    is_passage = pl.col("n_tokens") >= MIN_RUN
    twice = (
        runs.filter(is_passage | is_whole)
        .filter(pl.len().over("hash", "n_tokens") > 1)
        .join(articles.select("article", "outlet", "group"), on="article", maintain_order="left")
    )
    same = ["hash", "n_tokens"]
    counted = twice.with_columns(
        n_in_article=pl.len().over(*same, "article").cast(pl.Int64),
        n_in_outlet=pl.col("article").n_unique().over(*same, "outlet").cast(pl.Int64),
        n_in_group=pl.col("outlet").n_unique().over(*same, "group").cast(pl.Int64),
        n_outlets=pl.col("outlet").n_unique().over(*same).cast(pl.Int64),
    )
    is_house = pl.col("n_in_outlet") >= MIN_CARRIERS
    return counted.filter((pl.col("n_tokens") >= MIN_RUN) | is_house).with_columns(
        repeats=pl.col("n_in_outlet") - 1
    )
