"""The verb selfcheck: how many findings would appear by noise alone."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.compare.checks.halves import split_halves
from framing.compare.checks.noise import N_NULLS, Comparison
from framing.compare.checks.shuffles import in_shared_events, shuffle_labels
from framing.compare.design import READING, Pair
from framing.compare.resampling.permutation import exchange
from framing.engine.cells import MEASURES, Layer, build_layer, choose_sides
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.records.tables import NOISE


def selfcheck(
    run: Run,
    *,
    group: str = "",
    versus: str = "",
    scope: Scope | None = None,
    measures: tuple[str, ...] = MEASURES,
    n_nulls: int = N_NULLS,
    max_n: int = 1,
) -> pl.DataFrame:
    """How many findings appear by noise: labels shuffled within events, halves of one outlet.

    The same comparison is made anew for every null, by one rule for the real one and for noise:
    intervals of the linearised jackknife over units within outlets, with Student's t. Of words
    also what peers do, G2 against a chi-squared limit. A null of the claim ``these_outlets``: where
    outlets have a manner of their own, real findings beyond noise may be that manner.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    group, versus
        Two groups or outlets; default: the two groups with most articles.
    scope
        Default: the study's.
    measures
        Some of ``words``, ``names``, ``voices``, ``stance``, ``readability``.
    n_nulls
        Shuffles, and splits of each outlet.
    max_n
        Longest n-gram, for words.

    Returns
    -------
    DataFrame
        Schema ``NOISE``, a row for each measure, rule and null. ``findings_real`` are those of
        units in events of both sides; beside halves the median of subsamples of their size.
        ``null_low`` and ``null_high`` are quantiles .05 and .95. In tier ``reading`` nothing is
        compared and ``flag`` says so.

    Raises
    ------
    UsageError
        For an unknown measure or side.
    """
    for measure in measures:
        if measure not in MEASURES:
            raise UsageError(f"measure {measure!r} is unknown; allowed: {', '.join(MEASURES)}")
    if n_nulls < 1 or not 1 <= max_n <= 3:
        raise UsageError(f"n_nulls {n_nulls}, max_n {max_n}; allowed: 1 or more, and 1, 2 or 3")
    scope = scope or run.study.options.scope
    sides, pair = choose_sides(run, group, versus, scope)
    found = [pl.DataFrame(schema=NOISE)]
    for measure in measures:
        if pair.tier == READING:
            why = "tier reading" if pair.b else "no two groups with articles"
            rows = _nothing(f"{why}: nothing is compared")
        else:
            layer = build_layer(run, measure, sides=sides, pair=pair, scope=scope, max_n=max_n)
            rows = _check(run, layer, sides, pair, n_nulls)
        found.append(rows.with_columns(measure=pl.lit(measure)))
    claim = "these_articles" if pair.tier == READING else "these_outlets"
    said = {"a": pair.a, "b": pair.b or None, "claim": claim, "scope": str(scope)}
    rows = pl.concat(found, how="diagonal_relaxed").with_columns(
        pl.lit(value, pl.String).alias(name) for name, value in said.items()
    )
    return rows.select(pl.col(name).cast(kind) for name, kind in NOISE.items())


def _nothing(flag: str) -> pl.DataFrame:
    return pl.DataFrame([{"flag": flag}], schema=NOISE)


def _check(run: Run, layer: Layer, sides: pl.DataFrame, pair: Pair, n_nulls: int) -> pl.DataFrame:
    """Both kinds of null for one layer."""
    if not layer.cells.items.height:
        return _nothing("nothing found to compare")
    options = run.study.options
    compared = Comparison(layer.cells, layer.n_outlets, pair.tier, options.level)
    plan = exchange(sides)
    how: dict[str, Any] = {"seed": options.seed, "n_nulls": n_nulls, "workers": run.workers}
    shuffled = shuffle_labels(compared, plan, **how)
    keep = in_shared_events(layer.cells, plan)
    outlets = sorted(set(layer.cells.columns["outlet"]))
    return pl.concat([shuffled, split_halves(compared, outlets, keep=keep, **how)])
