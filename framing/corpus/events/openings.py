"""The opening of each article as a row of weighted words, stems and pairs of words.

News tells what happened first: the title and the first words say which event it is, and what a
long article adds (background, other stories) would only make it like others of its topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl

from framing.counts.numbering import number_strings
from framing.language.english import load_words
from framing.records.scope import RUNNING_ROLES

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix: TypeAlias = csr_matrix[np.float64]
    Ints: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]

# Chosen on the even events of a gold set of triples (scripts/scores/events.py). More weight for
# names or numbers made it worse there: they are rare enough to weigh much by themselves.
N_WORDS = 100  # of an article
TITLE = 2.0  # a word of the title counts so often
STEM = 0.5  # of a word: what ties "bans" to "banned", beside the word itself
PAIR = 0.5  # of a word: two in a row
ALONE = 0.3  # of what nobody else has; with less, one rare word in common ties what is alone


@dataclass(frozen=True, slots=True)
class Openings:
    """Weighted terms of articles.

    Attributes
    ----------
    matrix
        Articles (in the order given) by terms; rows of length 1, or 0 where nothing is shared
        with any other article.
    words
        ``doc``, ``type``, ``weight``, ``first`` (position): the single words of the matrix.
    """

    matrix: Matrix
    words: pl.DataFrame


def weigh_openings(
    articles: pl.Series,
    tokens: pl.DataFrame,
    *,
    segments: pl.DataFrame,
    units: pl.Series | None = None,
) -> Openings:
    """Terms by article: root of the count, times rarity, times what such a term is worth.

    Parameters
    ----------
    articles
        Ids, sorted.
    tokens, segments
        Schemas ``TOKENS`` and ``SEGMENTS`` of these articles. A term that stands in a single
        article is no term, since nothing can be like it, but makes the article longer.
    units
        The copy group of each article: rarity counts copies once. Default: no copies.
    """
    rows = _opening(articles, tokens, segments)
    types, word = number_strings(rows["type"])
    _, stem_of = number_strings(_stem(types))
    plain = ~rows["stop"].to_numpy()
    unit = None if units is None else units.rank("dense").to_numpy().astype(np.int64)
    parts = [
        _count(word.to_numpy()[plain], plain, rows, worth=1.0, unit=unit),
        _count(stem_of.gather(word).to_numpy()[plain], plain, rows, worth=STEM, unit=unit),
        _count(*_pairs(word.to_numpy(), rows), rows, worth=PAIR, unit=unit),
    ]
    n_units = len(articles) if units is None else units.n_unique()
    doc = np.concatenate([part.doc for part in parts])
    weight = np.concatenate([part.weight for part in parts])
    weight *= np.log((n_units + 1) / np.concatenate([part.df for part in parts]))
    alone = sum(np.bincount(p.alone, weights=p.mass, minlength=len(articles)) for p in parts)
    square = np.bincount(doc, weights=weight**2, minlength=len(articles))
    weight /= np.sqrt(square + ALONE * np.log(n_units + 1) ** 2 * alone)[doc]
    single = parts[0]
    words = pl.DataFrame(
        {
            "doc": single.doc,
            "type": types.gather(single.term),
            "weight": weight[: len(single.doc)],
            "first": single.first,
        }
    )
    return Openings(_matrix(parts, weight, len(articles)), words)


def _opening(articles: pl.Series, tokens: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The first words of title, standfirst and body, with the number of their article."""
    number = pl.DataFrame({"article": articles}).with_row_index("doc")
    running = segments.filter(pl.col("role").is_in(RUNNING_ROLES))
    roles = running.select("article", "segment", "role")
    stop = sorted(load_words("function_words.txt"))
    return (
        tokens.lazy()
        .select("article", "segment", "position", "run", "type")
        .filter(pl.col("position") < 2 * N_WORDS)  # furniture may stand among them
        .join(number.lazy(), on="article")
        .join(roles.lazy(), on=["article", "segment"])
        .sort("doc", "position")
        .filter(pl.int_range(pl.len()).over("doc") < N_WORDS)
        .select(
            pl.col("doc").cast(pl.Int64),
            "run",
            "position",
            "type",
            weight=pl.when(pl.col("role") == "title").then(TITLE).otherwise(1.0),
            stop=pl.col("type").is_in(stop),
        )
        .collect()
    )


def _stem(types: pl.Series) -> pl.Series:
    from nltk.stem.snowball import EnglishStemmer

    stem = EnglishStemmer().stem
    return pl.Series([stem(word) for word in types], dtype=pl.String)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Cells of one kind of term, sorted by article and term: those in two articles at least."""

    n: int  # terms are numbered from 0 to here
    doc: Ints
    term: Ints
    weight: Floats
    df: Ints  # units that the term stands in
    first: Ints  # position
    alone: Ints  # articles of cells whose term nobody else has
    mass: Floats  # the square of their weight


def _count(
    number: Ints, kept: NDArray[np.bool_], rows: pl.DataFrame, *, worth: float, unit: Ints | None
) -> _Terms:
    """Terms by article: worth times the root of their weighted count.

    ``number`` are terms, numbered from 0, one for each row that is ``kept``.
    """
    row, n = np.flatnonzero(kept), int(number.max(initial=0)) + 1
    cell = rows["doc"].to_numpy()[row] * n + number
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    begin = np.flatnonzero(np.diff(cell, prepend=-1))
    doc, number = np.divmod(cell[begin], n)
    weight = worth * np.sqrt(_sums(rows["weight"].to_numpy()[row[order]], begin))
    shared = np.bincount(number, minlength=n)[number] > 1
    counted = number if unit is None else np.unique(unit[doc] * n + number) % n
    df = np.bincount(counted, minlength=n)
    return _Terms(
        n,
        doc[shared],
        number[shared],
        weight[shared],
        df[number[shared]],
        rows["position"].to_numpy()[row[order[begin]][shared]],
        doc[~shared],
        weight[~shared] ** 2,
    )


def _sums(values: Floats, begin: Ints) -> Floats:
    """Sums of stretches of values; no stretch, no sum."""
    return np.add.reduceat(values, begin) if len(begin) else np.empty(0)


def _pairs(word: Ints, rows: pl.DataFrame) -> tuple[Ints, NDArray[np.bool_]]:
    """Numbers of words with the next one, in either order, and where that is a pair.

    Both stand in one run of one article, and neither is a function word.
    """
    following = np.append(word[1:], 0)
    doc, run, plain = rows["doc"].to_numpy(), rows["run"].to_numpy(), ~rows["stop"].to_numpy()
    joined = np.zeros(len(word), dtype=bool)
    joined[:-1] = (np.diff(doc) == 0) & (np.diff(run) == 0) & plain[:-1] & plain[1:]
    low, high = np.minimum(word, following), np.maximum(word, following)
    pairs = low[joined] * (int(word.max(initial=0)) + 1) + high[joined]
    return np.unique(pairs, return_inverse=True)[1], joined


def _matrix(parts: list[_Terms], weight: Floats, n: int) -> Matrix:
    """The cells of all parts beside each other."""
    from scipy.sparse import csr_matrix, hstack

    blocks, done = [], 0
    for part in parts:
        cells = weight[done : done + len(part.doc)]
        begin = np.searchsorted(part.doc, np.arange(n + 1))
        blocks.append(csr_matrix((cells, part.term, begin), shape=(n, part.n)))
        done += len(part.doc)
    matrix: Matrix = hstack(blocks, format="csr")
    return matrix
