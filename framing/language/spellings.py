"""Folding of many spellings at once: plain ones in one step, the others one by one."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from framing.language.words import display, fold


def fold_all(spellings: pl.Series) -> pl.Series:
    """``fold`` of each.

    >>> fold_all(pl.Series(["The", "US", "bio-weapon"])).to_list()
    ['the', 'u.s.', 'bioweapon']
    """
    return _each(spellings, fold)


def display_all(spellings: pl.Series) -> pl.Series:
    """``display`` of each."""
    return _each(spellings, display)


def _each(spellings: pl.Series, rule: Callable[[str], str]) -> pl.Series:
    # Of ASCII letters and digits alone nothing but case can be folded, and one abbreviation.
    plain = spellings.str.contains("^[A-Za-z0-9]+$") & (spellings != "US")
    others = spellings.filter(~plain)
    known = dict(zip(others, map(rule, others), strict=True))
    low = spellings.str.to_lowercase()
    if not known:
        return low
    others = spellings.replace_strict(known, default=None, return_dtype=pl.String)
    return pl.select(pl.when(plain).then(low).otherwise(others).alias(spellings.name)).to_series()
