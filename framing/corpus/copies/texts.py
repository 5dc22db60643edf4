"""Articles as one array of word ids: what candidates and alignment work on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.counts.numbering import number_strings

Ints = NDArray[np.int64]

N_GRAM = 3  # of 20 % replaced words 51 % of triples survive, 33 % of fives


@dataclass(frozen=True, slots=True)
class Texts:
    """Articles by date, then id: ``words[starts[k]:starts[k + 1]]`` are those of ``names[k]``.

    ``values`` has a 64-bit hash for each distinct word, the same in every corpus.
    """

    names: pl.Series
    words: NDArray[np.int32]
    starts: Ints
    values: NDArray[np.uint64]

    @property
    def sizes(self) -> Ints:
        """Words of each article."""
        return np.diff(self.starts)


def build_texts(tokens: pl.DataFrame, articles: pl.DataFrame) -> Texts:
    """Word ids of every article, earliest first; those without a date, or words, included.

    Parameters
    ----------
    tokens
        Columns ``article``, ``type``, in reading order within an article.
    articles
        Columns ``article``, ``date``.

    Raises
    ------
    ValueError
        The words of an article do not stand together.
    """
    order = articles.select("article", "date").sort("date", "article", nulls_last=True)
    names = order["article"]
    distinct, ids = number_strings(tokens["type"])
    words = ids.cast(pl.Int32).to_numpy()
    values = [
        int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
        for word in distinct
    ]
    texts = pl.DataFrame({"article": tokens["article"].rle().struct.field("value")}).with_columns(
        size=tokens["article"].rle().struct.field("len").cast(pl.Int64)
    )
    if texts["article"].n_unique() < texts.height:
        raise ValueError("tokens of an article must stand together")
    texts = texts.with_columns(first=pl.col("size").cum_sum() - pl.col("size"))
    placed = (
        order.select("article")
        .join(texts, on="article", how="left", maintain_order="left")
        .with_columns(pl.col("size", "first").fill_null(0))
    )
    sizes, first = placed["size"].to_numpy(), placed["first"].to_numpy()
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
    if not np.array_equal(first[sizes > 0], starts[:-1][sizes > 0]):
        words = words[spread(first, sizes)]
    return Texts(names, words[: starts[-1]], starts, np.array(values, dtype=np.uint64))


def spread(firsts: Ints, sizes: Ints) -> Ints:
    """The numbers ``first .. first + size - 1`` of every stretch, one after another.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Ints = np.arange(total) + np.repeat(firsts - (ends - sizes), sizes)
    return numbers


# Odd and far apart, so that a triple does not hash like another order of its words.
_FACTORS = tuple(np.uint64(f) for f in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


def hash_grams(texts: Texts, words: NDArray[np.int32], *, n: int) -> NDArray[np.uint64]:
    """A hash of each word with the ``n - 1`` after it (n 2 or 3); 0 where fewer follow."""
    grams = np.zeros(len(words), dtype=np.uint64)
    inner = max(len(words) - n + 1, 0)
    for k, factor in enumerate(_FACTORS[:n]):
        grams[:inner] += (texts.values * factor)[words[k : k + inner]]
    # Mixed, so that low bits can choose a sample.
    grams ^= grams >> np.uint64(31)
    grams *= np.uint64(0xD6E8FEB86659FD93)
    grams ^= grams >> np.uint64(32)
    return grams
