"""Jobs that find copies in partitions: what each reads from and writes to a place.

Files are plain arrays, so that a job reads its own bytes of them and no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.corpus.copies.alignment import align_pairs
from framing.corpus.copies.candidates import (
    TRIPLE,
    first_key,
    judge_pairs,
    merge_keys,
    pair_up,
    sample_triples,
)
from framing.corpus.copies.groups import grade_pairs
from framing.corpus.copies.passages import unite_pairs
from framing.corpus.copies.texts import Ints, Texts, lay_out, order_tokens, spread
from framing.engine.parts.part import Stored
from framing.engine.parts.rows import Rows
from framing.records.scope import RUNNING_ROLES
from framing.scheduling.places import open_place

WORD, RUN, KEY = np.dtype("<u8"), np.dtype("<u4"), np.dtype("<u8")
WORDS, RUNS, TRIPLES, PAIRS = "words", "runs", "triples", "pairs"
FOLDER = "copying"


@dataclass(frozen=True)
class Shelf:
    """A folder of a place for what jobs leave each other."""

    root: str
    folder: str

    def write(self, table: str, k: int, rows: NDArray[Any]) -> None:
        """Rows of a part as they lie in memory."""
        open_place(self.root).write_bytes(self._name(table, k), rows.tobytes())

    def read(self, table: str, k: int, dtype: np.dtype[Any], low: Ints, high: Ints) -> NDArray[Any]:
        """Rows of a part from each ``low`` to before each ``high``."""
        stretches = np.stack([low, high], axis=1) * dtype.itemsize
        found = open_place(self.root).read_stretches(
            self._name(table, k), [(first, last) for first, last in stretches.tolist()]
        )
        return np.frombuffer(found, dtype=dtype)

    def clear(self) -> None:
        """Remove it, and what a run that was killed left of another."""
        open_place(self.root).remove_folder(FOLDER)

    def _name(self, table: str, k: int) -> str:
        return f"{self.folder}/{table}/{k:06}"


@dataclass(frozen=True)
class Where:
    """For each article the part that has its words, the first of them there, and how many."""

    part: Ints
    start: Ints
    size: Ints

    @classmethod
    def empty(cls, n: int) -> Self:
        """For ``n`` articles, to be filled in."""
        return cls(*(np.zeros(n, dtype=np.int64) for _ in range(3)))

    def block(self, a: Ints, b: Ints) -> Block:
        """Some pairs of articles, with where their words lie."""
        numbers = np.unique(np.concatenate([a, b]))
        own = Where(self.part[numbers], self.start[numbers], self.size[numbers])
        return Block(own, numbers, np.searchsorted(numbers, a), np.searchsorted(numbers, b))

    def read(self, shelf: Shelf, table: str, dtype: np.dtype[Any]) -> NDArray[Any]:
        """The rows of these articles, in their order."""
        by_part = np.argsort(self.part, kind="stable")
        rows = [np.zeros(0, dtype=dtype)]
        for own in np.split(by_part, np.flatnonzero(np.diff(self.part[by_part])) + 1):
            if len(own):
                low, high = self.start[own], self.start[own] + self.size[own]
                rows.append(shelf.read(table, int(self.part[own[0]]), dtype, low, high))
        first = np.zeros(len(by_part), dtype=np.int64)
        first[by_part] = np.cumsum(self.size[by_part]) - self.size[by_part]
        found: NDArray[Any] = np.concatenate(rows)[spread(first, self.size)]
        return found


@dataclass(frozen=True)
class Block:
    """Pairs ``a`` and ``b`` of the articles of ``where``, whose ``numbers`` are of the corpus."""

    where: Where
    numbers: Ints
    a: Ints
    b: Ints

    def texts(self, shelf: Shelf) -> Texts:
        """The words of the articles."""
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.where.size)])
        words = self.where.read(shelf, WORDS, WORD)
        return Texts(pl.Series("article", self.numbers), words, starts)


def lay_words(
    part: Stored, shelf: Shelf, numbers: Rows, n_ranges: int
) -> tuple[int, Ints, Ints, Ints]:
    """A job: words, runs and triples of a partition.

    Parameters
    ----------
    part
        The partition.
    shelf
        Where they go.
    numbers
        Columns ``article``, ``number``: of the corpus, by date, then id.
    n_ranges
        Of hashes of triples.

    Returns
    -------
    int
        The name of its files.
    ndarray, ndarray
        Its articles, in order of their numbers, and the words of each.
    ndarray
        The first triple of each range of hashes, and how many there are.
    """
    own = numbers.of(part).sort("number")
    running = part.table("segments", "article", "segment", "role").filter(
        pl.col("role").is_in(RUNNING_ROLES)
    )
    tokens = part.table("tokens", "article", "segment", "run", "type").join(
        running, on=["article", "segment"], how="semi", maintain_order="left"
    )
    texts = lay_out(tokens, own["article"])
    at, _ = order_tokens(tokens["article"], own["article"])
    k = part.buckets[0][0]
    shelf.write(WORDS, k, texts.words.astype(WORD))
    shelf.write(RUNS, k, tokens["run"].to_numpy()[at].astype(RUN))
    rows = sample_triples(texts)
    articles = own["number"].to_numpy()
    rows["article"] = articles[rows["article"]]
    shelf.write(TRIPLES, k, rows)
    edges = np.array([(r << 64) // n_ranges for r in range(n_ranges)], dtype=np.uint64)
    return k, articles, texts.sizes, np.append(np.searchsorted(rows["gram"], edges), len(rows))


def pair_range(
    shelf: Shelf, r: int, parts: Sequence[int], low: Ints, high: Ints, bounds: Ints
) -> Ints:
    """A job: pairs of carriers of the triples of a range of hashes.

    Parameters
    ----------
    shelf, r
        Where they go.
    parts, low, high
        The files of triples, and in each the range's first and the one after its last.
    bounds
        Numbers of articles: ranges of the earlier article of a pair.

    Returns
    -------
    ndarray
        The first pair of each range of articles, and how many there are.
    """
    rows = np.concatenate(
        [
            shelf.read(TRIPLES, k, TRIPLE, low[i : i + 1], high[i : i + 1])
            for i, k in enumerate(parts)
        ]
    )
    keys = pair_up(rows[np.lexsort((rows["article"], rows["gram"]))])
    shelf.write(PAIRS, r, keys.astype(KEY))
    edges = np.array([first_key(article) for article in bounds[:-1].tolist()], dtype=np.uint64)
    return np.append(np.searchsorted(keys, edges), len(keys))


def judge_range(shelf: Shelf, low: Ints, high: Ints) -> NDArray[np.uint32]:
    """A job: candidates of a range of earlier articles, from the pairs of all ranges of hashes."""
    parts = [shelf.read(PAIRS, r, KEY, low[r : r + 1], high[r : r + 1]) for r in range(len(low))]
    return np.stack(judge_pairs(merge_keys(parts))).astype(np.uint32)


def align_block(shelf: Shelf, block: Block) -> pl.DataFrame:
    """A job: pairs that touch, as ``align_pairs`` has them."""
    texts = block.texts(shelf)
    found = align_pairs(texts, a=block.a, b=block.b)
    touching = grade_pairs(found, texts.sizes).select(found.columns)
    return touching.with_columns(
        pl.Series(side, block.numbers[touching[side].to_numpy()]) for side in ("a", "b")
    )


def unite_block(shelf: Shelf, block: Block) -> pl.DataFrame:
    """A job: what ``unite_pairs`` finds."""
    runs = block.where.read(shelf, RUNS, RUN).astype(np.int64)
    found = unite_pairs(block.texts(shelf), runs, a=block.a, b=block.b)
    return found.with_columns(pl.Series("b", block.numbers[found["b"].to_numpy()]))
