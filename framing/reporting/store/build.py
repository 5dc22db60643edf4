"""From a desk to the store of its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from framing.reporting.anchors import article_id
from framing.reporting.formats import visible
from framing.reporting.model import Store
from framing.reporting.store.excerpts import keep_all, keep_excerpts
from framing.reporting.store.letters import read_letters
from framing.reporting.store.marks import build_marks, build_ties

if TYPE_CHECKING:
    from framing.reporting.desk import Desk

BROWSED = ("names", "voices", "stance", "facts")  # layers that are held whole, cited or not
_NOTES = ("speaker", "holder", "labels", "mode")  # the first of them says who or how


def build_store(desk: Desk) -> Store:
    """Articles that are measured, and every passage that was cited so far or can be browsed."""
    articles = desk.measured.sort("group", "outlet", "date", "article", nulls_last=True)
    articles = articles.with_row_index("at").with_columns(
        pl.col("at").cast(pl.Int64),
        id=pl.Series([article_id(a) for a in articles["article"]], dtype=pl.String),
        wire=pl.when("is_wire").then("wire"),
    )
    letters = read_letters(articles["text"])
    places = articles.select("at", "article")
    passages = _passages(desk, places)
    segments = (
        desk.inputs.segments.join(places, on="article")
        .select("at", "paragraph", "role", "start", "end")
        .sort("at", "start")
    )
    ties = build_ties(desk.inputs, articles)
    texts = desk.inputs.options.texts
    titles = segments.filter(pl.col("role") == "title")
    spans = ["at", "start", "end"]
    kept = (
        keep_all(letters)
        if texts == "full"
        else keep_excerpts(
            letters, passages, whole=pl.concat([titles.select(spans), ties.select(spans)])
        )
    )
    return Store(
        texts=texts,
        outlets=_outlets(desk),
        events=_events(desk),
        sides=_sides(desk),
        articles=articles.select(
            "at", "article", "id", "outlet", "group", "event", "date", "title", "url",
            "language", "wire", "text",
        ),
        passages=passages,
        segments=segments,
        marks=build_marks(desk.inputs, desk.labels, articles=articles, letters=letters),
        ties=ties,
        kept=kept,
    )  # fmt: skip


def _outlets(desk: Desk) -> pl.DataFrame:
    house = desk.house
    rows = [(o, g, house.colours[o], house.marks[g][1]) for o, g in desk.outlets]
    schema = dict.fromkeys(("outlet", "group", "colour", "mark"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _events(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Events that have articles, named ones in their order, then the others."""
    there = set(desk.measured["event"].drop_nulls())
    order = [e for e in desk.event_names if e in there]
    order += sorted(there - set(order))
    return tuple((e, desk.event_names.get(e) or visible(e)) for e in order)


def _sides(desk: Desk) -> tuple[tuple[str, str], ...]:
    """How names are underlined; sides that look alike share a line."""
    there = desk.inputs.names.mentions["side"].unique().to_list()
    order = [*desk.labels.sides, *sorted(set(there) - set(desk.labels.sides))]
    looks: dict[str, list[str]] = {}
    for side in order:
        if side in there:
            looks.setdefault(f"name-{desk.labels.look(side)}", []).append(desk.labels.side(side))
    return tuple((look, ", ".join(sides)) for look, sides in looks.items())


def _passages(desk: Desk, places: pl.DataFrame) -> pl.DataFrame:
    """Each passage once, in reading order."""
    inputs = desk.inputs
    layers = (inputs.names.mentions, inputs.voices.mentions, inputs.stances.mentions, inputs.facts)
    held = [*zip(BROWSED, layers, strict=True), *desk.cited]
    return (
        pl.concat([_as_passages(layer, rows) for layer, rows in held])
        .unique(["layer", "id"], keep="first", maintain_order=True)
        .join(places, on="article")
        .sort("at", "start", "end", "layer", "id")
        .select("at", "start", "end", "layer", "id", "voice", "place", "note")
    )


def _as_passages(layer: str, rows: pl.DataFrame) -> pl.DataFrame:
    notes = [pl.col(c).replace({"own": ""}) for c in _NOTES if c in rows.columns]
    return rows.select(
        pl.col("article", "id").cast(pl.String),
        pl.col("start", "end").cast(pl.Int64),
        pl.col("voice", "place").cast(pl.String).fill_null(""),
        layer=pl.lit(layer),
        note=pl.coalesce(*notes, pl.lit("")).cast(pl.String) if notes else pl.lit(""),
    )
