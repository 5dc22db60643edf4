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

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix: TypeAlias = csr_matrix[np.float64]

# Chosen on the even events of a gold set of triples (scripts/scores/events.py). More weight for
# names or numbers made it worse there: they are rare enough to weigh much by themselves.
N_WORDS = 100
TITLE = 2.0  # a word of the title counts so often
STEM = 0.5  # what ties "bans" to "banned", beside the word itself
PAIR = 0.5
_ROLES = ("title", "standfirst", "body")


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


def weigh_openings(articles: pl.Series, tokens: pl.DataFrame, segments: pl.DataFrame) -> Openings:
    """Terms by article: root of the count, times rarity, times what such a term is worth.

    Parameters
    ----------
    articles
        Ids, sorted.
    tokens, segments
        Schemas ``TOKENS`` and ``SEGMENTS`` of these articles. Terms that stand in a single
        article are left out: nothing can be like them.
    """
    rows = _opening(articles, tokens, segments)
    types, word = number_strings(rows["type"])
    stems, stem_of = number_strings(_stem(types))
    rows = rows.with_columns(word=word, stem=stem_of.gather(word))
    parts = [
        _singles(rows, "word", worth=1.0, offset=0),
        _singles(rows, "stem", worth=STEM, offset=len(types)),
        _pairs(rows, len(types), offset=len(types) + len(stems)),
    ]
    cells = (
        pl.concat(parts)
        .group_by("doc", "term")
        .agg(pl.col("weight").sum().sqrt(), pl.col("worth", "first").min())
        .with_columns(df=pl.len().over("term"))
        .filter(pl.col("df") > 1)
        .sort("doc", "term")
    )
    doc, term = cells["doc"].to_numpy(), cells["term"].to_numpy()
    weight = np.log((len(articles) + 1) / cells["df"].to_numpy())
    weight *= cells["weight"].to_numpy() * cells["worth"].to_numpy()
    length = np.sqrt(np.bincount(doc, weights=weight**2, minlength=len(articles)))
    weight /= length[doc]
    words = cells.with_columns(weight=pl.Series(weight)).filter(pl.col("term") < len(types))
    words = words.with_columns(type=types.gather(words["term"]))
    matrix = _matrix(doc, term, weight, len(articles))
    return Openings(matrix, words.select("doc", "type", "weight", "first"))


def _opening(articles: pl.Series, tokens: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The first words of title, standfirst and body, with the number of their article."""
    number = pl.DataFrame({"article": articles}).with_row_index("doc")
    roles = segments.filter(pl.col("role").is_in(_ROLES)).select("article", "segment", "role")
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


def _singles(rows: pl.DataFrame, column: str, *, worth: float, offset: int) -> pl.DataFrame:
    return rows.filter(~pl.col("stop")).select(
        "doc",
        "weight",
        term=pl.col(column) + offset,
        first="position",
        worth=pl.lit(worth),
    )


def _pairs(rows: pl.DataFrame, n_types: int, *, offset: int) -> pl.DataFrame:
    """Neighbours within a run, in either order; function words are no part of any."""
    following = pl.col("doc", "run", "word", "stop").shift(-1).name.suffix("_next")
    low, high = pl.min_horizontal("word", "word_next"), pl.max_horizontal("word", "word_next")
    return (
        rows.with_columns(following)
        .filter(
            pl.col("doc") == pl.col("doc_next"),
            pl.col("run") == pl.col("run_next"),
            ~pl.col("stop") & ~pl.col("stop_next"),
        )
        .select(
            "doc",
            "weight",
            term=offset + low * n_types + high,
            first="position",
            worth=pl.lit(PAIR),
        )
    )


def _matrix(
    doc: NDArray[np.int64], term: NDArray[np.int64], weight: NDArray[np.float64], n: int
) -> Matrix:
    from scipy.sparse import csr_matrix

    distinct, column = np.unique(term, return_inverse=True)
    return csr_matrix((weight, (doc, column)), shape=(n, len(distinct)))
