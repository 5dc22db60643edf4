"""Labels of units as cells: every measure of validity is a sum of tops over a sum of bottoms."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

ERROR, ACCURACY, MACRO_F1 = "error", "accuracy", "macro_F1"
PRECISION, RECALL, F1 = "precision", "recall", "F1"
SHARE, SURPLUS = "coded_share", "surplus"
SHARES = (ACCURACY, PRECISION, RECALL, F1, SHARE)

_TOOL, _CODERS = pl.col("tool") == pl.col("of"), pl.col("label") == pl.col("of")
_WHOLE = pl.col("of").is_null()
_RIGHT = pl.col("tool") == pl.col("label")
# Measure: which units it is of, what counts, out of what, and what is counted beside it.
_MEASURES: dict[str, tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]] = {
    ACCURACY: (_WHOLE, _RIGHT, pl.lit(1), _RIGHT),
    ERROR: (_WHOLE, ~_RIGHT, pl.lit(1), _RIGHT),
    PRECISION: (_TOOL, _CODERS, pl.lit(1), _CODERS),
    RECALL: (_CODERS, _TOOL, pl.lit(1), _TOOL),
    F1: (
        _TOOL | _CODERS,
        2 * (_TOOL & _CODERS).cast(pl.Int64),
        _TOOL.cast(pl.Int64) + _CODERS.cast(pl.Int64),
        _TOOL & _CODERS,
    ),
    SHARE: (~_WHOLE, _CODERS, pl.lit(1), _CODERS),
    SURPLUS: (
        ~_WHOLE,
        _TOOL.cast(pl.Int64) - _CODERS.cast(pl.Int64),
        pl.lit(1),
        _TOOL & _CODERS,
    ),
}


def measure_cells(
    rows: pl.DataFrame, labels: Sequence[str], measures: Sequence[str]
) -> pl.DataFrame:
    """One row a unit, label and measure that the unit counts for.

    Parameters
    ----------
    rows
        Schema ``LABELLED``, with both labels.
    labels
        Those of the variable; measures of all labels have ``label`` null.
    measures
        Keys: error, accuracy, precision, recall, F1, coded_share (what coders gave the label),
        surplus (share with the tool's label minus share with the coders': above 0, the tool
        overstates it).

    Returns
    -------
    DataFrame
        ``unit``, ``article``, ``outlet``, ``group``, ``event``, ``label``, ``measure``, ``top``,
        ``bottom`` (weighted), ``right`` (whether both labels are this one; of all: alike).
    """
    of = pl.DataFrame({"of": [None, *labels]}, schema={"of": pl.String})
    each = rows.join(of, how="cross")
    parts = []
    for measure in measures:
        where, top, bottom, right = _MEASURES[measure]
        parts.append(
            each.filter(where).select(
                "unit",
                "article",
                "outlet",
                "group",
                "event",
                label="of",
                measure=pl.lit(measure),
                top=top.cast(pl.Float64) * pl.col("weight"),
                bottom=bottom.cast(pl.Float64) * pl.col("weight"),
                right=right.cast(pl.Int64),
            )
        )
    return pl.concat(parts)
