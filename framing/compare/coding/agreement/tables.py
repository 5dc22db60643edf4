"""How far coders agree, as a table: coefficients with intervals, or the reasons for none."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.compare.coding.agreement.bounded import bounded_rows, cluster_units, estimate_rows
from framing.compare.coding.agreement.coefficients import ALPHAS, agreement_parts
from framing.compare.coding.agreement.grid import Grid, build_grid
from framing.compare.resampling.bounds import Resampling
from framing.measures.agreement.sums import MISSING
from framing.records.tables import AGREEMENT

# Krippendorff (2004), Content Analysis, section 11.4: words for an alpha, no verdict on it.
_LOW, _HIGH = 0.667, 0.80
BELOW, BETWEEN, ABOVE = CONVENTIONS = ("below .667", ".667 to .80", ".80 or above")
UNIT_COLUMNS = ("unit", "article", "outlet", "group", "event")


def agreement_of(
    codes: pl.DataFrame,
    units: pl.DataFrame,
    *,
    labels: Sequence[str],
    ordinal: bool = False,
    variable: str = "",
    sample: str = "",
    copies: pl.DataFrame | None = None,
    resampling: Resampling | None = None,
) -> pl.DataFrame:
    """How far coders of a sample agreed before any discussion.

    Parameters
    ----------
    codes
        Schema ``CODES`` of one variable. Discussed and adjudicated codes count nowhere.
    units
        ``unit`` and ``article`` of what was drawn; with ``resampling`` also ``outlet``, ``group``
        and ``event``. Other columns may stand there.
    labels
        All labels that could be given; in order where ``ordinal``.
    ordinal
        Whether alpha is told for labels in order, too.
    variable, sample
        Printed in their columns.
    copies
        Schema ``COPIES``: copies of one text are drawn together; by default there are none.
    resampling
        How intervals are made; by default there are none.

    Returns
    -------
    DataFrame
        Schema ``AGREEMENT``: first all coders (``alpha`` is nominal, ``alpha_ordinal``, ``AC1``,
        ``agreement``), then each label, then each pair. Estimates are of the coded units as they
        stand, not weighed back to what they were drawn from; intervals are of articles like
        these, coded by these coders. A value that is undefined, or an interval that would not
        hold what it says, is null, and ``flag`` says why.
    """
    wanted = UNIT_COLUMNS if resampling else UNIT_COLUMNS[:2]
    grid = build_grid(codes, units.select(wanted), labels=labels)
    if resampling is None:
        row = grid.units["article"].rank("dense").cast(pl.Int64).to_numpy() - 1
        tables = [estimate_rows(part) for part in agreement_parts(grid, row, ordinal=ordinal)]
    else:
        clusters = cluster_units(grid.units, copies=copies)
        tables = [
            bounded_rows(part, clusters=clusters, resampling=resampling)
            for part in agreement_parts(grid, clusters.row, ordinal=ordinal)
        ]
    found = pl.concat(tables).with_columns(variable=pl.lit(variable), sample=pl.lit(sample))
    missing = pl.col("estimate").is_null()
    by_label, by_pair = pl.col("label").is_not_null(), pl.col("coder").is_not_null()
    return (
        found.with_columns(
            convention=_convention(), flag=pl.when(missing).then(_reason(grid)).otherwise("flag")
        )
        .sort(by_label.cast(pl.Int8) + 2 * by_pair.cast(pl.Int8), maintain_order=True)
        .select(pl.col(name).cast(of) for name, of in AGREEMENT.items())
    )


def why_nothing(grid: Grid) -> str:
    """Why coders cannot be compared at all; empty where they can."""
    if not grid.coders:
        return "nobody has coded a unit before the discussion"
    if len(grid.coders) == 1:
        return f"only {grid.coders[0] or 'one unnamed coder'} has coded: nobody to agree with"
    if not ((grid.codes != MISSING).sum(axis=1) > 1).any():
        return "no two coders have coded the same unit"
    return ""


def _convention() -> pl.Expr:
    """How Krippendorff (2004) describes an alpha; other coefficients have no such words."""
    value = pl.col("estimate")
    return (
        pl.when(~pl.col("statistic").is_in(ALPHAS) | value.is_null())
        .then(pl.lit(""))
        .when(value < _LOW)
        .then(pl.lit(BELOW))
        .when(value < _HIGH)
        .then(pl.lit(BETWEEN))
        .otherwise(pl.lit(ABOVE))
    )


def _reason(grid: Grid) -> pl.Expr:
    """Why there is no estimate."""
    none = pl.col("n") == 0
    return (
        pl.when(none & pl.col("coder").is_not_null())
        .then(pl.lit("undefined: the two coded no unit in common"))
        .when(none)
        .then(pl.lit(f"undefined: {why_nothing(grid)}"))
        .when(pl.col("prevalence") == 0)
        .then(pl.lit("undefined: nobody gave this label"))
        .when(pl.col("label").is_not_null())
        .then(pl.lit("undefined: where two coded, all codes or none have this label"))
        .otherwise(pl.lit("undefined: nothing varies, all codes are one label"))
    )
