"""What is marked in the articles: names by side, quotations, loaded wordings, shared sentences."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from framing.counts.tokens import MIN_RUN
from framing.records.scope import RUNNING_ROLES
from framing.reporting.formats import visible
from framing.reporting.inputs import ReportInputs
from framing.reporting.labels import Labels
from framing.reporting.messages import _, below
from framing.reporting.store.letters import Letters

QUOTES = "\"“”„‟«»‘’'"
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”“»]")
MARKS = {
    "at": pl.Int64, "start": pl.Int64, "end": pl.Int64, "kind": pl.String, "note": pl.String,
    "id": pl.String,
}  # fmt: skip


def build_marks(
    inputs: ReportInputs, labels: Labels, *, articles: pl.DataFrame, letters: Letters
) -> pl.DataFrame:
    """Marks of all ``articles`` (``at``, ``article``, ``text``), in reading order."""
    places = articles.select("at", "article")
    parts = [
        _names(inputs.names.mentions, labels),
        _worded(inputs.facts, pl.col("fact").replace(labels.facts)),
        _worded(
            inputs.stances.mentions,
            pl.format(
                "{}, {}: {}",
                _below("kind"),
                _below("position"),
                pl.col("holder").fill_null(_("unnamed")),
            ),
        ),
        *_voices(inputs, places=places, letters=letters, texts=articles["text"]),
    ]
    columns = ["article", "start", "end", "kind", "note", "id"]
    return (
        pl.concat([part.select(columns).cast({"note": pl.String}) for part in parts])
        .join(places, on="article")
        .with_columns(note=_visible(pl.col("note")))
        .select(pl.col(name).cast(kind) for name, kind in MARKS.items())
        .sort("at", "start", "end", "kind", "id")
    )


def _below(column: str) -> pl.Expr:
    return pl.col(column).map_elements(below, return_dtype=pl.String, skip_nulls=True)


def _visible(column: pl.Expr) -> pl.Expr:
    return column.fill_null("").map_elements(visible, return_dtype=pl.String, skip_nulls=True)


def _names(mentions: pl.DataFrame, labels: Labels) -> pl.DataFrame:
    sides = mentions["side"].unique().to_list()
    looks = {s: f"name-{labels.look(s)}" for s in sides}
    called = {s: labels.side(s) for s in sides}
    side = pl.col("side")
    return mentions.with_columns(
        kind=side.replace_strict(looks, return_dtype=pl.String),
        note=pl.format(
            "{}: {}", side.replace_strict(called, return_dtype=pl.String), _below("mode")
        ),
    )


def _worded(rows: pl.DataFrame, note: pl.Expr) -> pl.DataFrame:
    return rows.with_columns(kind=pl.lit("word"), note=note)


def _voices(
    inputs: ReportInputs, *, places: pl.DataFrame, letters: Letters, texts: pl.Series
) -> list[pl.DataFrame]:
    """Contents of attributions: quotations with their marks, the rest as the outlet's account."""
    contents = inputs.spans.filter(pl.col("part") == "content").select("id", "start", "end")
    rows = inputs.voices.mentions.select(
        "article", "id", "quotation", pl.col("start").alias("whole"), pl.col("end").alias("stop"),
        note=pl.col("speaker").fill_null(_("unnamed")),
    )  # fmt: skip
    rows = (
        rows.join(contents, on="id", how="left")
        .join(places, on="article")
        .sort("at", "id", "start")
        .with_columns(
            start=pl.coalesce("start", "whole"), end=pl.coalesce("end", "stop"),
            kind=pl.when(pl.col("quotation").is_in(["indirect", "mixed"]))
            .then(pl.lit("said")).otherwise(pl.lit("quote")),
            # The anchor of an attribution stands where its first content begins.
            id=pl.when(pl.int_range(pl.len()).over("id") == 0).then("id").otherwise(pl.lit("")),
        )
    )  # fmt: skip
    quotes = _with_quotation_marks(rows.filter(pl.col("kind") == "quote"), letters)
    said = rows.filter(pl.col("kind") == "said")
    return [quotes, said, _inner(said.filter(pl.col("quotation") == "mixed"), texts)]


def _with_quotation_marks(rows: pl.DataFrame, letters: Letters) -> pl.DataFrame:
    """Quotations with the quotation marks around them."""
    marks = np.array([ord(c) for c in QUOTES], dtype=np.uint32)
    at = rows["at"].to_numpy()
    start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
    base = letters.offsets[at]
    before = (start > 0) & np.isin(letters.codes[np.maximum(base + start - 1, 0)], marks)
    after = np.isin(letters.codes[base + end], marks)  # a line break stands behind each text
    return rows.with_columns(
        start=pl.Series(start - before, dtype=pl.Int64), end=pl.Series(end + after, dtype=pl.Int64)
    )


def _inner(rows: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    """Only what stands in quotation marks is quoted."""
    found = [
        (article, note, start + m.start(), start + m.end())
        for article, note, at, start, end in rows.select(
            "article", "note", "at", "start", "end"
        ).iter_rows()
        for m in _QUOTED.finditer(texts[at][start:end])
    ]
    schema = {"article": pl.String, "note": pl.String, "start": pl.Int64, "end": pl.Int64}
    made = pl.DataFrame(found, schema=schema, orient="row")
    return made.with_columns(kind=pl.lit("quote"), id=pl.lit(""))


def build_ties(inputs: ReportInputs, articles: pl.DataFrame) -> pl.DataFrame:
    """Sentences that stand in several articles of an event: the same number, the same words."""
    running = inputs.segments.filter(pl.col("role").is_in(RUNNING_ROLES))
    here = articles.select("at", "article", "event")
    if here["event"].null_count() == here.height:
        here = here.with_columns(event=pl.lit(""))
    same = ["event", "hash", "n_tokens"]
    return (
        inputs.repeats.filter(pl.col("n_tokens") >= MIN_RUN)  # a short line is no sentence
        .join(running.select("article", "segment"), on=["article", "segment"], how="semi")
        .select("article", "hash", "n_tokens", "start", "end")
        .join(here.drop_nulls("event"), on="article")
        .filter(pl.col("article").n_unique().over(same) > 1)
        .sort("at", "start", "end")
        .with_row_index("k")
        .with_columns(tie=pl.col("k").min().over(same).rank("dense").cast(pl.Int64))
        .select("at", "start", "end", "tie")
    )
