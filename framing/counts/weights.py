"""A scope becomes one mask and one weight: here and nowhere else.

Every measure takes what this module returns; none filters by itself.
"""

from __future__ import annotations

import polars as pl

from framing.counts.tokens import MIN_RUN
from framing.records.scope import Scope
from framing.records.tables import RUNS

MIN_CARRIERS = 3  # articles of an outlet that make a whole line, however short, house text
_WEIGHTS = {"article": pl.String, "run": pl.Int64, "weight": pl.Float64}


def weigh_tokens(
    tokens: pl.DataFrame,
    *,
    segments: pl.DataFrame,
    kept: pl.DataFrame | None,
    weights: pl.DataFrame,
    scope: Scope,
) -> pl.Series:
    """The weight of each token under a scope; 0 where it does not count.

    Parameters
    ----------
    tokens
        Schema ``TOKENS``, and a column ``voice`` if the scope selects voices.
    segments
        Schema ``SEGMENTS``, of the same articles.
    kept
        Column ``article``: those that the scope lets in, these among others; None: all.
    weights
        From ``run_weights`` over the whole corpus, or its rows of the same articles.
    scope
        What counts.

    Returns
    -------
    Series
        Float64, aligned with ``tokens``.
    """
    roles = segments.filter(pl.col("role").is_in(scope.role)).select("article", "segment")
    frame = tokens.lazy().select("article", "segment", "run", *(["voice"] if scope.voice else []))
    frame = frame.join(
        roles.lazy().with_columns(in_role=pl.lit(True)),
        on=["article", "segment"],
        how="left",
        maintain_order="left",
    ).join(weights.lazy(), on=["article", "run"], how="left", maintain_order="left")
    counts = pl.col("in_role").is_not_null()
    if kept is not None:
        counts &= pl.col("article").is_in(kept["article"].implode())
    if scope.voice:
        counts &= pl.col("voice").is_in(scope.voice)
    weight = pl.when(counts).then(pl.col("weight").fill_null(1.0)).otherwise(0.0)
    return frame.select(weight=weight).collect()["weight"]


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


def weighs_alike(scope: Scope) -> bool:
    """Whether all words that count under a scope weigh the same, wherever they recur."""
    return scope.copies == "published" and scope.repeats == "all"


def run_weights(
    passages: pl.DataFrame | None, articles: pl.DataFrame, scope: Scope
) -> pl.DataFrame:
    """Runs that weigh less than 1 under a scope: ``article``, ``run``, ``weight``.

    Parameters
    ----------
    passages
        From ``find_passages``, of the whole corpus: all, or those that stand more than once.
        None will do under a scope that ``weighs_alike``.
    articles
        Columns ``article``, ``outlet``, ``group``: those that the scope lets in.
    scope
        How copies and repeats weigh. Under ``authored`` a run of at least six words that stands
        c times in an article, in m articles of an outlet and in K outlets of its group weighs
        1/(c m K) at each place, so that each group counts it once; a shorter whole line of the
        house weighs 1/(c m), so that each outlet does. Only places that are in scope by article
        and role are counted: a headline is no repeat because a list of links carries it.
    """
    if passages is None or weighs_alike(scope):
        return pl.DataFrame(schema=_WEIGHTS)
    here = passages.filter(pl.col("role").is_in(scope.role))
    carried = find_repeats(here.join(articles, on="article", how="semi"), articles)
    divisor = pl.lit(1)
    if scope.repeats == "once":
        divisor = divisor * pl.col("n_in_article") * pl.col("n_in_outlet")
    if scope.copies == "authored":
        # Two outlets that both say "Read more" have not copied each other.
        is_passage = pl.col("n_tokens") >= MIN_RUN
        divisor = divisor * pl.when(is_passage).then("n_in_group").otherwise(1)
    return carried.select("article", "run", weight=1.0 / divisor)


def find_passages(runs: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Runs that repeat something where they stand twice: long enough, or a whole line.

    Parameters
    ----------
    runs
        Schema ``RUNS``: all runs of some articles.
    segments
        Schema ``SEGMENTS``, of the same articles.

    Returns
    -------
    DataFrame
        Columns of ``RUNS``, and the ``role`` of their segment.
    """
    is_whole = pl.len().over("article", "segment") == 1  # a line, or what its dateline leaves
    return runs.filter((pl.col("n_tokens") >= MIN_RUN) | is_whole).join(
        segments.select("article", "segment", "role"),
        on=["article", "segment"],
        maintain_order="left",
    )


def find_repeats(passages: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Passages that stand more than once.

    That is runs of at least six words that stand twice, and shorter ones that are a whole line
    ("Follow us", "Background") in at least three articles of one outlet: a short line that recurs
    less is chance ("Moscow", "Thank you.").

    Parameters
    ----------
    passages
        From ``find_passages``: all, or those that stand more than once.
    articles
        Columns ``article``, ``outlet``, ``group``.

    Returns
    -------
    DataFrame
        Columns of ``RUNS``, ``outlet``, ``group``, and how often the run stands:
        ``n_in_article`` times in its article, in ``n_in_outlet`` articles of its outlet, in
        ``n_in_group`` outlets of its group, in ``n_outlets`` outlets of all; ``repeats`` is the
        number of other articles of its outlet that carry it.
    """
    same = ["hash", "n_tokens"]
    twice = (
        passages.select(list(RUNS))
        .filter(pl.len().over(*same) > 1)
        .join(articles.select("article", "outlet", "group"), on="article", maintain_order="left")
    )
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
