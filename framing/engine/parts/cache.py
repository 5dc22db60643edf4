"""The cache: one Parquet file per bucket of articles and table; it may always be deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

import polars as pl

from framing.scheduling.places import Place
from framing.scheduling.versions import code_hash

FEWEST = 64  # buckets
MOST_ARTICLES = 1000  # in a bucket, on average: above it there are twice as many buckets
WHOLE = 0  # stands for the bucket of a table over the whole corpus
AT_ONCE = 2000  # articles computed at a time: bounds memory, not results

Compute = Callable[[pl.DataFrame], Mapping[str, pl.DataFrame]]


def count_buckets(n_articles: int) -> int:
    """How many buckets so many articles have: 64, or 128, 256 ... so that each stays small.

    >>> count_buckets(64_000), count_buckets(64_001), count_buckets(1_000_000)
    (64, 128, 1024)
    """
    n = FEWEST
    while n_articles > n * MOST_ARTICLES:
        n *= 2
    return n


def bucket_of(article: str, n_buckets: int) -> int:
    """The bucket of an article, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(article.encode(), digest_size=4).digest()) % n_buckets


class Cache:
    """Tables of a stage, computed only for the buckets whose key has changed.

    ``n_buckets`` is that of the whole corpus, also where articles are a part of it; ``at_once``:
    articles computed at a time.
    """

    def __init__(
        self, place: Place | None, n_buckets: int = FEWEST, *, at_once: int = AT_ONCE
    ) -> None:
        self.place = place
        self.n_buckets = n_buckets
        self._at_once = at_once

    def stage(
        self,
        name: str,
        articles: pl.DataFrame,
        *,
        tables: tuple[str, ...],
        depends: str,
        compute: Compute,
    ) -> dict[str, pl.DataFrame]:
        """The tables of one stage over all articles.

        Parameters
        ----------
        name
            Of the stage; a folder of the cache.
        articles
            Schema ``ARTICLES``; every column but ``event`` and ``date`` is part of the key.
        tables
            Names of the tables that ``compute`` returns for a partition of articles.
        depends
            What else results depend on (a hash of the codebook, corrections).
        compute
            Partition of articles -> tables, each with a column ``article``.
        """
        keyed = self.bucketed(articles)
        if keyed.is_empty():
            return dict(compute(articles))
        keys = _keys(keyed, depends)
        found = {b: self._read(name, tables, b, key) for b, key in keys.items()}
        stored = {b: rows for b, rows in found.items() if rows is not None}
        stale = [b for b in keys if b not in stored]
        fresh = self._compute(keyed, stale, tables, compute)
        for bucket in stale:
            for table in tables:
                self._write(name, table, bucket, keys[bucket], fresh[table, bucket])
        result = {}
        for table in tables:
            parts = [stored[b][table] if b in stored else fresh[table, b] for b in keys]
            result[table] = pl.concat(parts).sort("article", maintain_order=True)
        return result

    def keep(
        self, name: str, key: str, compute: Callable[[], pl.DataFrame], *, bucket: int = WHOLE
    ) -> pl.DataFrame:
        """A table over all articles, or of some buckets, computed only where its key has changed.

        ``bucket`` is then the first of them.
        """
        if self.place is not None:
            try:
                return self.place.read(f"{name}/{file_name(name, bucket, key)}")
            except (OSError, pl.exceptions.PolarsError):
                pass  # missing or broken
        found = compute()
        self._write(name, name, bucket, key, found)
        return found

    def keys(self, articles: pl.DataFrame, depends: str) -> dict[int, str]:
        """The key of every bucket that has an article, buckets in order."""
        return _keys(self.bucketed(articles), depends)

    def stale(self, name: str, keys: Mapping[int, str], *, tables: Sequence[str]) -> list[int]:
        """The buckets that ``stage`` would compute; all without a place."""
        if self.place is None:
            return list(keys)
        there = set(self.place.names(name))
        return [
            bucket
            for bucket, key in keys.items()
            if not all(file_name(table, bucket, key) in there for table in tables)
        ]

    def by_bucket(self, articles: pl.DataFrame) -> dict[int, pl.DataFrame]:
        """Articles parted by bucket, buckets in order."""
        parts = (
            self.bucketed(articles)
            .sort("bucket", "article")
            .partition_by("bucket", maintain_order=True, include_key=False, as_dict=True)
        )
        return {int(str(bucket)): part for (bucket,), part in parts.items()}

    def bucketed(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Articles with the number of their bucket, ``bucket``."""
        found = [bucket_of(article, self.n_buckets) for article in articles["article"]]
        return articles.with_columns(bucket=pl.Series(found, dtype=pl.Int64))

    def _compute(
        self, keyed: pl.DataFrame, stale: list[int], tables: tuple[str, ...], compute: Compute
    ) -> dict[tuple[str, int], pl.DataFrame]:
        """Fresh tables by bucket; many buckets are computed in one go."""
        fresh: dict[tuple[str, int], pl.DataFrame] = {}
        waiting = keyed.filter(pl.col("bucket").is_in(stale)).sort("bucket", "article")
        for start in range(0, waiting.height, self._at_once):
            part = waiting.slice(start, self._at_once).sort("article")
            found = compute(part.drop("bucket"))
            bucket = dict(part.select("article", "bucket").iter_rows())
            for table in tables:
                rows = found[table].with_columns(
                    bucket=pl.col("article").replace_strict(bucket, return_dtype=pl.Int64)
                )
                for b in set(bucket.values()):
                    own = rows.filter(pl.col("bucket") == b).drop("bucket")
                    earlier = fresh.get((table, b))
                    fresh[table, b] = own if earlier is None else pl.concat([earlier, own])
        return fresh

    def _read(
        self, stage: str, tables: tuple[str, ...], bucket: int, key: str
    ) -> dict[str, pl.DataFrame] | None:
        """The stored tables of a bucket; None where one is missing or broken."""
        if self.place is None:
            return None
        try:
            return {t: self.place.read(f"{stage}/{file_name(t, bucket, key)}") for t in tables}
        except (OSError, pl.exceptions.PolarsError):
            return None

    def _write(self, stage: str, table: str, bucket: int, key: str, rows: pl.DataFrame) -> None:
        """Write a bucket, and remove what it replaces."""
        if self.place is None:
            return
        name = file_name(table, bucket, key)
        try:
            self.place.write(f"{stage}/{name}", rows)
            begins = f"{table}-{bucket:05}-"
            for old in self.place.names(stage):
                if (
                    old.startswith(begins)
                    and PurePosixPath(old).suffix == ".parquet"
                    and old != name
                ):
                    self.place.remove(f"{stage}/{old}")
        except OSError:
            self.place = None  # a full or locked disk costs time, not the result


def file_name(table: str, bucket: int, key: str) -> str:
    """The name of the file of a table and bucket."""
    return f"{table}-{bucket:05}-{key}.parquet"


def _keys(keyed: pl.DataFrame, depends: str) -> dict[int, str]:
    """For each bucket a hash of its articles, the code and what else results depend on."""
    digests: dict[int, hashlib._Hash] = {}
    columns = ("bucket", "article", "outlet", "title", "wire", "hash")
    for bucket, *fields in keyed.sort("article").select(columns).iter_rows():
        digest = digests.setdefault(bucket, hashlib.sha256(f"{code_hash()}{depends}".encode()))
        digest.update("\x1f".join(str(field) for field in fields).encode() + b"\x1e")
    return {bucket: digest.hexdigest()[:16] for bucket, digest in sorted(digests.items())}
