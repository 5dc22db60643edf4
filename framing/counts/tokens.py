"""Text to tokens, and tokens to runs: columnar, no per-token Python."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.counts.numbering import hash_strings, number_strings
from framing.counts.scan import scan_words
from framing.language.spellings import display_all, fold_all
from framing.records.tables import RUNS, TOKENS

MIN_RUN = 6  # words; shorter runs ("He said.") recur by chance and are never called repeats
_ODD = 0x9E3779B97F4A7C15


def tokenise(articles: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Tokens of articles, segment by segment, with character offsets into the stored text.

    Parameters
    ----------
    articles
        Columns ``article``, ``text``.
    segments
        Schema ``SEGMENTS``; tokens never cross a segment.

    Returns
    -------
    DataFrame
        Schema ``TOKENS``, sorted by article and position. ``run`` numbers the runs of words
        between stops within an article. ``text[start:end] == surface`` for every row.
    """
    if segments.is_empty():
        return pl.DataFrame(schema=TOKENS)
    parts = segments.with_row_index("part").join(
        articles.select("article", "text"), on="article", maintain_order="left"
    )
    words = scan_words(
        parts.select(
            pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
        ).to_series()
    )
    part = words.text
    article = _numbers(parts["article"])[part]
    new_part, new_article = _changes(part), _changes(article)
    begin = parts["start"].to_numpy()[part]
    # A stop ends in white space, which no word holds: it can only stand before one.
    stop = new_part | words.stop
    types = fold_all(words.spellings)
    number = pl.Series(words.spelling)
    columns = {
        "article": parts["article"].gather(part),
        "segment": parts["segment"].gather(part),
        "position": _since(np.arange(len(part)), new_article),
        "run": _since(np.cumsum(stop), new_article),
        "type": types.gather(number),
        "surface": words.spellings.gather(number),
        "word": types.cast(pl.Categorical).gather(number),
        "start": begin + words.start,
        "end": begin + words.end,
    }
    return pl.DataFrame(columns, schema=TOKENS)


def _numbers(values: pl.Series) -> NDArray[np.int64]:
    """Equal neighbours get equal numbers, counted from 0."""
    return values.rle_id().cast(pl.Int64).to_numpy()


def _changes(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True at the first of each stretch of equal numbers."""
    changed = np.ones(len(numbers), dtype=bool)
    changed[1:] = numbers[1:] != numbers[:-1]
    return changed


def _since(count: NDArray[np.int64], first: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Running counts less what they are at each marked place, from there on."""
    starts = np.flatnonzero(first)
    return count - np.repeat(count[starts], np.diff(np.append(starts, len(count))))


def number_words(tokens: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The distinct types, sorted, and each token's place among them.

    Read from ``word`` where the table has it and it still says what ``type`` says.
    """
    if "word" in tokens.columns:
        types, number = number_strings(tokens["word"])
        if types.gather(number).equals(tokens["type"], null_equal=False):
            return types, number
    return number_strings(tokens["type"])


def find_runs(tokens: pl.DataFrame) -> pl.DataFrame:
    """Runs of words between stops, each with a hash of its types.

    The hash sums mixed type hashes times odd powers by position, in wrapping integers, so equal
    runs have equal hashes whatever the order of rows or the number of workers.

    Returns
    -------
    DataFrame
        Schema ``RUNS``: one row a run; ``n_tokens`` words; ``start`` and ``end`` offsets.
    """
    if tokens.is_empty():
        return pl.DataFrame(schema=RUNS)
    first = _changes(_numbers(tokens["article"])) | _changes(tokens["run"].to_numpy())
    starts = np.flatnonzero(first)
    sizes = np.diff(np.append(starts, len(first)))
    hashes = hash_runs(_hashes(tokens), starts)
    columns = {
        "article": tokens["article"].gather(starts),
        "run": tokens["run"].gather(starts),
        "segment": tokens["segment"].gather(starts),
        "hash": hashes,
        "n_tokens": sizes,
        "start": tokens["start"].gather(starts),
        "end": tokens["end"].gather(starts + sizes - 1),
    }
    return pl.DataFrame(columns, schema=RUNS)


def hash_runs(words: NDArray[np.uint64], starts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A hash of each run from the hashes of its words; ``starts``: where runs begin, from 0 on."""
    sizes = np.diff(np.append(starts, len(words)))
    within = np.arange(len(words)) - np.repeat(starts, sizes)
    # An odd power per place: multiples would not tell "a b b a" from "b a a b". Sums wrap.
    powers = np.multiply.accumulate(np.full(int(sizes.max()), _ODD, dtype=np.uint64))
    hashes: NDArray[np.uint64] = np.add.reduceat(words * powers[within], starts)
    return hashes


def _hashes(tokens: pl.DataFrame) -> NDArray[np.uint64]:
    """64-bit hashes of types, the same on every machine and version."""
    distinct, ids = number_words(tokens)
    hashes: NDArray[np.uint64] = hash_strings(distinct)[ids.to_numpy()]
    return hashes


def display_forms(tokens: pl.DataFrame) -> pl.DataFrame:
    """For each type the spelling that tables show: its commonest one, ties by alphabet.

    Returns
    -------
    DataFrame
        Columns ``type``, ``shown``, sorted by type.
    """
    return choose_forms(count_spellings(tokens))


def count_spellings(tokens: pl.DataFrame) -> pl.DataFrame:
    """How often each type stands in each spelling: ``type``, ``surface``, ``n``."""
    frame = tokens.lazy().select("type", "surface")
    return frame.group_by("type", "surface").agg(n=pl.len().cast(pl.Int64)).collect()


def add_spellings(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """Numbers of spellings of two partitions as one."""
    return pl.concat([a, b]).group_by("type", "surface").agg(pl.col("n").sum())


def choose_forms(spellings: pl.DataFrame) -> pl.DataFrame:
    """See ``display_forms``; ``spellings`` from ``count_spellings``, in any order."""
    distinct = spellings["surface"].unique()
    shown = pl.DataFrame({"surface": distinct, "shown": display_all(distinct)})
    return (
        spellings.join(shown, on="surface")
        .group_by("type", "shown")
        .agg(pl.col("n").sum())
        .sort("type", "n", "shown", descending=[False, True, False])
        .group_by("type", maintain_order=True)
        .agg(pl.col("shown").first())
    )
