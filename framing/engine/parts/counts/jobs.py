"""Jobs of counting: cells of each partition by ranges of terms, and the terms of one range."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.counts.cells import TermCells, sort_digits
from framing.counts.terms import count_ngrams, number_tokens
from framing.counts.tokens import count_spellings
from framing.engine.parts.part import Part
from framing.scheduling.places import open_place

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]
Read = Callable[..., pl.DataFrame]  # of a partition: tokens as ``count_terms`` reads them

FOLDER = "counts"
_WORDS = ("first", "second", "third")  # numbers counted from 1; 0: the term has no such word
_SCHEMA = {
    **dict.fromkeys((*_WORDS, "doc", "n"), pl.Int32),
    "n_eff": pl.Float64,
}
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one count is cut.

    Attributes
    ----------
    root, key
        The place, and what its files begin with.
    max_n, least
        Longest n-gram, and articles that a term needs.
    n_words
        Types of the corpus.
    n_ranges
        Ranges of terms.
    """

    root: str
    key: str
    max_n: int
    least: int
    n_words: int
    n_ranges: int

    @property
    def words(self) -> str:
        """The name of the table of all types."""
        return f"{FOLDER}/{self.key}-words.parquet"


@dataclass(frozen=True, slots=True)
class PartCells:
    """What a partition says of its cells, which lie in the place.

    Attributes
    ----------
    name, ends
        Of the table of cells, and where each range of terms ends in it.
    articles, total, total_eff
        Ids of articles with a word that counts, sorted, and their words, raw and weighted.
    by_article
        Shape (2, max_n, n_articles): cells of n-grams, and their uses.
    """

    name: str
    ends: Ints
    articles: pl.Series
    total: Ints
    total_eff: Floats
    by_article: Ints


Words = tuple[pl.Series, int]  # distinct types, sorted; how many tokens


def list_words(part: Part) -> Words:
    """The types of a partition."""
    types = part.table("tokens")["type"]
    return types.unique().sort(), len(types)


def add_words(a: Words, b: Words) -> Words:
    """The types of two partitions as one."""
    return pl.concat([a[0], b[0]]).unique().sort(), a[1] + b[1]


def spell_part(part: Part, read: Read, *args: object) -> pl.DataFrame:
    """How often types stand in each spelling, among the tokens of a partition that count."""
    return count_spellings(read(part, *args).filter(pl.col("weight") > 0))


def count_part(part: Part, plan: Plan, read: Read, *args: object) -> PartCells:
    """Count a partition, and write its cells sorted by range."""
    place = open_place(plan.root)
    vocabulary = place.read(plan.words)["type"]
    numbered = number_tokens(read(part, *args), vocabulary=vocabulary)
    counted = [count_ngrams(numbered, n, least=1) for n in range(1, plan.max_n + 1)]
    cells = pl.concat([_rows(some) for some in counted])
    ranges = _ranges(cells, plan.n_ranges)
    own = numbered.articles
    name = hashlib.sha256(str(own[0]).encode()).hexdigest()[:16] if len(own) else "none"
    name = f"{FOLDER}/{plan.key}-cells-{name}.parquet"
    place.write(name, cells[np.argsort(ranges, kind="stable")])
    by_article = np.array([some.by_article for some in counted], dtype=np.int64)
    return PartCells(
        name=name,
        ends=np.cumsum(np.bincount(ranges, minlength=plan.n_ranges)),
        articles=own,
        total=numbered.totals,
        total_eff=numbered.weighted_totals,
        by_article=by_article.swapaxes(0, 1),
    )


Piece = tuple[str, int, int, int]  # table of cells, first row, row after the last, first article


def count_range(plan: Plan, pieces: tuple[Piece, ...]) -> list[TermCells]:
    """The terms of one range that stand in enough articles of all partitions, by their length.

    Articles are numbered partition by partition, as ``pieces`` says.
    """
    place = open_place(plan.root)
    found = [
        place.read(name, rows=(first, last)).with_columns(pl.col("doc") + start)
        for name, first, last, start in pieces
    ]
    cells = pl.concat([pl.DataFrame(schema=_SCHEMA), *found])
    words: list[Any] = [cells[name].to_numpy() for name in _WORDS[: plan.max_n]]
    order = sort_digits([(word, plan.n_words + 1) for word in reversed(words)])
    words = [word[order] for word in words]
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.any([word[1:] != word[:-1] for word in words], axis=0)
    starts = np.flatnonzero(new)
    sizes = np.diff(starts, append=len(order))
    enters = sizes >= plan.least
    lengths = np.sum([word[starts] > 0 for word in words], axis=0)
    n_uses = cells["n"].to_numpy()
    terms = []
    for n in range(1, plan.max_n + 1):
        chosen, rare = enters & (lengths == n), ~enters & (lengths == n)
        inside = order[np.repeat(chosen, sizes)]
        outside = order[np.repeat(rare, sizes)]
        terms.append(
            TermCells(
                words=[word[starts[chosen]] - 1 for word in words[:n]],
                sizes=sizes[chosen],
                doc=cells["doc"].to_numpy()[inside],
                n=n_uses[inside],
                n_eff=cells["n_eff"].to_numpy()[inside],
                hidden=(int(rare.sum()), int(n_uses[outside].sum())),
                by_article=None,
            )
        )
    return terms


def _rows(cells: TermCells) -> pl.DataFrame:
    """Cells as a table, with the words of their terms."""
    none = np.zeros(len(cells.doc), dtype=np.int32)
    words = [np.repeat(word + np.int32(1), cells.sizes) for word in cells.words]
    words += [none] * (len(_WORDS) - len(words))
    columns = dict(zip(_WORDS, words, strict=True))
    counts = {"doc": cells.doc, "n": cells.n.astype(np.int32), "n_eff": cells.n_eff}
    return pl.DataFrame({**columns, **counts}, schema=_SCHEMA)


def _ranges(cells: pl.DataFrame, n_ranges: int) -> NDArray[np.uint16]:
    """The range of each cell: by its term alone, and about as many terms in each."""
    mixed = np.zeros(cells.height, dtype=np.uint64)
    for name, odd in zip(_WORDS, _ODD, strict=True):
        mixed ^= cells[name].to_numpy().astype(np.uint64)
        mixed *= np.uint64(odd)
        mixed ^= mixed >> np.uint64(32)
    ranges: NDArray[np.uint16] = (mixed % np.uint64(n_ranges)).astype(np.uint16)
    return ranges
