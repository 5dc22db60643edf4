"""The voice of every token: laid over the tokens from annotated spans, all at once."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

_FAR = 1 << 40  # more characters than any article has


def token_voices(
    tokens: pl.DataFrame,
    *,
    segments: pl.DataFrame,
    contents: pl.DataFrame,
    wire_articles: list[str],
) -> pl.Series:
    """``source`` in reported content, else ``caption``, ``wire`` (body of agency copy), ``outlet``.

    Parameters
    ----------
    tokens, segments
        Schemas ``TOKENS`` and ``SEGMENTS``.
    contents
        Columns ``article``, ``start``, ``end``: spans of reported content.
    wire_articles
        Ids of articles that are an agency's text under another outlet's name.
    """
    inside = starts_inside(tokens, contents)
    roles = tokens.select("article", "segment").join(
        segments.select("article", "segment", "role"),
        on=["article", "segment"],
        how="left",
        maintain_order="left",
    )
    is_wire = tokens["article"].is_in(wire_articles) & (roles["role"] == "body")
    return pl.select(
        pl.when(pl.Series(inside))
        .then(pl.lit("source"))
        .when(roles["role"] == "caption")
        .then(pl.lit("caption"))
        .when(is_wire)
        .then(pl.lit("wire"))
        .otherwise(pl.lit("outlet"))
        .alias("voice")
    )["voice"]


def starts_inside(tokens: pl.DataFrame, spans: pl.DataFrame) -> NDArray[np.bool_]:
    """Whether each token starts inside one of the spans (``article``, ``start``, ``end``).

    Spans may overlap.
    """
    order = {name: k for k, name in enumerate(tokens["article"].unique().sort())}
    at = _places(tokens, "start", order)
    known = spans.filter(pl.col("article").is_in(list(order)))
    opens = np.sort(_places(known, "start", order))
    closes = np.sort(_places(known, "end", order))
    covered = np.searchsorted(opens, at, "right") - np.searchsorted(closes, at, "right")
    return covered > 0


def _places(rows: pl.DataFrame, column: str, order: dict[str, int]) -> NDArray[np.int64]:
    """Characters of all articles in one line: article number times far, plus offset."""
    number = rows["article"].replace_strict(order, return_dtype=pl.Int64)
    return (number * _FAR + rows[column]).to_numpy()
