"""What every mention of an item on an event tells."""

from __future__ import annotations

import hashlib

import polars as pl

CARRIED = (
    "event", "kind", "item", "label", "article", "outlet", "group", "role", "place", "voice",
    "start", "end", "text", "how", "carries",
)  # fmt: skip


def as_carried(rows: pl.DataFrame) -> pl.DataFrame:
    """The mentions that stand in articles on an event, with the columns of ``CARRIED``."""
    return rows.filter(pl.col("event").is_not_null()).select(CARRIED)


def short_id(key: str) -> str:
    """An item's id from the place of the passage that stands for it."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]
