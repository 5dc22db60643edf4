"""p values of words: permutation of labels, adjusted for all terms that entered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from framing.compare.design import INFERENTIAL, Pair
from framing.compare.resampling.blocks import Workers
from framing.compare.resampling.maxt import MaxT
from framing.compare.resampling.permutation import ALPHA, Exchange, exchange, why_no_test
from framing.compare.words.scores import permute_words, units_of
from framing.compare.words.sides import Floats, Sides

PERMUTATIONS = 999
_UNEVEN = 1.5  # at 2, more than 5 in 100 comparisons without a difference found one


@dataclass(frozen=True, slots=True)
class Permuting:
    """How words are tested: ``claim`` says what changes places, articles or whole outlets."""

    seed: int
    permutations: int = PERMUTATIONS
    claim: str = "these_outlets"


def with_tests(
    frame: pl.DataFrame,
    both: Sides,
    *,
    pair: Pair,
    testing: Permuting,
    workers: Workers | None = None,
) -> pl.DataFrame:
    """Add ``p``, ``p_adjusted``, ``q``, ``p_method`` and ``claim``.

    All rows are tested together, whatever the table hides afterwards. ``q`` (Benjamini and
    Hochberg 1995) stands where the smallest attainable p, times the number of terms tested, is
    at most .05: else not even the strongest of them could have reached q = .05.
    """
    why = f"tier {pair.tier}: no p" if pair.tier != INFERENTIAL else ""
    plan = exchange(both.docs, claim=testing.claim)
    why = why or why_no_test(plan, testing.permutations, names=(pair.a, pair.b))
    if why:
        empty = {name: pl.lit(None, dtype=pl.Float64) for name in ("p", "p_adjusted", "q")}
        return frame.with_columns(**empty, p_method=pl.lit(why))
    found = _permute(frame, both, plan, testing, workers)
    tested = np.isfinite(found.p)
    said = "; ".join(filter(None, (describe(found, plan), _uneven(both))))
    return frame.with_columns(
        p=pl.Series(found.p),
        p_adjusted=pl.Series(found.p_adjusted),
        q=pl.Series(_false_discovery(found)),
        p_method=pl.when(pl.Series(tested))
        .then(pl.lit(said))
        .otherwise(pl.lit("does not vary within events of both sides: no p")),
    )


def _uneven(both: Sides) -> str:
    """A warning where articles of one side are far longer: they do not change places freely."""
    words = [both.total(side) / max(both.n_units(side), 1) for side in "ab"]
    ratio = max(words) / max(min(words), 1e-9)
    if ratio < _UNEVEN:
        return ""
    return f"articles of one side are {ratio:.1f} times as long: p may be too small"


def describe(found: MaxT, plan: Exchange) -> str:
    """The test in one line."""
    n = f"all {found.n_relabellings}" if found.exact else f"{found.n_relabellings}"
    among = (
        f"of {len(plan.labels)} outlets"
        if plan.claim == "group"
        else f"within {plan.n_strata} events"
    )
    return f"Westfall-Young max-T, {n} relabellings {among}, smallest p {found.smallest_p:.2g}"


def _permute(
    frame: pl.DataFrame, both: Sides, plan: Exchange, testing: Permuting, workers: Workers | None
) -> MaxT:
    number = both.docs.select("unit").join(
        plan.units.select("unit").with_row_index("u"), on="unit", how="left", maintain_order="left"
    )
    unit = number["u"].cast(pl.Int64).to_numpy()
    n_units = plan.units.height
    sums = np.bincount(unit, weights=both.counted.total_eff, minlength=n_units)
    words = np.asarray(sums, dtype=np.float64)
    cells = both.counted.n_eff[frame["row"].to_numpy()]
    return permute_words(
        units_of(cells, unit=unit, n_units=n_units),
        words=words,
        plan=plan,
        seed=testing.seed,
        replicates=testing.permutations,
        workers=workers,
    )


def _false_discovery(found: MaxT) -> Floats:
    """q of the terms tested, where p is fine enough for their number."""
    q = np.full(len(found.p), np.nan)
    tested = np.isfinite(found.p)
    if tested.any() and found.smallest_p * tested.sum() <= ALPHA:
        # Imported here: the command line reads this module for its options.
        from scipy.stats import false_discovery_control

        q[tested] = false_discovery_control(found.p[tested])
    return q
