"""Where the tool's label is not the settled one: the unit in its context, and the tool's reason."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.labelled import GONE
from framing.compare.coding.truth import ONE_CODER
from framing.engine.run import Run
from framing.records.coding import Sample
from framing.records.tables import LABEL_ERRORS, table

NOT_FOUND = "(not found)"
_AROUND = 80  # characters of context on each side of a unit
_LONGEST = 400  # characters of a unit


def list_mistakes(run: Run, sample: Sample, labelled: pl.DataFrame) -> pl.DataFrame:
    """Units whose labels differ, or that the tool no longer finds.

    Returns
    -------
    DataFrame
        Schema ``LABEL_ERRORS``: labels settled by several people come before those of one
        coder; of these, units that stand for more of the population come first.
    """
    wrong = labelled.filter(
        pl.col("label").is_not_null() & (pl.col("tool").ne_missing(pl.col("label")))
    )
    texts = dict(run.measured.select("article", "text").iter_rows())
    notes = dict(
        sample.codes.drop_nulls("note")
        .group_by("unit", maintain_order=True)
        .agg(pl.col("note").str.join(" / "))
        .iter_rows()
    )
    rows: list[dict[str, object]] = []
    for row in wrong.iter_rows(named=True):
        rows.append(
            {
                "sample": sample.id,
                "variable": sample.variable.id,
                **{c: row[c] for c in ("unit", "article", "outlet", "group", "event")},
                "start": row["start"],
                "end": row["end"],
                "tool": row["tool"] or NOT_FOUND,
                "settled": row["label"],
                "how": row["settled"],
                "n_coders": row["n_coders"],
                "weight": row["weight"],
                "context": _context(texts.get(row["article"], ""), row["start"], row["end"]),
                "rule": None,
                "why": None,
                "note": notes.get(row["unit"]),
            }
        )
    return table(rows, LABEL_ERRORS).sort(
        pl.col("how") == GONE,
        pl.col("how") == ONE_CODER,
        -pl.col("weight").fill_null(0),
        "article",
        "start",
    )


def _context(text: str, start: int, end: int) -> str:
    """The unit in brackets, with a few words around it."""
    inside = text[start:end]
    if len(inside) > _LONGEST:
        inside = inside[:_LONGEST] + " …"
    said = f"{text[max(0, start - _AROUND) : start]}[{inside}]{text[end : end + _AROUND]}"
    return " ".join(said.split())
