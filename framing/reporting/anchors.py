"""The ids of the page: articles, mentions, and the layer that mentions are of."""

from __future__ import annotations

import hashlib

import polars as pl

# A layer is known by a column that only its rows have.
_LAYERS = {
    "term": "words", "mode": "names", "quotation": "voices", "fact": "facts",
    "target": "stance", "how": "carried", "tone": "portrayal", "element": "frames",
    "settled": "coded",
}  # fmt: skip


def layer_of(rows: pl.DataFrame) -> str:
    """The layer that mentions are of; ``other`` for those of no known one."""
    return next((layer for column, layer in _LAYERS.items() if column in rows.columns), "other")


def article_id(article: str) -> str:
    """The id of an article in the page."""
    return "a-" + hashlib.blake2b(article.encode(), digest_size=6).hexdigest()


def mention_id(annotation: str) -> str:
    """The id of a mention in the page."""
    return f"m-{annotation}"
