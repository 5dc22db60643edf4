"""Whether the tool errs more on one side than on the other: that is what bends a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from framing.compare.coding.validity.cells import ERROR, PRECISION, RECALL, SURPLUS, measure_cells
from framing.compare.coding.validity.labelled import both_labels
from framing.compare.coding.validity.tables import COUNTS_ONLY
from framing.compare.design import INFERENTIAL, READING, Design
from framing.compare.estimates.differences import estimate_differences, tier_of_sides
from framing.compare.resampling.bounds import Resampling
from framing.compare.resampling.permutation import exchange, why_no_test
from framing.compare.words.scores import permute_words
from framing.compare.words.testing import PERMUTATIONS, describe
from framing.records.tables import VALIDITY_DIFFERENCES

_MEASURES = (ERROR, PRECISION, RECALL, SURPLUS)
_ITEM = ("label", "measure")


@dataclass(frozen=True, slots=True)
class Apart:
    """How sides are compared: what was coded, how far it carries, how bounds and p are made."""

    design: Design
    scope: str
    resampling: Resampling
    permutations: int = PERMUTATIONS


def compare_errors(
    labelled: pl.DataFrame, labels: Sequence[str], *, sides: tuple[str, str], how: Apart
) -> pl.DataFrame:
    """Side a minus side b: the error rate; per label precision, recall and surplus.

    Parameters
    ----------
    labelled
        Schema ``LABELLED``.
    labels
        Those of the variable.
    sides
        Two groups, or two outlets; the outlets of a group are pooled.
    how
        The tier is that of the coded articles of the two sides.

    Returns
    -------
    DataFrame
        Schema ``VALIDITY_DIFFERENCES`` without ``sample`` and ``variable``. ``p`` is of the error
        rate alone, by permutation of articles within events (of outlets, for claim ``group``);
        ``p_method`` says how, or why there is none. In tier reading there are counts alone.
    """
    rows = both_labels(labelled)
    unit = "group" if sides[0] in set(how.design.units["group"]) else "outlet"
    cells = measure_cells(rows.filter(pl.col(unit).is_in(sides)), labels, _MEASURES)
    parts = []
    for is_share in (True, False):
        own = cells.filter((pl.col("measure") != SURPLUS) == is_share)
        place = ["article", "outlet", "group", *_ITEM]
        parts.append(
            estimate_differences(
                (own.select(*place, cell="top"), list(_ITEM)),
                (own.select(*place, cell="bottom"), list(_ITEM)),
                item=_ITEM,
                sides=sides,
                design=how.design,
                scope=how.scope,
                resampling=replace(how.resampling, outlets="pooled"),
                is_share=is_share,
            )
        )
    tier = tier_of_sides(how.design, unit, sides)
    p, said = _test(rows, unit, sides, how) if tier == INFERENTIAL else (None, f"tier {tier}: no p")
    is_error = pl.col("measure") == ERROR
    found = pl.concat(parts).with_columns(
        p=pl.when(is_error).then(pl.lit(p, pl.Float64)),
        p_method=pl.when(is_error)
        .then(pl.lit(said))
        .otherwise(pl.lit("the error rate alone is tested: no p")),
    )
    counted = _count(found, cells, unit, sides)
    if tier == READING:
        gone = ("estimate", "low", "high", "level", "estimate_a", "estimate_b")
        counted = counted.with_columns(
            *(pl.lit(None, pl.Float64).alias(c) for c in gone), flag=pl.lit(COUNTS_ONLY)
        )
    order = pl.col("label").replace_strict(
        [None, *labels], range(len(labels) + 1), return_dtype=pl.Int64
    )
    kind = pl.col("measure").replace_strict(_MEASURES, range(4), return_dtype=pl.Int64)
    return counted.sort(order, kind).select(pl.col(c).cast(t) for c, t in _OWN.items())


_OWN = {k: v for k, v in VALIDITY_DIFFERENCES.items() if k not in ("sample", "variable")}


def _count(
    found: pl.DataFrame, cells: pl.DataFrame, unit: str, sides: tuple[str, str]
) -> pl.DataFrame:
    """With the number of units that each side's measure is of."""
    for side, end in zip(sides, "ab", strict=True):
        own = (
            cells.filter(pl.col(unit) == side).group_by(_ITEM).agg(pl.len().alias(f"n_units_{end}"))
        )
        found = found.join(own, on=_ITEM, how="left", nulls_equal=True, maintain_order="left")
        found = found.with_columns(pl.col(f"n_units_{end}").fill_null(0))
    return found


def _test(
    rows: pl.DataFrame, unit: str, sides: tuple[str, str], how: Apart
) -> tuple[float | None, str]:
    """p of the difference in error rates, and how it was made; or why there is none."""
    here = rows.filter(pl.col(unit).is_in(sides)).join(
        how.design.units.select("article", drawn="unit"), on="article", maintain_order="left"
    )
    side = pl.when(pl.col(unit) == sides[0]).then(pl.lit("a")).otherwise(pl.lit("b"))
    docs = here.select("article", "event", "outlet", unit="drawn", side=side).unique(
        "article", maintain_order=True
    )
    plan = exchange(docs, claim=how.resampling.claim)
    if why := why_no_test(plan, how.permutations, names=sides):
        return None, why
    wrong = pl.when(pl.col("tool") != pl.col("label")).then("weight").otherwise(0.0)
    sums = here.group_by(unit="drawn").agg(
        wrong=wrong.sort().sum(), all=pl.col("weight").sort().sum()
    )
    by_unit = plan.units.select("unit").join(sums, on="unit", how="left", maintain_order="left")
    found = permute_words(
        csr_array(by_unit["wrong"].to_numpy()[np.newaxis]),
        words=by_unit["all"].to_numpy(),
        plan=plan,
        seed=how.resampling.seed,
        replicates=how.permutations,
    )
    if not np.isfinite(found.p[0]):
        return None, "does not vary within events of both sides: no p"
    return float(found.p[0]), describe(found, plan)
