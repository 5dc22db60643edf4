"""The cache: one Parquet file per bucket of articles and table; it may always be deleted."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from functools import cache as once
from importlib.resources import files
from pathlib import Path

import polars as pl

N_BUCKETS = 64
_PARTITION = 2000  # articles computed at a time: bounds memory, not results

Compute = Callable[[pl.DataFrame], Mapping[str, pl.DataFrame]]


@once
def code_hash() -> str:
    """A hash of the code and language data that stages run: new code, new cache."""
    digest = hashlib.sha256()
    root = Path(str(files("framing")))
    for floor in ("annotate", "codebook", "corpus", "counts", "language", "records"):
        for path in sorted((root / floor).rglob("*")):
            if path.suffix in (".py", ".yaml", ".txt", ".npz"):
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def bucket_of(article: str) -> int:
    """The bucket of an article, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(article.encode(), digest_size=4).digest()) % N_BUCKETS


class Cache:
    """Tables of a stage, computed only for the buckets whose key has changed."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

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
        keyed = _bucketed(articles)
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

    def stale(
        self, name: str, articles: pl.DataFrame, *, tables: tuple[str, ...], depends: str
    ) -> list[pl.DataFrame]:
        """The articles of each bucket that ``stage`` would compute; all without a folder."""
        keyed = _bucketed(articles)
        keys = _keys(keyed, depends)
        wanted = [
            b for b, key in keys.items()
            if self.folder is None
            or not all(self._path(name, table, b, key).is_file() for table in tables)
        ]  # fmt: skip
        return self.by_bucket(keyed.filter(pl.col("bucket").is_in(wanted)).drop("bucket"))

    @staticmethod
    def by_bucket(articles: pl.DataFrame) -> list[pl.DataFrame]:
        """Articles parted by bucket, buckets in order."""
        keyed = _bucketed(articles).sort("bucket", "article")
        return keyed.partition_by("bucket", maintain_order=True, include_key=False)

    def _compute(
        self, keyed: pl.DataFrame, stale: list[int], tables: tuple[str, ...], compute: Compute
    ) -> dict[tuple[str, int], pl.DataFrame]:
        """Fresh tables by bucket; many buckets are computed in one go."""
        fresh: dict[tuple[str, int], pl.DataFrame] = {}
        waiting = keyed.filter(pl.col("bucket").is_in(stale)).sort("bucket", "article")
        for start in range(0, waiting.height, _PARTITION):
            part = waiting.slice(start, _PARTITION).sort("article")
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

    def _path(self, stage: str, table: str, bucket: int, key: str) -> Path:
        assert self.folder is not None
        return self.folder / stage / f"{table}-{bucket:02}-{key}.parquet"

    def _read(
        self, stage: str, tables: tuple[str, ...], bucket: int, key: str
    ) -> dict[str, pl.DataFrame] | None:
        """The stored tables of a bucket; None where one is missing or broken."""
        if self.folder is None:
            return None
        try:
            return {t: pl.read_parquet(self._path(stage, t, bucket, key)) for t in tables}
        except (OSError, pl.exceptions.PolarsError):
            return None

    def _write(self, stage: str, table: str, bucket: int, key: str, rows: pl.DataFrame) -> None:
        """Write beside and rename, so that a killed run leaves no half a file."""
        if self.folder is None:
            return
        path = self._path(stage, table, bucket, key)
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            rows.write_parquet(beside)
            beside.replace(path)
        except OSError:
            self.folder = None  # a full or locked disk costs time, not the result
            return
        finally:
            if path.parent.is_dir():
                beside.unlink(missing_ok=True)
        for old in path.parent.glob(f"{table}-{bucket:02}-*.parquet"):
            if old != path:
                old.unlink(missing_ok=True)


def _bucketed(articles: pl.DataFrame) -> pl.DataFrame:
    return articles.with_columns(
        bucket=pl.Series([bucket_of(a) for a in articles["article"]], dtype=pl.Int64)
    )


def _keys(keyed: pl.DataFrame, depends: str) -> dict[int, str]:
    """For each bucket a hash of its articles, the code and what else results depend on."""
    digests: dict[int, hashlib._Hash] = {}
    columns = ("bucket", "article", "outlet", "title", "wire", "hash")
    for bucket, *fields in keyed.sort("article").select(columns).iter_rows():
        digest = digests.setdefault(bucket, hashlib.sha256(f"{code_hash()}{depends}".encode()))
        digest.update("\x1f".join(str(field) for field in fields).encode() + b"\x1e")
    return {bucket: digest.hexdigest()[:16] for bucket, digest in sorted(digests.items())}
