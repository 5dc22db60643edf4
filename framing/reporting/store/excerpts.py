"""What of the texts a report holds: whole articles, or a few words around its passages."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.reporting.store.letters import Letters, number_words

CONTEXT = 25  # words on either side of a passage


def keep_all(letters: Letters) -> pl.DataFrame:
    """Whole articles as rows of ``Store.kept``."""
    n = len(letters.lengths)
    return pl.DataFrame(
        {
            "at": np.arange(n), "start": np.zeros(n, np.int64), "end": letters.lengths,
            "skipped": np.zeros(n, np.int64),
        }
    )  # fmt: skip


def keep_excerpts(
    letters: Letters, passages: pl.DataFrame, *, whole: pl.DataFrame, context: int = CONTEXT
) -> pl.DataFrame:
    """Stretches around passages, and how many words lie before each since the last.

    Parameters
    ----------
    letters
        Of all texts.
    passages
        Columns ``at``, ``start``, ``end``.
    whole
        The same, kept without words around them: titles, shared sentences.
    context
        Words kept on either side.

    Returns
    -------
    polars.DataFrame
        ``at``, ``start``, ``end``, ``skipped``. Words left out behind the last stretch stand in
        a row without length.
    """
    word = number_words(letters)
    n_words = int(word[-1]) + 1 if word.size else 0
    cover = np.zeros(n_words + 1, dtype=np.int64)
    for rows, around in ((passages, context), (whole, 0)):
        low, high = _reach(letters, word, rows, around)
        np.add.at(cover, low, 1)
        np.add.at(cover, high + 1, -1)
    # The last place stands for characters before the first word, whose number is -1.
    is_kept = np.append(np.cumsum(cover)[:-1] > 0, False)[word]
    is_kept[letters.offsets + letters.lengths] = False
    _drop_indents(letters, word, is_kept)
    return _stretches(letters, word, is_kept)


def _bounds(letters: Letters, word: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Number of words before each text, and at its end."""
    ends = word[letters.offsets + letters.lengths] + 1
    return np.concatenate([[0], ends[:-1]]), ends


def _drop_indents(letters: Letters, word: NDArray[np.int64], is_kept: NDArray[np.bool_]) -> None:
    """Blanks before a text's first word have the number of the last word of the text before."""
    first, _ends = _bounds(letters, word)
    for k in np.flatnonzero(word[letters.offsets] < first):
        here = slice(letters.offsets[k], letters.offsets[k] + letters.lengths[k])
        is_kept[here] &= word[here] >= first[k]


def _reach(
    letters: Letters, word: NDArray[np.int64], rows: pl.DataFrame, around: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last word that each row keeps."""
    rows = rows.filter(pl.col("end") > pl.col("start"))
    at = rows["at"].to_numpy().astype(np.int64)
    first, ends = _bounds(letters, word)
    low = word[letters.offsets[at] + rows["start"].to_numpy()] - around
    high = word[letters.offsets[at] + rows["end"].to_numpy() - 1] + around
    low, high = np.maximum(low, first[at]), np.minimum(high, ends[at] - 1)
    return low[low <= high], high[low <= high]


def _stretches(
    letters: Letters, word: NDArray[np.int64], is_kept: NDArray[np.bool_]
) -> pl.DataFrame:
    turns = np.diff(np.concatenate([[0], is_kept.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)
    at = np.searchsorted(letters.offsets, starts, side="right") - 1
    first, last = _bounds(letters, word)
    texts = np.arange(len(letters.lengths))
    rows = pl.DataFrame(
        {
            "at": np.concatenate([at, texts]),
            "start": np.concatenate([starts - letters.offsets[at], letters.lengths]),
            "end": np.concatenate([ends - letters.offsets[at], letters.lengths]),
            "from": np.concatenate([word[starts], last]),
            "to": np.concatenate([word[ends - 1] + 1, last]),
            "first": first[np.concatenate([at, texts])],
        }
    )
    return (
        rows.sort("at", "start", "end")
        .with_columns(
            skipped=pl.col("from") - pl.col("to").shift(1).over("at").fill_null(pl.col("first"))
        )
        .filter((pl.col("end") > pl.col("start")) | (pl.col("skipped") > 0))
        .select("at", "start", "end", "skipped")
    )
