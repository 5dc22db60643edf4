"""What is right of an exercise, or of any sample, and by whose word."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.truth import ADJUDICATION, settle_labels
from framing.engine.exercises.catalogue import OUTLET
from framing.records.coding import Sample
from framing.records.tables import ANSWERS

KNOWN, THE_TOOL = "known", "the tool"


def find_answers(sample: Sample, codes: pl.DataFrame | None = None) -> pl.DataFrame:
    """The answer to each unit: known for certain, adjudicated, or the tool's own label.

    Parameters
    ----------
    sample
        What was asked.
    codes
        What was said of it, schema ``CODES``; default: the sample's.

    Returns
    -------
    DataFrame
        Schema ``ANSWERS``, in the order of places. ``answer`` is null where nobody knows.
    """
    units = sample.units.select("unit", "place", "article", "text", "outlet", tool="predicted")
    if sample.variable.id == OUTLET:
        found = units.with_columns(answer="outlet", by=pl.lit(KNOWN))
    else:
        judged = settle_labels(sample.codes if codes is None else codes).filter(
            pl.col("settled") == ADJUDICATION
        )
        is_judged = pl.col("label").is_not_null()
        found = units.join(judged.select("unit", "label"), on="unit", how="left").with_columns(
            answer=pl.coalesce("label", "tool"),
            by=pl.when(is_judged)
            .then(pl.lit(ADJUDICATION))
            .when(pl.col("tool").is_not_null())
            .then(pl.lit(THE_TOOL)),
        )
    return found.sort("place").select(pl.col(name).cast(of) for name, of in ANSWERS.items())
