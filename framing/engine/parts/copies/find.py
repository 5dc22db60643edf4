"""Copies of the whole corpus: found once, in partitions where it is large, then kept.

Partitions lay out their words and sampled triples; triples go to jobs by ranges of their hash,
the pairs that these make to jobs by ranges of articles; what may be a copy is then aligned in
blocks of pairs, which read the words of their own articles alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from framing.corpus.copies import find_copies
from framing.corpus.copies.alignment import split_work
from framing.corpus.copies.candidates import check_number
from framing.corpus.copies.groups import group_pairs, name_copies
from framing.corpus.copies.passages import EDITED, find_edited, name_edited
from framing.corpus.copies.texts import Ints, order_articles
from framing.engine.parts.copies import jobs
from framing.engine.parts.copies.jobs import Shelf, Where
from framing.engine.parts.stages import digest

if TYPE_CHECKING:
    from framing.engine.run import Run

RANGE = 1000  # articles for each range of hashes and of articles: bounds memory of a job
BLOCK = 1_000_000  # words of the pairs of a job


def read_copies(run: Run) -> pl.DataFrame:
    """Schema ``COPIES``."""

    def compute() -> pl.DataFrame:
        if not run.corpus.is_parted:
            return find_copies(run.running_words, run.measured)
        found, edited = _find(run)
        run.corpus.keep("edited-runs", lambda: edited)
        return found

    return run.corpus.keep("copies", compute)


def read_edited(run: Run) -> pl.DataFrame:
    """Schema ``EDITED``: small, rows for edited runs of copies alone."""

    def compute() -> pl.DataFrame:
        if not run.corpus.is_parted:
            return find_edited(run.running_words, run.copies)
        return _find(run)[1]

    return run.corpus.keep("edited-runs", compute)


def _find(run: Run) -> tuple[pl.DataFrame, pl.DataFrame]:
    return run.once(("copies",), lambda: find_in_parts(run))


def find_in_parts(run: Run) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What ``find_copies`` and ``find_edited`` find, from words that no process holds at once.

    Parameters
    ----------
    run
        Of a corpus in partitions.

    Returns
    -------
    tuple of DataFrame
        Schemas ``COPIES`` and ``EDITED``.

    Raises
    ------
    ValueError
        More than 268 million articles.
    LostJobError
        A job ended its process again and again.
    """
    names = order_articles(run.measured)
    check_number(len(names))
    key = digest(run.measured.select("article", "date", "hash").rows())
    shelf = Shelf(run.corpus.place.root, f"{jobs.FOLDER}/{key}")
    work = _Work(run, shelf, names)
    try:
        return work.find()
    finally:
        shelf.clear()


@dataclass(frozen=True, slots=True)
class _Work:
    run: Run
    shelf: Shelf
    names: pl.Series  # of all articles, by date, then id

    def find(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        where, parts, offsets = self._lay_words()
        candidates = self._find_candidates(parts, offsets)

        def align(a: Ints, b: Ints) -> pl.DataFrame:
            return self._by_blocks("copies: aligned", jobs.align_block, where, a, b, _ALIGNED)

        earliest = group_pairs(candidates, sizes=where.size, align=align)
        carriers = np.flatnonzero(earliest != np.arange(len(self.names)))
        edited = self._by_blocks(
            "copies: runs", jobs.unite_block, where, earliest[carriers], carriers, _EDITED
        )
        return name_copies(self.names, earliest), name_edited(edited, self.names)

    def _lay_words(self) -> tuple[Where, list[int], Ints]:
        """Where the words of each article lie; files, and where ranges of hashes begin in them."""
        number = pl.DataFrame({"article": self.names}).with_row_index("number")
        n = len(self.names)
        found = self.run.corpus.map_parts(
            "copies: words",
            jobs.lay_words,
            self.shelf,
            self.run.corpus.cut("numbers", number),
            _count_ranges(n),
        )
        where = Where.empty(n)
        for k, articles, sizes, _ in found:
            where.part[articles], where.size[articles] = k, sizes
            where.start[articles] = np.cumsum(sizes) - sizes
        return where, [k for k, *_ in found], np.array([offsets for *_, offsets in found])

    def _find_candidates(self, parts: list[int], offsets: Ints) -> tuple[Ints, Ints]:
        n = len(self.names)
        bounds = np.linspace(0, n, _count_ranges(n) + 1).astype(np.int64)
        stretches = list(pairwise(offsets.T))
        found = self.run.corpus.run_jobs(
            "copies: triples",
            jobs.pair_range,
            [(self.shelf, k, parts, low, high, bounds) for k, (low, high) in enumerate(stretches)],
        )
        pairs = self.run.corpus.run_jobs(
            "copies: pairs",
            jobs.judge_range,
            [(self.shelf, *both) for both in pairwise(np.array(found).T)],
        )
        a, b = np.concatenate(pairs, axis=1).astype(np.int64)
        return a, b

    def _by_blocks(
        self,
        name: str,
        function: Callable[..., pl.DataFrame],
        where: Where,
        a: Ints,
        b: Ints,
        schema: dict[str, Any],
    ) -> pl.DataFrame:
        """Blocks of pairs in jobs; few pairs in this process."""
        blocks = split_work(where.size[a] + where.size[b], BLOCK)
        some = [(self.shelf, where.block(a[block], b[block])) for block in blocks]
        found: list[pl.DataFrame] = (
            self.run.corpus.run_jobs(name, function, some)
            if len(some) > 1
            else [function(*args) for args in some]
        )
        return pl.concat([pl.DataFrame(schema=schema), *found])


_ALIGNED = dict.fromkeys(("a", "b", "equal", "reach_a", "reach_b"), pl.Int64)
_EDITED = {"b": pl.Int64} | {name: EDITED[name] for name in ("run", "hash_unit", "n_unit")}


def _count_ranges(n_articles: int) -> int:
    return max(-(-n_articles // RANGE), 1)
