"""Where in its article a passage stands: title, standfirst, lead, first, middle, last, caption."""

from __future__ import annotations

import polars as pl


def with_places(mentions: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Add ``role`` and ``place`` to rows with ``article`` and ``start``.

    The lead is the first paragraph of the body; the thirds are of the body's characters.
    """
    body = segments.filter(pl.col("role") == "body")
    bounds = body.group_by("article").agg(
        body_start=pl.col("start").min(),
        body_end=pl.col("end").max(),
        lead=pl.col("paragraph").min(),
    )
    located = (
        mentions.with_row_index("row")
        .sort("article", "start")
        .join_asof(
            segments.select("article", "start", "role", "paragraph").sort("article", "start"),
            on="start",
            by="article",
            strategy="backward",
            check_sortedness=False,
        )
        .join(bounds, on="article", how="left")
        .sort("row")
    )
    depth = (pl.col("start") - pl.col("body_start")) / (pl.col("body_end") - pl.col("body_start"))
    third = (
        pl.when(depth < 1 / 3)
        .then(pl.lit("first third"))
        .when(depth < 2 / 3)
        .then(pl.lit("middle third"))
        .otherwise(pl.lit("last third"))
    )
    is_lead = pl.col("paragraph") == pl.col("lead")
    place = (
        pl.when(pl.col("role").is_in(["title", "standfirst", "caption"]))
        .then("role")
        .when(pl.col("role") != "body")
        .then(pl.lit("other"))
        .when(is_lead)
        .then(pl.lit("lead"))
        .otherwise(third)
    )
    return located.with_columns(place=place).drop(
        "row", "paragraph", "body_start", "body_end", "lead"
    )
