"""Tables of a whole corpus of which each partition reads the rows of its own articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from framing.engine.parts.cache import Cache, file_name
from framing.engine.parts.part import Part, Stored

FOLDER, _NAME = "rows", "rows"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table by article, cut for partitions; pickled, it names files, unless it is in memory."""

    folder: str = ""
    key: str = ""
    whole: pl.DataFrame = field(default_factory=pl.DataFrame)

    def of(self, part: Part) -> pl.DataFrame:
        """The rows of a partition's articles, in the order of the whole table.

        Raises
        ------
        OSError
            Where a file is missing.
        """
        if not self.folder:
            return self.whole
        assert isinstance(part, Stored)
        parts = [
            part.place.read(f"{self.folder}/{file_name(_NAME, bucket, self.key)}")
            for bucket, *_ in part.buckets
        ]
        return in_order(parts)


def cut_rows(cache: Cache, articles: pl.DataFrame, name: str, table: pl.DataFrame) -> Rows:
    """Write a table where the partitions of a corpus read it.

    Parameters
    ----------
    cache
        Of the run, with a place.
    articles
        All measured articles: each bucket that has one gets a file.
    name
        Of the table: letters, digits, hyphens. A later table of the name replaces an earlier one.
    table
        Rows with a column ``article``, of these articles, sorted by it.
    """
    place = cache.place
    assert place is not None
    buckets = cache.bucketed(articles.select("article"))
    parts = table.join(buckets, on="article", maintain_order="left").partition_by(
        "bucket", include_key=False, as_dict=True
    )
    by_bucket = {int(str(bucket)): part for (bucket,), part in parts.items()}
    digest = hashlib.sha256()
    for bucket, part in sorted(by_bucket.items()):
        digest.update(f"{bucket}\x1e".encode() + part.serialize())
    key = digest.hexdigest()[:16]
    folder = f"{FOLDER}/{name}"
    there = set(place.names(folder))
    for bucket in buckets["bucket"].unique().sort():
        file = file_name(_NAME, bucket, key)
        if file not in there:
            place.write(f"{folder}/{file}", by_bucket.get(bucket, table.clear()))
    for old in there:
        if not old.endswith(f"-{key}.parquet"):
            place.remove(f"{folder}/{old}")
    return Rows(folder, key)


def in_order(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The tables of partitions as one, sorted by article; rows of one stay in their order."""
    return pl.concat(parts).sort("article", maintain_order=True)
