"""How two sides differ in the company that a node keeps."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.collocates.association import MIN_ARTICLES, Question, Ranked, drawn_from
from framing.compare.collocates.company import Company
from framing.compare.collocates.sums import UnitSums
from framing.compare.design import MIN_DESCRIPTIVE, READING, Pair
from framing.compare.resampling.bounds import bounds
from framing.measures.collocation import log_dice
from framing.measures.keyness import g2
from framing.records.tables import COLLOCATE_DIFFERENCES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def compare_collocates(
    company: Company,
    sides: pl.DataFrame,
    *,
    pair: Pair,
    question: Question,
    shown: dict[str, str],
) -> Ranked:
    """Differences between two sides in log Dice, and in uses per 100 uses of the node.

    Parameters
    ----------
    company
        Counts of the articles of both sides.
    sides
        Columns ``article``, ``unit``, ``stratum``, ``side`` (``a`` or ``b``).
    pair
        Its tier decides: ``reading`` gives counts and rates only.
    question
        ``min_articles`` must be reached on one side.
    shown
        Type -> spelling to print.

    Returns
    -------
    Ranked
        Schema ``COLLOCATE_DIFFERENCES``, by |g2| falling, then uses, then word. ``g2`` sets the
        words in A's windows against those in B's: a ranking, never a test. ``flag`` says why a
        difference has no interval.
    """
    side = dict(sides.select("article", "side").iter_rows())
    where = {s: np.array([side[x] == s for x in company.docs["article"]], float) for s in "ab"}
    frame, hidden = _counts(company, where, question)
    totals = {
        f"{name}_{s}": float(company.docs[name].to_numpy() @ where[s])
        for name in ("n_node", "n_node_eff", "n_span_eff")
        for s in "ab"
    }
    n_with_node = {s: company.n_units_with_node(where[s]) for s in "ab"}
    spelled = [shown.get(word, word) for word in company.types.gather(frame["row"])]
    frame = frame.with_columns(
        *(pl.lit(value).alias(name) for name, value in totals.items()),
        *(pl.lit(n_with_node[s]).alias(f"n_articles_node_{s}") for s in "ab"),
        node=pl.lit(question.node),
        collocate=pl.Series(spelled, dtype=pl.String),
        a=pl.lit(pair.a),
        b=pl.lit(pair.b),
        scope=pl.lit(question.scope),
        claim=pl.lit("these_articles" if pair.tier == READING else "these_outlets"),
        flag=_flags(pair.tier, min(n_with_node.values())),
        rate_a=pl.col("n_eff_a") / totals["n_node_eff_a"] * 100,
        rate_b=pl.col("n_eff_b") / totals["n_node_eff_b"] * 100,
    )
    if pair.tier == READING:
        rank = pl.max_horizontal("n_a", "n_b")
    else:
        frame, rank = _with_scores(frame, totals), pl.col("g2").abs().round(9)
    frame = frame.sort(rank, "n_a", "n_b", "collocate", descending=[True, True, True, False])
    frame = _with_bounds(frame, company, sides, where, question)
    for name, kind in COLLOCATE_DIFFERENCES.items():
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=kind).alias(name))
    clean = frame.select(pl.col(c).cast(t) for c, t in COLLOCATE_DIFFERENCES.items())
    return Ranked(clean.with_columns(pl.col(pl.Float64).fill_nan(None)), hidden)


def _counts(
    company: Company, where: dict[str, Floats], question: Question
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    columns: dict[str, NDArray[np.generic]] = {"row": np.arange(len(company.types))}
    for s in "ab":
        columns[f"n_{s}"] = (company.near @ where[s]).astype(np.int64)
        columns[f"n_eff_{s}"] = company.near_eff @ where[s]
        columns[f"n_collocate_{s}"] = (company.every @ where[s]).astype(np.int64)
        columns[f"n_collocate_eff_{s}"] = company.every_eff @ where[s]
        columns[f"n_articles_{s}"] = company.spread(where[s])
    frame = pl.DataFrame(columns).filter(pl.col("n_a") + pl.col("n_b") > 0)
    enters = pl.max_horizontal("n_articles_a", "n_articles_b") >= question.min_articles
    out = frame.filter(~enters)
    hidden: tuple[str, ...] = ()
    if out.height:
        n = sum(out["n_a"]) + sum(out["n_b"])
        noun = "collocate" if out.height == 1 else "collocates"
        hidden = (
            f"{out.height} {noun} ({n} use{'s' * (n != 1)}) in fewer than "
            f"{question.min_articles} distinct articles with the node on both sides are not shown",
        )
    return frame.filter(enters), hidden


def _flags(tier: str, n_with_node: int) -> pl.Expr:
    if tier == READING:
        return pl.lit("tier reading: counts, no comparison")
    if n_with_node < MIN_DESCRIPTIVE:
        rare = f"the node in fewer than {MIN_DESCRIPTIVE} distinct articles of one side"
        return pl.lit(f"{rare}: no interval")
    zero = (pl.col("n_a") == 0) | (pl.col("n_b") == 0)
    few = pl.min_horizontal("n_articles_a", "n_articles_b") < MIN_ARTICLES
    said = f"near the node in fewer than {MIN_ARTICLES} distinct articles of one side: no interval"
    return (
        pl.when(zero)
        .then(pl.lit("not found near the node on one side: no interval"))
        .when(few)
        .then(pl.lit(said))
        .otherwise(pl.lit(""))
    )


def _with_scores(frame: pl.DataFrame, totals: dict[str, float]) -> pl.DataFrame:
    both = {s: frame[f"n_eff_{s}"].to_numpy() for s in "ab"}
    dice = {
        s: log_dice(both[s], totals[f"n_node_eff_{s}"], frame[f"n_collocate_eff_{s}"].to_numpy())
        for s in "ab"
    }
    ranking = g2(
        both["a"], both["b"], total_a=totals["n_span_eff_a"], total_b=totals["n_span_eff_b"]
    )
    return frame.with_columns(
        log_dice_a=pl.Series(dice["a"]),
        log_dice_b=pl.Series(dice["b"]),
        log_dice_difference=pl.Series(dice["a"] - dice["b"]),
        rate_difference=pl.col("rate_a") - pl.col("rate_b"),
        g2=pl.Series(ranking),
    )


def _with_bounds(
    frame: pl.DataFrame,
    company: Company,
    sides: pl.DataFrame,
    where: dict[str, Floats],
    question: Question,
) -> pl.DataFrame:
    """Bounds of both differences for the first rows that may have them."""
    kinds = ("log_dice_difference", "rate_difference")
    low, high = ({k: np.full(frame.height, np.nan) for k in kinds} for _ in range(2))
    free = (frame["flag"] == "").to_numpy()
    chosen = np.flatnonzero(free)[: question.n_intervals]
    terms = frame["row"].to_numpy()[chosen]
    sums = UnitSums(company, sides)
    nodes = [sums.node(where[s]) for s in "ab"] if len(terms) else []
    for part in sums.blocks(terms):
        tables = [read(terms[part], where[s]) for read in (sums.near, sums.every) for s in "ab"]
        found = bounds(
            _differences, [*tables, *nodes], strata=sums.strata, resampling=question.resampling
        )
        for ends, values in zip((low, high), found, strict=True):
            for k, half in zip(kinds, np.split(values, 2), strict=True):
                ends[k][chosen[part]] = half
    sure = {k: np.isfinite(low[k]) & (high[k] > low[k]) for k in kinds}
    columns = [
        pl.when(pl.Series(sure[k])).then(pl.Series(ends[k])).alias(f"{k}_{name}")
        for k in kinds
        for name, ends in (("low", low), ("high", high))
    ]
    every = pl.Series(sure[kinds[0]] & sure[kinds[1]])
    some = pl.Series(sure[kinds[0]] | sure[kinds[1]])
    tried = np.zeros(frame.height, dtype=bool)
    tried[chosen] = True
    return frame.with_columns(
        *columns,
        level=pl.when(some).then(pl.lit(question.resampling.level)),
        strata=pl.when(some).then(pl.lit(drawn_from(sides))),
        flag=pl.when(pl.Series(tried) & ~every)
        .then(pl.lit("too little variation between units: no interval"))
        .when(pl.Series(free & ~tried))
        .then(pl.lit(f"no interval beyond the first {question.n_intervals} collocates"))
        .otherwise("flag"),
    )


def _differences(
    near_a: Floats, near_b: Floats, every_a: Floats, every_b: Floats, node_a: Floats, node_b: Floats
) -> Floats:
    """Of every collocate the difference in log Dice, then that in uses per 100 of the node."""
    dice = log_dice(near_a, node_a, every_a) - log_dice(near_b, node_b, every_b)
    return np.concatenate([dice, 100 * (near_a / node_a - near_b / node_b)], axis=1)
