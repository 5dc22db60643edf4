"""One label a unit from what several coders said."""

from __future__ import annotations

import polars as pl

from framing.records.coding import ADJUDICATED, INDEPENDENT

# How a label was settled: by whoever adjudicated, by all coders alike, or by the only one.
ADJUDICATION, AGREEMENT, ONE_CODER = "adjudicated", "agreed", "one coder"
SETTLED = {
    "unit": pl.String, "label": pl.String, "settled": pl.String, "n_coders": pl.Int64,
}  # fmt: skip


def settle_labels(codes: pl.DataFrame) -> pl.DataFrame:
    """The label of each unit that is settled; units on which coders differ have no row.

    Parameters
    ----------
    codes
        Schema ``CODES`` of one sample. Labels changed in a discussion count nowhere.

    Returns
    -------
    DataFrame
        ``unit``, ``label``, ``settled`` (how), ``n_coders`` (who coded it independently), sorted
        by unit.
    """
    own = (
        codes.filter(pl.col("phase") == INDEPENDENT)
        .group_by("unit")
        .agg(
            labels=pl.col("label").unique().sort(),
            n_coders=pl.col("coder").n_unique().cast(pl.Int64),
        )
    )
    last = codes.filter(pl.col("phase") == ADJUDICATED).sort("coder", "place")
    judged = last.unique("unit", keep="last", maintain_order=True).select("unit", judged="label")
    both = own.join(judged, on="unit", how="full", coalesce=True)
    agreed = pl.col("labels").list.len() == 1
    is_judged = pl.col("judged").is_not_null()
    return (
        both.with_columns(
            label=pl.when(is_judged)
            .then("judged")
            .when(agreed)
            .then(pl.col("labels").list.first()),
            settled=pl.when(is_judged)
            .then(pl.lit(ADJUDICATION))
            .when(pl.col("n_coders") > 1)
            .then(pl.lit(AGREEMENT))
            .otherwise(pl.lit(ONE_CODER)),
            n_coders=pl.col("n_coders").fill_null(0),
        )
        .drop_nulls("label")
        .sort("unit")
        .select(pl.col(name).cast(of) for name, of in SETTLED.items())
    )
