"""Tables of a whole corpus for partitions, which read the rows of their own articles, or all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from framing.engine.parts.cache import Cache, file_name
from framing.engine.parts.part import Part, Stored

FOLDER, _NAME = "rows", "rows"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table for partitions; pickled, it names files, unless the corpus is in memory.

    ``buckets``: whether it was cut; one that was not is read whole by every partition.
    """

    folder: str = ""
    key: str = ""
    whole: pl.DataFrame = field(default_factory=pl.DataFrame)
    buckets: bool = True

    def of(self, part: Part) -> pl.DataFrame:
        """The rows of a partition's articles, in the order of the whole table; or all.

        Raises
        ------
        OSError
            Where a file is missing.
        """
        if not self.folder:
            return self.whole
        assert isinstance(part, Stored)
        if not self.buckets:
            return part.place.read(f"{self.folder}/{_one_file(self.key)}")
        parts = [
            part.place.read(f"{self.folder}/{file_name(_NAME, bucket, self.key)}")
            for bucket, *_ in part.buckets
        ]
        return part.keep(in_order(parts))


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
    buckets = cache.bucketed(articles.select("article"))
    parts = table.join(buckets, on="article", maintain_order="left").partition_by(
        "bucket", include_key=False, as_dict=True
    )
    by_bucket = {int(str(bucket)): part for (bucket,), part in parts.items()}
    digest = hashlib.sha256()
    for bucket, part in sorted(by_bucket.items()):
        digest.update(f"{bucket}\x1e".encode() + part.serialize())
    key = digest.hexdigest()[:16]
    _write(
        cache,
        name,
        {
            file_name(_NAME, bucket, key): by_bucket.get(bucket, table.clear())
            for bucket in buckets["bucket"].unique().sort()
        },
    )
    return Rows(f"{FOLDER}/{name}", key)


def lend_rows(cache: Cache, name: str, table: pl.DataFrame) -> Rows:
    """Write a table that every partition reads whole; see ``cut_rows``."""
    key = hashlib.sha256(table.serialize()).hexdigest()[:16]
    _write(cache, name, {_one_file(key): table})
    return Rows(f"{FOLDER}/{name}", key, buckets=False)


def _write(cache: Cache, name: str, files: Mapping[str, pl.DataFrame]) -> None:
    """Files of a table that are not there yet, in place of those of an earlier one."""
    place = cache.place
    assert place is not None
    folder = f"{FOLDER}/{name}"
    there = set(place.names(folder))
    for file, rows in files.items():
        if file not in there:
            place.write(f"{folder}/{file}", rows)
    cache.tidy(folder, set(files))


def _one_file(key: str) -> str:
    return f"{_NAME}-{key}.parquet"


def in_order(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The tables of partitions as one, sorted by article; rows of one stay in their order."""
    return pl.concat(parts).sort("article", maintain_order=True)
