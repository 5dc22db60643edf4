"""Sentences of one event that say the same: alike word by word, or in what their words tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coverage.meaning import Meaning, read_meaning
from framing.corpus.copies.alignment import align_pairs
from framing.corpus.copies.texts import Texts, build_texts
from framing.counts.numbering import number_strings
from framing.language.english import load_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LEAST_WORDS = 4  # different words of content: shorter sentences say too little
FLOOR = 0.3  # cosines below are not looked at
_TOP = 60  # most alike sentences kept for each: bounds memory


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences in a fixed order.

    Attributes
    ----------
    rows
        ``sentence`` (a key), ``article``, ``event``.
    matrix
        Rows of length 1: stems of content words by event, rare ones of the event weigh more.
    texts
        Their words, for alignment.
    words
        Columns ``row``, ``type``, ``stem``, ``is_name``, ``plain``, in reading order.
    wordings
        By sentence the wordings of the codebook's facts that it has, by fact.
    """

    rows: pl.DataFrame
    matrix: csr_matrix[np.float64]
    texts: Texts
    words: pl.DataFrame
    wordings: Mapping[str, Mapping[str, frozenset[str]]]


def read_sentences(
    rows: pl.DataFrame,
    tokens: pl.DataFrame,
    *,
    names: pl.Series,
    wordings: Mapping[str, Mapping[str, frozenset[str]]],
) -> Sentences:
    """Lay out the sentences that say enough to be compared.

    Parameters
    ----------
    rows
        Columns ``sentence``, ``article``, ``event``, sorted by sentence.
    tokens
        Columns ``sentence``, ``type``, in reading order.
    names
        Types that are names.
    wordings
        By sentence the wordings of the codebook's facts that it has, by fact.
    """
    from nltk.stem.snowball import EnglishStemmer

    stem = EnglishStemmer().stem
    types = tokens["type"].unique().sort()
    known = pl.DataFrame({"type": types, "stem": [stem(t) for t in types]}, schema_overrides={
        "type": pl.String, "stem": pl.String})  # fmt: skip
    stop = pl.Series(sorted(load_words("function_words.txt")))
    words = tokens.join(known, on="type", how="left", maintain_order="left").with_columns(
        plain=~pl.col("type").is_in(stop.implode()),
        is_name=pl.col("type").is_in(names.implode()),
    )
    enough = (
        words.filter("plain")
        .group_by("sentence")
        .agg(n=pl.col("stem").n_unique())
        .filter(pl.col("n") >= LEAST_WORDS)
    )
    rows = rows.join(enough, on="sentence", how="semi", maintain_order="left")
    words = words.join(
        rows.select("sentence", "event")
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.Int64)),
        on="sentence",
        how="inner",
        maintain_order="left",
    )
    texts = build_texts(
        words.select("type", article="sentence"),
        rows.select(article="sentence", date=pl.lit(None, dtype=pl.String)),
    )
    matrix = _weigh(words.filter("plain"), rows.height)
    words = words.select("row", "type", "stem", "is_name", "plain")
    return Sentences(rows, matrix, texts, words, wordings)


def read_meanings(sentences: Sentences, wanted: pl.Series) -> dict[int, Meaning]:
    """What else some of the sentences (numbers of rows) say."""
    keys = sentences.rows["sentence"]
    grouped = (
        sentences.words.filter(pl.col("row").is_in(wanted.unique().implode()))
        .group_by("row")
        .agg("type", "stem", "is_name", "plain")
        .sort("row")
    )
    return {
        row: read_meaning(
            types,
            stems,
            names=is_name,
            plain=plain,
            wordings=sentences.wordings.get(keys[row], {}),
        )
        for row, types, stems, is_name, plain in grouped.iter_rows()
    }


def _weigh(words: pl.DataFrame, n: int) -> csr_matrix[np.float64]:
    from scipy.sparse import csr_matrix

    cells = words.group_by("row", "event", "stem").len().sort("row", "stem")
    size = words.select("event", "row").unique().group_by("event").len("size")
    spread = cells.group_by("event", "stem").len("df")
    cells = cells.join(size, on="event", how="left", maintain_order="left").join(
        spread, on=["event", "stem"], how="left", maintain_order="left"
    )
    _, column = number_strings(cells.select(pl.format("{}\t{}", "event", "stem")).to_series())
    weight = np.log((cells["size"].to_numpy() + 1) / cells["df"].to_numpy())
    row = cells["row"].to_numpy().astype(np.int64)
    length = np.sqrt(np.bincount(row, weights=weight**2, minlength=n))
    weight = weight / np.where(length[row] > 0, length[row], 1.0)
    columns = column.to_numpy()
    return csr_matrix((weight, (row, columns)), shape=(n, int(columns.max(initial=0)) + 1))


def find_alike(sentences: Sentences) -> pl.DataFrame:
    """Pairs of sentences of two articles of one event, ``a`` before ``b``.

    Returns
    -------
    DataFrame
        ``a``, ``b`` (rows), ``cosine`` (0 to 1), ``aligned`` (share of the words of both that
        stand in common passages, in the same order), sorted.
    """
    from sparse_dot_topn import sp_matmul_topn

    matrix = sentences.matrix
    found = sp_matmul_topn(matrix, matrix.T.tocsr(), top_n=_TOP, threshold=FLOOR).tocoo()
    low, high = np.minimum(found.row, found.col), np.maximum(found.row, found.col)
    article = number_strings(sentences.rows["article"])[1].to_numpy()
    other = article[low] != article[high]
    pairs = (
        pl.DataFrame({"a": low[other], "b": high[other], "cosine": found.data[other]})
        .with_columns(pl.col("a", "b").cast(pl.Int64), pl.col("cosine").round(6))
        .unique(["a", "b"], keep="first", maintain_order=True)
        .sort("a", "b")
    )
    a, b = pairs["a"].to_numpy(), pairs["b"].to_numpy()
    sizes = sentences.texts.sizes
    aligned = align_pairs(sentences.texts, a=a, b=b)
    share = 2 * aligned["equal"].to_numpy() / (sizes[a] + sizes[b])
    return pairs.with_columns(aligned=share)
