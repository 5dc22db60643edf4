"""Hashes of tables, also of those of one partition: workers import this."""

from __future__ import annotations

import hashlib
from typing import Any

import polars as pl

from framing.engine.parts.part import Part
from framing.engine.parts.stages import LAYERS, TABLES, TEXT


def digest(made: Any) -> str:
    """A hash of what a table says, or of a list of hashes."""
    said = hashlib.sha256()
    if isinstance(made, pl.DataFrame):
        plain = made.with_columns(pl.col(pl.Categorical).cast(pl.String))
        for piece in plain.iter_slices(100_000):
            said.update(piece.write_csv(include_header=True).encode())
    else:
        said.update(repr(made).encode())
    return said.hexdigest()[:16]


def digest_words(part: Part) -> list[str]:
    """Of the words of a partition."""
    return [digest(part.table(name)) for name in TABLES[TEXT]]


def digest_layers(part: Part) -> list[str]:
    """Of the annotation of a partition."""
    return [digest(part.table(name)) for name in TABLES[LAYERS]]
