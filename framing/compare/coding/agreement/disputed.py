"""Units on which coders differ, the most disputed first."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.agreement.grid import independent_codes

DISPUTES = {
    "unit": pl.String, "disagreement": pl.Float64, "n_coders": pl.Int64, "labels": pl.String,
}  # fmt: skip


def disputed_units(codes: pl.DataFrame) -> pl.DataFrame:
    """Units on which coders differ before any discussion.

    Parameters
    ----------
    codes
        Schema ``CODES`` of one variable.

    Returns
    -------
    DataFrame
        ``unit``; ``disagreement``, the share of pairs of coders who gave it different labels,
        above 0 up to 1; ``n_coders``; ``labels`` with their counts ("source 3, both 1"). Sorted by
        disagreement, then number of coders, both falling, then unit.
    """
    counts = (
        independent_codes(codes)
        .group_by("unit", "label")
        .agg(n=pl.len().cast(pl.Int64))
        .sort(pl.col("n"), "label", descending=[True, False])
    )
    total = pl.col("n").sum()
    alike = (pl.col("n") * (pl.col("n") - 1)).sum()
    return (
        counts.group_by("unit", maintain_order=True)
        .agg(
            disagreement=1.0 - alike / (total * (total - 1)),
            n_coders=total,
            labels=pl.format("{} {}", "label", "n").str.join(", "),
            differ=pl.len() > 1,
        )
        .filter("differ")
        .sort(pl.col("disagreement"), "n_coders", "unit", descending=[True, True, False])
        .select(pl.col(name).cast(of) for name, of in DISPUTES.items())
    )
