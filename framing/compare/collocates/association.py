"""The collocates of a node on one side: counts, scores, intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.collocates.company import Company
from framing.compare.collocates.sums import UnitSums
from framing.compare.design import MIN_DESCRIPTIVE, READING
from framing.compare.resampling.bounds import Resampling, bounds
from framing.measures.collocation import (
    collocation_g2,
    expected_near,
    log_dice,
    mutual_information,
    t_score,
)
from framing.records.tables import COLLOCATES

Floats = NDArray[np.float64]

MIN_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: printed with every row."""

    node: str
    scope: str
    tier: str
    min_articles: int
    n_intervals: int
    resampling: Resampling


class Ranked(NamedTuple):
    """Rows, and what a threshold left out of them."""

    rows: pl.DataFrame
    hidden: tuple[str, ...]


def associate(
    company: Company,
    units: pl.DataFrame,
    *,
    by: str,
    question: Question,
    shown: dict[str, str],
) -> Ranked:
    """The collocates of each side.

    Parameters
    ----------
    company
        Counts of all articles in scope.
    units
        ``Design.units`` of the scope.
    by
        ``group`` or ``outlet``.
    question
        A tier ``reading`` gives counts alone; so does a side of fewer than 5 distinct articles.
    shown
        Type -> spelling to print.

    Returns
    -------
    Ranked
        Schema ``COLLOCATES``, by side, then log Dice falling (where there is none: uses falling),
        then word. ``low`` and ``high`` are of log Dice, for the first ``n_intervals`` of a side
        that has 5 distinct articles with the node; ``flag`` says why there is none elsewhere.
    """
    parts, hidden = [], []
    for value in sorted(set(company.docs[by])):
        one = _one_side(company, units, (by, value), question, shown)
        parts.append(one.rows)
        hidden += [f"{value}: {line}" for line in one.hidden]
    empty = pl.DataFrame(schema=COLLOCATES)
    return Ranked(pl.concat([empty, *parts]), tuple(hidden))


def _one_side(
    company: Company,
    units: pl.DataFrame,
    side: tuple[str, str],
    question: Question,
    shown: dict[str, str],
) -> Ranked:
    by, value = side
    mask = company.on(by, value)
    docs = company.docs.filter(pl.col(by) == value)
    frame, hidden = _counts(company, mask, question)
    n_distinct, n_with_node = docs["unit"].n_unique(), company.n_units_with_node(mask)
    counts_only = _why_counts_only(question.tier, n_distinct)
    frame = _with_scores(frame, docs)
    if counts_only:
        scores = ("log_dice", "mi", "mi3", "t", "g2")
        frame = frame.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in scores)
    spelled = [shown.get(word, word) for word in company.types.gather(frame["row"])]
    frame = frame.with_columns(
        unit=pl.lit(by),
        outlet=pl.lit(value if by == "outlet" else None, dtype=pl.String),
        group=pl.lit(docs["group"][0]),
        scope=pl.lit(question.scope),
        claim=pl.lit("these_articles" if question.tier == READING else "these_outlets"),
        node=pl.lit(question.node),
        collocate=pl.Series(spelled, dtype=pl.String),
        n_articles_node=pl.lit(n_with_node),
        flag=pl.lit(counts_only),
    ).sort(
        pl.col("log_dice").round(9), "n", "collocate", descending=[True, True, False],
        nulls_last=True,
    )  # fmt: skip
    if not counts_only:
        own = units.filter(pl.col("article").is_in(docs["article"].implode()))
        frame = _with_bounds(frame, company, own, mask, question, n_with_node)
    for name in ("low", "high", "level", "strata"):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=COLLOCATES[name]).alias(name))
    return Ranked(frame.select(pl.col(c).cast(t) for c, t in COLLOCATES.items()), hidden)


def _why_counts_only(tier: str, n_distinct: int) -> str:
    if tier == READING:
        return "tier reading: counts, no association"
    if n_distinct < MIN_DESCRIPTIVE:
        return f"fewer than {MIN_DESCRIPTIVE} distinct articles: counts, no association"
    return ""


