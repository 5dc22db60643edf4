"""One fact in each outlet's words, as lines to read in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import polars as pl

_WIDTH = 96


def render_telling(rows: pl.DataFrame) -> Iterator[str]:
    """Lines of ``facts(..., fact=ID)``: an event, its outlets, how each tells it, its sentence."""
    if rows.is_empty():
        return
    yield f"{rows['fact'][0]}, in each outlet's words"
    for event in rows["event"].unique(maintain_order=True):
        yield ""
        yield f"== {event or 'no event'} =="
        for row in rows.filter(pl.col("event").eq_missing(event)).iter_rows(named=True):
            yield from _outlet(row)


def _outlet(row: dict[str, Any]) -> Iterator[str]:
    name = f"{row['outlet']} ({row['group']})"
    k, n = row["n_articles_with"], row["n_articles"]
    articles = f"{k} of {n} articles" if k else f"its {n} article{'s' * (n != 1)}"
    if row["wording"] is None:
        yield f"{name}: not found in {articles}"
        return
    agent = f"by {row['agent']}" if row["agent"] else "agent not stated"
    parts = [f"{row['verb']}, {row['grammar']} ({row['construction']})", agent]
    if row["recipient"]:
        parts.append(f"to {row['recipient']}")
    if row["status"] != "told":
        parts.append(row["status"].upper())
    where = row["position"] if row["depth"] is None else f"{row['position']} at {row['depth']:.0%}"
    parts += [f"{row['voice']} voice", where, articles]
    if row["other_wordings"]:
        parts.append(f"also {row['other_wordings']}")
    yield f"{name}: " + "; ".join(parts)
    sentence = " ".join(row["sentence"].split())
    yield from textwrap.wrap(sentence, _WIDTH, initial_indent="    ", subsequent_indent="    ")
