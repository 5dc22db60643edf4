"""How well the tool's labels agree with those that coders settled, weighted as units were drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from framing.compare.coding.validity.cells import (
    ACCURACY,
    F1,
    MACRO_F1,
    SHARES,
    SURPLUS,
    measure_cells,
)
from framing.compare.coding.validity.labelled import FATES, both_labels
from framing.compare.design import READING, Design
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.intervals import with_intervals
from framing.records.tables import LABEL_CONFUSION, VALIDITY

UNITS_OF = ("all", "group", "outlet")
COUNTED = "units"  # rows that say how labels were settled
COUNTS_ONLY = "tier reading: counts only"
_KEYS = ["side", "label", "measure"]
_ORDER = (COUNTED, ACCURACY, MACRO_F1, *SHARES[1:], SURPLUS)


def score_labels(
    labelled: pl.DataFrame,
    labels: Sequence[str],
    *,
    design: Design,
    resampling: Resampling,
) -> pl.DataFrame:
    """Accuracy, macro-F1; per label precision, recall, F1, its share, and the tool's surplus.

    A measure of a group pools its outlets: an outlet with few units has none of its own.

    Parameters
    ----------
    labelled
        Schema ``LABELLED``.
    labels
        Those of the variable.
    design
        Tier of the study, and the units (copy groups, else articles) of the articles that were
        coded: what intervals draw or leave out.
    resampling
        How intervals are made.

    Returns
    -------
    DataFrame
        Schema ``VALIDITY`` without ``sample``, ``variable``, ``scope``: of all units, then of
        groups, then of outlets. Rows of the measure ``units`` count how labels were settled; the
        rest are of units with both labels. In tier reading there are counts alone. Surplus
        is signed; ``flag`` says why a number or its interval is absent.
    """
    rows = both_labels(labelled)
    pooled = replace(resampling, outlets="pooled")
    parts = [count_fates(labelled)]
    cells = measure_cells(rows, labels, (*SHARES, SURPLUS))
    for unit in UNITS_OF:
        here = cells.with_columns(side=_side(unit))
        for is_share in (True, False):
            own = here.filter((pl.col("measure") != SURPLUS) == is_share)
            parts.append(_estimate(own, unit, design, pooled, is_share=is_share))
        parts.append(_macro(here.filter(pl.col("measure") == F1), unit, design, resampling))
    found = pl.concat(parts)
    order = [
        pl.col("unit").replace_strict(UNITS_OF, range(3), return_dtype=pl.Int64),
        "group",
        "outlet",
        pl.col("label").is_not_null() & (pl.col("measure") != COUNTED),
        pl.when(pl.col("measure") != COUNTED)
        .then("label")
        .replace_strict([*labels, None], range(len(labels) + 1), default=-1),
        pl.col("measure").replace_strict(_ORDER, range(len(_ORDER)), return_dtype=pl.Int64),
    ]
    return found.sort(order, maintain_order=True)


def count_fates(labelled: pl.DataFrame) -> pl.DataFrame:
    """How labels were settled, and why units have none: one row each, also where it is none."""
    counts = dict(labelled.group_by("settled").len().iter_rows())
    rows = [
        {
            "unit": "all",
            "label": fate,
            "measure": COUNTED,
            "n": counts.get(fate, 0),
            "n_articles": labelled.filter(pl.col("settled") == fate)["article"].n_unique(),
            "flag": "a count: no interval",
        }
        for fate in FATES
    ]
    return pl.DataFrame([{**dict.fromkeys(_OWN), **row} for row in rows], schema=_OWN)


_OWN = {k: v for k, v in VALIDITY.items() if k not in ("sample", "variable", "scope")}


def _side(unit: str) -> pl.Expr:
    return pl.lit("") if unit == "all" else pl.col(unit)


def _estimate(
    cells: pl.DataFrame, unit: str, design: Design, resampling: Resampling, *, is_share: bool
) -> pl.DataFrame:
    """Ratios of sums of cells, with their intervals."""
    made = with_intervals(
        _grid(cells, unit, _KEYS),
        unit=unit,
        top=(cells.select("article", "outlet", *_KEYS, cell="top"), _KEYS),
        bottom=(cells.select("article", "outlet", *_KEYS, cell="bottom"), _KEYS),
        design=design,
        resampling=resampling,
        is_share=is_share,
    )
    return _finish(made, design)


def _macro(f1: pl.DataFrame, unit: str, design: Design, resampling: Resampling) -> pl.DataFrame:
    """The mean over labels of their F1: what a mean over the outlets of a group is to shares."""
    keys = ["side", "measure"]
    named = f1.with_columns(measure=pl.lit(MACRO_F1))
    grid = _grid(named.drop("label").with_columns(label=pl.lit(None, pl.String)), unit, _KEYS)
    cells = named.select("article", *keys, "top", "bottom", outlet="label")
    made = with_intervals(
        grid,
        unit="group",
        top=(cells.rename({"top": "cell"}).drop("bottom"), keys),
        bottom=(cells.rename({"bottom": "cell"}).drop("top"), keys),
        design=design,
        resampling=replace(resampling, outlets="equal", claim="these_outlets"),
        is_share=True,
    )
    return _finish(made.with_columns(weights=pl.lit("labels equal")), design)


def _grid(cells: pl.DataFrame, unit: str, keys: list[str]) -> pl.DataFrame:
    """One row a measure of a side, with what it counts."""
    own = [] if unit == "all" else ["group"] if unit == "group" else ["group", "outlet"]
    # Of macro-F1 a unit may stand under two labels: the tool's and the coders'.
    grid = cells.group_by(*keys, *own).agg(
        n=pl.col("unit").n_unique(),
        n_right=pl.col("right").sum(),
        n_eff=pl.col("bottom").sort().sum(),
        n_articles=pl.col("article").n_unique(),
        n_events=pl.col("event").drop_nulls().n_unique(),
    )
    absent = [pl.lit(None, pl.String).alias(c) for c in ("group",) if c not in own]
    place = pl.col("outlet") if "outlet" in own else pl.lit(None, pl.String)
    return (
        grid.with_columns(*absent, place=place, unit=pl.lit(unit))
        .drop("outlet", strict=False)
        .sort(keys)
    )


def _finish(made: pl.DataFrame, design: Design) -> pl.DataFrame:
    """The columns of the table; in tier reading no number but counts."""
    is_reading = design.tier == READING
    flag = pl.lit(COUNTS_ONLY) if is_reading else pl.col("flag")
    estimate = pl.lit(None, pl.Float64) if is_reading else pl.col("estimate")
    right = pl.when(pl.col("measure") != SURPLUS).then("n_right")
    return made.with_columns(
        outlet="place", event=pl.lit(None, pl.String), n_right=right, estimate=estimate, flag=flag
    ).select(pl.col(c).cast(t) for c, t in _OWN.items())


def confuse_labels(labelled: pl.DataFrame) -> pl.DataFrame:
    """Settled labels against the tool's, of all, by group and by outlet: counts, and weighted.

    Returns
    -------
    DataFrame
        Schema ``LABEL_CONFUSION`` without ``sample`` and ``variable``; most frequent first.
    """
    rows = both_labels(labelled)
    parts = []
    for unit in UNITS_OF:
        own = {"all": [], "group": ["group"], "outlet": ["group", "outlet"]}[unit]
        found = rows.group_by(*own, settled="label", tool="tool").agg(
            n=pl.len(), n_eff=pl.col("weight").sort().sum()
        )
        absent = [pl.lit(None, pl.String).alias(c) for c in ("group", "outlet") if c not in own]
        parts.append(
            found.with_columns(*absent, unit=pl.lit(unit))
            .sort(
                "group",
                "outlet",
                "n",
                "settled",
                "tool",
                descending=[False] * 2 + [True] + [False] * 2,
            )
            .select(pl.col(c).cast(t) for c, t in _CONFUSION.items())
        )
    return pl.concat(parts)


_CONFUSION = {k: v for k, v in LABEL_CONFUSION.items() if k not in ("sample", "variable")}
