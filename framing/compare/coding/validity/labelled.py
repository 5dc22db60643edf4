"""A sample's units with two labels: the tool's as it is now, and the one that coders settled."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.corrected.response import weigh_response
from framing.compare.coding.truth import ADJUDICATION, AGREEMENT, ONE_CODER, settle_labels
from framing.records.coding import Sample
from framing.records.tables import LABELLED

# Why a unit has no label to be compared with.
DIFFER, NOT_CODED, GONE = "coders differ", "not coded", "no longer found"
FATES = (ADJUDICATION, AGREEMENT, ONE_CODER, DIFFER, NOT_CODED, GONE)
NO_LABEL = "(no label)"  # the tool has read the unit and says nothing


def label_units(sample: Sample, units: pl.DataFrame) -> pl.DataFrame:
    """Every unit that was drawn, with both labels.

    Parameters
    ----------
    sample
        What was drawn and coded.
    units
        Schema ``UNITS``: what the tool finds now; matched by ``unit``.

    Returns
    -------
    DataFrame
        Schema ``LABELLED``, sorted by unit. ``label`` is null where coders differ or nobody
        coded; ``tool`` where the tool no longer finds the unit. ``weight`` is the unit's weight
        under the scope over its inclusion probability, which is mended where others of its
        stratum have no label (``weigh_response``).
    """
    now = units.select("unit", "predicted", "weight").rename({"predicted": "tool"})
    here = sample.units.filter(pl.col("unit").is_in(units["unit"].implode()))
    response = weigh_response(here, sample.codes)
    coded = sample.codes.select("unit").unique().with_columns(is_coded=pl.lit(True))
    is_found, is_settled = pl.col("is_found").is_not_null(), pl.col("label").is_not_null()
    why_not = pl.when("is_coded").then(pl.lit(DIFFER)).otherwise(pl.lit(NOT_CODED))
    return (
        sample.units.drop("weight", "predicted")
        .join(now.with_columns(is_found=pl.lit(True)), on="unit", how="left")
        .join(settle_labels(sample.codes), on="unit", how="left")
        .join(coded, on="unit", how="left")
        .join(response.coded.select("unit", mended="probability"), on="unit", how="left")
        .with_columns(
            tool=pl.when(is_found).then(pl.col("tool").fill_null(NO_LABEL)),
            settled=pl.when(is_settled & ~is_found)
            .then(pl.lit(GONE))
            .when(is_settled)
            .then("settled")
            .otherwise(why_not),
            weight=pl.col("weight") / pl.coalesce("mended", "probability"),
            n_coders=pl.col("n_coders").fill_null(0),
        )
        .sort("unit")
        .select(pl.col(name).cast(of) for name, of in LABELLED.items())
    )


def both_labels(labelled: pl.DataFrame) -> pl.DataFrame:
    """The units that have both labels and weigh something: those that every measure is of."""
    return labelled.drop_nulls(["tool", "label"]).filter(pl.col("weight") > 0)
