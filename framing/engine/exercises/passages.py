"""Passages to tell outlets by: a few sentences of an outlet's own body text."""

from __future__ import annotations

import polars as pl

from framing.annotate.layers import mark_wire
from framing.engine.coding.inside import place_inside
from framing.engine.coding.units import unit_id
from framing.engine.mentions import mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope
from framing.records.tables import UNITS

MIN_WORDS = 40  # fewer say little about who wrote them
_KIND = "passage"


def find_passages(run: Run, scope: Scope) -> pl.DataFrame:
    """Stretches of whole sentences of at least 40 words, without overlap.

    An agency's text under an outlet's name is left out, and so is what stands in other articles,
    too: both say nothing of how this outlet writes.

    Returns
    -------
    DataFrame
        Schema ``UNITS``, ``predicted`` null; sorted by article and start.
    """
    spans = _stretches(_own_sentences(run))
    texts = dict(run.measured.select("article", "text").iter_rows())
    rows = spans.rows()
    empty = pl.lit(None, dtype=pl.String)
    layer = spans.with_columns(
        unit=pl.Series([unit_id(_KIND, *row) for row in rows], dtype=pl.String),
        kind=pl.lit(_KIND),
        text=pl.Series([texts[article][a:b] for article, a, b in rows], dtype=pl.String),
        predicted=empty, id=empty, rule=empty, parent=empty,
    )  # fmt: skip
    found = mention_rows(run, layer, scope)
    return found.select(pl.col(name).cast(of) for name, of in UNITS.items())


def _own_sentences(run: Run) -> pl.DataFrame:
    """Sentences of the body with their words; ``block`` changes where one between is not own."""
    # Numbered anew behind every caption or share line: no passage reaches over one.
    stretch = pl.struct("article", pl.col("role") == "body").rle_id()
    body = run.segments.with_columns(stretch=stretch).filter(pl.col("role") == "body")
    wire = mark_wire(run.measured).filter("is_wire").select("article")
    sentences = run.sentences.join(
        body.select("article", "segment", "stretch"), on=["article", "segment"]
    ).join(wire, on="article", how="anti")
    inside = run.repeats.filter(pl.col("repeats") > 0).select("article", at="start")
    house = place_inside(sentences, inside).select("article", start="begins", house=True)
    words = run.tokens.select("article", at="start")
    counted = place_inside(sentences, words).group_by("article", "begins").agg(words=pl.len())
    keys = ["article", "start"]
    return (
        sentences.join(counted.rename({"begins": "start"}), on=keys)
        .join(house.unique(), on=keys, how="left")
        .sort("article", "start")
        .with_columns(house=pl.col("house").fill_null(value=False))
        .with_columns(block=pl.struct("stretch", "house").rle_id())
        .filter(~pl.col("house"))
    )


def _stretches(sentences: pl.DataFrame) -> pl.DataFrame:
    """Sentences in a row until there are enough words; what is left of a block is left out."""
    found, block, begin, words = [], None, 0, 0
    columns = ("article", "block", "start", "end", "words")
    for article, own, start, end, n in sentences.select(columns).iter_rows():
        if own != block:
            block, begin, words = own, start, 0
        begin = start if not words else begin
        words += n
        if words >= MIN_WORDS:
            found.append((article, begin, end))
            words = 0
    schema = {"article": pl.String, "start": pl.Int64, "end": pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row")
