"""The cache: one Parquet file per bucket of articles and table; it may always be deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from framing.engine.parts.live import alone
from framing.scheduling.places import Place
from framing.scheduling.versions import code_hash

FEWEST = 64  # buckets
MOST_ARTICLES = 1000  # in a bucket, on average: above it there are twice as many buckets
WHOLE = 0  # stands for the bucket of a table over the whole corpus
_KEYED = ("article", "outlet", "title", "wire", "hash")  # of an article, what results depend on
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

    ``n_buckets`` is that of the whole corpus, also where articles are a part of it, as ``whole``
    says; ``at_once``: articles computed at a time.
    """

    def __init__(
        self,
        place: Place | None,
        n_buckets: int = FEWEST,
        *,
        at_once: int = AT_ONCE,
        whole: bool = True,
    ) -> None:
        self.place = place
        self.n_buckets = n_buckets
        self._at_once = at_once
        self._whole = whole
        self._last: tuple[pl.DataFrame, Parted] | None = None

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
        if articles.is_empty():
            return dict(compute(articles))
        keys = self.keys(articles, depends)
        found = {b: self._read(name, tables, b, key) for b, key in keys.items()}
        stored = {b: rows for b, rows in found.items() if rows is not None}
        stale = [b for b in keys if b not in stored]
        fresh = self._compute(self.parted(articles).rows, stale, tables, compute)
        for bucket in stale:
            for table in tables:
                self._write(name, table, bucket, keys[bucket], fresh[table, bucket])
        begins = {f"{table}-{bucket:05}" for table in tables for bucket in stale}
        self.tidy(name, file_names(tables, keys), begins=None if self._whole else begins)
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
        self.tidy(name, {file_name(name, bucket, key)}, begins={f"{name}-{bucket:05}"})
        return found

    def keys(self, articles: pl.DataFrame, depends: str) -> dict[int, str]:
        """The key of every bucket that has an article, buckets in order.

        A hash of its articles, the code and what else results depend on.
        """
        begin = f"{code_hash()}{depends}".encode()
        return {
            bucket: hashlib.sha256(begin + digest).hexdigest()[:16]
            for bucket, digest in self.parted(articles).digests.items()
        }

    def tidy(
        self, folder: str, keep: Collection[str], *, begins: Collection[str] | None = None
    ) -> None:
        """Remove a folder's other files, unless another run that is under way may read them.

        ``begins``: only files of these tables and buckets, ``TABLE-BUCKET``; None: all others.
        """
        if self.place is None:
            return
        old = [
            name
            for name in self.place.names(folder)
            if name not in keep and (begins is None or name.rpartition("-")[0] in begins)
        ]
        if not old:
            return
        with alone(self.place) as nobody_else:
            for name in old if nobody_else else ():
                self.place.remove(f"{folder}/{name}")

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

    def parted(self, articles: pl.DataFrame) -> Parted:
        """Articles by bucket; worked out once for a frame that is asked for again."""
        if self._last is None or self._last[0] is not articles:
            self._last = articles, part_articles(self.bucketed(articles))
        return self._last[1]

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
        if self.place is None:
            return
        try:
            self.place.write(f"{stage}/{file_name(table, bucket, key)}", rows)
        except OSError:
            self.place = None  # a full or locked disk costs time, not the result


@dataclass(frozen=True, slots=True)
class Parted:
    """Articles by bucket: ``rows`` with their ``bucket``, sorted by it and by article; where each
    bucket begins among them and how many it has; and a digest of what each reads of its articles.
    """

    rows: pl.DataFrame
    places: Mapping[int, tuple[int, int]]
    digests: Mapping[int, bytes]

    def part(self, bucket: int) -> pl.DataFrame:
        """The articles of a bucket, sorted."""
        return self.rows.slice(*self.places[bucket]).drop("bucket")


def part_articles(bucketed: pl.DataFrame) -> Parted:
    """Articles with their ``bucket``, parted."""
    rows = bucketed.sort("bucket", "article")
    fields = [pl.col(name).cast(pl.String).fill_null("\x1d") for name in _KEYED]
    parts = (
        rows.select("bucket", line=pl.concat_str(fields, separator="\x1f"))
        .with_row_index("at")
        .group_by("bucket", maintain_order=True)
        .agg(at=pl.col("at").first(), n=pl.len(), lines=pl.col("line").str.join("\x1e"))
    )
    places, digests = {}, {}
    for bucket, at, n, lines in parts.iter_rows():
        places[bucket] = at, n
        digests[bucket] = hashlib.sha256(lines.encode()).digest()
    return Parted(rows, places, digests)


def file_name(table: str, bucket: int, key: str) -> str:
    """The name of the file of a table and bucket."""
    return f"{table}-{bucket:05}-{key}.parquet"


def file_names(tables: Sequence[str], keys: Mapping[int, str]) -> set[str]:
    """The names of all files of some tables."""
    return {file_name(table, bucket, key) for table in tables for bucket, key in keys.items()}