def _counts(
    company: Company, mask: Floats, question: Question
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """What each word adds up to on a side, for those in enough articles; and what stays out."""
    frame = pl.DataFrame(
        {
            "row": np.arange(len(company.types)),
            "n": (company.near @ mask).astype(np.int64),
            "n_eff": company.near_eff @ mask,
            "n_collocate": (company.every @ mask).astype(np.int64),
            "n_collocate_eff": company.every_eff @ mask,
            "n_articles": company.spread(mask),
        }
    ).filter(pl.col("n") > 0)
    least = question.min_articles
    out = frame.filter(pl.col("n_articles") < least)
    hidden: tuple[str, ...] = ()
    if out.height:
        noun = "collocate" if out.height == 1 else "collocates"
        n = int(out["n"].sum())
        hidden = (
            f"{out.height} {noun} ({n} use{'s' * (n != 1)}) in fewer than {least} distinct "
            "articles with the node are not shown",
        )
    return frame.filter(pl.col("n_articles") >= least), hidden


def _with_scores(frame: pl.DataFrame, docs: pl.DataFrame) -> pl.DataFrame:
    sums = {name: float(docs[name].sum()) for name in ("n_node_eff", "n_span_eff", "n_total_eff")}
    both, collocate = frame["n_eff"].to_numpy(), frame["n_collocate_eff"].to_numpy()
    span, total = sums["n_span_eff"], sums["n_total_eff"]
    expected = expected_near(span, collocate, total)
    scores = {
        "log_dice": log_dice(both, sums["n_node_eff"], collocate),
        "mi": mutual_information(both, expected),
        "mi3": mutual_information(both, expected, power=3),
        "t": t_score(both, expected),
        "g2": collocation_g2(both, in_span=span, n_collocate=collocate, total=total),
    }
    return frame.with_columns(
        *(pl.lit(value).alias(name) for name, value in sums.items()),
        *(pl.Series(name, values) for name, values in scores.items()),
        n_node=pl.lit(int(docs["n_node"].sum())),
        rate=pl.col("n_eff") / sums["n_node_eff"] * 100,
    )


def _with_bounds(
    frame: pl.DataFrame,
    company: Company,
    units: pl.DataFrame,
    mask: Floats,
    question: Question,
    n_with_node: int,
) -> pl.DataFrame:
    """Bounds of log Dice for the first rows, or the reason why there are none."""
    few = f"the node in fewer than {MIN_DESCRIPTIVE} distinct articles: no interval"
    if n_with_node < MIN_DESCRIPTIVE:
        return frame.with_columns(flag=pl.lit(few))
    low, high = np.full(frame.height, np.nan), np.full(frame.height, np.nan)
    terms = frame["row"].head(question.n_intervals).to_numpy()
    sums = UnitSums(company, units)
    node = sums.node(mask)
    for part in sums.blocks(terms):
        tables = [sums.near(terms[part], mask), node, sums.every(terms[part], mask)]
        found = bounds(log_dice, tables, strata=sums.strata, resampling=question.resampling)
        low[: len(terms)][part], high[: len(terms)][part] = found
    sure = pl.Series(np.isfinite(low) & (high > low))
    beyond = pl.int_range(pl.len()) >= question.n_intervals
    return frame.with_columns(
        low=pl.when(sure).then(pl.Series(low)),
        high=pl.when(sure).then(pl.Series(high)),
        level=pl.when(sure).then(pl.lit(question.resampling.level)),
        strata=pl.when(sure).then(pl.lit(drawn_from(units))),
        flag=pl.when(sure)
        .then(pl.lit(""))
        .when(beyond)
        .then(pl.lit(f"no interval beyond the first {question.n_intervals} collocates"))
        .otherwise(pl.lit("too little variation between units: no interval")),
    )


def drawn_from(units: pl.DataFrame) -> str:
    """What units were drawn within, as estimates print it."""
    kinds = sorted({stratum.split(" ")[0] for stratum in units["stratum"]})
    return "articles within " + " and ".join(kinds)
