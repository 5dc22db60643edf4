"""How a class did on an exercise: all of it together, beside the tool and guessing."""

from __future__ import annotations

import polars as pl

from framing.records.coding import INDEPENDENT
from framing.records.tables import CLASSWORK, table

LABELS, MAJORITY, TOOL, GUESSING = "all labels", "what most said", "the tool", "guessing"
_THE_TOOL = "the tool"


def score_class(codes: pl.DataFrame, answers: pl.DataFrame, *, n_labels: int) -> pl.DataFrame:
    """Labels of a class against the answers; never one student's.

    Parameters
    ----------
    codes
        Schema ``CODES``; only independent ones count.
    answers
        Schema ``ANSWERS``.
    n_labels
        How many labels there were to choose from.

    Returns
    -------
    DataFrame
        Schema ``CLASSWORK``: rows ``all labels`` (how many of them are the answer), ``what most
        said`` (of units where one label leads), ``the tool`` (of units whose answer it did not
        give itself), ``guessing`` (what equal chances give). No interval: these units are no
        sample of anything.
    """
    asked = answers.drop_nulls("answer")
    own = codes.filter(pl.col("phase") == INDEPENDENT).join(
        asked.select("unit", "answer"), on="unit"
    )
    right = own.filter(pl.col("label") == pl.col("answer")).height
    most = (
        own.group_by("unit", "answer", "label")
        .agg(n=pl.len())
        .filter(pl.col("n") == pl.col("n").max().over("unit"))
        .filter(pl.len().over("unit") == 1)
    )
    told = asked.filter((pl.col("by") != _THE_TOOL) & pl.col("tool").is_not_null())
    counted = (
        (LABELS, right, own.height),
        (MAJORITY, most.filter(pl.col("label") == pl.col("answer")).height, most.height),
        (TOOL, told.filter(pl.col("tool") == pl.col("answer")).height, told.height),
    )
    rows: list[dict[str, object]] = [
        {"who": who, "right": k, "n": n, "share": k / n if n else None} for who, k, n in counted
    ]
    rows.append({"who": GUESSING, "right": None, "n": None, "share": 1 / n_labels})
    return table(rows, CLASSWORK)


def count_labels(codes: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """For each unit how many coders gave which label, the answer among them or not.

    Returns
    -------
    DataFrame
        ``unit``, ``label``, ``n``, ``is_answer``; by place, most given first.
    """
    own = codes.filter(pl.col("phase") == INDEPENDENT).group_by("unit", "label").agg(n=pl.len())
    return (
        answers.select("unit", "place", "answer")
        .join(own, on="unit")
        .with_columns(is_answer=pl.col("label") == pl.col("answer"))
        .sort("place", "n", "label", descending=[False, True, False])
        .select("unit", "label", "n", "is_answer")
    )
