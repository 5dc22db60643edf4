"""What outlets may differ in, as counts by article, and how much of it shuffled articles give."""

from __future__ import annotations

import polars as pl

from framing.annotate.names.practice import contested_sides
from framing.compare.checks.outlets import Shuffled, shuffle_outlets
from framing.compare.resampling.bounds import Resampling
from framing.records.codebook import NEUTRAL
from framing.reporting.charts.voices import sided
from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import SELDOM, in_own, own_articles

TOGETHER = 0.05  # of shuffles in which all traits lie as far apart: above, no difference is told
EACH = SELDOM  # the same for one trait, once all together are told
VOICES = "voices"
_NONE = "none of them"
ALONE = (pl.col("use") == "own") & (pl.col("side") != NEUTRAL)
BOTH = pl.col("use") == "both"


def contested(desk: Desk) -> list[str]:
    """Entities that at least two sides have names of their own for."""
    return list(contested_sides(desk.inputs.codebook))


def told_facts(desk: Desk) -> pl.DataFrame:
    """Facts told in the outlets' own words, wire copy left out."""
    is_told = (pl.col("voice") == "outlet") & (pl.col("status") == "told")
    return in_own(desk, desk.inputs.facts.filter(is_told))


def find_traits(desk: Desk) -> dict[str, pl.DataFrame]:
    """By name (``names:ENTITY``, ``facts:FACT``, ``voices``) rows of article, item and n."""
    found = {f"names:{e}": _names(desk, e) for e in contested(desk)}
    facts = told_facts(desk)
    for fact in sorted(set(facts["fact"])):
        found[f"facts:{fact}"] = _facts(desk, facts.filter(pl.col("fact") == fact))
    voices = in_own(desk, sided(desk))
    found[VOICES] = voices.group_by("article", item="side").agg(n=pl.len().cast(pl.Float64))
    outlet = desk.measured.select("article", "outlet")
    return {
        name: rows
        for name, rows in found.items()
        if rows.join(outlet, on="article")["outlet"].n_unique() > 1
    }


def shuffle(desk: Desk, traits: dict[str, pl.DataFrame]) -> Shuffled:
    """The outlets' own articles shuffled among them within events."""
    articles = own_articles(desk).select("article", "outlet", "event")
    units = articles.join(desk.inputs.copies.select("article", "unit"), on="article")
    return shuffle_outlets(units, traits, seed=desk.inputs.options.seed)


def resampling(desk: Desk) -> Resampling:
    """How the study's options want estimates and their intervals."""
    o = desk.inputs.options
    return Resampling(
        o.seed, o.replicates, o.level, interval=o.interval, claim=o.claim,
        outlets=o.outlet_weights, share=o.share,
    )  # fmt: skip


def _names(desk: Desk, entity: str) -> pl.DataFrame:
    """Whose names an article uses alone, else that it gives both in one breath."""
    rows = in_own(desk, desk.names.filter(pl.col("entity") == entity))
    alone = rows.filter(ALONE).group_by("article").agg(item=pl.col("side").unique().sort())
    alone = alone.with_columns(pl.col("item").list.join(" and "))
    both = rows.filter(BOTH).select("article").unique().join(alone, on="article", how="anti")
    found = pl.concat([alone, both.with_columns(item=pl.lit("both"))])
    return found.with_columns(n=pl.lit(1.0)).sort("article")


def _facts(desk: Desk, rows: pl.DataFrame) -> pl.DataFrame:
    """The wordings of an article for a fact, or that it has none: a practice, too."""
    there = rows.select("article", item="wording").unique()
    there = there.with_columns(n=1.0 / pl.len().over("article"))
    without = own_articles(desk).select("article").join(there, on="article", how="anti")
    rest = without.with_columns(item=pl.lit(_NONE), n=pl.lit(1.0))
    return pl.concat([there, rest]).sort("article", "item")
